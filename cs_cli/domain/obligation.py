"""What is owed: the single currency of ``cs due``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.clock import Clock, Fact, open_clocks, open_rows
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Text
from cs_cli.domain.match import fits
from cs_cli.domain.people import People
from cs_cli.domain.policy import Policy, applies, rows_on
from cs_cli.domain.record import Record


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed: record (or duty and period), what, by whom, due when.

    ``due_at`` is None when no limit is set. ``paused`` ones are not running now; ``since`` is
    when the clock of a record began to run. Of a duty, ``period`` is its key (empty without an
    interval), ``after`` the end of the period before, ``since`` when it is first listed. What
    ``lapses`` is over once it is due.
    """

    id: str | None
    kind: str
    type: str | None
    what: str
    label: Text
    title: str
    owner: str | None
    due_at: datetime | None
    rule: str | None = None
    escalate_to: str | None = None
    urgent: bool = False
    provisional: bool = False
    paused: bool = False
    since: datetime | None = None
    period: str | None = None
    after: datetime | None = None
    lapses: bool = False


def owed(
    record: Record, policy: Policy, calendar: Calendar, people: People, facts: Sequence[Fact] = ()
) -> Iterator[Obligation]:
    """Give the open obligations of a record."""
    urgent = is_urgent(record, policy, calendar)
    for clock in open_clocks(record, policy, calendar, facts):
        yield _obligation(record, clock, people, policy, urgent=urgent)


def may_owe(record: Record, policy: Policy) -> bool:
    """Tell whether a record can owe anything, whatever others come to: most are done with."""
    return any(True for _row in open_rows(record, policy))


def _obligation(
    record: Record, clock: Clock, people: People, policy: Policy, *, urgent: bool
) -> Obligation:
    owner = owner_of(record, clock.row.owner, people)
    escalate = people.holder(clock.row.escalate, owner) if clock.row.escalate else None
    return Obligation(
        id=record.id,
        kind=record.kind,
        type=record.type,
        what=clock.name,
        label=clock.row.label,
        title=str(record.values.get(policy.kinds[record.kind].title) or ""),
        owner=owner,
        due_at=clock.due,
        rule=clock.row.ref,
        escalate_to=escalate.id if escalate else clock.row.escalate,
        urgent=urgent,
        provisional=clock.provisional,
        paused=clock.verdict == "paused",
        since=clock.since,
        lapses=clock.row.lapses,
    )


def owner_of(record: Record, fields: Sequence[str], people: People) -> str | None:
    """Give who owes it: the first filled field, or whoever holds a ``role:NAME``."""
    for field in fields:
        if field.startswith("role:"):
            near = record.person("owner", "person", "first_responsible")
            person = people.holder(field.removeprefix("role:"), near)
            if person is not None:
                return person.id
        elif (found := record.person(field)) is not None:
            return found
    return None


def is_urgent(record: Record, policy: Policy, calendar: Calendar) -> bool:
    """Tell whether the record is one of the policy's urgent ones (TKT-23)."""
    opened = calendar.date_of(record.opened_at)
    return urgent_with(record.kind, record.type, record.values, opened, policy)


def urgent_with(
    kind: str, type_: str | None, values: Mapping[str, Any], opened: date, policy: Policy
) -> bool:
    """Tell the same of a record opened on that day with these values."""
    rows = rows_on(policy.rows.urgent, opened).values()
    return any(applies(row.on, kind, type_) and fits(row.on.match, values) for row in rows)
