"""The runs of a deadline: the log of a record replayed, event by event (design section 5).

A run begins at a start of its row and is over at an until; what linked records came to be counts
as well. Where no limit has a say: how each came out is asked in :mod:`cs_cli.domain.clock`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.fact import Fact
from cs_cli.domain.frozen import dataclass, field, replace
from cs_cli.domain.kind import CORRECTIONS, Kind, Moment
from cs_cli.domain.match import fits
from cs_cli.domain.policy import Deadline
from cs_cli.domain.record import Step, day, instant

Span = tuple[datetime, datetime]

_EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Run:
    """A clock while its log is being replayed.

    ``source`` is the field whose value it counts from; once that is empty the run is ``dropped``.
    """

    since: datetime
    base: datetime
    whole_day: bool = False
    held: datetime | None = None
    done: datetime | None = None
    done_at_step: int | None = None
    excluded: tuple[Span, ...] = ()
    bases: tuple[datetime, ...] = field(default=())
    source: str | None = None
    dropped: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether it was ended, or dropped."""
        return self.done is not None or self.dropped is not None


@dataclass(frozen=True, slots=True)
class _Call:
    """A linked record came to be as a start or an until of the row wants it."""

    at: datetime
    begins: bool
    ends: bool


def runs(
    row: Deadline, kind: Kind, steps: Sequence[Step], calendar: Calendar, facts: Sequence[Fact]
) -> Iterator[Run]:
    """Replay the log: a start while nothing runs begins a run, an until ends it."""
    run: Run | None = None
    for event in _timeline(row, steps, facts):
        if isinstance(event, _Call):
            over, run = _called(run, event)
        else:
            over, run = _logged(row, kind, run, steps, event, calendar)
        if over is not None:
            yield over
    if run is not None:
        yield run


def _timeline(row: Deadline, steps: Sequence[Step], facts: Sequence[Fact]) -> list[int | _Call]:
    """Put the steps, by number, and what linked records did in the order they happened."""
    order: list[tuple[datetime, int, int | _Call]] = []
    for number, step in enumerate(steps):
        # A log that was written by hand may not be in order; its steps stay in theirs.
        at = max(order[-1][0], step.event.at) if order else step.event.at
        order.append((at, 0, number))
    if any(moment.sort == "linked" for moment in row.start):
        order += ((call.at, 1, call) for fact in facts for call in _calls(row, fact))
    return [event for _at, _sort, event in sorted(order, key=lambda one: one[:2])]


def _calls(row: Deadline, fact: Fact) -> Iterator[_Call]:
    begun, ended = (
        fact.first(*(moment.match for moment in moments if moment.sort == "linked"))
        for moments in (row.start, row.until)
    )
    for at in sorted({at for at in (begun, ended) if at is not None}):
        yield _Call(at, begins=at == begun, ends=at == ended)


def _called(run: Run | None, call: _Call) -> tuple[Run | None, Run | None]:
    """Let a linked record end a run and begin another; give the one that is over, and the next."""
    if run is not None and not run.is_over:
        if call.at <= run.since:
            return None, run
        if call.ends:
            run = replace(run, done=call.at)
    if not call.begins:
        return None, run
    return run if run and run.is_over else None, Run(call.at, call.at)


def _logged(
    row: Deadline, kind: Kind, run: Run | None, steps: Sequence[Step], number: int,
    calendar: Calendar,
) -> tuple[Run | None, Run | None]:  # fmt: skip
    """Let one event act; give the run that is over, and the one that goes on."""
    step = steps[number]
    if run is not None:
        run = _emptied(_carry_on(row, kind, run, step, number), step, number)
    start = _start(row, kind, step, steps[number - 1] if number else None, calendar)
    if start is None:
        return None, run
    if run is None or run.is_over:
        return run, _hold(row, kind, start, step, number)
    if start.bases:
        source = run.source and start.source
        run = replace(start, since=run.since, bases=(*run.bases, *start.bases), source=source)
        run = _hold(row, kind, run, step, number)
    return None, run


def _carry_on(row: Deadline, kind: Kind, run: Run, step: Step, number: int) -> Run:
    """Let one later event act on a run: end it, or resume it after a reopening."""
    if not run.is_over:
        if any(_happens(moment, kind, step) for moment in row.until):
            return replace(run, done=step.event.at, done_at_step=number)
        return _hold(row, kind, run, step, number)
    if run.held is not None and not _holds(row, kind, step):
        gap = (run.held, step.event.at)
        return replace(run, done=None, done_at_step=None, held=None, excluded=(*run.excluded, gap))
    return run


def _emptied(run: Run, step: Step, number: int) -> Run:
    """Drop a run whose field says no longer what it counts from."""
    if run.is_over or run.source is None or step.values.get(run.source) not in _EMPTY:
        return run
    return replace(run, dropped=step.event.at, done_at_step=number)


def _hold(row: Deadline, kind: Kind, run: Run, step: Step, number: int) -> Run:
    """End the run when the record is now in a state, or has a field, that satisfies it."""
    for moment in row.until:
        if moment.sort == "state" and kind.is_in(step.status, moment.name):
            return replace(run, done=step.event.at, done_at_step=number, held=step.event.at)
        if moment.sort == "field" and step.values.get(moment.name) not in _EMPTY:
            at = _reported(step.values[moment.name], step.event.at)
            return replace(run, done=at, done_at_step=number, held=at)
    return run


def _holds(row: Deadline, kind: Kind, step: Step) -> bool:
    return any(
        (moment.sort == "state" and kind.is_in(step.status, moment.name))
        or (moment.sort == "field" and step.values.get(moment.name) not in _EMPTY)
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
    if moment.sort != "do" or moment.name not in (step.event.do, _anything(step)):
        return False
    return not moment.match or fits(moment.match, {**step.values, **step.event.values})


def _anything(step: Step) -> str:
    """Give the word for every event: nothing is done by taking something back."""
    return "" if step.event.do in CORRECTIONS else "any"


def _start(
    row: Deadline, kind: Kind, step: Step, before: Step | None, calendar: Calendar
) -> Run | None:
    for moment in row.start:
        if moment.sort in ("do", "signal") and _happens(moment, kind, step):
            base = _received(step) if step.event.do == "open" else step.event.at
            return Run(base, base)
        if moment.sort == "state" and kind.is_in(step.status, moment.name):
            if before is None or not kind.is_in(before.status, moment.name):
                return Run(step.event.at, step.event.at)
        elif moment.sort in ("field", "shift"):
            run = _instant_start(moment, step, before, calendar)
            if run is not None:
                return run
    return None


def _received(step: Step) -> datetime:
    """Count from when the matter was received, where that was earlier than its entry."""
    received = step.values.get("received_at")
    return step.event.at if received is None else _reported(received, step.event.at)


def _instant_start(
    moment: Moment, step: Step, before: Step | None, calendar: Calendar
) -> Run | None:
    """Start, or start anew, when a field or the record's shift gives another instant."""
    if moment.sort == "shift":
        found, old = _shift(moment.name, step, calendar), None
        if before is not None:
            old = _shift(moment.name, before, calendar)
        return None if found is None or found == old else _timed(found, step, whole_day=False)
    value = step.values.get(moment.name)
    if value in _EMPTY or (before and before.values.get(moment.name) == value):
        return None
    return replace(_from_value(str(value), step, calendar), source=moment.name)


def _from_value(value: str, step: Step, calendar: Calendar) -> Run:
    """Take the instant or day a field holds; for other values, when it was filled."""
    try:
        return _timed(instant(value), step, whole_day=False)
    except Invalid:
        pass
    try:
        return _timed(calendar.midnight(day(value)), step, whole_day=True)
    except Invalid:
        at = _received(step) if step.event.do == "open" else step.event.at
        return Run(at, at)


def _timed(base: datetime, step: Step, *, whole_day: bool) -> Run:
    return Run(min(step.event.at, base), base, whole_day, bases=(base,))


def _shift(name: str, step: Step, calendar: Calendar) -> datetime | None:
    """Find the start or end of the record's own shift, or the start of the next one."""
    shift = str(step.values.get("shift"))
    try:
        start, end = calendar.shift_bounds(shift, day(step.values.get("date")))
    except Invalid:
        return None
    return {"start": start, "end": end, "next": calendar.next_shift_start(end)}[name]


def meet_linked(row: Deadline, run: Run, facts: Sequence[Fact]) -> Run:
    """End a run with the first linked record that is as an until wants it, unless it was over."""
    wanted = [moment for moment in row.until if moment.sort == "linked"]
    if not wanted or any(m.sort == "linked" for m in row.start):
        return run
    since = min(run.since, run.base)
    met = [at for fact in facts if (at := fact.met(wanted, since)) is not None]
    over = run.done or run.dropped
    if not met or (over is not None and over <= min(met)):
        return run
    return replace(run, done=min(met), done_at_step=None, dropped=None)
