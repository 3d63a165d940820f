"""``opened_at`` is the time of the first event.

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
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T11:00:00+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import instant

RULE = "opened-at"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about another opening time than that of the log."""
    typed = subject.data.get("opened_at")
    if typed is None:
        yield Fault(_("{key} is missing").format(key="opened_at"), ("opened_at",))
        return
    try:
        opened = instant(typed)
    except Invalid as fault:
        yield Fault(fault.message, ("opened_at",), fault.hint)
        return
    if subject.steps and opened != subject.steps[0].event.at:
        first = subject.steps[0].event.at.isoformat()
        message = _("opened_at is not the time of the first event, {at}").format(at=first)
        yield Fault(message, ("opened_at",))
