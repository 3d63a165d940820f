"""Take the last own command back by a new, logged change: the job behind ``cs undo``.

Nothing is deleted and no history rewritten. Every record that the command changed gets an event
``undo`` that names the ones it takes back, with the fields as they were before; a record that it
made is void; lines of the roster are as they were. What others have done on one of these records
since stays, and then nothing at all is taken back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from types import MappingProxyType
from typing import Any

from cs_cli.app import draft as drafts
from cs_cli.app import save
from cs_cli.app.draft import EVERY, Draft
from cs_cli.app.find import load
from cs_cli.app.records import changing
from cs_cli.app.save import Plan, Saved
from cs_cli.app.work import Work
from cs_cli.domain import limit as limits
from cs_cli.domain import limit_words, taking_back
from cs_cli.domain.act import Act, Warned
from cs_cli.domain.common_verbs import label_of, verb_of
from cs_cli.domain.errors import CsError, NotFound, Refused
from cs_cli.domain.frozen import dataclass, field, replace
from cs_cli.domain.history import Change
from cs_cli.domain.ids import is_id, path_of
from cs_cli.domain.kind import ADJUDICATE, CORRECTIONS, UNDO, VOID, Kind
from cs_cli.domain.record import OPEN, Event, Record, undone
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge
from cs_cli.store import codec, commands, files
from cs_cli.store.codec import Document
from cs_cli.store.commands import Written
from cs_cli.store.transaction import Created, Replaced

_NOT_OWN = ("merge", "sync", "doctor", "erase")
"""What the last part of ``Cs-Op`` says of commits that are nobody's command."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of one record: its state, the events taken back, what differs."""

    id: str
    kind: Kind
    status: str
    events: tuple[Event, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back: the command, its time, and what became of records and files."""

    op: str
    at: datetime
    records: tuple[Undone, ...]
    saved: tuple[Saved, ...]
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A record with the positions of the events to take back, and its lists' entries."""

    kind: Kind
    record: Record
    document: Document
    positions: frozenset[int]
    removed: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Last:
    """The last own command: what it wrote, where the ledger tells; ``commit`` names it there."""

    op: str
    at: datetime
    targets: tuple[Target, ...]
    lines: tuple[Written, ...] = ()
    commit: str = ""


def undo(work: Work, note: str | None) -> TakenBack:
    """Take the last own command back.

    Raises :class:`NotFound` where there is none, :class:`Refused` where others have gone on since,
    it is too long ago, or a rule forbids it; Broken, Busy.
    """
    with changing(work, UNDO):
        last = _from_ledger(work) if _has_ledger(work) else _from_logs(work)
        if last is None:
            raise NotFound(
                _("{person} has done nothing here that could be taken back").format(
                    person=work.actor.id
                ),
                hint=_("what happened is told by: cs log ID"),
            )
        _in_time(work, last)
        plan = Plan(work)
        done = [add(plan, target, note) for target in last.targets]
        _lines(plan, last)
        if not work.dry_run:
            _write(plan, last)
        warnings = tuple(warned for draft in plan.drafts for warned in draft.warnings)
        return TakenBack(last.op, last.at, tuple(done), plan.saved, warnings)


def label_of_command(work: Work, op: str) -> str:
    """Say what a command did to what sort of record."""
    name, _dot, do = op.partition(".")
    kind = work.policy.kinds.get(name)
    if kind is None:
        return op.replace(".", " ")
    verb = ADJUDICATE if do == "settle" else do  # its event has a word of its own
    labels = (label_of(one, verb) for one in kind.variants if verb_of(one, verb))
    return _("{kind}: {verb}").format(kind=kind.label, verb=next(labels, label_of(kind, verb)))


def add(
    plan: Plan, target: Target, note: str | None, *, do: str = UNDO,
    keeps: Sequence[Event] = (), said: Mapping[str, Any] = MappingProxyType({}),
) -> Undone:  # fmt: skip
    """Add to a plan the event that takes others back; raise :class:`Refused` for a rule.

    ``keeps`` are events that hold, ``said`` the values of fields that the event says again.
    """
    work, kind, record = plan.work, target.kind, target.record
    events = tuple(record.log[n] for n in sorted(target.positions))
    found = taking_back.without(record, kind, target.positions)
    unmade = 0 in target.positions
    changed = {} if unmade else {**found.values, **said}
    lists = {} if unmade else {
        name: [one for n, one in enumerate(record.values[name]) if n not in positions]
        for name, positions in target.removed.items()
    }  # fmt: skip
    after = {**record.values, **changed, **lists}
    act = Act(record.id, kind, record.type, do, after, {}, frozenset(changed), record)
    warnings = _judged(act, work, unmade=unmade)
    event = {
        "at": work.now, "by": work.actor.id, "do": do,
        **({"undoes": [one.name for one in events]} if events else {}),
        **({"keeps": [one.name for one in keeps]} if keeps else {}),
        **changed, **({"note": note} if note else {}),
    }  # fmt: skip
    status = VOID if unmade else found.status
    removed = {} if unmade else target.removed
    draft = Draft(act, status, event, warnings=warnings, removed=removed)
    plan.add(draft, target.document)
    return Undone(record.id, kind, status, events, tuple(_changes(record, status, act)))


def target_of(
    work: Work, kind_name: str, id_: str, positions: frozenset[int] | None = None
) -> Target:
    """Read a record of which some events are to be taken back, with their entries in lists."""
    kind, record, document = load(work, kind_name, id_)
    wanted = positions or frozenset[int]()
    events = [record.log[n] for n in wanted]
    lists = (name for name, what in kind.fields.items() if what.type == "list")
    entries = {n: taking_back.entries_of(events, n, kind, record.values.get(n)) for n in lists}
    held = {name: found for name, found in entries.items() if found}
    return Target(kind, record, document, wanted, held)


def _changes(record: Record, status: str, act: Act) -> Iterator[Change]:
    if status != record.status:
        yield Change("status", record.status, status)
    for name, after in act.values.items():
        before = record.values.get(name)
        if before != after:
            yield Change(name, before, after)


def _judged(act: Act, work: Work, *, unmade: bool) -> tuple[Warned, ...]:
    """Ask the rules: those on ``undo``, and on ``void`` where a record is unmade."""
    warnings = judge(act, work.world, RULES)
    if unmade:
        voided = replace(act, do=VOID)
        drafts.allowed(EVERY[VOID], voided, work)
        warnings += judge(voided, work.world, RULES)
    return warnings


def _has_ledger(work: Work) -> bool:
    ledger = work.desk.settings.commit == "auto" and work.git.available
    return ledger and work.git.inside_repository()


def _in_time(work: Work, last: _Last) -> None:
    limit = taking_back.within(work.policy.settings)
    until = limits.due(last.at, limit, work.desk.calendar).at
    if until is not None and work.now > until:
        local = work.desk.calendar.local(last.at)
        raise Refused(
            _("the last own command, {op}, was at {at}; after {limit} nothing is undone").format(
                op=label_of_command(work, last.op),
                at=f"{local:%Y-%m-%d %H:%M}",
                limit=limit_words.said(limit),
            ),
            hint=_("correct it by a command of its own: set, a verb, or void with a reason"),
        )


def _from_ledger(work: Work) -> _Last | None:
    """Find the last own command by its commit, those left out that are taken back already."""
    taken: set[str] = set()
    for command in commands.latest(work.git):
        taken |= {command.undoes} if command.undoes else set()
        is_undo = command.op.endswith(f".{UNDO}")
        own = command.by == work.actor.id and not is_undo
        if not own or command.commit in taken or command.op.rpartition(".")[2] in _NOT_OWN:
            continue
        wrote = commands.written(work.git, command)
        found = _wrote(work, wrote)
        lines = tuple(one for one in wrote if _stands(work, one))
        if found or lines:
            at = max((e.at for t in found for e in _events(t)), default=command.at)
            return _Last(command.op, at, _ordered(found, command.op), lines, command.commit)
    return None


def _wrote(work: Work, wrote: Iterable[Written]) -> list[Target]:
    """Give the records of a command with its events, where these still count."""
    found = []
    for one in wrote:
        kind, _slash, name = one.path.partition("/")
        id_ = name.rpartition("/")[2].removesuffix(".md")
        if kind in work.policy.kinds and is_id(id_) and path_of(kind, id_) == one.path:
            target = _of_commit(work, kind, id_, one)
            if target is not None:
                found.append(target)
    return found


def _of_commit(work: Work, kind: str, id_: str, wrote: Written) -> Target | None:
    before, after = (_data(raw, wrote.path) for raw in (wrote.before, wrote.after))
    target = target_of(work, kind, id_)
    log = target.document.data["log"]
    new = _added(before.get("log"), after.get("log"))
    gone = undone(target.record.log)
    positions = frozenset(n for n, entry in enumerate(log) if _take(entry, new) and n not in gone)
    if not positions:
        return None
    _untouched(target.kind, target.record, positions)
    removed = {}
    for name, what in target.kind.fields.items():
        entries = _added(before.get(name), after.get(name)) if what.type == "list" else None
        held = target.document.data.get(name)
        if entries and isinstance(held, list):
            removed[name] = frozenset(n for n, one in enumerate(held) if _take(one, entries))
    return replace(target, positions=positions, removed=removed)


def _data(raw: bytes | None, path: str) -> Mapping[str, Any]:
    return {} if raw is None else codec.read(raw, path=path).data


def _added(before: object, after: object) -> Counter[str]:
    """Give what a list has more than before, as texts."""
    old, new = (Counter(map(repr, one)) if isinstance(one, list) else Counter[str]()
                for one in (before, after))  # fmt: skip
    return new - old


def _take(entry: object, among: Counter[str]) -> bool:
    if not among[repr(entry)]:
        return False
    among[repr(entry)] -= 1
    return True


def _stands(work: Work, wrote: Written) -> bool:
    """Tell whether a file that is no record is still as a command left it, not as before it."""
    if wrote.path.endswith(".md") or wrote.before == wrote.after:
        return False
    return _now(work, wrote.path) != wrote.before


def _now(work: Work, path: str) -> bytes | None:
    try:
        return files.read(work.root, path)
    except NotFound:
        return None


def _lines(plan: Plan, last: _Last) -> None:
    """Put the other files of a command back; raise Refused where somebody has changed them."""
    for one in last.lines:
        if _now(plan.work, one.path) != one.after:
            raise Refused(
                _("{path} was changed since; it is not taken back").format(path=one.path),
                hint=_("set it right by a command of its own"),
            )
        if one.after is None or not one.path.startswith("roster/"):
            raise Refused(
                _("{op} changed {path}, which no command takes back").format(
                    op=label_of_command(plan.work, last.op), path=one.path
                ),
                hint=_("put it back by hand, or with: git revert {commit}").format(
                    commit=last.commit[:12]
                ),
            )
        plan.files[one.path] = Saved(one.path, one.after, one.before or b"{}\n")


def _from_logs(work: Work) -> _Last | None:
    """Find the last own command by its time, where commits do not tell: one time, one command."""
    targets: list[Target] = []
    at: datetime | None = None
    for id_, kind, changed in work.records.last_changed():
        if at is not None and changed < int(at.timestamp()):
            break
        found = _own(work, kind, id_)
        latest = max((e.at for _n, e in found), default=None)
        if latest is None or (at is not None and latest < at):
            continue
        targets = targets if at == latest else []
        at = latest
        positions = frozenset(n for n, event in found if event.at == at)
        targets.append(target_of(work, kind, id_, positions))
    if at is None:
        return None
    for target in targets:
        _untouched(target.kind, target.record, target.positions)
        _known(target)
    told = [f"{t.kind.kind}.{e.do}" for t in targets for e in _events(t)]
    # What a verb makes besides is opened by it, at the same time.
    op = next((one for one in told if not one.endswith(f".{OPEN}")), told[0])
    return _Last(op, at, _ordered(targets, op))


def _events(target: Target) -> list[Event]:
    return [target.record.log[n] for n in sorted(target.positions)]


def _ordered(targets: Sequence[Target], op: str) -> tuple[Target, ...]:
    """Put the record that a command was about first, what followed from it after that."""

    def besides(target: Target) -> bool:
        return op not in [f"{target.kind.kind}.{event.do}" for event in _events(target)]

    return tuple(sorted(targets, key=besides))


def _own(work: Work, kind: str, id_: str) -> list[tuple[int, Event]]:
    """Give the events of the acting person that still count."""
    try:
        _kind, record, _document = load(work, kind, id_)
    except CsError:
        return []  # told by check
    gone = undone(record.log)
    me = work.actor.id
    return [(n, e) for n, e in enumerate(record.log)
            if e.by == me and n not in gone and e.do not in CORRECTIONS]  # fmt: skip


def _known(target: Target) -> None:
    """Raise Refused where a named rule filled lists, and no ledger tells what they were."""
    verbs = target.kind.verbs
    filled = [target.record.log[n].do for n in target.positions]
    if any(do in verbs and verbs[do].fill for do in filled) and any(
        what.type == "list" and target.record.values.get(name)
        for name, what in target.kind.fields.items()
    ):
        raise Refused(
            _("what {verb} filled in on {id} is known only to a ledger of commits").format(
                verb=filled[0], id=target.record.id
            ),
            hint=_("correct it by a command of its own: set, a verb, or void with a reason"),
        )


def _untouched(kind: Kind, record: Record, positions: frozenset[int]) -> None:
    """Raise :class:`Refused` where a record went on since these events."""
    since = taking_back.later(record, positions)
    if since:
        raise Refused(
            _("{id} has gone on since: {verb} by {person} at {at}").format(
                id=record.id,
                verb=label_of(kind, since[0].do),
                person=since[0].by,
                at=since[0].at.isoformat(),
            ),
            hint=_("correct it by a command of its own: set, a verb, or void with a reason"),
        )


def _write(plan: Plan, last: _Last) -> None:
    work, saved = plan.work, plan.saved
    head = plan.drafts[0].act if plan.drafts else None
    months = ", ".join(one.path.removeprefix("roster/").removesuffix(".yaml") for one in saved)
    what = f"{head.kind.kind} {head.id}" if head else f"roster {months}"
    trailers = {"Cs-Op": f"{head.kind.kind if head else 'roster'}.{UNDO}", "Cs-By": work.actor.id}
    if last.commit:
        trailers[commands.UNDOES] = last.commit
    record(work, saved, f"{what}: {UNDO}", trailers)


def record(work: Work, saved: Sequence[Saved], subject: str, trailers: Mapping[str, str]) -> None:
    """Write what was planned as one commit, and let the index see it."""
    changes = [
        Created(one.path, one.after)
        if one.before is None
        else Replaced(one.path, one.after, files.digest(one.before))
        for one in saved
    ]
    save.record(work, changes, subject, trailers)
    work.take_in([one.path for one in saved if one.path.endswith(".md")])


__all__ = [
    "TakenBack",
    "Target",
    "Undone",
    "add",
    "label_of_command",
    "record",
    "target_of",
    "undo",
]
