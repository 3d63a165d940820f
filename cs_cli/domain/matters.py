"""What must not be lost from one shift to the next: open tickets, promises, callbacks (HND-20).

given: a ticket in hand, one that is solved, a callback to be made, an order promised for Friday
gives: all but the second
"""

from collections.abc import Iterator
from datetime import datetime

from cs_cli.domain import clock
from cs_cli.domain.act import Records
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import SETTLED
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record

_ALWAYS = ("ticket", "callback")
_PROMISE = "promised_at"


def open_in(records: Records, policy: Policy) -> Iterator[Found]:
    """Give every open ticket, promise and callback of a desk."""
    for name, kind in policy.kinds.items():
        if name not in _ALWAYS and _PROMISE not in kind.every_field:
            continue
        wanted = {} if name in _ALWAYS else {_PROMISE: ("any",)}
        for found in records.find(name, wanted, open_only=True):
            if not kind.of(found.type).is_in(found.status, SETTLED):
                yield found


def due_of(found: Found, policy: Policy, calendar: Calendar) -> datetime | None:
    """Give when a record owes something next; None where no limit is set."""
    try:
        record = Record.parse(found.values)
    except Invalid:
        return None
    every = clock.clocks(record, policy, calendar)
    return min(
        (one.due for one in every if one.is_open and one.due and not one.row.lapses), default=None
    )


def is_coming(found: Found, due: datetime | None, until: datetime | None) -> bool:
    """Tell whether it concerns the next shift: all but a callback that is due after it."""
    later = due is not None and until is not None and due > until
    return not (later and found.kind == "callback" and answering(found))


def answering(found: Found) -> str | None:
    """Give whom a record is with: its owner, else the person who was asked first."""
    names = (found.values.get(name) for name in ("owner", "first_responsible"))
    return next((str(name) for name in names if name), None)
