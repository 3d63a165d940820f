"""A fee taken while the cashier is away is taken for her (SFT-18).

That is outside of the setting ``cashier.hours``, and on days that are no working days; without
the setting, outside of the hours of the desk. What she takes herself is never for somebody else.

    given:  cashier.hours "08:30-12:00, 14:00-17:30", a fee received at 12:30
    gives:  for_cashier true; nothing for one received at 11:59
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain import cashier
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.record import instant

ROLE = "cashier"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set ``for_cashier`` by the time in ``received_at``."""
    try:
        received = instant(act.values.get("received_at"))
    except Invalid:
        return {}
    receiver = world.people.get(str(act.values.get("received_by")))
    if receiver is not None and receiver.has(ROLE):
        return {}
    hours = cashier.parse(world.policy.settings.get(cashier.SETTING, ""))
    is_there = cashier.is_there(hours, received, world.calendar)
    return {} if is_there else {"for_cashier": "true"}
