"""What rows of the rulebook say in words, and what in definitions carries their ``ref``."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cs_cli.domain.definitions import BASE, OFF
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Text
from cs_cli.domain.policy import SECTIONS, Origin
from cs_cli.domain.shape import mapping
from cs_cli.domain.source import Source

KINDS = "kinds"
EVERY_PACK = "*"
_PARTS = ("fields", "states", "verbs")
_CALLS = ("rule", "fill")

Key = tuple[str, ...]
"""A section and a row; or ``kinds``, the kind (and type), and the way to an element of it."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A row of the rulebook in words, with an example, and the packs it is of (``*``: all)."""

    packs: tuple[str, ...]
    rule: Text
    example: Text


@dataclass(frozen=True, slots=True)
class Carrier:
    """What puts rows of the rulebook into force, and where it is written.

    ``section`` is one of the sections of a pack, ``kinds``, ``forms`` or ``phrases``; ``calls``
    names the Python it needs; ``packs`` limits a form or phrase to these.
    """

    section: str
    name: str
    origin: Origin
    text: Text
    refs: tuple[str, ...]
    calls: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """Give the kind of record that an element of a kind belongs to."""
        return self.name.split(".")[0].partition("/")[0] if self.section == KINDS else None


def carriers(sources: Iterable[Source]) -> list[Carrier]:
    """Give everything with a ``ref`` in kinds and packs, in the order they are laid.

    What is switched ``off`` later is left out. A pack that writes a ``ref`` over another's adds
    to it: both rows of the rulebook are met by the same field or verb.
    """
    held: dict[tuple[Key, str], Carrier] = {}
    labels: dict[Key, Text] = {}
    for source in sources:
        for key, place, data in _written(source):
            if data == OFF:
                held = {at: one for at, one in held.items() if at[0][: len(key)] != key}
                continue
            labels[key] = _label(data) or labels.get(key) or _inherited(labels, key)
            refs = refs_of(data.get("ref"))
            if refs:
                held[key, source.path] = _carrier(source, key, place, data, labels[key], refs)
    return list(held.values())


def of_file(source: Source, section: str) -> Carrier | None:
    """Give a form or phrase that carries a ``ref``."""
    data = mapping(source.data)
    refs = refs_of(data.get("ref"))
    packs = refs_of(data.get("packs"))
    text = _label(data) or Text(source.name, source.name)
    if not refs:
        return None
    origin = Origin(packs[0] if packs else BASE, source.path, source.line("ref"))
    return Carrier(section, source.name, origin, text, refs, packs=packs)


def refs_of(value: object) -> tuple[str, ...]:
    """Give one word or a list of words as a tuple."""
    found = value if isinstance(value, list | tuple) else [value]
    return tuple(one for one in found if isinstance(one, str) and one)


def _carrier(
    source: Source, key: Key, place: Key, data: Mapping[str, Any], text: Text, refs: tuple[str, ...]
) -> Carrier:
    origin = Origin(pack_of(source), source.path, source.line(*place))
    calls = tuple(name for call in _CALLS for name in refs_of(data.get(call)))
    return Carrier(key[0], ".".join(key[1:]), origin, text, refs, calls)


def pack_of(source: Source) -> str:
    """Give the pack a source is; files of kinds count as what every pack has."""
    return BASE if _is_kind(source) else source.name


def _written(source: Source) -> Iterator[tuple[Key, Key, Any]]:
    """Give every row and element a source writes: its key, its place in the file, its data."""
    for section in SECTIONS:
        for name, row in _named(source.data, section):
            yield (section, name), (section, name), row
    if _is_kind(source):
        parent = source.data.get("extends")
        kind = f"{parent}/{source.name}" if parent else source.name
        yield from _elements(source.data, (KINDS, kind), ())
        return
    for name, kind_data in _named(source.data, KINDS):
        yield from _elements(kind_data, (KINDS, name), (KINDS, name))


def _elements(data: Any, key: Key, place: Key) -> Iterator[tuple[Key, Key, Any]]:  # noqa: ANN401
    """Give a kind, type, field, state or verb, and those within it."""
    yield key, place, data
    if data == OFF:
        return
    for part in _PARTS:
        for name, inner in _named(data, part):
            yield from _elements(inner, (*key, part, name), (*place, part, name))
    if isinstance(data.get("open"), Mapping):
        yield from _elements(data["open"], (*key, "open"), (*place, "open"))
    for name, inner in _named(data, "types"):
        kind = (KINDS, f"{key[1]}/{name}")
        yield from _elements(inner, kind, (*place, "types", name))


def _named(data: Mapping[str, Any], part: str) -> Iterator[tuple[str, Any]]:
    """Give the names of a part with what is said of them."""
    for name, inner in mapping(data.get(part)).items():
        if inner == OFF or isinstance(inner, Mapping):
            yield name, inner


def _is_kind(source: Source) -> bool:
    return "kind" in source.data or "type" in source.data


def _label(data: Mapping[str, Any]) -> Text | None:
    """Give the label of a row or element, else the sentence a guard says."""
    for word in ("label", "says"):
        try:
            return Text.parse(data.get(word))
        except Invalid:
            continue
    return None


def _inherited(labels: Mapping[Key, Text], key: Key) -> Text:
    """Give the label a type takes over from its kind, else the name."""
    kind = (key[0], key[1].partition("/")[0], *key[2:])
    return labels.get(kind) or Text(key[-1], key[-1])


__all__ = ["EVERY_PACK", "KINDS", "Carrier", "RuleText", "carriers", "of_file", "pack_of"]
