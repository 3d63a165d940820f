"""Shifts are swapped as the roster has them; both agree, both brief, and not too often (SFT-04).

``fill`` takes shifts that are not named from the roster, names whom it is reported to (the store
manager, else the superior), counts whoever reports it as agreeing, and works out who stands on the
roster afterwards. ``shifts`` refuses what the roster does not have; ``limit`` refuses more than
``most`` swaps of one person in the month of the swapped shift. What was declined, withdrawn or
voided is no swap.

    passes:  Li gives Wang the evening of 4 March, the second swap of either in March
    refused: a third of either in March; one in April passes
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import day

STORE_MANAGER = "store-manager"
_COUNTED = ("reported", "agreed", "done")
_PAIRS = (("date", "shift", "from", "to"), ("date_back", "shift_back", "to", "from"))


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set what follows from the roster, and whether both agreed and briefed."""
    shifts = {
        shift: act.values.get(shift) or _only_shift(act, world, on, giver)
        for on, shift, giver, _taker in _PAIRS
    }
    values = {**act.values, **shifts}
    consents = _consents(act, world)
    people = {"people_there": _after(values, world, 0), "people_back": _after(values, world, 1)}
    return {
        **shifts,
        **(people if act.do == "done" else {}),
        "reported_to": act.values.get("reported_to") or _reported_to(act, world),
        "begins_at": _begins(values, world),
        "consents": consents,
        "agreed_by_both": "true" if _both(values, consents) else None,
        "briefed_by_both": "true" if _both(values, act.values.get("briefings") or []) else None,
    }


def shifts(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse shifts that the giver does not have on the roster, or the taker has already."""
    for on, shift, giver, taker in _PAIRS:
        when = _day(act.values.get(on))
        if when is None:
            continue
        gives, takes = str(act.values.get(giver)), str(act.values.get(taker))
        named = str(act.values.get(shift) or "")
        if gives not in _people(when, named, world):
            return _no_shift(gives, named, when)
        if takes in _people(when, named, world):
            return Text(
                f"{takes} works {named} on {when} already",
                f"{takes} 在 {when} 已上班次 {named}",
            )
    return None


def _no_shift(person: str, shift: str, on: date) -> Text:
    way = Text(f"see cs roster --from {on}", f"见 cs 排班 --起 {on}")
    if shift:
        return Text(
            f"{person} has no shift {shift} on {on}: {way.en}",
            f"排班表上 {person} 在 {on} 没有班次 {shift}：{way.zh}",
        )
    return Text(
        f"{person} has no shift on {on}, or several; name it with --shift: {way.en}",
        f"排班表上 {person} 在 {on} 没有班次，或有多个班次须以 --班次 注明：{way.zh}",
    )


def limit(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when either has had ``most`` swaps in the month."""
    most = int(with_["most"])
    if most == 0:
        return Text("shifts are not swapped here", "本单位不得换班")
    month = str(act.values.get("date"))[:7]
    for name in ("from", "to"):
        person = str(act.values.get(name))
        if _swaps(person, month, act, world) >= most:
            return Text(
                f"{person} has swapped {most} times in {month} already, which is the most a month",
                f"{person} 在 {month} 已换班{most}次，达到每月上限",
            )
    return None


def _swaps(person: str, month: str, act: Act, world: World) -> int:
    found = {
        one.id: one
        for side in ("from", "to")
        for one in world.records.find("swap", {side: (person,), "status": _COUNTED})
    }
    return sum(
        str(one.values.get("date")).startswith(month) for id_, one in found.items() if id_ != act.id
    )


def _only_shift(act: Act, world: World, on: str, giver: str) -> str | None:
    when = _day(act.values.get(on))
    found = world.roster.get(when, {}) if when else {}
    own = [shift for shift, people in found.items() if act.values.get(giver) in people]
    return own[0] if len(own) == 1 else None


def _after(values: Mapping[str, Any], world: World, pair: int) -> list[str]:
    """Give who works a shift once it is swapped, in the places they have now."""
    on, shift, giver, taker = _PAIRS[pair]
    when = _day(values.get(on))
    if when is None:
        return []
    new = {str(values.get(giver)): str(values.get(taker))}
    return [new.get(person, person) for person in _people(when, str(values.get(shift)), world)]


def _people(when: date, shift: str, world: World) -> tuple[str, ...]:
    return tuple(world.roster.get(when, {}).get(shift, ()))


def _begins(values: Mapping[str, Any], world: World) -> str | None:
    starts = [
        world.calendar.shift_bounds(str(values[shift]), when)[0]
        for on, shift, _giver, _taker in _PAIRS
        if (when := _day(values.get(on))) and values.get(shift) in world.calendar.shifts
    ]
    return min(starts).isoformat(timespec="seconds") if starts else None


def _reported_to(act: Act, world: World) -> str | None:
    giver = str(act.values.get("from"))
    found = world.people.holder(STORE_MANAGER, giver) or next(iter(world.people.line(giver)), None)
    return found.id if found else None


def _consents(act: Act, world: World) -> list[Any]:
    given = list(act.values.get("consents") or [])
    both = (act.values.get("from"), act.values.get("to"))
    if act.do == "open" and world.actor.id in both:
        at = world.calendar.local(world.now).isoformat(timespec="seconds")
        return [{"by": world.actor.id, "at": at}]
    return given


def _both(values: Mapping[str, Any], entries: Iterator[Any] | list[Any]) -> bool:
    by = {entry.get("by") for entry in entries if isinstance(entry, Mapping)}
    return {values.get("from"), values.get("to")} <= by


def _day(value: object) -> date | None:
    try:
        return day(value)
    except Invalid:
        return None
