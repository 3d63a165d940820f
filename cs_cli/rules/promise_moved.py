"""A promise lies ahead, and is moved only with a reason and after telling the customer (TKT-25).

The first promise needs neither. Taking a promise away counts as moving it.

    passes:  promised 15:00; promise --promised-at 17:00 --reason "no parts" --customer-informed yes
    refused: the same without --reason, or without --customer-informed; set --promised-at 17:00;
             at 18:00 the same as the one that passes
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import instant


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the promise changes to a time past, or without reason and customer knowing."""
    before = act.before.values.get("promised_at") if act.before else None
    after = act.values.get("promised_at")
    if after == before:
        return None
    if after and not _is_ahead(after, world):
        return Text(
            f"{_shown(str(after), world)} is past; promise a time that lies ahead",
            f"{_shown(str(after), world)} 已过；承诺时间须晚于现在",
        )
    if not before or _is_explained(act):
        return None
    before = _shown(str(before), world)
    way = f"cs {act.kind.kind} promise {act.id} --promised-at"
    return Text(
        f"the promise was {before}; it is moved with a reason after telling the customer: "
        f"{way} TIME --reason TEXT --customer-informed yes",
        f"原承诺时间为 {before}；改期须说明原因并告知客户："
        f"{way} 时间 --reason 原因 --customer-informed 是",
    )


def _is_explained(act: Act) -> bool:
    return bool(act.event.get("reason")) and act.event.get("customer_informed") == "true"


def _is_ahead(moment: object, world: World) -> bool:
    try:
        return instant(moment) > world.now
    except Invalid:
        return False


def _shown(moment: str, world: World) -> str:
    try:
        return world.calendar.local(instant(moment)).strftime("%Y-%m-%d %H:%M")
    except Invalid:
        return moment
