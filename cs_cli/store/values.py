"""What can be written into a record, and the changes that can be made to one."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from cs_cli.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Plain:
    """A typed scalar (time, day, id, number, true, false), written as given."""

    text: str


Value: TypeAlias = "str | Plain | Sequence[Value] | Mapping[str, Value] | None"


@dataclass(frozen=True, slots=True)
class Put:
    """Set a top-level key."""

    key: str
    value: Value


@dataclass(frozen=True, slots=True)
class Append:
    """Add items to the end of a top-level list, which is made if absent."""

    key: str
    items: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a top-level key away, if it is there."""

    key: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Take items out of a top-level list, by their positions; an empty list goes as a whole."""

    key: str
    positions: frozenset[int]


AsRead = Any  # nested dict, list, str, None
Change = Put | Append | Drop | Remove


def as_read(value: Value) -> AsRead:
    """Give what the strict reader gives for a value that was written."""
    if isinstance(value, Plain):
        return None if value.text in ("", "~") else value.text
    if isinstance(value, Mapping):
        return {key: as_read(inner) for key, inner in value.items()}
    if value is None or isinstance(value, str):
        return value
    return [as_read(item) for item in value]
