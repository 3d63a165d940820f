"""Two versions of a text that have one ancestor become one, line by line.

Where only one side changed lines, its lines stand. Where both changed the same lines, both are
kept, in an order that does not depend on which side is whose; what one side holds of the other
already is not said twice.

    ancestor: a b c        one: a X b c        other: a b Y
    merged:   a X b Y
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Lines = Sequence[str]
_Change = tuple[int, int, Lines]
"""Lines of the ancestor from one number to another, and what stands there instead."""


def merged(base: str, one: str, other: str) -> str:
    """Give the text that both came to; the same for either order of the two."""
    if one == other or other == base:
        return one
    if one == base:
        return other
    # A last line without an end is the same line as one with it, and must not run into the next.
    newline = "\r\n" if "\r\n" in base + one + other else "\n"
    whole = [text if _is_ended(text) else f"{text}{newline}" for text in (base, one, other)]
    lines, *sides = (text.splitlines(keepends=True) for text in whole)
    found = "".join(_joined(lines, *sides))
    ended = one if _is_ended(other) == _is_ended(base) else other
    return found if _is_ended(ended) else found.removesuffix(newline)


def _is_ended(text: str) -> bool:
    return not text or text.endswith("\n")


def _joined(base: Lines, one: Lines, other: Lines) -> Iterator[str]:
    at = 0
    for start, stop, sides in _regions(_changes(base, one), _changes(base, other)):
        yield from base[at:start]
        yield from _settled([_side(base, start, stop, changes) for changes in sides])
        at = stop
    yield from base[at:]


def _changes(base: Lines, side: Lines) -> list[_Change]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    found = matcher.get_opcodes()
    return [(i1, i2, side[j1:j2]) for tag, i1, i2, j1, j2 in found if tag != "equal"]


def _regions(
    one: Sequence[_Change], other: Sequence[_Change]
) -> Iterator[tuple[int, int, tuple[list[_Change], list[_Change]]]]:
    """Give the stretches of the ancestor that somebody changed, with the changes of each side."""
    waiting = sorted(
        [(start, stop, 0, new) for start, stop, new in one]
        + [(start, stop, 1, new) for start, stop, new in other]
    )
    while waiting:
        start, stop, side, new = waiting.pop(0)
        sides: tuple[list[_Change], list[_Change]] = ([], [])
        sides[side].append((start, stop, new))
        while waiting and waiting[0][0] <= stop:
            begins, ends, side, new = waiting.pop(0)
            sides[side].append((begins, ends, new))
            stop = max(stop, ends)
        yield start, stop, sides


def _side(base: Lines, start: int, stop: int, changes: Sequence[_Change]) -> list[str] | None:
    """Give a stretch as one side has it, None where that side left it alone."""
    if not changes:
        return None
    found: list[str] = []
    at = start
    for begins, ends, new in changes:
        found += [*base[at:begins], *new]
        at = ends
    return [*found, *base[at:stop]]


def _settled(sides: Sequence[list[str] | None]) -> list[str]:
    told = sorted(side for side in sides if side is not None)
    first, last = told[0], told[-1]
    if _holds(first, last):
        return first
    if _holds(last, first):
        return last
    return [*first, *last]


def _holds(whole: Lines, part: Lines) -> bool:
    rest = iter(whole)
    return all(line in rest for line in part)
