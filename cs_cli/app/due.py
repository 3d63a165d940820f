"""What is owed: the job behind ``cs due``."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from gettext import gettext as _
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo

from cs_cli.app.work import Work
from cs_cli.domain.errors import Invalid, NotFound, Problem, UsageError
from cs_cli.domain.language import Text
from cs_cli.store.owed import Owed

if TYPE_CHECKING:
    from cs_cli.domain.phrases import Default

State = Literal["overdue", "due", "no-limit"]


class Asked(NamedTuple):
    """What a due list is asked for; ``within`` is a time phrase such as ``4h``, ``date`` a day.

    ``now_only`` asks for what is to be done at this moment, and so for no calls in quiet hours.
    """

    within: str | None = None
    date: str | None = None
    everything: bool = False
    owner: str | None = None
    mine: bool = False
    team: str | None = None
    kind: str | None = None
    now_only: bool = False


class Item(NamedTuple):
    """One obligation seen from now; ``late`` in seconds, 0 when not overdue; ``left`` until then.

    ``private`` are words of personal data that must not be shown in its title; ``apart`` is the
    label of the record's state, where what is owed in it is listed apart from the rest.
    """

    owed: Owed
    due_at: datetime | None
    state: State
    late: int
    left: int = 0
    private: tuple[str, ...] = ()
    apart: Text | None = None


class DueList(NamedTuple):
    """The list, in order, and what could not be read (told apart, never hiding the rest).

    ``now`` is when it was looked at; ``quiet_until`` is when the quiet hours end because of which
    ``left_out`` calls are not in it.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    zone: ZoneInfo
    now: datetime
    left_out: int = 0
    quiet_until: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Tell whether anything is late."""
        return any(item.state == "overdue" for item in self.items)


def due(work: Work, asked: Asked) -> DueList:
    """Give what is overdue, or without a limit; also what is coming when that is asked for."""
    seen, until = _seen_from(work, asked)
    zone = ZoneInfo(seen.index.about_desk("zone"))
    owner = seen.me.id if asked.mine else _named(seen, asked.owner)
    owners = None if owner is None else [owner, *_stood_in_for(seen, owner)]
    rows = seen.obligations.open(
        now=int(seen.now.timestamp()), until=until, kind=_kind(seen, asked.kind), owners=owners
    )
    members = _team(seen, asked.team)
    kept = [row for row in rows if members is None or row.owner in members]
    if not asked.everything:
        kept = [row for row in kept if not row.paused]
    found = list(private_items(seen, kept, zone))
    quiet_until = _quiet_until(seen, zone) if asked.now_only else None
    shown = [one for one in found if quiet_until is None or not _may_wait(one)]
    return DueList(
        tuple(shown), tuple(seen.index.problems), zone, seen.now, len(found) - len(shown),
        quiet_until,
    )  # fmt: skip


def _stood_in_for(work: Work, person: str) -> list[str]:
    """Give those on leave for whom somebody sees to what falls due."""
    # Deferred: the whole list of a desk asks for nobody.
    from cs_cli.app.standing_in import stood_in_for

    return stood_in_for(work, person)


def _quiet_until(work: Work, zone: ZoneInfo) -> datetime | None:
    """Give when the quiet hours end, None outside of them: nobody is called then (CBK-03)."""
    hours = work.index.about_desk("quiet_hours")
    if not hours:
        return None
    # Deferred: most desks name no such hours.
    from cs_cli.domain import quiet

    return quiet.until(quiet.parse(hours), work.now.astimezone(zone))


def _may_wait(item: Item) -> bool:
    """Tell whether it is a call that is not overdue yet."""
    return item.owed.kind == "callback" and item.state != "overdue"


def private_items(work: Work, rows: Iterable[Owed], zone: ZoneInfo) -> Iterator[Item]:
    """See obligations from now, with the personal data that must not show in their titles."""
    listed = list(rows)
    private = work.obligations.private(listed)
    labels = _apart(work)
    for item in items(listed, work.now, zone):
        owed = item.owed
        apart = labels.get((owed.kind, owed.type, owed.status)) if labels else None
        yield item._replace(private=private.get(owed.id or "", ()), apart=apart)


def _apart(work: Work) -> dict[tuple[str, str | None, str | None], Text]:
    """Give the labels of the states that owe apart, by kind, type and state."""
    held = work.index.about_desk("apart")
    if not held:
        return {}
    # Deferred: few desks have such states.
    from json import loads

    return {(kind, type_, state): Text(en, zh) for kind, type_, state, en, zh in loads(held)}


def items(rows: Iterable[Owed], now: datetime, zone: ZoneInfo) -> Iterator[Item]:
    """See obligations from now: overdue means now is after the due instant, to the second.

    What has lapsed by then is owed no more.
    """
    at = now.timestamp()
    for row in rows:
        if row.is_over(at):
            continue
        if row.due is None:
            yield Item(row, None, "no-limit", 0)
            continue
        late = 0 if row.paused else max(0, int(at - row.due))
        overdue = at > row.due and not row.paused
        due_at = datetime.fromtimestamp(row.due, zone)
        left = max(0, int(row.due - at))
        yield Item(row, due_at, "overdue" if overdue else "due", late, left)


def _seen_from(work: Work, asked: Asked) -> tuple[Work, int | None]:
    """Give the desk as it is looked at, and the last second to list; None for everything.

    Something due at this very second is listed and not yet late: "at once" is due when it is
    asked for. Another day than today is seen from its start.
    """
    if asked.date is None:
        return work, None if asked.everything else _until(work, asked.within)
    if asked.within is not None or asked.everything:
        raise UsageError(
            _("--date goes with neither --within nor --all"),
            hint=_("--date lists everything that is owed on that day"),
        )
    start = _instant(work, "--date", asked.date, "start")
    calendar = work.desk.calendar
    day = calendar.date_of(start)
    if day != calendar.date_of(work.now):
        work = work.at(calendar.midnight(day))
    return work, int(calendar.end_of_day(day).timestamp())


def _until(work: Work, within: str | None) -> int:
    """Give the last second to list: what is due by now; ``--within`` reaches further."""
    if within is None:
        return int(work.now.timestamp())
    # Deferred: a plain due list is told no time.
    from re import fullmatch

    phrase = f"+{within}" if fullmatch(r"[0-9]+ *[^0-9 :/-]+", within.strip()) else within
    return int(_instant(work, "--within", phrase, "close").timestamp())


def _instant(work: Work, option: str, text: str, default: "Default") -> datetime:
    # Phrases need the calendar, which a plain due list does not.
    from cs_cli.domain import phrases

    try:
        return phrases.instant(text, work.now, work.desk.calendar, default=default)
    except Invalid as fault:
        raise UsageError(f"{option}: {fault.message}", hint=fault.hint) from None


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
