"""Answers of ``app`` as listings and sheets: which columns, which words, what is masked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.due import DueList, Item
from cs_cli.app.show import Listed, Shown
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import VOID, FieldDef, Kind
from cs_cli.domain.language import Text, spoken
from cs_cli.domain.record import instant as read_instant
from cs_cli.render import instants
from cs_cli.render.document import Sheet
from cs_cli.render.safe import mask, mask_numbers
from cs_cli.render.table import Column, Listing

VOIDED = Text("void", "已作废")


def due_listing(found: DueList, *, masked: bool) -> Listing:
    """Give what is owed as a listing; JSON keys as the contract has them."""
    columns = (
        Column("due", _("due")),
        Column("late", _("state")),
        Column("id", _("record")),
        Column("what", _("what")),
        Column("owner", _("owner")),
        Column("title", _("title"), wide=True),
        Column("rule", _("rule")),
    )
    rows = [_due_row(item, found.zone, masked=masked) for item in found.items]
    data = [due_data(item, masked=masked) for item in found.items]
    tones = ["alarm" if item.state == "overdue" else "none" for item in found.items]
    return Listing(columns, rows, data, DUE_KEYS, tones)  # type: ignore[arg-type]


DUE_KEYS = (
    "id", "kind", "type", "what", "title", "owner", "due_at", "state", "late_s", "rule",
    "escalate_to", "urgent", "provisional",
)  # fmt: skip


def due_data(item: Item, *, masked: bool) -> dict[str, Any]:
    """Give one obligation as the object that programs read (contract)."""
    owed = item.owed
    values = (
        owed.id, owed.kind, owed.type, owed.what, _title(item, masked=masked), owed.owner,
        item.due_at.isoformat() if item.due_at else None, item.state, item.late, owed.rule,
        owed.escalate, owed.urgent, owed.provisional,
    )  # fmt: skip
    return dict(zip(DUE_KEYS, values, strict=True))


def _due_row(item: Item, zone: tzinfo, *, masked: bool) -> dict[str, str]:
    owed = item.owed
    label = owed.zh if spoken() == "zh" else owed.en
    what = f"{label} {owed.period}" if owed.period else label
    title = _title(item, masked=masked) if owed.id else ""
    return {
        "due": due_words(item, zone),
        "late": state_words(item),
        "id": owed.id or "-",
        "what": _("{what} (urgent)").format(what=what) if owed.urgent else what,
        "owner": owed.owner or "-",
        "title": title,
        "rule": owed.rule or "",
    }


def due_summary(item: Item) -> str:
    """Say in one line what is owed on which record."""
    row = _due_row(item, item.due_at.tzinfo if item.due_at else UTC, masked=True)  # type: ignore[arg-type]
    return f"{row['id']} {row['what']}" if item.owed.id else row["what"]


def nothing_due() -> str:
    """Tell a person at a terminal that the list is empty."""
    return _("nothing is overdue")


def due_words(item: Item, zone: tzinfo) -> str:
    """Say when something is due; a guess over unpublished holidays is marked."""
    if item.due_at is None:
        return _("no limit set")
    shown = instants.instant(item.due_at, zone)
    return _("{time} (provisional)").format(time=shown) if item.owed.provisional else shown


def state_words(item: Item) -> str:
    """Say how late something is, or that it is not."""
    if item.state == "overdue":
        return _("overdue {time}").format(time=instants.duration(item.late))
    if item.owed.paused:
        return _("waiting")
    return _("open") if item.due_at is None else _("coming")


def _title(item: Item, *, masked: bool) -> str:
    title = item.owed.title
    if not masked:
        return title
    for word in sorted(item.private, key=len, reverse=True):
        title = title.replace(word, mask(word))
    return mask_numbers(title)


def record_listing(listed: Listed, *, masked: bool) -> Listing:
    """Give a list of records; items hold every field."""
    kind = listed.kind
    names = listed.columns
    columns = [Column("id", _("record")), Column("type", _("type")), Column("status", _("status"))]
    columns += [Column(n, str(kind.fields[n].label), wide=n == kind.title) for n in names]
    if not kind.types:
        columns = [column for column in columns if column.key != "type"]
    rows, data = [], []
    for found in listed.found:
        variant = kind.of(found.type)
        row = {
            n: cell(variant.fields.get(n), found.values.get(n), listed.zone, masked=masked)
            for n in names
        }
        type_ = str(variant.label) if found.type else ""
        rows.append(
            {"id": found.id, "type": type_, "status": state_label(variant, found.status), **row}
        )
        data.append(record_data(variant, found.values, masked=masked))
    return Listing(tuple(columns), rows, data)


def state_label(kind: Kind, state: str) -> str:
    """Name a state in the language of this run."""
    if state == VOID:
        return str(VOIDED)
    return str(kind.states[state].label) if state in kind.states else state


def record_data(kind: Kind, values: Mapping[str, Any], *, masked: bool) -> dict[str, Any]:
    """Give a record as an object, typed values typed, personal data masked."""
    return {
        name: machine(kind.fields.get(name), value, masked=masked)
        for name, value in values.items()
        if name != "log"
    }


def machine(field: FieldDef | None, value: Any, *, masked: bool) -> Any:  # noqa: ANN401
    """Give a value for programs: flags as true and false, the rest as text."""
    if isinstance(value, list):
        return [machine(field, item, masked=masked) for item in value]
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        return {n: machine(inner.get(n), v, masked=masked) for n, v in value.items()}
    if field is None or not isinstance(value, str):
        return value
    if field.pii and masked:
        return mask(value)
    return value == "true" if field.type == "flag" and value in ("true", "false") else value


def cell(field: FieldDef | None, value: Any, zone: tzinfo, *, masked: bool = False) -> str:  # noqa: ANN401
    """Give a value for people: labels of choices, times in the desk's zone."""
    if value is None:
        return ""
    if isinstance(value, list):
        gap = "; " if any(isinstance(item, Mapping) for item in value) else ", "
        return gap.join(cell(field, item, zone, masked=masked) for item in value)
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        parts = {n: cell(inner.get(n), v, zone, masked=masked) for n, v in value.items()}
        return ", ".join(f"{inner[n].label if n in inner else n} {t}" for n, t in parts.items())
    if field is None:
        return str(value)
    if field.pii and masked:
        return mask(str(value))
    return _worded(field, str(value), zone)


def _worded(field: FieldDef, value: str, zone: tzinfo) -> str:
    if field.type == "choice" and value in field.choices:
        return str(field.choices[value].label)
    if field.type == "flag":
        return _("yes") if value == "true" else _("no")
    if field.type in ("instant", "moment") and "T" in value:
        return _time(value, zone)
    return value


def _time(value: object, zone: tzinfo) -> str:
    try:
        return instants.instant(read_instant(value), zone)
    except Invalid:
        return str(value)


def record_sheet(shown: Shown, *, masked: bool = False) -> Sheet:
    """Give one record in full, with what it owes, what is linked to it, and its log."""
    kind, record, zone = shown.kind, shown.record, shown.zone
    title = str(record.values.get(kind.title) or "")
    facts = [(_("status"), state_label(kind, record.status)), *_facts(shown, masked=masked)]
    label = f"{kind.label} {record.id}"
    sections: list[tuple[str, str | Listing]] = [
        (_("alert"), "\n".join(_alerts(shown))),
        (_("owed"), owed_listing(shown.owed, zone)),
        (_("linked"), _linked(shown)),
        (_("text"), record.body.strip()),
        (_("log"), _log(shown, masked=masked)),
    ]
    return Sheet(f"{label} {title}".strip(), facts, sections)


def _facts(shown: Shown, *, masked: bool) -> list[tuple[str, str]]:
    kind, values = shown.kind, shown.record.values
    facts = []
    for name, field in kind.fields.items():
        if name != kind.title and values.get(name) not in (None, "", []):
            facts.append((str(field.label), cell(field, values[name], shown.zone, masked=masked)))
    return [*facts, (_("opened"), instants.instant(shown.record.opened_at, shown.zone))]


def _alerts(shown: Shown) -> list[str]:
    if shown.customer is None:
        return []
    alerts = shown.customer.values.get("alerts") or []
    return [str(a) for a in (alerts if isinstance(alerts, list) else [alerts])]


def owed_listing(owed: Sequence[Item], zone: tzinfo) -> Listing:
    """Give what one record owes."""
    columns = (Column("due", _("due")), Column("late", _("state")), Column("what", _("what")),
               Column("owner", _("owner")), Column("rule", _("rule")))  # fmt: skip
    return Listing(columns, [_due_row(item, zone, masked=True) for item in owed],
                   [due_data(item, masked=True) for item in owed])  # fmt: skip


def _linked(shown: Shown) -> Listing:
    columns = (Column("id", _("record")), Column("kind", _("kind")), Column("status", _("status")))
    rows = [{"id": f.id, "kind": f.kind, "status": f.status} for f in shown.linked]
    return Listing(columns, rows, rows)


def _log(shown: Shown, *, masked: bool) -> Listing:
    kind = shown.kind
    columns = (Column("at", _("when")), Column("by", _("who")), Column("do", _("did")),
               Column("what", _("what"), wide=True))  # fmt: skip
    rows = []
    for event in shown.record.log:
        verb = kind.verbs.get(event.do)
        fields = {**kind.fields, **(verb.fields if verb else {})}
        said = [
            _change(fields.get(n), n, v, shown.zone, masked=masked) for n, v in event.values.items()
        ]
        what = "; ".join([*said, *([event.note] if event.note else [])])
        label = str(verb.label) if verb else event.do
        at = instants.instant(event.at, shown.zone)
        rows.append({"at": at, "by": event.by, "do": label, "what": what})
    return Listing(columns, rows, rows)


def _change(field: FieldDef | None, name: str, value: Any, zone: tzinfo, *, masked: bool) -> str:  # noqa: ANN401
    return f"{field.label if field else name}: {cell(field, value, zone, masked=masked)}"


def shown_data(shown: Shown) -> dict[str, Any]:
    """Give one record in full as an object; asked for by id, nothing is masked."""
    values = {k: v for k, v in shown.record.values.items() if k != "log"}
    return {
        **record_data(shown.kind, values, masked=False),
        "body": shown.record.body,
        "log": [_event_data(e) for e in shown.record.log],
        "owed": [due_data(item, masked=False) for item in shown.owed],
        "linked": [f.id for f in shown.linked],
    }


def _event_data(event: Any) -> dict[str, Any]:  # noqa: ANN401
    data = {"at": event.at.isoformat(), "by": event.by, "do": event.do, **event.values}
    return {**data, **({"note": event.note} if event.note else {})}


def times(values: Iterable[tuple[str, datetime]], zone: tzinfo) -> list[str]:
    """Say which absolute times were read from phrases."""
    return [f"--{name}: {instants.instant(at, zone)}" for name, at in values]
