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
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.record import Step
from cs_cli.domain.shape import unknown

RULE = "verbs"
OF_EVERY_KIND = ("set", "note", VOID)


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about events that nobody could have done."""
    if subject.kind is None:
        return
    for number, step in enumerate(subject.steps):
        message, hint = _wrong(subject.kind, number, step, subject.steps)
        if message:
            yield Fault(message, ("log", number, "do"), hint)


def _wrong(
    kind: Kind, number: int, step: Step, steps: Sequence[Step]
) -> tuple[str | None, str | None]:
    do = step.event.do
    if (number == 0) != (do == "open"):
        return _("the first event of a log, and no other, is open"), None
    if do == "open":
        return None, None
    if do not in OF_EVERY_KIND and do not in kind.verbs:
        known = [*kind.verbs, *OF_EVERY_KIND]
        message = _("{verb} is no verb of {kind}").format(verb=do, kind=kind.kind)
        return message, unknown(do, known).hint
    before = steps[number - 1].status
    if may(kind, do, before):
        return None, None
    message = _("{verb} is not possible from {state}").format(verb=do, state=before)
    return message, came_by(steps, number - 1)


def may(kind: Kind, do: str, state: str) -> bool:
    """Tell whether a verb may start in a state."""
    if state == VOID or do in OF_EVERY_KIND:
        return state != VOID
    allowed = kind.verbs[do].from_
    if state in allowed:
        return True
    return ("final" if kind.is_final(state) else "any") in allowed


def came_by(steps: Sequence[Step], number: int) -> str:
    """Say which event led to the state that a step left the record in."""
    while number and steps[number - 1].status == steps[number].status:
        number -= 1
    event = steps[number].event
    return _("entry {n} of the log, {verb} at {at}, leads to {state}").format(
        n=number + 1, verb=event.do, at=event.at.isoformat(), state=steps[number].status
    )
