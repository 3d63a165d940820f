"""Two versions of a text that have one ancestor become one, line by line.

A line that one side took away is gone, a line that one side put in is there. Where both put
something into the same place, all of it stays, a paragraph each, in the order of their words: that
order is the same whoever met whom first. What both put in is not said twice.

    ancestor: a b c        one: a X b c        other: a b Y
    merged:   a X b Y

Blank lines belong to the line below them. Where a text says one line several times, or moves lines
about, two merges may take another of them for the one that stayed; nothing is lost by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from cs_cli.domain.frozen import dataclass

Paragraph = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that says something, and the blank lines above it."""

    blank: str
    said: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as its lines, and the blank lines at its end."""

    lines: tuple[_Line, ...]
    end: str


@dataclass(frozen=True, slots=True)
class _Side:
    """What a side did to the ancestor.

    ``kept`` are the ancestor's lines that it still has, by their numbers; ``new`` is what it put
    in, by the number of the line that this stands above, all lines taken away in between.
    """

    text: _Text
    kept: Mapping[int, _Line]
    new: Mapping[int, tuple[_Line, ...]]


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in the ancestor, from one line to another, all taken away: what is there now."""

    lines: tuple[_Line, ...]
    is_clash: bool = False


def merged(base: str, one: str, other: str) -> str:
    """Give the text that both came to; the same for either order of the two."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    newline = _newline(base, one, other)
    lines, _clashes = _joined(base, one, other, newline)
    found = "".join(lines)
    ended = one if _is_ended(other) == _is_ended(base) else other
    if _is_ended(ended) or lines[-1]:
        return found  # blank lines at the end have ended the last one
    return found.removesuffix(newline)


def clashes(base: str, one: str, other: str) -> list[int]:
    """Give where both sides wrote into the same place: lines of the merged text, from 1."""
    if base in (one, other) or one == other:
        return []
    return _joined(base, one, other, _newline(base, one, other))[1]


def _joined(base: str, one: str, other: str, newline: str) -> tuple[list[str], list[int]]:
    """Give the pieces of the merged text, and the lines at which both sides wrote."""
    # A last line without an end is the same line as one with it, and must not run into the next.
    whole = [text if _is_ended(text) else f"{text}{newline}" for text in (base, one, other)]
    ancestor, *texts = (_cut(text) for text in whole)
    sides = [_side(ancestor, text) for text in texts]
    pieces: list[str] = []
    found: list[int] = []
    for place in _places(ancestor, sides, newline):
        if place.is_clash:
            above = "".join([*pieces, *(line.blank for line in place.lines[:1])])
            found.append(above.count("\n") + 1)
        pieces += [piece for line in place.lines for piece in (line.blank, line.said)]
    end = _later(ancestor.end, *(text.end for text in texts))
    return [*pieces, end], found


def _places(ancestor: _Text, sides: Sequence[_Side], newline: str) -> Iterator[_Place]:
    """Give every place of the ancestor, one after the other, and the lines between them."""
    start = 0
    for number, line in enumerate((*ancestor.lines, None)):
        if line is not None and any(number not in side.kept for side in sides):
            continue
        yield _settled(sides, start, number, newline)
        if line is not None:
            blank = _later(line.blank, *(side.kept[number].blank for side in sides))
            yield _Place((_Line(blank, line.said),))
        start = number + 1


def _settled(sides: Sequence[_Side], start: int, stop: int, newline: str) -> _Place:
    """Give what stands in a place; ``stop`` is the line below it, all above it are gone."""
    gone = [any(n not in side.kept for n in range(start, stop)) for side in sides]
    put = [tuple(side.new[n] for n in range(start, stop + 1) if n in side.new) for side in sides]
    told = {one for one in put if one}
    differ = len({one for one, less in zip(put, gone, strict=True) if one or less}) > 1
    if not told:
        return _Place(())
    if len(told) == 1 and len(put[0] or put[1]) == 1:
        # Who only took lines away has no word on what stands there instead.
        return _Place((put[0] or put[1])[0], is_clash=differ)
    first = max((new[0].blank for one in told for new in one), key=_much)
    paragraphs = sorted({one for side in told for one in _paragraphs(side)})
    lines = (
        _Line(first if not (n or m) else "" if m else newline, said)
        for n, paragraph in enumerate(paragraphs)
        for m, said in enumerate(paragraph)
    )
    return _Place(tuple(lines), is_clash=differ)


def _paragraphs(new: Iterable[Sequence[_Line]]) -> set[Paragraph]:
    """Cut what a side put into a place into paragraphs."""
    found: list[list[str]] = []
    for lines in new:
        for number, line in enumerate(lines):
            if not number or line.blank:
                found.append([])
            found[-1].append(line.said)
    return set(map(tuple, found))


def _side(ancestor: _Text, text: _Text) -> _Side:
    """Tell what became of the ancestor's lines."""
    old, now = ([line.said for line in one.lines] for one in (ancestor, text))
    kept: dict[int, _Line] = {}
    new: dict[int, tuple[_Line, ...]] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, now, autojunk=False).get_opcodes():
        if tag == "equal":
            kept.update(zip(range(i1, i2), text.lines[j1:j2], strict=True))
        elif j2 > j1:
            new[i1] = text.lines[j1:j2]
    return _Side(text, kept, new)


def _cut(text: str) -> _Text:
    lines: list[_Line] = []
    blank = ""
    for line in text.split("\n")[:-1]:
        if line.strip():
            lines.append(_Line(blank, f"{line}\n"))
            blank = ""
        else:
            blank += f"{line}\n"
    return _Text(tuple(lines), blank)


def _later(base: str, one: str, other: str) -> str:
    """Give the blank lines that somebody changed, the more of them if both did."""
    return other if one == base else one if other == base else max(one, other, key=_much)


def _much(blank: str) -> tuple[int, str]:
    return blank.count("\n"), blank


def _newline(*texts: str) -> str:
    return "\r\n" if any("\r\n" in text for text in texts) else "\n"


def _is_ended(text: str) -> bool:
    return not text or text.endswith("\n")
