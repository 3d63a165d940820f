"""Times as people say them, in English and Chinese, read as absolute instants and days.

A phrase is an instant by itself, or a day, a time of day, or both. What could mean two things is
refused with a sentence that says what to type instead.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from gettext import gettext as _
from typing import Literal

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.hours import shown
from cs_cli.domain.phrase_days import NEAR, SECONDS, Here, N, any_of, named_day, number, offset
from cs_cli.domain.spans import reckonable
from cs_cli.domain.years import YEARS

Default = Literal["close", "start", "end"]

_LONGEST = 100


def _as_said(first: int, last: int) -> dict[int, int]:
    return {hour: hour for hour in range(first, last + 1)}


def _later(first: int, last: int) -> dict[int, int]:
    return {hour: hour + 12 for hour in range(first, last + 1)}


# The hours people say with each part of the day, and the hour of the clock they mean.
_PARTS: Mapping[str, Mapping[int, int]] = {
    "": _as_said(0, 24),
    "am": {12: 0} | _as_said(1, 11),
    "pm": {12: 12} | _later(1, 11),
    "凌晨": {12: 0} | _as_said(0, 6),
    **dict.fromkeys(("清晨", "早晨", "早上", "早"), _as_said(4, 11)),
    "上午": _as_said(6, 12),
    "中午": _as_said(11, 12) | _later(1, 2),
    "下午": _later(1, 11) | _as_said(12, 18),
    "傍晚": _later(4, 8) | _as_said(16, 20),
    **dict.fromkeys(("晚上", "晚"), _later(5, 12) | _as_said(17, 24)),
}
_PART = f"(?P<part>{any_of(part for part in _PARTS if not part.isascii())})"
_MINUTES = rf"半|整|一刻钟?|三刻钟?|零?(?P<minute>{N})分?"
_TIME_PATTERNS = (
    rf"{_PART}?(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?",
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))? ?(?P<part>am|pm)",
    rf"{_PART}?(?P<hour>{N})(?P<bare>点钟?|时)(?P<rest>{_MINUTES})?",
    r"(?P<noon>noon|中午|正午)",
    r"(?P<close>eod|cob|close|close of business|下班|下班前)",
)
_TIMES = [re.compile(pattern) for pattern in _TIME_PATTERNS]
_ZONED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r" ?(z|[+-][0-9]{2}(:?[0-9]{2})?)"
)
_TWO_WAYS = re.compile(r"[0-9]{1,4}([-/.][0-9]{1,4}){0,2}")
_VAGUE = re.compile(rf"周末|weekend|.*(午夜|半夜|midnight)|{NEAR} ?个?(周|月|week|month)|.*{_PART}")


@dataclass(frozen=True, slots=True)
class _Said:
    """A day, and a time after its midnight, its close, or no time at all."""

    day: date
    time: timedelta | Literal["close"] | None


def instant(
    text: str, now: datetime, calendar: Calendar, *, default: Default = "close"
) -> datetime:
    """Read a phrase as an instant in the calendar's zone; raise Invalid with what to type.

    A day without a time is its close of business (24:00 if closed), or its start or end (00:00,
    24:00) as ``default`` says.
    """
    said = _read(text, now, calendar)
    if isinstance(said, datetime):
        return calendar.local(reckonable(said))
    if said.day.year not in YEARS:
        raise _unreadable(text)
    return _moment(said, calendar, default)


def day(text: str, now: datetime, calendar: Calendar) -> date:
    """Read a phrase as a day in the calendar's zone; raise Invalid with what to type."""
    said = _read(text, now, calendar)
    return said.day if isinstance(said, _Said) else calendar.date_of(reckonable(said))


def _moment(said: _Said, calendar: Calendar, default: Default) -> datetime:
    if isinstance(said.time, timedelta):
        return calendar.at(said.day, said.time)
    if said.time is None and default == "start":
        return calendar.midnight(said.day)
    if said.time is None and default == "end":
        return calendar.end_of_day(said.day)
    return calendar.close_of(said.day)


def _read(text: str, now: datetime, calendar: Calendar) -> _Said | datetime:
    words = _plain(text)
    try:
        here = Here(now, calendar.date_of(now), calendar)
        said = _exact(words, here) or next(_splits(words, here), None)
    except (OverflowError, ValueError):
        said = None
    if said is None:
        raise _refusal(words, text)
    return said


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise _unreadable(text)
    words = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    words = re.sub(r"(?<=[一-龥〇]) | (?=[一-龥〇])", "", words)
    return re.sub(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})t(?=[0-9])", r"\1 ", words)


def _unreadable(text: str) -> Invalid:
    message = _('"{text}" is not a time that can be read; type for example {examples}')
    examples = "2026-03-02 15:00, today 15:00, next fri 9am, +2h, +3d, 明天下午3点"
    return Invalid(message.format(text=shown(text), examples=examples))


def _refusal(words: str, text: str) -> Invalid:
    if _TWO_WAYS.fullmatch(words):
        message = _('"{text}" could mean several things; type 09:00, 2026-03-05, 3月5日 or 5号')
        return Invalid(message.format(text=shown(text)))
    if _VAGUE.fullmatch(words):
        message = _('"{text}" leaves open which day or hour; type next mon, 下周一 or 下午3点')
        return Invalid(message.format(text=shown(text)))
    return _unreadable(text)


def _exact(words: str, here: Here) -> datetime | None:
    """Read what is an instant by itself: now, ISO with a zone, so many hours from now."""
    if words in ("now", "现在", "此刻"):
        return here.now
    if _ZONED.fullmatch(words):
        return datetime.fromisoformat((words[:11] + words[11:].replace(" ", "")).upper())
    by = offset(words)
    if by is None or by.unit not in SECONDS:
        return None
    return reckonable(here.now) + timedelta(seconds=by.halves * SECONDS[by.unit] / 2)


def _splits(words: str, here: Here) -> Iterator[_Said]:
    """Give every reading of the words as a day, or a day with a time at either end."""
    for at in range(len(words) + 1):
        head, tail = words[:at], words[at:]
        yield from _together(re.sub(r"(?:(?:^| )at |, ?| )$", "", head), tail, here)
        if head and tail.startswith(" "):
            yield from _together(tail.strip(), head.removeprefix("at "), here)


def _together(day_words: str, time_words: str, here: Here) -> Iterator[_Said]:
    if not day_words and not time_words:
        return
    matches = (pattern.fullmatch(time_words) for pattern in _TIMES)
    time = next(filter(None, matches), None)
    found = named_day(day_words, here) if time or not time_words else None
    if found is not None:
        yield _Said(found, _time(time) if time else None)


def _time(match: re.Match[str]) -> timedelta | Literal["close"]:
    found = match.groupdict()
    if found.get("close"):
        return "close"
    if found.get("noon"):
        return timedelta(hours=12)
    hour, minute, second = number(found["hour"]), _minute(found), int(found.get("second") or 0)
    part = found.get("part") or ""
    if found.get("bare") and not part and hour in range(1, 7):
        message = _('"{text}" could be morning or afternoon; type 上午 or 下午 before it')
        raise Invalid(message.format(text=match[0]))
    after = timedelta(hours=_PARTS[part].get(hour, 25), minutes=minute, seconds=second)
    if minute > 59 or second > 59 or after > timedelta(hours=24):
        message = _("{time} is no time of the day; type 00:00 to 24:00")
        raise Invalid(message.format(time=match[0]))
    return after


def _minute(found: Mapping[str, str]) -> int:
    words = (found.get("rest") or "").removesuffix("钟")
    quarters = {"半": 30, "一刻": 15, "三刻": 45}.get(words)
    return quarters or number(found.get("minute") or "0")
