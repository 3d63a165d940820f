"""Records cut into pieces for a merge, and put together again, every line as it was typed."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from cs_cli.domain import merge as merging
from cs_cli.domain.errors import Broken
from cs_cli.domain.kind import Kind
from cs_cli.domain.merge import Clash, Part, Version, merge
from cs_cli.store import codec, emit, layout
from cs_cli.store.codec import Document
from cs_cli.store.values import Plain, Value

_ITEM = re.compile(r"( *)- ")
# Ids, states, numbers and times stand without quotes, as everywhere in records.
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z.:+-]*")


def merged(base: bytes, one: bytes, other: bytes, kind: Kind | None, *, path: str) -> bytes:
    """Give the bytes that two versions of a record come to.

    Raises :class:`Broken` where one of them, or what they come to, cannot be read, and
    :class:`Invalid` where they are not of the same record. ``base`` may be empty.
    """
    ours, theirs = (cut(codec.read(raw, path=path)) for raw in (one, other))
    ancestor = cut(codec.read(base, path=path)) if base.strip() else Version({})
    return joined(merge(ancestor, ours, theirs, kind), _newline(one), path=path)


def clashes(
    base: bytes, one: bytes, other: bytes, kind: Kind | None, *, path: str
) -> Iterator[tuple[Clash, int]]:
    """Give what a merge of two versions decides by itself, each with the line where it stands.

    Raises as :func:`merged` does.
    """
    if not base.strip():
        return
    sides = [cut(codec.read(raw, path=path)) for raw in (base, one, other)]
    found = list(merging.clashes(sides[0], sides[1], sides[2], kind))
    if found:
        raw = merged(base, one, other, kind, path=path)
        document = codec.read(raw, path=path)
        above = raw.count(b"\n") - document.body.count("\n")
        for clash in found:
            yield clash, above + clash.line if clash.line else document.line(clash.field)


def cut(document: Document) -> Version:
    """Cut a record into its pieces."""
    text = document.raw[document.front].decode()
    lines = text.splitlines(keepends=True)
    entries = layout.entries(text)
    begins = [0, *(_after(entry, lines) for entry in entries)]
    stretches = zip(entries, pairwise(begins), strict=True)
    parts = {
        entry.key: _part(document.data[entry.key], entry, lines[start:stop], start)
        for entry, (start, stop) in stretches
    }
    return Version(parts, document.body, "".join(lines[begins[-1] :]))


def joined(version: Version, newline: str, *, path: str) -> bytes:
    """Put pieces together; raise :class:`Broken` where they do not read back as they are."""
    front = "".join(_written(key, part, newline) for key, part in version.parts.items())
    raw = f"---{newline}{front}{version.end}---{newline}{version.body}".encode()
    again = codec.read(raw, path=path)
    if again.data != {key: part.value for key, part in version.parts.items()}:
        raise Broken([])
    return raw


def _after(entry: layout.Entry, lines: Sequence[str]) -> int:
    """Give the line after an entry, blank lines that belong to its value included."""
    after = entry.last + 1
    while entry.keeps_blanks and after < len(lines) and not lines[after].strip():
        after += 1
    return after


def _part(value: Any, entry: layout.Entry, lines: Sequence[str], offset: int) -> Part:  # noqa: ANN401
    if entry.form == "list" and value and all(isinstance(item, dict) for item in value):
        column, first = entry.start[1], entry.start[0] - offset
        starts = [n for n, line in enumerate(lines) if n >= first and _begins(line, column)]
        if len(starts) == len(value):
            stretches = pairwise([*starts, len(lines)])
            texts = [_dedented(lines[start:stop], column) for start, stop in stretches]
            items = tuple(Part(one, text) for one, text in zip(value, texts, strict=True))
            return Part(value, "".join(lines[: starts[0]]), items, column, heads=True)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return Part(value, "".join(lines), tuple(Part(one) for one in value))
    return Part(value, "".join(lines))


def _begins(line: str, column: int) -> bool:
    found = _ITEM.match(line)
    return found is not None and len(found[1]) == column


def _dedented(lines: Sequence[str], column: int) -> str:
    return "".join(
        line[column:] if line[:column].isspace() or not column else line for line in lines
    )


def _written(key: str, part: Part, newline: str) -> str:
    if part.items and part.heads:
        return part.text + "".join(_item(item, part.column, newline) for item in part.items)
    return part.text or _emitted(emit.entry(key, _plain(part.value)), newline)


def _item(item: Part, column: int, newline: str) -> str:
    if not item.text:
        return _emitted(emit.items([_plain(item.value)], column=column), newline)
    indent = " " * column
    lines = item.text.splitlines(keepends=True)
    return "".join(f"{indent}{line}" if line.strip() else line for line in lines)


def _emitted(lines: Sequence[str], newline: str) -> str:
    return "".join(f"{line}{newline}" for line in lines)


def _plain(value: Any) -> Value:  # noqa: ANN401 - a value as it was read
    """Give a value to be written: words as they are, everything else in quotes where needed."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return Plain(value) if isinstance(value, str) and _WORD.fullmatch(value) else value


def _newline(raw: bytes) -> str:
    return "\r\n" if b"\r\n" in raw[:8] else "\n"
