"""Callbacks of somebody on a late shift are entrusted at the handover, in no other way (SFT-19).

Which shifts are late is the setting ``shifts.late``, their names with commas between; without it
none is. Whoever has the call is on one of them when the roster says so for the day, or for the
night that runs. By day calls may be entrusted directly. A superior may give a call to another.

    passes:  Li, on the day shift, entrusts a call; Li, on the night shift, does so at the handover
    refused: Li, on the night shift, entrusts it directly, or writes Wang in as owner
"""

from collections.abc import Mapping

from cs_cli.domain import attendance
from cs_cli.domain.absence import Hours
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

SETTING = "shifts.late"


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse to hand on what somebody on a late shift has, but at the handover."""
    owner = str(act.before.values.get("owner") or "") if act.before else ""
    new = act.values.get("owner")
    if new == owner or not _is_late(owner, world) or _is_signed(act, world):
        return None
    if act.do == "set" and world.actor.id != owner:
        return None
    return Text(
        f"{owner} is on a late shift, whose callbacks are entrusted at the handover: "
        f"cs handover add HANDOVER --callbacks {act.id}",
        f"{owner} 上晚班，回访须在交接班时委托：cs handover add 交接班编号 --委托回访 {act.id}",
    )


def _is_late(person: str, world: World) -> bool:
    late = {name.strip() for name in world.policy.settings.get(SETTING, "").split(",")}
    day = attendance.day_of(person, world.now, Hours(world.calendar, world.roster))
    return any(person in people for s, people in world.roster.get(day, {}).items() if s in late)


def _is_signed(act: Act, world: World) -> bool:
    """Tell whether the colleague has signed for a handover that has the call."""
    wanted = {
        "callbacks": (act.id,), "to": (str(act.values.get("owner")),),
        "status": ("incoming-signed",),
    }  # fmt: skip
    return bool(world.records.find("handover", wanted))
