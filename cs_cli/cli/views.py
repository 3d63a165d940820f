"""Answers of ``app`` as listings and sheets: which columns, which words, what is masked."""

from collections.abc import Sequence
from datetime import tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.due import Item
from cs_cli.app.show import Shown
from cs_cli.cli.due_views import due_data, due_row
from cs_cli.cli.list_views import cell, named_cell, record_data, state_label
from cs_cli.domain.common_verbs import label_of, verb_of
from cs_cli.domain.dates import instant as read_instant
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import Event
from cs_cli.render import instants
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing


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
            facts.append(
                (str(field.label), named_cell(field, values[name], shown.names, shown.zone))
            )
    return [*facts, (_("opened"), instants.instant(shown.record.opened_at, shown.zone))]


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
        said += [event.note] if event.note else []
        what = "; ".join([*said, *corrections(event, kind, shown.zone)])
        label = label_of(kind, event.do)
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


def corrections(event: Event, kind: Kind, zone: tzinfo) -> list[str]:
    """Say which earlier events of its log an event keeps, and which it takes back."""
    kept = [_("keeps {event}").format(event=_named(one, kind, zone)) for one in event.keeps]
    gone = [_("takes back {event}").format(event=_named(one, kind, zone)) for one in event.undoes]
    return kept + gone


def _named(name: str, kind: Kind, zone: tzinfo) -> str:
    """Say which event a name means: what and when."""
    at, _space, rest = name.partition(" ")
    by, _space, do = rest.rpartition(" ")
    try:
        when = instants.instant(read_instant(at), zone)
    except Invalid:
        return name
    return f"{label_of(kind, do)} ({by}, {when})"
