"""Instants, days and durations the way people write them."""

from datetime import date, datetime, tzinfo

from cs_cli.domain.language import Language, spoken

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_UNITS: dict[Language, tuple[str, str, str, str, str]] = {
    "en": ("d", "h", "m", "s", " "),
    "zh": ("天", "小时", "分", "秒", ""),
}


def instant(
    when: datetime, zone: tzinfo, language: Language | None = None, *, seconds: bool = False
) -> str:
    """Show an aware instant in a zone: ``2026-03-02 09:14 Mon`` or ``2026-03-02 09:14 周一``.

    ``language`` None is the language of this run.
    """
    local = when.astimezone(zone)
    shown = local.isoformat(" ", "seconds" if seconds else "minutes")[: 19 if seconds else 16]
    return f"{shown} {weekday(local, language)}"


def day(when: date, language: Language | None = None) -> str:
    """Show a day: ``2026-03-02 Mon`` or ``2026-03-02 周一``."""
    return f"{when.year:04}-{when:%m-%d} {weekday(when, language)}"


def weekday(when: date, language: Language | None = None) -> str:
    """Name the weekday of a day."""
    return _WEEKDAYS[language or spoken()][when.weekday()]


def duration(seconds: float, language: Language | None = None) -> str:
    """Show seconds in their two largest units: ``3d 2h``, ``1h 05m``, ``2m 09s``, ``45s``.

    Parts of a second are dropped; a day is 24 hours; a negative duration starts with ``-``.
    """
    days, hours, minutes, secs, gap = _UNITS[language or spoken()]
    left = abs(int(seconds))
    sign = "-" if int(seconds) < 0 else ""
    if left >= 86400:
        shown = _two(left // 3600, 24, days, hours, gap)
    elif left >= 3600:
        shown = _two(left // 60, 60, hours, minutes, gap, filled=True)
    elif left >= 60:
        shown = _two(left, 60, minutes, secs, gap, filled=True)
    else:
        shown = f"{left}{secs}"
    return sign + shown


def _two(amount: int, base: int, large: str, small: str, gap: str, *, filled: bool = False) -> str:
    whole, rest = divmod(amount, base)
    if not rest:
        return f"{whole}{large}"
    return f"{whole}{large}{gap}{rest:02}{small}" if filled else f"{whole}{large}{gap}{rest}{small}"
