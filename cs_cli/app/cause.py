"""Why a follow-up happens: the record acted on, what it is repeated for, whose turn it is."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.meaning import COPY, find, meant, value_at
from cs_cli.domain.policy import Each, FollowUp

EACH, TURN, ROLE = "each", "turn", "role:"
EMPTY: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Item:
    """One of those a follow-up is repeated for: a record, a value, or an entry of a list.

    ``value`` is what ``$each`` copies, a record's id or the value; ``key`` tells it from the
    others in every clone; ``found`` is the record.
    """

    value: Any
    key: str
    field: FieldDef | None = None
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One follow-up about to happen: its row, the command, whom or what it is for."""

    name: str
    row: FollowUp
    act: Act
    item: Item | None = None
    turn: str | None = None

    def value(self, options: Sequence[str], world: World) -> Any:  # noqa: ANN401 - a field's value
        """Give the first of several values that is filled, None for none."""
        found = (self._meant(text, world) for text in options)
        return next((value for value in found if value not in EMPTY), None)

    def ids(self, path: str, world: World) -> list[str]:
        """Give the ids at a path; ``each`` leads to what the follow-up is repeated for."""
        return _texts(self.value((COPY + path,), world))

    def copies(self, options: Sequence[str]) -> bool:
        """Tell whether a value comes from what the follow-up is repeated for."""
        return any(text.partition(".")[0] == COPY + EACH for text in options)

    def _meant(self, text: str, world: World) -> Any:  # noqa: ANN401
        item = self.item.value if self.item else None
        if isinstance(item, Mapping) and text.startswith(f"{COPY}{EACH}."):
            return item.get(text.partition(".")[2])
        besides = {EACH: item, TURN: self.turn}
        return meant(text, replace(self.act, values={**self.act.values, **besides}), world)


def causes(name: str, row: FollowUp, act: Act, world: World) -> Iterator[Cause]:
    """Give every follow-up of one row, in an order that is the same in every clone.

    Turns go round from the first person on; a single follow-up goes to the one whom the record's
    id chooses, so that a row that makes one at a time shares them out as well.
    """
    people = turns(row.among, act, world)
    if row.each is None:
        first = int.from_bytes(hashlib.sha256(act.id.encode()).digest()[:4])
        yield Cause(name, row, act, None, people[first % len(people)])
        return
    for number, item in enumerate(items(row.each, act, world)):
        yield Cause(name, row, act, item, people[number % len(people)])


def turns(among: Sequence[str], act: Act, world: World) -> list[str]:
    """Give the people who take turns: those of the first word that names anybody.

    A field names people in its order; a role means its holders who are at work, in the order of
    ``people.yaml``. With nobody at all it is the acting person.
    """
    for word in among:
        if word.startswith(ROLE):
            # Deferred: who is at work depends on who is away.
            from cs_cli.rules.at_work import at_work

            found = [person.id for person in at_work(word.removeprefix(ROLE), world)]
        else:
            found = _texts(value_at(word, act, world))
        if found:
            return found
    return [world.actor.id]


def items(each: Each, act: Act, world: World) -> list[Item]:
    """Give what a follow-up is repeated for; the record acted on is not among those found."""
    if each.query is not None:
        found = find(each.query, act, world)
        return [Item(one.id, one.id, None, one) for one in found if one.id != act.id]
    path = each.field or ""
    value = value_at(path, act, world)
    field = _field(path, act)
    listed = value if isinstance(value, list) else [value]
    made = (_item(one, field, world) for one in listed if one not in EMPTY)
    return list({item.key: item for item in made}.values())


def _item(value: Any, field: FieldDef | None, world: World) -> Item:  # noqa: ANN401
    if isinstance(value, Mapping):
        return Item(value, json.dumps(value, sort_keys=True, ensure_ascii=False), field)
    linked = field is not None and field.type == "record"
    return Item(value, str(value), field, world.records.get(str(value)) if linked else None)


def _field(path: str, act: Act) -> FieldDef | None:
    verb = act.kind.verbs.get(act.do)
    return {**act.kind.fields, **(verb.fields if verb else {})}.get(path)


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(one for one in listed if isinstance(one, str) and one))
