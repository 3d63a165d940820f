"""Who is at work today: those with the role on the roster who are not on leave.

Where nobody with the role is on the roster of the day, everybody with it counts who is not on
leave: a desk without a roster still shares out its work. Leave counts once it is approved, until
the person has reported back; leave within one day, or until noon, only while it lasts.

    at work:     Li and Wang are clerks and on the day shift; Wang's leave is asked for only
    not at work: Wang, once that leave is approved; Zhou, a clerk who is on no shift today
"""

from collections.abc import Iterator
from datetime import date

from cs_cli.domain.absence import AWAY, Hours, Span, meet, span
from cs_cli.domain.act import World
from cs_cli.domain.found import Found
from cs_cli.domain.people import Person


def at_work(role: str, world: World) -> list[Person]:
    """Give the holders of a role who are at work today, in the order of ``people.yaml``."""
    holders = [p for p in world.people if p.has(role) and not is_away(p.id, world)]
    rostered = on_duty(_today(world), world)
    return [person for person in holders if person.id in rostered] or holders


def is_away(person: str, world: World) -> bool:
    """Tell whether somebody is on approved leave at this moment."""
    return any(_lasts(leave, world) for leave in leaves(person, AWAY, world))


def _lasts(leave: Found, world: World) -> bool:
    """Tell whether leave is on; by the clock over several days it counts on all of each."""
    found = span(leave.values, hours_of(world))
    if found is None:
        return False
    first, last = (str(leave.values.get(end)) for end in ("from", "to"))
    if "T" in first and "T" in last and first[:10] != last[:10]:
        return first[:10] <= _today(world).isoformat() <= last[:10]
    return found[0] <= world.now < found[1]


def is_away_in(person: str, when: Span, world: World, but: str = "") -> bool:
    """Tell whether somebody's approved leave, ``but`` one, meets a time."""
    spans = (span(one.values, hours_of(world)) for one in leaves(person, AWAY, world, but))
    return any(found is not None and meet(found, when) for found in spans)


def leaves(person: str, states: tuple[str, ...], world: World, but: str = "") -> list[Found]:
    """Give somebody's leaves in these states, all ``but`` one."""
    found = world.records.find("leave", {"person": (person,), "status": states})
    return [leave for leave in found if leave.id != but]


def is_off_roster(person: str, world: World) -> bool:
    """Tell whether somebody who works shifts has none today, while others have."""
    return hours_of(world).is_off(person, _today(world))


def is_missing(person: Person, world: World) -> bool:
    """Tell whether somebody is not at work today: on leave, or off by the roster."""
    return is_away(person.id, world) or is_off_roster(person.id, world)


def stand_in(person: Person, world: World, but: str = "") -> Person | None:
    """Give the first in the line of deputies who is at work, passing over one person.

    A deputy named on the leave that is on comes before the one in ``people.yaml``.
    """
    there = (one for one in _deputies(person, world) if not is_missing(one, world))
    return next((one for one in there if one.id != but), None)


def on_duty(day: date, world: World) -> set[str]:
    """Give who is on a shift of a day."""
    return hours_of(world).on_duty(day)


def hours_of(world: World) -> Hours:
    """Give when people work."""
    return Hours(world.calendar, world.roster)


def _deputies(person: Person, world: World) -> Iterator[Person]:
    seen = {person.id}
    on = (leave for leave in leaves(person.id, AWAY, world) if _lasts(leave, world))
    wanted = [str(leave.values.get("deputy") or "") for leave in on] + [person.deputy or ""]
    for id_ in wanted:
        found = world.people.get(id_)
        while found is not None and found.id not in seen:
            seen.add(found.id)
            yield found
            found = world.people.get(found.deputy or "")


def _today(world: World) -> date:
    return world.calendar.date_of(world.now)
