"""Recurring duties: the periods of an iCalendar rule and when each is due (rulebook section 8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from gettext import gettext as _
from itertools import takewhile

from dateutil.rrule import rrulestr

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.policy import Duty

_FREQUENCIES = ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY")


@dataclass(frozen=True, slots=True)
class Period:
    """One occurrence of a duty: its key (``2026-03-04``, ``2026-W10``, ``2026-03`` …), its end."""

    key: str
    day: date
    due_at: datetime


def periods(duty: Duty, calendar: Calendar, first: date, last: date) -> Iterator[Period]:
    """Give the periods of a duty whose day lies between two days, both included.

    Rules of weeks, months and years without a day are due at the end of the period; a rule
    without a clock time at the end of the day.
    """
    if duty.rrule is None:
        return
    start = max(first, duty.start or first, duty.since or first)
    parts = dict(part.split("=", 1) for part in duty.rrule.split(";"))
    for moment in takewhile(lambda m: m.date() <= last, _occurrences(duty.rrule, start)):
        day = moment.date()
        if duty.days == "working" and not calendar.is_working(day):
            continue
        timed = "BYHOUR" in parts
        due = moment.replace(tzinfo=calendar.zone) if timed else calendar.end_of_day(day)
        yield Period(key_of(parts, day), day, due)


def _occurrences(text: str, start: date) -> Iterator[datetime]:
    rule = rrulestr(_anchored(text), dtstart=datetime.combine(start, time(0)))
    yield from rule.xafter(datetime.combine(start, time(0)) - timedelta(seconds=1), inc=True)


def _anchored(text: str) -> str:
    """Put the end of the period in, where the rule names no day."""
    parts = {part.split("=")[0] for part in text.split(";")}
    ends = {
        "FREQ=WEEKLY": ("BYDAY", "BYDAY=SU"),
        "FREQ=MONTHLY": ("BYMONTHDAY", "BYMONTHDAY=-1"),
        "FREQ=YEARLY": ("BYMONTH", "BYMONTH=12;BYMONTHDAY=-1"),
    }
    for frequency, (needed, added) in ends.items():
        if text.startswith(frequency) and needed not in parts and "BYDAY" not in parts:
            return f"{text};{added}"
    if text.startswith("FREQ=YEARLY") and "BYMONTHDAY" not in parts and "BYDAY" not in parts:
        return f"{text};BYMONTHDAY=-1"
    return text


def key_of(parts: dict[str, str], day: date) -> str:
    """Name the period that a day ends: a day, week, month, quarter or year."""
    frequency = parts.get("FREQ")
    if frequency == "WEEKLY" and "," not in parts.get("BYDAY", ""):
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    if frequency == "MONTHLY":
        return f"{day:%Y-%m}"
    if frequency == "YEARLY":
        months = parts.get("BYMONTH", "").count(",") + 1
        return f"{day.year}-Q{(day.month + 2) // 3}" if months == 4 else f"{day.year}"
    return day.isoformat()


def check(duty: Duty) -> None:
    """Raise :class:`Invalid` when the rule is not an iCalendar rule."""
    if duty.rrule is None:
        return
    try:
        next(_occurrences(duty.rrule, date(2026, 1, 1)), None)
        if not duty.rrule.startswith(_FREQUENCIES):
            raise ValueError(duty.rrule)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise Invalid(
            _("{rule} is not an iCalendar rule such as FREQ=MONTHLY;BYMONTHDAY=27").format(
                rule=duty.rrule
            ),
            "rrule",
        ) from None
