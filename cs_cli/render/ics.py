"""iCalendar (RFC 5545) of things to do, from simple values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from cs_cli.domain.frozen import dataclass
from cs_cli.render.safe import clean, lines

PRODUCT = "-//cs//customer service desk//EN"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_OCTETS = 75


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One thing to do; instants are timezone-aware, ``due`` None is a thing without a limit."""

    uid: str
    summary: str
    due: datetime | None
    start: datetime | None = None
    description: str = ""
    owner: str = ""
    categories: Sequence[str] = ()
    urgent: bool = False


def calendar(items: Iterable[CalendarItem], *, now: datetime) -> str:
    """Write the items as to-dos stamped ``now``; no text in them can add a line.

    Raises ValueError for an instant without a zone.
    """
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *(line for item in items for line in _todo(item, now)),
        "END:VCALENDAR",
    ]
    return "".join(_fold(line) + "\r\n" for line in content)


def _todo(item: CalendarItem, now: datetime) -> Iterator[str]:
    yield "BEGIN:VTODO"
    yield f"UID:{_text(item.uid)}"
    yield f"DTSTAMP:{_utc(now)}"
    # RFC 5545 wants DUE after DTSTART; what was late from its first second has no start.
    if item.start and (item.due is None or item.start < item.due):
        yield f"DTSTART:{_utc(item.start)}"
    if item.due:
        yield f"DUE:{_utc(item.due)}"
    yield f"SUMMARY:{_text(item.summary)}"
    if item.description:
        yield f"DESCRIPTION:{_text(item.description)}"
    if item.owner:
        yield f"CONTACT:{_text(item.owner)}"
    if item.categories:
        yield f"CATEGORIES:{','.join(map(_text, item.categories))}"
    if item.urgent:
        yield "PRIORITY:1"
    yield "STATUS:NEEDS-ACTION"
    yield "END:VTODO"


def _utc(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone")
    at = instant.astimezone(UTC)
    # Not strftime: its %Y does not fill up years before 1000.
    return f"{at.year:04}{at:%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    return clean(lines(value)).translate(_ESCAPES)


def _fold(line: str) -> str:
    """Break a content line after at most 75 octets, never inside a character."""
    folded: list[str] = []
    used = 0
    for character in line:
        size = len(character.encode())
        if used + size > _OCTETS:
            folded.append("\r\n ")
            used = 1
        folded.append(character)
        used += size
    return "".join(folded)
