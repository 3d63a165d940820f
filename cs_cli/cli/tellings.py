"""What a command tells besides, as lines for people and as data for programs."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from cs_cli.app.banners import Told
from cs_cli.cli import list_views
from cs_cli.domain.found import Found
from cs_cli.render import instants
from cs_cli.render.plain import one_line

if TYPE_CHECKING:
    from cs_cli.app.telling import Recalled

_MOST = 10  # earlier records shown to people
_RESULTS = ("result", "satisfaction")


def told_lines(told: Iterable[Told], zone: tzinfo) -> Iterator[str]:
    """Give a line for every value, several for a list of entries."""
    for one in told:
        value = list_views.hide(one.field, one.value, one.private)
        is_list = one.field is not None and one.field.type == "list" and isinstance(value, list)
        for item in value if is_list else [value]:
            yield f"{one.label}: {one_line(_worded(one, item, zone))}"


def _worded(one: Told, item: Any, zone: tzinfo) -> str:  # noqa: ANN401
    """Give an entry of a list without the labels of its parts: they say it by themselves."""
    if not isinstance(item, dict) or one.field is None:
        return list_views.cell(one.field, item, zone)
    inner = one.field.fields
    return " ".join(list_views.cell(inner.get(name), value, zone) for name, value in item.items())


def told_data(told: Iterable[Told]) -> dict[str, Any]:
    """Give every value by its path; where a path leads to several records, a list of theirs."""
    data: dict[str, list[Any]] = {}
    for one in told:
        hidden = list_views.hide(one.field, one.value, one.private)
        data.setdefault(one.path, []).append(list_views.machine(one.field, hidden))
    return {path: held[0] if len(held) == 1 else held for path, held in data.items()}


def recalled_lines(recalled: "Recalled", zone: tzinfo) -> Iterator[str]:
    """Give a line for each of the last earlier records, the newest last."""
    more = len(recalled.found) - _MOST
    if more > 0:
        yield _("{number} more before these").format(number=more)
    pairs = list(zip(recalled.found, recalled.private, strict=True))
    for found, private in pairs[-_MOST:]:
        yield _recalled_line(recalled, found, private, zone)


def _recalled_line(
    recalled: "Recalled", found: Found, private: tuple[str, ...], zone: tzinfo
) -> str:
    kind = recalled.kind.of(found.type)
    shown = {
        name: one_line(
            list_views.cell(field, list_views.hide(field, found.values[name], private), zone)
        )
        for name in (kind.title, *_RESULTS)
        if (field := kind.fields.get(name)) and found.values.get(name) not in (None, "", [])
    }
    result = f": {shown['result']}" if "result" in shown else ""
    pleased = f" ({shown['satisfaction']})" if "satisfaction" in shown else ""
    day = instants.day(list_views.opened(found).astimezone(zone))
    return f"{day}  {found.id}  {shown.get(kind.title, '')}{result}{pleased}"


def recalled_data(recalled: "Recalled | None") -> list[dict[str, Any]]:
    """Give every earlier record with its id and result."""
    if recalled is None:
        return []
    pairs = zip(recalled.found, recalled.private, strict=True)
    return [_recalled_one(recalled, found, private) for found, private in pairs]


def _recalled_one(recalled: "Recalled", found: Found, private: tuple[str, ...]) -> dict[str, Any]:
    kind = recalled.kind.of(found.type)
    values = {
        name: list_views.hide(kind.fields.get(name), found.values.get(name), private)
        for name in _RESULTS
    }
    title = list_views.hide(kind.fields.get(kind.title), found.values.get(kind.title), private)
    return {
        "id": found.id, "opened_at": list_views.opened(found).isoformat(), "title": title, **values,
    }  # fmt: skip
