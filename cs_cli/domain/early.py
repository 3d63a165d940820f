"""How long before the agreed time a team arrives: the setting ``arrive_early`` (REP-36).

Written as minutes, ``5-10``: at least five, at most ten. Absent means that nobody said.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from gettext import gettext as _

from cs_cli.domain.errors import Invalid

SETTING = "arrive_early"
_FORM = re.compile(r"([0-9]{1,3})\s*[-–~至到]\s*([0-9]{1,3})")


def span(settings: Mapping[str, str]) -> tuple[timedelta, timedelta] | None:
    """Give the least and the most; raise :class:`Invalid` for what is no such span."""
    text = settings.get(SETTING, "").strip()
    if not text:
        return None
    found = _FORM.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        raise Invalid(_("{text} is not a span of minutes such as 5-10").format(text=text))
    return timedelta(minutes=int(found[1])), timedelta(minutes=int(found[2]))


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        span(settings)
    except Invalid as fault:
        yield fault.within("settings", SETTING)
