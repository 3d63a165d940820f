"""Lists of records and the cells in them: which columns, which words, what is masked.

Apart from the other views, because a list needs no rule.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.listing import Listed
from cs_cli.cli.due_views import hidden
from cs_cli.domain.dates import instant as read_instant
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import DUE, VOID, VOIDED, FieldDef, Kind
from cs_cli.domain.language import spoken
from cs_cli.render import instants
from cs_cli.render.safe import mask
from cs_cli.render.table import Align, Column, Listing


def record_listing(listed: Listed, *, masked: bool) -> Listing:
    """Give a list of records; items hold every field."""
    kind = listed.kind
    names = listed.columns
    columns = [Column("id", _("record")), Column("type", _("type")), Column("status", _("status"))]
    columns += [_column(kind, name) for name in names]
    if not kind.types:
        columns = [column for column in columns if column.key != "type"]
    if any(listed.urgent):
        columns.insert(1, Column("urgent", _("urgent")))
    rows, data = [], []
    each = zip(listed.found, listed.private, listed.urgent, strict=True)
    for found, private, urgent in each:
        variant = kind.of(found.type)
        values = _masked(variant, found.values, private) if masked else found.values
        row = {
            name: named_cell(variant.fields.get(name), values.get(name), listed.names, listed.zone)
            for name in names
        }
        if DUE not in kind.fields:
            row[DUE] = _next_due(listed, found.id)
        row |= {"id": found.id, "status": state_label(variant, found.status)}
        row |= {"urgent": _("urgent") if urgent else ""}
        rows.append({**row, "type": str(variant.label) if found.type else ""})
        data.append({**record_data(variant, values), "urgent": urgent})
    return Listing(tuple(columns), rows, data)


def _column(kind: Kind, name: str) -> Column:
    """Give the column of a field, or of when something is owed next."""
    if name == DUE and name not in kind.fields:
        return Column(DUE, _("due"))
    field = kind.fields[name]
    return Column(name, str(field.label), aligned(field), wide=name == kind.title)


def aligned(field: FieldDef | None) -> Align:
    """Give the side on which the values of a field stand in a column."""
    return "right" if field is not None and field.type in ("number", "money") else "left"


def _next_due(listed: Listed, id_: str) -> str:
    if id_ not in listed.due:
        return ""
    at = listed.due[id_]
    return instants.instant(at, listed.zone) if at else _("no limit set")


def state_label(kind: Kind, state: str) -> str:
    """Name a state in the language of this run."""
    if state == VOID:
        return str(VOIDED)
    return str(kind.states[state].label) if state in kind.states else state


def _masked(kind: Kind, values: Mapping[str, Any], private: tuple[str, ...]) -> dict[str, Any]:
    """Give the values with personal data made unreadable, in texts too."""
    return {n: hide(kind.fields.get(n), v, private) for n, v in values.items() if n != "log"}


def hide(field: FieldDef | None, value: Any, private: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Make the personal data in a value unreadable, in a text also what is known as such."""
    if isinstance(value, list):
        return [hide(field, item, private) for item in value]
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        return {n: hide(inner.get(n), v, private) for n, v in value.items()}
    if not isinstance(value, str) or field is None:
        return value
    if field.pii:
        return mask(value)
    return hidden(value, private) if field.type == "text" else value


def record_data(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record as an object, typed values typed."""
    fields = kind.fields
    return {n: machine(fields.get(n), v) for n, v in values.items() if n != "log"}


def machine(field: FieldDef | None, value: Any) -> Any:  # noqa: ANN401
    """Give a value for programs: flags as true and false, numbers as numbers."""
    if isinstance(value, list):
        return [machine(field, item) for item in value]
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        return {n: machine(inner.get(n), v) for n, v in value.items()}
    if field is not None and field.type == "flag" and value in ("true", "false"):
        return value == "true"
    if field is not None and field.type == "number" and isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> int | float | str:
    try:
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    except ValueError:
        return text


def cell(field: FieldDef | None, value: Any, zone: tzinfo) -> str:  # noqa: ANN401
    """Give a value for people: labels of choices, times in the desk's zone."""
    if value is None:
        return ""
    if isinstance(value, list):
        gap = "; " if any(isinstance(item, Mapping) for item in value) else ", "
        return gap.join(cell(field, item, zone) for item in value)
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        parts = {n: cell(inner.get(n), v, zone) for n, v in value.items()}
        return ", ".join(f"{inner[n].label if n in inner else n} {t}" for n, t in parts.items())
    if field is None:
        return str(value)
    return _worded(field, str(value), zone)


def named_cell(
    field: FieldDef | None,
    value: Any,  # noqa: ANN401
    names: Mapping[str, str],
    zone: tzinfo,
) -> str:
    """Give a value for people, and who or what the records are that it names."""
    if field is None or field.type != "record" or not value:
        return cell(field, value, zone)
    ids = value if isinstance(value, list) else [value]
    return ", ".join(f"{id_} {names.get(id_, '')}".rstrip() for id_ in ids)


def _worded(field: FieldDef, value: str, zone: tzinfo) -> str:
    if field.type == "choice" and value in field.choices:
        return str(field.choices[value].label)
    if field.type == "flag":
        return _("yes") if value == "true" else _("no")
    if field.type == "money":
        # Deferred: few lists have amounts.
        from cs_cli.domain import money

        return money.said(value, spoken())
    if field.type in ("instant", "moment") and "T" in value:
        return _time(value, zone)
    return value


def _time(value: object, zone: tzinfo) -> str:
    try:
        return instants.instant(read_instant(value), zone)
    except Invalid:
        return str(value)


def opened(found: Found) -> datetime:
    """Give when a record was opened."""
    return read_instant(found.values["log"][0]["at"])
