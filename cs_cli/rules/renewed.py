"""A time is set anew by this very command, and lies ahead (CMP-04).

``with`` names the field; with ``when: changed`` a command that leaves it alone passes. A reply
that leaves a complaint unresolved agrees on the next one, even when the time agreed before has not
come yet.

    passes:  reply --next-reply-at "fri 10:00"
    refused: reply alone; reply --next-reply-at with a time that is past
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import instant


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the field was not set by this command to a time ahead."""
    name = with_["field"]
    if with_.get("when") == "changed" and name not in act.changed:
        return None
    if name in act.changed and _is_ahead(act, name, world):
        return None
    option = f"--{name.replace('_', '-')}"
    label = act.kind.fields[name].label
    return Text(
        f"still unsolved: set a new {label.en} that lies ahead ({option} TIME), or resolve it",
        f"尚未解决：请重新约定将来的{label.zh}（{option} 时间），或登记解决",
    )


def _is_ahead(act: Act, name: str, world: World) -> bool:
    try:
        return instant(act.values.get(name)) > world.now
    except Invalid:
        return False
