"""The status is what a replay of the log leads to.

Deadlines are worked out from the log. A status changed by hand, without its event, stops no
clock and is in no history.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: resolved
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: resolve}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: closed
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: resolve}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.checks.verbs import came_by
from cs_cli.domain.kind import VOID

RULE = "status"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about a status that the log does not lead to, and say where it leads."""
    if subject.record is None or subject.kind is None or not subject.steps:
        return
    if subject.record.status not in (*subject.kind.states, VOID):
        return  # said by the check of heads
    last = len(subject.steps) - 1
    replayed = subject.steps[last].status
    if replayed != subject.record.status:
        message = _("status is {status}, but the log leads to {replayed}")
        yield Fault(
            message.format(status=subject.record.status, replayed=replayed),
            ("status",),
            came_by(subject.steps, last),
        )
