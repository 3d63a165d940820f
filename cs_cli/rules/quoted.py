"""What costs something was quoted, and the customer accepted it, before (REP-17).

What is written down as costing nothing needs no quote.

    passes:  --charge 0, or no charge at all; any charge once a quote was accepted
    refused: --charge 60 while nobody accepted a quote
"""

from collections.abc import Mapping

from cs_cli.domain import money
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, _world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse a charge of more than nothing while no quote was accepted."""
    charge = money.held(act.seen.get("charge"))
    if charge is None or not charge.amount or act.seen.get("quote_accepted_at"):
        return None
    id_ = act.id
    return Text(
        f"nobody accepted a price for this: cs ticket quote {id_} --quote AMOUNT,"
        f" then cs ticket accept-quote {id_}; if it costs nothing: --charge 0",
        f"尚未报价并经客户接受：cs ticket quote {id_} --quote 金额，"
        f"再 cs ticket accept-quote {id_}；不收费：--charge 0",
    )
