"""Quiet hours: when customers rest and are not called. The setting ``quiet_hours`` of a policy.

Written ``12:00-14:00, 21:00-08:00``, on the clock of the desk, the same every day; an interval
may run past midnight. Empty or absent means that there are none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.hours import Hours, interval

SETTING = "quiet_hours"

_DAY = 24 * 60
_BETWEEN = re.compile(r"[,，、;；]")


def parse(text: str) -> Hours:
    """Read the setting; raise :class:`Invalid` with what to write instead."""
    parts = [part.strip() for part in _BETWEEN.split(text)] if text.strip() else []
    try:
        return tuple(sorted(interval(part) for part in parts))
    except Invalid as fault:
        hint = _("write the hours as in 12:00-14:00, 21:00-08:00")
        raise Invalid(fault.message, hint=hint) from None


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        parse(settings.get(SETTING, ""))
    except Invalid as fault:
        yield fault.within("settings", SETTING)


def until(hours: Hours, at: datetime) -> datetime | None:
    """Give when the quiet hours end that ``at`` lies in, None outside of them.

    ``at`` is in the zone of the desk. The end itself is not quiet any more, unless the next
    quiet hours begin with it.
    """
    end = _end(hours, at)
    # A whole day of quiet never ends; one look per interval is enough for any other.
    for _more in hours:
        later = _end(hours, end) if end else None
        end = later or end
    return end


def _end(hours: Hours, at: datetime) -> datetime | None:
    minute = at.hour * 60 + at.minute
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [
        midnight + timedelta(minutes=one.end - before)
        for one in hours
        for before in (0, _DAY)
        if one.start <= minute + before < one.end
    ]
    return max(ends, default=None)


def shown(hours: Hours) -> str:
    """Give the hours as they are written."""
    return ", ".join(str(one) for one in hours)


__all__ = ["SETTING", "faults", "parse", "shown", "until"]
