"""What a record says under a path, in the words of people: for printed forms and phrases.

A path is a field, or fields joined by dots: through a record (``customer.phone``), a person
(``owner.department``) or into a list (``signoffs.by``). Besides the fields there are ``id``,
``kind``, ``type``, ``status``, ``opened_at``, ``body``, ``today``, ``actor`` (who prints it),
``log.at``, ``log.by``, ``log.do``, ``log.note``, and ``linked.KIND.FIELD`` for the records of a
kind that are about this one. Of several paths (``received_at/opened_at``) the first that says
something is taken.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import VOID, VOIDED, FieldDef, Kind, Verb
from cs_cli.domain.language import Language, Text
from cs_cli.domain.people import People, Person
from cs_cli.domain.record import Event, Record, instant

OTHER = ("id", "kind", "type", "status", "opened_at")
OWN = (*OTHER, "body", "today")
LOG = ("at", "by", "do", "note")
PERSON = ("id", "name", "roles", "department", "reports_to", "deputy")
_FLAGS = {"true": Text("yes", "是"), "false": Text("no", "否")}
_EVERY = {
    "set": Text("change", "修改"),
    "note": Text("note", "备注"),
    VOID: Text("void", "作废"),
}
_STOP: Mapping[Language, str] = {"en": ", ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What paths lead to beyond the record itself, and how values are said.

    ``record`` finds a record by its id, ``linked`` those that are about one, oldest first;
    ``roles`` are the labels of roles.
    """

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Text]
    people: People
    zone: tzinfo
    now: datetime
    language: Language
    record: Callable[[str], Found | None]
    linked: Callable[[str], Sequence[Found]]
    actor: Person | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The words under a path, none for what is empty or unknown.

    ``each`` tells that they are one for every entry of a list; ``own`` that they are free text
    of the record itself.
    """

    texts: tuple[str, ...] = ()
    each: bool = False
    own: bool = False

    def at(self, number: int) -> str:
        """Give the words for the entry with that number; what is said once is for all."""
        if not self.each:
            number = 0
        return self.texts[number] if number < len(self.texts) else ""


def said(path: str, record: Record, kind: Kind, desk: Desk) -> Said:
    """Give what a record says under a path, or under the first of several that is filled."""
    found = [_said(one.strip(), record, kind, desk) for one in path.split("/")]
    return next((one for one in found if any(one.texts)), found[0])


def _said(path: str, record: Record, kind: Kind, desk: Desk) -> Said:
    head, dot, rest = path.partition(".")
    if head == "log" and dot:
        return _log(rest, record, kind, desk)
    if head == "linked" and dot:
        return _linked(rest, record, desk)
    if head == "actor":
        return _once(_person(desk.actor, rest, desk) if desk.actor else "")
    if head == "body":
        return Said((record.body.strip(),), own=True)
    field = kind.fields.get(head)
    if field is None or head in OWN:
        return _once("" if dot else _own(head, record, kind, desk))
    return _field(field, record.values.get(head), dot, rest, desk)


def _once(text: str) -> Said:
    return Said((text,) if text else ())


def _own(name: str, record: Record, kind: Kind, desk: Desk) -> str:
    if name == "opened_at":
        return _time(record.opened_at, desk)
    if name == "today":
        return desk.now.astimezone(desk.zone).date().isoformat()
    return _head(name, kind, record, desk)


def _head(name: str, kind: Kind, record: Record | Found, desk: Desk) -> str:
    if name == "id":
        return record.id
    if name == "type":
        return _text(kind.label, desk) if record.type else ""
    if name == "kind":
        return _text(desk.kinds[kind.kind].label if kind.kind in desk.kinds else kind.label, desk)
    if name == "status":
        return _state(kind, record.status, desk)
    return ""


def _state(kind: Kind, status: str, desk: Desk) -> str:
    if status == VOID:
        return _text(VOIDED, desk)
    return _text(kind.states[status].label, desk) if status in kind.states else status


def _field(field: FieldDef, value: Any, dot: str, rest: str, desk: Desk) -> Said:  # noqa: ANN401
    """Say a field of the record itself: a list by its entries, everything else at once."""
    entries = _several(value)
    if field.type == "list" and rest:
        return Said(tuple(_inner(field, entry, rest, desk) for entry in entries), each=True)
    own = field.type == "text"
    if dot and not rest:
        return Said(tuple(word(field, one, desk) for one in entries), each=True, own=own)
    if rest:
        return _once(_through(field, entries[0], rest, desk) if entries else "")
    text = word(field, value, desk)
    return Said((text,) if text else (), own=own)


def _several(value: Any) -> list[Any]:  # noqa: ANN401 - values are data
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _inner(field: FieldDef, entry: Any, path: str, desk: Desk) -> str:  # noqa: ANN401
    """Say what an entry of a list holds under a path."""
    name, _dot, rest = path.partition(".")
    inner = field.fields.get(name)
    if inner is None or not isinstance(entry, Mapping):
        return ""
    found = _several(entry.get(name))
    if rest:
        return _through(inner, found[0], rest, desk) if found else ""
    return word(inner, entry.get(name), desk)


def _through(field: FieldDef, value: Any, path: str, desk: Desk) -> str:  # noqa: ANN401
    """Follow a value that is a record or a person."""
    if field.type == "person":
        person = desk.people.get(str(value))
        return _person(person, path, desk) if person else ""
    found = desk.record(str(value)) if field.type == "record" else None
    return _of(found, path, desk) if found else ""


def _of(found: Found, path: str, desk: Desk) -> str:
    """Say what another record holds under a path."""
    kind = desk.kinds[found.kind].of(found.type) if found.kind in desk.kinds else None
    if kind is None:
        return ""
    name, _dot, rest = path.partition(".")
    field = kind.fields.get(name)
    value = found.values.get(name)
    if field is None:
        return _clock(value, desk) if name == "opened_at" else _head(name, kind, found, desk)
    if not rest:
        return word(field, value, desk)
    entries = _several(value)
    if field.type == "list":
        return _STOP[desk.language].join(
            text for entry in entries if (text := _inner(field, entry, rest, desk))
        )
    return _through(field, entries[0], rest, desk) if entries else ""


def _person(person: Person, path: str, desk: Desk) -> str:
    name, _dot, rest = path.partition(".")
    if name in ("reports_to", "deputy"):
        other = desk.people.get(getattr(person, name) or "")
        return _person(other, rest, desk) if other else ""
    if name == "roles":
        labels = (_text(desk.roles[r], desk) if r in desk.roles else r for r in person.roles)
        return _STOP[desk.language].join(labels)
    return str(getattr(person, name or "name") or "") if name in ("", *PERSON) else ""


def _log(path: str, record: Record, kind: Kind, desk: Desk) -> Said:
    texts = tuple(_event(path, event, kind, desk) for event in record.log)
    return Said(texts, each=True, own=path == "note")


def _event(name: str, event: Event, kind: Kind, desk: Desk) -> str:
    if name == "at":
        return _time(event.at, desk)
    if name == "by":
        person = desk.people.get(event.by)
        return person.name if person else event.by
    if name == "do":
        return _did(kind.open if event.do == "open" else kind.verbs.get(event.do), event.do, desk)
    return event.note or "" if name == "note" else ""


def _did(verb: Verb | None, do: str, desk: Desk) -> str:
    label = verb.label if verb else _EVERY.get(do)
    return _text(label, desk) if label else do


def _linked(path: str, record: Record, desk: Desk) -> Said:
    kind, _dot, rest = path.partition(".")
    found = (one for one in desk.linked(record.id) if one.kind == kind and one.status != VOID)
    return Said(tuple(_of(one, rest, desk) for one in found), each=True)


def word(field: FieldDef, value: Any, desk: Desk) -> str:  # noqa: ANN401 - values are data
    """Say a value: labels of choices, names of people, titles of records, times in the zone."""
    if isinstance(value, list):
        gap = "；" if field.type == "list" and desk.language == "zh" else _STOP[desk.language]
        return gap.join(text for item in value if (text := word(field, item, desk)))
    if isinstance(value, Mapping):
        return _joined((word(f, value.get(n), desk) for n, f in field.fields.items()), desk)
    if value in (None, ""):
        return ""
    return _WORDS.get(field.type, _plain)(field, str(value), desk)


def _joined(texts: Iterable[str], desk: Desk) -> str:
    return ("，" if desk.language == "zh" else ", ").join(text for text in texts if text)


def _plain(_field: FieldDef, value: str, _desk: Desk) -> str:
    return value


def _choice(field: FieldDef, value: str, desk: Desk) -> str:
    return _text(field.choices[value].label, desk) if value in field.choices else value


def _flag(_field: FieldDef, value: str, desk: Desk) -> str:
    return _text(_FLAGS[value], desk) if value in _FLAGS else value


def _moment(_field: FieldDef, value: str, desk: Desk) -> str:
    return _clock(value, desk)


def _clock(value: object, desk: Desk) -> str:
    try:
        return _time(instant(value), desk)
    except Invalid:
        return str(value or "")  # a day, or what `cs check` complains about


def _named(_field: FieldDef, value: str, desk: Desk) -> str:
    person = desk.people.get(value)
    return person.name if person else value


def _titled(_field: FieldDef, value: str, desk: Desk) -> str:
    found = desk.record(value)
    kind = desk.kinds.get(found.kind) if found else None
    title = found.values.get(kind.of(found.type).title) if found and kind else None
    return str(title or value)


_WORDS: Mapping[str, Callable[[FieldDef, str, Desk], str]] = {
    "choice": _choice,
    "flag": _flag,
    "instant": _moment,
    "moment": _moment,
    "person": _named,
    "record": _titled,
}


def _time(when: datetime, desk: Desk) -> str:
    return f"{when.astimezone(desk.zone):%Y-%m-%d %H:%M}"


def _text(text: Text, desk: Desk) -> str:
    return text.said_in(desk.language)
