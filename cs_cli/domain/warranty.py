"""How long a product is under warranty: the setting ``warranty`` of a policy (REP-08).

The source gives no length, so without the setting nobody can tell from the date of purchase.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from cs_cli.domain import limit as limits
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.limit import Limit

SETTING = "warranty"


def ends(bought: date, settings: Mapping[str, str], calendar: Calendar) -> datetime | None:
    """Give when the warranty of what was bought on a day ends; None without a length."""
    length = settings.get(SETTING)
    if length is None:
        return None
    return limits.due(calendar.midnight(bought), Limit.parse(length), calendar).at


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        Limit.parse(settings.get(SETTING, "none"))
    except Invalid as fault:
        yield fault.within("settings", SETTING)
