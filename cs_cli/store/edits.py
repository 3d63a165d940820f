"""Changes to a record's front matter that touch only the lines they mean to."""

import re
from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Broken, Invalid, Problem
from cs_cli.store import codec, emit, layout
from cs_cli.store.values import Append, AsRead, Change, Drop, Put, Remove, Value, as_read

_COMMENT = r"\s+#.*"
_AFTER_HEADER = r"[|>][-+0-9]*(\s+#.*)?"

# New keys go in before the log, which only grows.
_LOG = "log"


def compose(data: Mapping[str, Value], body: str) -> bytes:
    """Give a new record, proven to read back as what was meant."""
    emit.check(body, "body")
    raw = f"---\n{emit.mapping(data)}---\n{body}".encode()
    intended = {key: as_read(value) for key, value in data.items()}
    return _proven(raw, intended, body, "")


def edit(document: codec.Document, changes: Sequence[Change]) -> bytes:
    """Give the record's bytes with the changes made, proven to read back as what was meant."""
    raw, front = document.raw, document.front
    intended = dict(document.data)
    text = raw[front].decode()
    newline = "\r\n" if raw[: front.start].endswith(b"\r\n") else "\n"
    for change in changes:
        text = _changed(text, change, intended, newline)
        _intend(intended, change)
    new = raw[: front.start] + text.encode() + raw[front.stop :]
    return _proven(new, intended, document.body, document.path)


def _proven(raw: bytes, intended: Mapping[str, Any], body: str, path: str) -> bytes:
    again = codec.read(raw, path=path)
    if again.data != intended or again.body != body:
        message = _("the change would not read back as it was meant; nothing was written")
        raise Broken([Problem(path, message)])
    return raw


def _intend(data: dict[str, Any], change: Change) -> None:
    match change:
        case Put(key, value):
            data[key] = as_read(value)
        case Append(key, items):
            data[key] = [*(data.get(key) or []), *as_read(items)]
        case Drop(key):
            data.pop(key, None)
        case Remove(key, positions):
            data[key] = _without(data[key], positions)
            if not data[key]:
                del data[key]


def _changed(text: str, change: Change, data: Mapping[str, Any], newline: str) -> str:
    page = _Page(text, newline)
    match change:
        case Put(key, value) if key not in data or data[key] != as_read(value):
            page.put(key, value)
        case Append(key, items) if items:
            page.append(key, items, data.get(key))
        case Drop(key):
            page.drop(key)
        case Remove(key, positions):
            page.remove(key, positions, data[key])
    return page.text()


def _without(items: Sequence[Any], positions: frozenset[int]) -> list[Any]:
    return [item for number, item in enumerate(items) if number not in positions]


def _indented(lines: Sequence[str], column: int) -> list[str]:
    return [line and " " * column + line for line in lines]


class _Page:
    """A front matter as lines, ends of lines kept apart."""

    def __init__(self, text: str, newline: str) -> None:
        self._newline = newline
        self._lines = text.split("\n")
        self._entries = layout.entries(text)

    def text(self) -> str:
        return "\n".join(self._lines)

    def put(self, key: str, value: Value) -> None:
        entry = self._find(key)
        if entry is None:
            self._insert(key, value)
            return
        lines = emit.entry("key", value)
        if len(lines) == 1 and entry.form == "line" and self._lead(entry):
            self._put_within_line(entry, lines[0].removeprefix("key:").lstrip(" "))
        else:
            self._put_lines(entry, value)

    def append(self, key: str, items: Sequence[Value], present: AsRead) -> None:
        if present is not None and not isinstance(present, list):
            raise Invalid(_("this is not a list"), key)
        entry = self._find(key)
        if entry is None or not present:
            self.put(key, list(items))
        elif entry.form == "list":
            column = entry.start[1]
            self._splice(entry.last + 1, entry.last + 1, emit.items(items, column=column))
        elif self._lead(entry):
            self._unfold(entry, present, items)
        else:
            self.put(key, [*present, *items])

    def drop(self, key: str) -> None:
        entry = self._find(key)
        if entry is None:
            return
        stop = entry.last + 1
        above = [other for other in self._entries if other.last < entry.key_start[0]]
        if above and above[-1].keeps_blanks:
            while not self._lines[stop].strip() and stop + 1 < len(self._lines):
                stop += 1
        self._splice(entry.key_start[0], stop, [])

    def remove(self, key: str, positions: frozenset[int], present: list[Any]) -> None:
        entry, left = self._find(key), _without(present, positions)
        if entry is None or not left:
            self.drop(key)
            return
        starts = [
            number for number in range(entry.start[0], entry.last + 1)
            if entry.form == "list" and self._begins_item(number, entry.start[1])
        ]  # fmt: skip
        if len(starts) != len(present):
            self.put(key, left)
            return
        stops = [*starts[1:], entry.last + 1]
        for position in sorted(positions, reverse=True):
            self._splice(starts[position], stops[position], [])

    def _begins_item(self, number: int, column: int) -> bool:
        line = self._lines[number]
        return not line[:column].strip() and line[column : column + 2].rstrip() == "-"

    def _find(self, key: str) -> layout.Entry | None:
        return next((entry for entry in self._entries if entry.key == key), None)

    def _insert(self, key: str, value: Value) -> None:
        before: layout.Entry | None = None
        for entry in self._entries:
            if entry.key == _LOG:
                break
            before = entry
        first = self._entries[0]
        at = before.last + 1 if before else first.key_start[0]
        self._splice(at, at, _indented(emit.entry(key, value), self._column(first)))

    def _column(self, entry: layout.Entry) -> int:
        line = self._lines[entry.key_start[0]]
        return len(line) - len(line.lstrip())

    def _lead(self, entry: layout.Entry) -> str:
        """Give the key as typed with what precedes it; nothing where it is not ``key:``."""
        (line, start), (last, end) = entry.key_start, entry.key_end
        typed = self._lines[line]
        simple = line == last and not typed[:start].strip() and typed[end:].lstrip()[:1] == ":"
        return typed[:end] if simple else ""

    def _put_within_line(self, entry: layout.Entry, value: str) -> None:
        (first, start), (last, end) = entry.start, entry.end
        before, after = self._lines[first][:start], self._lines[last][end:]
        if before.endswith(":"):
            before += " "
        line = f"{before}{value}{after}"
        self._lines[first : last + 1] = [line if after.strip() else self._tidy(line)]

    def _tidy(self, line: str) -> str:
        return line.rstrip() + self._newline[:-1]

    def _put_lines(self, entry: layout.Entry, value: Value) -> None:
        lead, column = self._lead(entry), self._column(entry)
        if lead:
            first, *rest = emit.entry("key", value)
            first = lead + first.removeprefix("key")
        else:
            first, *rest = emit.entry(entry.key, value)
            first = " " * column + first
        lines = [first + self._comment(entry), *_indented(rest, column)]
        self._splice(entry.key_start[0], entry.last + 1, lines)

    def _unfold(self, entry: layout.Entry, present: list[Any], items: Sequence[Value]) -> None:
        """Write a list in brackets as a block, each item as it was typed."""
        column = self._column(entry) + 2
        lines = [self._lead(entry) + ":" + self._comment(entry)]
        for (start, end), value in zip(entry.items, present, strict=True):
            if start[0] == end[0]:
                lines.append(" " * column + "- " + self._lines[start[0]][start[1] : end[1]])
            else:
                lines += emit.items([value], column=column)
        lines += emit.items(items, column=column)
        self._splice(entry.key_start[0], entry.last + 1, lines)

    def _comment(self, entry: layout.Entry) -> str:
        """Give the comment at the end of the entry's first line, with the space before it."""
        if entry.form == "text":
            header = re.match(_AFTER_HEADER, self._lines[entry.start[0]][entry.start[1] :])
            return ((header and header[1]) or "").rstrip()
        line, end = entry.end if entry.form == "line" else entry.key_end
        found = re.match(_COMMENT, self._lines[line][end:].lstrip(":"))
        return found[0].rstrip() if found else ""

    def _splice(self, first: int, stop: int, lines: Sequence[str]) -> None:
        carriage = self._newline[:-1]
        self._lines[first:stop] = [line + carriage for line in lines]
