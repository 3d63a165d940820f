"""Create and change records: the jobs behind ``cs KIND new`` and every verb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from gettext import gettext as _

from cs_cli.app import draft as drafts
from cs_cli.app import followups, opening, save, telling
from cs_cli.app.banners import Told
from cs_cli.app.draft import Draft
from cs_cli.app.find import find_id, load
from cs_cli.app.reading import Typed, read_values
from cs_cli.app.save import Plan, Saved
from cs_cli.app.telling import Recalled
from cs_cli.app.work import Work
from cs_cli.domain.act import Warned
from cs_cli.domain.errors import UsageError
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Kind
from cs_cli.domain.options import options_of
from cs_cli.domain.shape import unknown
from cs_cli.store import transaction
from cs_cli.store.codec import Document
from cs_cli.store.owed import Owed


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: the record, the files, what is now owed on it and its follow-ups.

    ``told`` are values worth telling, ``recalled`` earlier records to look at, ``warnings`` what
    rules have against it that let it pass.
    """

    id: str
    kind: str
    type: str | None
    status: str
    do: str
    saved: tuple[Saved, ...]
    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    owed: tuple[Owed, ...] = ()
    told: tuple[Told, ...] = ()
    recalled: Recalled | None = None
    warnings: tuple[Warned, ...] = ()


def create(work: Work, kind_name: str, typed: Typed, *, note: str | None, body: str) -> Done:
    """Make a new record from what was typed.

    Raises :class:`UsageError` (:class:`Missing` for needed fields), :class:`Refused`, Busy.
    """
    given = dict(typed)
    kind = _type(work, work.policy.kinds[kind_name], given.pop("type", None))
    with changing(work, f"{kind_name} new"):
        values = read_values(options_of(kind, "open"), given, work)
        return finish(work, opening.typed(work, kind, values, note, body), None)


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
        values = read_values(options_of(kind, do), typed, work)
        draft = drafts.change(work, kind, record, do, values, note)
        save.refuse_nothing(draft)
        return finish(work, draft, document)


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
        if work.desk.settings.commit == "auto" and work.git.inside_repository():
            # Deferred: nothing else here needs to know how git merges.
            from cs_cli.store import merging

            merging.catch_up(work.git)
        yield


def finish(work: Work, draft: Draft, document: Document | None) -> Done:
    """Write a draft (or only plan it, in a dry run) and give what came of it."""
    plan = Plan(work)
    try:
        plan.add(draft, document)
        followups.follow(plan, draft.act)
        if not work.dry_run:
            save.write(plan)
    finally:
        work.planned.clear()
    act = draft.act
    owed: tuple[Owed, ...] = ()
    if not work.dry_run:
        work.take_in([one.path for one in plan.saved if one.path.endswith(".md")])
        owed = tuple(_owed(work, (act.id, *plan.made)))
    return Done(
        act.id, act.kind.kind, act.type, draft.status, act.do, plan.saved, plan.made, plan.changed,
        owed, telling.told(work, act, draft.status), telling.recalled(work, act),
        tuple(warned for one in plan.drafts for warned in one.warnings),
    )  # fmt: skip


def _owed(work: Work, ids: Sequence[str]) -> Iterator[Owed]:
    for id_ in ids:
        yield from work.obligations.of(id_)
