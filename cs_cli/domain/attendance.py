"""Whether somebody came and went in time, by roster, leave and clock.

Seconds of the clock do not count: whoever clocks in at 08:30:59 for 08:30 is on time, at 08:31
one minute late. What leave takes of a shift is not expected.

    on time:       08:30 for a shift that begins at 08:30
    late:          08:31, by one minute
    left early:    17:29 where the shift ends at 17:30
    not ahead:     08:55 for 09:00 where people come 10 minutes before
    without leave: a shift on the roster that is over, no clock-in, no leave
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import gettext as _

from cs_cli.domain.absence import Hours, Span
from cs_cli.domain.coverage import Absence, Stint, without
from cs_cli.domain.errors import Invalid

SETTING = "attendance.ahead"
"""So many minutes before a shift people are to be there (SFT-07)."""

ON_TIME, LATE, EARLY, NOT_AHEAD = "on-time", "late", "early-leave", "not-ahead"
ABSENT, WITHOUT_LEAVE, ON_LEAVE = "absent", "absent-without-leave", "on-leave"

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """The time in which somebody is to be there on a day; None of it where all is leave."""

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
    return Expected(day, shifts[0] if shifts else None, work[0][0], work[-1][1], rest)


def _off_break(rest: Span, pause: Span) -> Span | None:
    """Expect nobody for the break alone, whose other side is leave."""
    start = pause[1] if pause[0] <= rest[0] < pause[1] else rest[0]
    end = pause[0] if pause[0] < rest[1] <= pause[1] else rest[1]
    return (start, end) if start < end else None


def verdict(
    due: Expected | None, came: datetime | None, went: datetime | None, now: datetime,
    *, ahead: int = 0, is_undecided: bool = False,
) -> Verdict:  # fmt: skip
    """Judge one day; without anything expected there is nothing to judge.

    Whoever has not come yet is absent; once the shift is over and no leave is undecided, without
    leave.
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
    results = [name for name, by in ((LATE, late), (EARLY, early)) if by]
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
