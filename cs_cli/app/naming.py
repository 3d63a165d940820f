"""Who or what the records are that others name: whom to call, without looking each one up."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cs_cli.app.work import Work
from cs_cli.domain.kind import Kind


def names(work: Work, kind: Kind, every: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give, by id, the records that the values name: title, and what a list has of a person.

    Nothing is masked: whoever asks for these asks on purpose.
    """
    ids = dict.fromkeys(id_ for values in every for id_ in _ids(kind, values))
    return {id_: said for id_ in ids if (said := _said(work, id_))}


def _ids(kind: Kind, values: Mapping[str, Any]) -> Iterator[str]:
    for name, field in kind.fields.items():
        value = values.get(name) if field.type == "record" else None
        if value:
            yield from value if isinstance(value, list) else [str(value)]


def _said(work: Work, id_: str) -> str:
    found = work.records.get(id_)
    kind = work.known_kind(found.kind) if found else None
    if found is None or kind is None:
        return ""
    kind = kind.of(found.type)
    personal = [name for name in kind.columns if name in kind.fields and kind.fields[name].pii]
    told = (found.values.get(name) for name in dict.fromkeys((kind.title, *personal)))
    return " ".join(value for value in told if isinstance(value, str))
