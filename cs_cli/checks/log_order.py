"""The times of the log do not run backwards.

A clock that was set back makes deadlines that never were. Computers of two clones differ by
some minutes, which is no fault. Events stay in the order in which they were written.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:12:00+08:00, by: wang.wei, do: note, note: from another computer}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2025-03-02T09:30:00+08:00, by: wang.wei, do: note, note: the clock is a year back}
"""

from collections.abc import Iterator
from datetime import timedelta
from gettext import gettext as _
from itertools import pairwise

from cs_cli.checks.subject import Around, Fault, Subject

RULE = "log-order"
TOLERANCE = timedelta(minutes=5)


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about an event that is some minutes or more before the one above it."""
    for number, (one, other) in enumerate(pairwise(subject.steps), start=1):
        if one.event.at - other.event.at > TOLERANCE:
            message = _("the time jumps back, from {before} to {after}").format(
                before=one.event.at.isoformat(), after=other.event.at.isoformat()
            )
            yield Fault(message, ("log", number, "at"), _("was a clock set back?"))
