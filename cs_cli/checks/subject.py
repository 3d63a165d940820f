"""What checks look at, and what they find."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, tzinfo
from itertools import chain
from typing import Any

from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import FieldDef, Kind, Verb
from cs_cli.domain.people import People
from cs_cli.domain.policy import Guard, Policy, applies, rows_on
from cs_cli.domain.record import Record, Step
from cs_cli.domain.schema import is_blank

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, at a place of a document.

    ``rule`` is the row of the rulebook where there is one; ``line``, of the file, only for
    what no place of the document names; ``events`` are the positions in the log of those that
    contradict each other.
    """

    message: str
    place: Place = ()
    hint: str | None = None
    rule: str | None = None
    line: int | None = None
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A record under check: its front matter as typed and, where they can be had, the rest.

    ``kind`` is the definition for its type, None for a kind nobody knows. ``record`` and the
    ``steps`` of its log are there when the log can be read. ``body_line`` is the line of the
    file that the body begins on.
    """

    path: str
    data: Mapping[str, Any]
    body: str = ""
    body_line: int = 1
    kind: Kind | None = None
    record: Record | None = None
    steps: tuple[Step, ...] = ()

    @property
    def is_void(self) -> bool:
        """Tell whether it was taken out of use."""
        return self.data.get("status") == "void"

    def text(self, key: str) -> str | None:
        """Give the value of a key that is one word or text, else None."""
        value = self.data.get(key)
        return value if isinstance(value, str) else None


class Around:
    """The desk that records are held against; people are None where their file is broken."""

    def __init__(self, policy: Policy, people: People | None, zone: tzinfo) -> None:
        self.policy = policy
        self.people = people
        self.zone = zone
        versions = chain.from_iterable(policy.rows.guards.values())
        self._turns = sorted({guard.since for guard in versions if guard.since is not None})
        self._guards: dict[tuple[str, str | None, str, int], list[Guard]] = {}

    def guards(self, kind: Kind, do: str, day: date) -> list[Guard]:
        """Give the rules in force on a day that speak of this verb of a kind, or of any.

        They are looked for once: a desk has few rules and many events.
        """
        key = (kind.kind, kind.type, do, bisect_right(self._turns, day))
        if key not in self._guards:
            self._guards[key] = [
                guard
                for guard in rows_on(self.policy.rows.guards, day).values()
                if applies(guard.on, kind.kind, kind.type)
                and (not guard.on.do or do in guard.on.do)
            ]
        return self._guards[key]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One single value of a field, wherever it stands."""

    place: Place
    field: FieldDef
    value: str


def leaves(subject: Subject) -> Iterator[Leaf]:
    """Give every single value of the record's fields and of its log that a field describes."""
    if subject.kind is None:
        return
    for name, value in subject.data.items():
        if name in subject.kind.fields:
            yield from _leaves((name,), subject.kind.fields[name], value)
    for number, entry in entries(subject):
        fields = event_fields(subject.kind, entry.get("do"))
        for name, value in entry.items():
            if name in fields:
                yield from _leaves(("log", number, name), fields[name], value)


def _leaves(place: Place, field: FieldDef, value: object) -> Iterator[Leaf]:
    if isinstance(value, str):
        if value:
            yield Leaf(place, field, value)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves((*place, number), field, item)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name in field.fields:
                yield from _leaves((*place, name), field.fields[name], inner)


def entries(subject: Subject) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the entries of the log that are keys and values, with their positions."""
    log = subject.data.get("log")
    for number, entry in enumerate(log if isinstance(log, list) else ()):
        if isinstance(entry, Mapping):
            yield number, entry


def verb_of(kind: Kind, do: object) -> Verb | None:
    """Give the verb of an event, None for those that every kind has and for unknown ones."""
    return kind.open if do == "open" else kind.verbs.get(str(do))


def event_fields(kind: Kind, do: object) -> Mapping[str, FieldDef]:
    """Give the fields that may stand in an event: those of the record and the verb's own."""
    verb = verb_of(kind, do)
    return {**kind.fields, **verb.fields} if verb and verb.fields else kind.fields


def is_empty(value: object) -> bool:
    """Tell whether a field holds nothing."""
    return is_blank(value) or value == []
