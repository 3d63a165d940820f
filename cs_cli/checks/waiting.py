"""A record that waits says until when.

A waiting state stops clocks, so it needs a time to look again; without one the matter is
forgotten. States that a verb leads to which asks for ``recheck_at`` are waiting states.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: pending
    recheck_at: 2026-03-03T09:00:00+08:00
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - at: 2026-03-02T09:30:00+08:00
        by: li.na
        do: wait
        recheck_at: 2026-03-03T09:00:00+08:00
        reason: the part comes tomorrow

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: pending
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: wait, reason: the part comes tomorrow}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject, is_empty
from cs_cli.domain.kind import Kind

RULE = "waiting"
AGAIN = "recheck_at"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about a record in a waiting state without a time to look at it again."""
    if subject.kind is None or subject.text("status") not in waiting_states(subject.kind):
        return
    if is_empty(subject.data.get(AGAIN)):
        message = _("{status} without {field}: nobody will look at it again")
        yield Fault(message.format(status=subject.text("status"), field=AGAIN), ("status",))


def waiting_states(kind: Kind) -> set[str]:
    """Give the states that a verb leads to which asks for a time to look again."""
    return {
        case.state
        for verb in kind.verbs.values()
        for case in verb.to
        if any(AGAIN in need.fields for need in verb.require)
    }
