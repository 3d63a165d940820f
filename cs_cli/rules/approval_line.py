"""Leave is approved level by level up the reporting line: no skipping, no crossing (LVE-07).

The line comes from ``reports_to`` in ``people.yaml`` and ends with the first holder of the role
in the setting ``leave.up_to`` (with nobody above who holds it: the whole line). For a superior who
is away the deputy approves; who approves for another and is the next of the line has approved for
both.

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
from cs_cli.rules.approved_by import deciders
from cs_cli.rules.approvers import approvers_of, line_of, principal_of
from cs_cli.rules.at_work import is_missing, stand_in
from cs_cli.rules.superior import on_behalf


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse when whoever acts is not the next of the line to approve."""
    line = _line(act, world)
    awaited = _awaited(line, _approved(act))
    me = world.actor
    asks = str(act.seen.get("person") or "")
    if awaited is None or me.id == awaited.id or principal_of(me, asks, [awaited], world):
        return None
    said, chinese = _next(awaited, asks, world)
    if me.id in (above.id for above in line_of(asks, world)):
        return Text(f"not level by level: next is {said}", f"不得越级审批：应先由{chinese}审批")
    return Text(
        f"{me.id} is outside the line of {asks}: next is {said}",
        f"不得交叉审批：{me.id} 不在 {asks} 的审批线上，应由{chinese}审批",
    )


def _next(awaited: Person, asks: str, world: World) -> tuple[str, str]:
    """Name who is awaited, and who stands in where that person is away."""
    said, chinese = f"{awaited.name} ({awaited.id})", f"{awaited.name}（{awaited.id}）"
    if not is_missing(awaited, world):
        return said, chinese
    deputy = stand_in(awaited, world, but=asks)
    if deputy is None:
        return (
            f"{said}, who is away and has no deputy at work (deputy in the people file)",
            f"{chinese}（不在岗，且无在岗代理人，请在人员文件中指定 deputy）",
        )
    return (
        f"{said}, who is away; the deputy is {deputy.id}",
        f"{chinese}（不在岗）的代理人 {deputy.id} ",
    )


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set who is to approve next, or, once the line is complete, when it was approved."""
    line = _line(act, world)
    if act.do == "open":
        asks = str(act.seen.get("person") or "")
        first = line or deciders(act, world, approvers_of(asks, world))
        return {"next_approver": first[0].id} if first else {}
    before = _awaited(line, _approved(act))
    behalf = _behalf(act, before, world)
    approved = [*_approved(act), world.actor.id, *([before.id] if behalf and before else [])]
    awaited = _awaited(line, approved)
    if awaited is not None:
        return {**behalf, "next_approver": awaited.id}
    return {**behalf, "approved_at": world.calendar.local(world.now).isoformat(timespec="seconds")}


def _behalf(act: Act, awaited: Person | None, world: World) -> Mapping[str, Any]:
    if awaited is None or awaited.id == world.actor.id:
        return {}
    asks = str(act.seen.get("person") or "")
    return on_behalf(act, principal_of(world.actor, asks, [awaited], world))


def _line(act: Act, world: World) -> Sequence[Person]:
    above = line_of(str(act.seen.get("person") or ""), world)
    last = world.policy.settings.get("leave.up_to", "")
    below = list(takewhile(lambda person: not person.has(last), above))
    return deciders(act, world, [*below, *above[len(below) : len(below) + 1]])


def _approved(act: Act) -> list[str]:
    """Give who has approved, and for whom."""
    entries = (act.before.values.get("approvals") if act.before else None) or []
    held = [entry for entry in entries if isinstance(entry, Mapping)]
    return [str(entry[key]) for entry in held for key in ("by", "for") if entry.get(key)]


def _awaited(line: Sequence[Person], approved: Sequence[str]) -> Person | None:
    return next((person for person in line if person.id not in approved), None)
