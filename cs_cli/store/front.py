"""Where the front matter of a record begins and ends, and what it says where it is plain.

Apart from :mod:`cs_cli.store.codec`, because a record that is plain needs no YAML.
"""

import re
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Broken, Problem
from cs_cli.store import yamlplain

_BOM = b"\xef\xbb\xbf"
_OPENER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n")
_CLOSER = re.compile(rb"^---(?:\r?\n|\Z)", re.MULTILINE)
_MARKER = re.compile(rb"^(?:---|\.\.\.)(?:\s|\Z)", re.MULTILINE)
_CONFLICT = re.compile(rb"^(?:<{7}|={7}|>{7}|\|{7})(?:\s|\Z)", re.MULTILINE)


def plain(raw: bytes) -> tuple[dict[str, Any], str] | None:
    """Give the values and the body of a record written as ``cs`` writes; None for any other.

    It is a third of the work of :func:`codec.read`, which tells lines as well, and what is wrong.
    """
    try:
        text = raw.decode()
        front, body = split(raw, "")
    except (UnicodeDecodeError, Broken):
        return None
    data = None if "\0" in text else yamlplain.read(raw[front].decode())
    return None if data is None else (data, raw[body:].decode())


def split(raw: bytes, path: str) -> tuple[slice, int]:
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
        raise broken(path, _("the front matter ends in an odd way"), line, hint)
    if closer is None:
        hint = _("put a line of exactly '---' between the fields and the text")
        raise broken(path, _("the front matter has no end"), 1, hint)
    return front, closer.end()


def _no_opener(raw: bytes, path: str) -> Broken:
    if _CONFLICT.match(raw.removeprefix(_BOM)):
        return _conflict(raw, 0, path)
    if not raw.strip():
        return broken(path, _("the file is empty"), 1, _("take it from git again"))
    hint = _("begin the file with a line of exactly '---'")
    return broken(path, _("the file does not begin with front matter"), 1, hint)


def _conflict(raw: bytes, at: int, path: str) -> Broken:
    line = raw.count(b"\n", 0, at) + 1
    hint = _("keep the right lines and delete those with <<<<<<<, ======= and >>>>>>>")
    return broken(path, _("git left a conflict here"), line, hint)


def broken(path: str, message: str, line: int, hint: str | None) -> Broken:
    """Give the complaint about one line of a file."""
    return Broken([Problem(path, message, line, hint=hint)])
