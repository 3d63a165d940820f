"""What is owed: the job behind ``cs due``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from gettext import gettext as _
from typing import Literal
from zoneinfo import ZoneInfo

from cs_cli.app.work import Work
from cs_cli.domain.errors import Invalid, NotFound, Problem, UsageError
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
    rows = work.obligations.open(
        now=int(work.now.timestamp()), until=until, kind=_kind(work, asked.kind), owner=owner
    )
    members = _team(work, asked.team)
    kept = [row for row in rows if members is None or row.owner in members]
    if not asked.everything:
        kept = [row for row in kept if not row.paused]
    found = tuple(private_items(work, kept, zone))
    return DueList(found, tuple(work.index.problems), zone)


def private_items(work: Work, rows: Iterable[Owed], zone: ZoneInfo) -> Iterator[Item]:
    """See obligations from now, with the personal data that must not show in their titles."""
    private = cache(work.records.private_words)  # one record may owe several things
    for item in items(rows, work.now, zone):
        yield replace(item, private=private(item.owed.id) if item.owed.id else ())


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
    """Give the last second to list: what is due by now; ``--within`` reaches further.

    Something due at this very second is listed and not yet late: "at once" is due when it is
    asked for.
    """
    if within is None:
        return int(work.now.timestamp())
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
    members = {person.id for person in work.desk.people if person.department == team}
    if not members:
        known = sorted({person.department for person in work.desk.people if person.department})
        raise NotFound(
            _("there is no department {team} in the people file").format(team=team),
            hint=_("known: {values}").format(values=", ".join(known)),
        )
    return members


def _kind(work: Work, word: str | None) -> str | None:
    """Find a kind by its name or label: a misspelt one must not look like a quiet day."""
    if word is None:
        return None
    kinds = work.policy.kinds
    for kind in kinds.values():
        if word in (kind.kind, f"{kind.kind}s", kind.label.zh):
            return kind.kind
    raise NotFound(
        _("there is no kind {kind}").format(kind=word),
        hint=_("known: {values}").format(values=", ".join(kinds)),
    )
