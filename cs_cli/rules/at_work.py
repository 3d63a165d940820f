"""Who is at work today: those with the role on the roster who are not on leave.

Where nobody with the role is on the roster of the day, everybody with it counts who is not on
leave: a desk without a roster still shares out its work. Leave counts once it is approved, until
the person has reported back; leave of a part of one day only while it lasts.

    at work:     Li and Wang are clerks and on the day shift; Wang's leave is asked for only
    not at work: Wang, once that leave is approved; Zhou, a clerk who is on no shift today
"""

from datetime import date, timedelta

from cs_cli.domain.act import World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.people import Person
from cs_cli.domain.record import day, instant

AWAY = ("approved", "on-leave")
"""The states of leave in which somebody is away."""
_NEAR = 7  # days before and after today in which somebody on shifts has one


def at_work(role: str, world: World) -> list[Person]:
    """Give the holders of a role who are at work today, in the order of ``people.yaml``."""
    holders = [p for p in world.people if p.has(role) and not is_away(p.id, world)]
    rostered = on_duty(_today(world), world)
    return [person for person in holders if person.id in rostered] or holders


def is_away(person: str, world: World) -> bool:
    """Tell whether somebody is on approved leave today."""
    leaves = world.records.find("leave", {"person": (person,), "status": AWAY})
    return any(_covers(leave, world) for leave in leaves)


def is_off_roster(person: str, world: World) -> bool:
    """Tell whether somebody who works shifts has none today, while others have."""
    today = _today(world)
    near = {
        day: on_duty(day, world)
        for day in (today + timedelta(days=n) for n in range(-_NEAR, _NEAR + 1))
    }
    return (
        bool(near[today])
        and person not in near[today]
        and any(person in people for people in near.values())
    )


def on_duty(day: date, world: World) -> set[str]:
    """Give who is on a shift of a day."""
    return {person for people in world.roster.get(day, {}).values() for person in people}


def _today(world: World) -> date:
    return world.now.astimezone(world.calendar.zone).date()


def _covers(leave: Found, world: World) -> bool:
    first, last = (_day(leave.values.get(name), world) for name in ("from", "to"))
    today = _today(world)
    if first is None or last is None or not first <= today <= last:
        return False
    return first != last or _lasts(leave, world)


def _lasts(leave: Found, world: World) -> bool:
    """Tell whether leave within one day is on at this moment; a whole day is on all day."""
    try:
        return instant(leave.values["from"]) <= world.now < instant(leave.values["to"])
    except Invalid:
        return True


def _day(value: object, world: World) -> date | None:
    """Give the day of a moment, as it is at the desk."""
    try:
        return day(value)
    except Invalid:
        pass
    try:
        return instant(value).astimezone(world.calendar.zone).date()
    except Invalid:
        return None
