"""Every item of the order is accepted, one by one (REP-39).

passes:  goods chair, table; accepted table and chair; two lines of chairs accepted twice
refused: complete with the table not accepted; accept of a lamp that nobody ordered
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse an item that is not of the order, and at the end every one that is missing."""
    ordered, accepted = _items(act.values.get("goods")), _items(act.values.get("acceptance"))
    odd = list(accepted - ordered)
    if odd:
        there = ", ".join(ordered) or "-"
        return Text(
            f"{odd[0]} is not open to be accepted; on the order: {there}",
            f"{odd[0]} 不是待验收项目；订单项目：{there}",
        )
    missing = list((ordered - accepted).elements())
    if act.do == "accept" or not missing:
        return None
    done, of = sum(accepted.values()), sum(ordered.values())
    named = ", ".join(missing)
    return Text(
        f"{done} of {of} items are accepted; still open: {named} "
        f"(cs visit accept {act.id} --item ITEM)",
        f"已验收 {done}/{of} 项，尚缺：{named}（cs visit accept {act.id} --item 品名）",
    )


def _items(value: Any) -> Counter[str]:  # noqa: ANN401 - values are data
    entries = value if isinstance(value, list) else []
    named = (str(one.get("item") or "").strip() for one in entries if isinstance(one, Mapping))
    return Counter(name for name in named if name)
