"""The calendar calculator: when a limit ends, for people and for programs line by line."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from gettext import gettext as _
from typing import Any

from cs_cli.app.work import Work
from cs_cli.domain import limit as limits
from cs_cli.domain import phrases
from cs_cli.domain.calendar import Calendar, PublishedYear
from cs_cli.domain.errors import Invalid, NotFound, UsageError
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.hours import WEEKDAYS, only_keys
from cs_cli.domain.limit import Due, Limit, Span
from cs_cli.store.holidays import published_years

KEYS = ("start", "limit", "calendar", "pauses")

_MOST_CALENDARS = 256


def answer(start: datetime, limit: Limit, calendar: Calendar, pauses: Sequence[Span] = ()) -> Due:
    """Give when a limit from an instant ends, in the calendar's zone; raise Invalid if it can't."""
    return limits.due(start, limit, calendar, pauses)


def answer_lines(
    lines: Iterable[str],
    calendar: Calendar,
    published: Mapping[int, PublishedYear],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """Answer one JSON object per line with ``due_at`` and ``provisional``, or with ``error``.

    Every line gets one answer, blank and broken ones too; nothing is raised for what it says.
    """
    desk = _Desk(calendar, published, now)
    for line in lines:
        try:
            due = desk.due(_asked(line))
        except Invalid as fault:
            yield {"error": _sentence(fault)}
        except RecursionError:
            yield {"error": _("the line is nested too deeply")}
        else:
            yield {"due_at": due.at and due.at.isoformat(), "provisional": due.provisional}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lines are relative to, with the calendars that earlier lines brought."""

    calendar: Calendar
    published: Mapping[int, PublishedYear]
    now: datetime
    known: dict[str, Calendar] = field(default_factory=dict)

    def due(self, asked: Mapping[str, Any]) -> Due:
        with _within("calendar"):
            calendar = self.calendar_of(asked.get("calendar"))
        limit = _limit(asked)
        with _within("start"):
            start = self.instant(asked.get("start"), calendar)
        with _within("pauses"):
            pauses = self.pauses(asked.get("pauses"), calendar)
        return answer(start, limit, calendar, pauses)

    def calendar_of(self, form: object) -> Calendar:
        if form is None:
            return self.calendar
        text = json.dumps(form, sort_keys=True)
        if text not in self.known:
            if len(self.known) >= _MOST_CALENDARS:
                self.known.clear()
            self.known[text] = self.parse(form)
        return self.known[text]

    def parse(self, form: object) -> Calendar:
        zone = self.calendar.zone.key
        return Calendar.parse(_mapping(form), published=self.published, default_zone=zone)

    def instant(self, text: object, calendar: Calendar) -> datetime:
        if not isinstance(text, str):
            raise Invalid(_("a time is expected, such as 2026-02-14 17:50"))
        return phrases.instant(text, self.now, calendar, default="start")

    def pauses(self, pairs: object, calendar: Calendar) -> list[Span]:
        if pairs is None:
            return []
        if not isinstance(pairs, list):
            raise Invalid(_("a list of pairs of times is expected"))
        return [self.pause(pair, calendar, at) for at, pair in enumerate(pairs)]

    def pause(self, pair: object, calendar: Calendar, at: int) -> Span:
        with _within(at):
            if not isinstance(pair, list) or len(pair) != 2:
                raise Invalid(_("a pause is a pair of times: its start and its end"))
            start, end = (self.instant(text, calendar) for text in pair)
            if end < start:
                raise Invalid(_("a pause ends before it starts"))
            return start, end


@contextmanager
def _within(*place: str | int) -> Iterator[None]:
    try:
        yield
    except Invalid as fault:
        raise fault.within(*place) from None


def _asked(line: str) -> Mapping[str, Any]:
    try:
        asked = json.loads(line.removeprefix("\ufeff"), object_pairs_hook=_once)
    except ValueError:
        raise Invalid(_("the line is not a JSON object")) from None
    only_keys(_mapping(asked), KEYS)
    return _mapping(asked)


def _limit(asked: Mapping[str, Any]) -> Limit:
    """Read the limit; one that is stated as null is no target, one left out is a mistake."""
    if "limit" not in asked:
        raise Invalid(_("limit is missing"))
    with _within("limit"):
        return Limit.parse("none" if asked["limit"] is None else asked["limit"])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) < len(pairs):
        raise Invalid(_("a key stands twice in one object"))
    return known


def _mapping(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise Invalid(_("a JSON object is expected"))
    return data


def _sentence(fault: Invalid) -> str:
    place = ".".join(str(step) for step in fault.place)
    hint = f" - {fault.hint}" if fault.hint else ""
    return (f"{place}: " if place else "") + fault.message + hint


def when(work: Work, words: Sequence[str]) -> Due:
    """Answer ``[START] LIMIT`` by the desk's calendar; START is now where it is left out.

    Raises :class:`UsageError` for words that cannot be read.
    """
    if len(words) > 2:
        raise UsageError(
            _("give a start and a limit, each in quotes"),
            hint=_('cs when "2026-02-14 17:50" "30 business minutes"'),
        )
    calendar = calendar_of(work)
    try:
        limit = Limit.parse(words[-1])
        start = (
            phrases.instant(words[0], work.now, calendar, default="start")
            if words[1:]
            else work.now
        )
        return answer(start, limit, calendar)
    except Invalid as fault:
        raise UsageError(fault.message, hint=fault.hint) from None


def lines(work: Work, given: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Answer one JSON object per line by the desk's calendar, or the one in the line."""
    return answer_lines(given, calendar_of(work), published_years(), work.now)


def unlimited() -> str:
    """Say that the limit ``none`` ends nowhere."""
    return _("no limit set")


def warning() -> str:
    """Say why a result may change."""
    return _("provisional: the holidays of that year are not published yet")


STANDARD: Mapping[str, Any] = {
    "zone": "Asia/Shanghai",
    "hours": {day: ["08:30-12:00", "13:30-18:00"] for day in WEEKDAYS[:5]},
    "holidays": "CN",
}
"""The week that is reckoned by where there is no desk."""


def calendar_of(work: Work) -> Calendar:
    """Give the desk's calendar, or the standard week where there is no desk."""
    try:
        return work.desk.calendar
    except NotFound:
        return Calendar.parse(STANDARD, published=published_years())
