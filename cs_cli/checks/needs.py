"""Every event has what its verb, and the department's rules, ask for.

``cs`` refuses a verb that lacks something; a record written by hand was never asked. Rules that
look at other records, at the person or at the clock of that moment are not judged again; nor are
rules on opening a record, which a department may have taken up after it was opened.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: escalated
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: escalate, reason: two lifts now}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: escalated
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: escalate}
"""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.checks.subject import Around, Fault, Subject, is_empty, verb_of
from cs_cli.checks.waiting import AGAIN
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.match import fits
from cs_cli.domain.policy import Guard
from cs_cli.domain.record import Step

RULE = "needs"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about events that lack fields, or that a rule on their fields forbids."""
    kind = subject.kind
    if kind is None:
        return
    status = ""
    for number, step in enumerate(subject.steps):
        if not step.counts or (subject.is_void and step.event.do != VOID):
            continue
        seen = {**step.values, **step.event.values, "status": status}
        told: set[str] = set()
        for rule, names in _asked(kind, step, seen, subject, around):
            missing = [name for name in names if name not in told]
            told.update(missing)
            if missing:
                message = _("{verb} needs: {fields}")
                said = message.format(verb=step.event.do, fields=", ".join(missing))
                yield Fault(said, ("log", number), rule=rule)
        status = step.status


def _asked(
    kind: Kind, step: Step, seen: Mapping[str, Any], subject: Subject, around: Around
) -> Iterator[tuple[str | None, list[str]]]:
    """Give what an event lacks, with the row of the rulebook that asks for it."""
    yield None, [*_verb(kind, step, seen)]
    if step.event.do == "open":
        return
    day = step.event.at.astimezone(around.zone).date()
    for guard in around.guards(kind, step.event.do, day):
        if _concerns(guard, step, seen, subject):
            # "needs: status" would tell nobody anything; which states follow which is the verbs'.
            must = {n: w for n, w in guard.must.items() if n != "status" and _is_plain(n, w)}
            wrong = [n for n in guard.require if _is_plain(n) and is_empty(seen.get(n))]
            wrong += [n for n, wanted in must.items() if not fits({n: wanted}, seen)]
            yield guard.ref, wrong


def _is_plain(name: str, options: Sequence[str] = ()) -> bool:
    """Tell whether a condition looks at the record alone: at no other record, at no person."""
    return "." not in name and not any(option.startswith(("$", "@")) for option in options)


def _verb(kind: Kind, step: Step, seen: Mapping[str, Any]) -> Iterator[str]:
    verb = verb_of(kind, step.event.do)
    for need in verb.require if verb else ():
        if fits(need.when, seen):
            # A waiting record without it is said by the check of waiting.
            yield from (n for n in need.fields if is_empty(seen.get(n)) and n != AGAIN)
    if (verb.note if verb else step.event.do in ("note", VOID)) and is_empty(step.event.note):
        yield "note"


def _concerns(guard: Guard, step: Step, seen: Mapping[str, Any], subject: Subject) -> bool:
    """Tell whether a rule speaks of this event; one for all verbs speaks of the last event."""
    if guard.warn or not (guard.on.do or step is subject.steps[-1]):
        return False
    if not all(_is_plain(name, options) for name, options in guard.on.match.items()):
        return False
    return fits(guard.on.match, seen)
