"""How wide text is on a terminal, and where a line of Chinese and English may end."""

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, east_asian_width

from cs_cli.render.table import Align

_OPENING = frozenset("（「『【《〈〔［｛“‘([{<")
_CLOSING = frozenset("，。！？；：、）」』】》〉〕］｝”’…—·％,.!?;:)]}>%")


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    # Conjoining Hangul vowels and finals are drawn inside the letter before them.
    joined = "\u1160" <= character <= "\u11ff"
    return 0 if joined or category(character) in {"Mn", "Me", "Cf"} else 1


def width(text: str) -> int:
    """Count the terminal columns of one line of text."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def pad(text: str, columns: int, align: Align = "left") -> str:
    """Fill one line with spaces to that many columns; a longer one stays as it is."""
    space = " " * (columns - width(text))
    return space + text if align == "right" else text + space


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most that many columns, keeping its own line breaks.

    ``first`` starts the first line and ``rest`` every other one, both counted in. A line that
    is indented in the text keeps its indent on the lines it is broken into.
    """
    done: list[str] = []
    for line in text.expandtabs(4).split("\n"):
        lead = rest if done else first
        indent = line[: len(line) - len(line.lstrip(" "))]
        done += _fill(list(_pieces(line.strip(" "))), columns, lead + indent, rest + indent)
    return done


def longest_piece(text: str) -> int:
    """Count the columns of the longest part of a text that no line break may divide."""
    pieces = (piece for line in text.split("\n") for piece in _pieces(line))
    return max((width(piece.rstrip(" ")) for piece in pieces), default=0)


def _fill(pieces: list[str], columns: int, first: str, rest: str) -> list[str]:
    done: list[str] = []
    line, used = first, width(first)
    empty = True
    for piece in _fitting(pieces, max(1, columns - max(width(first), width(rest)))):
        size = width(piece)
        if not empty and used + width(piece.rstrip(" ")) > columns:
            done.append(line.rstrip(" "))
            line, used, empty = rest, width(rest), True
        line, used, empty = line + piece, used + size, False
    return [*done, line.rstrip(" ")]


def _pieces(line: str) -> Iterator[str]:
    """Give the parts between which a line may end; spaces stay at the end of a part."""
    start = 0
    for at in range(1, len(line)):
        if _may_break(line[at - 1], line[at]):
            yield line[start:at]
            start = at
    if line:
        yield line[start:]


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if after == " " or before in _OPENING or after in _CLOSING:
        return False
    if before in "/;" and after.isalpha():
        return True  # in a path, or in a rule of recurrence
    return _columns(before) == 2 or _columns(after) == 2


def _fitting(pieces: list[str], columns: int) -> Iterator[str]:
    """Cut the parts that would not fit on a line of their own."""
    for piece in pieces:
        while width(piece.rstrip(" ")) > columns:
            head = _head(piece, columns)
            yield head
            piece = piece[len(head) :]
        if piece:
            yield piece


def _head(text: str, columns: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += _columns(character)
        if used > columns and at:
            return text[:at]
    return text
