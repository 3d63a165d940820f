"""Some leave is approved by one who holds a role, or while that one is away by the deputy.

``with`` names the roles, comma between them. Used for leaving the post (LVE-10, LVE-11, LVE-09),
leave asked for late (LVE-05) and where a supervisor approves (LVE-14).

    with:    roles: director
    passes:  the director; the director's deputy while the director is on leave
    refused: a manager; the deputy while the director is at work
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.rules.approvers import approvers_of, principal_of


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse whoever has none of the roles and stands in for nobody who has."""
    roles = [role.strip() for role in with_["roles"].split(",")]
    asks = str(act.seen.get("person") or "")
    # Nobody approves for themself, but for the very first, above whom nobody stands.
    if world.actor.has(*roles) and (world.actor.id != asks or _is_first(asks, world)):
        return None
    holders = [one for one in world.people if one.has(*roles) and one.id != asks]
    if principal_of(world.actor, asks, holders, world):
        return None
    known = [world.policy.roles[role].label for role in roles if role in world.policy.roles]
    english, chinese = ", ".join(one.en for one in known), "、".join(one.zh for one in known)
    me, row = world.actor.id, str(act.kind.label.en)
    return Text(
        f"{row} takes effect when approved by: {english}; {me} is not the one",
        f"{act.kind.label.zh}须经{chinese}批准方可生效；{me} 无权批准",
    )


def _is_first(asks: str, world: World) -> bool:
    return asks in (one.id for one in approvers_of(asks, world))
