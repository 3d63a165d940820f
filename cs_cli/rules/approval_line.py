"""Leave is approved level by level up the reporting line: no skipping, no crossing (LVE-07).

The line comes from ``reports_to`` in ``people.yaml`` and ends with the first holder of the role
in the setting ``leave.up_to`` (with nobody above who holds it: the whole line).

    people:  Li reports to supervisor Chen, Chen to manager Zhao; leave.up_to: manager
    passes:  Chen approves, then Zhao: the leave is approved
    refused: Zhao approves first (skips Chen); the supervisor of another team approves (crosses)
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when whoever acts is not the next of the line to approve."""
    line = _line(act, world)
    awaited = _awaited(line, _approved(act))
    me = world.actor.id
    if awaited is None or awaited.id == me:
        return None
    said = f"{awaited.name} ({awaited.id})"
    chinese = f"{awaited.name}（{awaited.id}）"
    if me in (above.id for above in line):
        return Text(f"not level by level: next is {said}", f"不得越级审批：应先由{chinese}审批")
    return Text(
        f"{me} is outside the line of {act.seen.get('person')}: next is {said}",
        f"不得交叉审批：{me} 不在 {act.seen.get('person')} 的审批线上，应由{chinese}审批",
    )


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set who is to approve next, or, once the line is complete, when it was approved."""
    line = _line(act, world)
    approved = _approved(act)
    if act.do != "open":
        approved = [*approved, world.actor.id]
    awaited = _awaited(line, approved)
    if awaited is not None:
        return {"next_approver": awaited.id}
    if act.do == "open":
        return {}
    return {"approved_at": world.calendar.local(world.now).isoformat(timespec="seconds")}


def _line(act: Act, world: World) -> Sequence[Person]:
    above = world.people.line(str(act.seen.get("person") or ""))
    last = world.policy.settings.get("leave.up_to", "")
    below = list(takewhile(lambda person: not person.has(last), above))
    return [*below, *above[len(below) : len(below) + 1]]


def _approved(act: Act) -> list[str]:
    entries = (act.before.values.get("approvals") if act.before else None) or []
    return [str(entry.get("by")) for entry in entries if isinstance(entry, Mapping)]


def _awaited(line: Sequence[Person], approved: Sequence[str]) -> Person | None:
    return next((person for person in line if person.id not in approved), None)
