"""The objects that change hands with a shift are written down before they are counted (HND-04).

Those the policy names (setting ``handover.objects``), then those of the last handover, each with
the number that should be there. What is counted stays open until somebody counts it.

    policy: telephone 2; the last handover: telephone, expected=2, found=1; umbrella, expected=10
    gives:  telephone, expected=2; umbrella, expected=10
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain import objects
from cs_cli.domain.act import Act, World
from cs_cli.rules import handover_items

INVENTORY = "inventory"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Add the objects to be counted to the inventory of a handover."""
    listed = handover_items.of(act.values, INVENTORY)
    named = objects.parse(world.policy.settings.get(objects.SETTING, ""))
    wanted = [{"item": name, "expected": number} for name, number in named.items()]
    earlier = handover_items.earlier(act, world.records)
    last = handover_items.of(earlier[-1].values, INVENTORY) if earlier else []
    wanted += [{name: one.get(name) for name in ("item", "expected")} for one in last]
    told = handover_items.united([*listed, *wanted], first=True)
    return {INVENTORY: told} if told else {}
