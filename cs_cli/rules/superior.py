"""Leave is decided by somebody above the person who asks, never by the person alone.

Says nothing about somebody who reports to nobody in ``people.yaml``.

    passes:  Li reports to Chen; Chen approves Li's leave
    refused: Li approves Li's leave; so does a supervisor of another team
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when whoever acts is not in the reporting line above the person."""
    person = str(act.seen.get("person") or "")
    line = [above.id for above in world.people.line(person)]
    if not line or world.actor.id in line:
        return None
    names = ", ".join(line)
    return Text(
        f"{world.actor.id} is not a superior of {person}; it is for: {names}",
        f"{world.actor.id} 不是 {person} 的上级；应由 {names} 审批",
    )
