"""Judge an event that takes earlier ones back, as ``cs undo`` and ``cs settle`` were judged."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.app import draft as drafts
from cs_cli.app import settle
from cs_cli.app.draft import EVERY
from cs_cli.app.replay import Step, Verdict
from cs_cli.app.work import Work
from cs_cli.domain import limit as limits
from cs_cli.domain import settling, taking_back
from cs_cli.domain.act import Act
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.kind import ADJUDICATE, VOID
from cs_cli.domain.record import Event, Record
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge


def judged(step: Step, work: Work) -> Verdict:
    """Judge it: own events alone, the last ones of the record, in time, by the rules."""
    before = step.before
    if before is None:
        return Verdict("verbs", _("there is nothing to be taken back"))
    if step.event.do == ADJUDICATE:
        return _settled(step, before, work)
    names = step.event.undoes
    positions = [n for n, one in enumerate(before.log) if any(map(one.is_named, names))]
    if not positions:
        return Verdict("verbs", _("there is nothing to be taken back"))
    others = [before.log[n].by for n in positions if before.log[n].by != step.event.by]
    if others:
        message = _("it takes back what {person} did").format(person=", ".join(others))
        return Verdict("roles", message)
    return (
        _gone_on(before, positions)
        or _otherwise(step, before, positions)
        or _too_late(step, before, positions, work)
        or _refused(step, before, positions, work)
    )


def _settled(step: Step, before: Record, work: Work) -> Verdict:
    """Judge what somebody settled: events that contradict each other, and no others."""
    log, event = before.log, step.event
    contested = settling.contradictions(before, step.kind)
    kept = [n for n in contested if any(map(log[n].is_named, event.keeps))]
    gone = settling.to_take_back(before, step.kind, kept) if kept else None
    if gone is None or {log[n].name for n in gone} != set(event.undoes):
        return Verdict("verbs", _("what it takes back did not contradict what it keeps"))
    for n in kept:
        said = _may_say(step, before, log[n], work)
        if said is not None:
            return said
    fields = settling.fields(before, step.kind)
    return _otherwise(step, before, sorted(gone), free=fields) or _refused(
        step, before, sorted(gone), work
    )


def _may_say(step: Step, before: Record, event: Event, work: Work) -> Verdict | None:
    """Tell who may not do what they say holds."""
    try:
        settle.may_say(work, step.kind, before, event)
    except Refused as fault:
        return Verdict("guard" if fault.rule else "roles", fault.message, fault.rule, fault.hint)
    except (Invalid, ValueError, LookupError, TypeError, AttributeError) as fault:
        return Verdict("values", _("it cannot be judged: {reason}").format(reason=fault))
    return None


def _gone_on(before: Record, positions: Sequence[int]) -> Verdict | None:
    since = taking_back.later(before, positions)
    if not since:
        return None
    return Verdict("verbs", _("{id} has gone on since: {verb} by {person} at {at}").format(
        id=before.id, verb=since[0].do, person=since[0].by, at=since[0].at.isoformat()
    ))  # fmt: skip


def _otherwise(
    step: Step, before: Record, positions: Sequence[int], free: Sequence[str] = ()
) -> Verdict | None:
    """Tell where it says something else of a field than what was without those events.

    ``free`` are fields that are contested: of these it says which value holds.
    """
    expected: Mapping[str, Any] = {}
    if positions and 0 not in positions:
        expected = taking_back.without(before, step.kind, positions).values
    said = step.event.values
    names = [name for name in {**expected, **said} if name not in free]
    wrong = [n for n in names if (expected.get(n) or "") != (said.get(n) or "")]
    if not wrong:
        return None
    message = _("taking these events back does not make {fields} what it says")
    return Verdict("verbs", message.format(fields=", ".join(wrong)))


def _too_late(step: Step, before: Record, positions: Sequence[int], work: Work) -> Verdict | None:
    last = max(before.log[n].at for n in positions)
    limit = taking_back.within(work.policy.settings)
    until = limits.due(last, limit, work.desk.calendar).at
    if until is None or step.event.at <= until:
        return None
    message = _("it takes back what was done at {at}; after {limit} nothing is undone")
    return Verdict("verbs", message.format(at=last.isoformat(), limit=limit))


def _refused(step: Step, before: Record, positions: Sequence[int], work: Work) -> Verdict:
    event = step.event
    values = {n: v for n, v in step.after.values.items() if n in step.kind.fields}
    after = {**before.values, **values, **event.values}
    act = Act(
        before.id, step.kind, before.type, event.do, after, {}, frozenset(event.values), before
    )
    try:
        judge(act, work.world, RULES)
        if 0 in positions:
            voided = Act(
                act.id, act.kind, act.type, VOID, act.values, {}, act.changed, before
            )  # fmt: skip
            drafts.allowed(EVERY[VOID], voided, work)
            judge(voided, work.world, RULES)
    except Refused as fault:
        return Verdict("guard", fault.message, fault.rule, fault.hint)
    except (Invalid, ValueError, LookupError, TypeError, AttributeError) as fault:
        return Verdict("values", _("it cannot be judged: {reason}").format(reason=fault))
    return Verdict()
