"""Fees taken for the cashier are counted and handed over; a difference is explained (HND-16).

``fill`` puts the fees that are still to be handed over on the handover, those in the currency that
was counted, with their sum as what is recorded. Without any such fee in the register whoever hands
over says what is recorded.

    given:   fees of 120 and 180 taken for the cashier, counted 290
    passes:  with an explanation; counted 300 without one
    refused: counted 290, or 310, without a word
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

_KIND = "fee"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the fees to be handed over and their sum."""
    counted = money.held(act.values.get("amount_counted"))
    if counted is None or _KIND not in world.policy.kinds:
        return {}
    wanted = {"for_cashier": ("true",), "status": ("collected",)}
    fees = {
        fee.id: amount
        for fee in world.records.find(_KIND, wanted, open_only=True)
        if (amount := money.held(fee.values.get("amount"))) and amount.currency == counted.currency
    }
    if not fees:
        return {"fees": None} if act.values.get("fees") else {}
    (recorded,) = money.totals(fees.values())
    return {"fees": list(fees), "amount_recorded": str(recorded)}


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse a difference between what is counted and what is recorded that nobody explained."""
    counted = money.held(act.values.get("amount_counted"))
    recorded = money.held(act.values.get("amount_recorded"))
    if counted is None:
        return Text(
            "say what was counted: --amount-counted AMOUNT", "请登记实点金额：--amount-counted 金额"
        )
    if recorded is None:
        return Text(
            "no fee is in the register for the cashier; say what is recorded: "
            "--amount-recorded AMOUNT",
            "收费登记中没有代收款，请登记应交金额：--amount-recorded 金额",
        )
    if counted == recorded or act.values.get("difference_note"):
        return None
    english = f"recorded {recorded.said_in('en')}, counted {counted.said_in('en')}"
    chinese = f"登记 {recorded.said_in('zh')}，实点 {counted.said_in('zh')}"
    return Text(
        f"{english}: explain the difference (--difference-note TEXT)",
        f"{chinese}，金额不符，须说明（--difference-note 说明）",
    )
