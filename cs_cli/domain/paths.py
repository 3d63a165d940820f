"""Where a path leads: through records, people and the entries of lists.

The one resolver, for the rows of packs (:mod:`cs_cli.domain.meaning`), for forms and phrases
(:mod:`cs_cli.domain.worded`) and for reports; which paths there are is told by
:mod:`cs_cli.domain.form_paths` and :mod:`cs_cli.domain.verify_words`. What leads nowhere has no
end.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import VOID, VOIDED, Choice, FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.domain.people import People, Person
from cs_cli.domain.record import Record

ACTOR = "actor"
PERSON: Mapping[str, FieldDef] = {
    "id": FieldDef(Text("id", "工号")),
    "name": FieldDef(Text("name", "姓名")),
    "roles": FieldDef(Text("roles", "角色"), "choice", many=True),
    "department": FieldDef(Text("department", "部门")),
    "reports_to": FieldDef(Text("superior", "上级"), "person"),
    "deputy": FieldDef(Text("deputy", "代理人"), "person"),
}
"""What a path can tell about a person."""
HEAD: Mapping[str, FieldDef] = {
    "id": FieldDef(Text("id", "编号")),
    "kind": FieldDef(Text("kind", "种类"), "choice"),
    "type": FieldDef(Text("type", "类型"), "choice"),
    "status": FieldDef(Text("status", "状态"), "choice"),
    "opened_at": FieldDef(Text("opened", "登记时间"), "instant"),
}
"""What a path can tell about every record."""

_SELF = FieldDef(Text("person", "人员"), "person")


@dataclass(frozen=True, slots=True)
class Ways:
    """What paths lead through; ``record`` finds a record by its id, ``roles`` are labels."""

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Text]
    people: People
    record: Callable[[str], Found | None]


@dataclass(frozen=True, slots=True)
class End:
    """A value, and the field it is in."""

    field: FieldDef
    value: Any


Thing = Person | Found | tuple[FieldDef, Mapping[str, Any]]
"""What a path can go on from: a person, a record, an entry of a list field."""


def follow(end: End, path: str, ways: Ways) -> list[End]:
    """Give what a path leads to from a value.

    Of several people or records the first is followed, of a list every entry.
    """
    if not path:
        return [end]
    return [found for thing in _things(end, ways) for found in within(thing, path, ways)]


def within(thing: Thing, path: str, ways: Ways) -> list[End]:
    """Give what a path leads to within a record, a person or an entry of a list."""
    if not path:
        return [End(_SELF, thing.id)] if isinstance(thing, Person) else []
    name, _dot, rest = path.partition(".")
    found = _step(thing, name, ways)
    return [] if found is None else follow(found, rest, ways)


def head(one: Record | Found, name: str, kind: Kind, kinds: Mapping[str, Kind]) -> End:
    """Give a value that every record has; ``kind`` is its definition."""
    field = head_field(name, kind, kinds)
    if name != "opened_at":
        return End(field, getattr(one, name))
    opened = one.opened_at.isoformat() if isinstance(one, Record) else one.values.get(name)
    return End(field, opened)


def head_field(name: str, kind: Kind, kinds: Mapping[str, Kind]) -> FieldDef:
    """Give what every record of a kind may hold under a name."""
    labels: dict[str, Text] = {}
    if name == "kind" and kind.kind in kinds:
        labels = {kind.kind: kinds[kind.kind].label}
    elif name == "type" and kind.type:
        labels = {kind.type: kind.label}
    elif name == "status":
        labels = {**{state: what.label for state, what in kind.states.items()}, VOID: VOIDED}
    return _choice(HEAD[name], labels) if labels else HEAD[name]


def _choice(field: FieldDef, labels: Mapping[str, Text]) -> FieldDef:
    return replace(field, choices={name: Choice(label) for name, label in labels.items()})


def several(value: object) -> list[Any]:
    """Give the values in a field, one alone as a list of one."""
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _things(end: End, ways: Ways) -> Iterator[Thing]:
    values = several(end.value)
    if end.field.type == "list":
        yield from ((end.field, entry) for entry in values if isinstance(entry, Mapping))
        return
    first = str(values[0]) if values else ""
    thing: Thing | None = None
    if end.field.type == "person":
        thing = ways.people.get(first)
    elif end.field.type == "record":
        thing = ways.record(first)
    if thing is not None:
        yield thing


def _step(thing: Thing, name: str, ways: Ways) -> End | None:
    if isinstance(thing, Person):
        return _of_person(thing, name, ways)
    if isinstance(thing, Found):
        return _of_record(thing, name, ways)
    field, entry = thing
    return End(field.fields[name], entry.get(name)) if name in field.fields else None


def _of_person(person: Person, name: str, ways: Ways) -> End | None:
    if name not in PERSON:
        return None
    value = getattr(person, name)
    if name != "roles":
        return End(PERSON[name], value)
    return End(_choice(PERSON[name], ways.roles), list(value))


def _of_record(found: Found, name: str, ways: Ways) -> End | None:
    if found.kind not in ways.kinds:
        return None
    kind = ways.kinds[found.kind].of(found.type)
    if name in HEAD:
        return head(found, name, kind, ways.kinds)
    return End(kind.fields[name], found.values.get(name)) if name in kind.fields else None
