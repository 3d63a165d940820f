"""One clerk makes all calls with one customer for the whole process (CBK-05).

The clerk is the customer's ``callback_owner``; a colleague who steps in says why.

    passes:  customer's caller Li; Li calls; Wang calls with --takeover "Li is on leave"
    refused: Wang calls without a takeover note
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when another clerk has the customer and no takeover is noted."""
    customer = world.records.get(str(act.values.get("customer") or ""))
    caller = customer.values.get("callback_owner") if customer else None
    if not caller or caller == world.actor.id or act.seen.get("takeover"):
        return None
    return Text(
        f"{caller} makes all calls with this customer; say why you step in: --takeover TEXT",
        f"该客户由 {caller} 专人回访；代访请说明原因：--takeover 说明",
    )
