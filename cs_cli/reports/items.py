"""What is counted: a record, or an entry of a list in it, with every value a report names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.paths import End, follow
from cs_cli.domain.reporting import Report
from cs_cli.reports.sight import Sight


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to count: of which record, and its values by the names the report uses."""

    found: Found
    values: Mapping[str, Any]


def items(found: Found, names: Iterable[str], sight: Sight) -> Iterator[Item]:
    """Give a record, or, where ``LIST.FIELD`` is named, every entry of that list."""
    own = {**found.values, "type": found.type, "status": found.status}
    dotted = [name.split(".", 1) for name in dict.fromkeys(names) if "." in name]
    fields = sight.kind_of(found).fields
    lists = {first for first, _inner in dotted if _is_list(fields.get(first))}
    for first, inner in dotted:
        if first not in lists:
            own[f"{first}.{inner}"] = _followed(own.get(first), fields.get(first), inner, sight)
    if not lists:
        yield Item(found, own)
        return
    name = min(lists)
    for entry in own.get(name) or ():
        if isinstance(entry, Mapping):
            yield Item(found, {**own, **{f"{name}.{key}": value for key, value in entry.items()}})


def names(row: Report) -> list[str]:
    """Give every field a report names, apart from those it lists."""
    mean = row.mean.field if row.mean else ""
    shared = row.share.match if row.share else ()
    return [*row.by, *shared, *filter(None, (mean, row.sum))]


def definition(name: str, row: Report, sight: Sight) -> FieldDef | None:
    """Give what a field of a report may hold; one with choices comes before one without."""
    if row.of is None or row.of.kind not in sight.policy.kinds:
        return None
    found = list(_definitions(name, sight.policy.kinds[row.of.kind], row, sight))
    return next((field for field in found if field.choices), found[0] if found else None)


def _definitions(name: str, kind: Kind, row: Report, sight: Sight) -> Iterator[FieldDef]:
    first, _dot, inner = name.partition(".")
    for variant in kind.among(row.of.match.get("type", ()) if row.of else ()):
        field = variant.fields.get(first)
        if field is None:
            continue
        if not inner:
            yield field
        elif inner in field.fields:
            yield field.fields[inner]
        for to in field.to if inner else ():
            target = sight.policy.kinds.get(to)
            if target is not None and inner in target.fields:
                yield target.fields[inner]


def _is_list(field: FieldDef | None) -> bool:
    return field is not None and field.type == "list"


def _followed(value: object, field: FieldDef | None, inner: str, sight: Sight) -> Any:  # noqa: ANN401
    """Give a value of the record or person that a field names, the first of several."""
    ends = follow(End(field, value), inner, sight.ways) if field is not None else []
    return ends[0].value if ends else None
