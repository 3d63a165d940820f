"""Whether somebody came and went in time, by roster, leave and clock.

Seconds of the clock do not count: whoever clocks in at 08:30:59 for 08:30 is on time, at 08:31
one minute late. What leave takes of a shift is not expected.

    on time:       08:30 for a shift that begins at 08:30
    late:          08:31, by one minute
    left early:    17:29 where the shift ends at 17:30
    not ahead:     08:55 for 09:00 where people come 10 minutes before
    without leave: a shift on the roster that is over, no clock-in, no leave; where the setting
                   ``attendance.left`` says so, also clocked out at 14:00 and in again at 15:00
                   with no approved leave then (LVE-10)
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from gettext import gettext as _
from itertools import pairwise
from typing import Any

from cs_cli.domain.absence import Hours, Span, meet
from cs_cli.domain.coverage import Absence, Stint, without
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.record import instant

SETTING = "attendance.ahead"
"""So many minutes before a shift people are to be there (SFT-07)."""
LEFT = "attendance.left"
"""What leaving in the middle of a shift without approved leave counts as (LVE-10)."""

ON_TIME, LATE, EARLY, NOT_AHEAD = "on-time", "late", "early-leave", "not-ahead"
ABSENT, WITHOUT_LEAVE, ON_LEAVE = "absent", "absent-without-leave", "on-leave"

IN, OUT = "in", "out"

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """The time in which somebody is to be there on a day; None of it where all is leave."""

    person: str
    day: date
    shift: str | None
    start: datetime
    end: datetime
    left: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it came out, and by how many minutes somebody was late or left early."""

    results: tuple[str, ...]
    late: int = 0
    early: int = 0


def minutes_ahead(settings: Mapping[str, str]) -> int:
    """Read the setting; raise :class:`Invalid` for what is no number of minutes."""
    text = settings.get(SETTING) or "0"
    if not text.isdecimal():
        raise Invalid(_("{text} is not a whole number of minutes").format(text=text))
    return int(text)


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    try:
        minutes_ahead(settings)
    except Invalid as fault:
        yield fault.within("settings", SETTING)
    if settings.get(LEFT, "none") not in ("none", WITHOUT_LEAVE):
        wrong = Invalid(_("it must be {known} or none").format(known=WITHOUT_LEAVE))
        yield wrong.within("settings", LEFT)


def day_of(person: str, at: datetime, hours: Hours) -> date:
    """Give the day whose shift somebody clocks in for: that of last night until it ends."""
    today = hours.calendar.date_of(at)
    last_night = (end for _start, end in hours.of(person, today - _DAY))
    return today - _DAY if any(at < end for end in last_night) else today


def expected(
    person: str, day: date, hours: Hours, absences: Collection[Absence]
) -> Expected | None:
    """Give when somebody is to be there on a day: from the first of their work to its end."""
    work = hours.of(person, day)
    if not work:
        return None
    shifts = [s for s, people in hours.roster.get(day, {}).items() if person in people]
    whole = [Stint(person, day, None, start, end) for start, end in work]
    left = without(whole, [one for one in absences if one.person == person])
    rest = _off_break((left[0].start, left[-1].end), hours.break_of(person, day)) if left else None
    return Expected(person, day, shifts[0] if shifts else None, work[0][0], work[-1][1], rest)


def left_unasked(
    times: Iterable[Mapping[str, Any]], due: Expected | None, hours: Hours,
    absences: Collection[Absence], settings: Mapping[str, str], now: datetime,
) -> bool:  # fmt: skip
    """Tell whether somebody went away during the shift with no approved leave then.

    ``times`` are those of the clock: ``{at, what}``; the desk's break is nobody's leave, and who
    went last may still come back before the shift is over.
    """
    if due is None or due.left is None or settings.get(LEFT, "none") == "none":
        return False
    start, end = due.left
    pause = hours.break_of(due.person, due.day)
    own = [(one.start, one.end) for one in absences if one.person == due.person]
    away = (_off_break((max(a, start), min(b, end)), pause) for a, b in _gone(times, end, now))
    long = (one for one in away if one is not None and _minutes(*one))
    return any(not any(meet(one, leave) for leave in own) for one in long)


def _gone(times: Iterable[Mapping[str, Any]], end: datetime, now: datetime) -> Iterator[Span]:
    """Give from when until when somebody was away by the clock, at last until the end."""
    stamps = sorted((instant(one["at"]), str(one["what"])) for one in times)
    for (at, what), (until, then) in pairwise([*stamps, *([(end, IN)] if now >= end else [])]):
        if (what, then) == (OUT, IN):
            yield at, until


def _off_break(rest: Span, pause: Span) -> Span | None:
    """Expect nobody for the break alone, whose other side is leave."""
    start = pause[1] if pause[0] <= rest[0] < pause[1] else rest[0]
    end = pause[0] if pause[0] < rest[1] <= pause[1] else rest[1]
    return (start, end) if start < end else None


def verdict(
    due: Expected | None, came: datetime | None, went: datetime | None, now: datetime,
    *, ahead: int = 0, is_undecided: bool = False, unasked: bool = False,
) -> Verdict:  # fmt: skip
    """Judge one day; without anything expected there is nothing to judge.

    Whoever has not come yet is absent; once the shift is over and no leave is undecided, without
    leave. So is who left ``unasked``, where a desk says so.
    """
    if due is None:
        return Verdict(())
    if due.left is None:
        return Verdict((ON_LEAVE,))
    start, end = due.left
    if came is None:
        return Verdict(_missing(due, now, is_undecided=is_undecided))
    late = _minutes(start, came)
    early = _minutes(went, end) if went is not None else 0
    gone = WITHOUT_LEAVE if unasked else EARLY
    results = [name for name, by in ((LATE, late), (gone, early or unasked)) if by]
    if not late and _minutes(start - ahead * _MINUTE, came):
        results.insert(0, NOT_AHEAD)
    return Verdict(tuple(results) or (ON_TIME,), late, early)


def _missing(due: Expected, now: datetime, *, is_undecided: bool) -> tuple[str, ...]:
    if now < due.start:
        return ()
    return (ABSENT,) if is_undecided or now < due.end else (WITHOUT_LEAVE,)


def _minutes(first: datetime, last: datetime) -> int:
    """Count the minutes on the clock from one time to a later one."""
    return max(0, (_shown(last) - _shown(first)) // _MINUTE)


def _shown(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def worked(person: str, first: date, last: date, hours: Hours) -> Sequence[date]:
    """Give the days between two on which somebody stands on the roster."""
    every = (first + n * _DAY for n in range((last - first).days + 1))
    return [day for day in every if person in hours.on_duty(day)]
