"""A command about to change a record, and the world it is judged in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.found import Found, Owes
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Kind
from cs_cli.domain.match import Match
from cs_cli.domain.paths import Ways
from cs_cli.domain.people import People, Person, Roster
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record

if TYPE_CHECKING:
    from cs_cli.domain.seals import Lot


class Records(Protocol):
    """Other records of the desk, seen through queries only."""

    def find(
        self, kind: str, match: Match, *, open_only: bool = False, about: str | None = None
    ) -> Sequence[Found]:
        """Give the records of a kind that fit, by id; ``about`` keeps those linked to one."""
        ...

    def get(self, id_: str) -> Found | None:
        """Give one record."""
        ...

    def in_month(self, month: str) -> Sequence["Lot"]:
        """Give all that lies in a month such as ``2025-03``, kind by kind."""
        ...

    def owed(self, person: str, *, until: datetime) -> Sequence[Owes]:
        """Give what somebody owes that is due by then or has no limit, the next due first."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """What a rule may look at besides the record: now, who acts, the desk, its first day.

    ``keepers`` are the roles that may change its settings.
    """

    now: datetime
    actor: Person
    people: People
    calendar: Calendar
    roster: Roster
    policy: Policy
    records: Records
    started: date | None = None
    keepers: tuple[str, ...] = ()

    @property
    def ways(self) -> Ways:
        """Give what paths lead through."""
        return ways_of(self.policy, self.people, self.records)


def ways_of(policy: Policy, people: People, records: Records) -> Ways:
    """Give what paths lead through on a desk."""
    roles = {name: role.label for name, role in policy.roles.items()}
    return Ways(policy.kinds, roles, people, records.get)


@dataclass(frozen=True, slots=True)
class Warned:
    """The sentence of a rule that lets a command pass, and the row it comes from."""

    text: str
    rule: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """A verb on a record: how it was, and how it would be.

    ``values`` are those after the command, ``event`` those that stay in the log alone,
    ``changed`` names the fields the command sets. ``before`` is None for a new record.
    """

    id: str
    kind: Kind
    type: str | None
    do: str
    values: Mapping[str, Any]
    event: Mapping[str, Any]
    changed: frozenset[str]
    before: Record | None = None

    @property
    def seen(self) -> Mapping[str, Any]:
        """Give all values a condition may name, those of the event on top."""
        status = self.before.status if self.before else ""
        return {"status": status, **self.values, **self.event}
