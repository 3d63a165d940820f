"""The clocks of a record: each deadline worked out from the log (design section 5).

A clock starts at a moment of its row, runs until another, and leaves a verdict. Nothing here
depends on the present: whether an open clock is overdue is asked of its ``due``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from cs_cli.domain import limit as limits
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.fact import Fact
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.match import fits
from cs_cli.domain.policy import Deadline, Policy, applies, in_force
from cs_cli.domain.record import Record, Step, happened, instant
from cs_cli.domain.runs import Run, Span, happens, meet_linked, runs

Verdict = Literal["open", "paused", "met", "late", "dropped"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One run of a deadline.

    ``since`` is when it began to run, ``base`` the instant its limit counts from (they differ
    for appointments and promises), ``due`` None when no limit is set. ``moves`` counts how
    often the instant was moved, ``first_due`` keeps the first one; ``emptied`` when it was
    taken away, and with it what was owed.
    """

    name: str
    row: Deadline
    since: datetime
    base: datetime
    due: datetime | None
    provisional: bool = False
    verdict: Verdict = "open"
    decided: datetime | None = None
    pauses: tuple[Span, ...] = ()
    moves: int = 0
    first_due: datetime | None = None
    emptied: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it is still owed."""
        return self.verdict in ("open", "paused")


def clocks(
    record: Record, policy: Policy, calendar: Calendar, facts: Sequence[Fact] = ()
) -> Iterator[Clock]:
    """Give every clock of the record, decided ones too, in the order of the policy's rows."""
    kind = policy.kinds[record.kind].of(record.type)
    steps = tuple(happened(record, kind))
    for name, versions in policy.rows.deadlines.items():
        for row in versions:
            if applies(row.on, record.kind, record.type):
                yield from _in_force(name, row, versions, kind, steps, calendar, facts)


def open_clocks(
    record: Record, policy: Policy, calendar: Calendar, facts: Sequence[Fact] = ()
) -> Iterator[Clock]:
    """Give those that are still owed.

    Most records are done with, and most rows ask nothing of those: their runs are not even
    looked for.
    """
    kind = policy.kinds[record.kind].of(record.type)
    steps = tuple(happened(record, kind))
    for name, row in open_rows(record, policy, steps):
        versions = policy.rows.deadlines[name]
        found = _in_force(name, row, versions, kind, steps, calendar, facts)
        yield from (clock for clock in found if clock.is_open)


def open_rows(
    record: Record, policy: Policy, steps: Sequence[Step] = ()
) -> Iterator[tuple[str, Deadline]]:
    """Give the rows a record may still owe something by; ``steps`` is what happened to it."""
    kind = policy.kinds[record.kind].of(record.type)
    last = (steps or tuple(happened(record, kind)))[-1]
    # What a record that is done with still owes, a void one does not.
    going_on, in_use = not kind.is_final(last.status), last.status != VOID
    for name, versions in policy.rows.deadlines.items():
        for row in versions:
            asked = going_on or (row.after_close and in_use)
            if asked and applies(row.on, record.kind, record.type):
                yield name, row


def _in_force(
    name: str, row: Deadline, versions: Sequence[Deadline], kind: Kind, steps: Sequence[Step],
    calendar: Calendar, facts: Sequence[Fact],
) -> Iterator[Clock]:  # fmt: skip
    """Give the clocks of a row that began while it was in force."""
    for clock in _clocks(name, row, kind, steps, calendar, facts):
        if in_force(versions, clock.since.astimezone(calendar.zone).date()) is row:
            yield clock


def _is_dropped(row: Deadline, kind: Kind, last: Step) -> bool:
    """Tell whether a record is done with, and with it what a row asks."""
    return kind.is_final(last.status) and (not row.after_close or last.status == VOID)


def _clocks(
    name: str, row: Deadline, kind: Kind, steps: Sequence[Step], calendar: Calendar,
    facts: Sequence[Fact],
) -> Iterator[Clock]:  # fmt: skip
    for run in runs(row, kind, steps, calendar, facts):
        ended = meet_linked(row, run, facts)
        judged = steps[ended.done_at_step if ended.done_at_step is not None else -1]
        if fits(row.on.match, judged.values):
            yield _verdict(name, row, kind, ended, steps, calendar)


def _verdict(
    name: str, row: Deadline, kind: Kind, run: Run, steps: Sequence[Step], calendar: Calendar
) -> Clock:
    paused = tuple(_paused(row, steps, run))
    due = _due(row, run, calendar, (*paused, *run.excluded))
    first = run.bases[0] if len(run.bases) > 1 else None
    clock = Clock(
        name, row, run.since, run.base, due.at, due.provisional,
        pauses=(*paused, *run.excluded), moves=max(len(run.bases) - 1, 0), first_due=first,
    )  # fmt: skip
    if run.done is not None:
        late = due.at is not None and run.done > due.at
        return replace(clock, verdict="late" if late else "met", decided=run.done)
    if run.dropped is not None:
        return replace(clock, verdict="dropped", decided=run.dropped, emptied=True)
    last = steps[-1]
    if _is_dropped(row, kind, last):
        return replace(clock, verdict="dropped", decided=last.event.at)
    waits = last.status in row.pauses and (due.at is None or last.event.at <= due.at)
    return replace(clock, verdict="paused") if waits else clock


def _due(row: Deadline, run: Run, calendar: Calendar, pauses: Sequence[Span]) -> limits.Due:
    if row.limit is not None:
        return limits.due(run.base, row.limit, calendar, pauses)
    if not run.bases:
        return limits.Due(None, provisional=False)
    at = calendar.end_of_day(run.base.date()) if run.whole_day else run.base
    return limits.Due(at.astimezone(calendar.zone), provisional=False)


def _paused(row: Deadline, steps: Sequence[Step], run: Run) -> Iterator[Span]:
    """Give the spans in a waiting state; one still open lasts until its re-check time."""
    start: datetime | None = None
    for step in steps:
        waiting = step.status in row.pauses
        if waiting and start is None:
            start = step.event.at
        elif not waiting and start is not None:
            yield start, step.event.at
            start = None
    if start is not None:
        yield start, max(start, _recheck(steps[-1], start))


def _recheck(step: Step, otherwise: datetime) -> datetime:
    try:
        return instant(step.values.get("recheck_at"))
    except Invalid:
        return otherwise


__all__ = ["Clock", "Fact", "Verdict", "clocks", "happens", "open_clocks", "open_rows"]
