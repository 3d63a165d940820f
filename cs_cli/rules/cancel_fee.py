"""What it costs to cancel an order (ORD-02, ORD-03, ORD-12, X-09).

Free while its window is open, to the second and by the time of the request; later, and at any time
for goods made to measure, a share of the price: see :mod:`cs_cli.domain.order_terms`.

    ordered 2026-03-02 10:00, amount 5000; free for 48 hours, then 0.10
    requested 2026-03-04 10:00:00: fee 0, and no other
    requested 2026-03-04 10:00:01: fee 500 or more
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cs_cli.domain import money, window
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.meaning import value_at
from cs_cli.domain.money import Money
from cs_cli.domain.order_terms import FREE, CancelTerms, cancel_terms

CUSTOM = "custom"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the least fee, the fee where none was typed, and the refund where it follows."""
    terms = cancel_terms(world.policy.settings)
    least = _least(act, terms, world) if terms else None
    if least is None:
        return {}
    fee = _fee(act, terms, least) if terms else least
    return {"fee_least": str(least), "fee": str(fee), **_refund(act, world, fee)}


def _fee(act: Act, terms: CancelTerms, least: Money) -> Money:
    """Give the fee that was typed now, or agreed before and still right, else the least one."""
    fee = money.held(act.values.get("fee"))
    if fee is None or "fee" in act.changed:
        return fee or least
    more = fee.currency == least.currency and fee.amount > least.amount
    return fee if more and least.amount and not terms.exact else least


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse a fee below the least one, another than that where it is exact, any where free."""
    terms = cancel_terms(world.policy.settings)
    least = _least(act, terms, world) if terms else None
    fee = money.held(act.values.get("fee"))
    if terms is None or fee is None:
        return None
    if least is None:
        label, way = act.kind.fields[terms.base].label, f"cs {act.kind.kind} set {act.id}"
        return Text(
            f"the fee is reckoned from the {label.en}: {way} --{terms.base} AMOUNT",
            f"手续费按{label.zh}计算：{way} --{terms.base} 金额",
        )
    same = fee.currency == least.currency
    if not same or fee.amount < least.amount:
        return _sentence("a cancellation costs at least {least}", "手续费不得低于{least}", least)
    if fee.amount == least.amount:
        return None
    if least.amount == 0:
        free = ("the cancellation is free: --fee 0", "免费取消期内不收手续费：--fee 0")
        return _sentence(*free, least)
    if terms.exact:
        return _sentence("a cancellation costs {least} exactly", "手续费应为{least}", least)
    return None


def _sentence(en: str, zh: str, least: Money) -> Text:
    said = Text(least.said_in("en"), least.said_in("zh"))
    return Text(en.format(least=said.en), zh.format(least=said.zh))


def _least(act: Act, terms: CancelTerms, world: World) -> Money | None:
    """Give the least fee; None where the order is not known well enough."""
    base = money.held(act.values.get(terms.base))
    if base is None:
        return None
    if _is_free(act, world):
        return base.times(Decimal(0))
    return base.times(terms.rate)


def _is_free(act: Act, world: World) -> bool:
    if CUSTOM in (act.values.get("goods") or []):
        return False
    ordered = window.begins(act.values.get("ordered_at"), world.calendar)
    requested = window.begins(act.values.get("requested_at"), world.calendar)
    if ordered is None or requested is None:
        return False
    ends = window.ends(FREE, ordered, world.policy, world.calendar)
    return ends is not None and requested <= ends


def _refund(act: Act, world: World, fee: Money) -> dict[str, str]:
    """Give what was paid less the fee, where the order's record tells what was paid."""
    paid = money.held(value_at("order.paid", act, world))
    if "refund" in act.changed or paid is None or paid.currency != fee.currency:
        return {}
    return {"refund": str(Money(max(paid.amount - fee.amount, Decimal(0)), paid.currency))}
