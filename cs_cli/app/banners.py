"""What is to be known first of a record, and of those it names: the ``banner`` of their kinds."""

from collections.abc import Iterator, Mapping
from typing import Any

from cs_cli.app.work import Work
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import FieldDef, Kind

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A value worth telling: the path that led to it, its label, the field it is in.

    ``private`` are words of personal data to be masked in it.
    """

    path: str
    label: str
    value: Any
    field: FieldDef | None = None
    private: tuple[str, ...] = ()


def banner(kind: Kind, values: Values) -> tuple[Told, ...]:
    """Give the fields of a record that are to be told first of all."""
    return tuple(
        Told(name, str(kind.fields[name].label), values[name], kind.fields[name])
        for name in kind.banner
        if values.get(name) not in (None, "", [])
    )


def banners(work: Work, kind: Kind, values: Values) -> Iterator[Told]:
    """Give the banners of the records that a record names, each record once."""
    seen: set[str] = set()
    for name, id_ in _named(kind, values):
        found = work.records.get(id_) if id_ not in seen else None
        seen.add(id_)
        named = work.known_kind(found.kind) if found else None
        if found is None or named is None:
            continue
        private = work.records.private_words(id_)
        for one in banner(named.of(found.type), found.values):
            yield replace(one, path=f"{name}.{one.path}", private=private)


def _named(kind: Kind, values: Values) -> Iterator[tuple[str, str]]:
    for name, field in kind.fields.items():
        value = values.get(name)
        if field.type == "record" and value:
            yield from ((name, str(id_)) for id_ in (value if isinstance(value, list) else [value]))
