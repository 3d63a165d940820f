"""Whose turn it is to serve the next visitor: a fixed order of people, goes round (TKT-35).

The turn goes to the first person after the last one served who is there. Whoever is on approved
leave today, who is on no shift today while others of the order are, or who was named in ``off``
is passed over, and ``turns`` keeps that with the reason.

    given:   people A, B, C, of whom A was served last
    next:    B; with B on leave C, and a turn of B, skipped because on leave
    refused: everybody of the order is away, or somebody is named in ``off`` who is not in it
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Refused
from cs_cli.domain.language import Text
from cs_cli.rules.at_work import is_away, is_off_roster, on_duty

_LEAVE = Text("on leave", "请假")
_NO_SHIFT = Text("on no shift today", "今日无班")
_OFF = Text("not at the desk", "不在岗")
_NOBODY = Text("nobody of the order is there: {people}", "排定次序中的人员均不在岗：{people}")
_STRANGER = Text(
    "{people} is not in the order; the order is {order} (--off)",
    "{people} 不在排定次序中；次序为：{order}（--off）",
)


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set who is served by whom now, and add the turn and those passed over to ``turns``."""
    at = world.calendar.local(world.now).isoformat(timespec="seconds")
    turns = list(act.values.get("turns") or [])
    people = _from_next(act)
    _refuse_strangers(act, people)
    for person in people:
        reason = _away(person, act, world)
        if reason is None:
            return {"served": person, "turns": [*turns, {"at": at, "person": person}]}
        turns.append({"at": at, "person": person, "skipped": reason})
    raise Refused(str(_NOBODY).format(people=", ".join(people)), rule="TKT-35")


def _refuse_strangers(act: Act, people: Sequence[str]) -> None:
    strangers = [person for person in _off(act) if person not in people]
    if strangers:
        said = str(_STRANGER).format(people=", ".join(strangers), order=", ".join(people))
        raise Refused(said, rule="TKT-35")


def _off(act: Act) -> Sequence[str]:
    return list(act.event.get("off") or [])


def _from_next(act: Act) -> Sequence[str]:
    """Give the order beginning after the last person served, each person once."""
    people = list(dict.fromkeys(act.values.get("people") or []))
    served = act.values.get("served")
    begin = people.index(served) + 1 if served in people else 0
    return [*people[begin:], *people[:begin]]


def _away(person: str, act: Act, world: World) -> str | None:
    """Give why somebody is passed over, None for those who are there."""
    if person in _off(act):
        return str(act.event.get("reason") or _OFF)
    if is_away(person, world):
        return str(_LEAVE)
    others = on_duty(world.calendar.date_of(world.now), world) & set(act.values["people"])
    return str(_NO_SHIFT) if others and is_off_roster(person, world) else None
