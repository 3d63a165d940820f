"""Work is handed to somebody who is at work, else to the deputy (TKT-10).

``with`` names the field that says to whom, one or several. Away is who is on approved leave, and
who stands on the roster of these weeks but not on today's; whoever is on no roster at all keeps
office hours and is there. Of deputies who are away too, their own deputy is named.

    passes:  transfer --owner zhao, Zhao being at work
    refused: the same while Zhao is on leave; the sentence names the deputy Qian
"""

from collections.abc import Iterator, Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person
from cs_cli.rules.at_work import is_missing, stand_in


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse somebody who is away; name who stands in."""
    name = with_["field"]
    person = next(_missing(name, act, world), None) if name in act.changed else None
    if person is None:
        return None
    option = f"--{name.replace('_', '-')}"
    deputy = stand_in(person, world)
    if deputy is None:
        return Text(
            f"{person.id} is not at work today and no deputy is; choose a colleague who is "
            f"({option} PERSON)",
            f"{person.id} 今日不在岗，也没有在岗的代理人；请转交其他在岗同事（{option} 人员）",
        )
    return Text(
        f"{person.id} is not at work today; the deputy is {deputy.id} ({option} {deputy.id})",
        f"{person.id} 今日不在岗，请转交其代理人 {deputy.id}（{option} {deputy.id}）",
    )


def _missing(name: str, act: Act, world: World) -> Iterator[Person]:
    """Give those of the people in a field who are away."""
    value = act.seen.get(name)
    named = (world.people.get(str(one)) for one in (value if isinstance(value, list) else [value]))
    yield from (one for one in named if one is not None and is_missing(one, world))
