"""Write drafts to the desk: files, ledger, index; all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gettext import gettext as _
from typing import Any

from cs_cli.app.draft import Draft
from cs_cli.app.reading import written
from cs_cli.app.work import Work
from cs_cli.domain.errors import Invalid, UsageError
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.store import codec, files, transaction
from cs_cli.store.codec import Append, Change, Document, Drop, Plain, Put, Value
from cs_cli.store.pending import Work as Commit
from cs_cli.store.transaction import Created, Replaced

_PLAIN = frozenset(
    {"choice", "flag", "number", "date", "instant", "moment", "record", "shift", "person"}
)
_HEAD = ("id", "kind", "type", "status", "opened_at")


@dataclass(frozen=True, slots=True)
class Saved:
    """What one command wrote: path, bytes before (None for a new file) and after."""

    path: str
    before: bytes | None
    after: bytes


def plan(work: Work, draft: Draft, document: Document | None) -> list[Saved]:
    """Give the files a draft writes, its follow-ups included; those there already are left."""
    try:
        saved = [_planned(work, draft, document)]
        saved += [_planned(work, made, None) for made in draft.follow_ups if _is_new(work, made)]
    except Invalid as fault:
        raise UsageError(fault.message, hint=fault.hint) from None
    return saved


def write(work: Work, draft: Draft, saved: Sequence[Saved]) -> None:
    """Write and commit; the desk's lock is held by the caller."""
    changes = [
        Created(s.path, s.after)
        if s.before is None
        else Replaced(s.path, s.after, files.digest(s.before))
        for s in saved
    ]
    record(work, changes, f"{draft.act.kind.kind} {draft.act.id}: {draft.act.do}",
           {"Cs-Op": f"{draft.act.kind.kind}.{draft.act.do}", "Cs-By": work.actor.id})  # fmt: skip


def record(
    work: Work, changes: Sequence[Created | Replaced], subject: str, trailers: Mapping[str, str]
) -> None:
    """Write changes as one, and as one commit where the desk is kept in git."""
    ledger = work.desk.settings.commit == "auto" and work.git.inside_repository()
    if ledger:
        work.git.ensure_ready()
        digests = {change.path: files.digest(change.content) for change in changes}
        author = (work.actor.name, work.actor.emails[0] if work.actor.emails else work.actor.id)
        new = any(isinstance(change, Created) for change in changes)
        work.git.remember(Commit(digests, subject, trailers, author, new=new))
    transaction.apply(work.root, changes)
    if ledger:
        work.git.commit_pending()


def _is_new(work: Work, draft: Draft) -> bool:
    return not (work.root / path_of(draft.act.kind.kind, draft.act.id)).exists()


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
    for name, value in draft.act.values.items():
        if name in draft.appended or value == before.values.get(name):
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


def _value(field: FieldDef | None, value: Any) -> Value:  # noqa: ANN401 - values are data
    """Give a value as the codec writes it: typed ones bare, texts quoted where they must be."""
    if isinstance(value, Mapping):
        inner = field.fields if field else {}
        return {name: _value(inner.get(name), item) for name, item in value.items()}
    if isinstance(value, list):
        return [_value(field, item) for item in value]
    if value is None:
        return ""
    is_plain = (
        field is not None
        and field.type in _PLAIN
        and not (field.type == "choice" and not field.choices)
    )
    return Plain(str(value)) if is_plain else str(value)


def refuse_nothing(draft: Draft) -> None:
    """Raise when a ``set`` changes nothing at all."""
    if draft.act.do == "set" and set(draft.event) == {"at", "by", "do"} and not draft.appended:
        raise UsageError(_("nothing to change: every value is as it was"))
