"""When a complaint is apologised for: the setting ``complaint.apology`` of a policy (CMP-52).

``first``: before anything else is done about it; ``after-cause``: a fault of ours is apologised
for once the cause is known; ``none``: as it comes. Absent means ``none``.
"""

from collections.abc import Iterator, Mapping

from cs_cli.domain.errors import Invalid
from cs_cli.domain.shape import unknown

SETTING = "complaint.apology"
FIRST, AFTER_CAUSE, NONE = "first", "after-cause", "none"
WAYS = (FIRST, AFTER_CAUSE, NONE)


def way(settings: Mapping[str, str]) -> str:
    """Give what the setting says."""
    return settings.get(SETTING, NONE)


def faults(settings: Mapping[str, str]) -> Iterator[Invalid]:
    """Give what is wrong with the setting, at its place in a policy."""
    if way(settings) not in WAYS:
        fault = unknown(way(settings), list(WAYS))
        yield Invalid(fault.message, "settings", SETTING, hint=fault.hint)
