"""How much of the planned time agents were ready to answer (SFT-21).

Planned are the minutes on the roster, without approved leave; actual is ``ready_minutes`` of the
attendance of those days. The last line is the whole: all minutes by all minutes, which is no mean
of percentages. Whoever has nothing planned has no percentage.

    given:  480 minutes on the roster, 456 ready
    gives:  95.0 %
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from cs_cli.domain.absence import Hours
from cs_cli.domain.absences import absences
from cs_cli.domain.coverage import stints, without
from cs_cli.domain.kind import Choice, FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.reports.figures import rounded
from cs_cli.reports.sight import Asked, Column, Sight, Table

ALL, NONE = "all", "none"
_ALL = {ALL: Choice(Text("all", "合计"))}
_NONE = {NONE: Choice(Text("n/a", "无"))}
_COLUMNS = (
    Column("person", FieldDef(Text("person", "人员"), "choice", choices=_ALL)),
    Column("planned", FieldDef(Text("planned minutes", "计划分钟"), "number")),
    Column("ready", FieldDef(Text("minutes ready", "实际分钟"), "number")),
    Column("percent", FieldDef(Text("adherence %", "实际工作率%"), "choice", choices=_NONE)),
)


def fill(sight: Sight, asked: Asked) -> Table:
    """List everybody with planned or actual time in the period, then the whole."""
    planned, ready = _planned(sight, asked), _ready(sight, asked)
    people = [one.id for one in sight.people if one.id in planned or one.id in ready]
    rows = [_row(one, planned.get(one, 0), ready.get(one, Decimal(0))) for one in people]
    if rows:
        whole = sum((planned.get(one, 0) for one in people), 0)
        rows.append(_row(ALL, whole, sum(ready.values(), Decimal(0))))
    return Table(_COLUMNS, rows)


def _row(person: str, planned: int, ready: Decimal) -> dict[str, Any]:
    percent = str(rounded(100 * ready / planned, "0.1")) if planned else NONE
    whole = int(ready) if ready == int(ready) else str(ready)
    return {"person": person, "planned": planned, "ready": whole, "percent": percent}


def _planned(sight: Sight, asked: Asked) -> dict[str, int]:
    """Give the minutes on the roster of the period's days, what leave takes left out."""
    hours = Hours(sight.calendar, sight.roster)
    first = asked.period.first or min(sight.roster, default=asked.period.last)
    found = stints(sight.roster, sight.calendar, first, asked.period.last)
    gone = list(absences(sight.records, hours))
    minutes: dict[str, int] = {}
    for one in without([s for s in found if s.day >= first], gone):
        length = int((one.end - one.start).total_seconds()) // 60
        minutes[one.person] = minutes.get(one.person, 0) + length
    return minutes


def _ready(sight: Sight, asked: Asked) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for person, minutes in _entered(sight, asked):
        found[person] = found.get(person, Decimal(0)) + minutes
    return found


def _entered(sight: Sight, asked: Asked) -> Iterator[tuple[str, Decimal]]:
    for one in sight.found(Query("attendance")) if "attendance" in sight.policy.kinds else ():
        try:
            minutes = Decimal(str(one.values.get("ready_minutes")))
        except InvalidOperation:
            continue
        if asked.period.holds(one.values.get("date")):
            yield str(one.values.get("person")), minutes
