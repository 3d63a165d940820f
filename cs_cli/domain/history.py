"""What happened to a record, event by event, and what differs between two states of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import Kind
from cs_cli.domain.record import Event, Record, Values, replay, target, undone

STATUS = "status"
BODY = "body"
PATH = "path"
"""What is called a change where a record lies in another file than before."""
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

    ``said`` are the words of the event that are in no field: its options, its note. What
    ``is_undone`` was taken back by a later event; what ``is_gone`` is in the log no more, as in a
    range that runs backwards.
    """

    event: Event | None
    changes: tuple[Change, ...]
    said: Values
    is_undone: bool = False
    is_gone: bool = False


def history(record: Record, kind: Kind) -> Iterator[Happened]:
    """Give every event of a record's log with what it changed, oldest first.

    What was taken back later is told as it was then.
    """
    before: Mapping[str, Any] = {}
    gone = undone(record.log)
    for number, step in enumerate(replay(record, kind)):
        event, status = step.event, step.status
        after = {**(before or step.values), **event.values}
        if number in gone and number:
            status = target(kind, event.do, str(before[STATUS]), after)
        names = [name for name in event.values if name in kind.fields]
        changes = [Change(name, before.get(name), event.values[name]) for name in names]
        if number and status != before.get(STATUS):
            changes.insert(0, Change(STATUS, before.get(STATUS), status))
        said = {n: v for n, v in event.values.items() if n not in kind.fields}
        differing = tuple(one for one in changes if one.before != one.after)
        yield Happened(event, differing, said, is_undone=number in gone)
        before = {**after, STATUS: status}


def between(old: Record | None, new: Record, kind: Kind) -> Iterator[Happened]:
    """Give what happened to a record since an earlier state of it, by hand what no event says.

    First comes what its log does not have any more.
    """
    if old is not None:
        yield from _gone(old, new, kind)
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


def _gone(old: Record, new: Record, kind: Kind) -> Iterator[Happened]:
    """Give the events that a log has lost, without what they changed."""
    left = Counter(map(repr, new.log))
    for one in history(old, kind):
        if left[repr(one.event)]:
            left[repr(one.event)] -= 1
        else:
            yield replace(one, changes=(), is_gone=True)


def _grown(event: Event | None, kind: Kind) -> set[str]:
    """Give the lists that an event added itself to, or took what it takes back out of."""
    named = [event.do, *(name.rpartition(" ")[2] for name in event.undoes)] if event else []
    verbs = [kind.verbs[do] for do in named if do in kind.verbs]
    return {verb.append for verb in verbs if verb.append}


def _by_hand(old: Record, new: Record, told: set[str]) -> Iterator[Change]:
    names = [name for name in {**old.values, **new.values} if name not in _HEAD | told]
    for name in names:
        before, after = old.values.get(name), new.values.get(name)
        if before != after:
            yield Change(name, before, after)
    if old.body != new.body:
        yield Change(BODY, _first(old.body), _first(new.body))


def _first(text: str) -> str:
    """Give the first line of a text that says something."""
    lines: Sequence[str] = [line for line in text.splitlines() if line.strip()]
    return lines[0] if lines else ""
