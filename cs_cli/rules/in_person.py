"""Leave is asked for in person; only some of it may be asked for by another (LVE-08).

The setting ``leave.proxy_types`` lists the types that a colleague may ask for, comma between them.
Who asks is who acts: nobody asks in somebody else's name.

    setting: leave.proxy_types: sick
    passes:  Wang asks for Li's sick leave; Li asks for any leave of Li's
    refused: Wang asks for Li's private leave; Wang asks as if Li had
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.leave_settings import PROXY, types_in


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse leave asked for by or in the name of somebody else."""
    person, asks, me = act.seen.get("person"), act.seen.get("requested_by"), world.actor.id
    proxies = types_in(world.policy, PROXY)
    if asks == me and (person == me or act.type in proxies):
        return None
    names = ", ".join(sorted({str(person), str(asks), me}))
    kinds = world.policy.kinds[act.kind.kind].types
    labels = [kinds[name].label for name in proxies if name in kinds]
    english, chinese = ", ".join(one.en for one in labels), "、".join(one.zh for one in labels)
    return Text(
        f"leave is asked for in person ({names})"
        + (f"; only {english} may be asked for by another" if labels else ""),
        f"请假须本人申请（{names}）" + (f"，{chinese}除外" if labels else ""),
    )
