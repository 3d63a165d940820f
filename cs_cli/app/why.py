"""How every deadline of a record came out: the job behind ``cs why``."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cs_cli.app.find import record_of
from cs_cli.app.work import Work
from cs_cli.domain.clock import Clock, Fact, clocks
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.obligation import owner_of
from cs_cli.domain.policy import Origin
from cs_cli.domain.record import Record
from cs_cli.domain.spans import open_by_day


@dataclass(frozen=True, slots=True)
class Reason:
    """One clock with where its rule stands, who owes it, and its open time by day."""

    clock: Clock
    origin: Origin
    owner: str | None
    by_day: tuple[tuple[date, timedelta], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Every clock of a record, decided ones too."""

    kind: Kind
    record: Record
    reasons: tuple[Reason, ...]
    zone: ZoneInfo
    now: datetime


def why(work: Work, part: str) -> Why:
    """Explain the deadlines of a record; raise NotFound, Ambiguous, Broken."""
    kind, record = record_of(work, part)
    calendar = work.desk.calendar
    reasons = tuple(_reasons(work, record))
    return Why(kind, record, reasons, calendar.zone, work.now)


def _reasons(work: Work, record: Record) -> Iterator[Reason]:
    for clock in clocks(record, work.policy, work.desk.calendar, facts(work, record.id)):
        origin = work.policy.origins["deadlines", clock.name]
        owner = owner_of(record, clock.row.owner, work.desk.people)
        yield Reason(clock, origin, owner, tuple(_by_day(work, clock)))


def facts(work: Work, id_: str) -> list[Fact]:
    """Give what the records about this one show."""
    kinds = work.policy.kinds
    return [
        Fact.of(Record.parse(found.values), kinds[found.kind].of(found.type))
        for found in work.records.linked(id_)
        if found.status != VOID and found.kind in kinds
    ]


def _by_day(work: Work, clock: Clock) -> list[tuple[date, timedelta]]:
    """Give the open time counted, for clocks that count business time."""
    if clock.row.limit is None or clock.row.limit.clock != "business":
        return []
    end = clock.decided or work.now
    if end <= clock.base:
        return []
    return open_by_day(clock.base, end, work.desk.calendar, clock.pauses)
