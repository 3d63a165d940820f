"""Create and change records: the jobs behind ``cs KIND new`` and every verb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from gettext import gettext as _

from cs_cli.app import draft as drafts
from cs_cli.app import save
from cs_cli.app.draft import EVERY, Draft
from cs_cli.app.find import find_id
from cs_cli.app.reading import Typed, read_values
from cs_cli.app.save import Saved
from cs_cli.app.work import Work
from cs_cli.domain.errors import Broken, Invalid, Problem, UsageError
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import Record
from cs_cli.domain.schema import canonical_values
from cs_cli.domain.shape import unknown
from cs_cli.store import codec, files, transaction
from cs_cli.store.codec import Document
from cs_cli.store.query import Owed


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the record, the files, what is now owed on it and its follow-ups."""

    id: str
    kind: str
    type: str | None
    status: str
    do: str
    saved: tuple[Saved, ...]
    made: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()


def create(work: Work, kind_name: str, typed: Typed, *, note: str | None, body: str) -> Done:
    """Make a new record from what was typed.

    Raises :class:`UsageError` (:class:`Missing` for needed fields), :class:`Refused`, Busy.
    """
    given = dict(typed)
    kind = _type(work, work.policy.kinds[kind_name], given.pop("type", None))
    with changing(work, f"{kind_name} new"):
        fields = {n: f for n, f in kind.fields.items() if not f.fixed}
        values = read_values(fields, given, work)
        return finish(work, drafts.new(work, kind, values, note, body), None)


def change(
    work: Work, part: str, kind_name: str, do: str, typed: Typed, *, note: str | None
) -> Done:
    """Do a verb on the record that ``part`` of an id stands for.

    Raises :class:`NotFound`, :class:`UsageError`, :class:`Refused`, :class:`Broken`, Busy.
    """
    with changing(work, f"{kind_name} {do}"):
        id_ = find_id(work, part, kind_name)
        kind, record, document = load(work, kind_name, id_)
        drafts.known(kind, record, do)
        values = read_values(fields_of(kind, do), typed, work)
        draft = drafts.change(work, kind, record, do, values, note)
        save.refuse_nothing(draft)
        return finish(work, draft, document)


def load(work: Work, kind_name: str, id_: str) -> tuple[Kind, Record, Document]:
    """Read a record from its file; raise :class:`Broken` with file and line."""
    path = path_of(kind_name, id_)
    document = codec.read(files.read(work.root, path), path=path)
    try:
        raw = Record.parse(document.data, document.body)
    except Invalid as fault:
        line = document.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None
    kind = work.policy.kinds[kind_name].of(raw.type)
    return kind, Record.parse(canonical_values(kind, document.data), document.body), document


def fields_of(kind: Kind, do: str) -> dict[str, FieldDef]:
    """Give the fields that a command takes as options."""
    if do in ("open", "set"):
        # What a verb sets by itself says that the verb was done; nobody types that afterwards.
        put = {name for verb in kind.verbs.values() for name in verb.put} if do == "set" else set()
        return {n: f for n, f in kind.fields.items() if not f.fixed and n not in put}
    verb = EVERY.get(do) or kind.verbs[do]
    return {**{n: kind.fields[n] for n in verb.ask}, **verb.fields}


def _type(work: Work, kind: Kind, given: object) -> Kind:
    """Choose the type by its name or label in either language."""
    if given in (None, "") or not kind.types:
        if given not in (None, ""):
            raise UsageError(_("{kind} has no types").format(kind=kind.kind))
        return kind
    word = str(given).strip().casefold()
    for name, variant in kind.types.items():
        if word in (name.casefold(), variant.label.en.casefold(), variant.label.zh):
            return variant
    fault = unknown(str(given), list(kind.types))
    raise UsageError(
        _("{type} is not a type of {kind}").format(type=given, kind=kind.kind), hint=fault.hint
    )


@contextmanager
def changing(work: Work, command: str) -> Iterator[None]:
    """Hold the desk while it is read, judged and changed; a dry run only looks."""
    if work.dry_run:
        yield
        return
    with transaction.writing(work.root, command=command, wait=work.wait):
        # What was read before the lock was ours may have changed meanwhile.
        work.refresh()
        if work.git.inside_repository():
            work.git.commit_pending()
        yield


def finish(work: Work, draft: Draft, document: Document | None) -> Done:
    """Write a draft (or only plan it, in a dry run) and give what came of it."""
    saved = save.plan(work, draft, document)
    act = draft.act
    made = tuple(d.act.id for d in draft.follow_ups)
    if work.dry_run:
        return Done(act.id, act.kind.kind, act.type, draft.status, act.do, tuple(saved), made)
    save.write(work, draft, saved)
    work.take_in([one.path for one in saved])
    owed = tuple(_owed(work, (act.id, *made)))
    return Done(act.id, act.kind.kind, act.type, draft.status, act.do, tuple(saved), made, owed)


def _owed(work: Work, ids: Sequence[str]) -> Iterator[Owed]:
    for id_ in ids:
        yield from work.obligations.of(id_)
