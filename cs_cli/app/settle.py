"""Say what holds where clones contradict each other: the job behind ``cs settle``.

One new event says it: what cannot hold beside the events that are kept is taken back, contested
fields get the value that holds. Nothing is deleted, and every clone comes to the same.
"""

from collections.abc import Sequence
from gettext import gettext as _

from cs_cli.app import draft as drafts
from cs_cli.app import undo
from cs_cli.app.find import find_id
from cs_cli.app.records import changing
from cs_cli.app.save import Plan
from cs_cli.app.undo import TakenBack, Target
from cs_cli.app.work import Work
from cs_cli.domain import settling
from cs_cli.domain.act import Act
from cs_cli.domain.common_verbs import label_of, verb_of
from cs_cli.domain.errors import NotFound, Refused, UsageError
from cs_cli.domain.kind import ADJUDICATE, Kind
from cs_cli.domain.record import Event, Record
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge

COMMAND = "settle"


def settle(work: Work, part: str, keep: Sequence[str], note: str | None) -> TakenBack:
    """Settle the contradictions of a record so that these events hold.

    An event is named by its number in the log, or by its verb, person or time where only one of
    those that contradict each other has it. Raises :class:`NotFound` where nothing is contested,
    :class:`UsageError`, :class:`Refused`, Broken, Busy.
    """
    with changing(work, COMMAND):
        id_ = find_id(work, part)
        found = work.records.get(id_)
        target = undo.target_of(work, found.kind if found else "", id_)
        kind, record = target.kind, target.record
        numbers = list(settling.contradictions(record, kind))
        if not numbers:
            raise NotFound(
                _("nothing contradicts anything in {id}").format(id=id_),
                hint=_("what is wrong on the desk is told by: cs check"),
            )
        kept = [_meant(kind, record, word, numbers) for word in keep]
        if not kept:
            raise UsageError(
                _("say which event holds, with --keep"), hint=_ways(kind, record, numbers)
            )
        gone = settling.to_take_back(record, kind, kept)
        if gone is None:
            raise Refused(
                _("these events cannot all hold: {events}").format(
                    events=", ".join(_said(kind, record, n) for n in kept)
                ),
                hint=_ways(kind, record, numbers),
            )
        return _settled(work, target, kept, gone, note)


def _settled(
    work: Work, target: Target, kept: Sequence[int], gone: frozenset[int], note: str | None
) -> TakenBack:
    kind, record = target.kind, target.record
    events = [record.log[n] for n in kept]
    for event in events:
        may_say(work, kind, record, event)
    said = {name: _held(record, name, events) for name in settling.fields(record, kind)}
    plan = Plan(work)
    whole = undo.target_of(work, kind.kind, record.id, gone)
    done = undo.add(plan, whole, note, do=ADJUDICATE, keeps=events, said=said)
    if not work.dry_run:
        op = f"{kind.kind}.{COMMAND}"
        trailers = {"Cs-Op": op, "Cs-By": work.actor.id}
        undo.record(work, plan.saved, f"{kind.kind} {record.id}: {COMMAND}", trailers)
    warnings = tuple(warned for draft in plan.drafts for warned in draft.warnings)
    return TakenBack(f"{kind.kind}.{ADJUDICATE}", work.now, (done,), plan.saved, warnings)


def may_say(work: Work, kind: Kind, record: Record, event: Event) -> None:
    """Raise Refused for who may not do what is to hold; who did it may say that it holds."""
    verb = verb_of(kind, event.do)
    if verb is None or event.by == work.actor.id:
        return
    names = frozenset(event.values)
    after = {**record.values, **event.values}
    act = Act(record.id, kind, record.type, event.do, after, event.values, names, record)
    drafts.allowed(verb, act, work)
    judge(act, work.world, RULES)


def _held(record: Record, name: str, events: Sequence[Event]) -> object:
    """Give the value of a contested field: as an event that holds set it, else as it is."""
    said = [event.values[name] for event in events if name in event.values]
    return said[-1] if said else record.values.get(name)


def _meant(kind: Kind, record: Record, word: str, numbers: Sequence[int]) -> int:
    """Find the event that a word means; raise UsageError unless it is exactly one."""
    if word.isdecimal():
        number = int(word) - 1
        if number in numbers:
            return number
    found = [n for n in numbers if word in _names(kind, record.log[n])]
    if len(found) != 1:
        message = _("{word} is none of the events that contradict each other, or several")
        raise UsageError(message.format(word=word), hint=_ways(kind, record, numbers))
    return found[0]


def _names(kind: Kind, event: Event) -> set[str]:
    verb = verb_of(kind, event.do)
    labels = {verb.label.en, verb.label.zh} if verb else set()
    at = event.at
    return {
        event.do,
        *labels,
        event.by,
        at.isoformat(),
        f"{at:%H:%M}",
        f"{at:%H:%M:%S}",
        event.name,
    }


def _ways(kind: Kind, record: Record, numbers: Sequence[int]) -> str:
    told = "; ".join(f"--keep {n + 1}: {_said(kind, record, n)}" for n in numbers)
    return _("one of {events}").format(events=told)


def _said(kind: Kind, record: Record, number: int) -> str:
    event = record.log[number]
    return _("{verb} by {person} at {at}").format(
        verb=label_of(kind, event.do), person=event.by, at=event.at.isoformat()
    )
