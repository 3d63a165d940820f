"""YAML text as plain data, read strictly: every scalar stays the text that was typed.

Works on PyYAML's event stream and never loads: no tag is acted on, nothing nests deeper than
a reader can follow, and no value is guessed to be a number, a date or a yes.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from cs_cli.store import yamlfaults
from cs_cli.store.yamlplain import UNSTORABLE

MAX_DEPTH = 64

Data = Any  # nested dict, list, str, None
Lines = Any  # a scalar's line, or a container's line with the lines of what is in it
Event = Any  # PyYAML's stubs know half of what an event has

# PyYAML has no C parser where no wheel fits; its own parser gives the same events, slower.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_FAULTS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, RecursionError)


def read(typed: str) -> tuple[Data, Lines]:
    """Give what a text holds, and on which lines; raise :class:`yamlfaults.Fault`."""
    loader = None
    try:
        loader = LOADER(typed)
        return _Reader(loader.get_event, escapes="\\" in typed).document()
    except _FAULTS as error:
        raise yamlfaults.explain(error, typed) from None
    finally:
        if loader is not None:
            loader.dispose()


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
        odd = re.search(UNSTORABLE, value) if self._escapes else None
        if odd is not None:
            raise yamlfaults.control_character(odd[0], event.start_mark.line)
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
