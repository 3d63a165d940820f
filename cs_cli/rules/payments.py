"""What was paid for an order, and whether that is all of it (ORD-10).

As a fill it adds up the ``payments``; as a rule it refuses while they do not reach the ``amount``.
What was paid in another currency pays nothing of it. ``with`` names the ``verb`` that writes down
a payment, where that is not ``pay``.

    amount 8000, payments 5000 and 3000: paid in full
    amount 8000, payments 6400, or none, or no amount known: not paid in full
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.money import Money


def fill(act: Act, _world: World) -> Mapping[str, Any]:
    """Set what was paid so far, in the currency of the order."""
    paid = _paid(act)
    return {} if paid is None else {"paid": str(paid)}


def check(act: Act, _world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse while something is still to be paid, and say how much."""
    id_ = act.id
    amount, paid = money.held(act.values.get("amount")), _paid(act)
    if amount is None:
        return Text(
            f"the amount is not known: cs order set {id_} --amount AMOUNT",
            f"尚无订单金额：cs order set {id_} --amount 金额",
        )
    had = paid.amount if paid is not None and paid.currency == amount.currency else Decimal(0)
    if had >= amount.amount:
        return None
    left = Money(amount.amount - had, amount.currency)
    verb = with_.get("verb", "pay")
    return Text(
        f"{left.said_in('en')} of {amount.said_in('en')} is still to be paid:"
        f" cs order {verb} {id_} --payment AMOUNT",
        f"订单金额{amount.said_in('zh')}，尚欠{left.said_in('zh')}："
        f"cs order {verb} {id_} --payment 金额",
    )


def _paid(act: Act) -> Money | None:
    """Add up the payments in the currency of the order, else of the first of them."""
    entries = act.values.get("payments") or []
    found = [money.held(one.get("payment")) for one in entries if isinstance(one, Mapping)]
    totals = {one.currency: one for one in money.totals(one for one in found if one)}
    amount = money.held(act.values.get("amount"))
    if amount is not None:
        return totals.get(amount.currency)
    return next(iter(totals.values()), None)
