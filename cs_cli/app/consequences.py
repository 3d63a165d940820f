"""The events of one commit, judged together: a command, and what its rules made of it.

What a rule makes is asked for no role and met by no guard. So the follow-ups of the command are
worked out again; what they come to is accepted, everything else is judged as if it had been typed.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby

from cs_cli.app import followups, replay, replay_undo
from cs_cli.app.rehearsal import Rehearsal
from cs_cli.app.replay import Step, Verdict
from cs_cli.app.save import Plan
from cs_cli.app.work import Work
from cs_cli.domain import seals
from cs_cli.domain.errors import CsError, Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import CORRECTIONS
from cs_cli.domain.people import Person
from cs_cli.store.query import Planned

_MOST = 8
"""How many events of one instant are tried as the command that made the others."""


@dataclass
class Judged:
    """What became of the events of a commit; ``files`` is what its commands wrote.

    ``left_out`` are records that a rule makes with an event, and that the commit has not: the
    event, the path, the row of the rulebook.
    """

    verdicts: list[tuple[Step, Verdict]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    planned: dict[str, Planned] = field(default_factory=dict)
    left_out: list[tuple[Step, str, str | None]] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """Give how many events no command could have made."""
        return sum(verdict.code is not None for _step, verdict in self.verdicts)


def judge(
    stage: Rehearsal, steps: Sequence[Step], main: str | None, contents: Mapping[str, bytes]
) -> Judged:
    """Judge the events that a commit added, each in the world that the earlier ones left.

    ``main`` is the record that the commit names; ``contents`` are all files that it wrote.
    """

    def order(step: Step) -> tuple[object, ...]:
        return (step.event.at, step.event.by, step.after.id != main, step.path, step.number)

    result = Judged()
    together = groupby(sorted(steps, key=order), lambda step: (step.event.at, step.event.by))
    for (_at, by), group in together:
        person = stage.desk.people.get(by)
        listed = list(group)
        if person is None:
            continue  # whoever that is, is found otherwise
        result = _of_one(stage, listed, person, contents, result)
    return result


def _of_one(
    stage: Rehearsal, group: Sequence[Step], person: Person, contents: Mapping[str, bytes],
    so_far: Judged,
) -> Judged:  # fmt: skip
    """Judge what one person did at one instant, whichever of it was the command."""
    best: Judged | None = None
    for number in range(min(len(group), _MOST)):
        first = group[number]
        if first.before is not None and any(s.path == first.path for s in group[:number]):
            continue  # an earlier event of that record comes before it
        ordered = [first, *(step for step in group if step is not first)]
        tried = _one_way(stage, ordered, person, contents, so_far)
        if best is None or tried.wrong < best.wrong:
            best = tried
        if best.wrong == so_far.wrong:
            break
    return best or so_far


def _one_way(
    stage: Rehearsal, group: Sequence[Step], person: Person, contents: Mapping[str, bytes],
    so_far: Judged,
) -> Judged:  # fmt: skip
    result = Judged(
        list(so_far.verdicts), dict(so_far.files), dict(so_far.planned), list(so_far.left_out)
    )
    accepted: set[str] = set()
    for step in group:
        if step.path in accepted:
            result.verdicts.append((step, Verdict()))
        else:
            work = stage.work(step.event.at, person)
            work.planned = dict(result.planned)
            verdict = _judged(step, work)
            result.verdicts.append((step, verdict))
            plan = _consequences(work, step, verdict)
            written = {p: saved.after for p, saved in plan.files.items() if p != step.path}
            result.files.update(written)
            accepted |= {p for p, text in written.items() if contents.get(p) == text}
            if verdict.code is None:
                left = (path for path in plan.rules if path not in contents)
                result.left_out += [
                    (step, path, plan.rules[path]) for path in left if _is_first(plan, path)
                ]
        _plan(result, step)
    return result


def _judged(step: Step, work: Work) -> Verdict:
    if step.event.do in CORRECTIONS:
        return replay_undo.judged(step, work)
    return replay.judged(step, work)


def seals_again(stage: Rehearsal, judged: Judged) -> Judged:
    """Judge seals that were found wrong once more, by what the commit came to.

    Where people commit by hand, one commit may unseal a month, change what lies there and seal it.
    """

    def again(step: Step, verdict: Verdict) -> Verdict:
        person = stage.desk.people.get(step.event.by)
        if verdict.code is None or step.kind.kind != seals.KIND or person is None:
            return verdict
        then = _judged(step, stage.work(step.event.at, person))
        return then if then.code is None else verdict

    return replace(judged, verdicts=[(step, again(step, one)) for step, one in judged.verdicts])


def _is_first(plan: Plan, path: str) -> bool:
    """Tell whether there never was such a record about the same.

    Where there was one it may have been open when the command was typed, and that is enough: a
    rebase puts commits after others that their authors had not seen.
    """
    made = next(one.act for one in plan.drafts if path_of(one.act.kind.kind, one.act.id) == path)
    links = made.values.get("about") or ()
    known = (
        plan.work.records.find(made.kind.kind, {}, open_only=False, about=links[0]) if links else ()
    )
    return all(one.id == made.id for one in known)


def _plan(result: Judged, step: Step) -> None:
    """Let what follows see the record as this event left it."""
    record = step.after
    found = Found(record.id, record.kind, record.type, record.status, record.values)
    result.planned[record.id] = Planned(found, step.kind.is_final(record.status))


def _consequences(work: Work, step: Step, verdict: Verdict) -> Plan:
    """Give what the command would have written, where it has follow-ups.

    Nothing where these are refused: then there was no such command.
    """
    plan = Plan(work)
    with suppress(CsError, Invalid, ValueError, LookupError, TypeError, AttributeError):
        if verdict.draft is None or not followups.are_due(verdict.draft.act, work):
            return plan
        plan.add(verdict.draft, step.document)
        followups.follow(plan, verdict.draft.act)
        return plan
    return Plan(work)
