"""What was missed and what rules find, and the violations that follow: behind ``cs audit``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from cs_cli.app import duty_missed, opening, records
from cs_cli.app.draft import Draft
from cs_cli.app.records import Done
from cs_cli.app.report import period_of, sight_of
from cs_cli.app.why import facts
from cs_cli.app.work import Work
from cs_cli.domain.clock import Clock, clocks
from cs_cli.domain.errors import Problem, Refused
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.ids import day_of, derived, path_of
from cs_cli.domain.kind import VOID
from cs_cli.domain.language import Text
from cs_cli.domain.match import fits
from cs_cli.domain.obligation import owner_of
from cs_cli.domain.policy import Audit, applies, in_force, rows_on
from cs_cli.domain.record import Record
from cs_cli.domain.report_period import Sort
from cs_cli.reports import AUDITS
from cs_cli.reports.sight import Sight
from cs_cli.store.query import Wanted

KIND = "violation"

State = Literal["late", "open", "closed", "found"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was not as it should be.

    A deadline or the period of a duty that was met ``late``, is ``open`` and overdue, or was
    overdue when the record was ``closed`` without it; or what a rule ``found``, which ``says`` so.
    Of a duty the ``record`` is the one it was done with, or is owed for. ``at`` is the instant by
    which it belongs to a period: of a duty the day of its own, though it is due as that ends.
    ``audits`` are the rows that look for it, by name.
    """

    record: Record | None
    what: str
    label: Text
    rule: str | None
    owner: str | None
    state: State
    at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    late: int | None = None
    says: Text | None = None
    audits: Mapping[str, Audit] = field(default_factory=dict)

    @property
    def id(self) -> str | None:
        """Give the id of the record, if there is one."""
        return self.record.id if self.record else None

    @property
    def kind(self) -> str:
        """Give the kind of the record, that of duties where there is none."""
        return self.record.kind if self.record else "duty"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A violation that a row proposes; ``is_made`` tells that its record is there."""

    id: str
    record: Record
    name: str
    row: Audit
    person: str
    is_made: bool


@dataclass(frozen=True, slots=True)
class Audited:
    """What was found, oldest first, and what is proposed."""

    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class _Look:
    """A record that is looked at, with what rules may see."""

    record: Record
    found: Found
    sight: Sight
    values: dict[str, object] = field(default_factory=dict)


def audit(work: Work, said: str | None) -> Audited:
    """Look at every record; ``said`` bounds what is told to a period.

    Raises :class:`UsageError` for no such period.
    """
    period = None if said is None else period_of(work, Sort("month"), said)
    looks = list(_looks(work))
    every = [finding for look in looks for finding in _findings(work, look)]
    every += _of_duties(work, looks)
    every = [one for one in every if period is None or period.holds(one.at.isoformat())]
    every.sort(key=lambda one: (one.due_at or one.at, one.id or "", one.what))
    problems = tuple(work.index.problems)
    proposed = tuple(_proposals(work, every))
    return Audited(tuple(every), proposed, problems, work.desk.calendar.zone)


def propose(work: Work, said: str | None) -> Iterator[Done]:
    """Make the violations that are proposed, each once; give what was made.

    Raises :class:`Refused` after all others, for those of a sealed month.
    """
    refused: list[Refused] = []
    with records.changing(work, "audit"):
        for proposal in audit(work, said).proposals:
            if proposal.is_made:
                continue
            try:
                draft = _draft(work, proposal)
            except Refused as fault:
                refused.append(fault)
                continue
            yield records.finish(work, draft, None)
        if refused:
            raise refused[0]


def _looks(work: Work) -> Iterator[_Look]:
    sight = sight_of(work)
    for kind in work.policy.kinds:
        for found in work.records.listed(kind, Wanted({})):
            if found.status != VOID:
                own = {**found.values, "type": found.type, "status": found.status}
                yield _Look(Record.parse(found.values), found, sight, own)


def _findings(work: Work, look: _Look) -> Iterator[Finding]:
    yield from _missed(work, look)
    owner = look.record.person("owner", "first_responsible", "person")
    for name, versions in work.policy.rows.audits.items():
        for row in versions:
            if row.rule is None or not _concerns(row, look):
                continue
            hit = AUDITS[row.rule](look.sight, look.found, row.with_)
            at = (hit and hit.at) or look.record.opened_at
            if hit is not None and in_force(versions, look.sight.day(at)) is row:
                yield Finding(look.record, name, row.label, row.ref, owner, "found", at,
                              says=hit.says, audits={name: row})  # fmt: skip


def _missed(work: Work, look: _Look) -> Iterator[Finding]:
    desk, record = work.desk, look.record
    for clock in clocks(record, desk.policy, desk.calendar, facts(work, record.id)):
        found = _late(clock, work.now)
        if found is None or clock.due is None:
            continue
        state, end = found
        yield Finding(
            record, clock.name, clock.row.label, clock.row.ref,
            owner_of(record, clock.row.owner, desk.people), state, clock.due, clock.due,
            end if state == "late" else None, int((end - clock.due).total_seconds()),
            audits=_looking(work, look, clock),
        )  # fmt: skip


def _of_duties(work: Work, looks: Sequence[_Look]) -> Iterator[Finding]:
    """Tell the periods of duties that were missed, or done late."""
    for one in duty_missed.missed(work, [look.record for look in looks]):
        due, end = one.period.due_at, one.done_at or work.now
        yield Finding(
            one.record, one.name, one.row.label, one.row.ref, one.owner,
            "late" if one.done_at else "open", work.desk.calendar.midnight(one.period.day), due,
            one.done_at, int((end - due).total_seconds()),
        )  # fmt: skip


def _late(clock: Clock, now: datetime) -> tuple[State, datetime] | None:
    """Tell how a deadline was missed and until when it was late; None for one that was not."""
    if clock.due is None or clock.row.lapses:
        return None
    if clock.verdict == "open":
        return ("open", now) if now > clock.due else None
    if clock.decided is None or clock.decided <= clock.due:
        return None
    states: dict[str, State] = {"late": "late", "dropped": "closed"}
    state = states.get(clock.verdict)
    return None if state is None else (state, clock.decided)


def _looking(work: Work, look: _Look, clock: Clock) -> dict[str, Audit]:
    """Give the rows that look for a missed deadline, those in force as its clock started."""
    rows = rows_on(work.policy.rows.audits, look.sight.day(clock.since))
    return {n: row for n, row in rows.items() if clock.name in row.late and _concerns(row, look)}


def _concerns(row: Audit, look: _Look) -> bool:
    if row.on is None:
        return True
    record = look.record
    return applies(row.on, record.kind, record.type) and fits(row.on.match, look.values)


def _proposals(work: Work, findings: Sequence[Finding]) -> Iterator[Proposal]:
    """Give one violation for each record and row, whatever the number of findings."""
    seen: set[str] = set()
    kind = work.policy.kinds.get(KIND)
    if kind is None:
        return
    for finding in findings:
        record = finding.record
        if record is None:
            continue
        for name, row in finding.audits.items():
            person = record.person(*([row.person] if row.person else [])) or finding.owner
            id_ = derived(kind.prefix, day_of(record.id), name, record.id)
            if row.proposes and person and id_ not in seen:
                seen.add(id_)
                is_made = (work.root / path_of(KIND, id_)).exists()
                yield Proposal(id_, record, name, row, person, is_made)


def _draft(work: Work, proposal: Proposal) -> Draft:
    kind, row = work.policy.kinds[KIND], proposal.row
    label = row.label.said_in(work.desk.settings.language)
    said = {
        kind.title: f"{label} {proposal.record.id}", "about": [proposal.record.id],
        "person": proposal.person, "rule": row.ref, "ref": row.ref, **row.proposes,
    }  # fmt: skip
    known = {name: value for name, value in said.items() if name in kind.fields and value}
    return opening.made(work, kind, proposal.id, known, proposal.name, row.ref)
