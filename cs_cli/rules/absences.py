"""When people are away: leave that was approved, until they have reported back.

A bare day counts whole. Whoever reports back early is there again from then on; whoever reports
back late was away until the leave ended.

    away:  leave from 2026-03-05 08:30 until 2026-03-06, approved; nothing reported yet
    there: from 2026-03-05 15:00 on, once that leave was reported back from at 15:00
"""

from collections.abc import Iterator

from cs_cli.domain.absence import Hours, span
from cs_cli.domain.act import Records
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.coverage import Absence
from cs_cli.domain.people import Roster

APPROVED = ("approved", "on-leave", "returned")
"""The states of leave that was approved; the person may be back by now."""


def absences(
    records: Records, calendar: Calendar, person: str | None = None, other_than: str = "",
    roster: Roster | None = None,
) -> Iterator[Absence]:  # fmt: skip
    """Give the approved absences of everybody or of one; ``other_than`` leaves one record out.

    Half days end and begin in the middle of the shifts on the ``roster``.
    """
    wanted = {"status": APPROVED} | ({"person": (person,)} if person else {})
    hours = Hours(calendar, roster or {})
    for leave in records.find("leave", wanted):
        found = span(leave.values, hours)
        if found is not None and leave.id != other_than:
            yield Absence(str(leave.values.get("person")), *found)
