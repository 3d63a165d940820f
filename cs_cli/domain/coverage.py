"""Who is on duty when, by roster and leave; and where fewer or more are than should be.

row:     least 1 of the role sales, during hours
roster:  Li on the day shift 09:00-15:00, the desk open 09:00-18:00
a gap:   15:00-18:00, nobody there
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.cover import Cover
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.hours import WEEKDAYS
from cs_cli.domain.people import People, Person, Roster
from cs_cli.domain.policy import Policy, rows_on

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stint:
    """Somebody's time on duty: a shift of a day, or what leave has left of it."""

    person: str
    day: date
    shift: str | None
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """The time in which somebody is away."""

    person: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which too few (or too many) are on duty; ``people`` are those who are.

    ``shift`` is the shift that a row looks at, None where it looks at hours or the whole day.
    """

    name: str
    row: Cover
    day: date
    start: datetime
    end: datetime
    people: tuple[str, ...]
    shift: str | None = None

    @property
    def is_short(self) -> bool:
        """Tell whether people are missing, rather than too many there."""
        return self.row.least is not None and len(self.people) < self.row.least


@dataclass(frozen=True, slots=True)
class Desk:
    """What coverage is judged by: when the desk works, its people, its rows, and ``more`` rows."""

    calendar: Calendar
    people: People
    policy: Policy
    more: Mapping[str, Cover] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Window:
    """A time to look at: all of it must be covered, or (``some``) any of it."""

    start: datetime
    end: datetime
    shift: str | None = None
    some: bool = False


def stints(
    roster: Roster, calendar: Calendar, first: date, last: date, office: Iterable[str] = ()
) -> list[Stint]:
    """Give everybody's time on duty on these days and of shifts that run into the first.

    In a month without any roster the people in ``office`` work the hours of the desk.
    """
    found: list[Stint] = []
    rostered = {f"{day:%Y-%m}" for day in roster} if office else set()
    for day in _days(first - _DAY, last):
        for shift, people in roster.get(day, {}).items():
            if shift in calendar.shifts:
                start, end = calendar.shift_bounds(shift, day)
                found += (Stint(person, day, shift, start, end) for person in people)
        if office and f"{day:%Y-%m}" not in rostered:
            for interval in calendar.day_hours(day):
                start, end = map(calendar.local, calendar.bounds(day, interval))
                found += (Stint(person, day, None, start, end) for person in office)
    return found


def without(found: Iterable[Stint], absences: Collection[Absence]) -> list[Stint]:
    """Take the time of absences out of the time on duty."""
    left: list[Stint] = []
    for stint in found:
        pieces = [stint]
        for gone in absences:
            if gone.person == stint.person:
                pieces = [rest for piece in pieces for rest in _cut(piece, gone)]
        left += pieces
    return left


def present(found: Iterable[Stint], at: datetime) -> list[Stint]:
    """Give those who are on duty at an instant."""
    return [stint for stint in found if stint.start <= at < stint.end]


def gaps(
    desk: Desk, found: Sequence[Stint], first: date, last: date,
    planned: Sequence[Stint] | None = None,
) -> Iterator[Gap]:  # fmt: skip
    """Give where the rows in force are not met on these days, day by day.

    ``planned`` says which shifts were to be worked, where absences left nobody in one of them.
    """
    for day in _days(first, last):
        for name, row in {**rows_on(desk.policy.rows.coverage, day), **desk.more}.items():
            if is_for(row, day, desk.calendar):
                able = [s for s in found if counts(row, desk.people.get(s.person), desk.policy)]
                for window in _windows(row, day, planned or found, desk.calendar):
                    yield from _gaps(name, row, day, window, able)


def lost(
    desk: Desk, found: Sequence[Stint], absence: Absence, first: date, last: date
) -> Iterator[Gap]:
    """Give the gaps in which people are missing that an absence would make."""
    before = list(gaps(desk, found, first, last))
    after = without(found, [absence])
    for gap in gaps(desk, after, first, last, found):
        if gap.is_short and not any(_holds(earlier, gap) for earlier in before):
            yield gap


def _holds(earlier: Gap, gap: Gap) -> bool:
    """Tell whether the same people were missing in all that time before."""
    return (
        earlier.name == gap.name
        and earlier.people == gap.people
        and earlier.start <= gap.start
        and gap.end <= earlier.end
    )


def is_for(row: Cover, day: date, calendar: Calendar) -> bool:
    """Tell whether a row is for a day."""
    words = {
        "all": True,
        "working": calendar.is_working(day),
        "holidays": calendar.is_holiday(day),
        WEEKDAYS[day.weekday()]: True,
        day.isoformat(): True,
    }
    return any(words.get(word, False) for word in row.days)


def counts(row: Cover, person: Person | None, policy: Policy) -> bool:
    """Tell whether somebody is one of those a row asks for."""
    if person is None:
        return False
    ranks = (policy.roles[role].rank for role in person.roles if role in policy.roles)
    return (not row.roles or person.has(*row.roles)) and max(ranks, default=0) >= row.rank


def _windows(
    row: Cover, day: date, found: Sequence[Stint], calendar: Calendar
) -> Iterator[_Window]:
    for word in row.during:
        if word == "hours":
            for interval in calendar.day_hours(day):
                start, end = map(calendar.local, calendar.bounds(day, interval))
                yield _Window(start, end)
        elif word == "shifts":
            yield from _worked(day, found, calendar)
        elif word == "day":
            yield _whole_day(day, calendar)
        elif word in calendar.shifts:
            yield _Window(*calendar.shift_bounds(word, day), word)


def _worked(day: date, found: Sequence[Stint], calendar: Calendar) -> Iterator[_Window]:
    """Give the shifts that somebody works; of a day without any, the day itself."""
    shifts = {stint.shift for stint in found if stint.day == day}
    named = [shift for shift in calendar.shifts if shift in shifts]
    for shift in named:
        yield _Window(*calendar.shift_bounds(shift, day), shift)
    if not named:
        yield _whole_day(day, calendar)


def _whole_day(day: date, calendar: Calendar) -> _Window:
    return _Window(calendar.midnight(day), calendar.end_of_day(day), some=True)


def _gaps(
    name: str, row: Cover, day: date, window: _Window, able: Sequence[Stint]
) -> Iterator[Gap]:
    """Give the pieces of a window in which the numbers are wrong, those alike joined."""
    within = [s for s in able if s.start < window.end and window.start < s.end]
    gap: Gap | None = None
    for start, end in _pieces(window, within):
        there = [s.person for s in within if window.some or s.start <= start < s.end]
        people = tuple(dict.fromkeys(there))
        wrong = _is_wrong(row, len(people))
        if gap is not None and wrong and gap.people == people:
            gap = Gap(name, row, day, gap.start, end, people, window.shift)
            continue
        if gap is not None:
            yield gap
        gap = Gap(name, row, day, start, end, people, window.shift) if wrong else None
    if gap is not None:
        yield gap


def _is_wrong(row: Cover, count: int) -> bool:
    few = row.least is not None and count < row.least
    return few or (row.most is not None and count > row.most)


def _pieces(window: _Window, within: Iterable[Stint]) -> Iterator[tuple[datetime, datetime]]:
    """Divide a window where somebody comes or goes."""
    if window.some:
        yield window.start, window.end
        return
    edges = {edge for s in within for edge in (s.start, s.end)}
    inner = {edge for edge in edges if window.start < edge < window.end}
    ends = sorted({window.start, *inner, window.end})
    yield from pairwise(ends)


def _cut(stint: Stint, gone: Absence) -> Iterator[Stint]:
    if gone.end <= stint.start or stint.end <= gone.start:
        yield stint
        return
    for start, end in ((stint.start, gone.start), (gone.end, stint.end)):
        if start < end:
            yield Stint(stint.person, stint.day, stint.shift, start, end)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
