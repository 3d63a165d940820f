"""Where the top-level entries of a front matter stand, for edits that touch nothing else."""

from typing import Literal

from cs_cli.domain.frozen import dataclass
from cs_cli.store import yamlplain

Form = Literal["line", "text", "list", "map"]
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One top-level key and its value; lines and columns count from 0."""

    key: str
    key_start: Mark
    key_end: Mark
    start: Mark
    """Where the value begins."""
    end: Mark
    """Where the value ends, exclusive; exact for ``line`` values only."""
    last: int
    """Last line of the value, trailing comments and blank lines left out."""
    form: Form
    """``line``: plain, quoted or in brackets; ``text``: block text; ``list``, ``map``: blocks."""
    keeps_blanks: bool
    """Whether blank lines that follow would become part of the value."""
    items: tuple[tuple[Mark, Mark], ...] = ()
    """Where the items of a list in brackets stand."""


def entries(text: str) -> list[Entry]:
    """Give the entries of a text that the strict reader has accepted as a block mapping."""
    if yamlplain.read(text) is not None:
        return _plain(text.split("\n"))
    # Deferred: what ``cs`` writes needs no YAML to be found in.
    from cs_cli.store import marks

    return marks.entries(text)


def _plain(lines: list[str]) -> list[Entry]:
    """Give the entries of lines that are ``key: value`` and what is indented below ``key:``."""
    starts = [at for at, line in enumerate(lines[:-1]) if line[0] not in " -"]
    stops = [*starts[1:], len(lines) - 1]
    return [_entry(lines, *span) for span in zip(starts, stops, strict=True)]


def _entry(lines: list[str], at: int, stop: int) -> Entry:
    key, _colon, value = lines[at].partition(":")
    after = len(key) + 1
    begins, ends = (at, after + bool(value)), (at, len(lines[at]))
    form: Form = "line"
    if stop > at + 1:
        below = lines[at + 1].lstrip(" ")
        begins = ends = (at + 1, len(lines[at + 1]) - len(below))
        form = "list" if below.startswith("- ") else "map"
    key_end = (at, len(key))
    return Entry(key, (at, 0), key_end, begins, ends, stop - 1, form, keeps_blanks=False)
