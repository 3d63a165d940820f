"""Whoever had duty when a matter was received answers for it (TKT-29).

The duty is the shift on the roster that contains ``received_at`` (else now); a shift that runs
past midnight belongs to the day on which it began. Of several people on it the one with the role
``duty-clerk`` counts, else one of the front desk, else a clerk, else the first. Outside of every
shift nobody had duty, and the duty day is the day itself. What was typed stays. When the time of
receipt is put right, an emergency follows its duty unless somebody else has taken it over.

    roster: 2026-03-04: {day: [wang.wei, sun.yue]}, Sun Yue being duty clerk
    gives:  received on that day at 13:00: duty 2026-03-04, duty_owner sun.yue
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import instant

ROLES = ("duty-clerk", "front-desk", "clerk")
"""Who answers for a shift, in this order."""

EMERGENCY = "incident"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the duty day and whose it was; an emergency that nobody owns yet is theirs."""
    received = _received(act, world)
    today = world.calendar.date_of(received)
    for day in (today, today - timedelta(days=1)):
        people = list(on_duty(day, received, world))
        if people:
            person = answers(people, world)
            owned = {"owner": person} if _is_theirs(act) else {}
            return _untyped(act, {"duty": day.isoformat(), "duty_owner": person, **owned})
    return _untyped(act, {"duty": today.isoformat(), "duty_owner": None})


def _is_theirs(act: Act) -> bool:
    """Tell whether it is an emergency that nobody but the clerk on duty has taken on."""
    owner = act.values.get("owner")
    return act.type == EMERGENCY and (not owner or owner == act.values.get("duty_owner"))


def _received(act: Act, world: World) -> datetime:
    try:
        return instant(act.values.get("received_at"))
    except Invalid:
        return world.now


def on_duty(day: date, at: datetime, world: World) -> Iterator[str]:
    """Give who works a shift of that day which contains the instant."""
    for shift, people in world.roster.get(day, {}).items():
        if shift in world.calendar.shifts:
            start, end = world.calendar.shift_bounds(shift, day)
            if start <= at < end:
                yield from people


def answers(people: Sequence[str], world: World) -> str:
    """Give who of several people answers for a shift."""
    for role in ROLES:
        for id_ in people:
            person = world.people.get(id_)
            if person is not None and person.has(role):
                return id_
    return people[0]


def _untyped(act: Act, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Leave out what somebody has said otherwise."""
    return {name: value for name, value in values.items() if not _typed(name, act)}


def _typed(name: str, act: Act) -> bool:
    return name in act.changed and act.values.get(name) not in (None, "", [])
