"""What the shift before left for this one and is still open: the list to begin with (HND-19).

It is read from the handovers of the last shift that was over as the first one of the period
began; a matter that was closed in the meantime is left out. What was open then and nobody wrote
into them follows, without a handover: nothing is lost because somebody forgot it. A callback that
is due later than the period is none of its matters unless somebody wrote it down.

    given:  a complaint open at 21:00, written into the handover of that day, or forgotten
    gives:  it, in the list of the next day, as long as it is open
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from cs_cli.domain import matters, watch
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import SETTLED, VOID, FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.record import day, instant
from cs_cli.reports.sight import Asked, Column, Sight, Table

_KIND, _REFUSED = "handover", "refused"
_COLUMNS = (
    Column("id", FieldDef(Text("record", "记录"))),
    Column("title", FieldDef(Text("matter", "事项"))),
    Column("status", FieldDef(Text("status", "进展"))),
    Column("due", FieldDef(Text("due", "到期时间"), "moment")),
    Column("since", FieldDef(Text("since", "始于"), "date")),
    Column("shifts", FieldDef(Text("shifts", "历经班次"), "number")),
    Column("handover", FieldDef(Text("handover", "交接班"))),
)


def fill(sight: Sight, asked: Asked) -> Table:
    """List the matters that were handed over to the period and are open, oldest first."""
    begins = _begins(sight, asked)
    ended = [(_end(one, sight), one) for one in sight.found(Query(_KIND))]
    over = [(end, one) for end, one in ended if end and end <= begins and one.status != _REFUSED]
    last = max((end for end, _one in over), default=None)
    rows = [row for end, one in over if end == last for row in _rows(one, sight)]
    rows += _forgotten(sight, asked, begins, {row["id"] for row in rows})
    rows.sort(key=lambda row: (str(row["since"] or ""), str(row["id"] or "")))
    return Table(_COLUMNS, rows)


def _begins(sight: Sight, asked: Asked) -> datetime:
    """Give when the first shift of the period begins; on a desk without shifts, the period."""
    calendar, period = sight.calendar, asked.period
    first = period.first or sight.day(sight.now)
    if period.sort.unit == "shift" and period.start is not None:
        return period.start
    starts = (calendar.shift_bounds(name, first)[0] for name in calendar.shifts)
    return min(starts, default=calendar.midnight(first))


def _end(found: Found, sight: Sight) -> datetime | None:
    """Give when the shift of a handover ended; None for one of no shift."""
    if found.type is not None or found.status == VOID:
        return None
    try:
        on = day(found.values.get("date"))
        return watch.of(on, str(found.values.get("shift")), sight.calendar).end
    except Invalid:
        return None


def _rows(found: Found, sight: Sight) -> Iterator[Mapping[str, Any]]:
    for entry in found.values.get("items") or []:
        if isinstance(entry, Mapping) and _is_open(entry, sight):
            yield {
                "id": entry.get("about"), "title": entry.get("text"),
                "status": entry.get("status"), "due": entry.get("due"),
                "since": entry.get("since"), "shifts": int(entry.get("shifts") or 1),
                "handover": found.id,
            }  # fmt: skip


def _forgotten(
    sight: Sight, asked: Asked, begins: datetime, told: Collection[object]
) -> Iterator[Mapping[str, Any]]:
    """Give what is open, came in before the shift began, and is in no handover."""
    for found in matters.open_in(sight.records, sight.policy):
        began = instant(found.values["log"][0]["at"])
        due = matters.due_of(found, sight.policy, sight.calendar)
        coming = matters.is_coming(found, due, asked.period.end)
        if found.id not in told and began < begins and coming:
            kind = sight.kind_of(found)
            state = kind.states.get(found.status)
            yield {
                "id": found.id, "title": found.values.get(kind.title),
                "status": str(state.label) if state else found.status, "due": due,
                "since": sight.day(began), "shifts": None, "handover": None,
            }  # fmt: skip


def _is_open(entry: Mapping[str, Any], sight: Sight) -> bool:
    about = entry.get("about")
    found = sight.records.get(str(about)) if about else None
    if found is None:
        return not about and not entry.get("result")
    kind = sight.kind_of(found)
    return not (kind.is_final(found.status) or kind.is_in(found.status, SETTLED))
