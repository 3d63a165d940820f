"""Whoever is back early has taken fewer days; nobody is back before going (LVE-01).

``fill`` counts the days anew up to the return entry; ``check`` refuses one before the leave has
begun: leave that is not taken is cancelled. Once the first shift was missed only a superior takes
leave back: else days that were taken would not count.

    given:   leave from Monday to Friday
    passes:  return on Wednesday morning: two days were taken
    refused: return on the Sunday before; cancel on Tuesday, by the person
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cs_cli.domain.absence import AWAY, span
from cs_cli.domain.absences import UNDECIDED
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import instant
from cs_cli.rules import superior
from cs_cli.rules.at_work import hours_of
from cs_cli.rules.leave_request import counted


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set how many days the leave has taken."""
    return counted(act, world)


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse a return before the leave begins, and taking leave back once it has begun."""
    return _early(act, world) if act.do == "return" else _begun(act, world)


def _begun(act: Act, world: World) -> Text | None:
    begins = _instant(act.seen.get("begins_at"))
    if begins is None or world.now < begins or superior.is_one(act, world):
        return None
    status = act.before.status if act.before else ""
    verb = {**dict.fromkeys(AWAY, "return"), **dict.fromkeys(UNDECIDED, "cancel")}.get(status)
    if verb is None:
        return Text(
            "the leave is over and stays on record; only a superior takes it back now",
            "该请假已了结，记录须保留；此时仅上级可撤销",
        )
    way = f"cs leave {verb} {act.id}"
    if verb == "cancel":
        return Text(
            f"the leave was to have begun; call it off: {way} (only a superior voids it now)",
            f"请假时间已到，请撤销：{way}（此时仅上级可作废）",
        )
    return Text(
        f"the leave has begun; report back from it: {way} (only a superior takes it back now)",
        f"休假已开始，请销假：{way}（此时仅上级可撤销）",
    )


def _instant(value: object) -> datetime | None:
    try:
        return instant(value)
    except Invalid:
        return None


def _early(act: Act, world: World) -> Text | None:
    values = {name: value for name, value in act.values.items() if name != "returned_at"}
    found = span(values, hours_of(world))
    if found is None or world.now >= found[0]:
        return None
    begins = world.calendar.local(found[0]).strftime("%Y-%m-%d %H:%M")
    way = f"cs leave cancel {act.id}"
    return Text(
        f"the leave begins at {begins}; what is not taken is cancelled: {way}",
        f"{begins}才开始休假；不休的请撤销：{way}",
    )
