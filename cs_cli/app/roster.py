"""Who works when, and where somebody is missing: the reading jobs behind ``cs roster``."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from gettext import gettext as _
from typing import Literal

from cs_cli.app.work import Work
from cs_cli.domain import coverage, report_period
from cs_cli.domain.absence import Hours
from cs_cli.domain.absences import absences, instead
from cs_cli.domain.cover import DURING, Cover
from cs_cli.domain.coverage import Absence, Desk, Gap, Stint
from cs_cli.domain.errors import Invalid, UsageError
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.language import Text
from cs_cli.domain.people import Person, Roster
from cs_cli.domain.policy import rows_on
from cs_cli.domain.record import day

EVENT = "event"

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the roster: shift to people, and who of them is on leave in their shift."""

    day: date
    shifts: Mapping[str, tuple[str, ...]]
    away: frozenset[tuple[str, str]]
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a roster: a gap in coverage, somebody on leave, somebody twice."""

    sort: Literal["gap", "crowd", "away", "twice"]
    day: date
    start: datetime
    end: datetime
    people: tuple[str, ...]
    shift: str | None = None
    gap: Gap | None = None

    @property
    def is_warning(self) -> bool:
        """Tell whether it is only told: a row that warns, or what no row asks for."""
        return self.gap is None or self.gap.row.warn


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found between two days.

    ``provisional`` tells that a year's holidays are not out yet; ``unknown`` are shifts that
    rows ask for and the calendar does not have, with the names of the rows.
    """

    first: date
    last: date
    findings: tuple[Finding, ...]
    provisional: bool
    unknown: tuple[tuple[str, str], ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Tell whether there is anything besides warnings."""
        return any(not one.is_warning for one in self.findings)


@dataclass(frozen=True, slots=True)
class Span:
    """What people say about the days they mean; the words are read by :func:`days`."""

    first: str | None = None
    last: str | None = None
    period: str | None = None

    @property
    def is_said(self) -> bool:
        """Tell whether any of it was said."""
        return any((self.first, self.last, self.period))


def desk_of(work: Work) -> Desk:
    """Give what coverage is judged by."""
    return Desk(work.desk.calendar, work.desk.people, work.policy)


def on_duty(work: Work) -> list[Stint]:
    """Give who is on duty now, by roster and leave."""
    today = work.desk.calendar.date_of(work.now)
    return coverage.present(_worked(work, work.desk.roster, today, today), work.now)


def next_on_duty(work: Work) -> list[Stint]:
    """Give who comes next within a week, those who begin together."""
    today = work.desk.calendar.date_of(work.now)
    found = _worked(work, work.desk.roster, today, today + 7 * _DAY)
    coming = sorted((one for one in found if one.start > work.now), key=lambda one: one.start)
    return [one for one in coming if one.start == coming[0].start]


def person_of(work: Work, one: Stint) -> Person | None:
    """Give the person of a stint, None for somebody ``people.yaml`` does not know."""
    return work.desk.people.get(one.person)


def shown(work: Work, span: Span, person: str | None = None) -> list[Day]:
    """Give the days asked for; raise :class:`UsageError` for days or a person there are not."""
    first, last = days(work, span)
    wanted = work.desk.people.named(person).id if person else None
    return [_day(work, day, wanted) for day in _each(first, last)]


def checked(work: Work, span: Span) -> Checked:
    """Look for what is wrong with the roster of the days asked for.

    Without any, from today until the end of the month in which the roster ends, at least of this
    one. Raises :class:`UsageError`.
    """
    first, last = days(work, span) if span.is_said else _ahead(work)
    found = sorted(
        _findings(work, work.desk.roster, first, last), key=lambda one: (one.start, one.sort)
    )
    provisional = any(
        "holidays" in row.days and work.desk.calendar.unpublished(first, last)
        for versions in work.policy.rows.coverage.values()
        for row in versions
    )
    return Checked(first, last, tuple(found), provisional, tuple(_unknown(work, last)))


def _unknown(work: Work, day: date) -> Iterator[tuple[str, str]]:
    for name, row in rows_on(work.policy.rows.coverage, day).items():
        for word in row.during:
            if word not in DURING and word not in work.desk.calendar.shifts:
                yield name, word


def days(work: Work, span: Span) -> tuple[date, date]:
    """Read which days are meant; raise :class:`UsageError`."""
    try:
        return _days(work, span)
    except Invalid as fault:
        raise UsageError(fault.message, hint=fault.hint) from None


def _days(work: Work, span: Span) -> tuple[date, date]:
    # Deferred: their many patterns cost 15 ms, and who is on duty now needs none of them.
    from cs_cli.domain import phrases

    calendar, now = work.desk.calendar, work.now
    if span.period:
        if span.first or span.last:
            raise Invalid(_("say either a period or its first and last day"))
        sort = report_period.Sort("month")
        period = report_period.read(span.period, sort, now, calendar)
        return period.first or period.last, period.last
    today = calendar.date_of(now)
    first, last = (
        phrases.day(text, now, calendar) if text else None for text in (span.first, span.last)
    )
    for text, on in ((span.first, first), (span.last, last)):
        if text and on and text != on.isoformat():
            work.heard.append((text, on.isoformat()))
    first = first or today
    last = last or first + 6 * _DAY
    if last < first:
        raise Invalid(_("{last} is before {first}").format(last=last, first=first))
    if (last - first).days > 366:
        raise Invalid(_("at most a year at once"))
    return first, last


def _ahead(work: Work) -> tuple[date, date]:
    today = work.desk.calendar.date_of(work.now)
    last = max((*work.desk.roster, today))
    return today, (last.replace(day=1) + 31 * _DAY).replace(day=1) - _DAY


def _each(first: date, last: date) -> Iterator[date]:
    return (first + n * _DAY for n in range((last - first).days + 1))


def _worked(work: Work, roster: Roster, first: date, last: date) -> list[Stint]:
    return present(work, coverage.stints(roster, work.desk.calendar, first, last))


def present(work: Work, found: Sequence[Stint]) -> list[Stint]:
    """Give what approved leave leaves of people's time on duty, and who replaces them."""
    hours = Hours(work.desk.calendar, work.desk.roster)
    return coverage.without([*found, *instead(work.records, hours, found)], away(work))


def away(work: Work) -> list[Absence]:
    """Give everybody's approved leave."""
    return list(absences(work.records, Hours(work.desk.calendar, work.desk.roster)))


def _day(work: Work, day: date, person: str | None) -> Day:
    rostered = work.desk.roster.get(day, {})
    gone = {(one.person, one.shift or "") for one in _off(work, work.desk.roster, day, day)}
    kept = {
        shift: tuple(one for one in people if person in (None, one))
        for shift, people in rostered.items()
    }
    shifts = {shift: people for shift, people in kept.items() if people or person is None}
    return Day(day, shifts, frozenset(gone), work.desk.calendar.is_holiday(day))


def _off(work: Work, roster: Roster, first: date, last: date) -> Iterator[Stint]:
    """Give the shifts of these days from which leave takes somebody, in whole or in part."""
    gone = away(work)
    for stint in coverage.stints(roster, work.desk.calendar, first, last):
        if stint.day >= first and coverage.without([stint], gone) != [stint]:
            yield stint


def _findings(work: Work, roster: Roster, first: date, last: date) -> Iterator[Finding]:
    found = _worked(work, roster, first, last)
    planned = coverage.stints(roster, work.desk.calendar, first, last)
    desk = replace(desk_of(work), more=dict(_events(work)))
    for gap in coverage.gaps(desk, found, first, last, planned):
        yield of_gap(gap)
    for stint in _off(work, roster, first, last):
        yield Finding("away", stint.day, stint.start, stint.end, (stint.person,), stint.shift)
    yield from _twice(planned, first)


def _events(work: Work) -> Iterator[tuple[str, Cover]]:
    """Give what promotions and the like ask for on their days (SFT-06).

    One whose days or number cannot be read is for ``cs check`` to tell.
    """
    kind = work.policy.kinds.get(EVENT)
    for one in work.records.find(EVENT, {}, open_only=True) if kind else ():
        try:
            first, last = (day(one.values.get(name)) for name in ("from", "to"))
            needed = math.ceil(Decimal(str(one.values.get("needed"))))
        except (Invalid, InvalidOperation):
            continue
        title, shift = str(one.values.get("title")), one.values.get("shift")
        yield one.id, Cover(
            Text(title, title), ref=next(iter(kind.ref), None) if kind else None,
            least=needed, during=(str(shift) if shift else "day",),
            days=tuple(one.isoformat() for one in _each(first, last)),
        )  # fmt: skip


def of_gap(gap: Gap) -> Finding:
    """Give a gap as a finding."""
    sort: Literal["gap", "crowd"] = "gap" if gap.is_short else "crowd"
    return Finding(sort, gap.day, gap.start, gap.end, gap.people, gap.shift, gap)


def _twice(found: Sequence[Stint], first: date) -> Iterator[Finding]:
    """Give the shifts of somebody that overlap."""
    mine: dict[str, list[Stint]] = {}
    for stint in sorted(found, key=lambda one: one.start):
        for other in mine.get(stint.person, ()):
            if stint.start < other.end and stint.day >= first:
                yield Finding(
                    "twice", stint.day, stint.start, min(stint.end, other.end), (stint.person,),
                    stint.shift,
                )  # fmt: skip
        mine.setdefault(stint.person, []).append(stint)
