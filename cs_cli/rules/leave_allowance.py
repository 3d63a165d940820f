"""Leave is of a type that the desk has, and of a year's days no more is asked for than there are.

Both are settings, ``leave.types`` and ``leave.allowance``; without a figure nothing is refused
(LVE-14). ``with`` says which is looked at: ``types`` or ``days``.

    setting: leave.allowance: annual 5
    passes:  two days of annual leave after three; any number of days of sick leave
    refused: three days of annual leave after three
"""

from collections.abc import Mapping
from decimal import Decimal

from cs_cli.domain.absence import span
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text
from cs_cli.domain.leave_balance import COUNTED, spent
from cs_cli.domain.leave_settings import TYPES, allowances, types_in
from cs_cli.rules.at_work import hours_of, leaves


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse a type the desk does not have, or more days than are left."""
    return _type(act, world) if with_["look"] == "types" else _days(act, world)


def _type(act: Act, world: World) -> Text | None:
    known = types_in(world.policy, TYPES)
    if not known or act.type in known:
        return None
    ways = ", ".join(known)
    return Text(f"leave here is of these types: --type {ways}", f"本单位的请假类型：--type {ways}")


def _days(act: Act, world: World) -> Text | None:
    allowance = allowances(world.policy).get(act.type or "")
    found = span(act.values, hours_of(world))
    if allowance is None or found is None:
        return None
    person = str(act.seen.get("person") or "")
    others = [o.values for o in leaves(person, COUNTED, world, act.id) if o.type == act.type]
    hours = hours_of(world)
    for year in range(found[0].year, min(found[1].year, found[0].year + 10) + 1):
        asked = spent([act.values], year, hours)
        left = allowance - spent(others, year, hours)
        if asked > max(left, Decimal(0)):
            return _over(act, year, f"{asked}", f"{left}", f"{allowance}")
    return None


def _over(act: Act, year: int, asked: str, left: str, allowance: str) -> Text:
    label = act.kind.label
    return Text(
        f"{asked} days of {label.en} in {year} are more than are left ({left} of {allowance})",
        f"{year}年{label.zh}申请{asked}天，剩余{left}天（全年{allowance}天）",
    )
