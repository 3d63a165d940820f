"""Some leave is approved by one who holds a role, or while that one is away by the deputy.

``with`` names the roles, comma between them. Used for leaving the post (LVE-10, LVE-11, LVE-09),
leave asked for late (LVE-05) and where a supervisor approves (LVE-14).

    with:    roles: director
    passes:  the director; the director's deputy while the director is on leave
    refused: a manager; the deputy while the director is at work
"""

from collections.abc import Iterator, Mapping, Sequence

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.meaning import holds
from cs_cli.domain.people import Person
from cs_cli.domain.policy import applies, rows_on
from cs_cli.rules.approvers import approvers_of, line_of, named, principal_of

RULE = "approved-by"


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse whoever has none of the roles and stands in for nobody who has."""
    roles = _roles(with_)
    asks = str(act.seen.get("person") or "")
    # Nobody approves for themself, but for the very first, above whom nobody stands.
    if world.actor.has(*roles) and (world.actor.id != asks or _is_first(asks, world)):
        return None
    holders = _holders(roles, asks, world)
    if principal_of(world.actor, asks, holders, world):
        return None
    known = [world.policy.roles[role].label for role in roles if role in world.policy.roles]
    english, chinese = ", ".join(one.en for one in known), "、".join(one.zh for one in known)
    me, row = world.actor.id, str(act.kind.label.en)
    who = named(_near(holders, asks, world))
    return Text(
        f"{row} takes effect when approved by: {english}; {me} is not the one"
        + (f"; it is for: {who}" if who else ""),
        f"{act.kind.label.zh}须经{chinese}批准方可生效；{me} 无权批准"
        + (f"，应由 {who} 批准" if who else ""),
    )


def deciders(act: Act, world: World, line: Sequence[Person]) -> Sequence[Person]:
    """Give those of a line who may approve by the rows of this rule; else whoever may, else all."""
    asks = str(act.seen.get("person") or "")
    for roles in _wanted(act, world):
        line = [one for one in line if one.has(*roles)] or _holders(roles, asks, world) or line
    return line


def _wanted(act: Act, world: World) -> Iterator[Sequence[str]]:
    """Give the roles that each row of this rule asks for when the record is approved."""
    for guard in rows_on(world.policy.rows.guards, world.calendar.date_of(world.now)).values():
        on = guard.on
        concerns = "approve" in on.do and applies(on, act.kind.kind, act.type)
        if guard.rule == RULE and concerns and holds(on.match, act, world):
            yield _roles(guard.with_)


def _roles(with_: Mapping[str, str]) -> list[str]:
    return [role.strip() for role in with_["roles"].split(",")]


def _holders(roles: Sequence[str], asks: str, world: World) -> list[Person]:
    return [one for one in world.people if one.has(*roles) and one.id != asks]


def _near(holders: Sequence[Person], asks: str, world: World) -> Sequence[Person]:
    """Give those who stand in one's own line, else all."""
    return [one for one in line_of(asks, world) if one in holders] or holders


def _is_first(asks: str, world: World) -> bool:
    return asks in (one.id for one in approvers_of(asks, world))
