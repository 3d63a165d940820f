"""When the cashier takes money herself: the setting ``cashier.hours`` of a policy.

Written ``08:30-12:00, 14:00-17:30``, on the clock of the desk, on its working days. Absent means
whenever the desk is open.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from gettext import gettext as _

from cs_cli.domain import quiet
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.hours import Hours

SETTING = "cashier.hours"


def parse(text: str) -> Hours:
    """Read the setting; raise :class:`Invalid` with what to write instead."""
    try:
        return quiet.parse(text)
    except Invalid as fault:
        hint = _("write the hours as in 08:30-12:00, 14:00-17:30")
        raise Invalid(fault.message, hint=hint) from None


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        parse(settings.get(SETTING, ""))
    except Invalid as fault:
        yield fault.within("settings", SETTING)


def is_there(hours: Hours, at: datetime, calendar: Calendar) -> bool:
    """Tell whether the cashier takes money at an instant; an interval ends with its last minute."""
    if not hours:
        return calendar.is_open(at)
    local = calendar.local(at)
    minute = local.hour * 60 + local.minute
    is_on = any(one.start <= minute < one.end for one in hours)
    return is_on and calendar.is_working(local.date())
