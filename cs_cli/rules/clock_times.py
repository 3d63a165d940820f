"""Keep clock times and say how they came out against the shift (LVE-15, SFT-20).

Every clock-in and clock-out is kept; the earliest clock-in and the latest clock-out count. Who has
come back since has not left. The day is that of the shift somebody comes for, also after midnight.
What a superior has put right stays.

    given:  the day shift 08:30-17:30, clocked in at 08:20 and 08:40, out at 17:25
    gives:  in 08:20, out 17:25, left 5 minutes early
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cs_cli.domain import attendance
from cs_cli.domain.absence import Hours
from cs_cli.domain.absences import absences
from cs_cli.domain.act import Act, World
from cs_cli.domain.attendance import IN, OUT, Verdict
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import day, instant

KIND = "attendance"
_DOES = {"open": IN, "clock-in": IN, "clock-out": OUT}


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Add a clock time, and set what follows from all of them."""
    hours = Hours(world.calendar, world.roster)
    person = str(act.values.get("person"))
    times = _times(act, world)
    came = min((t["at"] for t in times if t["what"] == IN), key=instant, default=None)
    went = max((t["at"] for t in times if t["what"] == OUT), key=instant, default=None)
    if times[-1]["what"] == IN:
        went = None
    on = _day(act, person, came, hours)
    found = {"date": on.isoformat(), "clockings": times, IN: came, OUT: went}
    if "period" in world.policy.kinds[KIND].fields:  # where coming is what a duty is done with
        found["period"] = on.isoformat()
    gone = list(absences(world.records, hours, person))
    due = attendance.expected(person, on, hours, gone)
    found["shift"] = due.shift if due else None
    if act.values.get("corrected_by"):
        return found
    settings = world.policy.settings
    came_at, went_at = (instant(one) if one else None for one in (came, went))
    said = attendance.verdict(
        due, came_at, went_at, world.now, ahead=attendance.minutes_ahead(settings),
        unasked=attendance.left_unasked(times, due, hours, gone, settings, world.now),
    )  # fmt: skip
    return {**found, **shown(said)}


def shown(said: Verdict) -> dict[str, Any]:
    """Give a verdict as records hold it."""
    return {
        "result": list(said.results) or None,
        "late_minutes": str(said.late) if said.late else None,
        "early_minutes": str(said.early) if said.early else None,
    }


def _times(act: Act, world: World) -> list[dict[str, Any]]:
    """Give the clock times so far, with that of this command."""
    times = list(act.values.get("clockings") or [])
    what = _DOES.get(act.do)
    if what is None:
        return times
    at = str(act.values.get(IN)) if act.do == "open" else _now(world)
    return [*times, {"at": at, "what": what, "by": world.actor.id}]


def _now(world: World) -> str:
    return world.calendar.local(world.now).isoformat(timespec="seconds")


def _day(act: Act, person: str, came: Any, hours: Hours) -> date:  # noqa: ANN401
    try:
        return day(act.values.get("date"))
    except Invalid:
        return attendance.day_of(person, _instant(came), hours)


def _instant(came: Any) -> datetime:  # noqa: ANN401
    return instant(came)
