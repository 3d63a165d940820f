"""The shifts of a desk one after another: which one is on, which comes next, who works it.

Shifts that begin at the same time are one watch: whoever works any of them takes over together.

    shifts: day 08:00-18:00, night 18:30-24:00
    on:     at 10:00 and at 18:15 the day shift, at 18:30 the night shift
    next:   after the day shift the night shift, after that the day shift of the next day
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.people import Roster

_BACK = 7


@dataclass(frozen=True, slots=True)
class Watch:
    """One or more shifts of a day that begin together."""

    day: date
    shifts: tuple[str, ...]
    start: datetime
    end: datetime

    @property
    def key(self) -> str:
        """Name it as reports do: ``2026-03-02 day``."""
        return f"{self.day.isoformat()} {'/'.join(self.shifts)}"

    def people(self, roster: Roster) -> list[str]:
        """Give who works it, by the roster."""
        shifts = roster.get(self.day, {})
        found = (person for name in self.shifts for person in shifts.get(name, ()))
        return list(dict.fromkeys(found))


def on_at(now: datetime, calendar: Calendar) -> Watch | None:
    """Give the shift that began last, be it on or over; None on a desk without shifts."""
    today = calendar.date_of(now)
    days = (today - timedelta(days=n) for n in range(_BACK + 1))
    begun = (one for day in days for one in _watches(day, calendar) if one.start <= now)
    return max(begun, key=lambda one: one.start, default=None)


def of(day: date, shift: str, calendar: Calendar) -> Watch:
    """Give one shift of a day; raise :class:`Invalid` for one that is not in the calendar."""
    start, end = calendar.shift_bounds(shift, day)
    return Watch(day, (shift,), start, end)


def after(watch: Watch, calendar: Calendar) -> Watch | None:
    """Give the next one to begin at the end of a shift or later."""
    days = (watch.day + timedelta(days=n) for n in range(_BACK + 1))
    later = (one for day in days for one in _watches(day, calendar) if one.start >= watch.end)
    return min(later, key=lambda one: one.start, default=None)


def _watches(day: date, calendar: Calendar) -> Iterator[Watch]:
    """Give the shifts that begin on a day, those that begin together as one."""
    begins: dict[datetime, list[str]] = {}
    for name in calendar.shifts:
        begins.setdefault(calendar.shift_bounds(name, day)[0], []).append(name)
    for start, names in begins.items():
        ends = (calendar.shift_bounds(name, day)[1] for name in names)
        yield Watch(day, tuple(names), start, max(ends))


def manned_after(watch: Watch, calendar: Calendar, roster: Roster) -> Watch | None:
    """Give the next one that anybody works, by a roster that reaches a week; else the next."""
    found = first = after(watch, calendar)
    while found is not None and (found.day - watch.day).days <= _BACK:
        if found.people(roster):
            return found
        found = after(found, calendar)
    return first
