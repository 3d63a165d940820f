"""Working time of a desk: zone, hours, holidays, make-up days, shifts.

Instants are compared and subtracted in UTC; what is handed out carries the zone's offset of that
moment as a fixed offset, because Python subtracts two times of one named zone by their wall clocks.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from gettext import gettext as _
from typing import Any
from zoneinfo import ZoneInfo

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.hours import (
    Hours,
    Interval,
    closed_days,
    follows_published,
    only_keys,
    open_days,
    refuse_meeting,
    shift_hours,
    shown,
    table,
    weekly_hours,
)
from cs_cli.domain.shape import unknown

KEYS = ("zone", "hours", "holidays", "closed", "open", "shifts")
HORIZON = timedelta(days=5 * 366)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """Public holidays and make-up working days that a government published for one year."""

    holidays: frozenset[date]
    workdays: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a desk works; every date and clock time is in its zone."""

    zone: ZoneInfo
    weekly: tuple[Hours, ...]
    special: Mapping[date, Hours]
    shifts: Mapping[str, Interval]
    published: Mapping[int, PublishedYear] | None

    @classmethod
    def parse(
        cls,
        data: Mapping[str, Any],
        *,
        published: Mapping[int, PublishedYear],
        default_zone: str | None = None,
    ) -> "Calendar":
        """Read the form of calendar.yaml, scalars as typed; raise Invalid with the place."""
        only_keys(data, KEYS)
        weekly = weekly_hours(table(data, "hours"))
        calendar = cls(
            zone=_zone(data.get("zone"), default_zone),
            weekly=weekly,
            special=closed_days(data.get("closed")) | open_days(table(data, "open"), weekly),
            shifts=shift_hours(table(data, "shifts")),
            published=published if follows_published(data.get("holidays")) else None,
        )
        _refuse_both(data, calendar)
        _refuse_never_open(calendar)
        _refuse_meeting_neighbours(data, calendar)
        return calendar

    def day_hours(self, day: date) -> Hours:
        """Give the hours that start on a day: explicit, else holiday, else make-up, else weekly."""
        if day in self.special:
            return self.special[day]
        year = self.published.get(day.year) if self.published else None
        if year and day in year.holidays:
            return ()
        weekday = 0 if year and day in year.workdays else day.weekday()
        return self.weekly[weekday]

    def is_working(self, day: date) -> bool:
        """Say whether any hours start on a day."""
        return bool(self.day_hours(day))

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is a public holiday, or one that the desk is closed on by date."""
        year = self.published.get(day.year) if self.published else None
        return bool(year and day in year.holidays) or self.special.get(day) == ()

    def unpublished(self, first: date, last: date) -> bool:
        """Say whether a year from first to last follows published holidays that are not out yet."""
        if self.published is None:
            return False
        years = range(min(first, last).year, max(first, last).year + 1)
        return any(year not in self.published for year in years)

    def local(self, instant: datetime) -> datetime:
        """Give an instant with the offset its zone has at that moment; safe to subtract."""
        shown = instant.astimezone(self.zone)
        return shown.replace(tzinfo=timezone(shown.utcoffset() or timedelta()), fold=0)

    def date_of(self, instant: datetime) -> date:
        """Give the date of an instant in the zone."""
        return instant.astimezone(self.zone).date()

    def at(self, day: date, after_midnight: timedelta) -> datetime:
        """Give a wall-clock time of a day; skipped times move forward, repeated ones are first."""
        return self.local(self._utc(day, after_midnight))

    def _utc(self, day: date, after_midnight: timedelta) -> datetime:
        wall = datetime.combine(day, time()) + after_midnight
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def midnight(self, day: date) -> datetime:
        """Give 00:00 of a day."""
        return self.at(day, timedelta())

    def end_of_day(self, day: date) -> datetime:
        """Give 24:00 of a day."""
        return self.at(day, _ONE_DAY)

    def bounds(self, day: date, interval: Interval) -> tuple[datetime, datetime]:
        """Give start and end of an interval that starts on a day, in UTC."""
        start = self._utc(day, timedelta(minutes=interval.start))
        return start, self._utc(day, timedelta(minutes=interval.end))

    def pieces(
        self, start: datetime, until: datetime | None = None
    ) -> Iterator[tuple[date, datetime, datetime]]:
        """Give (day it belongs to, from, to) of the open time from an instant on, in UTC.

        Pieces never overlap; two of them may touch. They end on the date of ``until``; without
        it they go on, and Invalid is raised after five years without any.
        """
        reached = start.astimezone(UTC)
        day = self.date_of(start) - _ONE_DAY
        last = day
        final = self.date_of(until) if until else date.max
        while day <= final:
            if not until and day - last > HORIZON:
                raise self._stays_closed(last, day)
            for opens, closes in map(partial(self.bounds, day), self.day_hours(day)):
                if closes > max(opens, reached):
                    yield day, max(opens, reached), closes
                    reached, last = closes, day
            day += _ONE_DAY

    def _stays_closed(self, last: date, day: date) -> Invalid:
        message = _("the calendar has no open hours from {first} to {last}")
        return Invalid(message.format(first=last + _ONE_DAY, last=day), "hours")

    def segments(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the open time from an instant on, in UTC; see :meth:`pieces`."""
        return ((opens, closes) for _day, opens, closes in self.pieces(start))

    def opening_after(self, instant: datetime) -> datetime:
        """Give the first open instant at or after one; raise Invalid if there is none."""
        return self.local(next(self.segments(instant))[0])

    def is_open(self, instant: datetime) -> bool:
        """Say whether the desk is open at an instant."""
        day = self.date_of(instant)
        return any(
            opens <= instant < closes
            for start_day in (day - _ONE_DAY, day)
            for opens, closes in map(partial(self.bounds, start_day), self.day_hours(start_day))
        )

    def close_of(self, day: date) -> datetime:
        """Give the end of the last hours that start on a day; 24:00 if it is closed."""
        ends = [self.bounds(day, interval)[1] for interval in self.day_hours(day)]
        return self.local(max(ends)) if ends else self.end_of_day(day)

    def shift(self, name: str) -> Interval:
        """Give a shift's hours by name; raise Invalid for one that is not in the calendar."""
        if name not in self.shifts:
            raise unknown(shown(name), list(self.shifts)).within("shifts")
        return self.shifts[name]

    def shift_bounds(self, name: str, day: date) -> tuple[datetime, datetime]:
        """Give start and end of a shift that starts on a day."""
        start, end = self.bounds(day, self.shift(name))
        return self.local(start), self.local(end)

    def next_shift_start(self, after: datetime) -> datetime | None:
        """Give the earliest start of any shift at or after an instant; None without shifts."""
        day = self.date_of(after)
        starts = (
            self.bounds(day + timedelta(days=offset), interval)[0]
            for offset in (0, 1)
            for interval in self.shifts.values()
        )
        earliest = min((start for start in starts if start >= after), default=None)
        return earliest and self.local(earliest)


def _zone(value: object, default: str | None) -> ZoneInfo:
    name = default if value is None else value
    if name is None:
        raise Invalid(_("zone is missing, such as Asia/Shanghai"), "zone")
    try:
        return ZoneInfo(name if isinstance(name, str) else "")
    except (KeyError, ValueError, OSError):
        message = _('"{value}" is not a time zone such as Asia/Shanghai')
        raise Invalid(message.format(value=shown(name)), "zone") from None


def _refuse_both(data: Mapping[str, Any], calendar: Calendar) -> None:
    for key in closed_days(data.get("closed")):
        if str(key) in table(data, "open"):
            message = _("{day} is both closed and open").format(day=key)
            raise Invalid(message, "open", str(key))


def _refuse_never_open(calendar: Calendar) -> None:
    if not any(calendar.weekly) and not any(calendar.special.values()):
        raise Invalid(_("the calendar never opens: no weekday has hours"), "hours")


def _refuse_meeting_neighbours(data: Mapping[str, Any], calendar: Calendar) -> None:
    for key, value in table(data, "open").items():
        if isinstance(value, list | tuple):
            day = date.fromisoformat(key)
            hours = calendar.day_hours(day)
            refuse_meeting(calendar.day_hours(day - _ONE_DAY), hours, "open", key)
            refuse_meeting(hours, calendar.day_hours(day + _ONE_DAY), "open", key)
