"""What records owe, worked out from what the index keeps of them; many by several processes.

Nothing here touches the index: whoever asks has looked up what else has a say.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from cs_cli.domain.duties import Duties
from cs_cli.domain.fact import Fact
from cs_cli.domain.obligation import Obligation, owed
from cs_cli.domain.policy import Policy
from cs_cli.store.aside import shared_out
from cs_cli.store.entering import known, seconds

MANY = 200
"""From so many records on further processes are worth starting."""
_AT_ONCE = 25  # records


class Owing(NamedTuple):
    """A record that may owe something: its status, customer and values as JSON, and the values of
    the records about it.
    """

    id: str
    status: str
    customer: str | None
    data: str
    about: list[str]


Row = tuple[Any, ...]
"""One obligation as the index keeps it."""


class Reckoner:
    """Works out what records owe by the rules of a desk."""

    def __init__(self, policy: Policy, duties: Duties) -> None:
        self._policy = policy
        self._duties = duties

    def rows(self, owing: Iterable[Owing]) -> Iterator[Row]:
        """Give what each of these owes, in their order."""
        for _some, rows in shared_out(self._of_some, owing, some=_AT_ONCE, many=MANY):
            yield from rows

    def _of_some(self, some: Sequence[Owing]) -> list[Row]:
        return [row for one in some for row in self._of(one)]

    def _of(self, one: Owing) -> Iterator[Row]:
        found = known(one.data, self._policy)
        if found is None:
            return
        record, kind = found
        facts, duties = self.facts(one.about), self._duties
        items = owed(record, self._policy, duties.calendar, duties.people, facts)
        for item in chain(items, duties.of(record, kind, facts)):
            yield row(item, one.status, one.customer)

    def duties_of(self, one: Owing) -> Iterator[Row]:
        """Give what it owes by duties alone."""
        found = known(one.data, self._policy)
        if found is not None:
            for item in self._duties.of(*found, self.facts(one.about)):
                yield row(item, one.status, one.customer)

    def facts(self, about: Iterable[str]) -> tuple[Fact, ...]:
        """Give what other records show, from their values as JSON."""
        every = (known(data, self._policy) for data in about)
        return tuple(Fact.of(*found) for found in every if found is not None)


def row(item: Obligation, status: str | None = None, customer: str | None = None) -> Row:
    """Give an obligation as the index keeps it; those of no record have neither of the two."""
    due, since, after = (at and seconds(at) for at in (item.due_at, item.since, item.after))
    return (
        item.id, item.kind, item.type, item.what, item.label.en, item.label.zh, item.title,
        item.owner, due, item.rule, item.escalate_to, item.period, status, customer,
        item.urgent, item.provisional, item.paused, item.lapses, since, after,
    )  # fmt: skip
