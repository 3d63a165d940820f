"""Limits of deadlines: one grammar for packs and people, and when each limit ends.

Design section 5, rules 4 to 8; clocks of rulebook section 0.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from gettext import gettext as _
from typing import Literal

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field, replace
from cs_cli.domain.hours import shown
from cs_cli.domain.spans import (
    FARTHEST,
    Span,
    extend,
    merge,
    open_by_day,
    open_time,
    period_end,
    real_between,
    real_time,
    reckonable,
    too_far,
    working_day,
)

__all__ = ["Clock", "Due", "Limit", "Span", "due", "elapsed", "open_by_day"]

Clock = Literal[
    "elapsed", "business", "calendar-days", "working-days", "same-day", "at", "before",
    "period-end", "shift-end", "none",
]  # fmt: skip

FORMS = (
    "none | N seconds, minutes, hours or days | N business seconds, minutes or hours | "
    "N calendar days or months [at HH:MM] | N working days [same time] | same day [close] | "
    "at HH:MM | end of shift, week, month, quarter or year | day N of month | N … before"
)

_LONGEST = 80
_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "秒": 1, "秒钟": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "分钟": 60, "分": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "小时": 3600, "钟头": 3600,
    "d": 86400, "day": 86400, "days": 86400, "天": 86400,
}  # fmt: skip
_DAY_UNITS = {
    "calendar day": "days", "calendar days": "days", "自然日": "days", "日历日": "days",
    "calendar month": "months", "calendar months": "months", "自然月": "months", "个月": "months",
    "working day": "close", "working days": "close", "wd": "close", "工作日": "close",
    "business day": "close", "business days": "close",
    "working day same time": "same time", "working days same time": "same time",
    "工作日同一时间": "same time", "工作日同时": "same time",
}  # fmt: skip
_WORDS = {
    "none": "none", "无": "none", "无期限": "none",
    "same day": "midnight", "当天": "midnight", "当日": "midnight",
    "same day close": "close", "当天下班": "close", "当天下班前": "close",
    "end of shift": "shift", "本班内": "shift", "交班前": "shift",
    "end of week": "week", "本周内": "week",
    "end of month": "month", "月底": "month", "月末": "month",
    "end of quarter": "quarter", "季末": "quarter", "季度末": "quarter",
    "end of year": "year", "年底": "year", "年末": "year",
}  # fmt: skip
_WORD_CLOCKS: Mapping[str, Clock] = {
    "none": "none", "midnight": "same-day", "close": "same-day", "shift": "shift-end",
}  # fmt: skip
_MOST = {"days": 36525, "months": 1200, "close": 36525, "same time": 36525}
# Text, because most runs read no limit; re keeps what it has compiled.
_COUNTED = r"([0-9]+) ?(?:个 ?(?!月))?(.+)"
_SIGNED = r"[-−–] ?[0-9]"
_FRACTION = r"[0-9]*[.,][0-9]"
_AT = r"(?:at|当[天日]|(.+?)(?: at)?) ?([0-9]{1,2}):([0-9]{2})"
_MIDNIGHT = 24 * 60
_DAY_OF_MONTH = r"(?:day ([0-9]{1,2}) of (?:the )?month|每月 ?([0-9]{1,2}) ?[日号])"
_BEFORE = r"(.+?) ?(?:before|之前|以前|前)|提前 ?(.+)"
_BUSINESS = r"(?:business |工作 ?)(.+)"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a deadline allows, and by which clock.

    ``unit`` says what ``amount`` counts: seconds, days, months, close or same time (working
    days), minutes after midnight (``at``), the closing day of a month, or nothing. ``minute`` is
    the minute of the day at which calendar days end.
    """

    clock: Clock
    unit: str = ""
    amount: int = 0
    minute: int = _MIDNIGHT
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: object) -> "Limit":
        """Read a limit in English or Chinese; raise Invalid with a sentence for anything else."""
        typed = text if isinstance(text, str) and len(text) <= _LONGEST else ""
        words = " ".join(unicodedata.normalize("NFKC", typed).lower().split())
        _refuse_numbers(words)
        for read in (_word, _clock_time, _closing_day, _counted, _before):
            limit = read(words)
            if limit is not None:
                return replace(limit, text=words)
        message = _('"{text}" is not a limit; limits are: {forms}')
        raise Invalid(message.format(text=shown(text), forms=FORMS))

    def __str__(self) -> str:
        """Give the limit as it was typed, spaces and width of figures tidied."""
        return self.text


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends, with the zone's offset; None for no limit set.

    ``provisional`` when a year without published holidays was counted as if it had none.
    """

    at: datetime | None
    provisional: bool


def _refuse_numbers(words: str) -> None:
    if re.match(_SIGNED, words):
        message = _('a limit cannot be negative; for a time before an event type "{form}"')
        raise Invalid(message.format(form="2 hours before"))
    if re.match(_FRACTION, words):
        raise Invalid(_("a limit is a whole number: 90 minutes instead of 1.5 hours"))


def _word(words: str) -> Limit | None:
    unit = _WORDS.get(words)
    return Limit(_WORD_CLOCKS.get(unit, "period-end"), unit) if unit else None


def _clock_time(words: str) -> Limit | None:
    match = re.fullmatch(_AT, words)
    days = match and _counted(match[1] or "")
    if match is None or (match[1] and (days is None or days.clock != "calendar-days")):
        return None
    minute = int(match[2]) * 60 + int(match[3])
    if int(match[3]) > 59 or minute > _MIDNIGHT:
        time_ = f"{match[2]}:{match[3]}"
        raise Invalid(_("no clock shows {time}; type 00:00 to 24:00").format(time=time_))
    return replace(days, minute=minute) if days else Limit("at", "minutes", minute)


def _closing_day(words: str) -> Limit | None:
    match = re.fullmatch(_DAY_OF_MONTH, words)
    if match is None:
        return None
    number = int(match[1] or match[2])
    if not 1 <= number <= 31:
        raise Invalid(_("a month has no day {number}").format(number=number))
    return Limit("period-end", "day", number)


def _counted(words: str) -> Limit | None:
    match = re.fullmatch(_COUNTED, words)
    if match is None:
        return None
    digits, unit = match[1].lstrip("0"), match[2]
    if len(digits) > 12:
        raise too_far()
    return _in_days(int(digits or 0), unit) or _in_seconds(int(digits or 0), unit)


def _in_days(amount: int, unit: str) -> Limit | None:
    form = _DAY_UNITS.get(unit.replace(" 同", "同"))
    if form is None:
        return None
    if amount > _MOST[form]:
        raise too_far()
    return Limit("calendar-days" if form in ("days", "months") else "working-days", form, amount)


def _in_seconds(amount: int, unit: str) -> Limit | None:
    business = re.fullmatch(_BUSINESS, unit)
    seconds = _SECONDS.get(business[1] if business else unit)
    if seconds is None or (business and seconds == _SECONDS["day"]):
        return None
    if amount * seconds > FARTHEST.total_seconds():
        raise too_far()
    return Limit("business" if business else "elapsed", "seconds", amount * seconds)


def _before(words: str) -> Limit | None:
    match = re.fullmatch(_BEFORE, words)
    inner = match and _counted(match[1] or match[2])
    if not inner:
        return None
    if inner.clock == "business" or inner.unit == "same time":
        message = _("before an event only plain time, calendar days or working days count")
        raise Invalid(message)
    return Limit("before", inner.unit, inner.amount)


def due(start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Span] = ()) -> Due:
    """Give when a limit that runs from an instant ends; pauses are pairs of instants.

    For ``before`` the start is the event; that clock ignores pauses. A shift ends when it ends:
    only where it is over before the clock goes on is it another shift that counts.
    """
    if limit.clock == "none":
        return Due(None, provisional=False)
    begun = reckonable(start)
    ends = _ENDS[limit.clock](begun, limit, calendar)
    if limit.clock == "shift-end":
        for stops, goes_on in merge(pauses):
            ends = _shift_end(goes_on, limit, calendar) if stops < ends <= goes_on else ends
    elif limit.clock != "before":
        measure = open_time(calendar) if _counts_open(limit.clock) else real_time()
        ends = extend(ends, begun, pauses, measure)
    touched = calendar.date_of(begun), calendar.date_of(ends)
    provisional = _uses_hours(limit) and calendar.unpublished(*touched)
    return Due(calendar.local(ends), provisional)


def elapsed(
    start: datetime,
    end: datetime,
    limit: Limit | Clock,
    calendar: Calendar,
    pauses: Sequence[Span] = (),
) -> timedelta:
    """Give the unpaused time between two instants as the clock counts it: open or real."""
    if _counts_open(limit.clock if isinstance(limit, Limit) else limit):
        spent = (spent for _day, spent in open_by_day(start, end, calendar, pauses))
        return sum(spent, timedelta())
    return real_between(start, end, pauses)


def _counts_open(clock: Clock) -> bool:
    return clock in ("business", "working-days")


def _uses_hours(limit: Limit) -> bool:
    return _counts_open(limit.clock) or limit.unit == "close"


def _after_seconds(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    measure = open_time(calendar) if limit.clock == "business" else real_time()
    return measure.add(start, timedelta(seconds=limit.amount))


def _after_days(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    day = _moved(calendar.date_of(start), limit.unit, limit.amount)
    return calendar.at(day, timedelta(minutes=limit.minute))


def _moved(day: date, unit: str, amount: int) -> date:
    if unit == "months":
        # Deferred: few limits count months.
        from dateutil.relativedelta import relativedelta

        return day + relativedelta(months=amount)
    return day + timedelta(days=amount)


def _after_working_days(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    day = working_day(calendar.date_of(start), limit.amount, calendar)
    if limit.unit == "close":
        return calendar.close_of(day)
    wall = start.astimezone(calendar.zone).time()
    return calendar.at(day, datetime.combine(date.min, wall) - datetime.combine(date.min, time()))


def _same_day(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    day = calendar.date_of(start)
    close = calendar.close_of(day)
    return close if limit.unit == "close" and start <= close else calendar.end_of_day(day)


def _at(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    return calendar.at(calendar.date_of(start), timedelta(minutes=limit.amount))


def _period_end(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    return calendar.end_of_day(period_end(calendar.date_of(start), limit.unit, limit.amount))


def _shift_end(start: datetime, limit: Limit, calendar: Calendar) -> datetime:
    """End with the shift that is on, of several the first to end; between shifts with the next.

    On a desk without shifts it is the close of business.
    """
    today = calendar.date_of(start)
    days = [today + timedelta(days=offset) for offset in range(-1, 3)]
    ends = (calendar.shift_bounds(name, day)[1] for day in days for name in calendar.shifts)
    first = min((end for end in ends if end > start), default=None)
    return first or _same_day(start, replace(limit, unit="close"), calendar)


def _before_event(event: datetime, limit: Limit, calendar: Calendar) -> datetime:
    if limit.unit == "seconds":
        return event - timedelta(seconds=limit.amount)
    day = calendar.date_of(event)
    if limit.unit != "close":
        return calendar.end_of_day(_moved(day, limit.unit, -limit.amount))
    back = -limit.amount or (0 if calendar.is_working(day) else -1)
    return calendar.close_of(working_day(day, back, calendar))


_ENDS: Mapping[Clock, Callable[[datetime, Limit, Calendar], datetime]] = {
    "elapsed": _after_seconds,
    "business": _after_seconds,
    "calendar-days": _after_days,
    "working-days": _after_working_days,
    "same-day": _same_day,
    "at": _at,
    "period-end": _period_end,
    "shift-end": _shift_end,
    "before": _before_event,
}
