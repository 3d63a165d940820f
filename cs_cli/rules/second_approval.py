"""Above a limit two different people approve (ORD-06, ORD-16).

The limit is the setting ``approval.limit``; absent means that one person is enough. ``with`` names
the fields of the amounts, of which the largest counts; where none is known, or one is in another
currency than the limit, it counts as above it. Whoever countersigned does not approve.

    approval.limit: 10000
    passes:  10000.00 approved by the manager alone; 10000.01 after somebody else countersigned
    refused: 10000.01 approved by the manager alone, or countersigned by the manager as well
"""

from collections.abc import Mapping

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.money import Money
from cs_cli.domain.order_terms import approval_limit

BY = "countersigned_by"


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse the approval of a single person above the limit."""
    limit = approval_limit(world.policy.settings)
    if limit is None or not _is_above(act, with_, limit):
        return None
    other = act.values.get(BY)
    if other and other != world.actor.id:
        return None
    way = f"cs {act.kind.kind} countersign {act.id}"
    return Text(
        f"above {limit.said_in('en')} two different people approve; somebody else first: {way}",
        f"超过{limit.said_in('zh')}须两人审批，请先由另一人会签：{way}",
    )


def _is_above(act: Act, with_: Mapping[str, str], limit: Money) -> bool:
    found = (money.held(act.values.get(name)) for name in with_["amounts"].split())
    amounts = [one for one in found if one]
    return not amounts or any(
        one.currency != limit.currency or one.amount > limit.amount for one in amounts
    )
