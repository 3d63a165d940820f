"""Who came when in a period, against the roster, and who was absent without leave (LVE-06).

Everybody who stands on the roster has a line for each day; who stands on none, for each day they
clocked in. Leave counts as it is decided by now, and a result that a superior has put right stays.

    given:  Li on the day shift of 4 March, no clock-in, no approved leave
    gives:  4 March, Li, absent without leave (旷工), once the shift is over
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cs_cli.domain import attendance
from cs_cli.domain.absence import Hours, meet
from cs_cli.domain.absences import UNDECIDED, absences
from cs_cli.domain.attendance import Expected, Verdict
from cs_cli.domain.coverage import Absence
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.record import day, instant
from cs_cli.domain.schema import is_blank
from cs_cli.reports.sight import Asked, Column, Hit, Sight, Table

KIND = "attendance"
_BEGINS = FieldDef(Text("shift begins", "上班时间"), "instant")
_SHOWN = (
    "person", "date", "shift", "begins", "in", "out", "result", "late_minutes", "early_minutes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judge:
    """What one look at attendance knows: hours, leave, what the setting asks for."""

    sight: Sight
    hours: Hours
    gone: Sequence[Absence]
    covered: Sequence[Absence]  # the same, the day of the return in full
    undecided: Sequence[Absence]
    ahead: int

    @classmethod
    def of(cls, sight: Sight, person: str | None = None) -> "Judge":
        """Read everybody's leave, or that of one."""
        hours = Hours(sight.calendar, sight.roster)
        gone = tuple(absences(sight.records, hours, person))
        covered = tuple(absences(sight.records, hours, person, evening=True))
        undecided = tuple(absences(sight.records, hours, person, UNDECIDED))
        ahead = attendance.minutes_ahead(sight.policy.settings)
        return cls(sight, hours, gone, covered, undecided, ahead)

    def day(self, person: str, on: date, record: Found | None) -> tuple[Expected | None, Verdict]:
        """Give what was expected of somebody on a day, and how it came out."""
        came, went = (_at(record, name) for name in ("in", "out"))
        # Who reports back in the evening has not been absent by day.
        gone = self.covered if came is None else self.gone
        due = attendance.expected(person, on, self.hours, gone)
        times = (record.values.get("clockings") if record else None) or ()
        settings, now = self.sight.policy.settings, self.sight.now
        said = attendance.verdict(
            due, came, went, now, ahead=self.ahead,
            is_undecided=due is not None and self._is_undecided(person, due),
            unasked=attendance.left_unasked(times, due, self.hours, gone, settings, now),
        )  # fmt: skip
        corrected = record is not None and not is_blank(record.values.get("corrected_by"))
        if record is not None and corrected:
            said = Verdict(tuple(record.values.get("result") or ()), said.late, said.early)
        return due, said

    def _is_undecided(self, person: str, due: Expected) -> bool:
        own = (one for one in self.undecided if one.person == person)
        return any(meet((one.start, one.end), (due.start, due.end)) for one in own)


def fill(sight: Sight, asked: Asked) -> Table:
    """List the days of everybody in the period."""
    fields = sight.policy.kinds[KIND].fields if KIND in sight.policy.kinds else {}
    known = {**fields, "begins": _BEGINS}
    columns = tuple(Column(name, known[name]) for name in _SHOWN if name in known)
    rows = sorted(_rows(sight, asked), key=lambda row: (row["date"], row["person"]))
    return Table(columns, rows)


def _rows(sight: Sight, asked: Asked) -> Iterator[dict[str, Any]]:
    judge, records = Judge.of(sight), _records(sight, asked)
    for person, on in sorted({*records, *_rostered(sight, asked, judge.hours)}):
        record = records.get((person, on))
        due, said = judge.day(person, on, record)
        if record is not None or said.results:
            yield _row(person, on, due, said, record)


def _row(
    person: str, on: date, due: Expected | None, said: Verdict, record: Found | None
) -> dict[str, Any]:
    values: Mapping[str, Any] = record.values if record else {}
    return {
        "person": person, "date": on.isoformat(), "shift": due.shift if due else None,
        "begins": due.start.isoformat() if due else None, "in": values.get("in"),
        "out": values.get("out"), "result": list(said.results),
        "late_minutes": said.late or None, "early_minutes": said.early or None,
        **({"id": record.id} if record else {}),
    }  # fmt: skip


def _records(sight: Sight, asked: Asked) -> dict[tuple[str, date], Found]:
    """Give the attendance of the period, of several records of a day the earliest."""
    found: dict[tuple[str, date], Found] = {}
    for one in sight.found(Query(KIND)) if KIND in sight.policy.kinds else ():
        on = str(one.values.get("date"))
        if not asked.period.holds(on):
            continue
        key = str(one.values.get("person")), date.fromisoformat(on)
        if key not in found or str(one.values.get("in")) < str(found[key].values.get("in")):
            found[key] = one
    return found


def _rostered(sight: Sight, asked: Asked, hours: Hours) -> Iterator[tuple[str, date]]:
    first = asked.period.first or min(sight.roster, default=asked.period.last)
    for person in sight.people:
        for on in attendance.worked(person.id, first, asked.period.last, hours):
            yield person.id, on


def check(sight: Sight, found: Found, with_: Mapping[str, str]) -> Hit | None:
    """Find a record with one of the results in ``with: {result: "late, early-leave"}``."""
    wanted = [word.strip() for word in with_.get("result", "").split(",")]
    person = str(found.values.get("person"))
    try:
        on = day(found.values.get("date"))
    except Invalid:
        return None
    _due, said = Judge.of(sight, person).day(person, on, found)
    hit = [one for one in said.results if one in wanted]
    if not hit:
        return None
    label = sight.kind_of(found).fields["result"].choices[hit[0]].label
    by = {attendance.LATE: said.late, attendance.EARLY: said.early}.get(hit[0], 0)
    minutes = Text(f", {by} min" if by else "", f" {by}分钟" if by else "")
    return Hit(Text(label.en + minutes.en, label.zh + minutes.zh), _at(found, "in"))


def _at(record: Found | None, name: str) -> datetime | None:
    value = record.values.get(name) if record else None
    return None if is_blank(value) else instant(value)
