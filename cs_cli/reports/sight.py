"""What reports look at, and the tables they give."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cs_cli.domain.act import Records, ways_of
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import VOID, FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.paths import Ways
from cs_cli.domain.people import People, Roster
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record, Step, happened, instant
from cs_cli.domain.report_period import Period


@dataclass(frozen=True, slots=True)
class Sight:
    """The desk as a report sees it at one instant."""

    now: datetime
    calendar: Calendar
    roster: Roster
    people: People
    policy: Policy
    records: Records

    @property
    def ways(self) -> Ways:
        """Give what paths lead through."""
        return ways_of(self.policy, self.people, self.records)

    def found(self, query: Query) -> Sequence[Found]:
        """Give the records a query is for; void ones never count."""
        every = self.records.find(query.kind, query.match, open_only=query.open)
        return [one for one in every if one.status != VOID or "status" in query.match]

    def linked(self, id_: str, query: Query) -> Sequence[Found]:
        """Give such records that are about another one."""
        every = self.records.find(query.kind, query.match, open_only=query.open, about=id_)
        return [one for one in every if one.status != VOID]

    def kind_of(self, found: Found) -> Kind:
        """Give the definition for a record."""
        return self.policy.kinds[found.kind].of(found.type)

    def steps(self, found: Found) -> list[Step]:
        """Give a record after each event of its log; nothing for a log that cannot be read."""
        try:
            return list(happened(Record.parse(found.values), self.kind_of(found)))
        except Invalid:
            return []

    def day(self, at: datetime) -> date:
        """Give the date of an instant on the desk."""
        return self.calendar.date_of(at)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``field`` says how its values are written."""

    key: str
    field: FieldDef


@dataclass(frozen=True, slots=True)
class Table:
    """What a report in Python gives: values by column, ``id`` being that of a record.

    With ``by``, the rows of each value of that column stand under a heading of their own.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Mapping[str, Any]]
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report in Python is asked for: its period, its records, its parameters."""

    period: Period
    of: Query | None = None
    with_: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """What an audit found about a record: a sentence, and since when it is so."""

    says: Text
    at: datetime | None = None


Fill = Callable[[Sight, Asked], Table]
Check = Callable[[Sight, Found, Mapping[str, str]], Hit | None]


def received(step: Step) -> datetime:
    """Give when a matter was received, where that was before it was entered."""
    try:
        return min(instant(step.values.get("received_at")), step.event.at)
    except Invalid:
        return step.event.at
