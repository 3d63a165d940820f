"""Days as people say them, in English and Chinese: each row a pattern and the day it means."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from gettext import gettext as _

from dateutil.relativedelta import relativedelta

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.spans import period_end, working_day

SECONDS = {
    "s": 1, "sec": 1, "second": 1, "秒": 1, "秒钟": 1, "m": 60, "min": 60, "minute": 60,
    "分": 60, "分钟": 60, "刻钟": 900, "h": 3600, "hr": 3600, "hour": 3600, "小时": 3600,
    "钟头": 3600,
}  # fmt: skip
_DAY_UNITS = {
    "d": "days", "day": "days", "天": "days", "日": "days", "w": "weeks", "week": "weeks",
    "周": "weeks", "星期": "weeks", "礼拜": "weeks", "month": "months", "月": "months",
    "wd": "working", "working day": "working", "business day": "working", "工作日": "working",
}  # fmt: skip
_DAYS = {
    "": 0, "today": 0, "今天": 0, "今日": 0, "今": 0, "tomorrow": 1, "明天": 1, "明日": 1, "明": 1,
    "day after tomorrow": 2, "后天": 2, "大后天": 3, "yesterday": -1, "昨天": -1, "昨日": -1,
    "昨": -1, "day before yesterday": -2, "前天": -2,
}  # fmt: skip
_WEEKDAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "wednesday": 2, "thu": 3,
    "thur": 3, "thurs": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5,
    "sun": 6, "sunday": 6,
}  # fmt: skip
_FIGURE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_NEAR = {"this": 0, "next": 1, "last": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "上": -1}
_YEARS = {"今": 0, "明": 1, "去": -1}
_MONTHS = {
    "jan": 1, "january": 1, "feb": 2, "february": 2, "mar": 3, "march": 3, "apr": 4, "april": 4,
    "may": 5, "jun": 6, "june": 6, "jul": 7, "july": 7, "aug": 8, "august": 8, "sep": 9,
    "sept": 9, "september": 9, "oct": 10, "october": 10, "nov": 11, "november": 11, "dec": 12,
    "december": 12,
}  # fmt: skip
_PERIODS = {
    "eow": "work week", "end of week": "work week",
    "eom": "month", "end of month": "month", "月底": "month", "月末": "month", "本月底": "month",
    "本月末": "month", "这个月底": "month", "eoq": "quarter", "end of quarter": "quarter",
    "季末": "quarter", "季度末": "quarter", "本季度末": "quarter", "eoy": "year",
    "end of year": "year", "年底": "year", "年末": "year", "今年底": "year",
}  # fmt: skip
_FIGURES = {figure: number for number, figure in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "a": 1, "an": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Here:
    """What a phrase is relative to."""

    now: datetime
    today: date
    calendar: Calendar


def any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of some words, longer ones first."""
    return "|".join(sorted(filter(None, words), key=len, reverse=True))


def number(said: str) -> int:
    """Read a figure below 100, in digits or Chinese, or a longer one in digits."""
    if said.isdecimal():
        return int(said)
    tens, ten, units = said.partition("十")
    if not ten:
        return _FIGURES[said]
    return _FIGURES.get(tens, 1) * 10 + _FIGURES.get(units, 0)


N = "(?:[0-9]{1,6}|[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
NEAR = f"(?P<near>{any_of(_NEAR)})"
_UNIT = f"(?P<unit>{any_of((*SECONDS, *_DAY_UNITS))})"
_MONTH = f"(?P<month>{any_of(_MONTHS)})"
_DAY = f"(?P<day>{N})"
_OFFSET_PATTERNS = (
    rf"(?P<sign>[+-]) ?(?P<count>[0-9]{{1,6}}) ?{_UNIT}s?",
    rf"in (?:(?P<half>half )?(?P<count>{N}|an?)) ?{_UNIT}s?",
    rf"(?P<half>half )?(?P<count>{N}|an?) ?{_UNIT}s? (?P<sign>ago|from now)",
    rf"(?P<count>{N})个?(?P<more>半)?{_UNIT}[之以]?(?P<sign>后|前)",
    rf"(?P<half>半)个?{_UNIT}[之以]?(?P<sign>后|前)",
)
_OFFSETS = [re.compile(pattern) for pattern in _OFFSET_PATTERNS]


@dataclass(frozen=True, slots=True)
class Offset:
    """So many halves of a unit from now; negative before it."""

    halves: int
    unit: str


def offset(words: str) -> Offset | None:
    """Read ``+2h``, ``in 3 days``, ``2 hours ago``, ``半小时后``, and the like; None for others."""
    for match in filter(None, (pattern.fullmatch(words) for pattern in _OFFSETS)):
        found = match.groupdict()
        halves = number(found.get("count") or "一") * (1 if found.get("half") else 2)
        halves += 1 if found.get("more") else 0
        sign = -1 if found.get("sign") in ("-", "ago", "前") else 1
        return Offset(sign * halves, found["unit"])
    return None


def named_day(words: str, here: Here) -> date | None:
    """Read words as a day, no words as today; None if they are no day, Invalid if impossible."""
    for pattern, meaning in _ROWS:
        match = pattern.fullmatch(words)
        if match:
            return meaning(match, here)
    return _relative(offset(words), here)


def _relative(by: Offset | None, here: Here) -> date | None:
    if by is None or by.halves % 2 or by.unit not in _DAY_UNITS:
        return None
    count, unit = by.halves // 2, _DAY_UNITS[by.unit]
    if unit == "months":
        return here.today + relativedelta(months=count)
    if unit == "working":
        return working_day(here.today, count, here.calendar)
    return here.today + timedelta(days=count * (7 if unit == "weeks" else 1))


def _in_days(match: re.Match[str], here: Here) -> date:
    return here.today + timedelta(days=_DAYS[match[0]])


def _weekday(match: re.Match[str], here: Here) -> date:
    wanted = (_WEEKDAYS | _FIGURE_DAYS)[match["weekday"]]
    if match["near"] == "last":
        return here.today - timedelta(days=(here.today.weekday() - wanted - 1) % 7 + 1)
    if match["near"]:
        monday = here.today - timedelta(days=here.today.weekday())
        return monday + timedelta(weeks=_NEAR[match["near"]], days=wanted)
    return here.today + timedelta(days=(wanted - here.today.weekday() - 1) % 7 + 1)


def _iso(match: re.Match[str], _here: Here) -> date:
    return _existing(int(match[1]), int(match[3]), int(match[4]))


def _existing(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        message = _("there is no date {year}-{month:02}-{day:02}")
        raise Invalid(message.format(year=year, month=month, day=day)) from None


def _month_and_day(match: re.Match[str], here: Here) -> date:
    year = match.groupdict().get("year")
    month = _MONTHS.get(match["month"]) or number(match["month"])
    day = number(match["day"])
    if year:
        ahead = _YEARS.get(year)
        return _existing(int(year) if ahead is None else here.today.year + ahead, month, day)
    # 29 February comes back within eight years at the latest.
    years = range(here.today.year, here.today.year + 9)
    return _coming([(year, month, day) for year in years], here)


def _day_of_month(match: re.Match[str], here: Here) -> date:
    first, day = here.today.replace(day=1), number(match["day"])
    if match["near"]:
        named = first + relativedelta(months=_NEAR[match["near"]])
        return _existing(named.year, named.month, day)
    months = [first + relativedelta(months=ahead) for ahead in range(3)]
    return _coming([(month.year, month.month, day) for month in months], here)


def _coming(choices: Sequence[tuple[int, int, int]], here: Here) -> date:
    """Give the nearest of these dates that exists and is not past; today counts."""
    for year, month, day in choices:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= here.today:
            return found
    return _existing(*choices[0])


def _period(match: re.Match[str], here: Here) -> date:
    unit = _PERIODS[match[0]]
    if unit != "work week":
        return period_end(here.today, unit)
    sunday = period_end(here.today, "week")
    left = [sunday - timedelta(days=back) for back in range((sunday - here.today).days + 1)]
    return next((day for day in left if here.calendar.is_working(day)), sunday)


def _next_month_end(match: re.Match[str], here: Here) -> date:
    return here.today + relativedelta(months=_NEAR[match["near"]], day=31)


_Meaning = Callable[[re.Match[str], Here], date]
_PATTERNS: Sequence[tuple[str, _Meaning]] = (
    (f"|{any_of(_DAYS)}", _in_days),
    (r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", _iso),
    (rf"(?:on )?(?:{NEAR} )?(?P<weekday>{any_of(_WEEKDAYS)})", _weekday),
    (rf"(?:{NEAR}个?)?(?:周|星期|礼拜)(?P<weekday>{any_of(_FIGURE_DAYS)})", _weekday),
    (rf"(?:(?P<year>[0-9]{{4}}|今|明|去)年)?(?P<month>{N})月{_DAY}[日号]?", _month_and_day),
    (rf"(?:on )?{_MONTH} {_DAY}(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{{4}}))?", _month_and_day),
    (rf"(?:on )?{_DAY}(?:st|nd|rd|th)? {_MONTH}(?: (?P<year>[0-9]{{4}}))?", _month_and_day),
    (rf"(?:{NEAR}个?月)?{_DAY}[日号]", _day_of_month),
    (any_of(_PERIODS), _period),
    (rf"{NEAR}个?月[底末]", _next_month_end),
)
_ROWS = [(re.compile(pattern), meaning) for pattern, meaning in _PATTERNS]
