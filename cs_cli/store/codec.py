"""Records as text: ``---``, front matter, ``---``, body."""

import hashlib
from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Broken
from cs_cli.domain.frozen import dataclass
from cs_cli.store import yamltext
from cs_cli.store.front import broken, split
from cs_cli.store.values import Append, Change, Drop, Plain, Put, Remove, Value

__all__ = [
    "Append",
    "Change",
    "Document",
    "Drop",
    "Plain",
    "Put",
    "Remove",
    "Value",
    "compose",
    "edit",
    "read",
]


@dataclass(frozen=True, slots=True)
class Document:
    """A record as it was read."""

    data: Mapping[str, Any]
    """Every scalar as the text that was typed; nothing and ``~`` are None."""
    body: str
    raw: bytes
    path: str
    front: slice
    """Where the front matter stands in ``raw``."""
    node: yamltext.Node

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.raw).hexdigest()

    def line(self, *place: str | int) -> int:
        """Give the line in the file of a key or item, or of its nearest ancestor."""
        return self.node.line(*place)


def read(raw: bytes, *, path: str) -> Document:
    """Read a record; raise :class:`Broken`, with file and line, and nothing else."""
    yamltext.utf8(raw, path=path)
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        hint = _("the file was damaged, perhaps by a crash: take it from git again")
        raise broken(path, _("the file holds zero bytes"), line, hint)
    front, body = split(raw, path)
    node = yamltext.parse(raw[front], path=path, first_line=2)
    if not isinstance(node.data, dict) or raw[front].lstrip()[:1] == b"{":
        raise _no_mapping(node, path)
    return Document(node.data, raw[body:].decode(), raw, path, front, node)


def compose(data: Mapping[str, Value], body: str) -> bytes:
    """Give a new record; raise :class:`Invalid` for a text that cannot be stored exactly."""
    from cs_cli.store import edits  # only writing needs ruamel.yaml

    return edits.compose(data, body)


def edit(document: Document, changes: Sequence[Change]) -> bytes:
    """Give the bytes with these changes made and every other line as it was.

    Raise :class:`Invalid` for a text that cannot be stored exactly.
    """
    from cs_cli.store import edits  # as above

    return edits.edit(document, changes)


def _no_mapping(node: yamltext.Node, path: str) -> Broken:
    if node.data is None:
        return broken(path, _("the front matter is empty"), 2, None)
    hint = _("write one 'name: value' on each line")
    if isinstance(node.data, str) and "：" in node.data:
        hint = _("write a half-width colon and a space, ': ', not the full-width '：'")
    return broken(path, _("the front matter is not 'name: value' lines"), node.line(), hint)
