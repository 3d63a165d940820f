"""What is owed as a listing; apart from the other views, because ``cs due`` loads no kinds."""

from collections.abc import Iterable
from datetime import UTC, tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.due import DueList, Item
from cs_cli.domain.language import spoken
from cs_cli.render import instants
from cs_cli.render.safe import mask, mask_numbers
from cs_cli.render.table import Column, Listing


def due_listing(found: DueList, *, masked: bool) -> Listing:
    """Give what is owed as a listing; JSON keys as the contract has them."""
    columns = (
        Column("due", _("due")),
        Column("late", _("state")),
        Column("id", _("record")),
        Column("what", _("what")),
        Column("owner", _("owner")),
        Column("title", _("title"), wide=True),
        Column("rule", _("rule")),
    )
    rows = [due_row(item, found.zone, masked=masked) for item in found.items]
    data = [due_data(item, masked=masked) for item in found.items]
    tones = ["alarm" if item.state == "overdue" else "none" for item in found.items]
    return Listing(columns, rows, data, DUE_KEYS, tones)  # type: ignore[arg-type]


DUE_KEYS = (
    "id", "kind", "type", "what", "title", "owner", "due_at", "state", "late_s", "rule",
    "escalate_to", "urgent", "provisional",
)  # fmt: skip


def due_data(item: Item, *, masked: bool) -> dict[str, Any]:
    """Give one obligation as the object that programs read (contract)."""
    owed = item.owed
    values = (
        owed.id, owed.kind, owed.type, owed.what, _title(item, masked=masked), owed.owner,
        item.due_at.isoformat() if item.due_at else None, item.state, item.late, owed.rule,
        owed.escalate, owed.urgent, owed.provisional,
    )  # fmt: skip
    return dict(zip(DUE_KEYS, values, strict=True))


def due_row(item: Item, zone: tzinfo, *, masked: bool) -> dict[str, str]:
    """Give one obligation as texts for people, by column."""
    owed = item.owed
    label = owed.zh if spoken() == "zh" else owed.en
    what = f"{label} {owed.period}" if owed.period else label
    title = _title(item, masked=masked) if owed.id else ""
    return {
        "due": due_words(item, zone),
        "late": state_words(item),
        "id": owed.id or "-",
        "what": _("{what} (urgent)").format(what=what) if owed.urgent else what,
        "owner": owed.owner or "-",
        "title": title,
        "rule": owed.rule or "",
    }


def due_summary(item: Item) -> str:
    """Say in one line what is owed on which record."""
    row = due_row(item, item.due_at.tzinfo if item.due_at else UTC, masked=True)  # type: ignore[arg-type]
    return f"{row['id']} {row['what']}" if item.owed.id else row["what"]


def nothing_due() -> str:
    """Tell a person at a terminal that the list is empty."""
    return _("nothing is overdue")


def due_words(item: Item, zone: tzinfo) -> str:
    """Say when something is due; a guess over unpublished holidays is marked."""
    if item.due_at is None:
        return _("no limit set")
    shown = instants.instant(item.due_at, zone)
    return _("{time} (provisional)").format(time=shown) if item.owed.provisional else shown


def state_words(item: Item) -> str:
    """Say how late something is, or that it is not."""
    if item.state == "overdue":
        return _("overdue {time}").format(time=instants.duration(item.late))
    if item.owed.paused:
        return _("waiting")
    return _("open") if item.due_at is None else _("coming")


def _title(item: Item, *, masked: bool) -> str:
    return hidden(item.owed.title, item.private) if masked else item.owed.title


def hidden(text: str, private: Iterable[str]) -> str:
    """Mask, in a free text, the known words of personal data and what looks like a number."""
    for word in sorted(private, key=len, reverse=True):
        text = text.replace(word, mask(word))
    return mask_numbers(text)
