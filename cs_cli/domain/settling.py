"""What has to be taken back so that one event of a log holds and the whole log is possible.

log:    09:14 open    09:30 approve    09:31 refuse (elsewhere, not knowing of it)
keep approve: refuse is taken back     keep refuse: approve is taken back
"""

from collections.abc import Sequence

from cs_cli.domain.contested import STATUS, rivals
from cs_cli.domain.kind import CORRECTIONS, VOID, Kind
from cs_cli.domain.options import is_possible
from cs_cli.domain.record import OPEN, Event, Record, Step, replay, undone


def contradictions(record: Record, kind: Kind) -> dict[int, None]:
    """Give the positions of all events that contradict another one, in their order.

    Where that is a decision, what it keeps is one of them.
    """
    found: set[int] = set()
    for one in rivals(record, kind):
        found |= {one.lost, one.held}
    steps = list(replay(record, kind))
    for number in _impossible(steps, kind):
        found |= {number, led_by(steps, number - 1)}
    for number in list(found):
        names = record.log[number].keeps
        found |= {n for n, event in enumerate(record.log) if _names_any(names, [event])}
    return dict.fromkeys(sorted(found))


def fields(record: Record, kind: Kind) -> list[str]:
    """Give the fields that are still contested."""
    return list(dict.fromkeys(o.field for o in rivals(record, kind) if o.field != STATUS))


def to_take_back(record: Record, kind: Kind, keep: Sequence[int]) -> frozenset[int] | None:
    """Give the positions of what must be taken back for these events to hold.

    None where they cannot all hold. What took one of them back goes first, then what made it
    impossible, then whatever is impossible besides.
    """
    gone = _takers(record, keep)
    gone |= {r.held for r in rivals(record, kind) if r.field == STATUS and r.lost in keep}
    if gone & set(keep) or _differ(record, kind, keep):
        return None
    for _attempt in range(2 * len(record.log) + 2):
        steps = list(replay(record, kind, gone))
        wrong = list(_impossible(steps, kind))
        kept = next((n for n in keep if n in wrong or not steps[n].counts), None)
        number = _next(record, steps, wrong, kept)
        if number is None:
            return frozenset(gone)
        if number in keep or number in gone:
            return None
        gone.add(number)
    return None


def _differ(record: Record, kind: Kind, keep: Sequence[int]) -> bool:
    """Tell whether these events set a field that is contested to different values."""
    for name in fields(record, kind):
        said = [record.log[n].values[name] for n in keep if name in record.log[n].values]
        if any(value != said[0] for value in said):
            return True
    return False


def _next(
    record: Record, steps: Sequence[Step], wrong: Sequence[int], kept: int | None
) -> int | None:
    """Give what is to be taken back next, None when nothing stands in the way."""
    if kept is not None:
        return led_by(steps, kept - 1)
    if wrong:
        return wrong[0]
    return next(iter(_deciders(record, steps)), None)


def _takers(record: Record, keep: Sequence[int]) -> set[int]:
    """Give the events that have taken these back, and still count."""
    gone, found = undone(record.log), set[int]()
    lost = [record.log[n] for n in keep if n in gone]
    for number, event in enumerate(record.log):
        if number not in gone and _names_any(event.undoes, lost):
            found.add(number)
    return found


def _deciders(record: Record, steps: Sequence[Step]) -> list[int]:
    """Give the decisions that keep what is now taken back."""
    lost = [step.event for step in steps if not step.counts]
    return [n for n, step in enumerate(steps)
            if step.counts and _names_any(record.log[n].keeps, lost)]  # fmt: skip


def _names_any(names: Sequence[str], events: Sequence[Event]) -> bool:
    return any(event.is_named(name) for name in names for event in events)


def _impossible(steps: Sequence[Step], kind: Kind) -> list[int]:
    """Give the positions of events that nobody could have done in the state before them."""
    return [n for n in range(1, len(steps)) if steps[n].counts
            and not may(kind, steps[n].event.do, steps[n - 1].status)]  # fmt: skip


def may(kind: Kind, do: str, state: str) -> bool:
    """Tell whether an event may follow in a state."""
    if do in CORRECTIONS or do == OPEN:
        return True
    if do in ("set", "note", VOID):
        return state != VOID
    return do not in kind.verbs or is_possible(kind.verbs[do], kind, state)


def led_by(steps: Sequence[Step], number: int) -> int:
    """Give the position of the event that led to the state that a step left the record in."""
    while number and steps[number - 1].status == steps[number].status:
        number -= 1
    return number


__all__ = ["contradictions", "fields", "led_by", "may", "to_take_back"]
