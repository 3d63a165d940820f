"""Customers are not called while they rest (CBK-03).

The hours are the setting ``quiet_hours`` of the policy; without it there are none. A row for the
calls warns (``warn: "true"``), because a customer may have asked for that very hour.

    passes:  a call at 15:00 with quiet_hours: 12:00-14:00
    refused: the same call at 12:30; with warn it is told and passes
"""

from collections.abc import Mapping

from cs_cli.domain import quiet
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(_act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Say which hours are quiet and when they end, while they last."""
    hours = quiet.parse(world.policy.settings.get(quiet.SETTING, ""))
    end = quiet.until(hours, world.now.astimezone(world.calendar.zone))
    if end is None:
        return None
    said, over = quiet.shown(hours), f"{end:%H:%M}"
    return Text(
        f"customers rest now (quiet hours {said}); call after {over}",
        f"现在是客户休息时间（免打扰时段 {said}），请在 {over} 之后拨打",
    )
