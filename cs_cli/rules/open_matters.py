"""Unfinished repairs and entrusted callbacks are written for the next shift (HND-10).

``fill`` lists them when a handover is prepared; ``check`` refuses a signature while one is left
out. A repair counts until its work is done, however long ago it was reported: what is unfinished
at the end of the day is the next shift's, whichever day it came in.

A callback is entrusted already, or named as such in the handover itself (CBK-21).

    given:   two open repairs and a callback entrusted to a colleague
    passes:  a handover whose items name all three
    refused: one from which a repair was taken out, or that was prepared before it came in
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.found import Found
from cs_cli.domain.kind import SETTLED
from cs_cli.domain.language import Text


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Add what is missing to the items of a handover that is being prepared."""
    missing = _missing(act, world)
    if not missing:
        return {}
    listed = act.values.get("items") or []
    return {"items": [*listed, *(_item(found, world) for found in missing)]}


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when an open repair or an entrusted callback is not among the items."""
    missing = _missing(act, world)
    if not missing:
        return None
    ids = ", ".join(found.id for found in missing)
    way = f'cs handover add {act.id} --items "…, about={missing[0].id}, status=…"'
    return Text(f"{ids} is not handed over; add it: {way}", f"{ids} 未写入交接事项；请补充：{way}")


def _missing(act: Act, world: World) -> list[Found]:
    items = act.values.get("items") or []
    told = {item.get("about") for item in items if isinstance(item, Mapping)}
    return [found for found in _open(act, world) if found.id not in told]


def _open(act: Act, world: World) -> list[Found]:
    tickets, records = world.policy.kinds["ticket"], world.records
    repairs = records.find("ticket", {"type": ("repair",)}, open_only=True)
    entrusted = list(records.find("callback", {"delegated_by": ("any",)}, open_only=True))
    entrusted += [found for found in _named(act, world) if found.id not in _ids(entrusted)]
    unfinished = (r for r in repairs if not tickets.of(r.type).is_in(r.status, SETTLED))
    return [*unfinished, *entrusted]


def _named(act: Act, world: World) -> list[Found]:
    """Give the open callbacks that this handover entrusts."""
    named = tuple(act.values.get("callbacks") or ())
    return list(world.records.find("callback", {"id": named}, open_only=True)) if named else []


def _ids(records: list[Found]) -> set[str]:
    return {found.id for found in records}


def _item(found: Found, world: World) -> dict[str, str]:
    kind = world.policy.kinds[found.kind].of(found.type)
    state = kind.states.get(found.status)
    return {
        "text": str(found.values.get(kind.title) or found.id),
        "about": found.id,
        "status": str(state.label) if state else found.status,
    }
