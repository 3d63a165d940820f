"""What a commit added to a record: its new events, and what it changed without one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.frozen import replace
from cs_cli.domain.kind import CORRECTIONS, Kind
from cs_cli.domain.record import OPEN, Event, Record, first_values, replay, undone

_EMPTY: tuple[object, ...] = (None, "", [])
_HEAD = frozenset({"id", "kind", "status", "log"})
"""What other checks hold against path and log."""


def added(before: Sequence[Any], after: Sequence[Any]) -> list[int]:
    """Give the positions of the entries of a log that it did not have before."""
    had = Counter(map(repr, before))
    found = []
    for number, entry in enumerate(after):
        if had[repr(entry)]:
            had[repr(entry)] -= 1
        else:
            found.append(number)
    return found


def positions(record: Record, log: Sequence[Any]) -> list[int]:
    """Give where each event of a record stands in its log as it is written.

    What a rule made of another record in two clones at once holds two openings; one counts.
    """
    openings = [n for n, entry in enumerate(log) if n and _is_opening(entry)]
    dropped = set(openings) if len(record.log) != len(log) else set()
    return [n for n in range(len(log)) if n not in dropped]


def _is_opening(entry: object) -> bool:
    return isinstance(entry, Mapping) and entry.get("do") == OPEN


def grown(old: Record | None, new: Record, kind: Kind, events: Sequence[Event]) -> list[
    dict[str, list[Any]]
]:  # fmt: skip
    """Give the entries that each of the new events put at the end of a list of the record.

    A verb that appends has its own, by time and person; what else a list grew by goes to the first
    verb that can fill it.
    """
    found: list[dict[str, list[Any]]] = [{} for _event in events]
    for name in (n for n, field in kind.fields.items() if field.type == "list"):
        had = (old.values.get(name) if old else None) or []
        has = new.values.get(name) or []
        if not isinstance(has, list) or not isinstance(had, list) or has[: len(had)] != had:
            continue
        rest = has[len(had) :]
        for entries, event in zip(found, events, strict=True):
            own = next((e for e in rest if _appends(kind, event, name) and _is_of(e, event)), None)
            if own is not None:
                rest = [entry for entry in rest if entry is not own]
                entries[name] = [own]
        filler = (n for n, event in enumerate(events) if name in can_grow(kind, event))
        first = next(filler, None)
        if rest and first is not None:
            found[first].setdefault(name, []).extend(rest)
    return found


def can_grow(kind: Kind, event: Event) -> set[str]:
    """Give the lists that an event may put entries into without saying them itself."""
    verb = kind.open if event.do == OPEN else kind.verbs.get(event.do)
    lists = {name for name, field in kind.fields.items() if field.type == "list"}
    if event.do == OPEN:
        return lists
    if verb is None:
        return set()
    return lists if verb.fill else lists & {*verb.ask, verb.append or ""}


def _appends(kind: Kind, event: Event, name: str) -> bool:
    verb = kind.verbs.get(event.do)
    return verb is not None and verb.append == name


def _is_of(entry: object, event: Event) -> bool:
    """Tell whether an entry says the same person; lists without one hold any."""
    return isinstance(entry, Mapping) and entry.get("by", event.by) == event.by


def unlogged(
    old: Record, new: Record, kind: Kind, events: Sequence[Event]
) -> Iterator[tuple[str, Any, Any]]:
    """Give fields that changed though no new event says so, with what they were and are.

    ``body`` is the text below. What an event says of a field must be what the field holds.
    """
    told = {name for event in events for name in event.values}
    lists = {name for event in events for name in can_grow(kind, event)}
    undoing = any(event.do in CORRECTIONS for event in events)
    for name in {**old.values, **new.values}:
        before, after = old.values.get(name), new.values.get(name)
        if name in _HEAD | told or same(before, after):
            continue
        if name in lists and _begins(after, before):
            continue
        if undoing and name in kind.fields and _less(after, before):
            continue
        yield name, before, after
    yield from _otherwise(new, kind, told)
    if old.body != new.body:
        yield "body", old.body, new.body


def _begins(after: object, before: object) -> bool:
    """Tell whether a list is as it was, with more at its end."""
    had = before or []
    return isinstance(after, list) and isinstance(had, list) and after[: len(had)] == had


def _less(after: object, before: object) -> bool:
    """Tell whether a list is as it was, with some of its entries left out."""
    if not isinstance(before, list) or not isinstance(after or [], list):
        return False
    rest = iter(before)
    return all(entry in rest for entry in (after or []))  # type: ignore[attr-defined]


def _otherwise(new: Record, kind: Kind, told: set[str]) -> Iterator[tuple[str, Any, Any]]:
    """Give fields that hold something else than the last event that names them says."""
    says: dict[str, Any] = {}
    for event in new.log:
        verb = kind.verbs.get(event.do)
        own = verb.fields if verb else {}
        says.update({n: v for n, v in event.values.items() if n in told and n not in own})
    for name, said in says.items():
        field = kind.fields.get(name)
        if field is not None and field.type != "list" and not same(said, new.values.get(name)):
            yield name, said, new.values.get(name)


def untrue(old: Record, event: Event) -> Iterator[str]:
    """Give the fields of which an event says that they were something else than they were."""
    for name, was in event.was.items():
        if not same(was, old.values.get(name)):
            yield name


def same(one: object, other: object) -> bool:
    """Tell whether two values say the same; no value is no value, however it is written."""
    return one == other or (one in _EMPTY and other in _EMPTY)


def states(record: Record, kind: Kind) -> list[tuple[str, Mapping[str, Any]]]:
    """Give status and values as each event of a record left them.

    What was taken back later still counted then.
    """
    if not undone(record.log):
        return [(step.status, step.values) for step in replay(record, kind)]
    first = first_values(record)
    found = []
    for number in range(1, len(record.log) + 1):
        then = replace(record, values=first, log=record.log[:number])
        found += [(step.status, step.values) for step in list(replay(then, kind))[-1:]]
    return found
