"""What is still to be collected of a balance, and what is short of it (REP-40).

given:  balance_due 860, nothing collected
gives:  outstanding 860
given:  balance_due 860, balance_collected 760
gives:  shortfall 100, nothing outstanding: the collector answers for it
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Refused
from cs_cli.domain.language import Text

_OTHER = Text(
    "the balance is due in {due}; what is collected is counted in it",
    "应收尾款币种为{due}，实收须用同一币种",
)


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set what is outstanding and what is short; raise :class:`Refused` for another currency."""
    due = money.held(act.values.get("balance_due"))
    collected = money.held(act.values.get("balance_collected"))
    if due is None or collected is None:
        is_open = due is not None and due.amount > 0
        return {"outstanding": str(due) if is_open else None, "shortfall": None}
    if due.currency != collected.currency:
        raise Refused(str(_OTHER).format(due=due.currency))
    short = money.Money(due.amount - collected.amount, due.currency)
    return {"outstanding": None, "shortfall": str(short) if short.amount > 0 else None}
