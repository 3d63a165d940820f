"""Work is handed to somebody who is at work, else to the deputy (TKT-10).

``with`` names the field that says to whom. Away is who is on approved leave, and who stands on the
roster of these weeks but not on today's; whoever is on no roster at all keeps office hours and
is there. Of deputies who are away too, their own deputy is named.

    passes:  transfer --owner zhao, Zhao being at work
    refused: the same while Zhao is on leave; the sentence names the deputy Qian
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person
from cs_cli.rules.at_work import is_away

_NEAR = 7  # days before and after today in which somebody on shifts has one


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse somebody who is away; name who stands in."""
    name = with_["field"]
    person = world.people.get(str(act.values.get(name))) if name in act.changed else None
    if person is None or not (is_away(person.id, world) or _is_off_roster(person.id, world)):
        return None
    option = f"--{name.replace('_', '-')}"
    deputy = _stand_in(person, world)
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


def _stand_in(person: Person, world: World) -> Person | None:
    """Give the first in the line of deputies who is at work."""
    for deputy in _deputies(person, world):
        if not is_away(deputy.id, world) and not _is_off_roster(deputy.id, world):
            return deputy
    return None


def _deputies(person: Person, world: World) -> Iterator[Person]:
    seen = {person.id}
    found = world.people.get(person.deputy or "")
    while found is not None and found.id not in seen:
        seen.add(found.id)
        yield found
        found = world.people.get(found.deputy or "")


def _is_off_roster(person: str, world: World) -> bool:
    """Tell whether somebody who works shifts has none today, while others have."""
    today = world.calendar.date_of(world.now)
    near = (today + timedelta(days=n) for n in range(-_NEAR, _NEAR + 1))
    on_duty = {day: _on_duty(world, day) for day in near}
    return (
        bool(on_duty[today])
        and person not in on_duty[today]
        and any(person in people for people in on_duty.values())
    )


def _on_duty(world: World, day: date) -> set[str]:
    return {person for people in world.roster.get(day, {}).values() for person in people}
