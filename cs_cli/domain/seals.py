"""Months that are closed for good: what a seal covers, and the digest that proves it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cs_cli.domain.record import OPEN

KIND = "seal"
SEALED = "sealed"
_LENGTH = len("2025-03")


class Lot(NamedTuple):
    """The records of one kind that lie in one month: path and SHA-256 of each, by path.

    ``open`` are those that are not done with, or cannot be read; ``held`` those that something is
    still owed on (None), or that a record which is not done with is about (that one).
    """

    kind: str
    files: Sequence[tuple[str, str]]
    open: Sequence[str] = ()
    held: Sequence[tuple[str, str | None]] = ()


class Seal(NamedTuple):
    """What a seal says: its month, the kinds that it covers, how many records, their digest.

    ``at`` is when it was last set, as its log writes it.
    """

    month: str
    kinds: frozenset[str]
    records: str
    digest: str
    at: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Seal":
        """Read the values of a record, which anybody may have written."""
        kinds = values.get("kinds")
        named = kinds if isinstance(kinds, list) else [kinds]
        return cls(
            str(values.get("month") or ""), frozenset(one for one in named if isinstance(one, str)),
            str(values.get("records") or ""), str(values.get("digest") or ""),
            _set_at(values.get("log")),
        )  # fmt: skip

    @property
    def folders(self) -> list[str]:
        """Give the folders that it covers, ``ticket/2025/03/``; none for what is no month."""
        if not is_month(self.month):
            return []
        return [folder(kind, self.month) for kind in sorted(self.kinds - {KIND})]


def _set_at(log: object) -> str:
    entries = log if isinstance(log, list) else []
    found = [
        str(one.get("at") or "")
        for one in entries
        if isinstance(one, Mapping) and one.get("do") in (OPEN, KIND)
    ]
    return found[-1] if found else ""


def is_month(text: str) -> bool:
    """Tell whether this is a month as seals name it, ``2025-03``."""
    year, dash, month = text[:4], text[4:5], text[5:]
    if not (text.isascii() and year.isdecimal() and month.isdecimal() and len(text) == _LENGTH):
        return False
    return dash == "-" and year >= "2000" and "01" <= month <= "12"


def folder(kind: str, month: str) -> str:
    """Give the folder in which the records of a kind and month lie, ``ticket/2025/03/``."""
    return f"{kind}/{month.replace('-', '/')}/"


def folder_of(path: str) -> str:
    """Give the folder of its kind and month that a record lies in."""
    return "/".join(path.split("/", 3)[:3]) + "/"


def digest(files: Iterable[tuple[str, str]]) -> str:
    """Give the SHA-256, in hex, of the list of files that ``sha256sum`` prints for them, by path.

    So anybody can work it out: ``find KIND/2025/03 … -name '*.md' | LC_ALL=C sort |
    xargs sha256sum | sha256sum``.
    """
    # Deferred: only who seals, or checks a seal, needs digests.
    from hashlib import sha256

    whole = sha256()
    for path, one in sorted(files):
        whole.update(f"{one}  {path}\n".encode())
    return whole.hexdigest()
