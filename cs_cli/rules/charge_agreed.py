"""Nobody charges more than the price the customer accepted (REP-17).

passes:  charge 80 or 65 of an accepted quote of 80; no charge
refused: charge 120 of it, or 80 in another currency
"""

from collections.abc import Mapping

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse a charge beyond the quote; a higher price is another quote to accept."""
    charge = money.held(act.values.get("charge"))
    quote = money.held(act.values.get("quote"))
    if charge is None or quote is None:
        return None
    if charge.currency == quote.currency and charge.amount <= quote.amount:
        return None
    return Text(
        f"the customer accepted {quote}, not {charge}; quote anew: "
        f"cs ticket quote {act.id} --quote AMOUNT, then cs ticket accept-quote {act.id}",
        f"客户接受的报价为{money.said(str(quote), 'zh')}，不是{money.said(str(charge), 'zh')}；"
        f"请重新报价：cs ticket quote {act.id} --quote 金额，"
        f"再 cs ticket accept-quote {act.id}",
    )
