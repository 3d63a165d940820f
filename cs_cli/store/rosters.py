"""Changes to a month of the roster that touch only the lines of the days they mean."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Broken, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import layout, yamltext

_PLAIN = re.compile(r"[^\W\d_](?:[\w.-]*\w)?")
_SAID = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_COMMENT = re.compile(r"(?:^|\s)(#.*?)\s*$")

Shifts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """The shifts of a day as they are to be; ``reason`` goes to the end of the line."""

    day: date
    shifts: Shifts
    reason: str = ""


def path_of(day: date) -> str:
    """Give the file that a day stands in, from the desk."""
    return f"roster/{day:%Y-%m}.yaml"


def edited(raw: bytes | None, lines: Sequence[Line], path: str) -> bytes:
    """Give the file with these days in it, proven to read back; raise :class:`Broken`."""
    text = (raw or b"").decode()
    intended = dict(yamltext.parse(text.encode(), path=path).data or {})
    for line in sorted(lines, key=lambda one: one.day):
        key = line.day.isoformat()
        text = _put(text, line, is_empty=not intended)
        intended[key] = {shift: list(people) for shift, people in line.shifts.items()}
        if not line.shifts:
            intended.pop(key)
    new = text.encode()
    if not _reads_back(new, intended, path):
        message = _("the change would not read back as it was meant; nothing was written")
        hint = _("write one day per line, as in 2026-03-02: {day: [li.na]}")
        raise Broken([Problem(path, message, hint=hint)])
    return new


def _reads_back(new: bytes, intended: Mapping[str, Any], path: str) -> bool:
    try:
        return (yamltext.parse(new, path=path).data or {}) == intended
    except Broken:
        return False


def _put(text: str, line: Line, *, is_empty: bool) -> str:
    """Put the line of a day where it stands, else before the first later day."""
    key = line.day.isoformat()
    newline = "\r\n" if "\r\n" in text else "\n"
    rows = text.split("\n")
    entries = [] if is_empty else layout.entries(text)
    found = next((one for one in entries if one.key == key), None)
    if found is not None:
        first, stop = found.key_start[0], found.last + 1
    else:
        later = (one.key_start[0] for one in entries if one.key > key)
        last = entries[-1].last + 1 if entries else len(rows) - (rows[-1] == "")
        first = stop = next(later, last)
    comment = f"# {line.reason}" if line.reason else _comment(rows[first:stop])
    new = [_written(line, comment) + newline[:-1]] if line.shifts else []
    rows[first:stop] = new
    if rows[-1] != "":
        rows.append("")
    return "\n".join(rows)


def _comment(rows: Sequence[str]) -> str:
    """Give what the lines of a day say besides, as one comment."""
    found = (_COMMENT.search(row) for row in rows)
    said = [match[1].lstrip("# ") for match in found if match]
    return f"# {'; '.join(said)}" if said else ""


def _written(line: Line, comment: str) -> str:
    shifts = ", ".join(
        f"{_text(shift)}: [{', '.join(map(_text, people))}]"
        for shift, people in line.shifts.items()
    )
    return f"{line.day.isoformat()}: {{{shifts}}}{'  ' + comment if comment else ''}"


def _text(word: str) -> str:
    """Write a word so that every reader takes it for a text."""
    if _PLAIN.fullmatch(word) and word.casefold() not in _SAID:
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
