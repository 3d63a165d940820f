"""When people are away by leave that was approved, until they are back; and who replaces them.

away:  leave from 2026-03-05 08:30 until 2026-03-06, approved; nothing reported yet
there: from 2026-03-05 15:00 on, once that leave was reported back from at 15:00
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.absence import AWAY, Hours, span
from cs_cli.domain.act import Records
from cs_cli.domain.coverage import Absence, Stint
from cs_cli.domain.frozen import replace
from cs_cli.domain.record import instant

APPROVED = (*AWAY, "returned")
"""The states of leave that was approved; the person may be back by now."""
UNDECIDED = ("requested", "pending-exception")
"""The states of leave that nobody has decided about yet."""


def absences(
    records: Records, hours: Hours, person: str | None = None, states: Sequence[str] = APPROVED,
    *, other_than: str = "", evening: bool = False,
) -> Iterator[Absence]:  # fmt: skip
    """Give the absences of everybody, or of one, by leave in these states, all but one record.

    With ``evening`` the day on which somebody reports back is still one of leave, as approved.
    """
    wanted = {"status": tuple(states)} | ({"person": (person,)} if person else {})
    for leave in records.find("leave", wanted):
        found = span(_to_evening(leave.values, hours) if evening else leave.values, hours)
        if found is not None and leave.id != other_than:
            yield Absence(str(leave.values.get("person")), *found)


def _to_evening(values: Mapping[str, Any], hours: Hours) -> Mapping[str, Any]:
    """Give a leave as if it had been reported back from at the end of that day."""
    back = values.get("returned_at")
    if not back:
        return values
    evening = hours.calendar.end_of_day(hours.calendar.date_of(instant(back)))
    return {**values, "returned_at": evening.isoformat()}


def instead(
    records: Records, hours: Hours, found: Sequence[Stint], *, other_than: str = ""
) -> list[Stint]:
    """Give the time on duty that replacements take over by approved leave, all but one record."""
    leaves = records.find("leave", {"status": AWAY, "replacement": ("any",)})
    return [
        stint
        for leave in leaves
        if leave.id != other_than
        for stint in taken_over(leave.values, hours, found)
    ]


def taken_over(values: Mapping[str, Any], hours: Hours, found: Sequence[Stint]) -> list[Stint]:
    """Give the time on duty that a leave takes from somebody, as that of who replaces.

    Whoever is on duty then already is not on duty twice.
    """
    by, when = str(values.get("replacement") or ""), span(values, hours)
    if not by or when is None:
        return []
    own = [one for one in found if one.person == values.get("person")]
    cut = (replace(s, person=by, start=max(s.start, when[0]), end=min(s.end, when[1])) for s in own)
    there = [one for one in found if one.person == by]
    return [
        new
        for new in cut
        if new.start < new.end
        and not any(one.start <= new.start and new.end <= one.end for one in there)
    ]
