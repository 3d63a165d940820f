"""Lay the periods of duties out for the index: those of everybody, and those of single records."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property

from cs_cli.domain.duty import (
    Period,
    Proof,
    asked_for,
    concerns,
    periods,
    periods_of,
    proof,
    undone,
)
from cs_cli.domain.fact import Fact
from cs_cli.domain.kind import Kind
from cs_cli.domain.obligation import Obligation, is_urgent, owner_of
from cs_cli.domain.policy import Duty, in_force
from cs_cli.domain.record import Record
from cs_cli.store.desk import Desk


class Duties:
    """The duties of a desk, laid out as far as ``until``."""

    def __init__(self, desk: Desk, until: datetime) -> None:
        self.desk = desk
        self.until = until

    @cached_property
    def rows(self) -> dict[str, Duty]:
        """Give the duties in force."""
        held = self.desk.policy.rows.duties.items()
        found = ((name, in_force(versions, self._last)) for name, versions in held)
        return {name: row for name, row in found if row is not None}

    @property
    def kinds(self) -> set[str]:
        """Give the kinds of record that a duty is owed for."""
        return {row.for_.kind for row in self.rows.values() if row.for_ is not None}

    @property
    def _last(self) -> date:
        return self.desk.calendar.date_of(self.until)

    def shared(self, started: date) -> Iterator[Obligation]:
        """Give what is owed for no record; of a duty without interval that it is there."""
        for name, row in self.rows.items():
            if row.for_ is not None or row.covers is not None:
                continue
            holder = self.desk.people.holder(row.role) if row.role else None
            found = periods(row, self.desk.calendar, started, self._last)
            for period in found if row.rrule else (None,):
                yield Obligation(
                    id=None, kind="duty", type=None, what=name, label=row.label,
                    title=row.label.en, owner=holder.id if holder else None,
                    due_at=period.due_at if period else None, rule=row.ref,
                    since=period.shown if period else None, after=period.after if period else None,
                    period=period.key if period else "",
                )  # fmt: skip

    def of(self, record: Record, kind: Kind, facts: Sequence[Fact]) -> Iterator[Obligation]:
        """Give what is owed for one record, without what was done already."""
        for name, row in self.rows.items():
            if not concerns(row, record, kind):
                continue
            owner = holder_of(row, record, self.desk)
            urgent = is_urgent(record, self.desk.policy)
            for period in open_periods(name, row, record, kind, self.desk, facts, self._last):
                yield Obligation(
                    id=record.id, kind=record.kind, type=record.type, what=name, label=row.label,
                    title=str(record.values.get(kind.title) or ""), owner=owner,
                    due_at=period.due_at, rule=row.ref, urgent=urgent, since=period.shown,
                    period=period.key, after=period.after,
                )  # fmt: skip

    def proofs(self, record: Record, kind: Kind) -> Iterator[tuple[str, Proof]]:
        """Give which duties owed for no record this one says to be done, and since it was begun."""
        asked = [(n, asked_for(n, row)) for n, row in self.rows.items() if row.for_ is None]
        wanted = [(name, query) for name, query in asked if query.kind == record.kind]
        if not wanted:
            return
        fact = Fact.of(record, kind)
        for name, query in wanted:
            found = proof(query, fact)
            if found is not None:
                yield name, Proof(fact.opened_at, found.period)


def holder_of(row: Duty, record: Record, desk: Desk) -> str | None:
    """Give who owes a duty for a record: whom the record names, else who holds the role."""
    owner = owner_of(record, row.owner, desk.people)
    if owner is not None or row.role is None:
        return owner
    near = record.person("owner", "person", "first_responsible")
    holder = desk.people.holder(row.role, near)
    return holder.id if holder else None


def open_periods(
    name: str, row: Duty, record: Record, kind: Kind, desk: Desk, facts: Sequence[Fact], last: date
) -> list[Period]:
    """Give the periods of one record that nothing linked to it was done for, until a day."""
    query = asked_for(name, row)
    proofs = [found for fact in facts if (found := proof(query, fact)) is not None]
    first = desk.settings.started or date.min
    return undone(list(periods_of(row, record, kind, desk.calendar, first, last)), proofs)


__all__ = ["Duties", "holder_of", "open_periods"]
