"""Leave is decided by somebody above the person who asks, never by the person alone (LVE-07).

For a superior who is away the deputy decides, and ``fill`` writes down for whom. A reporting line
that is broken is named. ``with`` may name fields in ``also``, comma between them: whoever is named
there may do it too, such as take back what they asked for; and in ``but`` a type it is not for.
Who stands above whom is worked out
in :mod:`cs_cli.rules.approvers`.

    passes:  Li reports to Chen; Chen approves Li's leave, or Chen's deputy while Chen is on leave
    refused: Li approves Li's leave; so does a supervisor of another team
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person
from cs_cli.rules.approvers import approvers_of, fault_of, named, principal_of


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when whoever acts stands neither above the person nor in for somebody who does."""
    if act.type and act.type == with_.get("but"):
        return None
    also = with_.get("also")
    if also and world.actor.id in [act.seen.get(name.strip()) for name in also.split(",")]:
        return None
    asks = str(act.seen.get("person") or "")
    fault = fault_of(asks, world)
    if fault is not None:
        return fault
    allowed = approvers_of(asks, world)
    me = world.actor
    if not allowed or is_one(act, world):
        return None
    names = named(allowed)
    if also:
        return Text(
            f"this is for {asks} or a superior: {names}",
            f"应由 {asks} 本人或其上级 {names} 办理",
        )
    return Text(
        f"{me.id} is not a superior of {asks}; it is for: {names}",
        f"{me.id} 不是 {asks} 的上级；应由 {names} 审批",
    )


def is_one(act: Act, world: World) -> bool:
    """Tell whether whoever acts stands above the person, or in for somebody who does."""
    asks = str(act.seen.get("person") or "")
    allowed = approvers_of(asks, world)
    return world.actor in allowed or principal_of(world.actor, asks, allowed, world) is not None


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Write down for whom a deputy approves."""
    asks = str(act.seen.get("person") or "")
    allowed = approvers_of(asks, world)
    if world.actor in allowed:
        return {}
    return on_behalf(act, principal_of(world.actor, asks, allowed, world))


def on_behalf(act: Act, principal: Person | None) -> Mapping[str, Any]:
    """Give the approvals, the last of them for somebody else."""
    entries = act.values.get("approvals") or []
    if principal is None or not entries:
        return {}
    return {"approvals": [*entries[:-1], {**entries[-1], "for": principal.id}]}
