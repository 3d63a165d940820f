"""Work out what leave comes to: the first shift missed, whether it is late, how many days (LVE-02).

A shift is the person's own on the roster, else the hours of the desk on that day. Leave asked for
once the shift has begun is ``late``, however late in the shift it would begin: it waits for the
exception to be approved (LVE-05). Leaving the post is no missed shift and begins when it begins.

    in time: asked 08:29 for a shift that starts 08:30
    late:    asked 09:30 for the same shift, also for leave from 14:00
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.absence import days, shift_missed, span
from cs_cli.domain.act import Act, World
from cs_cli.domain.frozen import replace
from cs_cli.rules.at_work import hours_of

POST = "post"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set ``begins_at``, ``days``, the end of a single day, ``late`` once the shift has begun."""
    ends = _one_day(act)
    act = replace(act, values={**act.values, **ends})
    hours = hours_of(world)
    found = span(act.values, hours)
    begins = found and (found[0] if act.type == POST else shift_missed(act.values, hours))
    if begins is None:
        return ends
    at = world.calendar.local(begins).isoformat(timespec="seconds")
    known = {**ends, "begins_at": at, **counted(act, world)}
    return {**known, "late": "true"} if world.now >= begins and act.type != POST else known


def _one_day(act: Act) -> Mapping[str, Any]:
    """Give the end where only a day was said: that day."""
    first = str(act.values.get("from") or "")
    return {"to": first} if first and "T" not in first and not act.values.get("to") else {}


def counted(act: Act, world: World) -> Mapping[str, Any]:
    """Give how many days of work it takes; those of the post are no days off."""
    return {} if act.type == POST else {"days": str(days(act.values, hours_of(world)))}
