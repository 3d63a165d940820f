"""Count how often the customer was reached: the second response has its own deadline (CMP-36).

counts:         reply; answer; call --reached yes
does not count: call --reached no
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set ``responses`` one higher, unless it was a call that nobody answered."""
    if act.do == "call" and act.event.get("reached") != "true":
        return {}
    counted = str((act.before.values.get("responses") if act.before else None) or "0")
    return {"responses": str(int(counted) + 1)} if counted.isdecimal() else {"responses": "1"}
