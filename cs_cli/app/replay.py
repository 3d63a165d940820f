"""Judge an event of history as the command that made it was judged: by the same engine.

From the record before, and the values that the event and the record after it hold, comes the same
act that a command draws up; verbs, roles, needed fields and guards are asked in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.app import draft as drafts
from cs_cli.app import reckoned
from cs_cli.app.draft import EVERY, Draft, Missing
from cs_cli.app.work import Work
from cs_cli.domain import logged
from cs_cli.domain.act import Act
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import Kind, Verb
from cs_cli.domain.language import Text
from cs_cli.domain.options import options_of
from cs_cli.domain.record import OPEN, Event, Record
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge
from cs_cli.store.codec import Document

_EMPTY: tuple[object, ...] = (None, "", [])
_OPENING = Verb(Text("open", "登记"))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A record as it was read, with the kind of its type; values in canonical form."""

    document: Document
    record: Record
    kind: Kind

    @property
    def log(self) -> Sequence[Any]:
        """Give the log as it is written."""
        log = self.document.data.get("log")
        return log if isinstance(log, list) else ()


@dataclass(frozen=True, slots=True)
class Step:
    """One event that a commit added: the record before it, and as the event left it.

    ``number`` is its place in the log, ``lines`` where it stands in the file, ``grown`` what it put
    at the end of lists. ``before`` is None for the opening of a record; ``document`` is the file
    before the commit.
    """

    path: str
    kind: Kind
    number: int
    lines: range
    event: Event
    before: Record | None
    after: Record
    grown: Mapping[str, list[Any]]
    document: Document | None = None

    @property
    def line(self) -> int:
        """Give the line that it begins on."""
        return self.lines.start


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an event comes to: the draft of its command, or why there was no such command."""

    code: str | None = None
    message: str = ""
    rule: str | None = None
    hint: str | None = None
    draft: Draft | None = None
    extra: tuple[str, ...] = field(default=())


def steps(path: str, old: Parsed | None, new: Parsed) -> list[Step]:
    """Give the events that a record has now and had not before, in the order of its log."""
    wanted = set(logged.added(old.log if old else (), new.log))
    places = logged.positions(new.record, new.log)
    numbers = [n for n, place in enumerate(places) if place in wanted]
    events = [new.record.log[n] for n in numbers]
    grown = logged.grown(old.record if old else None, new.record, new.kind, events)
    states = logged.states(new.record, new.kind)
    found: list[Step] = []
    lists = dict(_lists(old.record if old else None, new.kind).items())
    before = old.record if old else None
    for n, event, entries in zip(numbers, events, grown, strict=True):
        for name, more in entries.items():
            lists[name] = [*lists.get(name, []), *more]
        lists.update({name: v for name, v in event.values.items() if name in lists})
        status, values = states[n]
        held = {**values, **{name: v for name, v in lists.items() if v}}
        record = new.record
        after = Record(
            record.id, record.kind, record.type, status, held, record.log[: n + 1], record.body
        )
        lines = _lines(new, places[n])
        document = old.document if old and not found else None
        found.append(Step(path, new.kind, n, lines, event, before, after, entries, document))
        before = after
    return found


def _lines(new: Parsed, place: int) -> range:
    """Give the lines of an entry of the log: those before the next one, or to its last key."""
    start = new.document.line("log", place)
    if place + 1 < len(new.log):
        return range(start, new.document.line("log", place + 1))
    return range(start, start + 1 + len(new.log[place]) + 1)


def _lists(record: Record | None, kind: Kind) -> dict[str, list[Any]]:
    fields = (name for name, what in kind.fields.items() if what.type == "list")
    return {name: list((record.values.get(name) if record else None) or []) for name in fields}


def judged(step: Step, work: Work) -> Verdict:
    """Judge an event in the world of its time; any command line that makes it will do."""
    verb = _verb(step)
    if verb is None or (step.before is None) != (step.event.do == OPEN):
        message = _("{verb} is no verb of {kind} here")
        return Verdict("verbs", message.format(verb=step.event.do, kind=step.kind.kind))
    foreign = _foreign(step, verb)
    if foreign:
        message = _("{verb} does not set {fields}")
        said = message.format(verb=step.event.do, fields=", ".join(foreign))
        return Verdict("verbs", said)
    typed = _typed(step)
    verdict = _tried(step, verb, typed, work)
    for other in _otherwise_typed(step, verb, typed, work) if verdict.code == "guard" else ():
        again = _tried(step, verb, other, work)
        if again.code is None:
            return again
    return verdict


def _otherwise_typed(
    step: Step, verb: Verb, typed: frozenset[str], work: Work
) -> Iterator[frozenset[str]]:
    """Give what else may have been typed for the same event.

    Less, where the verb fills fields by itself; more, where a field was said to be what it was.
    """
    less = typed - _by_itself(step, verb, work)
    said = {n for n, v in step.after.values.items() if v not in _EMPTY}
    more = typed | frozenset(said & options_of(step.kind, step.event.do).keys())
    yield from dict.fromkeys(one for one in (less, more) if one != typed)


def _verb(step: Step) -> Verb | None:
    if step.event.do == OPEN:
        return step.kind.open or _OPENING
    return EVERY.get(step.event.do) or step.kind.verbs.get(step.event.do)


def _foreign(step: Step, verb: Verb) -> list[str]:
    """Give the fields that an event sets and its verb cannot."""
    if verb.fill or step.event.do == OPEN:
        return []
    counted = {name for one in verb.count for name in one.fields}
    able = {*options_of(step.kind, step.event.do), *verb.put, *counted, verb.append}
    named = (name for name in step.event.values if name in step.kind.fields)
    return sorted(name for name in named if name not in able)


def _typed(step: Step) -> frozenset[str]:
    """Give the fields that somebody may have typed."""
    options = options_of(step.kind, step.event.do)
    if step.before is None:
        named = {n for n, v in step.after.values.items() if v not in _EMPTY}
    else:
        named = {*step.event.values, *step.grown}
    return frozenset(named & options.keys())


def _by_itself(step: Step, verb: Verb, work: Work) -> set[str]:
    """Give the fields that the verb may have filled without anybody typing them."""
    fields = step.kind.fields if step.before is None else verb.fields
    defaults = drafts.defaults(fields, work)
    same = {name for name, value in defaults.items() if step.after.values.get(name) == value}
    filled = set(step.kind.fields) if verb.fill else set()
    return {*same, *verb.put, *filled}


def _tried(step: Step, verb: Verb, typed: frozenset[str], work: Work) -> Verdict:
    act = _act(step, verb, typed)
    required = [n for n in typed if n in step.kind.fields and step.kind.fields[n].required]
    if step.before is None:
        required = [n for n, what in step.kind.fields.items() if what.required]
    code = "verbs"
    try:
        if step.before is not None:
            drafts.from_here(verb, step.event.do, step.kind, step.before)
        code = "roles"
        drafts.allowed(verb, act, work)
        drafts.complete(act, verb, required, step.event.note)
        code = "guard"
        warnings = judge(act, work.world, RULES)
    except Missing as fault:
        return Verdict("required", fault.message, draft=_draft(step, act))
    except Refused as fault:
        return Verdict(code, fault.message, fault.rule, fault.hint, _draft(step, act))
    except (Invalid, ValueError, LookupError, TypeError, AttributeError) as fault:
        message = _("it cannot be judged: {reason}").format(reason=fault)
        return Verdict("values", message, draft=_draft(step, act))
    return _reckoned(step, verb, typed, work, _draft(step, act, warnings))


def _reckoned(step: Step, verb: Verb, typed: frozenset[str], work: Work, draft: Draft) -> Verdict:
    """Judge what the command fills in by itself."""
    for one in reckoned.otherwise(step, verb, typed, work):
        message = _("{verb} sets {field} to {due} here, not to {value}").format(
            verb=step.event.do, field=step.kind.fields[one.name].label,
            due=_said(one.due), value=_said(one.held),
        )  # fmt: skip
        return Verdict("verbs", message, draft=draft)
    return Verdict(draft=draft)


def _said(value: object) -> str:
    return "–" if value in _EMPTY else str(value)


def _act(step: Step, verb: Verb, typed: frozenset[str]) -> Act:
    """Draw up what the command would have done."""
    own = verb.fields
    if step.before is None:
        values = {n: v for n, v in step.after.values.items() if n in step.kind.fields}
        event: dict[str, Any] = {}
    else:
        said = step.event.values
        event = {n: v for n, v in said.items() if n in own}
        lists = {n: step.after.values.get(n) for n in step.grown}
        given = {n: v for n, v in said.items() if n not in own}
        values = {**step.before.values, **given, **lists}
    record = step.after
    do = step.event.do
    return Act(record.id, step.kind, record.type, do, values, event, typed, step.before)


def _draft(step: Step, act: Act, warnings: Sequence[Any] = ()) -> Draft:
    event = step.event
    said: dict[str, Any] = {"at": event.at, "by": event.by, "do": event.do, **event.values}
    if event.note is not None:
        said["note"] = event.note
    if event.was:
        said["was"] = event.was
    body = step.after.body if step.before is None else ""
    return Draft(act, step.after.status, said, step.grown, body, tuple(warnings))
