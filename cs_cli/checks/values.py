"""Every value fits its field.

A value that does not fit counts for nothing: a deadline from a date that does not exist never
comes.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    promised_at: 2026-03-02T18:00:00+08:00
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    promised_at: this evening
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator

from cs_cli.checks.subject import Around, Fault, Place, Subject, entries, event_fields
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.schema import canonical

RULE = "values"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about every value that its field cannot hold, in the log as well."""
    kind = subject.kind
    if kind is None:
        return
    for name, value in subject.data.items():
        if name in kind.fields:
            yield from _faults((name,), kind.fields[name], value)
    for number, entry in entries(subject):
        fields = event_fields(kind, entry.get("do"))
        for name, value in entry.items():
            if name in fields:
                yield from _faults(("log", number, name), fields[name], value)


def _faults(place: Place, field: FieldDef, value: object) -> Iterator[Fault]:
    """Look at the items of a list one by one, so that one bad item does not hide another."""
    items = value if isinstance(value, list) and (field.many or field.type == "list") else [value]
    for number, item in enumerate(items):
        at = (*place, number) if items is value else place
        try:
            canonical(field, [item] if items is value else item)
        except Invalid as fault:
            inner = fault.place[1:] if items is value else fault.place
            yield Fault(fault.message, (*at, *inner), fault.hint)
