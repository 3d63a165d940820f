"""Periods of reports: days, weeks, months that close on some day, quarters, years, shifts."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from gettext import gettext as _

from dateutil.relativedelta import relativedelta

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.duty import key_of
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.limit import Limit
from cs_cli.domain.record import day as read_day
from cs_cli.domain.record import instant as read_instant
from cs_cli.domain.spans import period_end

SORTS = "day | week | month | quarter | year | day N of month | shift | all"
FORMS = "2026-03, 2026-W10, 2026-Q1, 2026, 2026-03-04, last"
THIS = frozenset({"this", "now", "本期"})
LAST = frozenset({"last", "previous", "上期", "上一期"})

_ONE_DAY = timedelta(days=1)
_RULES = {
    "day": {"FREQ": "DAILY"},
    "week": {"FREQ": "WEEKLY"},
    "month": {"FREQ": "MONTHLY"},
    "quarter": {"FREQ": "YEARLY", "BYMONTH": "3,6,9,12"},
    "year": {"FREQ": "YEARLY"},
}
_KEY = re.compile(
    r"(?P<year>20[0-9]{2})(?:-?W(?P<week>[0-9]{1,2})|-?Q(?P<quarter>[1-4])"
    r"|-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?"
)
_CHINESE = (("年第", "-W"), ("季度", "Q"), ("年", "-"), ("月", "-"), ("日", ""), ("周", ""))
_QUARTER = re.compile(r"-W?([1-4一二三四])Q")
_DIGITS = str.maketrans("一二三四", "1234")


@dataclass(frozen=True, slots=True)
class Sort:
    """How long the periods of a report are; ``closing`` is the last day of a month."""

    unit: str
    closing: int = 31

    @classmethod
    def parse(cls, text: str) -> "Sort":
        """Read ``month``, ``day 27 of month`` and the like; raise :class:`Invalid`."""
        words = " ".join(text.lower().split())
        if words in ("day", "shift", "all"):
            return cls(words)
        spelt = f"end of {words}" if words in _RULES else words
        try:
            limit = Limit.parse(spelt)
        except Invalid:
            limit = Limit("none")
        if limit.clock != "period-end":
            message = _("{text} is not a period; periods are: {forms}")
            raise Invalid(message.format(text=text, forms=SORTS))
        if limit.unit == "day":
            return cls("month", limit.amount)
        return cls(limit.unit)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its days, first and last included, and its instants from start until end.

    The one of everything has no first day.
    """

    key: str
    sort: Sort
    first: date | None
    last: date
    start: datetime | None
    end: datetime

    def holds(self, value: object) -> bool:
        """Tell whether an instant or a day, as records hold them, lies in it."""
        text = str(value)
        try:
            if "T" in text:
                at = read_instant(text)
                return (self.start is None or at >= self.start) and at < self.end
            found = read_day(text)
        except Invalid:
            return False
        return (self.first is None or found >= self.first) and found <= self.last


def running(sort: Sort, now: datetime, calendar: Calendar) -> Period:
    """Give the period an instant lies in; between two shifts the one before.

    Raises :class:`Invalid` where the calendar has no shifts.
    """
    if sort.unit == "shift":
        begun = [p for p in _shifts(calendar.date_of(now), calendar) if p.start and p.start <= now]
        return max(begun, key=_start)
    return containing(sort, calendar.date_of(now), calendar)


def containing(sort: Sort, day: date, calendar: Calendar) -> Period:
    """Give the period a day lies in."""
    if sort.unit == "all":
        return _days(sort, None, day, day.isoformat(), calendar)
    if sort.unit in ("day", "shift"):
        return _days(Sort("day"), day, day, key_of(_RULES["day"], day), calendar)
    last = period_end(day, *_end(sort))
    return _days(sort, _first(sort, last), last, key_of(_RULES[sort.unit], last), calendar)


def before(period: Period, calendar: Calendar) -> Period:
    """Give the period that ended before this one began; that of everything stays."""
    if period.first is None or period.start is None:
        return period
    if period.sort.unit == "shift":
        every = _shifts(period.first, calendar)
        return max((p for p in every if p.end <= period.start), key=_start)
    return containing(period.sort, period.first - _ONE_DAY, calendar)


def read(text: str, sort: Sort, now: datetime, calendar: Calendar) -> Period:
    """Read what people call a period; raise :class:`Invalid` for anything else.

    Its form decides how long it is: ``2026-Q1`` is a quarter for a monthly report too.
    """
    words = unicodedata.normalize("NFKC", text).strip()
    if words.lower() in THIS:
        return running(sort, now, calendar)
    if words.lower() in LAST:
        return before(running(sort, now, calendar), calendar)
    if words.lower() in ("all", "全部"):
        return containing(Sort("all"), calendar.date_of(now), calendar)
    found = _shift(words, now, calendar) or _named(words, sort, calendar)
    if found is None:
        message = _("{text} is not a period; write one such as {forms}")
        raise Invalid(message.format(text=text, forms=FORMS))
    return found


def _named(words: str, sort: Sort, calendar: Calendar) -> Period | None:
    match = _KEY.fullmatch(_western(words))
    if match is None:
        return None
    year, week, quarter, month, day = (int(g) if g else None for g in match.groups())
    try:
        if week:
            return containing(Sort("week"), date.fromisocalendar(year or 0, week, 1), calendar)
        found = date(year or 0, month or (quarter or 4) * 3, day or 1)
    except ValueError:
        return None
    if day:
        return containing(Sort("day"), found, calendar)
    unit = "month" if month else "quarter" if quarter else "year"
    own = sort if sort.unit == unit else Sort(unit)
    return containing(own, found + relativedelta(day=own.closing), calendar)


def _western(words: str) -> str:
    """Write ``2026年3月``, ``2026年第一季度`` and the like with signs."""
    for chinese, sign in _CHINESE:
        words = words.replace(chinese, sign)
    return _QUARTER.sub(lambda m: f"-Q{m[1].translate(_DIGITS)}", words).rstrip("-").upper()


def _end(sort: Sort) -> tuple[str, int]:
    return ("day", sort.closing) if sort.unit == "month" else (sort.unit, 31)


def _first(sort: Sort, last: date) -> date:
    """Give the day after the period before ended."""
    if sort.unit == "week":
        return last - 6 * _ONE_DAY
    months = {"month": 1, "quarter": 3, "year": 12}[sort.unit]
    return last + relativedelta(months=-months, day=sort.closing) + _ONE_DAY


def _days(sort: Sort, first: date | None, last: date, key: str, calendar: Calendar) -> Period:
    start = None if first is None else calendar.midnight(first)
    return Period(key, sort, first, last, start, calendar.end_of_day(last))


def _shift(words: str, now: datetime, calendar: Calendar) -> Period | None:
    """Read ``2026-03-02 day``; a shift alone is today's."""
    day, _space, name = words.rpartition(" ")
    if name not in calendar.shifts:
        return None
    try:
        return _one_shift(name, read_day(day) if day else calendar.date_of(now), calendar)
    except Invalid:
        return None


def _shifts(day: date, calendar: Calendar) -> Iterator[Period]:
    """Give the shifts that begin on a day and on the week before it."""
    if not calendar.shifts:
        raise Invalid(_("the calendar has no shifts"), "shifts")
    for back in range(8):
        for name in calendar.shifts:
            yield _one_shift(name, day - back * _ONE_DAY, calendar)


def _one_shift(name: str, day: date, calendar: Calendar) -> Period:
    start, end = calendar.shift_bounds(name, day)
    return Period(f"{day.isoformat()} {name}", Sort("shift"), day, day, start, end)


def _start(period: Period) -> datetime:
    if period.start is None:
        raise ValueError(period.key)
    return period.start
