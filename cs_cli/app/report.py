"""Reports: the jobs behind ``cs report``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from gettext import gettext as _
from typing import NoReturn

from cs_cli.app import opening, records
from cs_cli.app.draft import Draft
from cs_cli.app.find import load
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain import report_period as periods
from cs_cli.domain.errors import Invalid, NotFound, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import VOID, FieldDef, Kind
from cs_cli.domain.policy import rows_on
from cs_cli.domain.report_period import Period, Sort
from cs_cli.domain.reporting import Report
from cs_cli.domain.shape import unknown
from cs_cli.reports import REPORTS
from cs_cli.reports.figures import Amount, Figures, Outcome, worked_out
from cs_cli.reports.groups import Key, label_of
from cs_cli.reports.items import definition
from cs_cli.reports.sight import Asked, Sight, Table

__all__ = [
    "KIND",
    "Amount",
    "Figures",
    "Key",
    "Made",
    "make",
    "name_of",
    "reports",
    "save",
    "sight_of",
]

KIND = "report"


@dataclass(frozen=True)
class Made:
    """A report made for a period: figures, or the table of one in Python."""

    name: str
    row: Report
    period: Period
    sight: Sight
    outcome: Outcome
    table: Table | None
    words: Callable[[str], tuple[str, ...]]

    @property
    def is_running(self) -> bool:
        """Tell whether the period has not ended yet."""
        return self.sight.now < self.period.end

    def definition(self, name: str) -> FieldDef | None:
        """Give what a field that the report names may hold."""
        return definition(name, self.row, self.sight)

    def said(self, name: str, value: str | None) -> str:
        """Say a value of a field that the report is grouped by."""
        return label_of(name, value, self.row, self.sight)

    def fields(self, found: Found) -> Mapping[str, FieldDef]:
        """Give the fields of a record, those of other types behind its own."""
        return {**self.kind.every_field, **self.sight.kind_of(found).fields}

    @property
    def kind(self) -> Kind:
        """Give the kind of the records it is about."""
        return self.sight.policy.kinds[self.row.of.kind if self.row.of else "ticket"]

    @property
    def count(self) -> int:
        """Give how many there are in all."""
        return self.outcome.total.count if self.table is None else len(self.table.rows)

    @cached_property
    def private(self) -> dict[str, tuple[str, ...]]:
        """Give the words of personal data in what the report shows, by id of the record."""
        ids = {found.id for found in self.outcome.found} if self.row.columns else set()
        ids |= {str(row["id"]) for row in (self.table.rows if self.table else ()) if "id" in row}
        return {id_: self.words(id_) for id_ in sorted(ids)}


def reports(work: Work) -> dict[str, Report]:
    """Give every report of the desk, by name."""
    return rows_on(work.policy.rows.reports, work.desk.calendar.date_of(work.now))


def name_of(work: Work, word: str) -> str | None:
    """Find a report by its name or its label in either language."""
    for name, row in reports(work).items():
        if word in (name, row.label.en, row.label.zh):
            return name
    return None


def make(work: Work, name: str, said: str | None) -> Made:
    """Make a report for a period, the running one where none is named.

    Raises :class:`NotFound` for no such report, :class:`UsageError` for no such period.
    """
    row = reports(work).get(name)
    if row is None:
        _no_report(work, name)
    period = _period(work, row, said)
    # A period is counted by what is in force at its end, also while it runs.
    row = rows_on(work.policy.rows.reports, period.last).get(name, row)
    sight = sight_of(work)
    earlier = periods.before(period, sight.calendar) if row.trend and period.first else None
    # A report in Python counts for itself.
    if row.fill is not None:
        table = REPORTS[row.fill](sight, Asked(period, row.of, row.with_))
        counted = worked_out(Report(row.label), period, None, sight)
        return Made(name, row, period, sight, counted, table, work.records.private_words)
    outcome = worked_out(row, period, earlier, sight)
    return Made(name, row, period, sight, outcome, None, work.records.private_words)


def sight_of(work: Work) -> Sight:
    """Give what reports and audits may look at."""
    desk = work.desk
    return Sight(
        work.now, desk.calendar, desk.roster, desk.people, desk.policy, work.records
    )  # fmt: skip


def save(work: Work, made: Made, body: str) -> Done:
    """File a report of a period as a record with that text.

    Raises :class:`UsageError` when it is there already.
    """
    with records.changing(work, f"report {made.name}"):
        _refuse_second(work, made, body)
        return records.finish(work, _draft(work, made, body), None)


def _no_report(work: Work, name: str) -> NoReturn:
    known = list(reports(work))
    raise NotFound(
        _("there is no report {name}").format(name=name),
        hint=unknown(name, known).hint if known else None,
    )


def _period(work: Work, row: Report, said: str | None) -> Period:
    return period_of(work, Sort.parse(row.period), said)


def period_of(work: Work, sort: Sort, said: str | None) -> Period:
    """Read a period; a day may be said as anywhere. Raises :class:`UsageError`."""
    calendar = work.desk.calendar
    try:
        if said is None:
            return periods.running(sort, work.now, calendar)
        return periods.read(said, sort, work.now, calendar)
    except Invalid as fault:
        day = _day(work, said or "")
        if day is None:
            raise UsageError(f"--period: {fault.message}") from None
        return periods.containing(Sort("day"), day, calendar)


def _day(work: Work, said: str) -> date | None:
    # Deferred: only ``yesterday`` and the like need the many patterns.
    from cs_cli.domain import phrases

    try:
        return phrases.day(said, work.now, work.desk.calendar) if said.strip() else None
    except Invalid:
        return None


def _refuse_second(work: Work, made: Made, body: str) -> None:
    wanted = {"report": (made.name,), "period": (made.period.key,)}
    for found in work.records.find(KIND, wanted):
        if found.status != VOID:
            _is_there(work, found, made, body)


def _is_there(work: Work, found: Found, made: Made, body: str) -> NoReturn:
    _kind, record, _document = load(work, KIND, found.id)
    name, key = made.name, made.period.key
    if record.body.strip() == body.strip():
        message = _("{report} {period} is filed as {id}, and nothing has changed since")
        raise UsageError(message.format(report=name, period=key, id=found.id))
    raise UsageError(
        _("{report} {period} is filed as {id}, with other figures").format(
            report=name, period=key, id=found.id
        ),
        hint=_("to file it anew, void that one first: cs report void {id} -m REASON").format(
            id=found.id
        ),
    )


def _draft(work: Work, made: Made, body: str) -> Draft:
    kind, key = work.policy.kinds[KIND], made.period.key
    label = made.row.label.said_in(work.desk.settings.language)
    values = {
        kind.title: f"{label} {key}", "report": made.name, "period": key, "owner": work.actor.id,
    }  # fmt: skip
    taken = _("{report} {period} is filed already").format(report=made.name, period=key)
    id_ = opening.free_id(work, kind, made.period.last, made.name, key, taken=taken)
    return opening.made(work, kind, id_, values, made.name, made.row.ref, body=body)
