"""The fields that every record of its kind needs are filled.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject, is_empty

RULE = "required"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about fields without which a record of this kind says too little."""
    if subject.kind is None or subject.is_void:
        return
    for name, field in subject.kind.fields.items():
        if field.required and is_empty(subject.data.get(name)):
            message = _("{field} ({label}) is missing").format(field=name, label=field.label)
            yield Fault(message, (name,))
