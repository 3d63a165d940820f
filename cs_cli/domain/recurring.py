"""What a duty row may say; how its periods come about is in :mod:`cs_cli.domain.duty`."""

from datetime import date
from typing import Literal

from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Text
from cs_cli.domain.limit import Limit
from cs_cli.domain.match import Query


@dataclass(frozen=True, slots=True)
class Duty:
    """A recurring obligation of a role, or of whoever a record names.

    ``rrule`` lists iCalendar rules that go on one after another; without one the interval is not
    stated and nothing is due. ``days`` keeps only the ``working`` days, or the ``holidays``.
    ``for`` makes it owed once per record that fits, from the day in its field ``start`` (else from
    its opening), by the first filled field of ``owner`` or a ``role:NAME``; without ``for``,
    ``start`` is a day.

    Done with a record that ``by`` asks for, else with a ``duty`` record of the period. With
    ``covers`` it is done when those records are, each of which owes what it owes itself.
    ``window`` says how long before its end a period is first listed.
    """

    label: Text
    role: str | None = None
    rrule: tuple[str, ...] = ()
    ref: str | None = None
    days: Literal["all", "working", "holidays"] = "all"
    start: str | None = None
    for_: Query | None = None
    owner: tuple[str, ...] = ()
    by: Query | None = None
    covers: Query | None = None
    window: Limit | None = None
    since: date | None = None

    @property
    def first_day(self) -> date | None:
        """Give the day it starts on, where that is the same for everybody."""
        return date.fromisoformat(self.start) if self.start and self.for_ is None else None
