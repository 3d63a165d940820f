"""What is owed as a listing; apart from the other views, because ``cs due`` loads no kinds."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from gettext import gettext as _
from typing import Any, NamedTuple

from cs_cli.app.due import DueList, Item
from cs_cli.domain.language import spoken
from cs_cli.render import instants
from cs_cli.render.colour import Tone
from cs_cli.render.safe import mask, mask_numbers
from cs_cli.render.table import Column, Listing


def due_listing(found: DueList, *, masked: bool) -> Listing:
    """Give what is owed as a listing for people."""
    columns = (
        Column("due", _("due")),
        Column("late", _("state")),
        Column("id", _("record")),
        Column("what", _("what"), wide=True),
        Column("owner", _("owner")),
        Column("title", _("title"), wide=True),
        Column("rule", _("rule")),
    )
    words = Words.spoken()
    rows = [due_row(item, found.zone, masked=masked, words=words) for item in found.items]
    tones: list[Tone] = ["alarm" if item.state == "overdue" else "none" for item in found.items]
    return Listing(columns, rows, (), DUE_KEYS, tones)


def due_objects(found: DueList, *, masked: bool) -> Listing:
    """Give what is owed for programs; JSON keys as the contract has them."""
    return Listing((), (), [due_data(item, masked=masked) for item in found.items], DUE_KEYS)


DUE_KEYS = (
    "id", "kind", "type", "what", "title", "owner", "due_at", "state", "late_s", "rule",
    "escalate_to", "urgent", "provisional", "apart",
)  # fmt: skip


def due_data(item: Item, *, masked: bool) -> dict[str, Any]:
    """Give one obligation as the object that programs read (contract)."""
    owed = item.owed
    values = (
        owed.id, owed.kind, owed.type, owed.what, _title(item, masked=masked), owed.owner,
        item.due_at.isoformat() if item.due_at else None, item.state, item.late, owed.rule,
        owed.escalate, owed.urgent, owed.provisional, owed.status if item.apart else None,
    )  # fmt: skip
    return dict(zip(DUE_KEYS, values, strict=True))


def blocks(found: DueList) -> Iterator[tuple[str, DueList]]:
    """Give what is owed without a heading, then each state that owes apart under its label."""
    parts: dict[str, list[Item]] = {"": []}
    for item in found.items:
        parts.setdefault(str(item.apart) if item.apart else "", []).append(item)
    for heading, part in parts.items():
        yield heading, found._replace(items=tuple(part))


_MINUTE = 60  # seconds; times are shown to the minute


class Words(NamedTuple):
    """Words of a listing, looked up once: every look-up asks the disk for the catalogue."""

    none: str
    provisional: str
    overdue: str
    waiting: str
    open: str
    now: str
    coming: str
    urgent: str

    @classmethod
    def spoken(cls) -> "Words":
        """Give them in the language of this run."""
        return cls(
            none=_("no limit set"),
            provisional=_("{time} (provisional)"),
            overdue=_("overdue {time}"),
            waiting=_("waiting"),
            open=_("open"),
            now=_("now"),
            coming=_("coming"),
            urgent=_("{what} (urgent)"),
        )


def due_row(
    item: Item, zone: tzinfo, *, masked: bool, words: Words | None = None
) -> dict[str, str]:
    """Give one obligation as texts for people, by column."""
    owed, said = item.owed, words or Words.spoken()
    label = owed.zh if spoken() == "zh" else owed.en
    what = f"{label} {owed.period}" if owed.period else label
    return {
        "due": _due(item, zone, said),
        "late": _state(item, said),
        "id": owed.id or "-",
        "what": said.urgent.format(what=what) if owed.urgent else what,
        "owner": owed.owner or "-",
        "title": _title(item, masked=masked) if owed.id else "",
        "rule": owed.rule or "",
    }


def due_summary(item: Item) -> str:
    """Say in one line what is owed on which record."""
    row = due_row(item, item.due_at.tzinfo if item.due_at else UTC, masked=True)  # type: ignore[arg-type]
    return f"{row['id']} {row['what']}" if item.owed.id else row["what"]


def as_calendar(items: Iterable[Item], now: datetime) -> str:
    """Give what is owed as tasks for a calendar program."""
    # Deferred: only one format of many needs it, and a plain list is what cron waits for.
    from cs_cli.render.ics import CalendarItem, calendar

    found = [
        CalendarItem(
            uid=f"{item.owed.id or 'duty'}-{item.owed.what}-{item.owed.period or ''}",
            summary=due_summary(item),
            due=item.due_at,
            owner=item.owed.owner or "",
            urgent=item.owed.urgent,
        )
        for item in items
    ]
    return calendar(found, now=now)


def left_out(found: DueList) -> str:
    """Tell a person at a terminal which calls are not listed, and until when."""
    time = found.quiet_until.strftime("%H:%M") if found.quiet_until else ""
    return _(
        "quiet hours until {time}: calls that are not overdue are left out ({number}); "
        "--all lists them"
    ).format(time=time, number=found.left_out)


def nothing_due() -> str:
    """Tell a person at a terminal that the list is empty."""
    return _("nothing is overdue")


def _due(item: Item, zone: tzinfo, said: Words) -> str:
    """Say when something is due; a guess over unpublished holidays is marked."""
    if item.due_at is None:
        return said.none
    shown = instants.instant(item.due_at, zone)
    return said.provisional.format(time=shown) if item.owed.provisional else shown


def _state(item: Item, said: Words) -> str:
    """Say how late something is, or that it is not."""
    if item.state == "overdue":
        return said.overdue.format(time=instants.duration(item.late))
    if item.owed.paused:
        return said.waiting
    if item.due_at is None:
        return said.open
    return said.now if item.left < _MINUTE else said.coming


def _title(item: Item, *, masked: bool) -> str:
    return hidden(item.owed.title, item.private) if masked else item.owed.title


@lru_cache(maxsize=1024)
def hidden(text: str, private: tuple[str, ...]) -> str:
    """Mask, in a free text, the known words of personal data and what looks like a number."""
    for word in sorted(private, key=len, reverse=True):
        if word in text:
            text = text.replace(word, mask(word))
    return mask_numbers(text)
