"""A month is sealed once it is over and everything in it is done with.

A kind of which all records of that month are done with is covered; one that lives on, such as
customers, is left out. Nothing that is covered may still owe anything, nor have a record about it
that is not done with: it would have to change again.

    passes:  March, sealed in April by a manager; its tickets are closed, its callbacks made
    refused: the same while a callback about one of its tickets is planned; March, on 31 March;
             by a clerk
"""

from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import UsageError
from cs_cli.domain.language import Text
from cs_cli.domain.seals import KIND, SEALED, Lot, Seal, digest, is_month

_SHOWN = 3


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Write down what is sealed: its kinds, how many records, their digest."""
    lots = _covered(world.records.in_month(_month(act)))
    files = [one for lot in lots for one in lot.files]
    return {
        "kinds": [lot.kind for lot in lots], "records": str(len(files)), "digest": digest(files)
    }  # fmt: skip


def check(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse a month that is not over, or still at work."""
    month = _month(act)
    if month >= f"{world.calendar.date_of(world.now):%Y-%m}":
        return Text(f"{month} is not over yet", f"{month} 尚未结束")
    every = world.records.in_month(month)
    lots = _covered(every)
    every_held = sorted(one for lot in lots for one in lot.held)
    held = [f"{id_} ({by})" if by else id_ for id_, by in every_held]
    if held:
        return Text(
            f"still at work in {month}: {_some(held)}", f"{month} 仍有未了结事项：{_some(held)}"
        )
    if lots:
        return None
    left = [lot for lot in every if lot.open and lot.kind != KIND]
    if not left:
        return Text(f"there are no records of {month}", f"{month} 没有记录")
    kinds = world.policy.kinds
    english = ", ".join(f"{kinds[one.kind].label.en} {_some(one.open)}" for one in left)
    chinese = "；".join(f"{kinds[one.kind].label.zh} {_some(one.open)}" for one in left)
    return Text(f"not done with in {month}: {english}", f"{month} 未了结：{chinese}")


def unchanged(act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse to bring a seal back into force over what is no longer as it was sealed."""
    seal = Seal.of(act.values)
    if act.before is None or act.before.status == SEALED or not is_month(seal.month):
        return None
    lots = [lot for lot in world.records.in_month(seal.month) if lot.kind in seal.kinds]
    if digest(one for lot in lots for one in lot.files) == seal.digest:
        return None
    return Text(
        f"{seal.month} has changed since it was unsealed; seal it again: cs seal {seal.month}",
        f"{seal.month} 启封后已有改动，请重新封存：cs seal {seal.month}",
    )


def keeper(_act: Act, world: World, _with: Mapping[str, str]) -> Text | None:
    """Refuse anybody but those who may change the settings of the desk."""
    if world.actor.has(*world.keepers):
        return None
    labels = [world.policy.roles[role].label for role in world.keepers]
    return Text(
        f"{world.actor.id} may not do this; it needs: {', '.join(one.en for one in labels)}",
        f"{world.actor.id} 无权办理，须由以下岗位办理：{'、'.join(one.zh for one in labels)}",
    )


def _covered(lots: Iterable[Lot]) -> list[Lot]:
    return [lot for lot in lots if lot.files and not lot.open and lot.kind != KIND]


def _month(act: Act) -> str:
    month = str(act.values.get("month") or "")
    if not is_month(month):
        raise UsageError(_("'{text}' is no month; write it as 2025-03").format(text=month))
    return month


def _some(ids: Sequence[str]) -> str:
    more = f" … ({len(ids)})" if len(ids) > _SHOWN else ""
    return ", ".join(ids[:_SHOWN]) + more
