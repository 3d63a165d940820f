"""Work out which shift leave begins with, and whether it was asked for in time (LVE-02).

A bare day means the person's shift on the roster that day, else the opening of the desk. Leave
asked for once the shift has begun is ``late``: it waits for the exception to be approved (LVE-05).

    in time: asked 08:29 for a shift that starts 08:30
    late:    asked 09:30 for the same shift
"""

from collections.abc import Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.rules.guard import moment_of


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set ``begins_at``, and ``late`` where the shift has begun."""
    begins = moment_of(act.values.get("from"), act, world)
    if begins is None:
        return {}
    known = {"begins_at": world.calendar.local(begins).isoformat(timespec="seconds")}
    return {**known, "late": "true"} if world.now >= begins else known
