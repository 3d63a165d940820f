"""Every item of a checklist is ticked: the flags of its type and of the desk (REP-03, REP-35).

passes:  towel yes, gloves yes, shoe covers yes
refused: gloves no, or not answered
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse while an item is open, naming each with its option."""
    flags = {name: what for name, what in act.kind.fields.items() if what.type == "flag"}
    left = [name for name in flags if act.values.get(name) != "true"]
    if not left:
        return None
    options = {name: f"--{name.replace('_', '-')}" for name in left}
    english = ", ".join(f"{flags[name].label.en} ({options[name]})" for name in left)
    chinese = "、".join(f"{flags[name].label.zh}（{options[name]}）" for name in left)
    return Text(f"still to be ticked: {english}", f"尚未勾选：{chinese}")
