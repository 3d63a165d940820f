"""What another record shows: how it was after each event of its log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Kind, Moment
from cs_cli.domain.match import Match, fits
from cs_cli.domain.record import Record, happened


@dataclass(frozen=True, slots=True)
class Fact:
    """Another record, mostly one that is about this one: how it was after each event of its log."""

    history: tuple[tuple[datetime, Mapping[str, Any]], ...]
    id: str = ""

    @classmethod
    def of(cls, record: Record, kind: Kind) -> "Fact":
        """Replay a record."""
        own = {"kind": record.kind, "type": record.type}
        steps = happened(record, kind)
        history = tuple((s.event.at, {**s.values, **own, "status": s.status}) for s in steps)
        return cls(history, record.id)

    def met(self, wanted: Sequence[Moment], since: datetime) -> datetime | None:
        """Give when it first was as one of the moments wants it, from an instant on."""
        for at, values in self.history:
            if at >= since and any(fits(moment.match, values) for moment in wanted):
                return at
        return None

    def first(self, *wanted: Match) -> datetime | None:
        """Give when it first was as one of these wants it; later states change nothing."""
        for at, values in self.history:
            if any(fits(one, values) for one in wanted):
                return at
        return None

    @property
    def now(self) -> Mapping[str, Any]:
        """Give its values as they are."""
        return self.history[-1][1]

    @property
    def opened_at(self) -> datetime:
        """Give the instant of its first event."""
        return self.history[0][0]
