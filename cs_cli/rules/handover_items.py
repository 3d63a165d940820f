"""The matters and objects of a handover: told once each, with their age in shifts (HND-10).

A matter is the record it is about, else its words; an object is its name. What is said of one
again is added to what was said before. ``since`` is the day of the first handover it was in,
``shifts`` how many there were, this one included; a shift that handed over twice counts once.

    given: keys, status=with the guard; again keys, result=collected
    gives: keys, status=with the guard, result=collected
    given: a tap that was in the handovers of the day and of the night shift before
    gives: shifts=3
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cs_cli.domain.act import Act, Records, World
from cs_cli.domain.found import Found
from cs_cli.domain.kind import VOID
from cs_cli.domain.record import instant

Entry = Mapping[str, Any]

LISTS = ("items", "inventory")
KIND = "handover"
SIGNED = "outgoing-signed"


def said_again(act: Act, world: World) -> Mapping[str, Any]:
    """Add what is said of a matter or an object again to what was said before.

    What was signed for stays as it was said; only what was left blank is added to a matter then.
    """
    signed = act.before is not None and act.before.status == SIGNED
    told: dict[str, Any] = {
        name: united(of(act.values, name), first=signed and name == "items")
        for name in LISTS
        if of(act.values, name)
    }
    if "items" in told:
        told |= written(aged(told["items"], act, earlier(act, world.records)))
    return told


def written(entries: Sequence[Entry]) -> dict[str, Any]:
    """Give the fields that hold these matters: themselves, and the records they are about."""
    about = [str(one["about"]) for one in entries if one.get("about")]
    return {**({"items": list(entries)} if entries else {}), **({"about": about} if about else {})}


def of(values: Mapping[str, Any], name: str = "items") -> list[Entry]:
    """Give the entries of a list."""
    listed = values.get(name)
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def key(entry: Entry) -> str:
    """Give what tells a matter or an object from the others."""
    named = entry.get("about") or entry.get("item") or entry.get("text") or ""
    return " ".join(str(named).split()).casefold()


def united(entries: Iterable[Entry], *, first: bool = False) -> list[dict[str, Any]]:
    """Tell every matter once; what was said last counts, with ``first`` what was said first."""
    found: dict[str, dict[str, Any]] = {}
    for number, entry in enumerate(entries):
        own = key(entry) or str(number)
        said = {name: value for name, value in entry.items() if value not in (None, "")}
        before = found.get(own, {})
        found[own] = {**said, **before} if first else {**before, **said}
    return list(found.values())


def renewed(entry: Entry) -> dict[str, Any]:
    """Give a matter to be told anew: to the next shift nobody has told it yet."""
    return {name: value for name, value in entry.items() if name != "told"}


def is_carried(entry: Entry) -> bool:
    """Tell whether a matter is one of a record, or came with an earlier handover."""
    return bool(entry.get("about")) or str(entry.get("shifts") or "1") != "1"


def earlier(act: Act, records: Records) -> list[Found]:
    """Give the handovers before this one, in order; void ones handed nothing over."""
    began = None if act.before is None else act.before.opened_at
    day = str(act.values.get("date") or "")
    every = (one for one in records.find(KIND, {}) if one.status != VOID and one.id != act.id)
    before = (one for one in every if _order(one)[0] <= day and not _is_later(one, began))
    return sorted(before, key=_order)


def aged(entries: Sequence[Entry], act: Act, handovers: Sequence[Found]) -> list[dict[str, Any]]:
    """Write down since when, and through how many shifts, each matter has been handed over."""
    seen: dict[str, set[tuple[str, str]]] = {}
    for found in handovers:
        for entry in of(found.values):
            seen.setdefault(key(entry), set()).add(_shift(found.values))
    own = _shift(act.values)
    return [_with_age(entry, seen.get(key(entry), set()) | {own}) for entry in entries]


def _with_age(entry: Entry, shifts: set[tuple[str, str]]) -> dict[str, Any]:
    return {**entry, "since": min(day for day, _name in shifts), "shifts": str(len(shifts))}


def _shift(values: Mapping[str, Any]) -> tuple[str, str]:
    return str(values.get("date") or ""), str(values.get("shift") or "")


def _order(found: Found) -> tuple[str, datetime]:
    return str(found.values.get("date") or ""), instant(found.values["log"][0]["at"])


def _is_later(found: Found, began: datetime | None) -> bool:
    return began is not None and _order(found)[1] > began
