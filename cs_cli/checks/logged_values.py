"""A field holds what the log last set it to.

Who changed a promise, and when, is told by the log alone. A field changed by hand counts from
an event that says something else. Change it with ``cs KIND set``.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: wang.wei
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: assign, owner: wang.wei}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: li.na
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: assign, owner: wang.wei}
"""

from collections.abc import Iterator, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.checks.subject import Around, Fault, Subject, is_empty, verb_of
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import Step
from cs_cli.domain.schema import canonical

RULE = "logged-values"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about fields that were changed without an event."""
    if subject.kind is None:
        return
    for name, (number, logged) in _last_logged(subject.kind, subject.steps).items():
        if not _same(subject.kind.fields[name], logged, subject.data.get(name)):
            message = _("{field} is not what the log last set it to").format(field=name)
            hint = _("see entry {n} of the log; change fields with: cs {kind} set").format(
                n=number + 1, kind=subject.kind.kind
            )
            place = (name,) if name in subject.data else ("log", number, name)
            yield Fault(message, place, hint)


def _last_logged(kind: Kind, steps: Sequence[Step]) -> dict[str, tuple[int, Any]]:
    """Give the last logged value of each field; lists grow entry by entry and are left out."""
    found: dict[str, tuple[int, Any]] = {}
    for number, step in enumerate(steps):
        verb = verb_of(kind, step.event.do)
        for name, value in step.event.values.items():
            field = kind.fields.get(name)
            if field is None or field.type == "list" or (verb and name in verb.fields):
                continue
            found[name] = (number, value)
    return found


def _same(field: FieldDef, one: object, other: object) -> bool:
    if is_empty(one) and is_empty(other):
        return True
    try:
        return bool(canonical(field, one) == canonical(field, other))
    except Invalid:
        return True  # said by the check of values
