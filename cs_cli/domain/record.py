"""A record: its values, its log, and what replaying the log shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from typing import Any

from cs_cli.domain.dates import day as day
from cs_cli.domain.dates import instant as instant
from cs_cli.domain.dates import moment as moment
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import CORRECTIONS, EVENT_KEYS, VOID, Kind
from cs_cli.domain.match import fits

Values = Mapping[str, Any]
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log: when, who, what was done, and the values it set.

    ``undoes`` names earlier events of the same log that it takes back, ``keeps`` those that hold
    against others, each as :attr:`name`.
    """

    at: datetime
    by: str
    do: str
    values: Values = field(default_factory=dict)
    note: str | None = None
    was: Values = field(default_factory=dict)
    undoes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give what later events call it: when, who, what."""
        return f"{self.at.isoformat()} {self.by} {self.do}"

    def is_named(self, name: str) -> bool:
        """Tell whether a name of an event means this one; offsets may differ."""
        at, _space, rest = name.partition(" ")
        if rest != f"{self.by} {self.do}":
            return False
        try:
            return instant(at) == self.at
        except Invalid:
            return False

    def is_entry(self, entry: object) -> bool:
        """Tell whether an entry of a list is what this event added: same person, same instant."""
        if not isinstance(entry, Mapping) or entry.get("by") != self.by:
            return False
        try:
            return instant(entry.get("at")) == self.at
        except Invalid:
            return False

    @classmethod
    def parse(cls, data: Values) -> "Event":
        """Read one log entry; raise :class:`Invalid` naming the key that is wrong."""
        for key in ("at", "by", "do"):
            if not isinstance(data.get(key), str):
                raise Invalid(_("the log entry has no {key}").format(key=key), key)
        values = {key: value for key, value in data.items() if key not in EVENT_KEYS}
        was, note = data.get("was") or {}, data.get("note")
        if not isinstance(was, Mapping):
            raise Invalid(_("was holds names and values"), "was")
        if note is not None and not isinstance(note, str):
            raise Invalid(_("note is one text"), "note")
        at = _within("at", data["at"])
        undoes, keeps = _names("undoes", data), _names("keeps", data)
        return cls(at, data["by"], data["do"], values, note, was, undoes, keeps)


def _names(key: str, data: Values) -> tuple[str, ...]:
    names = data.get(key)
    if not names:
        return ()
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        message = _("{key} is a list of events, each as: time person verb").format(key=key)
        raise Invalid(message, key)
    return tuple(names)


def _within(key: str, text: object) -> datetime:
    try:
        return instant(text)
    except Invalid as fault:
        raise fault.within(key) from None


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its file holds it: front matter as typed, log read, body."""

    id: str
    kind: str
    type: str | None
    status: str
    values: Values
    log: tuple[Event, ...]
    body: str = ""

    @classmethod
    def parse(cls, data: Values, body: str = "") -> "Record":
        """Read front matter; raise :class:`Invalid` with the place of the fault."""
        for key in ("id", "kind", "status"):
            if not isinstance(data.get(key), str):
                raise Invalid(_("{key} is missing").format(key=key), key)
        type_ = data.get("type")
        if type_ is not None and not isinstance(type_, str):
            raise Invalid(_("type is one word"), "type")
        return cls(data["id"], data["kind"], type_, data["status"], data, _log(data), body)

    @property
    def opened_at(self) -> datetime:
        """Give the instant of the first event."""
        return self.log[0].at

    def person(self, *fields: str) -> str | None:
        """Give the first of these fields that is filled with one name."""
        found = (self.values.get(name) for name in fields)
        return next((value for value in found if isinstance(value, str) and value), None)

    @property
    def about(self) -> tuple[str, ...]:
        """Give the ids of the records this one is about."""
        value = self.values.get("about") or []
        return tuple(value) if isinstance(value, list) else (value,)


def _log(data: Values) -> tuple[Event, ...]:
    log = data.get("log")
    if not isinstance(log, list) or not log:
        raise Invalid(_("the log is missing"), "log")
    return tuple(_event(entry, number) for number, entry in enumerate(log))


def _event(entry: object, number: int) -> Event:
    if not isinstance(entry, Mapping):
        raise Invalid(_("a log entry is keys and values"), "log", number)
    try:
        return Event.parse(entry)
    except Invalid as fault:
        raise fault.within("log", number) from None


@dataclass(frozen=True, slots=True)
class Step:
    """The record as it was right after one event.

    An event that ``counts`` not was taken back by a later one, or opened the record a second time
    in another clone: it has no part in what the record is and owes.
    """

    event: Event
    status: str
    values: Values
    counts: bool = True


def replay(record: Record, kind: Kind, without: Collection[int] = ()) -> Iterator[Step]:
    """Give the record after each event of its log; an illegal step keeps the state.

    An event that was taken back changes nothing, as one at a position in ``without`` does not:
    the steps are those of a record to which it never happened.
    """
    values = dict(first_values(record))
    status = target(kind, OPEN, "", values)
    gone = undone(record.log, without)
    for number, event in enumerate(record.log):
        counts = not number or (number not in gone and event.do != OPEN)
        if counts:
            values = {**values, **_set_by(event, values, kind)}
            status = VOID if _unmakes(record, number) else target(kind, event.do, status, values)
            values["status"] = status
        yield Step(event, status, values, counts)


def _set_by(event: Event, before: Values, kind: Kind) -> Values:
    """Give what an event sets.

    A number that a verb counts goes up from where it is, whatever a clone that did not know of
    others' events wrote down; what is taken back is not counted in the first place.
    """
    if event.do in CORRECTIONS:
        counted = {f for verb in kind.verbs.values() for one in verb.count for f in one.fields}
        return {name: value for name, value in event.values.items() if name not in counted}
    verb = kind.verbs.get(event.do)
    names = {f for one in verb.count for f in one.fields if f in event.values} if verb else ()
    old = {name: str(before.get(name) or "0") for name in names}
    more = {name: str(int(was) + 1) if was.isdecimal() else "1" for name, was in old.items()}
    return {**event.values, **more}


def happened(record: Record, kind: Kind) -> Iterator[Step]:
    """Replay what counts: what was taken back has never been."""
    return (step for step in replay(record, kind) if step.counts)


def undone(log: Sequence[Event], without: Collection[int] = ()) -> frozenset[int]:
    """Give the positions of the events that later ones took back, and of those in ``without``.

    What takes back may itself be taken back, and then takes nothing back.
    """
    gone = set(without)
    for number in range(len(log) - 1, 0, -1):
        for name in log[number].undoes if number not in gone else ():
            earlier = (n for n in range(number - 1, -1, -1) if n not in gone)
            found = next((n for n in earlier if log[n].is_named(name)), None)
            gone |= set() if found is None else {found}
    return frozenset(gone)


def _unmakes(record: Record, number: int) -> bool:
    """Tell whether an event takes back that there is such a record."""
    undoes = record.log[number].undoes
    return bool(number and undoes) and any(record.log[0].is_named(name) for name in undoes)


def target(kind: Kind, do: str, status: str, values: Values) -> str:
    """Give the state that a verb leads to from ``status``."""
    if do == VOID:
        return VOID
    if do == OPEN:
        cases = kind.start
    elif do in kind.verbs:
        cases = kind.verbs[do].to
    else:
        cases = ()
    seen = {**values, "status": status}
    return next((case.state for case in cases if fits(case.when, seen)), status)


def first_values(record: Record) -> Values:
    """Take later changes back: what an event replaced is in its ``was``."""
    values = {key: value for key, value in record.values.items() if key != "log"}
    for event in reversed(record.log[1:]):
        for key in event.values:
            values.pop(key, None)
        values.update(event.was)
    return values
