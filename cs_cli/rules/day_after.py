"""What is made out of a day's events belongs to the working day after it (CBK-13).

Given the ``day`` of its events, a record names the period it was owed in, so that one made up
later proves the day that was missed and no other. What was typed stays.

    day 2026-03-06, a Friday, no work on Saturday and Sunday
    gives: period 2026-03-09
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import day
from cs_cli.domain.spans import working_day


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the period, where there is a day and a working day after it."""
    if act.values.get("period") not in (None, ""):
        return {}
    try:
        after = working_day(day(act.values.get("day")), 1, world.calendar)
    except Invalid:
        return {}
    return {"period": after.isoformat()}
