"""What is owed: the job behind ``cs due``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from math import ceil
from typing import Literal
from zoneinfo import ZoneInfo

from cs_cli.app.work import Work
from cs_cli.domain.errors import Invalid, Problem, UsageError
from cs_cli.store.query import Owed

_SPAN = re.compile(r"[0-9]+ *[^0-9 :/-]+")

State = Literal["overdue", "due", "no-limit"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a due list is asked for; ``within`` is a time phrase such as ``4h``."""

    within: str | None = None
    everything: bool = False
    owner: str | None = None
    mine: bool = False
    team: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One obligation seen from now; ``late`` in seconds, 0 when not overdue.

    ``private`` are words of personal data that must not be shown in its title.
    """

    owed: Owed
    due_at: datetime | None
    state: State
    late: int
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueList:
    """The list, in order, and what could not be read (told apart, never hiding the rest)."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    zone: ZoneInfo

    @property
    def overdue(self) -> bool:
        """Tell whether anything is late."""
        return any(item.state == "overdue" for item in self.items)


def due(work: Work, asked: Asked) -> DueList:
    """Give what is overdue, or without a limit; also what is coming when that is asked for."""
    zone = ZoneInfo(work.index.about_desk("zone"))
    until = None if asked.everything else _until(work, asked.within)
    owner = work.me.id if asked.mine else _named(work, asked.owner)
    rows = work.obligations.open(until=until, kind=asked.kind, owner=owner)
    members = _team(work, asked.team)
    kept = [row for row in rows if members is None or row.owner in members]
    if not asked.everything:
        kept = [row for row in kept if not row.paused]
    private = cache(work.records.private_words)  # one record may owe several things
    found = (
        replace(item, private=private(item.owed.id) if item.owed.id else ())
        for item in items(kept, work.now, zone)
    )
    return DueList(tuple(found), tuple(work.index.problems), zone)


def items(rows: Iterable[Owed], now: datetime, zone: ZoneInfo) -> Iterator[Item]:
    """See obligations from now: overdue means now is after the due instant, to the second."""
    at = now.timestamp()
    for row in rows:
        if row.due is None:
            yield Item(row, None, "no-limit", 0)
            continue
        late = 0 if row.paused else max(0, int(at - row.due))
        overdue = at > row.due and not row.paused
        due_at = datetime.fromtimestamp(row.due, zone)
        yield Item(row, due_at, "overdue" if overdue else "due", late)


def _until(work: Work, within: str | None) -> int:
    """Give the last second to list: overdue is before now, ``--within`` reaches further."""
    if within is None:
        return ceil(work.now.timestamp()) - 1
    # Phrases need the calendar, which a plain due list does not.
    from cs_cli.domain import phrases

    phrase = f"+{within}" if _SPAN.fullmatch(within.strip()) else within
    try:
        until = phrases.instant(phrase, work.now, work.desk.calendar)
    except Invalid as fault:
        raise UsageError(f"--within: {fault.message}", hint=fault.hint) from None
    return int(until.timestamp())


def _named(work: Work, person: str | None) -> str | None:
    return None if person is None else work.desk.people.named(person).id


def _team(work: Work, team: str | None) -> set[str] | None:
    if team is None:
        return None
    return {person.id for person in work.desk.people if person.department == team}
