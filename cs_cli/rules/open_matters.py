"""What is open as one shift ends is written for the next (HND-10, HND-20, REP-20).

``fill`` drafts the matters of a handover: what the last one carried and is not closed yet, then
every matter that is open. ``check`` refuses a signature while an unfinished repair (with ``of:
repairs``), else an entrusted callback, is left out; ``kept`` refuses to take away what is still
open. A repair counts until its work is done, however long ago it was reported: what is unfinished
at the end of the day is the next shift's, whichever day it came in.

A callback is entrusted already, or named as such in the handover itself (CBK-21).

    given:   two open repairs and a callback entrusted to a colleague
    passes:  a handover whose items name all three
    refused: one from which a repair was taken out, or that was prepared before it came in
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cs_cli.domain import matters, watch
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import SETTLED
from cs_cli.domain.language import Text
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import day
from cs_cli.rules import handover_items as items


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Add to the items of a handover what the last one carried, and what is open besides."""
    listed = items.of(act.values)
    earlier = items.earlier(act, world.records)
    last = items.of(earlier[-1].values) if earlier else []
    carried = [one for one in last if _is_open(one, world)]
    drafted = (item(found, due, world.policy) for found, due in _wanted(act, world))
    told = items.united([*listed, *map(items.renewed, carried), *drafted], first=True)
    return items.written(items.aged(told, act, earlier))


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when an open repair, or an entrusted callback, is not among the items."""
    told = {one.get("about") for one in items.of(act.values)}
    owed = _repairs(world) if with_.get("of") == "repairs" else _entrusted(act, world)
    missing = [found.id for found in owed if found.id not in told]
    if not missing:
        return None
    ids, way = ", ".join(missing), f"cs handover refresh {act.id}"
    return Text(f"{ids} is not handed over; add it: {way}", f"{ids} 未写入交接事项；请补充：{way}")


def kept(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when an open matter was taken out of the items."""
    if act.before is None:
        return None
    told = {items.key(one) for one in items.of(act.values)}
    lost = [one for one in items.of(act.before.values) if items.key(one) not in told]
    still = [one for one in lost if items.is_carried(one) and _is_open(one, world)]
    if not still:
        return None
    names = ", ".join(str(one.get("about") or one.get("text")) for one in still)
    way = f'cs handover add {act.id} --items "…, result=…"'
    return Text(
        f"{names} is still open and stays; what is done has a result: {way}",
        f"{names} 尚未办结，不得删除；已办结的请登记结果：{way}",
    )


def item(found: Found, due: datetime | None, policy: Policy) -> dict[str, Any]:
    """Write a record as a matter of a handover."""
    kind = policy.kinds[found.kind].of(found.type)
    state = kind.states.get(found.status)
    told = {
        "text": str(found.values.get(kind.title) or found.id),
        "about": found.id,
        "status": str(state.label) if state else found.status,
    }
    return {**told, "due": due.isoformat(timespec="seconds")} if due else told


def _wanted(act: Act, world: World) -> Iterator[tuple[Found, datetime | None]]:
    """Give what the next shift is told of, with when it is due."""
    owed = {found.id for found in _entrusted(act, world)}
    until = _until(act, world)
    for found in matters.open_in(world.records, world.policy):
        due = matters.due_of(found, world.policy, world.calendar)
        if found.id in owed or matters.is_coming(found, due, until):
            yield found, due


def _until(act: Act, world: World) -> datetime | None:
    """Give the end of the shift that takes over."""
    try:
        own = watch.of(day(act.values.get("date")), str(act.values.get("shift")), world.calendar)
    except Invalid:
        return None
    coming = watch.manned_after(own, world.calendar, world.roster)
    return coming.end if coming else None


def _is_open(entry: Mapping[str, Any], world: World) -> bool:
    """Tell whether a matter is still open: its record is, or nobody wrote what came of it."""
    about = entry.get("about")
    if not about:
        return not entry.get("result")
    found = world.records.get(str(about))
    if found is None or found.kind not in world.policy.kinds:
        return False
    kind = world.policy.kinds[found.kind].of(found.type)
    return not (kind.is_final(found.status) or kind.is_in(found.status, SETTLED))


def _repairs(world: World) -> list[Found]:
    """Give the unfinished repairs."""
    tickets = world.policy.kinds["ticket"]
    repairs = world.records.find("ticket", {"type": ("repair",)}, open_only=True)
    return [r for r in repairs if not tickets.of(r.type).is_in(r.status, SETTLED)]


def _entrusted(act: Act, world: World) -> list[Found]:
    """Give the open callbacks that were entrusted to somebody, and those this handover entrusts."""
    named = tuple(act.values.get("callbacks") or ())
    find = world.records.find
    found = list(find("callback", {"delegated_by": ("any",)}, open_only=True))
    found += find("callback", {"id": named}, open_only=True) if named else []
    return list({one.id: one for one in found}.values())
