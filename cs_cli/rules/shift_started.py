"""A shift starts when both have signed; before, the incoming person logs nothing (HND-06).

passes:  Wang accepted the handover, then registers a ticket
refused: Li signed the handover to Wang, Wang has not, and registers a ticket
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when a handover to whoever acts waits for the second signature."""
    wanted = {"to": (world.actor.id,), "status": ("outgoing-signed",)}
    waiting = world.records.find("handover", wanted, open_only=True)
    if not waiting:
        return None
    id_ = waiting[0].id
    return Text(
        f"your shift has not started: sign handover {id_} first (cs handover accept {id_})",
        f"尚未接班：请先在交接班 {id_} 上签字（cs handover accept {id_}）",
    )
