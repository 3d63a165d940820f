"""A promise is moved only with a reason and after telling the customer (TKT-25).

The first promise needs neither. Taking a promise away counts as moving it.

    passes:  promised 15:00; promise --promised-at 17:00 --reason "no parts" --customer-informed yes
    refused: the same without --reason, or without --customer-informed; set --promised-at 17:00
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import instant


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the promise changes without reason or without the customer knowing."""
    before = act.before.values.get("promised_at") if act.before else None
    if not before or act.values.get("promised_at") == before:
        return None
    if act.event.get("reason") and act.event.get("customer_informed") == "true":
        return None
    before = _shown(str(before), world)
    way = f"cs {act.kind.kind} promise {act.id} --promised-at"
    return Text(
        f"the promise was {before}; it is moved with a reason after telling the customer: "
        f"{way} TIME --reason TEXT --customer-informed yes",
        f"原承诺时间为 {before}；改期须说明原因并告知客户："
        f"{way} 时间 --reason 原因 --customer-informed 是",
    )


def _shown(moment: str, world: World) -> str:
    try:
        return world.calendar.local(instant(moment)).strftime("%Y-%m-%d %H:%M")
    except Invalid:
        return moment
