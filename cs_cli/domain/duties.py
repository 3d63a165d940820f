"""What duties oblige to: those of everybody, and those owed for single records.

Every period is judged by the version of its row that is in force on its own day.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.duty import (
    Period,
    Proof,
    Settled,
    asked_for,
    concerns,
    done_for,
    following,
    left,
    periods,
    periods_of,
    proof,
)
from cs_cli.domain.fact import Fact
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import Kind
from cs_cli.domain.obligation import Obligation, is_urgent, owner_of
from cs_cli.domain.people import People
from cs_cli.domain.policy import Duty, Policy, in_force, rows_on
from cs_cli.domain.record import Record


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties of a desk, laid out as far as ``last``.

    Before ``started`` nothing is owed for a record; that of nobody's record is asked for with a
    first day of its own.
    """

    policy: Policy
    calendar: Calendar
    people: People
    last: date
    started: date = date.min

    @property
    def kinds(self) -> set[str]:
        """Give the kinds of record that a duty is owed for."""
        every = (row for name in self._named for row in self.versions(name))
        return {row.for_.kind for row in every if row.for_ is not None}

    def versions(self, name: str) -> Sequence[Duty]:
        """Give every version of a duty, oldest first."""
        return self.policy.rows.duties.get(name, ())

    def row(self, name: str, day: date) -> Duty:
        """Give the version that a day is judged by, which is a day of one of its periods."""
        found = in_force(self.versions(name), day)
        if found is None:
            raise KeyError(name)
        return found

    def periods(self, name: str, first: date, *, covering: bool = False) -> list[Period]:
        """Give the periods of a duty that is owed for no record, from a day on.

        Those that are done with the records they cover are given apart: nobody owes them.
        """

        def lay(row: Duty, begun: date, ended: date) -> Iterator[Period]:
            if row.for_ is None and (row.covers is not None) == covering:
                yield from periods(row, self.calendar, begun, ended)

        return list(following(self.versions(name), first, self.last, lay))

    def periods_of(self, name: str, record: Record, kind: Kind) -> list[Period]:
        """Give the periods of a duty that is owed for one record."""

        def lay(row: Duty, begun: date, ended: date) -> Iterator[Period]:
            return periods_of(row, record, kind, self.calendar, begun, ended)

        first = max(self.started, self.calendar.date_of(record.opened_at))
        return list(following(self.versions(name), first, self.last, lay))

    def left_of(self, name: str, record: Record, kind: Kind, facts: Sequence[Fact]) -> list[Period]:
        """Give the periods of one record that nothing linked to it was done for."""
        return left(self.settled_of(name, record, kind, facts))

    def settled_of(
        self, name: str, record: Record, kind: Kind, facts: Sequence[Fact]
    ) -> list[Settled]:
        """Give the periods of one record with what linked to it each was done with."""
        found = (self._proof(name, fact, for_record=True) for fact in facts)
        return done_for(self.periods_of(name, record, kind), [one for one in found if one])

    def shared(self, started: date, today: date) -> Iterator[Obligation]:
        """Give what is owed for no record; of a duty without interval that it is there."""
        for name in self._named:
            for period in self.periods(name, started):
                yield self._shared(name, self.row(name, period.day), period)
        for name, row in rows_on(self.policy.rows.duties, today).items():
            if not row.rrule and row.for_ is None and row.covers is None:
                yield self._shared(name, row, None)

    def of(self, record: Record, kind: Kind, facts: Sequence[Fact]) -> Iterator[Obligation]:
        """Give what is owed for one record, without what was done already."""
        for name in self._named:
            if not any(concerns(row, record, kind) for row in self.versions(name)):
                continue
            urgent = is_urgent(record, self.policy, self.calendar)
            for period in self.left_of(name, record, kind, facts):
                row = self.row(name, period.day)
                yield Obligation(
                    id=record.id, kind=record.kind, type=record.type, what=name, label=row.label,
                    title=str(record.values.get(kind.title) or ""),
                    owner=self.holder(row, record), due_at=period.due_at, rule=row.ref,
                    urgent=urgent, since=period.shown, period=period.key, after=period.after,
                )  # fmt: skip

    def concern(self, record: Record, kind: Kind) -> bool:
        """Tell whether any duty is owed for a record."""
        every = (row for name in self._named for row in self.versions(name))
        return any(concerns(row, record, kind) for row in every)

    def proofs(self, record: Record, kind: Kind) -> Iterator[tuple[str, Proof]]:
        """Give which duties owed for no record this one says to be done, and since it was begun."""
        fact: Fact | None = None
        for name in self._named:
            rows = (row for row in self.versions(name) if row.for_ is None)
            if not any(asked_for(name, row).kind == record.kind for row in rows):
                continue
            fact = fact or Fact.of(record, kind)
            found = self._proof(name, fact, for_record=False)
            if found is not None:
                yield name, replace(found, at=fact.opened_at)

    def holder(self, row: Duty, record: Record | None = None) -> str | None:
        """Give who owes a duty: whom its record names, else who holds the role."""
        owner = owner_of(record, row.owner, self.people) if record else None
        if owner is not None or row.role is None:
            return owner
        near = record.person("owner", "person", "first_responsible") if record else None
        holder = self.people.holder(row.role, near)
        return holder.id if holder else None

    @property
    def _named(self) -> list[str]:
        return list(self.policy.rows.duties)

    def _shared(self, name: str, row: Duty, period: Period | None) -> Obligation:
        return Obligation(
            id=None, kind="duty", type=None, what=name, label=row.label, title=row.label.en,
            owner=self.holder(row), due_at=period.due_at if period else None, rule=row.ref,
            since=period.shown if period else None, after=period.after if period else None,
            period=period.key if period else "",
        )  # fmt: skip

    def _proof(self, name: str, fact: Fact, *, for_record: bool) -> Proof | None:
        """Give what a record proves.

        One that names its period may be such as any version asks for, every other one is such
        as the version in force when it was begun asks for.
        """
        versions = self.versions(name)
        then = in_force(versions, self.calendar.date_of(fact.opened_at)) or versions[0]
        for row in versions:
            found = proof(asked_for(name, row), fact)
            if found is None or (row.for_ is not None) != for_record:
                continue
            if found.period is not None or row is then:
                return found
        return None
