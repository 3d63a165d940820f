"""What ``$PATH``, ``@me`` and a field such as ``customer.tier`` in data stand for in an act.

A path is a field, or a field and what is in the record or about the person named there:
``customer.tier``, ``about.first_responsible`` (of a list the first), ``owner.roles``. The word
``actor`` before the dot means whoever acts. What leads nowhere is None.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.found import Found
from cs_cli.domain.ids import is_id
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Match, Query, fits
from cs_cli.domain.paths import ACTOR, End, follow, within

COPY = "$"
WORDS = ("@me", "@now", "@today", "@yesterday")
# What is named by a field: told by the value, which may be one of the event or of a turn.
_RECORD = FieldDef(Text("record", "记录"), "record")
_PERSON = FieldDef(Text("person", "人员"), "person")


def value_at(path: str, act: Act, world: World) -> Any:  # noqa: ANN401 - values are data
    """Give the value that a path leads to; None where there is nothing."""
    if "." not in path:
        return _own(path, act)
    end = end_at(path, act, world)
    return None if end is None else end.value


def end_at(path: str, act: Act, world: World) -> End | None:
    """Give what a path with a dot leads to beyond the record, with the field it is in."""
    name, _dot, inner = path.partition(".")
    if name == ACTOR:
        ends = within(world.actor, inner, world.ways)
    else:
        value = _first(_own(name, act))
        leads = _RECORD if isinstance(value, str) and is_id(value) else _PERSON
        ends = follow(End(leads, value), inner, world.ways)
    return ends[0] if ends else None


def values_at(paths: Iterable[str], act: Act, world: World) -> dict[str, Any]:
    """Give the value of every path."""
    return {path: value_at(path, act, world) for path in paths}


def holds(wanted: Match, act: Act, world: World) -> bool:
    """Tell whether an act fits; fields may be paths, and values ``$PATH`` or ``@me``."""
    return fits(resolved(wanted, act, world), values_at(wanted, act, world))


def resolved(wanted: Match, act: Act, world: World) -> Match:
    """Put in what ``$PATH`` and ``@me`` stand for; an empty path leaves nothing that fits."""
    return {
        name: tuple(value for option in options for value in _values(option, act, world))
        for name, options in wanted.items()
    }


def find(query: Query, act: Act, world: World) -> Sequence[Found]:
    """Give the records a query finds from the record acted on, which may be among them."""
    wanted = resolved(query.match, act, world)
    about = act.id if query.linked else None
    return world.records.find(query.kind, wanted, open_only=query.open, about=about)


def is_private(path: str, act: Act, world: World) -> bool:
    """Tell whether a path leads to personal data."""
    if "." not in path:
        return path in act.kind.fields and act.kind.fields[path].pii
    end = end_at(path, act, world)
    return end is not None and end.field.pii


def meant(text: str, act: Act, world: World) -> Any:  # noqa: ANN401
    """Give the value that a text in data stands for: ``$PATH``, ``@me``, or itself."""
    if text.startswith(COPY):
        return value_at(text[len(COPY) :], act, world)
    return word(text, world.actor.id, world.calendar.local(world.now))


def word(text: str, me: str, local: datetime) -> str:
    """Give what a word such as ``@me`` stands for; every other text is itself."""
    words = {
        "@me": me,
        "@now": local.isoformat(timespec="seconds"),
        "@today": local.date().isoformat(),
        "@yesterday": (local.date() - timedelta(days=1)).isoformat(),
    }
    return words.get(text, text)


def shaped(field: FieldDef, value: Any) -> Any:  # noqa: ANN401
    """Give a copied value as the field holds it: many of them in a list, else the first."""
    if value is None:
        return None
    if field.many or field.type == "list":
        return value if isinstance(value, list) else [value]
    return _first(value)


def _own(name: str, act: Act) -> Any:  # noqa: ANN401
    head = {"id": act.id, "kind": act.kind.kind, "type": act.type}
    return head[name] if name in head else act.seen.get(name)


def _first(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return value[0] if value else None
    return value


def _values(option: str, act: Act, world: World) -> list[str]:
    if not option.startswith((COPY, "@")):
        return [option]
    value = meant(option, act, world)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]
