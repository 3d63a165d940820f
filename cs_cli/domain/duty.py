"""Recurring duties: their periods, when each is due, and what it is done with."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from cs_cli.domain import limit as limits
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.fact import Fact
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.match import Query, fits
from cs_cli.domain.policy import in_force
from cs_cli.domain.record import Record, day, instant
from cs_cli.domain.recurrence import Rule, occurrences
from cs_cli.domain.recurring import Duty

# Where to look for the period before the first one: holidays lie between, or leap years.
_BACK = {"DAILY": 31, "WEEKLY": 31, "MONTHLY": 62, "YEARLY": 400}


@dataclass(frozen=True, slots=True)
class Period:
    """One occurrence of a duty: its key (``2026-03-04``, ``2026-W10``, ``2026-03`` …), its end.

    ``after`` is the end of the one before, ``shown`` when it is first listed, if not always.
    """

    key: str
    day: date
    due_at: datetime
    after: datetime | None = None
    shown: datetime | None = None


def following(
    versions: Sequence[Duty], first: date, last: date,
    lay: Callable[[Duty, date, date], Iterable[Period]],
) -> Iterator[Period]:  # fmt: skip
    """Give the periods of a duty, each laid out by the version in force on its own day.

    What a version begins with comes after what the one before it ended with, and a period that
    both name is that of the earlier one.
    """
    due: datetime | None = None
    seen: set[str] = set()
    for row, begun, ended in _stretches(versions, first, last):
        for period in lay(row, begun, ended):
            after = max(filter(None, (period.after, due)), default=None)
            due = period.due_at
            if period.key not in seen:
                seen.add(period.key)
                yield replace(period, after=after)


def _stretches(
    versions: Sequence[Duty], first: date, last: date
) -> Iterator[tuple[Duty, date, date]]:
    """Give which version is in force from which day to which, both included."""
    begins = {row.since for row in versions if row.since and first < row.since <= last}
    starts = sorted({first, *begins})
    ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
    for begun, ended in zip(starts, ends, strict=True):
        row = in_force(versions, begun)
        if row is not None:
            yield row, begun, ended


def periods(duty: Duty, calendar: Calendar, first: date, last: date) -> Iterator[Period]:
    """Give the periods of a duty whose day lies between two days, both included.

    Rules of weeks, months and years without a day are due at the end of the period; a rule
    without a clock time at the end of the day. With ``SKIP`` they step from the start instead.
    """
    if not duty.rrule:
        return
    start = max(first, duty.first_day or first, duty.since or first)
    anchor = duty.first_day or duty.since or _loose(duty, start)
    skips = any(rule.clamps for rule in _rules(duty))
    yield from _between(duty, calendar, anchor, start, last, anchored=skips)


def _loose(duty: Duty, start: date) -> date:
    """Give where a rule without a start of its own begins: earlier, where that changes nothing."""
    counts = any(rule.count or rule.interval > 1 for rule in _rules(duty))
    return start if counts else start - _back(duty)


def periods_of(
    duty: Duty, record: Record, kind: Kind, calendar: Calendar, first: date, last: date
) -> Iterator[Period]:
    """Give the periods of a duty that is owed for one record, from its opening on."""
    anchor = anchor_of(duty, record, calendar)
    if anchor is None or not concerns(duty, record, kind):
        return
    opened = calendar.date_of(record.opened_at)
    start = max(first, opened, duty.since or first)
    yield from _between(duty, calendar, anchor, start, last, anchored=True)


def concerns(duty: Duty, record: Record, kind: Kind) -> bool:
    """Tell whether a duty is owed for this record, which is not done with."""
    if duty.for_ is None or record.kind != duty.for_.kind or kind.is_final(record.status):
        return False
    return fits(duty.for_.match, {**record.values, "type": record.type, "status": record.status})


def anchor_of(duty: Duty, record: Record, calendar: Calendar) -> date | None:
    """Give the day a record's periods count from; None while its field is empty."""
    if duty.start is None:
        return calendar.date_of(record.opened_at)
    value = record.values.get(duty.start)
    for read in (day, lambda text: calendar.date_of(instant(text))):
        try:
            return read(value)
        except Invalid:
            continue
    return None


def key_of(parts: Mapping[str, str], on: date) -> str:
    """Name the period that a day ends, by the parts of a rule."""
    return Rule(parts).key(datetime.combine(on, time()))


def _rules(duty: Duty) -> list[Rule]:
    return [Rule.read(text) for text in duty.rrule]


def _back(duty: Duty) -> timedelta:
    """Give how far back the period before another one lies, at most."""
    return timedelta(days=max(_BACK[rule.frequency] * rule.interval for rule in _rules(duty)))


def _between(
    duty: Duty, calendar: Calendar, anchor: date, first: date, last: date, *, anchored: bool
) -> Iterator[Period]:
    before: datetime | None = None
    found = occurrences(_rules(duty), anchor, first - _back(duty), anchored=anchored)
    for rule, moment in takewhile(lambda one: one[1].date() <= last, found):
        on = moment.date()
        if not _falls(duty, on, calendar):
            continue
        due = moment.replace(tzinfo=calendar.zone) if rule.is_timed else calendar.end_of_day(on)
        if on >= first:
            yield Period(rule.key(moment), on, due, before, _shown(duty, due, on, calendar))
        before = due


def _falls(duty: Duty, on: date, calendar: Calendar) -> bool:
    """Tell whether a duty is owed on such a day."""
    if duty.days == "holidays":
        return calendar.is_holiday(on)
    return duty.days == "all" or calendar.is_working(on)


def _shown(duty: Duty, due: datetime, on: date, calendar: Calendar) -> datetime | None:
    """Give when a period is first listed: a window of days opens as the day begins."""
    if duty.window is None:
        return None
    if duty.window.unit == "seconds":
        return limits.due(due, duty.window, calendar).at
    opens = limits.due(calendar.midnight(on), duty.window, calendar).at
    return opens and calendar.midnight(calendar.date_of(opens - timedelta(seconds=1)))


@dataclass(frozen=True, slots=True)
class Proof:
    """A record that says a duty was done: for which period, if it names one, else by ``at``.

    ``done_at`` is when it said so first, where that is known; ``id`` is the record's.
    """

    at: datetime
    period: str | None
    done_at: datetime | None = None
    id: str | None = None


def asked_for(name: str, duty: Duty) -> Query:
    """Give which records satisfy a duty."""
    return duty.by or Query("duty", {"duty": (name,)})


def proof(query: Query, fact: Fact) -> Proof | None:
    """Give what a record proves; what became of its state later changes nothing, void does."""
    now, lasting = fact.now, {k: v for k, v in query.match.items() if k != "status"}
    if now["status"] == VOID or not fits({**lasting, "kind": (query.kind,)}, now):
        return None
    at = fact.first({**query.match, "kind": (query.kind,)})
    period = now.get("period")
    return None if at is None else Proof(at, str(period) if period else None, at, fact.id)


Settled = tuple[Period, Proof | None]
"""A period, and what first proves that it was done."""


def done_for(periods: Sequence[Period], proofs: Sequence[Proof]) -> list[Settled]:
    """Give what each period of a duty owed for one record was done with.

    A proof names its period, or is for the oldest one left that had begun by then.
    """
    found = {key: of_one[0] for key, of_one in _named(proofs).items()}
    for one in sorted((p for p in proofs if p.period is None), key=lambda p: p.at):
        free = (p for p in periods if p.key not in found)
        oldest = next((p for p in free if p.after is None or p.after < one.at), None)
        if oldest is not None:
            found[oldest.key] = one
    return [(period, found.get(period.key)) for period in periods]


def done_within(periods: Sequence[Period], proofs: Sequence[Proof]) -> list[Settled]:
    """Give what each period of a duty of nobody's record was done with.

    A proof names its period, or was begun (``at``) within it.
    """
    named, free = _named(proofs), [one for one in proofs if one.period is None]
    found: list[Settled] = []
    for p in periods:
        within = (o for o in free if (p.after is None or p.after < o.at) and o.at <= p.due_at)
        found.append((p, min([*named.get(p.key, ()), *within], key=_done_at, default=None)))
    return found


def left(settled: Sequence[Settled]) -> list[Period]:
    """Give the periods that nothing was done for."""
    return [period for period, done in settled if done is None]


def _named(proofs: Iterable[Proof]) -> dict[str, list[Proof]]:
    """Give the proofs that name their period, by it, in the order they were done."""
    found: dict[str, list[Proof]] = {}
    for one in sorted(proofs, key=_done_at):
        if one.period is not None:
            found.setdefault(one.period, []).append(one)
    return found


def _done_at(proof: Proof) -> datetime:
    return proof.done_at or proof.at
