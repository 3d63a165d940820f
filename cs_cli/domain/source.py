"""Where definitions were written: the files they come from, and where a fault in them lies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Invalid, Problem
from cs_cli.domain.frozen import dataclass

Data = Mapping[str, Any]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One definition file: what it is, its plain data, and where its places stand."""

    path: str
    name: str
    data: Data
    line: Callable[..., int]


def blame(sources: Sequence[Source], fault: Invalid) -> Problem:
    """Give the problem with a fault of merged data: in the last file that wrote the place.

    The place begins with ``kinds, KIND`` (perhaps ``types, TYPE``) or with a section and a row.
    """
    place = fault.place
    if place[:1] != ("kinds",):
        written = [(source, ()) for source in sources]
        return _deepest(written, place, fault, sources[-1])
    kind, inner = str(place[1]), place[2:]
    type_ = str(inner[1]) if inner[:1] == ("types",) and len(inner) > 1 else None
    own = next((s for s in sources if s.name in (type_, kind) and "kinds" not in s.data), None)
    return _deepest(
        list(_writers(sources, kind, type_)), inner[2:] if type_ else inner, fault,
        own or sources[-1],
    )  # fmt: skip


def _writers(
    sources: Sequence[Source], kind: str, type_: str | None
) -> Iterable[tuple[Source, Place]]:
    """Give the sources that say something of a kind or type, and where in them."""
    for source in sources:
        if source.name == kind and "extends" not in source.data:
            yield source, ()
            if type_:
                yield source, ("types", type_)
        if source.name == type_ and source.data.get("extends") == kind:
            yield source, ()
        for key in (kind, f"{kind}/{type_}"):
            if _depth(source.data, ("kinds", key)) == 2:
                yield source, ("kinds", key)


def _deepest(
    written: Sequence[tuple[Source, Place]], inner: Place, fault: Invalid, otherwise: Source
) -> Problem:
    """Report a fault where most of its place was written; of equals the last one counts."""
    best, source, at = 0, otherwise, inner
    for candidate, prefix in written:
        depth = _depth(candidate.data, (*prefix, *inner)) - len(prefix)
        if depth > 0 and depth >= best:
            best, source, at = depth, candidate, (*prefix, *inner)
    return problem_at(source, Invalid(fault.message, *at, hint=fault.hint))


def _depth(data: object, place: Place) -> int:
    """Count how much of a place a document wrote."""
    for number, key in enumerate(place):
        if isinstance(data, Mapping) and key in data:
            data = data[str(key)]
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return number
    return len(place)


def problem_at(source: Source, fault: Invalid) -> Problem:
    """Give the problem with a fault: its place in words, and the file and line of it."""
    spot = " ".join(str(part) for part in fault.place)
    said = (
        _("{place}: {message}").format(place=spot, message=fault.message) if spot else fault.message
    )
    return Problem(source.path, said, source.line(*fault.place), hint=fault.hint)
