"""Which periods of duties were missed, or done late: what ``cs audit`` tells of duties.

Duties that cover records are left out: each of these is late by itself.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cs_cli.app.duty_owed import duties_of
from cs_cli.app.why import facts
from cs_cli.app.work import Work
from cs_cli.domain.duties import Duties
from cs_cli.domain.duty import Period, Proof, Settled, concerns, done_within
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.policy import Duty
from cs_cli.domain.record import Record


@dataclass(frozen=True, slots=True)
class Missed:
    """A period of a duty in which it was not done.

    ``record`` is the one it was done with, late; else the one it is owed for, if any.
    """

    name: str
    row: Duty
    period: Period
    owner: str | None
    record: Record | None
    done_at: datetime | None


def missed(work: Work, records: Sequence[Record]) -> Iterator[Missed]:
    """Give what was missed until now; ``records`` are all of the desk, void ones left out."""
    known, duties = {record.id: record for record in records}, duties_of(work)
    proofs = _proofs(work, duties, records)
    first = work.index.first_day(work.now)
    for name in work.policy.rows.duties:
        of_nobody = done_within(duties.periods(name, first), proofs.get(name, []))
        for period, done in _not_in_time(of_nobody, work.now):
            yield _missed(duties, name, period, done, known, None)
        for record in records:
            for period, done in _not_in_time(_of(work, duties, name, record), work.now):
                yield _missed(duties, name, period, done, known, record)


def _proofs(work: Work, duties: Duties, records: Sequence[Record]) -> dict[str, list[Proof]]:
    found: dict[str, list[Proof]] = {}
    for record in records:
        kind = work.policy.kinds[record.kind].of(record.type)
        for name, proof in duties.proofs(record, kind):
            found.setdefault(name, []).append(proof)
    return found


def _of(work: Work, duties: Duties, name: str, record: Record) -> list[Settled]:
    kind = work.policy.kinds[record.kind].of(record.type)
    if not any(concerns(row, record, kind) for row in duties.versions(name)):
        return []
    return duties.settled_of(name, record, kind, facts(work, record.id))


def _not_in_time(settled: Sequence[Settled], now: datetime) -> Iterator[Settled]:
    for period, proof in settled:
        done = proof.done_at if proof else None
        if period.due_at < (done or now):
            yield period, proof


def _missed(
    duties: Duties, name: str, period: Period, proof: Proof | None,
    known: dict[str, Record], owed_for: Record | None,
) -> Missed:  # fmt: skip
    row = duties.row(name, period.day)
    record = known.get(proof.id or "") if proof else owed_for
    done = proof.done_at if proof else None
    return Missed(name, row, period, duties.holder(row, owed_for), record, done)
