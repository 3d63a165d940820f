"""Nobody stands in for themself, and whoever stands in or was briefed is there (LVE-10, LVE-13).

``with`` names the field with the people; ``role`` is one they must hold; with ``there`` they must
be at work today: on no leave, and on shift where they work by the roster.

    with:    field: replacement, there: "true"
    passes:  Wang, who is on the day shift
    refused: the person who leaves; Wang while on leave
"""

from collections.abc import Iterator, Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person
from cs_cli.rules.at_work import is_missing


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse the person alone, somebody without the role, and somebody who is away."""
    name = with_["field"]
    option = f"--{name.replace('_', '-')}"
    for one in _named(act.seen.get(name), world):
        said = _against(one, act, world, with_)
        if said is not None:
            return Text(f"{said.en} ({option} PERSON)", f"{said.zh}（{option} 人员）")
    return None


def _named(value: object, world: World) -> Iterator[Person]:
    for id_ in value if isinstance(value, list) else [value]:
        person = world.people.get(str(id_ or ""))
        if person is not None:
            yield person


def _against(one: Person, act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    role = with_.get("role")
    if one.id == act.seen.get("person"):
        return Text(f"{one.id} cannot stand in for themself", f"{one.id} 不能由本人代替")
    if role and not one.has(role):
        label = world.policy.roles[role].label
        return Text(f"{one.id} is no {label.en}", f"{one.id} 不是{label.zh}")
    if with_.get("there") == "true" and is_missing(one, world):
        return Text(f"{one.id} is not at work today", f"{one.id} 今日不在岗")
    return None
