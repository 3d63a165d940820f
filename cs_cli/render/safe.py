"""The gate that text passes on its way out: no hidden commands, no personal data unasked."""

import re
from functools import cache

from cs_cli.render.colour import OURS

# C0 but tab and line feed, DEL and C1, bidi marks, overrides and isolates, line and paragraph
# separators, byte order mark, lone surrogates, tag characters.
_HIDDEN = (
    "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069"
    "\\ufeff\\ud800-\\udfff\\U000e0000-\\U000e007f"
)


def clean(text: str, *, colour: bool = False, crlf: bool = False) -> str:
    r"""Show every character that could drive a terminal or hide text as ``\u202e``.

    JSON stays JSON with the same value. ``colour`` lets the sequences of
    :mod:`cs_cli.render.colour` through, ``crlf`` the line ends of CSV and iCalendar.
    """
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # nothing hidden is printable; most texts need no pattern
    return _pattern(OURS if colour else "\\r\\n" if crlf else "").sub(_visible, text)


@cache
def _pattern(allowed: str) -> re.Pattern[str]:
    """Give the pattern of hidden characters, and of what is let through though it has some."""
    return re.compile(f"{allowed}|[{_HIDDEN}]" if allowed else f"[{_HIDDEN}]")


def _visible(match: re.Match[str]) -> str:
    found = match.group()
    return found if len(found) > 1 else _escape(ord(found))


def _escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    # JSON has no longer escape than \uXXXX: beyond that it is a pair of surrogates.
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def lines(text: str) -> str:
    """Give a text with line feeds as its only line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


_GAP = r"[ \t\u00a0\u3000()\-\u2010-\u2015\uff08\uff09\uff0d]{0,3}"
_DATE = r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?!\d|-\d)"
_ID = r"(?:[A-Z]{1,3}-\d{6}-[0-9A-Z]{6}|(?<!\d)\d{6}-(?=\d*[A-Z])[0-9A-Z]{6})(?![0-9A-Za-z])"
_PRIVATE = (
    # Bounded, so that a long text without any @ is not read again from every letter of it.
    r"(?P<mail>[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
    rf"|{_ID}"
    rf"|(?<!\d)(?<!\d-){_DATE}(?:[T ]\d\d:\d\d(?::\d\d)?)?"
    rf"|(?P<number>[+\uff0b]?\d(?:{_GAP}(?!{_DATE})\d){{6,}})"
)
_TELEPHONE = r"[\d\s()+\-\u2010-\u2015\uff08\uff09\uff0b\uff0d./]*[xX]?"
_FEWEST = 7  # digits of a number that is hidden
_DOTS = "·•・"
_PLACES = frozenset("省市区县州镇乡路街")


def mask(value: str) -> str:
    """Hide a name, phone number, e-mail or postal address, keeping what helps to recognise it."""
    value = value.strip()
    digits = sum(character.isdigit() for character in value)
    if digits >= _FEWEST and re.fullmatch(_TELEPHONE, value):
        return _mask_number(value)
    if "@" in value:
        return _mask_mail(value)
    if _is_han_name(value):
        return value[0] + "**"
    kept = min(3, len(value) // 3) if _is_place(value) else len(value[1:2])
    return value[:kept] + "***" if value else ""


def mask_numbers(text: str) -> str:
    """Hide telephone-like numbers and e-mail addresses in a text; ids, dates and times stay."""
    digits = sum(map(str.isdigit, text))
    if digits < _FEWEST and "@" not in text:
        return text
    return re.sub(_PRIVATE, _hide, text)


def _is_han(text: str) -> bool:
    return all("\u3400" <= character <= "\u9fff" for character in text)


def _is_han_name(value: str) -> bool:
    letters = value.translate(dict.fromkeys(map(ord, _DOTS)))
    short = 2 <= len(value) <= 4 or len(letters) < len(value)
    return short and len(letters) > 1 and _is_han(letters)


def _is_place(value: str) -> bool:
    return value[:1].isdigit() or (_is_han(value[:2]) and not _PLACES.isdisjoint(value[2:6]))


def _hide(match: re.Match[str]) -> str:
    if match["mail"]:
        return _mask_mail(match["mail"])
    return _mask_number(match["number"]) if match["number"] else match.group()


def _mask_number(value: str) -> str:
    digits = [character for character in value if character.isalnum()]
    # The end of a telephone number is what people recognise; the end of an identity
    # card or bank account is what they are asked for as proof.
    kept = 4 if 8 <= len(digits) <= 14 else 2
    return "*" * (len(digits) - kept) + "".join(digits[-kept:])


def _mask_mail(value: str) -> str:
    return f"{value[0]}***@***"
