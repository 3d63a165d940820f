"""When somebody is absent, and how many days of work that is.

A bare day is the whole day with the shift that begins on it; ``from_half: afternoon`` and
``to_half: morning`` cut it in two at the break of that day's work, else in its middle. Work is
the person's own by the roster, of whoever stands on no roster the hours of the calendar, holidays
and make-up days included. Leave without an end lasts until the person is back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.people import Roster
from cs_cli.domain.record import moment

AWAY = ("approved", "on-leave")
"""The states of leave in which somebody is away."""
ASKED = ("requested", "pending-exception", *AWAY)
"""The states of leave that was asked for and is neither over nor refused."""
AFTERNOON, MORNING = "afternoon", "morning"

EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of leave that has none yet."""

_NEAR = 7  # days before and after a day in which somebody on shifts has one
_ONE_DAY, _MONTH, _SECOND = timedelta(days=1), timedelta(days=31), timedelta(seconds=1)
_HALF = Decimal("0.5")

Span = tuple[datetime, datetime]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hours:
    """When people work: the desk's calendar and its roster."""

    calendar: Calendar
    roster: Roster

    def of(self, person: str, on: date) -> list[Span]:
        """Give the stretches of work of somebody that begin on a day, in order."""
        shifts = self.roster.get(on, {})
        known = self.calendar.shifts
        own = [s for s, people in shifts.items() if person in people and s in known]
        if own:
            return sorted(self.calendar.shift_bounds(shift, on) for shift in own)
        if self.is_off(person, on):
            return []
        bounds = (self.calendar.bounds(on, one) for one in self.calendar.day_hours(on))
        return sorted((self.calendar.local(a), self.calendar.local(b)) for a, b in bounds)

    def is_off(self, person: str, on: date) -> bool:
        """Tell whether somebody who works shifts has none on a day, while others have."""
        if not self.on_duty(on) or person in self.on_duty(on):
            return False
        near = (on + timedelta(days=n) for n in range(-_NEAR, _NEAR + 1))
        return any(person in self.on_duty(day) for day in near)

    def on_duty(self, on: date) -> set[str]:
        """Give who is on a shift of a day."""
        return {person for people in self.roster.get(on, {}).values() for person in people}

    def break_of(self, person: str, on: date) -> Span:
        """Give where the morning ends and the afternoon begins: the break, else the middle."""
        work = self.of(person, on)
        if not work:
            noon = self.calendar.at(on, timedelta(hours=12))
            return noon, noon
        first, last = work[0][0], work[-1][1]
        breaks = [(a, b) for a, b in self._breaks(on, work) if first < a and b < last]
        middle = first + (last - first) / 2
        return breaks[0] if breaks else (middle, middle)

    def _breaks(self, on: date, work: Sequence[Span]) -> Iterator[Span]:
        """Give the gaps within one's own work, else those within the desk's hours of the day."""
        hours = [self.calendar.bounds(on, one) for one in self.calendar.day_hours(on)]
        for stretches in (list(work), sorted(hours)):
            ends = pairwise(stretches)
            gaps = ((self.calendar.local(a[1]), self.calendar.local(b[0])) for a, b in ends)
            yield from (gap for gap in gaps if gap[0] < gap[1])


def span(values: Values, hours: Hours) -> Span | None:
    """Give from when until when leave lasts; None where it has no beginning."""
    person = str(values.get("person") or "")
    begins = _begin(values, person, hours)
    if begins is None:
        return None
    back = moment(values.get("returned_at"))
    ends = _end(values, person, hours) or EVER
    return begins, min(ends, back) if isinstance(back, datetime) else ends


def _begin(values: Values, person: str, hours: Hours) -> datetime | None:
    first = moment(values.get("from"))
    if first is None or isinstance(first, datetime):
        return first
    if values.get("from_half") == AFTERNOON:
        return hours.break_of(person, first)[1]
    # A shift that runs past midnight belongs to the day before.
    night = [end for _start, end in hours.of(person, first - _ONE_DAY)]
    return max([hours.calendar.midnight(first), *night])


def _end(values: Values, person: str, hours: Hours) -> datetime | None:
    last = moment(values.get("to"))
    if last is None or isinstance(last, datetime):
        return last
    if values.get("to_half") == MORNING:
        return hours.break_of(person, last)[0]
    ends = [end for _start, end in hours.of(person, last)]
    return max([hours.calendar.end_of_day(last), *ends])


def days(values: Values, hours: Hours, first: date = date.min, last: date = date.max) -> Decimal:
    """Give how many days of work leave takes, perhaps only those from a day to another.

    A whole day is one, half a day a half; of leave by the clock its share of that day's work.
    """
    found = span(values, hours)
    if found is None or found[1] == EVER:
        return Decimal(0)
    person = str(values.get("person") or "")
    shares = (_share(person, on, found, hours) for on in _dates(found, hours, first, last))
    return _tidy(sum(shares, Decimal(0)))


def _dates(found: Span, hours: Hours, first: date, last: date) -> Iterator[date]:
    """Give the days whose work may be missed, that of the night before among them."""
    begin = max(hours.calendar.date_of(found[0]) - _ONE_DAY, first)
    end = min(hours.calendar.date_of(found[1]), last)
    yield from (begin + timedelta(days=n) for n in range((end - begin).days + 1))


def _share(person: str, on: date, found: Span, hours: Hours) -> Decimal:
    """Give the share of a day's work that is missed."""
    work = hours.of(person, on)
    whole = _total(work)
    missed = _total((max(a, found[0]), min(b, found[1])) for a, b in work)
    if missed in (timedelta(), whole):
        return Decimal(bool(missed))
    if _is_half(found, work, hours.break_of(person, on)):
        return _HALF
    return Decimal(missed // _SECOND) / Decimal(whole // _SECOND)


def _total(stretches: Iterable[Span]) -> timedelta:
    return sum((b - a for a, b in stretches if a < b), timedelta())


def _is_half(found: Span, work: Sequence[Span], pause: Span) -> bool:
    """Tell whether exactly a morning or an afternoon is missed."""
    is_afternoon = pause[0] <= found[0] <= pause[1] and found[1] >= work[-1][1]
    is_morning = found[0] <= work[0][0] and pause[0] <= found[1] <= pause[1]
    return is_afternoon or is_morning


def _tidy(number: Decimal) -> Decimal:
    """Round to two places, without zeros at the end."""
    rounded = number.quantize(Decimal("0.01"))
    return Decimal(f"{rounded.normalize():f}")


def shift_missed(values: Values, hours: Hours) -> datetime | None:
    """Give when the first shift begins of which leave misses anything.

    Where no work falls into its first month, that is when the leave begins.
    """
    found = span(values, hours)
    if found is None:
        return None
    person = str(values.get("person") or "")
    month = hours.calendar.date_of(found[0]) + _MONTH
    for on in _dates(found, hours, date.min, month):
        work = hours.of(person, on)
        if any(meet(stretch, found) for stretch in work):
            return work[0][0]
    return hours.calendar.local(found[0])


def meet(one: Span, other: Span) -> bool:
    """Tell whether two absences have a moment in common."""
    return one[0] < other[1] and other[0] < one[1]
