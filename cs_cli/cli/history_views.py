"""What happened to records, as listings: one row an event, its changes in words."""

from collections.abc import Iterable, Mapping
from datetime import tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.history import Beside, Story
from cs_cli.cli.list_views import cell, hide, machine, state_label
from cs_cli.cli.views import corrections
from cs_cli.domain.common_verbs import label_of, verb_of
from cs_cli.domain.history import BODY, PATH, STATUS, Change, Happened
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.render import instants
from cs_cli.render.table import Column, Listing


def listing(
    stories: Iterable[Story], zone: tzinfo, *, masked: bool, named: bool,
    beside: Iterable[Beside] = (),
) -> Listing:  # fmt: skip
    """Give the events of records, oldest first; ``named`` tells which record each is of.

    ``beside`` are other files, named after the records.
    """
    columns = (
        *((Column("id", _("record")), Column("title", _("title"))) if named else ()),
        Column("at", _("when")), Column("by", _("who")), Column("do", _("did")),
        Column("changes", _("changes"), wide=True),
    )  # fmt: skip
    rows, items = [], []
    for story in stories:
        hidden = Words(story.kind, zone, story.private, masked=masked)
        head = {"id": story.record.id, "title": hidden.title(story)}
        for one in story.happened or (None,):
            rows.append({**head, **hidden.row(one)})
            items.append({**head, "kind": story.record.kind, **hidden.data(one)})
    for other in beside:
        did, said = _became(other)
        rows.append({"id": other.path, "title": "", **Words.nothing(said)})
        items.append({"id": None, "title": other.path, "kind": None, **Words.no_data(did)})
    return Listing(columns, rows, items)


_TEXT = FieldDef(Text("text", "文字"))


def _became(other: Beside) -> tuple[str, str]:
    """Say what became of a file that is no record: for machines, and for people."""
    if not other.is_there:
        return "deleted", _("deleted")
    return ("changed", _("changed")) if other.was else ("added", _("new"))


class Words:
    """How the events of one record are told."""

    def __init__(self, kind: Kind, zone: tzinfo, private: tuple[str, ...], *, masked: bool) -> None:
        self._kind, self._zone, self._masked = kind, zone, masked
        self._private = private

    def title(self, story: Story) -> str:
        """Give what the record is called."""
        kind = self._kind
        return str(
            self._shown(kind.fields.get(kind.title), story.record.values.get(kind.title)) or ""
        )

    @staticmethod
    def nothing(did: str) -> dict[str, str]:
        """Say what became of a file that tells of no events."""
        return {"at": "", "by": "", "do": did, "changes": ""}

    @staticmethod
    def no_data(did: str) -> dict[str, Any]:
        """Give what became of a file that tells of no events, as an object."""
        empty: dict[str, Any] = {"note": None, "changes": [], "said": {}, "undoes": [], "keeps": []}
        return {"at": None, "by": None, "do": did, **empty, "undone": False, "gone": False}

    def row(self, one: Happened | None) -> dict[str, str]:
        """Give an event in words; None is a record that is gone."""
        if one is None:
            return self.nothing(_("deleted"))
        event = one.event
        said = [self.change(change) for change in one.changes]
        fields = self._fields(event.do) if event else {}
        for name, value in one.said.items():
            what = fields.get(name)
            said.append(f"{what.label if what else name}: {self._cell(what, value)}")
        if event is None:
            return {"at": "", "by": "", "do": _("by hand"), "changes": "; ".join(said)}
        said += [self._cell(None, event.note)] if event.note else []
        said += corrections(event, self._kind, self._zone)
        said += [_("taken back later")] if one.is_undone else []
        said += [_("no longer in the log")] if one.is_gone else []
        return {
            "at": instants.instant(event.at, self._zone), "by": event.by,
            "do": label_of(self._kind, event.do), "changes": "; ".join(said),
        }  # fmt: skip

    def data(self, one: Happened | None) -> dict[str, Any]:
        """Give an event as an object."""
        if one is None:
            return self.no_data("deleted")
        event = one.event
        changes = [self.change_data(change) for change in one.changes]
        return {
            "at": event.at.isoformat() if event else None,
            "by": event.by if event else None,
            "do": event.do if event else "by-hand",
            "note": self._shown(None, event.note) if event else None,
            "changes": changes,
            "said": {name: self._shown(None, value) for name, value in one.said.items()},
            "undoes": list(event.undoes) if event else [],
            "keeps": list(event.keeps) if event else [],
            "undone": one.is_undone,
            "gone": one.is_gone,
        }

    def change_data(self, change: Change) -> dict[str, Any]:
        """Give what one field was and became, as an object."""
        name = change.name
        before, after = (self._machine(name, value) for value in (change.before, change.after))
        return {"field": name, "before": before, "after": after}

    def change(self, change: Change) -> str:
        """Say what one field was and became."""
        if change.name == STATUS:
            before, after = (state_label(self._kind, str(v)) for v in (change.before, change.after))
            return f"{_('status')}: {before} → {after}"
        if change.name in (BODY, PATH):
            label, what = {BODY: _("text"), PATH: _("file")}[change.name], None
        else:
            what = self._kind.fields.get(change.name)
            label = str(what.label) if what else change.name
        before, after = (self._cell(what, v) or "–" for v in (change.before, change.after))
        return f"{label}: {before} → {after}" if change.before else f"{label}: {after}"

    def _cell(self, what: FieldDef | None, value: Any) -> str:  # noqa: ANN401 - values are data
        return cell(what, self._shown(what, value), self._zone)

    def _shown(self, what: FieldDef | None, value: Any) -> Any:  # noqa: ANN401 - as above
        return hide(what or _TEXT, value, self._private) if self._masked else value

    def _machine(self, name: str, value: Any) -> Any:  # noqa: ANN401 - as above
        what = self._kind.fields.get(name)
        return machine(what, self._shown(what, value))

    def _fields(self, do: str) -> Mapping[str, FieldDef]:
        verb = verb_of(self._kind, do)
        return {**self._kind.fields, **(verb.fields if verb else {})}
