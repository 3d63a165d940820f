"""Whose turn a shift is, by the row that asks for it and by who had it before.

week:   with A and B, from Monday to Saturday: A has Monday, Wednesday, Friday, every week
day:    counted by the days of the calendar, so that after a free Sunday B has the Monday
shift:  after A comes B, however long that is ago, as with a shift of Sundays
"""

from collections.abc import Callable, Container, Sequence
from datetime import date, timedelta

from cs_cli.domain.cover import Cover
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.hours import WEEKDAYS

LOOK_BACK = 62
"""So many days before are looked at for whoever had the shift last."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Before:
    """Who had the shift last, and when."""

    day: date
    people: tuple[str, ...]


def before(had: Callable[[date], Sequence[str]], day: date, order: Sequence[str]) -> Before | None:
    """Give the last of these people who had a shift before a day; None if nobody did lately."""
    for back in range(1, LOOK_BACK + 1):
        earlier = day - back * _DAY
        people = tuple(person for person in had(earlier) if person in order)
        if people:
            return Before(earlier, people)
    return None


def whose(
    row: Cover, order: Sequence[str], day: date, last: Before | None, away: Container[str] = ()
) -> tuple[str, ...]:
    """Give who is in turn on a day; whoever is away is passed over by the next."""
    if not order:
        return ()
    first = _first(row, order, day, last)
    round_ = [order[(first + n) % len(order)] for n in range(len(order))]
    able = [person for person in round_ if person not in away]
    return tuple(able[: row.least or 1])


def _first(row: Cover, order: Sequence[str], day: date, last: Before | None) -> int:
    size = row.least or 1
    if row.turns == "week":
        return _of_week(row, day) * size
    if last is None:
        return 0
    if row.turns == "day":
        return order.index(last.people[0]) + (day - last.day).days * size
    return order.index(last.people[-1]) + 1


def _of_week(row: Cover, day: date) -> int:
    """Count the days of the week before this one that the row names, all if it names none."""
    earlier = WEEKDAYS[: day.weekday()]
    if not set(WEEKDAYS) & set(row.days):
        return len(earlier)
    return sum(name in row.days for name in earlier)
