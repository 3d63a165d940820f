"""When people are away: leave that was approved, until they have reported back.

away:  leave from 2026-03-05 08:30 until 2026-03-06, approved; nothing reported yet
there: from 2026-03-05 15:00 on, once that leave was reported back from at 15:00
"""

from collections.abc import Iterator, Sequence

from cs_cli.domain.absence import AWAY, Hours, span
from cs_cli.domain.act import Records
from cs_cli.domain.coverage import Absence

APPROVED = (*AWAY, "returned")
"""The states of leave that was approved; the person may be back by now."""
UNDECIDED = ("requested", "pending-exception")
"""The states of leave that nobody has decided about yet."""


def absences(
    records: Records, hours: Hours, person: str | None = None, states: Sequence[str] = APPROVED,
    *, other_than: str = "",
) -> Iterator[Absence]:  # fmt: skip
    """Give the absences of everybody, or of one, by leave in these states, all but one record."""
    wanted = {"status": tuple(states)} | ({"person": (person,)} if person else {})
    for leave in records.find("leave", wanted):
        found = span(leave.values, hours)
        if found is not None and leave.id != other_than:
            yield Absence(str(leave.values.get("person")), *found)
