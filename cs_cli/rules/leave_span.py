"""Leave ends after it begins, and two leaves of one person do not overlap.

Half a day goes with a day, not with a time of it, and is not put in or taken out afterwards.
``with`` says which is looked at: ``order``, ``overlap`` or ``halves``. Leave that was rejected,
cancelled or is over stands in nobody's way.

    passes:  the morning of 5 March while leave for its afternoon is asked for
    refused: the whole of 5 March; from 5 March in the afternoon to 5 March in the morning
"""

from collections.abc import Callable, Mapping

from cs_cli.domain.absence import ASKED, AWAY, meet, span
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.rules.at_work import hours_of, leaves


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse what ends before it begins, what overlaps, and half days changed afterwards."""
    return _LOOKS[with_["look"]](act, world)


def _order(act: Act, world: World) -> Text | None:
    for end in ("from", "to"):
        half = f"{end}_half"
        if act.seen.get(half) and "T" in str(act.seen.get(end)):
            option = f"--{half.replace('_', '-')}"
            return Text(
                f"{option} goes with a day: give --{end} without a time, or leave {option} out",
                f"{option} 须配日期：--{end} 请勿带时刻，或不填 {option}",
            )
    found = span(act.seen, hours_of(world))
    if found is None or found[0] < found[1]:
        return None
    first, last = act.seen.get("from"), act.seen.get("to")
    return Text(
        f"leave ends ({last}) before it begins ({first})", f"请假结束（{last}）早于开始（{first}）"
    )


def _overlap(act: Act, world: World) -> Text | None:
    own = span(act.seen, hours_of(world))
    person = str(act.seen.get("person") or "")
    for other in leaves(person, ASKED, world, act.id) if own else ():
        theirs = span(other.values, hours_of(world))
        if own and theirs and meet(own, theirs):
            first, last = (_shown(other.values.get(end)) for end in ("from", "to"))
            begun = other.status in AWAY and world.now >= theirs[0]
            way = f"cs leave {'return' if begun else 'cancel'} {other.id}"
            return Text(
                f"{person} has leave then already: {other.id}, {first} to {last} ({way})",
                f"{person} 该时段已有请假 {other.id}（{first} 至 {last}；{way}）",
            )
    return None


def _shown(moment: object) -> str:
    """Give a day, or a time of it to the minute."""
    return str(moment)[:16].replace("T", " ") if moment else "…"


def _halves(act: Act, _world: World) -> Text | None:
    old = act.before.values if act.before else {}
    for name in ("from_half", "to_half"):
        if act.values.get(name) != old.get(name):
            way = f"cs leave cancel {act.id}"
            return Text(
                f"half days cannot be changed once asked for; cancel and ask again: {way}",
                f"申请后不得更改半天时段；请撤销后重新申请：{way}",
            )
    return None


_LOOKS: Mapping[str, Callable[[Act, World], Text | None]] = {
    "order": _order, "overlap": _overlap, "halves": _halves,
}  # fmt: skip
