"""Prove that nothing is lost between two shifts: the job behind ``cs handover check`` (HND-20).

Every open ticket, promise and callback due is covered: it is in the handover, or is with somebody
who is at work in the next shift. Whoever is on no roster works while the desk is open; where the
roster of the next shift is empty, everybody who is not on leave counts.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from gettext import gettext as _
from typing import Literal
from zoneinfo import ZoneInfo

from cs_cli.app.find import record_of
from cs_cli.app.work import Work
from cs_cli.domain import absence, matters, watch
from cs_cli.domain.absence import AWAY, Hours
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid, Problem, Refused
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import VOID
from cs_cli.domain.record import day
from cs_cli.domain.watch import Watch
from cs_cli.rules import handover_items

KIND = handover_items.KIND
REFUSED = "refused"

Why = Literal["no-owner", "unknown-owner", "on-leave", "not-in-next-shift"]


@dataclass(frozen=True, slots=True)
class Loose:
    """An open matter that nobody in the next shift has: with whom it is, and when it is due.

    ``private`` are words of personal data that must not be shown in its title.
    """

    found: Found
    title: str
    owner: str | None
    due: datetime | None
    why: Why
    private: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what is loose: first due first, what has no limit last.

    ``ending`` and ``coming`` are the two shifts, None on a desk without; ``handovers`` those of
    the ending shift that count, ``open`` how many matters there are.
    """

    ending: Watch | None
    coming: Watch | None
    people: tuple[str, ...]
    handovers: tuple[str, ...]
    open: int
    loose: tuple[Loose, ...]
    problems: tuple[Problem, ...]
    zone: ZoneInfo


def check(work: Work, part: str | None = None) -> Checked:
    """Check the handover named, else those of the shift that is on, or was on last.

    Raises :class:`NotFound`, :class:`Refused` for one that hands nothing over.
    """
    ending, handovers = _one(work, part) if part else _running(work)
    desk = work.desk
    coming = ending and watch.manned_after(ending, desk.calendar, desk.roster)
    taking = [str(one.values["to"]) for one in handovers if one.values.get("to")]
    people = coming.people(desk.roster) if coming else []
    there = _Presence(work, coming, frozenset({*people, *taking}))
    told = {str(entry.get("about")) for one in handovers for entry in handover_items.of(one.values)}
    every = [
        (found, matters.due_of(found, work.policy, desk.calendar))
        for found in matters.open_in(work.records, work.policy)
    ]
    until = coming.end if coming else None
    wanted = [(f, due) for f, due in every if matters.is_coming(f, due, until)]
    loose = [one for f, due in wanted if f.id not in told for one in _loose(work, there, f, due)]
    last = datetime.max.replace(tzinfo=desk.calendar.zone)
    return Checked(
        ending, coming, tuple(dict.fromkeys([*people, *taking])),
        tuple(one.id for one in handovers), len(wanted),
        tuple(sorted(loose, key=lambda one: (one.due or last, one.found.id))),
        tuple(work.index.problems), desk.calendar.zone,
    )  # fmt: skip


def _one(work: Work, part: str) -> tuple[Watch | None, list[Found]]:
    _kind, record = record_of(work, part, KIND)
    found = work.records.get(record.id)
    if found is None or found.status in (VOID, REFUSED):
        message = _("{id} is void or was refused: it hands nothing over")
        raise Refused(message.format(id=record.id), rule="HND-20")
    return _shift_of(found, work.desk.calendar), [found]


def _running(work: Work) -> tuple[Watch | None, list[Found]]:
    """Give the shift that is on, or was on last, and the handovers of it that count."""
    calendar = work.desk.calendar
    ending = watch.on_at(work.now, calendar)
    if ending is None:
        return None, []
    wanted = {"date": (ending.day.isoformat(),), "shift": ending.shifts}
    every = work.records.find(KIND, wanted)
    return ending, [one for one in every if one.status not in (VOID, REFUSED)]


def _shift_of(found: Found, calendar: Calendar) -> Watch | None:
    try:
        return watch.of(day(found.values.get("date")), str(found.values.get("shift")), calendar)
    except Invalid:
        return None


def _loose(work: Work, there: "_Presence", found: Found, due: datetime | None) -> Iterator[Loose]:
    owner = matters.answering(found)
    why = there.missing(owner)
    if why is not None:
        kind = work.policy.kinds[found.kind].of(found.type)
        title = str(found.values.get(kind.title) or "")
        yield Loose(found, title, owner, due, why, work.records.private_words(found.id))


@dataclass(frozen=True, slots=True)
class _Presence:
    """Who is at work in the next shift; ``taking`` are those on its roster or taking it over."""

    work: Work
    coming: Watch | None
    taking: frozenset[str]

    def missing(self, person: str | None) -> Why | None:
        """Give why somebody will not see to it in the next shift; None for who will."""
        if person is None:
            return "no-owner"
        if self.work.desk.people.get(person) is None:
            return "unknown-owner"
        if self._is_away(person):
            return "on-leave"
        return None if self._works(person) else "not-in-next-shift"

    def _works(self, person: str) -> bool:
        desk = self.work.desk
        if self.coming is None or not self.taking or person in self.taking:
            return True
        if self._is_rostered(person, self.coming.day):
            return False
        return desk.calendar.opening_after(self.coming.start) < self.coming.end

    def _is_rostered(self, person: str, around: date) -> bool:
        """Tell whether somebody works shifts at all, in the week before or after."""
        days = (around + timedelta(days=n) for n in range(-7, 8))
        shifts = (self.work.desk.roster.get(one, {}) for one in days)
        return any(person in people for one in shifts for people in one.values())

    def _is_away(self, person: str) -> bool:
        """Tell whether somebody is on approved leave when the next shift begins."""
        at = self.coming.start if self.coming else self.work.now
        wanted = {"person": (person,), "status": AWAY}
        return any(self._covers(one, at) for one in self.work.records.find("leave", wanted))

    def _covers(self, leave: Found, at: datetime) -> bool:
        desk = self.work.desk
        found = absence.span(leave.values, Hours(desk.calendar, desk.roster))
        return found is not None and found[0] <= at < found[1]
