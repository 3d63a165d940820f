"""Every event of the log is a verb of the kind, allowed in the state the record was in.

The first event opens the record and no other does. Nothing follows a void. Two clones that
acted on one record at the same time may unite in a log that breaks this: the contradiction is
shown here, and a person decides what is so.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: resolve}
      - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: reopen, reason: it stopped again}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: reopen, reason: it stopped again}
"""

from collections.abc import Iterator, Sequence
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.kind import CORRECTIONS, ERASE, VOID, Kind
from cs_cli.domain.record import OPEN, Step
from cs_cli.domain.settling import led_by, may
from cs_cli.domain.shape import unknown

RULE = "verbs"
OF_EVERY_KIND = ("set", "note", VOID, ERASE, *sorted(CORRECTIONS))


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about events that nobody could have done."""
    if subject.kind is None:
        return
    twice = subject.record is not None and around.policy.makes(subject.record)
    for number, step in enumerate(subject.steps):
        if step.event.do == OPEN or not number:
            if _opens_wrongly(number, step, twice=twice):
                message = _("the first event of a log, and no other, is open")
                yield Fault(message, ("log", number, "do"))
        elif step.counts:
            yield from _wrong(subject, subject.kind, number)


def impossible(subject: Subject, around: Around) -> list[int]:
    """Give the places in the log of the events that nobody could have done."""
    return [int(fault.place[1]) for fault in check(subject, around)]


def _opens_wrongly(number: int, step: Step, *, twice: bool) -> bool:
    """Tell whether a record is opened by another verb, or again.

    What a rule makes may have been opened in two clones, each for itself.
    """
    opens = step.event.do == OPEN
    return opens if number and (step.event.values or not twice) else not opens


def _wrong(subject: Subject, kind: Kind, number: int) -> Iterator[Fault]:
    step, place = subject.steps[number], ("log", number, "do")
    do, before = step.event.do, subject.steps[number - 1].status
    if do not in OF_EVERY_KIND and do not in kind.verbs:
        known = [*kind.verbs, *OF_EVERY_KIND]
        message = _("{verb} is no verb of {kind}").format(verb=do, kind=kind.kind)
        yield Fault(message, place, unknown(do, known).hint)
    elif do in CORRECTIONS:
        yield from _names_none(subject, number)
    elif not may(kind, do, before):
        message = _("{verb} is not possible from {state}").format(verb=do, state=before)
        pair = (led_by(subject.steps, number - 1), number)
        hint = "; ".join([came_by(subject.steps, number - 1), settled_by(subject, *pair)])
        yield Fault(message, place, hint, events=pair)


def _names_none(subject: Subject, number: int) -> Iterator[Fault]:
    """Complain about what takes back events that are not there."""
    earlier = [step.event for step in subject.steps[:number]]
    correction = subject.steps[number].event
    names = (*correction.undoes, *correction.keeps)
    missing = [n for n in names if not any(event.is_named(n) for event in earlier)]
    if missing or not names:
        message = _("{verb} names no earlier event of this log: {name}")
        said = message.format(verb=correction.do, name=", ".join(missing))
        yield Fault(said, ("log", number, "do"))


def came_by(steps: Sequence[Step], number: int) -> str:
    """Say which event led to the state that a step left the record in."""
    number = led_by(steps, number)
    event = steps[number].event
    return _("entry {n} of the log, {verb} at {at}, leads to {state}").format(
        n=number + 1, verb=event.do, at=event.at.isoformat(), state=steps[number].status
    )


def settled_by(subject: Subject, *numbers: int) -> str:
    """Say how a person settles which of these events holds."""
    ways = [f"cs settle {subject.text('id')} --keep {number + 1}" for number in numbers]
    return _("say which one holds: {commands}").format(commands=_(" or ").join(ways))
