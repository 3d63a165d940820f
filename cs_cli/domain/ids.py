"""Ids of records: prefix, day, six characters of Crockford base32."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = re.compile(r"([A-Z]{1,3})-([0-9]{2})([0-9]{2})([0-9]{2})-([0-9A-HJKMNP-TV-Z]{6})", re.A)

_LENGTH = 6
_BITS = 5 * _LENGTH
_LOOKALIKES = str.maketrans("ILO", "110")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def mint(prefix: str, day: date, random_bits: Callable[[int], int]) -> str:
    """Give a new id such as ``T-260302-7K3FQM``; raise ValueError outside 2000-2099."""
    return _join(prefix, day, random_bits(_BITS))


def derived(prefix: str, day: date, *cause: str) -> str:
    """Give the id that every clone gives to the record of this cause on this day."""
    # Deferred: few commands make records by themselves.
    import hashlib

    seed = "\0".join((prefix, day.isoformat(), *cause)).encode()
    return _join(prefix, day, int.from_bytes(hashlib.sha256(seed).digest()[:4]) >> 2)


def is_id(text: str) -> bool:
    """Tell whether this is a whole id, of a day that exists."""
    try:
        day_of(text)
    except ValueError:
        return False
    return True


def day_of(identity: str) -> date:
    """Give the day in an id; raise ValueError when it is not an id."""
    match = PATTERN.fullmatch(identity)
    if match is None:
        raise ValueError(identity)
    return date(_FIRST_YEAR + int(match[2]), int(match[3]), int(match[4]))


def path_of(kind: str, identity: str) -> str:
    """Give ``ticket/2026/03/02/T-260302-7K3FQM.md``; raise ValueError for what is not an id."""
    return f"{kind}/{day_of(identity):%Y/%m/%d}/{identity}.md"


def matches(part: str, identity: str) -> bool:
    """Tell whether what a person typed is a part of this id, hyphens or not."""
    wanted, whole = looked_for(part), looked_for(identity)
    return bool(wanted) and (wanted in whole or wanted in whole.replace("-", ""))


def _join(prefix: str, day: date, number: int) -> str:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day)
    digits = (ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return f"{prefix}-{day:%y%m%d}-{''.join(digits)}"


def looked_for(text: str) -> str:
    """Give what a person typed as it is compared with ids, letters taken for digits put right.

    Nothing where no id can have it.
    """
    looked = unicodedata.normalize("NFKC", text).strip().upper().translate(_LOOKALIKES)
    return looked if looked.isascii() else ""
