"""Who decides on somebody's leave: the superiors, and for one who is away the deputy (LVE-07).

The line is ``reports_to`` in ``people.yaml``, nearest first. Whoever reports to nobody has leave
approved by those whose role ranks higher; above the very first nobody stands, and so that is the
person or the deputy. A superior who is on leave or off by the roster is stood in for by the
first deputy at work, never by the person who asks.
"""

from collections.abc import Iterable, Sequence

from cs_cli.domain.act import World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person
from cs_cli.rules.at_work import is_missing, stand_in


def line_of(asks: str, world: World) -> list[Person]:
    """Give the superiors of somebody, nearest first, without the person."""
    return [above for above in world.people.line(asks) if above.id != asks]


def approvers_of(asks: str, world: World) -> list[Person]:
    """Give who may decide on leave by themselves."""
    person = world.people.get(asks)
    if person is None or (line := line_of(asks, world)):
        return line if person else []
    higher = [one for one in world.people if _rank(one, world) > _rank(person, world)]
    deputy = world.people.get(person.deputy or "")
    return sorted(higher, key=lambda one: _rank(one, world)) or [
        person,
        *([deputy] if deputy else []),
    ]


def principal_of(actor: Person, asks: str, among: Iterable[Person], world: World) -> Person | None:
    """Give for whom of these, who is away, somebody stands in; None for nobody."""
    for one in among:
        if is_missing(one, world):
            deputy = stand_in(one, world, but=asks)
            if deputy is not None and deputy.id == actor.id:
                return one
    return None


def fault_of(asks: str, world: World) -> Text | None:
    """Say what is wrong with a reporting line: a circle, or a superior nobody knows."""
    seen = [asks]
    person = world.people.get(asks)
    while person is not None and person.reports_to:
        above = person.reports_to
        if above in seen:
            way = " → ".join([*seen, above])
            return Text(
                f"the reporting line goes round in a circle: {way}; put reports_to right in the "
                "people file",
                f"汇报关系成环：{way}；请更正人员文件中的 reports_to",
            )
        if world.people.get(above) is None:
            return Text(
                f"{person.id} reports to {above}, who is not in the people file: put it right",
                f"{person.id} 的上级 {above} 不在人员文件中；请更正",
            )
        seen.append(above)
        person = world.people.get(above)
    return None


def named(people: Sequence[Person]) -> str:
    """Name people by their ids."""
    return ", ".join(person.id for person in people)


def _rank(person: Person, world: World) -> int:
    roles = world.policy.roles
    return max((roles[role].rank for role in person.roles if role in roles), default=0)
