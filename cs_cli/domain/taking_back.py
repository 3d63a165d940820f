"""What taking events of a log back comes to: the values as they would be without them.

    log:   09:14 open, owner li.na       09:20 assign owner: wu.gang
    undo:  09:25 undo 09:20 assign       owner: li.na, as before it

Nothing is deleted: the event that takes back names the others, and a replay leaves those out.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import CORRECTIONS, Kind
from cs_cli.domain.limit import Limit
from cs_cli.domain.record import Event, Record, Step, replay, undone

SETTING = "undo.within"
USUAL = "24 hours"
"""Later than this a correction is a command of its own, unless a policy says otherwise."""


@dataclass(frozen=True, slots=True)
class Without:
    """A record without some of its events: its state, and the fields that differ from now."""

    status: str
    values: Mapping[str, Any]


def within(settings: Mapping[str, str]) -> Limit:
    """Give how long a command can be taken back; raise :class:`Invalid`."""
    return Limit.parse(settings.get(SETTING) or USUAL)


def faults(settings: Mapping[str, str]) -> "Sequence[Invalid]":
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        within(settings)
    except Invalid as fault:
        return [fault.within("settings", SETTING)]
    return []


def without(record: Record, kind: Kind, positions: Collection[int]) -> Without:
    """Give what a record comes to without the events at these positions of its log.

    That is its state, and the value of every field that one of them set, where it changes.
    """
    if not positions:
        return Without(record.status, {})
    names = {n for at in positions for n in _fields(record.log[at], kind)}
    last = _last(record, kind, positions)
    changed = {n: last.values.get(n) for n in sorted(names, key=list(kind.fields).index)
               if last.values.get(n) != record.values.get(n)}  # fmt: skip
    return Without(last.status, changed)


def later(record: Record, positions: Collection[int]) -> list[Event]:
    """Give what happened to a record after these events and still counts.

    What was done and taken back again since is nothing.
    """
    first, gone = min(positions), undone(record.log)
    since = [(n, e) for n, e in enumerate(record.log) if n > first and n not in gone]
    return [event for n, event in since
            if n not in positions and not _cancels(record.log[first + 1 : n], event)]  # fmt: skip


def _cancels(between: Sequence[Event], event: Event) -> bool:
    """Tell whether an event only takes back what happened in between."""
    named = [any(one.is_named(name) for one in between) for name in event.undoes]
    return event.do in CORRECTIONS and bool(named) and all(named)


def entries_of(events: Sequence[Event], name: str, kind: Kind, held: object) -> frozenset[int]:
    """Give the positions in a list of what these events added to it by themselves."""
    items = held if isinstance(held, list) else []
    adding = [e for e in events if e.do in kind.verbs and kind.verbs[e.do].append == name]
    found = (next((n for n, one in enumerate(items) if event.is_entry(one)), None)
             for event in adding)  # fmt: skip
    return frozenset(n for n in found if n is not None)


def _fields(event: Event, kind: Kind) -> set[str]:
    """Give the fields of the record that an event set; options of its verb are no such."""
    verb = kind.verbs.get(event.do)
    return {n for n in event.values if n in kind.fields and not (verb and n in verb.fields)}


def _last(record: Record, kind: Kind, positions: Collection[int]) -> Step:
    """Give the last step of a record without some events.

    Where nothing else has happened since, that is how it was before the first of them.
    """
    if not later(record, positions) and 0 not in positions:
        return list(replay(record, kind, positions))[min(positions) - 1]
    return list(replay(record, kind, positions))[-1]


__all__ = [
    "SETTING", "USUAL", "Without", "entries_of", "faults", "later", "within", "without",
]  # fmt: skip
