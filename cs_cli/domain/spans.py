"""Adding and measuring time: real or open, with pauses left out. Instants here are in UTC."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from gettext import gettext as _
from itertools import takewhile

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.years import YEARS

Span = tuple[datetime, datetime]

FARTHEST = timedelta(days=36525)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """One way to count time: how to add it to an instant, how much lies between two."""

    add: Callable[[datetime, timedelta], datetime]
    between: Callable[[datetime, datetime], timedelta]


def real_time() -> Measure:
    """Give the measure of elapsed time, across summer time too."""
    return Measure(
        add=lambda start, amount: start.astimezone(UTC) + amount,
        between=lambda start, end: max(end - start, timedelta()),
    )


def open_time(calendar: Calendar) -> Measure:
    """Give the measure of the calendar's open time."""
    return Measure(
        add=lambda start, amount: add_open(start, amount, calendar),
        between=lambda start, end: open_between(start, end, calendar),
    )


def add_open(start: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    """Give when so much open time has passed: at closing stays there, zero is the next opening."""
    last = start.astimezone(UTC) + FARTHEST
    for opens, closes in takewhile(lambda piece: piece[0] < last, calendar.segments(start)):
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise too_far()


def too_far() -> Invalid:
    """Give the complaint about a deadline that nobody will live to see."""
    return Invalid(_("that is more than 100 years away"))


def open_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Give how much open time lies between two instants."""
    return sum((spent for _day, spent in open_by_day(start, end, calendar)), timedelta())


def open_by_day(
    start: datetime, end: datetime, calendar: Calendar, pauses: Sequence[Span] = ()
) -> list[tuple[date, timedelta]]:
    """Give the open, unpaused time of each working day touched; nights belong to their start."""
    if end <= start:
        return []
    merged = merge(pauses)
    days: dict[date, timedelta] = {}
    for day, opens, closes in calendar.pieces(start, end):
        span = (opens, min(closes, end.astimezone(UTC)))
        if opens < end:
            days[day] = days.get(day, timedelta()) + span[1] - span[0] - _shared(span, merged)
    return list(days.items())


def real_between(start: datetime, end: datetime, pauses: Sequence[Span] = ()) -> timedelta:
    """Give the elapsed time between two instants without the paused part, never negative."""
    if end <= start:
        return timedelta()
    span = (start.astimezone(UTC), end.astimezone(UTC))
    return span[1] - span[0] - _shared(span, merge(pauses))


def _shared(span: Span, merged: Sequence[Span]) -> timedelta:
    shares = (min(end, span[1]) - max(start, span[0]) for start, end in merged)
    return sum((share for share in shares if share > timedelta()), timedelta())


def merge(pauses: Sequence[Span]) -> list[Span]:
    """Give pauses in order, in UTC, overlaps once; empty ones left out."""
    merged: list[Span] = []
    for start, end in sorted((reckonable(a), reckonable(b)) for a, b in pauses if a < b):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def extend(due: datetime, start: datetime, pauses: Sequence[Span], measure: Measure) -> datetime:
    """Move a deadline on by the paused time since its start, counted in its own measure.

    A pause counts if it begins before the deadline as already moved by earlier ones.
    """
    for begins, ends in merge(pauses):
        if begins >= due or ends <= start:
            continue
        if ends - begins > FARTHEST:
            raise too_far()
        paused = measure.between(max(begins, start), ends)
        # Adding no open time at all would still move a deadline to the next opening.
        due = measure.add(due, paused) if paused else due
    return due


def reckonable(instant: datetime) -> datetime:
    """Give an instant in UTC; raise Invalid for years in which counting could run off the end."""
    if instant.year not in YEARS:
        message = _("the year {year} is not between {first} and {last}")
        raise Invalid(message.format(year=instant.year, first=YEARS[0], last=YEARS[-1]))
    return instant.astimezone(UTC)


def working_day(day: date, count: int, calendar: Calendar) -> date:
    """Give the Nth working day after a day (before it if negative); 0 is the day or the next."""
    step = -_ONE_DAY if count < 0 else _ONE_DAY
    if count == 0 and calendar.is_working(day):
        return day
    left = max(abs(count), 1)
    for offset in range(1, FARTHEST.days):
        left -= calendar.is_working(day + step * offset)
        if not left:
            return day + step * offset
    raise Invalid(_("the calendar does not have so many working days within 100 years"), "hours")


def period_end(day: date, unit: str, closing: int = 31) -> date:
    """Give the last day of the week, month, quarter or year, or the closing ``day`` of a month."""
    if unit == "week":
        return day + timedelta(days=6 - day.weekday())
    # Deferred: most commands count no months.
    from dateutil.relativedelta import relativedelta

    if unit == "day":
        this_month = day + relativedelta(day=closing)
        return this_month if this_month >= day else day + relativedelta(months=1, day=closing)
    month = {"month": day.month, "quarter": (day.month + 2) // 3 * 3, "year": 12}[unit]
    return day + relativedelta(month=month, day=31)
