"""What a verb added to a list stays as it was added; such lists only ever grow (CMP-06).

The log knows every entry: the course of a complaint, calls that were tried, dispatches. A list
that ``cs`` alone writes must still hold them all. A correction is another entry. Where there is
no list at all, none was kept when the record was written; the log has the entries.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    urges:
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, said: within the hour}
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: urge, said: within the hour}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    urges:
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, said: tomorrow}
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: urge, said: within the hour}
"""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.checks.subject import Around, Fault, Place, Subject, verb_of
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import Event, Record

RULE = "appended"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about entries that the log knows and the list does not have as they were."""
    if subject.kind is None or subject.record is None:
        return
    lists: dict[str, list[Event]] = {}
    for event in (step.event for step in subject.steps if step.counts):
        verb = verb_of(subject.kind, event.do)
        name = verb.append if verb else None
        if name is not None and subject.kind.fields[name].fixed:
            lists.setdefault(name, []).append(event)
    kept = ((name, events) for name, events in lists.items() if name in subject.record.values)
    for name, events in kept:
        yield from _list(name, events, subject.record, subject.kind)


def _list(name: str, events: Sequence[Event], record: Record, kind: Kind) -> Iterator[Fault]:
    held = record.values.get(name)
    left = dict(enumerate(held)) if isinstance(held, list) else {}
    lost = []
    for event in events:
        said = _said(event, name, kind)
        same = (n for n, entry in left.items() if event.is_entry(entry) and _holds(entry, said))
        if left.pop(next(same, -1), None) is None:
            lost.append(event)
    for event in lost:
        number = next((n for n, entry in left.items() if event.is_entry(entry)), None)
        yield _fault(name, event, kind.fields[name], number)
        left.pop(number if number is not None else -1, None)


def _fault(name: str, event: Event, field: FieldDef, number: int | None) -> Fault:
    gone, changed = (
        _("{field}: the entry by {person} at {at} is gone"),
        _("{field}: the entry by {person} at {at} was changed"),
    )
    message = gone if number is None else changed
    told = message.format(field=field.label, person=event.by, at=event.at.isoformat())
    hint = _("put it back as it was; what was wrong is corrected by another entry")
    place: Place = (name,) if number is None else (name, number)
    return Fault(told, place, hint, rule=next(iter(field.ref), None))


def _said(event: Event, name: str, kind: Kind) -> Mapping[str, Any]:
    """Give what the verb's own options put into the entry; other fields may be corrected."""
    options, inner = kind.verbs[event.do].fields, kind.fields[name].fields
    return {k: v for k, v in event.values.items() if k in options and k in inner}


def _holds(entry: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(entry.get(key) == value for key, value in said.items())
