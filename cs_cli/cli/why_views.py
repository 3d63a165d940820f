"""``cs why`` in words: one section a deadline."""

from collections.abc import Iterator
from datetime import tzinfo
from gettext import gettext as _

from cs_cli.app.why import Reason, Why
from cs_cli.domain import limit_words
from cs_cli.domain.clock import Clock
from cs_cli.render import instants
from cs_cli.render.document import Sheet


def sheet(found: Why) -> Sheet:
    """Give a record's deadlines in words: rule, start, limit, pauses, open time, result."""
    title = str(found.record.values.get(found.kind.title) or "")
    sections = [(_heading(r), "\n".join(_lines(r, found))) for r in found.reasons]
    if not sections:
        sections = [(_("deadlines"), _("no deadline applies to this record"))]
    return Sheet(f"{found.record.id} {title}".strip(), (), sections)


def _heading(reason: Reason) -> str:
    rule = f" ({reason.clock.row.ref})" if reason.clock.row.ref else ""
    return f"{reason.clock.name}: {reason.clock.row.label}{rule}"


def _lines(reason: Reason, found: Why) -> Iterator[str]:
    clock, zone = reason.clock, found.zone
    where = f"{reason.origin.path}:{reason.origin.line}"
    yield _("rule of {pack}, in {where}").format(pack=reason.origin.pack, where=where)
    limit = clock.row.limit
    said = (
        limit_words.said(limit)
        if limit and limit.clock != "none"
        else _("at that time")
        if clock.due
        else _("no limit set")
    )
    start = instants.instant(clock.base, zone, seconds=True)
    yield _("from {start}, limit: {limit}").format(start=start, limit=said)
    for begin, end in clock.pauses:
        yield _("paused {start} to {end}").format(
            start=instants.instant(begin, zone), end=instants.instant(end, zone)
        )
    for day, counted in reason.by_day:
        shown = instants.duration(counted.total_seconds())
        yield _("open on {day}: {time}").format(day=instants.day(day), time=shown)
    if clock.moves and clock.first_due:
        first = instants.instant(clock.first_due, zone)
        yield _("first promised {time}, moved {count} times").format(time=first, count=clock.moves)
    yield _result(clock, found, zone)
    if clock.provisional:
        yield _("provisional: the holidays of that year are not published yet")


def _result(clock: Clock, found: Why, zone: tzinfo) -> str:
    due = instants.instant(clock.due, zone, seconds=True) if clock.due else _("no limit set")
    decided = instants.instant(clock.decided, zone, seconds=True) if clock.decided else ""
    if clock.row.lapses:
        return _window(clock, due, found)
    late = ""
    end = clock.decided or found.now
    if clock.due and end > clock.due:
        late = instants.duration((end - clock.due).total_seconds())
    sentences = {
        "met": _("due {due}; met {decided}, in time"),
        "late": _("due {due}; met {decided}, {late} late"),
        "dropped": _("due {due}; the time it counts from was taken away {decided}")
        if clock.emptied
        else _("due {due}; the record was closed {decided} without it"),
        "paused": _("due {due} if it goes on as planned; waiting now"),
        "open": _("due {due}; open") if not late else _("due {due}; open, {late} overdue"),
    }
    return sentences[clock.verdict].format(due=due, decided=decided, late=late)


def _window(clock: Clock, due: str, found: Why) -> str:
    """Say until when something may be done; nobody is late with it."""
    if not clock.is_open:
        return _("possible until {due}; asked for or no longer wanted").format(due=due)
    if clock.due is None or found.now <= clock.due:
        return _("possible until {due}").format(due=due)
    return _("possible until {due}; over").format(due=due)
