"""Records as text: ``---``, front matter, ``---``, body."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Broken, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import yamlplain, yamltext
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

_BOM = b"\xef\xbb\xbf"
_OPENER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n")
_CLOSER = re.compile(rb"^---(?:\r?\n|\Z)", re.MULTILINE)
_MARKER = re.compile(rb"^(?:---|\.\.\.)(?:\s|\Z)", re.MULTILINE)
_CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?:\s|\Z)", re.MULTILINE)


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
        raise _broken(path, _("the file holds zero bytes"), line, hint)
    front, body = _split(raw, path)
    node = yamltext.parse(raw[front], path=path, first_line=2)
    if not isinstance(node.data, dict) or raw[front].lstrip()[:1] == b"{":
        raise _no_mapping(node, path)
    return Document(node.data, raw[body:].decode(), raw, path, front, node)


def plain(raw: bytes) -> tuple[dict[str, Any], str] | None:
    """Give the values and the body of a record written as ``cs`` writes; None for any other.

    It is a third of the work of :func:`read`, which tells the lines as well, and what is wrong.
    """
    try:
        text = raw.decode()
        front, body = _split(raw, "")
    except (UnicodeDecodeError, Broken):
        return None
    data = None if "\0" in text else yamlplain.read(raw[front].decode())
    return None if data is None else (data, raw[body:].decode())


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


def _split(raw: bytes, path: str) -> tuple[slice, int]:
    """Give where the front matter stands, and where the body begins."""
    opener = _OPENER.match(raw)
    if opener is None:
        raise _no_opener(raw, path)
    closer = _CLOSER.search(raw, opener.end())
    front = slice(opener.end(), closer.start() if closer else len(raw))
    conflict = _CONFLICT.search(raw, front.start, front.stop)
    if conflict is not None:
        raise _conflict(raw, conflict.start(), path)
    marker = _MARKER.search(raw, front.start, front.stop)
    if marker is not None:
        line = raw.count(b"\n", 0, marker.start()) + 1
        hint = _("end the front matter with a line of exactly '---'")
        raise _broken(path, _("the front matter ends in an odd way"), line, hint)
    if closer is None:
        hint = _("put a line of exactly '---' between the fields and the text")
        raise _broken(path, _("the front matter has no end"), 1, hint)
    return front, closer.end()


def _no_opener(raw: bytes, path: str) -> Broken:
    if _CONFLICT.match(raw.removeprefix(_BOM)):
        return _conflict(raw, 0, path)
    if not raw.strip():
        return _broken(path, _("the file is empty"), 1, _("take it from git again"))
    hint = _("begin the file with a line of exactly '---'")
    return _broken(path, _("the file does not begin with front matter"), 1, hint)


def _conflict(raw: bytes, at: int, path: str) -> Broken:
    line = raw.count(b"\n", 0, at) + 1
    hint = _("keep the right lines and delete those with <<<<<<<, ======= and >>>>>>>")
    return _broken(path, _("git left a conflict here"), line, hint)


def _no_mapping(node: yamltext.Node, path: str) -> Broken:
    if node.data is None:
        return _broken(path, _("the front matter is empty"), 2, None)
    hint = _("write one 'name: value' on each line")
    if isinstance(node.data, str) and "：" in node.data:
        hint = _("write a half-width colon and a space, ': ', not the full-width '：'")
    return _broken(path, _("the front matter is not 'name: value' lines"), node.line(), hint)


def _broken(path: str, message: str, line: int, hint: str | None) -> Broken:
    return Broken([Problem(path, message, line, hint=hint)])
