"""The clocks of a record: each deadline worked out from the log (design section 5).

A clock starts at a moment of its row, runs until another, and leaves a verdict. Nothing here
depends on the present: whether an open clock is overdue is asked of its ``due``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from cs_cli.domain import limit as limits
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import Kind, Moment
from cs_cli.domain.match import fits
from cs_cli.domain.policy import Deadline, Policy, applies, in_force
from cs_cli.domain.record import Record, Step, day, instant, replay

Verdict = Literal["open", "paused", "met", "late", "dropped"]
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Fact:
    """Another record that is about this one: how it was after each event of its log."""

    history: tuple[tuple[datetime, Mapping[str, Any]], ...]

    @classmethod
    def of(cls, record: Record, kind: Kind) -> "Fact":
        """Replay a linked record."""
        own = {"kind": record.kind, "type": record.type}
        steps = replay(record, kind)
        return cls(tuple((s.event.at, {**s.values, **own, "status": s.status}) for s in steps))

    def met(self, wanted: Sequence[Moment], since: datetime) -> datetime | None:
        """Give when it first was as one of the moments wants it, from an instant on."""
        for at, values in self.history:
            if at >= since and any(fits(moment.match, values) for moment in wanted):
                return at
        return None


@dataclass(frozen=True, slots=True)
class Clock:
    """One run of a deadline.

    ``since`` is when it began to run, ``base`` the instant its limit counts from (they differ
    for appointments and promises), ``due`` None when no limit is set. ``moves`` counts how
    often the instant was moved, ``first_due`` keeps the first one.
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

    @property
    def is_open(self) -> bool:
        """Tell whether it is still owed."""
        return self.verdict in ("open", "paused")


@dataclass(frozen=True, slots=True)
class _Run:
    """A clock while its log is being replayed."""

    since: datetime
    base: datetime
    whole_day: bool = False
    held: datetime | None = None
    done: datetime | None = None
    done_at_step: int | None = None
    excluded: tuple[Span, ...] = ()
    bases: tuple[datetime, ...] = field(default=())


def clocks(
    record: Record, policy: Policy, calendar: Calendar, facts: Sequence[Fact] = ()
) -> Iterator[Clock]:
    """Give every clock of the record, decided ones too, in the order of the policy's rows."""
    kind = policy.kinds[record.kind].of(record.type)
    steps = tuple(replay(record, kind))
    for name, versions in policy.rows.deadlines.items():
        for row in versions:
            if not applies(row.on, record.kind, record.type):
                continue
            for clock in _clocks(name, row, kind, steps, calendar, facts):
                if in_force(versions, clock.since.astimezone(calendar.zone).date()) is row:
                    yield clock


def _clocks(
    name: str, row: Deadline, kind: Kind, steps: Sequence[Step], calendar: Calendar,
    facts: Sequence[Fact],
) -> Iterator[Clock]:  # fmt: skip
    for run in _runs(row, kind, steps, calendar):
        ended = _meet_linked(row, run, facts)
        judged = steps[ended.done_at_step if ended.done_at_step is not None else -1]
        if fits(row.on.match, judged.values):
            yield _verdict(name, row, kind, ended, steps, calendar)


def _runs(row: Deadline, kind: Kind, steps: Sequence[Step], calendar: Calendar) -> Iterator[_Run]:
    """Replay the log: a start while nothing runs begins a run, an until ends it."""
    run: _Run | None = None
    for number, step in enumerate(steps):
        before = steps[number - 1] if number else None
        if run is not None:
            run = _carry_on(row, kind, run, step, number)
        start = _start(row, kind, step, before, calendar)
        if start is None:
            continue
        if run is None or run.done is not None:
            if run is not None:
                yield run
            run = _hold(row, kind, start, step, number)
        elif start.bases:
            run = replace(start, since=run.since, bases=(*run.bases, *start.bases))
            run = _hold(row, kind, run, step, number)
    if run is not None:
        yield run


def _carry_on(row: Deadline, kind: Kind, run: _Run, step: Step, number: int) -> _Run:
    """Let one later event act on a run: end it, or resume it after a reopening."""
    if run.done is None:
        if any(_happens(moment, kind, step) for moment in row.until):
            return replace(run, done=step.event.at, done_at_step=number)
        return _hold(row, kind, run, step, number)
    if run.held is not None and not _holds(row, kind, step):
        gap = (run.held, step.event.at)
        return replace(run, done=None, done_at_step=None, held=None, excluded=(*run.excluded, gap))
    return run


def _hold(row: Deadline, kind: Kind, run: _Run, step: Step, number: int) -> _Run:
    """End the run when the record is now in a state, or has a field, that satisfies it."""
    for moment in row.until:
        if moment.sort == "state" and kind.is_in(step.status, moment.name):
            return replace(run, done=step.event.at, done_at_step=number, held=step.event.at)
        if moment.sort == "field" and step.values.get(moment.name) not in (None, "", []):
            at = _reported(step.values[moment.name], step.event.at)
            return replace(run, done=at, done_at_step=number, held=at)
    return run


def _holds(row: Deadline, kind: Kind, step: Step) -> bool:
    return any(
        (moment.sort == "state" and kind.is_in(step.status, moment.name))
        or (moment.sort == "field" and step.values.get(moment.name) not in (None, "", []))
        for moment in row.until
    )


def _reported(value: object, entered: datetime) -> datetime:
    """Take the instant in a field like ``verified_at``, but never one after it was entered."""
    try:
        return min(instant(value), entered)
    except Invalid:
        return entered


def happens(moments: Sequence[Moment], kind: Kind, step: Step) -> bool:
    """Tell whether an event is one of these moments (``do`` and ``signal`` only)."""
    return any(_happens(moment, kind, step) for moment in moments)


def _happens(moment: Moment, kind: Kind, step: Step) -> bool:
    if moment.sort == "signal":
        return happens(kind.signals.get(moment.name, ()), kind, step)
    if moment.sort != "do" or step.event.do != moment.name:
        return False
    return fits(moment.match, {**step.values, **step.event.values})


def _start(
    row: Deadline, kind: Kind, step: Step, before: Step | None, calendar: Calendar
) -> _Run | None:
    for moment in row.start:
        if moment.sort in ("do", "signal") and _happens(moment, kind, step):
            base = _received(step) if step.event.do == "open" else step.event.at
            return _Run(base, base)
        if moment.sort == "state" and kind.is_in(step.status, moment.name):
            if before is None or not kind.is_in(before.status, moment.name):
                return _Run(step.event.at, step.event.at)
        elif moment.sort in ("field", "shift"):
            run = _instant_start(moment, step, before, calendar)
            if run is not None:
                return run
    return None


def _received(step: Step) -> datetime:
    """Count from when the matter was received, where that was earlier than its entry."""
    return _reported(step.values.get("received_at"), step.event.at)


def _instant_start(
    moment: Moment, step: Step, before: Step | None, calendar: Calendar
) -> _Run | None:
    """Start, or start anew, when a field or the record's shift gives another instant."""
    if moment.sort == "shift":
        found, old = _shift(moment.name, step, calendar), None
        if before is not None:
            old = _shift(moment.name, before, calendar)
        return None if found is None or found == old else _timed(found, step, whole_day=False)
    value = step.values.get(moment.name)
    if value in (None, "", []) or (before and before.values.get(moment.name) == value):
        return None
    return _from_value(str(value), step, calendar)


def _from_value(value: str, step: Step, calendar: Calendar) -> _Run:
    """Take the instant or day a field holds; for other values, when it was filled."""
    try:
        return _timed(instant(value), step, whole_day=False)
    except Invalid:
        pass
    try:
        return _timed(calendar.midnight(day(value)), step, whole_day=True)
    except Invalid:
        at = _received(step) if step.event.do == "open" else step.event.at
        return _Run(at, at)


def _timed(base: datetime, step: Step, *, whole_day: bool) -> _Run:
    return _Run(min(step.event.at, base), base, whole_day, bases=(base,))


def _shift(name: str, step: Step, calendar: Calendar) -> datetime | None:
    """Find the start or end of the record's own shift, or the start of the next one."""
    shift = str(step.values.get("shift"))
    try:
        start, end = calendar.shift_bounds(shift, day(step.values.get("date")))
    except Invalid:
        return None
    return {"start": start, "end": end, "next": calendar.next_shift_start(end)}[name]


def _meet_linked(row: Deadline, run: _Run, facts: Sequence[Fact]) -> _Run:
    wanted = [moment for moment in row.until if moment.sort == "linked"]
    if run.done is not None or not wanted:
        return run
    since = min(run.since, run.base)
    met = [at for fact in facts if (at := fact.met(wanted, since)) is not None]
    return replace(run, done=min(met)) if met else run


def _verdict(
    name: str, row: Deadline, kind: Kind, run: _Run, steps: Sequence[Step], calendar: Calendar
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
    last = steps[-1]
    if kind.is_final(last.status) and (not row.after_close or last.status == "void"):
        return replace(clock, verdict="dropped", decided=last.event.at)
    waits = last.status in row.pauses and (due.at is None or last.event.at <= due.at)
    return replace(clock, verdict="paused") if waits else clock


def _due(row: Deadline, run: _Run, calendar: Calendar, pauses: Sequence[Span]) -> limits.Due:
    if row.limit is not None:
        return limits.due(run.base, row.limit, calendar, pauses)
    if not run.bases:
        return limits.Due(None, provisional=False)
    at = calendar.end_of_day(run.base.date()) if run.whole_day else run.base
    return limits.Due(at.astimezone(calendar.zone), provisional=False)


def _paused(row: Deadline, steps: Sequence[Step], run: _Run) -> Iterator[Span]:
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
