"""Whoever takes over a shift starts work once both have signed, whatever the work is (HND-06).

With ``person`` it is whoever stands in that field that has not started, else whoever acts. A
handover that nobody has signed yet counts as soon as its shift is over: the next one has begun.

    passes:  Wu takes over from Li at 16:00 and logs a ticket at 15:40, nobody having signed yet
    refused: he does so at 15:50, Li having signed; at 16:00, signed or not; after he refused
"""

from collections.abc import Mapping

from cs_cli.domain import watch
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.domain.record import day

_WAYS = {
    "prepared": Text(
        "handover {id} is not signed: first {outgoing} (cs handover sign {id}), then {incoming} "
        "(cs handover accept {id})",
        "交接班 {id} 尚未签字：先由 {outgoing} 交班（cs handover sign {id}），"
        "再由 {incoming} 接班（cs handover accept {id}）",
    ),
    "outgoing-signed": Text(
        "sign handover {id} first (cs handover accept {id})",
        "请先在交接班 {id} 上签字（cs handover accept {id}）",
    ),
    "refused": Text(
        "handover {id} was refused: {outgoing} puts it right and hands over again "
        "(cs handover redo {id})",
        "交接班 {id} 已拒接：须由 {outgoing} 整改后重新交接（cs handover redo {id}）",
    ),
}


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse work of somebody whose shift has not started, naming the handover and what to do."""
    me, named = world.actor.id, with_.get("person")
    person = str(act.seen.get(named) or "") if named else me
    wanted = {"type": ("none",), "to": (person,), "status": tuple(_WAYS)}
    waiting = [one for one in world.records.find("handover", wanted) if _is_on(one, world)]
    if not person or not waiting:
        return None
    first = waiting[0]
    way, outgoing = _WAYS[first.status], first.values.get("from")
    mine = person == me
    english = "your shift has not started" if mine else f"the shift of {person} has not started"
    chinese = "尚未接班" if mine else f"{person} 尚未接班"
    told = {"id": first.id, "outgoing": outgoing, "incoming": person}
    return Text(f"{english}: {way.en.format_map(told)}", f"{chinese}：{way.zh.format_map(told)}")


def _is_on(found: Found, world: World) -> bool:
    """Tell whether a handover holds its shift up: it is under way, or its time has come."""
    if found.status != "prepared":
        return True
    try:
        shift = str(found.values.get("shift"))
        return watch.of(day(found.values.get("date")), shift, world.calendar).end <= world.now
    except Invalid:
        return False
