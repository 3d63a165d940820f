"""Reading of hours, dates and keys as people type them in calendar.yaml."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from itertools import pairwise
from typing import Any, NamedTuple

from cs_cli.domain.errors import Invalid
from cs_cli.domain.shape import unknown
from cs_cli.domain.years import YEARS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = 24 * 60
_INTERVAL = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–]\s*([0-9]{1,2}):([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Interval(NamedTuple):
    """Half-open hours in minutes after midnight of the start day; past 1440 is the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        """Give ``HH:MM-HH:MM`` as in calendar.yaml."""
        end = self.end if self.end <= _DAY else self.end - _DAY
        return f"{self.start // 60:02}:{self.start % 60:02}-{end // 60:02}:{end % 60:02}"


Hours = tuple[Interval, ...]


def shown(value: object) -> str:
    """Give what was typed, short and printable, for a message."""
    if not isinstance(value, str):
        return type(value).__name__
    clean = "".join(char if char.isprintable() else "?" for char in value[:41])
    return clean if len(clean) <= 40 else clean[:40] + "…"


def parse_date(value: object, *place: str | int) -> date:
    """Read ``YYYY-MM-DD``; raise Invalid for a date that does not exist."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _existing(value, *place)
    message = _('"{value}" is not a date such as 2026-12-31').format(value=shown(value))
    raise Invalid(message, *place)


def _existing(value: str, *place: str | int) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        message = _("there is no date {value}").format(value=value)
        raise Invalid(message, *place) from None
    # Far years would run past the end of Python's calendar while a limit is counted.
    if day.year not in YEARS:
        message = _("{value} is not between {first} and {last}")
        raise Invalid(message.format(value=value, first=YEARS[0], last=YEARS[-1]), *place)
    return day


def only_keys(data: object, known: Sequence[str], *place: str | int) -> None:
    """Refuse what has no keys, or a key that is not known, with what was probably meant."""
    if not isinstance(data, Mapping):
        raise Invalid(_("keys and values are expected here"), *place)
    for key in data:
        if key not in known:
            raise unknown(shown(key), list(known)).within(*place)


def table(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Give the keys and values under a key, none if it is absent or empty; raise Invalid."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Invalid(_("keys and values are expected here"), key)
    return value


def _list(value: object, *place: str | int) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise Invalid(_("a list in square brackets is expected here"), *place)
    return list(value)


def follows_published(value: object) -> bool:
    """Say whether published public holidays count: ``CN`` or ``none``; raise Invalid."""
    if value not in (None, "CN", "none"):
        raise Invalid(_("holidays are CN or none"), "holidays")
    return value == "CN"


def interval(value: object, *place: str | int) -> Interval:
    """Read ``08:30-12:00``; an end that is not after the start is one of the next day."""
    match = _INTERVAL.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        message = _('"{value}" is not an interval such as 08:30-12:00')
        raise Invalid(message.format(value=shown(value)), *place)
    hour, minute, end_hour, end_minute = map(int, match.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or start >= _DAY or end > _DAY:
        message = _('"{value}" has a time that no clock shows').format(value=shown(value))
        raise Invalid(message, *place)
    return Interval(start, end if end > start else end + _DAY)


def _hours(value: object, *place: str | int) -> Hours:
    typed = [interval(item, *place, at) for at, item in enumerate(_list(value, *place))]
    hours = sorted(typed)
    for one, other in pairwise(hours):
        if other.start < one.end:
            _overlap(one, other, *place, typed.index(other))
    return tuple(hours)


def _overlap(one: Interval, other: Interval, *place: str | int) -> None:
    message = _("{one} and {other} overlap").format(one=one, other=other)
    raise Invalid(message, *place)


def weekly_hours(rows: Mapping[str, Any]) -> tuple[Hours, ...]:
    """Read the hours of mon to sun; raise Invalid for overlaps, also past midnight."""
    only_keys(rows, WEEKDAYS, "hours")
    weekly = tuple(_hours(rows.get(name), "hours", name) for name in WEEKDAYS)
    for at, name in enumerate(WEEKDAYS):
        refuse_meeting(weekly[at - 1], weekly[at], "hours", name)
    return weekly


def refuse_meeting(before: Hours, after: Hours, *place: str | int) -> None:
    """Refuse hours that run past midnight into the hours of the next day."""
    if before and after and before[-1].end - _DAY > after[0].start:
        _overlap(before[-1], after[0], *place)


def closed_days(value: object) -> dict[date, Hours]:
    """Read the list of further holidays."""
    return {parse_date(item, "closed", at): () for at, item in enumerate(_list(value, "closed"))}


def open_days(rows: Mapping[str, Any], weekly: tuple[Hours, ...]) -> dict[date, Hours]:
    """Read make-up and special days: a weekday whose hours count (Monday), or intervals."""
    return {
        parse_date(key, "open", shown(key)): _open_hours(value, weekly, "open", shown(key))
        for key, value in rows.items()
    }


def _open_hours(value: object, weekly: tuple[Hours, ...], *place: str | int) -> Hours:
    if value is None:
        return weekly[0]
    if isinstance(value, str):
        if value not in WEEKDAYS:
            fault = unknown(shown(value), list(WEEKDAYS))
            raise Invalid(fault.message, *place, hint=fault.hint)
        return weekly[WEEKDAYS.index(value)]
    if not value:
        raise Invalid(_("an open day has hours; a day without belongs under closed"), *place)
    return _hours(value, *place)


def shift_hours(rows: Mapping[str, Any]) -> dict[str, Interval]:
    """Read one interval per shift."""
    return {name: interval(value, "shifts", shown(name)) for name, value in rows.items()}
