"""Kinds of record: fields, states, verbs, types. Written in ``templates/kinds/*.yaml``."""

from collections.abc import Iterable, Mapping
from gettext import gettext as _
from typing import Literal, Self

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.language import Text
from cs_cli.domain.match import Match, Query, match
from cs_cli.domain.shape import mapping, text

FieldType = Literal[
    "text", "choice", "flag", "number", "money", "date", "instant", "moment", "person", "record",
    "shift", "list",
]  # fmt: skip

EVENT_KEYS = frozenset({"at", "by", "do", "note", "was", "undoes", "keeps"})
# Keys that every record and event has, and options that every command takes: no field's names.
RESERVED = EVENT_KEYS | {
    "id", "kind", "type", "status", "opened_at", "log", "contested",
    "as", "color", "colour", "dry_run", "edit", "file", "format", "help", "json", "lang",
    "message", "no_input", "now", "source",
}  # fmt: skip
VOID = "void"
UNDO = "undo"
ADJUDICATE = "adjudicate"
CORRECTIONS = frozenset({UNDO, ADJUDICATE})
"""Verbs of events that say of earlier ones what holds: ``cs undo`` and ``cs settle`` log them."""
ERASE = "erase"
"""The verb of an event after which personal data is gone from a record; ``cs erase`` logs it."""
COMMANDS = (
    frozenset({"new", "list", "show", "print", "open", "set", "note", VOID, ERASE}) | CORRECTIONS
)
"""Commands of every kind: no verb's names."""
VOIDED = Text("void", "已作废")
OPENED = Text("open", "登记")  # where a kind does not say how its records come to be
SETTLED = "settled"
DUE = "due"
"""The column of a list that tells when a record owes something next."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice field: its labels, and other words that mean the same."""

    label: Text
    also: tuple[str, ...] = ()

    @classmethod
    def parse(cls, data: object) -> "Choice":
        """Read ``{en, zh, also: […]}``."""
        from_file = mapping(data)
        label = Text.parse({k: v for k, v in from_file.items() if k != "also"})
        words = from_file.get("also") or []
        if not isinstance(words, list):
            raise Invalid(_("expected a list of words"), "also")
        return cls(label, tuple(text(word) for word in words))


@dataclass(frozen=True, slots=True)
class FieldDef:
    """A field of a record or of the entries of a list field.

    ``many`` makes a list of such values; ``pii`` marks personal data; ``fixed`` fields are set
    by ``cs`` alone, never typed; ``currency`` is that of an amount of money where none is said,
    the desk's own where the field names none; an ``exact`` instant is never said as a day alone;
    ``ref`` names the rows of the rulebook it puts into force.
    """

    label: Text
    type: FieldType = "text"
    required: bool = False
    choices: Mapping[str, Choice] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    fields: Mapping[str, "FieldDef"] = field(default_factory=dict)
    many: bool = False
    pii: bool = False
    fixed: bool = False
    default: str | None = None
    currency: str = ""
    exact: bool = False
    ref: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A state of a kind.

    In a ``settled`` one the matter itself is done with (``state:settled`` in deadlines means any
    of these); a ``final`` one, which is settled too, ends what the record still owes. What is
    owed in an ``apart`` one is listed in a block of its own.
    """

    label: Text
    settled: bool = False
    final: bool = False
    apart: bool = False
    ref: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A target state, taken when the record matches; the first case that fits wins."""

    state: str
    when: Match = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "Case":
        """Read a state's name, or ``{state, when}``."""
        if isinstance(data, str):
            return cls(text(data))
        given = dict(mapping(data))
        when = given.pop("when", None)
        state = text(given.pop("state", None))
        if given:
            raise Invalid(_("expected state and when"), next(iter(given)))
        return cls(state, match(when))


@dataclass(frozen=True, slots=True)
class Need:
    """Fields that must be filled once a verb is through, when the record matches ``when``."""

    fields: tuple[str, ...]
    when: Match = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> Self:
        """Read one field's name, or ``{fields: […], when: {…}}``."""
        if isinstance(data, str):
            return cls((data,))
        given = dict(mapping(data))
        names = given.pop("fields", None)
        when = match(given.pop("when", None))
        if given or names is None:
            raise Invalid(_("expected fields and when"), *given)
        return cls(tuple(text(n) for n in (names if isinstance(names, list) else [names])), when)


@dataclass(frozen=True, slots=True)
class Count(Need):
    """Number fields that a verb makes one higher, when the record matches ``when``."""


@dataclass(frozen=True, slots=True)
class Put:
    """A value that a verb sets by itself, when the record as it would be matches ``when``.

    ``@me``, ``@now``, ``@today`` and ``@yesterday`` stand for the acting person and the time,
    ``$PATH`` copies a value (nothing is set where there is none), ``none`` takes one away.
    """

    value: str
    when: Match = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "Put":
        """Read one value, or ``{value, when}``."""
        if isinstance(data, str):
            return cls(text(data))
        given = dict(mapping(data))
        value, when = given.pop("value", None), match(given.pop("when", None))
        if given or value is None:
            raise Invalid(_("expected value and when"), *given)
        return cls(text(value), when)


@dataclass(frozen=True, slots=True)
class Verb:
    """A named transition: where it may start, where it leads, what it asks for.

    ``from_`` lists states, the word ``any`` stands for every state that is not final;
    ``to`` empty keeps the state. ``ask`` names record fields offered as options, ``fields``
    are options that stay in the event alone. ``put`` sets fields by itself, ``count`` makes
    numbers one higher. ``append`` adds the event as an entry to that list field. ``fill`` names
    rules that work out further values. ``tell`` names paths to print once it is done, ``recall``
    other records.
    """

    label: Text
    from_: tuple[str, ...] = ("any",)
    to: tuple[Case, ...] = ()
    ask: tuple[str, ...] = ()
    require: tuple[Need, ...] = ()
    fields: Mapping[str, FieldDef] = field(default_factory=dict)
    put: Mapping[str, Put] = field(default_factory=dict)
    count: tuple[Count, ...] = ()
    append: str | None = None
    fill: tuple[str, ...] = ()
    tell: tuple[str, ...] = ()
    recall: Query | None = None
    roles: tuple[str, ...] = ()
    note: bool = False
    help: Text | None = None
    ref: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of record as its file defines it, types merged in where one is asked for.

    Fields named in ``banner`` are told first of all, also where a record names this one.
    """

    kind: str
    label: Text
    prefix: str
    fields: Mapping[str, FieldDef]
    states: Mapping[str, State]
    start: tuple[Case, ...]
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    open: Verb | None = None
    title: str = "title"
    types: Mapping[str, "Kind"] = field(default_factory=dict)
    type: str | None = None
    signals: Mapping[str, tuple["Moment", ...]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    banner: tuple[str, ...] = ()
    optional: bool = False
    body: Text | None = None
    ref: tuple[str, ...] = ()

    def of(self, type_: str | None) -> "Kind":
        """Give the definition for records of that type (the kind itself for no or an odd one)."""
        return self.types.get(type_ or "", self)

    @property
    def variants(self) -> tuple["Kind", ...]:
        """Give the kind itself, then its types."""
        return (self, *self.types.values())

    def among(self, types: Iterable[str]) -> tuple["Kind", ...]:
        """Give the definitions of these types, ``none`` being the kind itself; all for none."""
        known = {"none": self, **self.types}
        return tuple(known[name] for name in types if name in known) or self.variants

    @property
    def every_field(self) -> Mapping[str, FieldDef]:
        """Give the fields of the kind, then those that only types have."""
        found: dict[str, FieldDef] = {}
        for one in self.variants:
            for name, what in one.fields.items():
                found.setdefault(name, what)
        return found

    def is_final(self, state: str) -> bool:
        """Tell whether a record in that state is done with."""
        return state == VOID or (state in self.states and self.states[state].final)

    def is_in(self, state: str, name: str) -> bool:
        """Tell whether a state is the one named, or is settled where ``settled`` is asked for."""
        if name != SETTLED:
            return state == name
        if state == VOID:
            return False  # nothing was settled; what was owed is dropped
        return self.is_final(state) or (state in self.states and self.states[state].settled)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happens to a record: the start or the end of a clock.

    Written ``do:VERB``, ``state:STATE``, ``field:FIELD``, ``signal:NAME``, ``shift:start``,
    ``shift:end``, ``shift:next``; or ``{do: VERB, FIELD: VALUE}`` for an event with those
    values; or ``{linked: {kind: …, FIELD: VALUE}}`` for a record that is about this one.
    ``do:any`` is every event of the log.
    """

    sort: Literal["do", "state", "field", "signal", "shift", "linked"]
    name: str
    match: Match = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "Moment":
        """Read either form."""
        if isinstance(data, str):
            return cls._word(data)
        given = dict(mapping(data))
        if "linked" in given:
            wanted = match(given["linked"])
            if "kind" not in wanted:
                raise Invalid(_("say which kind is linked"), "linked")
            return cls("linked", wanted["kind"][0], wanted)
        verb = text(given.pop("do", None))
        return cls("do", verb, match(given))

    @classmethod
    def _word(cls, word: str) -> "Moment":
        sort, colon, name = word.partition(":")
        if not colon or not name or sort not in ("do", "state", "field", "signal", "shift"):
            raise Invalid(
                _("{word} is not a moment; write do:VERB, state:STATE, field:FIELD, "
                  "signal:NAME or shift:end").format(word=word)
            )  # fmt: skip
        return cls(sort, name)  # type: ignore[arg-type]
