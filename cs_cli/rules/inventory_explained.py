"""What was counted differs from what should be there only with an explanation (HND-04).

passes:  telephone, expected 2, found 2; expected 2, found 1, explanation "one under repair"
refused: telephone, expected 2, found 1

What nobody has counted yet, or nobody knows the number of, differs from nothing.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when a difference in the inventory has no explanation, naming the items."""
    entries = act.values.get("inventory") or []
    odd = [entry for entry in entries if isinstance(entry, Mapping) and _differs(entry)]
    if not odd:
        return None
    counted = [(e.get("item") or "?", e.get("found") or 0, e.get("expected") or 0) for e in odd]
    english = ", ".join(f"{item} {found} of {expected}" for item, found, expected in counted)
    chinese = "、".join(f"{item}实有{found}应有{expected}" for item, found, expected in counted)
    return Text(
        f"explain the difference (explanation=…): {english}", f"物品数量不符，须说明：{chinese}"
    )


def _differs(entry: Mapping[str, Any]) -> bool:
    if entry.get("explanation") or not (entry.get("expected") and entry.get("found")):
        return False
    return _number(entry.get("expected")) != _number(entry.get("found"))


def _number(value: object) -> Decimal | str:
    try:
        return Decimal(str(value or "0"))
    except InvalidOperation:
        return str(value)
