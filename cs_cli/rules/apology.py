"""When to apologise differs from company to company (CMP-52).

The setting ``complaint.apology`` of the policy says which way is the desk's; ``with`` which way a
row puts into force. Being sorry for the trouble is one thing, and never refused; being sorry for
our fault admits it.

    first:       refused is a step of handling before either apology
    after-cause: refused is to apologise for our fault while the cause is empty or unknown
    none:        nothing is refused

An apology that was given before is not taken back, whatever the way is now.
"""

from collections.abc import Mapping

from cs_cli.domain import apology
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

TROUBLE, FAULT = "apology_for_inconvenience", "apology_for_fault"
UNKNOWN = (None, "", "unknown")


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse what comes before the apology, or the apology that comes before the cause."""
    way = apology.way(world.policy.settings)
    if way != with_["way"]:
        return None
    return _too_late(act) if way == apology.FIRST else _too_early(act)


def _too_late(act: Act) -> Text | None:
    if act.seen.get("apology_at") or "true" in (act.seen.get(TROUBLE), act.seen.get(FAULT)):
        return None
    how = f"cs ticket apologise {act.id} --apology-for-inconvenience"
    return Text(f"apologise to the customer first: {how} yes", f"请先向客户致歉：{how} 是")


def _too_early(act: Act) -> Text | None:
    before = act.before.values if act.before else {}
    given = act.seen.get(FAULT) == "true" and before.get(FAULT) != "true"
    if not given or act.seen.get("cause") not in UNKNOWN:
        return None
    how = "--apology-for-inconvenience"
    return Text(
        f"find the cause before apologising for our fault; for the trouble at any time: {how} yes",
        f"未查明原因前不为过错致歉；为不便致歉随时可以：{how} 是",
    )
