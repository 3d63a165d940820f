"""What is loaded is what was ordered: item, model, colour, size and pieces (REP-35).

On a checklist the goods are those of the visit it is about, on a visit what was loaded is on the
complete checklist of the trip. Without a list of goods there is nothing to hold it against.

    passes:  ordered chair B2 natural M, 4 pieces; loaded the same
    refused: 3 pieces, another colour, a chair too few, a table that nobody ordered
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

_KEYS = ("item", "model", "colour", "size", "pieces")


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse when the two differ, naming what is missing and what is too much."""
    goods, loaded = _both(act, world, with_)
    missing, odd = _beyond(goods, loaded), _beyond(loaded, goods)
    if not (missing or odd):
        return None
    return Text(
        f"what is loaded is not what was ordered; ordered: {', '.join(missing) or '-'}; "
        f"loaded: {', '.join(odd) or '-'}",
        f"装车与订单不符；订单：{'、'.join(missing) or '-'}；装车：{'、'.join(odd) or '-'}",
    )


def _beyond(these: Sequence[Mapping[str, Any]], those: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give the entries that have no like among the others, as they were written."""
    left, found = Counter(map(_line, those)), []
    for entry in these:
        if not left[_line(entry)]:
            found.append(" ".join(str(entry[key]) for key in _KEYS if entry.get(key)))
        left[_line(entry)] = max(left[_line(entry)] - 1, 0)
    return found


def _both(act: Act, world: World, with_: Mapping[str, str]) -> tuple[list[Any], list[Any]]:
    """Give what was ordered and what is loaded."""
    if act.kind.kind == "checklist":
        about = [world.records.get(id_) for id_ in act.values.get("about") or []]
        goods = [one for visit in about if visit for one in _entries(visit.values.get("goods"))]
        return goods, _entries(act.values.get("loaded"))
    match = {"type": (with_["type"],), "status": ("complete",), "trip": (_trip(act),)}
    found = world.records.find("checklist", match, about=act.id)
    loaded = _entries(found[-1].values.get("loaded")) if found else []
    return _entries(act.values.get("goods")), loaded


def _trip(act: Act) -> str:
    return str(act.values.get("trip") or "")


def _entries(value: object) -> list[Any]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _line(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Give an entry as it is compared: case and figures such as 2 and 2.0 do not matter."""
    return tuple(_plain(entry.get(key)) for key in _KEYS)


def _plain(value: object) -> str:
    text = " ".join(str(value or "").split()).casefold()
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text
