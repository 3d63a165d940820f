"""Stories as people at the desk would type them, one command a line.

::

    # what the story is about
    03-02 09:14 li.na    ticket new --type 投诉 --title 电梯停运 --customer @陈淑芬 = 停运
          09:20 li.na    ticket notify @停运 --department 工程部
          09:40 li.na    !TKT-25 ticket promise @停运 --promised-at 17:00

The day stays until another is named. ``= NAME`` names the record a command makes and ``@NAME``
stands for its id, ``@NAME/回访`` for the callback that was made of it (``@NAME/回访2`` for a
second one of the same command) and ``@NAME/工单`` for a ticket. ``!ROW`` says that the
command must be refused by that row of the rulebook. A line that starts with ``...`` goes on with
the one before it.
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

YEAR = 2026


@dataclass(frozen=True, slots=True)
class Line:
    """One command: when, by whom, its words, the rule that refuses it, the name of its record."""

    at: datetime
    by: str
    words: tuple[str, ...]
    refused: str | None = None
    name: str | None = None
    place: str = ""


def read(file: Path) -> Iterator[Line]:
    """Read the stories of a file; raise ValueError with file and line."""
    day = ""
    for number, text in _whole_lines(file):
        words = shlex.split(text)
        if len(words[0]) == len("03-02") and words[0][2] == "-":
            day = words.pop(0)
        yield line(f"{day} {words[0]}", words[1], words[2:], f"{file.name}:{number}")


def line(when: str, by: str, words: list[str], place: str) -> Line:
    """Make a line of ``03-02 09:14``, a person and words; raise ValueError for another time."""
    try:
        at = datetime.strptime(f"{YEAR}-{when} +0800", "%Y-%m-%d %H:%M %z")
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    refused = words.pop(0)[1:] if words[0].startswith("!") else None
    name = words.pop() if len(words) > 2 and words[-2] == "=" else None
    return Line(at, by, tuple(words[:-1] if name else words), refused, name, place)


def _whole_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Give the lines that say something, with those that go on joined to them."""
    found: list[tuple[int, str]] = []
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        said = text.strip()
        if said.startswith("..."):
            found[-1] = (found[-1][0], f"{found[-1][1]} {said[3:]}")
        elif said and not said.startswith("#"):
            found.append((number, said))
    return iter(found)
