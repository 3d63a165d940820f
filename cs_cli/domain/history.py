"""What happened to a record, event by event, and what differs between two states of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cs_cli.domain.kind import Kind
from cs_cli.domain.record import Event, Record, Values, replay

STATUS = "status"
BODY = "body"
_HEAD = frozenset({"id", "kind", "type", "opened_at", "log", STATUS})


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was one thing and became another; None where there was nothing."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Happened:
    """An event with what it changed; without one, what was changed by hand.

    ``said`` are the words of the event that are in no field: its options, its note.
    """

    event: Event | None
    changes: tuple[Change, ...]
    said: Values


def history(record: Record, kind: Kind) -> Iterator[Happened]:
    """Give every event of a record's log with what it changed, oldest first."""
    before: Mapping[str, Any] = {}
    for number, step in enumerate(replay(record, kind)):
        names = [name for name in step.event.values if name in kind.fields]
        changes = [Change(name, before.get(name), step.event.values[name]) for name in names]
        if number and step.status != before.get(STATUS):
            changes.insert(0, Change(STATUS, before.get(STATUS), step.status))
        said = {n: v for n, v in step.event.values.items() if n not in kind.fields}
        differing = tuple(one for one in changes if one.before != one.after)
        yield Happened(step.event, differing, said)
        before = step.values


def between(old: Record | None, new: Record, kind: Kind) -> Iterator[Happened]:
    """Give what happened to a record since an earlier state of it, by hand what no event says."""
    seen = Counter(repr(event) for event in (old.log if old else ()))
    told: set[str] = set()
    for one in history(new, kind):
        if seen[repr(one.event)]:
            seen[repr(one.event)] -= 1
            continue
        told |= one.event.values.keys() if one.event else set()
        told |= _grown(one.event, kind)
        yield one
    if old is not None:
        by_hand = tuple(_by_hand(old, new, told))
        if by_hand:
            yield Happened(None, by_hand, {})


def _grown(event: Event | None, kind: Kind) -> set[str]:
    """Give the list that an event added itself to."""
    verb = kind.verbs.get(event.do) if event else None
    return {verb.append} if verb and verb.append else set()


def _by_hand(old: Record, new: Record, told: set[str]) -> Iterator[Change]:
    names = [name for name in {**old.values, **new.values} if name not in _HEAD | told]
    for name in names:
        before, after = old.values.get(name), new.values.get(name)
        if before != after:
            yield Change(name, before, after)
    if old.body != new.body:
        yield Change(BODY, _first(old.body), _first(new.body))
    lost = Counter(map(repr, old.log)) - Counter(map(repr, new.log))
    if lost:
        yield Change("log", len(old.log), len(new.log))


def _first(text: str) -> str:
    """Give the first line of a text that says something."""
    lines: Sequence[str] = [line for line in text.splitlines() if line.strip()]
    return lines[0] if lines else ""
