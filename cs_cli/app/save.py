"""Write drafts to the desk: files, ledger, index; all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from typing import Any

from cs_cli.app.draft import Draft
from cs_cli.app.find import load
from cs_cli.app.reading import written
from cs_cli.app.work import Work
from cs_cli.domain.errors import Invalid, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, field, replace
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import Record
from cs_cli.store import codec, files, transaction
from cs_cli.store.codec import Append, Change, Document, Drop, Plain, Put, Remove, Value
from cs_cli.store.pending import Work as Commit
from cs_cli.store.query import Planned
from cs_cli.store.transaction import Created, Replaced

_PLAIN = frozenset(
    {"choice", "flag", "number", "money", "date", "instant", "moment", "record", "shift", "person"}
)
_HEAD = ("id", "kind", "type", "status", "opened_at")


@dataclass(frozen=True, slots=True)
class Saved:
    """What one command wrote: path, bytes before (None for a new file) and after."""

    path: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one command writes, worked out record by record before any of it is.

    Rules see other records as the plan leaves them; ``made`` and ``changed`` are the records of
    its follow-ups, ``rules`` the rows that made them, by path.
    """

    work: Work
    files: dict[str, Saved] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    unseen: list[Draft] = field(default_factory=list)
    rules: dict[str, str | None] = field(default_factory=dict)

    @property
    def saved(self) -> tuple[Saved, ...]:
        """Give the files, that of the command itself first."""
        return tuple(self.files.values())

    @property
    def made(self) -> tuple[str, ...]:
        """Give the ids of the records made besides."""
        return self._besides(new=True)

    @property
    def changed(self) -> tuple[str, ...]:
        """Give the ids of the other records changed besides."""
        return self._besides(new=False)

    def _besides(self, *, new: bool) -> tuple[str, ...]:
        every = ((d.act.id, path_of(d.act.kind.kind, d.act.id)) for d in self.drafts[1:])
        ids = [id_ for id_, path in every if (self.files[path].before is None) == new]
        return tuple(id_ for id_ in dict.fromkeys(ids) if id_ != self.drafts[0].act.id)

    def has(self, path: str) -> bool:
        """Tell whether a record is there, or will be."""
        return path in self.files or (self.work.root / path).exists()

    def load(self, kind: str, id_: str) -> tuple[Kind, Record, Document]:
        """Read a record as it will be; raise :class:`Broken`."""
        planned = self.files.get(path_of(kind, id_))
        return load(self.work, kind, id_, planned.after if planned else None)

    def add(self, draft: Draft, document: Document | None) -> None:
        """Add what a draft writes; ``document`` is the record's file before, if there is one."""
        try:
            new = _planned(self.work, draft, document)
        except Invalid as fault:
            raise UsageError(fault.message, hint=fault.hint) from None
        earlier = self.files.get(new.path)
        self.files[new.path] = replace(new, before=earlier.before) if earlier else new
        self.drafts.append(draft)
        self.unseen.append(draft)

    def reveal(self) -> None:
        """Let rules see what was added; reading it back is left out where nobody looks."""
        for draft in self.unseen:
            name, id_ = draft.act.kind.kind, draft.act.id
            kind, record, _document = self.load(name, id_)
            found = Found(id_, name, record.type, record.status, record.values)
            self.work.planned[id_] = Planned(found, kind.is_final(record.status))
        self.unseen.clear()


def write(plan: Plan) -> None:
    """Write and commit; the desk's lock is held by the caller."""
    work, draft = plan.work, plan.drafts[0]
    changes = [
        Created(s.path, s.after)
        if s.before is None
        else Replaced(s.path, s.after, files.digest(s.before))
        for s in plan.saved
    ]
    record(work, changes, f"{draft.act.kind.kind} {draft.act.id}: {draft.act.do}",
           {"Cs-Op": f"{draft.act.kind.kind}.{draft.act.do}", "Cs-By": work.actor.id})  # fmt: skip


def record(
    work: Work, changes: Sequence[Created | Replaced], subject: str, trailers: Mapping[str, str]
) -> None:
    """Write changes as one, and as one commit where the desk is kept in git."""
    ledger = work.desk.settings.commit == "auto" and work.git.inside_repository()
    digests = {change.path: files.digest(change.content) for change in changes}
    if ledger:
        work.git.ensure_ready()
        new = any(isinstance(change, Created) for change in changes)
        work.git.remember(Commit(digests, subject, trailers, work.actor.author, work.now, new))
    work.begun.update(digests)
    work.keeps_history = ledger
    transaction.apply(work.root, changes)
    if ledger:
        work.git.commit_pending()


def _planned(work: Work, draft: Draft, document: Document | None) -> Saved:
    path = path_of(draft.act.kind.kind, draft.act.id)
    if document is None:
        content = codec.compose(_front_matter(work, draft), draft.body)
        return Saved(path, None, content)
    return Saved(path, document.raw, codec.edit(document, _edits(work, draft, document)))


def _front_matter(work: Work, draft: Draft) -> dict[str, Value]:
    kind, values = draft.act.kind, draft.act.values
    head: dict[str, Value] = {"id": Plain(draft.act.id), "kind": Plain(kind.kind)}
    if draft.act.type:
        head["type"] = Plain(draft.act.type)
    order = [kind.title, *(name for name in kind.fields if name != kind.title)]
    named = [name for name in order if values.get(name) not in (None, "", [])]
    result = dict(head)
    if kind.title in named:
        result[kind.title] = _value(kind.fields.get(kind.title), values[kind.title])
    result["status"] = Plain(draft.status)
    for name in named:
        result[name] = _value(kind.fields.get(name), values[name])
    result["opened_at"] = Plain(_local(work, draft.event["at"]))
    result["log"] = [_log_entry(work, kind, draft.event)]
    return result


def _edits(work: Work, draft: Draft, document: Document) -> list[Change]:
    kind, before = draft.act.kind, draft.act.before
    if before is None:
        return []
    edits: list[Change] = []
    if draft.status != before.status:
        edits.append(Put("status", Plain(draft.status)))
    for name, items in draft.appended.items():
        edits.append(Append(name, [_value(kind.fields.get(name), item) for item in items]))
    edits += [Remove(name, gone) for name, gone in draft.removed.items()]
    for name, value in draft.act.values.items():
        if name in draft.appended or name in draft.removed or value == before.values.get(name):
            continue
        if value in (None, "", []):
            if name in document.data:
                edits.append(Drop(name))
        else:
            edits.append(Put(name, _value(kind.fields.get(name), value)))
    edits.append(Append("log", [_log_entry(work, kind, draft.event)]))
    return edits


def _log_entry(work: Work, kind: Kind, event: Mapping[str, Any]) -> dict[str, Value]:
    verb = kind.verbs.get(str(event["do"]))
    fields = {**kind.fields, **(verb.fields if verb else {})}
    entry: dict[str, Value] = {
        "at": Plain(_local(work, event["at"])),
        "by": Plain(event["by"]),
        "do": Plain(event["do"]),
    }
    for name, value in event.items():
        if name == "was":
            entry[name] = {n: _value(fields.get(n), v) for n, v in value.items()}
        elif name not in entry:
            entry[name] = _value(fields.get(name), value)
    return entry


def _local(work: Work, instant: datetime) -> str:
    return written(instant.astimezone(work.desk.calendar.zone))


def _value(what: FieldDef | None, value: Any) -> Value:  # noqa: ANN401 - values are data
    """Give a value as the codec writes it: typed ones bare, texts quoted where they must be."""
    if isinstance(value, Mapping):
        inner = what.fields if what else {}
        return {name: _value(inner.get(name), item) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(what, item) for item in value]
    if value is None:
        return ""
    is_plain = (
        what is not None
        and what.type in _PLAIN
        and not (what.type == "choice" and not what.choices)
    )
    return Plain(str(value)) if is_plain else str(value)


def stored(what: FieldDef | None, value: Any) -> Value:  # noqa: ANN401 - values are data
    """Give a value as the codec writes it."""
    return _value(what, value)


def local(work: Work, instant: datetime) -> str:
    """Give an instant as records hold it, in the desk's zone."""
    return _local(work, instant)


def refuse_nothing(draft: Draft) -> None:
    """Raise when a ``set`` changes nothing at all."""
    if is_nothing(draft):
        raise UsageError(_("nothing to change: every value is as it was"))


def is_nothing(draft: Draft) -> bool:
    """Tell whether a draft is a ``set`` that changes nothing at all."""
    plain = set(draft.event) == {"at", "by", "do"}
    return draft.act.do == "set" and plain and not draft.appended
