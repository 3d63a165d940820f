"""An inspection is of whoever has duty at that time, by the roster (HND-17).

Of several people on a shift it is the one who answers for it, as for matters that come in (TKT-29).

    roster:    2026-03-04: {day: [wang.wei, sun.yue]}, Sun Yue being duty clerk
    inspected: on that day at 13:00: person sun.yue; whoever is named stays
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import instant
from cs_cli.rules.duty_owner import answers, on_duty


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the person on duty, unless one is named."""
    if act.values.get("person"):
        return {}
    try:
        at = instant(act.values.get("inspected_at"))
    except Invalid:
        at = world.now
    today = world.calendar.date_of(at)
    for day in (today, today - timedelta(days=1)):
        people = list(on_duty(day, at, world))
        if people:
            return {"person": answers(people, world)}
    return {}
