"""Every key is one that its kind, or the verb of a log entry, knows.

Unknown keys are kept when ``cs`` writes, because they may be somebody's work. Most are slips:
a value under a misspelt key is a value that no rule sees.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    severity: major
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    severty: major
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject, entries, event_fields
from cs_cli.domain.kind import EVENT_KEYS, Kind
from cs_cli.domain.schema import COMMON
from cs_cli.domain.shape import unknown

RULE = "unknown-keys"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about keys of the front matter, its lists and its log that nobody knows."""
    kind = subject.kind
    if kind is None:
        return
    for name, value in subject.data.items():
        if name not in COMMON and name not in kind.fields:
            message = _("{field} is not a field of {kind}").format(field=name, kind=kind.kind)
            yield Fault(message, (name,), unknown(name, [*kind.fields]).hint)
        yield from _entries(kind, name, value)
    for number, entry in entries(subject):
        fields = event_fields(kind, entry.get("do"))
        for name in entry:
            if name not in EVENT_KEYS and name not in fields:
                known = [*fields, *EVENT_KEYS]
                message = _("{field} is not a field of {kind}").format(field=name, kind=kind.kind)
                yield Fault(message, ("log", number, name), unknown(name, known).hint)


def _entries(kind: Kind, name: str, value: object) -> Iterator[Fault]:
    """Look into the entries of a list field."""
    field = kind.fields.get(name)
    if field is None or field.type != "list" or not isinstance(value, list):
        return
    for number, entry in enumerate(value):
        for key in entry if isinstance(entry, dict) else ():
            if key not in field.fields:
                message = _("{word} is not known here").format(word=key)
                yield Fault(message, (name, number, key), unknown(key, [*field.fields]).hint)
