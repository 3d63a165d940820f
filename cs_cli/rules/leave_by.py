"""When to leave for a visit, and by when to be there (REP-36).

The setting ``arrive_early`` says how long before the appointment the team arrives. The times move
with the appointment and with the minutes of travel; without these nobody can say when to leave.

    given:  appointment 14:30, 25 minutes of travel, arrive_early 5-10
    gives:  leave_from 13:55, leave_by 14:00, arrive_by 14:25
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cs_cli.domain import early
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.language import Text
from cs_cli.domain.record import instant

_NEGATIVE = Text("travel takes no less than no time", "路程分钟数不能为负")


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the three times, or take away those that cannot be told.

    Raises :class:`Refused` for a negative time of travel.
    """
    span = early.span(world.policy.settings)
    try:
        at = instant(act.values.get("appointment_at"))
    except Invalid:
        return {}
    if span is None:
        return {}
    least, most = span
    travel = _travel(act)
    return {
        "arrive_by": _written(at - least),
        "leave_from": None if travel is None else _written(at - most - travel),
        "leave_by": None if travel is None else _written(at - least - travel),
    }


def _travel(act: Act) -> timedelta | None:
    minutes = act.values.get("travel_minutes")
    if minutes in (None, ""):
        return None
    if Decimal(str(minutes)) < 0:
        raise Refused(str(_NEGATIVE))
    return timedelta(seconds=int(Decimal(str(minutes)) * 60))


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
