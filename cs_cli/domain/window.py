"""Until when something may be asked for: the limit of a deadline that lapses (ORD-02, ORD-13)."""

from datetime import date, datetime

from cs_cli.domain import limit as limits
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.limit import Limit
from cs_cli.domain.policy import Policy, in_force
from cs_cli.domain.record import day, instant


def limit_of(name: str, on: date, policy: Policy) -> Limit | None:
    """Give the limit of a deadline in force on a day; None where there is none, or no figure."""
    row = in_force(policy.rows.deadlines.get(name, ()), on)
    return row.limit if row is not None else None


def ends(name: str, start: datetime, policy: Policy, calendar: Calendar) -> datetime | None:
    """Give when a window that begins at an instant ends; None without a limit."""
    limit = limit_of(name, calendar.date_of(start), policy)
    return limits.due(start, limit, calendar).at if limit is not None else None


def begins(value: object, calendar: Calendar) -> datetime | None:
    """Give the instant in a value; a bare day begins at midnight."""
    try:
        return instant(value)
    except Invalid:
        pass
    try:
        return calendar.midnight(day(value))
    except Invalid:
        return None
