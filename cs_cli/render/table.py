"""A list of things before it has a format."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

from cs_cli.render.colour import Tone

Align = Literal["left", "right"]


class Column(NamedTuple):
    """One column: ``wide`` ones are wrapped when a terminal is too narrow."""

    key: str
    label: str
    align: Align = "left"
    wide: bool = False


class Listing(NamedTuple):
    """The same things twice: ``rows`` are texts for people, ``items`` objects for machines.

    ``rows`` has texts by column key, ``items`` has JSON values by stable English keys.
    ``keys`` fixes the columns of CSV (else: the keys of the items, first seen first).
    ``tones`` colours whole rows by position; shorter than ``rows`` means no colour.
    ``marks`` are, by position, texts to be marked at a terminal in the wide cells of a row.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    items: Sequence[Mapping[str, Any]]
    keys: tuple[str, ...] = ()
    tones: Sequence[Tone] = ()
    marks: Sequence[Sequence[str]] = ()

    def texts(self) -> list[list[str]]:
        """Give the cells for people, row by row, in the order of the columns."""
        return [[_text(row.get(column.key)) for column in self.columns] for row in self.rows]

    def tone(self, row: int) -> Tone:
        """Give the tone of a row, counted from 0."""
        return self.tones[row] if row < len(self.tones) else "none"


def _text(value: object) -> str:
    return "" if value is None else str(value)
