"""Conditions in data: equality, and nothing else."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.shape import mapping, text

Match = Mapping[str, tuple[str, ...]]
"""Field name to the values that fit; the words ``any`` and ``none`` mean filled and empty."""


def match(data: object) -> Match:
    """Read ``{field: value | [values]}``."""
    return {
        key: tuple(text(v) for v in (value if isinstance(value, list) else [value]))
        for key, value in mapping(data).items()
    }


@dataclass(frozen=True, slots=True)
class Query:
    """Which other records are meant.

    ``linked`` asks for those that are about this record; ``open`` for those in a state that
    is not final. Where a record is acted on, ``$PATH`` copies a value of it and ``@me`` or
    ``@today`` stand for the acting person and the day; a path with nothing in it finds nothing.
    """

    kind: str
    match: Match = field(default_factory=dict)
    linked: bool = False
    open: bool = False

    @classmethod
    def parse(cls, data: object) -> "Query":
        """Read ``{kind, linked: true, open: true, FIELD: VALUE}``."""
        wanted = dict(match(data))
        if "kind" not in wanted:
            raise Invalid(_("say which kind of record is looked for"))
        flags = {name: wanted.pop(name, ("false",)) == ("true",) for name in ("linked", "open")}
        return cls(wanted.pop("kind")[0], wanted, **flags)


def fits(wanted: Match, values: Mapping[str, Any]) -> bool:
    """Tell whether every field named holds one of its wanted values."""
    return all(_one_fits(options, values.get(name)) for name, options in wanted.items())


def _one_fits(options: Sequence[str], value: object) -> bool:
    filled = value not in (None, "", [])
    for option in options:
        if option == "any" and filled:
            return True
        if option == "none" and not filled:
            return True
        if filled and (value == option or (isinstance(value, list) and option in value)):
            return True
    return False
