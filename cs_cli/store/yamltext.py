"""YAML text as plain data, and on which lines it stands.

What is written as ``cs`` writes is read by :mod:`cs_cli.store.yamlplain`; loading PyYAML, which
reads everything else and tells the lines, takes longer than reading a hundred records.
"""

import re
from functools import cached_property
from gettext import gettext as _
from typing import TYPE_CHECKING

from cs_cli.domain.errors import Broken, Problem
from cs_cli.store import yamlplain
from cs_cli.store.yamlplain import MAX_BYTES, UNREADABLE

if TYPE_CHECKING:
    from cs_cli.store.yamlstrict import Data, Lines


class Node:
    """What a YAML text holds, and on which lines."""

    def __init__(self, data: "Data", typed: str, first_line: int, lines: "Lines" = None) -> None:
        self.data = data
        """Nested dict, list, str, None; empty and ``~`` are None, everything else is as typed."""
        self.first_line = first_line
        self._typed, self._known = typed, lines

    @cached_property
    def lines(self) -> "Lines":
        """Give a scalar's line, or a container's line with the lines of what is in it."""
        from cs_cli.store import yamlstrict

        return yamlstrict.read(self._typed)[1] if self._known is None else self._known

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
    plain = yamlplain.read(typed)
    if plain is not None:
        return Node(plain, typed, first_line)
    from cs_cli.store import yamlfaults, yamlstrict

    try:
        data, lines = yamlstrict.read(typed)
    except yamlfaults.Fault as fault:
        raise fault.within(path, first_line) from None
    return Node(data, typed, first_line, lines)


def _decoded(text: bytes, path: str, first_line: int) -> str:
    if len(text) > MAX_BYTES:
        message = _("more than {limit} bytes").format(limit=MAX_BYTES)
        raise Broken([Problem(path, message, first_line)])
    typed = utf8(text, path=path, first_line=first_line)
    if not yamlplain.is_readable(typed):
        # Deferred: only what is wrong is told.
        from cs_cli.store import yamlfaults

        odd = next(re.finditer(UNREADABLE, typed))
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


def _inner(children: "Lines", step: str | int) -> "Lines":
    if isinstance(children, dict):
        return children.get(step)
    if isinstance(step, int) and 0 <= step < len(children):
        return children[step]
    return None
