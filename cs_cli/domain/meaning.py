"""What ``$PATH``, ``@me`` and a field such as ``customer.tier`` in data stand for in an act.

A path is a field, or a field and what is in the record or about the person named there:
``customer.tier``, ``about.first_responsible`` (of a list the first), ``owner.roles``. The word
``actor`` before the dot means whoever acts. What leads nowhere is None.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.found import Found
from cs_cli.domain.ids import is_id
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.match import Match, Query, fits
from cs_cli.domain.people import Person

ACTOR = "actor"
COPY = "$"
WORDS = ("@me", "@now", "@today", "@yesterday")
PERSON = ("id", "name", "roles", "department", "reports_to", "deputy")
"""What a path can tell about a person."""


def value_at(path: str, act: Act, world: World) -> Any:  # noqa: ANN401 - values are data
    """Give the value that a path leads to; None where there is nothing."""
    name, dot, inner = path.partition(".")
    if dot and name == ACTOR:
        return _about_person(world.actor, inner)
    value = _own(name, act)
    return _inside(_first(value), inner, world) if dot else value


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
    name, dot, inner = path.partition(".")
    if not dot:
        return name in act.kind.fields and act.kind.fields[name].pii
    value = None if name == ACTOR else _first(_own(name, act))
    found = world.records.get(value) if isinstance(value, str) and is_id(value) else None
    if found is None or found.kind not in world.policy.kinds:
        return False
    fields = world.policy.kinds[found.kind].of(found.type).fields
    return inner in fields and fields[inner].pii


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


def _inside(value: object, inner: str, world: World) -> Any:  # noqa: ANN401
    """Look into the record or at the person that a value names."""
    if not isinstance(value, str) or not value:
        return None
    if not is_id(value):
        person = world.people.get(value)
        return _about_person(person, inner) if person else None
    found = world.records.get(value)
    if found is None:
        return None
    head: Mapping[str, Any] = {"type": found.type, "status": found.status}
    return {**found.values, **head}.get(inner)


def _about_person(person: Person, inner: str) -> Any:  # noqa: ANN401
    told = getattr(person, inner) if inner in PERSON else None
    return list(told) if isinstance(told, tuple) else told


def _values(option: str, act: Act, world: World) -> list[str]:
    if not option.startswith((COPY, "@")):
        return [option]
    value = meant(option, act, world)
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]
