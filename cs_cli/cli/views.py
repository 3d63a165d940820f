"""Answers of ``app`` as listings and sheets: which columns, which words, what is masked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.draft import verb_of
from cs_cli.app.due import Item
from cs_cli.app.listing import Listed
from cs_cli.app.show import Shown
from cs_cli.cli.due_views import due_data, due_row, hidden
from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import DUE, OPENED, VOID, VOIDED, FieldDef, Kind
from cs_cli.domain.language import spoken
from cs_cli.domain.record import instant as read_instant
from cs_cli.render import instants
from cs_cli.render.document import Sheet
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
            name: _named_cell(variant.fields.get(name), values.get(name), listed) for name in names
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


def _named_cell(
    field: FieldDef | None,
    value: Any,  # noqa: ANN401
    of: Listed | Shown,
) -> str:
    """Give a value for people, and who or what the records are that it names."""
    if field is None or field.type != "record" or not value:
        return cell(field, value, of.zone)
    ids = value if isinstance(value, list) else [value]
    return ", ".join(f"{id_} {of.names.get(id_, '')}".rstrip() for id_ in ids)


def _worded(field: FieldDef, value: str, zone: tzinfo) -> str:
    if field.type == "choice" and value in field.choices:
        return str(field.choices[value].label)
    if field.type == "flag":
        return _("yes") if value == "true" else _("no")
    if field.type == "money":
        return money.said(value, spoken())
    if field.type in ("instant", "moment") and "T" in value:
        return _time(value, zone)
    return value


def _time(value: object, zone: tzinfo) -> str:
    try:
        return instants.instant(read_instant(value), zone)
    except Invalid:
        return str(value)


def record_sheet(shown: Shown) -> Sheet:
    """Give one record in full but its banner, with what it owes, its links and its log."""
    kind, record, zone = shown.kind, shown.record, shown.zone
    title = str(record.values.get(kind.title) or "")
    facts = [(_("status"), state_label(kind, record.status)), *_facts(shown)]
    label = f"{kind.label} {record.id}"
    sections: list[tuple[str, str | Listing]] = [
        (_("owed"), owed_listing(shown.owed, zone)),
        (_("falls due meanwhile"), owed_listing(shown.meanwhile, zone, named=True)),
        (_("linked"), _linked(shown)),
        (_("text"), record.body.strip()),
        (_("log"), _log(shown)),
    ]
    return Sheet(f"{label} {title}".strip(), facts, sections)


def _facts(shown: Shown) -> list[tuple[str, str]]:
    kind, values = shown.kind, shown.record.values
    facts = []
    for name, field in kind.fields.items():
        told = name == kind.title or name in kind.banner
        if not told and values.get(name) not in (None, "", []):
            facts.append((str(field.label), _named_cell(field, values[name], shown)))
    return [*facts, (_("opened"), instants.instant(shown.record.opened_at, shown.zone))]


def opened(found: Found) -> datetime:
    """Give when a record was opened."""
    return read_instant(found.values["log"][0]["at"])


def owed_listing(owed: Sequence[Item], zone: tzinfo, *, named: bool = False) -> Listing:
    """Give what one record owes; with the records ``named`` what several owe."""
    columns = (Column("due", _("due")), Column("late", _("state")),
               *((Column("id", _("record")),) if named else ()),
               Column("what", _("what"), wide=True),
               Column("owner", _("owner")), Column("rule", _("rule")))  # fmt: skip
    return Listing(columns, [due_row(item, zone, masked=True) for item in owed],
                   [due_data(item, masked=True) for item in owed])  # fmt: skip


def _linked(shown: Shown) -> Listing:
    columns = (Column("id", _("record")), Column("kind", _("kind")), Column("status", _("status")))
    rows = [{"id": f.id, "kind": f.kind, "status": f.status} for f in shown.linked]
    return Listing(columns, rows, rows)


def _log(shown: Shown) -> Listing:
    kind = shown.kind
    columns = (Column("at", _("when")), Column("by", _("who")), Column("do", _("did")),
               Column("what", _("what"), wide=True))  # fmt: skip
    rows = []
    for event in shown.record.log:
        verb = verb_of(kind, event.do)
        fields = {**kind.fields, **(verb.fields if verb else {})}
        said = [_change(fields.get(n), n, v, shown.zone) for n, v in event.values.items()]
        what = "; ".join([*said, *([event.note] if event.note else []), *event.undoes])
        usual = str(OPENED) if event.do == "open" else event.do
        label = str(verb.label) if verb else usual
        at = instants.instant(event.at, shown.zone)
        rows.append({"at": at, "by": event.by, "do": label, "what": what})
    return Listing(columns, rows, rows)


def _change(field: FieldDef | None, name: str, value: Any, zone: tzinfo) -> str:  # noqa: ANN401
    return f"{field.label if field else name}: {cell(field, value, zone)}"


def shown_data(shown: Shown) -> dict[str, Any]:
    """Give one record in full as an object; asked for by id, nothing is masked."""
    values = {k: v for k, v in shown.record.values.items() if k != "log"}
    return {
        **record_data(shown.kind, values),
        "body": shown.record.body,
        "log": [_event_data(e) for e in shown.record.log],
        "owed": [due_data(item, masked=False) for item in shown.owed],
        "linked": [f.id for f in shown.linked],
        "meanwhile": [due_data(item, masked=False) for item in shown.meanwhile],
    }


def _event_data(event: Any) -> dict[str, Any]:  # noqa: ANN401
    data = {"at": event.at.isoformat(), "by": event.by, "do": event.do, **event.values}
    more = {
        "note": event.note,
        "was": dict(event.was),
        "undoes": list(event.undoes),
        "keeps": list(event.keeps),
    }
    return {**data, **{name: value for name, value in more.items() if value}}
