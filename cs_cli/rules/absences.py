"""When people are away: leave that was approved, until they have reported back.

A bare day counts whole. Whoever reports back early is there again from then on; whoever reports
back late was away until the leave ended.

    away:  leave from 2026-03-05 08:30 until 2026-03-06, approved; nothing reported yet
    there: from 2026-03-05 15:00 on, once that leave was reported back from at 15:00
"""

from collections.abc import Iterator
from datetime import datetime

from cs_cli.domain.act import Records
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.coverage import Absence
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.record import day, instant

APPROVED = ("approved", "on-leave", "returned")
"""The states of leave that was approved; the person may be back by now."""


def absences(
    records: Records, calendar: Calendar, person: str | None = None, other_than: str = ""
) -> Iterator[Absence]:
    """Give the approved absences of everybody or of one; ``other_than`` leaves one record out."""
    wanted = {"status": APPROVED} | ({"person": (person,)} if person else {})
    for leave in records.find("leave", wanted):
        found = absence(leave, calendar)
        if found is not None and leave.id != other_than:
            yield found


def absence(leave: Found, calendar: Calendar) -> Absence | None:
    """Give the time of a leave, whatever its state; None where its dates cannot be read."""
    start = _instant(leave.values.get("from"), calendar)
    end = _instant(leave.values.get("to"), calendar, is_end=True)
    back = _instant(leave.values.get("returned_at"), calendar)
    if start is None or end is None:
        return None
    return Absence(str(leave.values.get("person")), start, min(end, back) if back else end)


def _instant(value: object, calendar: Calendar, *, is_end: bool = False) -> datetime | None:
    try:
        return instant(value)
    except Invalid:
        pass
    try:
        on = day(value)
    except Invalid:
        return None
    return calendar.end_of_day(on) if is_end else calendar.midnight(on)
