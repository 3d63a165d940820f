"""What a record says under a path, in the words of people: for printed forms and phrases.

A path is a field, or fields joined by dots: through a record (``customer.phone``), a person
(``owner.department``) or into a list (``signoffs.by``). Besides the fields there are ``id``,
``kind``, ``type``, ``status``, ``opened_at``, ``body``, ``today``, ``actor`` (who prints it),
``log.at``, ``log.by``, ``log.do``, ``log.note``, and ``linked.KIND.FIELD`` for the records of a
kind that are about this one. Of several paths (``received_at/opened_at``) the first that says
something is taken.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import ADJUDICATE, ERASE, OPENED, UNDO, VOID, FieldDef, Kind, Verb
from cs_cli.domain.language import Language, Text
from cs_cli.domain.paths import ACTOR, HEAD, End, Ways, follow, head, several, within
from cs_cli.domain.people import People, Person
from cs_cli.domain.record import Event, Record, instant

OWN = (*HEAD, "body", "today")
LOG = ("at", "by", "do", "note")
_FLAGS = {"true": Text("yes", "是"), "false": Text("no", "否")}
_EVERY = {
    "open": OPENED,
    "set": Text("change", "修改"),
    "note": Text("note", "备注"),
    VOID: Text("void", "作废"),
    UNDO: Text("undo", "撤销"),
    ADJUDICATE: Text("settle", "裁定"),
    ERASE: Text("erase personal data", "抹除个人信息"),
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

    @property
    def ways(self) -> Ways:
        """Give what paths lead through."""
        return Ways(self.kinds, self.roles, self.people, self.record)


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
    name, dot, rest = path.partition(".")
    if name == "log" and dot:
        return _log(rest, record, kind, desk)
    if name == "linked" and dot:
        return _linked(rest, record, desk)
    if name == ACTOR:
        return _once(_words(within(desk.actor, rest, desk.ways), desk) if desk.actor else "")
    if name == "body":
        return Said((record.body.strip(),), own=True)
    field = kind.fields.get(name)
    if field is None or name in OWN:
        return _once("" if dot else _own(name, record, kind, desk))
    return _field(field, record.values.get(name), dot, rest, desk)


def _once(text: str) -> Said:
    return Said((text,) if text else ())


def _own(name: str, record: Record, kind: Kind, desk: Desk) -> str:
    if name == "today":
        return desk.now.astimezone(desk.zone).date().isoformat()
    return _words([head(record, name, kind, desk.kinds)], desk) if name in HEAD else ""


def _words(ends: Iterable[End], desk: Desk) -> str:
    """Say what a path led to."""
    return _joined((word(end.field, end.value, desk) for end in ends), _STOP[desk.language])


def _field(field: FieldDef, value: Any, dot: str, rest: str, desk: Desk) -> Said:  # noqa: ANN401
    """Say a field of the record itself: a list by its entries, everything else at once."""
    entries, ways = several(value), desk.ways
    if field.type == "list" and rest:
        found = (follow(End(field, [entry]), rest, ways) for entry in entries)
        return Said(tuple(_words(ends, desk) for ends in found), each=True)
    own = field.type == "text"
    if dot and not rest:
        return Said(tuple(word(field, one, desk) for one in entries), each=True, own=own)
    if rest:
        return _once(_words(follow(End(field, value), rest, ways), desk))
    text = word(field, value, desk)
    return Said((text,) if text else (), own=own)


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
    return Said(tuple(_words(within(one, rest, desk.ways), desk) for one in found), each=True)


def word(field: FieldDef, value: Any, desk: Desk) -> str:  # noqa: ANN401 - values are data
    """Say a value: labels of choices, names of people, titles of records, times in the zone."""
    if isinstance(value, list):
        gap = "；" if field.type == "list" and desk.language == "zh" else _STOP[desk.language]
        return _joined((word(field, item, desk) for item in value), gap)
    if isinstance(value, Mapping):
        inner = (word(f, value.get(n), desk) for n, f in field.fields.items())
        return _joined(inner, "，" if desk.language == "zh" else ", ")
    if value in (None, ""):
        return ""
    return _WORDS.get(field.type, _plain)(field, str(value), desk)


def _joined(texts: Iterable[str], gap: str) -> str:
    return gap.join(text for text in texts if text)


def _plain(_field: FieldDef, value: str, _desk: Desk) -> str:
    return value


def _choice(field: FieldDef, value: str, desk: Desk) -> str:
    return _text(field.choices[value].label, desk) if value in field.choices else value


def _flag(_field: FieldDef, value: str, desk: Desk) -> str:
    return _text(_FLAGS[value], desk) if value in _FLAGS else value


def _money(_field: FieldDef, value: str, desk: Desk) -> str:
    return money.said(value, desk.language)


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
    "money": _money,
    "moment": _moment,
    "person": _named,
    "record": _titled,
}


def _time(when: datetime, desk: Desk) -> str:
    return f"{when.astimezone(desk.zone):%Y-%m-%d %H:%M}"


def _text(text: Text, desk: Desk) -> str:
    return text.said_in(desk.language)
