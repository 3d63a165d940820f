"""What two clones did to one record at once, each without the other.

The merge marks both events, for every field that they set to different values, and for the state
where one side voided what the other worked on; marks only ever grow, so they merge as a union.
Whether anything is still to be settled is read from the log: a later event that nobody
contradicted says what holds, and one's own later word takes the place of the earlier one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import ADJUDICATE, UNDO, VOID, Kind
from cs_cli.domain.record import Event, Record, undone
from cs_cli.domain.schema import is_blank

KEY = "contested"
STATUS = "status"


@dataclass(frozen=True, slots=True)
class Rivals:
    """Two events by their positions in the log: of the one ``lost`` the field knows nothing."""

    field: str
    lost: int
    held: int


def pair(one: Mapping[str, Any], other: Mapping[str, Any], kind: Kind) -> Iterator[str]:
    """Give what two events, each done without knowing of the other, contradict each other in."""
    for name in one.keys() & other.keys() & _named(kind):
        if _plain(one[name]) != _plain(other[name]):
            yield name
    if (one.get("do") == VOID) != (other.get("do") == VOID):
        yield STATUS


def name_of(event: Mapping[str, Any]) -> str:
    """Give what an event is called, empty where it has no name."""
    try:
        return Event.parse(event).name
    except Invalid:
        return ""


def rivals(record: Record, kind: Kind) -> Iterator[Rivals]:
    """Give what is still to be settled: each event that lost, and the one that stands instead."""
    marked: dict[str, set[int]] = {}
    for mark in record.values.get(KEY) or []:
        at = {n for n, event in enumerate(record.log) if event.is_named(str(mark["event"]))}
        marked.setdefault(str(mark["field"]), set()).update(at)
    for field, numbers in marked.items():
        if field == STATUS:
            yield from _voided(record, numbers, undone(record.log))
        else:
            yield from _overwritten(record, field, numbers, kind)
    yield from _both_kept(record)


def _overwritten(record: Record, field: str, marked: set[int], kind: Kind) -> Iterator[Rivals]:
    if field not in kind.fields:
        return
    gone = undone(record.log)
    said = [n for n, event in enumerate(record.log) if field in event.values and n not in gone]
    word = {n: _plain(record.log[n].values[field]) for n in said}
    stands = _plain(record.values.get(field))
    for number in said:
        if number not in marked or word[number] == stands:
            continue
        # Another word that nobody contradicts was said in the knowledge of this one.
        known = any(n > number and n not in marked and word[n] != word[number] for n in said)
        if not known and _has_spoken(record, said, number):
            yield Rivals(field, number, said[-1] if said[-1] != number else said[-2])


def _has_spoken(record: Record, said: list[int], number: int) -> bool:
    """Tell whether an event is somebody's last word on a field.

    Who takes something back says nothing instead.
    """
    event = record.log[number]
    return event.do != UNDO and not any(n > number and record.log[n].by == event.by for n in said)


def _voided(record: Record, marked: set[int], gone: frozenset[int]) -> Iterator[Rivals]:
    voids = [n for n in marked - gone if record.log[n].do == VOID]
    work = sorted(n for n in marked - gone if record.log[n].do != VOID)
    if not voids:
        return
    last = max(marked - gone)
    said = (n for n, event in enumerate(record.log) if event.do == ADJUDICATE and n not in gone)
    if not any(n > last for n in said):
        yield from (Rivals(STATUS, number, max(voids)) for number in work)


def _both_kept(record: Record) -> Iterator[Rivals]:
    """Give what one person said holds and another one, elsewhere, took back."""
    gone = undone(record.log)
    for number, event in enumerate(record.log):
        if number in gone:
            continue
        for name in event.keeps:
            lost = next((n for n in gone if record.log[n].is_named(name)), None)
            if lost is not None:
                yield Rivals(STATUS, number, _taker(record, lost, gone))


def _taker(record: Record, lost: int, gone: frozenset[int]) -> int:
    """Give the event that took another one back."""
    takers = (n for n, event in enumerate(record.log) if n not in gone
              and any(record.log[lost].is_named(name) for name in event.undoes))  # fmt: skip
    return next(takers, lost)


def _named(kind: Kind) -> frozenset[str]:
    """Give the fields of a kind that hold one word; what counts adds up instead."""
    counted = {f for verb in kind.verbs.values() for one in verb.count for f in one.fields}
    return frozenset(kind.fields.keys() - counted)


def _plain(value: object) -> object:
    """Give a value so that equal ones are equal however they were typed; nothing is None."""
    if isinstance(value, list):
        return [_plain(one) for one in value] or None
    return None if is_blank(value) else value
