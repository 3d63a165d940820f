"""YAML text as plain data, read strictly: every scalar stays the text that was typed.

Works on PyYAML's event stream and never loads: no tag is acted on, nothing nests deeper than
a reader can follow, and no value is guessed to be a number, a date or a yes.
"""

import re
from collections.abc import Callable
from gettext import gettext as _
from typing import Any

import yaml

from cs_cli.domain.errors import Broken, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import yamlfaults
from cs_cli.store.yamlplain import CONTROL, MAX_BYTES, UNREADABLE

MAX_DEPTH = 64

Data = Any  # nested dict, list, str, None
Lines = Any  # a scalar's line, or a container's line with the lines of what is in it
Event = Any  # PyYAML's stubs know half of what an event has

# PyYAML has no C parser where no wheel fits; its own parser gives the same events, slower.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

UNSTORABLE = re.compile(f"[{CONTROL}\ud800-\udfff]")

_FAULTS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, RecursionError)


@dataclass(frozen=True, slots=True)
class Node:
    """What a YAML text holds, and on which lines."""

    data: Data
    """Nested dict, list, str, None; empty and ``~`` are None, everything else is as typed."""

    lines: Lines
    first_line: int

    def line(self, *place: str | int) -> int:
        """Give the line of a key or item, or of its nearest ancestor that exists."""
        lines = self.lines
        for step in place:
            if isinstance(lines, int):
                break
            found = _inner(lines[1], step)
            if found is None:
                break
            lines = found
        return self.first_line + (lines if isinstance(lines, int) else lines[0])


def parse(text: bytes, *, path: str, first_line: int = 1) -> Node:
    """Read one YAML document; raise :class:`Broken`, with file and line, and nothing else."""
    typed = _decoded(text, path, first_line)
    loader = None
    try:
        loader = LOADER(typed)
        data, lines = _Reader(loader.get_event, escapes="\\" in typed).document()
    except yamlfaults.Fault as fault:
        raise fault.within(path, first_line) from None
    except _FAULTS as error:
        raise yamlfaults.explain(error, typed).within(path, first_line) from None
    finally:
        if loader is not None:
            loader.dispose()
    return Node(data, lines, first_line)


def _decoded(text: bytes, path: str, first_line: int) -> str:
    if len(text) > MAX_BYTES:
        message = _("more than {limit} bytes").format(limit=MAX_BYTES)
        raise Broken([Problem(path, message, first_line)])
    typed = utf8(text, path=path, first_line=first_line)
    odd = UNREADABLE.search(typed)
    if odd is not None:
        line = typed.count("\n", 0, odd.start())
        raise yamlfaults.control_character(odd[0], line).within(path, first_line)
    return typed


def utf8(text: bytes, *, path: str, first_line: int = 1) -> str:
    """Decode a file's text; raise :class:`Broken` with the line that is not UTF-8."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + text.count(b"\n", 0, error.start)
        hint = _("save the file as UTF-8; it may be in GBK or UTF-16")
        raise Broken([Problem(path, _("this is not UTF-8 text"), line, hint=hint)]) from None


def _inner(children: Lines, step: str | int) -> Lines:
    if isinstance(children, dict):
        return children.get(step)
    if isinstance(step, int) and 0 <= step < len(children):
        return children[step]
    return None


def _line(event: Event) -> int:
    line: int = event.start_mark.line
    return line


class _Reader:
    """One pass over the events of a text; every refusal is a :class:`yamlfaults.Fault`."""

    def __init__(self, next_event: Callable[[], Event], *, escapes: bool) -> None:
        self._next = next_event
        self._escapes = escapes

    def document(self) -> tuple[Data, Lines]:
        self._next()  # the stream starts
        start = self._next()
        if type(start) is not yaml.DocumentStartEvent:
            return None, 0
        if start.version or start.tags:
            raise yamlfaults.directive(_line(start))
        found = self._value(self._next(), 0)
        self._next()  # the document ends
        after = self._next()
        if type(after) is not yaml.StreamEndEvent:
            raise yamlfaults.second_document(_line(after))
        return found

    def _value(self, event: Event, depth: int) -> tuple[Data, Lines]:
        line = event.start_mark.line
        if type(event) is yaml.ScalarEvent:
            return self._scalar(event), line
        if type(event) is yaml.AliasEvent or event.anchor is not None:
            raise yamlfaults.anchor(event, line)
        if event.tag is not None:
            raise yamlfaults.tag(event.tag, line)
        if depth >= MAX_DEPTH:
            raise yamlfaults.too_deep(MAX_DEPTH, line)
        if type(event) is yaml.MappingStartEvent:
            return self._mapping(line, depth)
        return self._sequence(line, depth)

    def _scalar(self, event: Event) -> str | None:
        if event.anchor is not None:
            raise yamlfaults.anchor(event, event.start_mark.line)
        if event.tag is not None:
            raise yamlfaults.tag(event.tag, event.start_mark.line)
        value: str = event.value
        if not event.style:
            return None if value in ("", "~") else value
        if self._escapes and UNSTORABLE.search(value):
            raise yamlfaults.control_character(UNSTORABLE.findall(value)[0], event.start_mark.line)
        return value

    def _mapping(self, line: int, depth: int) -> tuple[Data, Lines]:
        data: dict[str, Any] = {}
        lines: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            at = event.start_mark.line
            key = self._key(event, at)
            if key in data:
                raise yamlfaults.duplicate(key, at)
            data[key], inner = self._value(self._next(), depth + 1)
            lines[key] = at if isinstance(inner, int) else (at, inner[1])
        return data, (line, lines)

    def _key(self, event: Event, line: int) -> str:
        if type(event) is not yaml.ScalarEvent:
            raise yamlfaults.odd_key(event, line)
        key = self._scalar(event)
        if not key:
            raise yamlfaults.empty_key(line)
        if key == "<<" and not event.style:
            raise yamlfaults.merge_key(line)
        return key

    def _sequence(self, line: int, depth: int) -> tuple[Data, Lines]:
        data: list[Any] = []
        lines: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            value, inner = self._value(event, depth + 1)
            data.append(value)
            lines.append(inner)
        return data, (line, lines)
