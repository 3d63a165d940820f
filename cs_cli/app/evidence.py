"""What one commit holds: records before and after it, the events it added, what it broke."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from gettext import gettext as _
from pathlib import PurePosixPath
from typing import Any

from cs_cli.app.check_files import problem, told
from cs_cli.app.check_records import did, subject_of
from cs_cli.app.replay import Parsed, Step, steps
from cs_cli.checks import RECORD, append_only, contested, names, references
from cs_cli.checks.references import Target
from cs_cli.checks.subject import Around, Fault
from cs_cli.domain import erasure, logged
from cs_cli.domain.errors import Broken, Invalid, NotFound, Problem
from cs_cli.domain.frozen import replace
from cs_cli.domain.ids import is_id, path_of
from cs_cli.domain.ledger import FILE, PROGRAM, Change
from cs_cli.domain.lying import Form, Lying
from cs_cli.domain.policy import Policy
from cs_cli.domain.proof import Flaw
from cs_cli.domain.record import Record
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec, files
from cs_cli.store.desk import Desk

_FORMS: dict[str, Form] = {"120000": "link", "160000": "other"}


@dataclass
class Evidence:
    """The records that a commit changed: flaws that need no engine, and events to be judged."""

    flaws: list[Flaw] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    read: list[tuple[str, Parsed | None, Parsed]] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Memory:
    """What history held and holds no more, so that bringing it back is no new event.

    ``last`` are records that were taken away or broken, as they last could be read, by path;
    ``lost`` are entries of logs that were taken out, by record.
    """

    last: dict[str, Parsed] = field(default_factory=dict)
    lost: dict[str, list[Any]] = field(default_factory=dict)

    def forget(self, id_: str, entry: object) -> bool:
        """Tell whether an entry was taken out earlier, and is now back."""
        gone = self.lost.get(id_, [])
        if entry not in gone:
            return False
        gone.remove(entry)
        return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Read records as a desk of that time reads them."""

    desk: Desk
    blobs: Mapping[str, bytes]

    @property
    def kinds(self) -> frozenset[str]:
        """Give the kinds of the desk."""
        return frozenset(self.desk.policy.kinds)

    def parsed(self, path: str, blob: str) -> Parsed | None:
        """Give a record; raises :class:`Broken`."""
        raw = self.blobs.get(blob)
        if raw is None:
            return None
        return parsed(raw, path, self.desk.policy)

    def is_record(self, path: str) -> bool:
        """Tell whether a path is that of a record."""
        return names.is_record(path, self.kinds)


def parsed(raw: bytes, path: str, policy: Policy) -> Parsed:
    """Read a record; raise :class:`Broken`."""
    if len(raw) > files.MAX_BYTES:
        raise Broken([Problem(path, _("it is too large"))])
    document = codec.read(raw, path=path)
    try:
        found = Record.parse(document.data, document.body)
        kind = policy.kinds[found.kind].of(found.type)
        record = Record.parse(canonical_values(kind, document.data), document.body)
    except Invalid as fault:
        line = document.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None
    except KeyError:
        message = _("its kind is not known on this desk")
        raise Broken([Problem(path, message, document.line("kind"))]) from None
    return Parsed(document, record, kind)


def examine(changes: Sequence[Change], before: Reader, after: Reader, memory: Memory) -> Evidence:
    """Look at every record that a commit with one parent changed."""
    found = Evidence()
    renamed = {PurePosixPath(one.path).name for one in changes if one.new}
    for change in changes:
        raw = after.blobs.get(change.new)
        if raw is not None and change.mode in FILE:
            found.contents[change.path] = raw
        if change.new:
            found.flaws += _misplaced(change, after)
        if before.is_record(change.path) or after.is_record(change.path):
            if not change.new:
                found.flaws += _gone(change, renamed)
            elif change.mode in FILE:
                _record(change, before, after, found, memory)
            _remember(change, before, found, memory)
    return found


def _gone(change: Change, renamed: set[str]) -> Iterator[Flaw]:
    name = PurePosixPath(change.path)
    if not is_id(name.stem):
        return
    fault = append_only.deleted()
    message = _("the record was moved away") if name.name in renamed else fault.message
    yield Flaw("deleted", message, path=change.path, id=name.stem, hint=fault.hint)


def _remember(change: Change, before: Reader, found: Evidence, memory: Memory) -> None:
    """Keep what a commit took away or broke, and forget what it brought back."""
    if change.path in [path for path, _old, _new in found.read]:
        memory.last.pop(change.path, None)
        return
    with suppress(Broken):
        old = before.parsed(change.path, change.old)
        if old is not None:
            memory.last[change.path] = old


def _misplaced(change: Change, after: Reader) -> Iterator[Flaw]:
    form: Form = "file" if change.mode in FILE else _FORMS.get(change.mode, "other")
    for path, fault in names.check([Lying(change.path, form)], after.kinds):
        yield Flaw(names.RULE, fault.message, path=path, hint=fault.hint)
    if change.mode == PROGRAM and after.is_record(change.path):
        hint = _("git update-index --chmod=-x {path}").format(path=change.path)
        yield Flaw(names.RULE, _("it is marked as a program"), path=change.path, hint=hint)


def _record(change: Change, before: Reader, after: Reader, found: Evidence, memory: Memory) -> None:
    path = change.path
    id_ = PurePosixPath(path).stem
    try:
        old = before.parsed(path, change.old) or memory.last.get(path)
    except Broken as error:
        old = memory.last.get(path)
        if old is None:
            # Found as it was broken; what it held then nobody can tell.
            found.flaws += _broken(change, after, told(error.problems))
            return
    try:
        new = after.parsed(path, change.new)
    except Broken as error:
        found.flaws += [_of(one, id_) for one in told(error.problems)]
        return
    if new is None:
        return
    old = _as_erased(old, new)
    found.flaws += [
        Flaw(append_only.RULE, fault.message, path=path, id=id_, hint=fault.hint,
             line=new.document.line(*fault.place) if fault.place else None)
        for fault in append_only.check(old.log if old else (), new.log)
    ]  # fmt: skip
    found.flaws += [_judged(one, old, new) for one in worse(path, old, new, before, after)]
    found.read.append((path, old, new))
    _events(path, old, new, found, memory)


def _events(path: str, old: Parsed | None, new: Parsed, found: Evidence, memory: Memory) -> None:
    """Take the events that are new, and what changed without one."""
    id_ = new.record.id
    added = steps(path, old, new)
    places = logged.positions(new.record, new.log)
    fresh = [one for one in added if not memory.forget(id_, new.log[places[one.number]])]
    if old is not None:
        memory.lost.setdefault(id_, []).extend(one for one in old.log if one not in new.log)
        found.flaws += _silent(path, old, new, [step.event for step in added])
    found.flaws += _between(path, added, fresh, old, new)
    found.steps += fresh


def _as_erased(old: Parsed | None, new: Parsed) -> Parsed | None:
    """Give the earlier state as if what was erased since had never stood in it."""
    if old is None or not erasure.is_erasing(old.log, new.log):
        return old
    private = frozenset(name for name, field in new.kind.fields.items() if field.pii)
    data = erasure.like(old.document.data, new.document.data, private)
    body = erasure.like(old.record.body, new.record.body)
    record = Record.parse(canonical_values(old.kind, data), body)
    return replace(old, document=replace(old.document, data=data, body=body), record=record)


def _broken(change: Change, after: Reader, said: Sequence[Problem]) -> Iterator[Flaw]:
    """Tell what is still wrong with a record, where it is something else than before."""
    known = {one.message for one in said}
    try:
        after.parsed(change.path, change.new)
    except Broken as error:
        for one in told(error.problems):
            if one.message not in known:
                yield _of(one, PurePosixPath(change.path).stem)


def _of(one: Problem, id_: str) -> Flaw:
    return Flaw(
        one.rule or "readable", one.message, path=one.path, id=id_, line=one.line, hint=one.hint
    )


def _judged(one: Problem, old: Parsed | None, new: Parsed) -> Flaw:
    """Give what is wrong with a record; a contradiction that only shows again is a remark.

    Whoever takes back what settled one has done nothing wrong: both events were there before.
    """
    flaw = _of(one, new.record.id)
    before = old.log if old else ()
    if one.events and all(new.log[event.entry - 1] in before for event in one.events):
        return replace(flaw, code="contradiction", rule=one.rule, remark=True)
    return flaw


def _between(
    path: str, added: Sequence[Step], fresh: Sequence[Step], old: Parsed | None, new: Parsed
) -> Iterator[Flaw]:
    """Tell events that were put between, or before, those that the record had."""
    new_ones = {step.number for step in fresh}
    last = len(new.record.log) - len(added)
    for step in added:
        if old is not None and step.number < last and step.number in new_ones:
            message = _("the event {verb} was put before events that were there")
            yield Flaw(
                "back-dated", message.format(verb=step.event.do), path=path, id=step.after.id,
                line=step.line, person=step.event.by, at=step.event.at,
                hint=_("what was forgotten is said by another event, at its own time"),
            )  # fmt: skip
        last += step.number < last


def _silent(path: str, old: Parsed, new: Parsed, events: Sequence[object]) -> Iterator[Flaw]:
    hint = _("change it with a command, which says so in the log")
    added = [event for event in new.record.log if any(event is one for one in events)]
    for name, was, now in logged.unlogged(old.record, new.record, new.kind, added):
        field = new.kind.fields.get(name)
        private = name == "body" or (field is not None and field.pii)
        label = _("text") if name == "body" else str(field.label) if field else name
        message = (
            _("{field} was changed, and no event says so").format(field=label)
            if private
            else _("{field}: {before} → {after}, and no event says so").format(
                field=label, before=_short(was), after=_short(now)
            )
        )
        line = None if name == "body" else new.document.line(name)
        yield Flaw("unlogged", message, path=path, id=new.record.id, line=line, hint=hint)
    for event in added[:1]:
        for name in logged.untrue(old.record, event):
            message = _("the event {verb} says of {field} that it was something else").format(
                verb=event.do, field=name
            )
            yield Flaw(
                "unlogged", message, path=path, id=new.record.id, person=event.by, at=event.at
            )


def _short(value: object) -> str:
    text = "–" if value in (None, "", []) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def worse(
    path: str, old: Parsed | None, new: Parsed, before: Reader, after: Reader
) -> list[Problem]:
    """Give what ``cs check`` says of a record now and did not say before."""
    now = list(checked(path, new, after.desk))
    if not now or old is None:
        return now
    # Only a merge brings contradictions; who goes on with such a record has not made them.
    now = [one for one in now if one.rule != contested.RULE]
    said = {(one.rule, one.message) for one in checked(path, old, before.desk)}
    return [one for one in now if (one.rule, one.message) not in said]


def checked(path: str, one: Parsed, desk: Desk) -> Iterator[Problem]:
    """Give what ``cs check`` says of a record, each by the name of the check."""
    subject = subject_of(one.document, desk.policy)
    around = Around(desk.policy, desk.people, desk.calendar.zone)
    for check in RECORD:
        for fault in check.check(subject, around):
            # The row of the rulebook is no name of a check.
            named = Fault(fault.message, fault.place, fault.hint, check.RULE, fault.line)
            events = did(subject, fault)
            yield problem(path, named, check.RULE, one.document.node, events=events)


def dangling(path: str, old: Parsed | None, new: Parsed, after: Reader) -> Iterator[Flaw]:
    """Give the new links of a record that lead to nothing, or to something else than they may."""
    policy = after.desk.policy
    known = set[str]()
    if old is not None:
        known = {one.named.id for one in references.references(subject_of(old.document, policy))}
    for reference in references.references(subject_of(new.document, policy)):
        if reference.named.id in known:
            continue
        fault = references.judge(reference, _target(reference.named.id, after.desk))
        if fault is not None:
            line = new.document.line(*reference.place)
            yield Flaw(references.RULE, fault.message, path=path, id=new.record.id, line=line,
                       hint=fault.hint)  # fmt: skip


def _target(id_: str, desk: Desk) -> Target | None:
    """Find a record by its id, where that says it lies."""
    prefix = id_.partition("-")[0]
    for kind in desk.policy.kinds.values():
        if prefix in [one.prefix for one in kind.variants]:
            path = path_of(kind.kind, id_)
            try:
                found = codec.read(files.read(desk.root, path), path=path).data.get("status")
            except (NotFound, Broken):
                continue
            return Target(kind.kind, str(found))
    return None
