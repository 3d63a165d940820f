"""What the department's rules say, as data: the rows of packs, read and merged.

A row carries ``ref``, the row of the rulebook it puts into force, and where it was
written. ``since`` makes a row hold for clocks that start on that day or later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import Literal, TypeVar

from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import Kind, Moment, match
from cs_cli.domain.language import Text
from cs_cli.domain.limit import Limit
from cs_cli.domain.match import Match
from cs_cli.domain.shape import mapping, text

SECTIONS = ("urgent", "guards", "deadlines", "followups", "duties")


@dataclass(frozen=True, slots=True)
class On:
    """What a row applies to: a kind, perhaps types, verbs, and values of fields."""

    kind: str
    type: tuple[str, ...] = ()
    do: tuple[str, ...] = ()
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "On":
        """Read ``{kind, type, do, FIELD: VALUE}``."""
        wanted = dict(match(data))
        if "kind" not in wanted:
            raise Invalid(_("say which kind the row is for"))
        kind = wanted.pop("kind")[0]
        return cls(kind, wanted.pop("type", ()), wanted.pop("do", ()), wanted)


@dataclass(frozen=True, slots=True)
class Query:
    """Which other records a guard looks at.

    ``linked`` asks for those that are about this record; ``open`` for those in a state that
    is not final.
    """

    kind: str
    match: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    linked: bool = False
    open: bool = False

    @classmethod
    def parse(cls, data: object) -> "Query":
        """Read ``{kind, linked: true, open: true, FIELD: VALUE}``."""
        wanted = dict(match(data))
        if "kind" not in wanted:
            raise Invalid(_("say which kind of record is looked for"))
        flags = {name: wanted.pop(name, ("false",)) == ("true",) for name in ("linked", "open")}
        return cls(wanted.pop("kind")[0], wanted, **flags)


@dataclass(frozen=True, slots=True)
class Entries:
    """What every entry of a list field must have filled (when the entry matches)."""

    list: str
    require: tuple[str, ...]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "Entries":
        """Read ``{list, require, when}``."""
        given = dict(mapping(data))
        found = text(given.pop("list", None))
        needed = match({"require": given.pop("require", None)})["require"]
        when = match(given.pop("when", None))
        if given:
            raise Invalid(_("expected list, require and when"), *given)
        return cls(found, needed, when)


@dataclass(frozen=True, slots=True)
class Ahead:
    """How long before the instant in a field the command must come."""

    field: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition under which a command is refused; all the checks it names must hold."""

    on: On
    says: Text
    ref: str | None = None
    require: tuple[str, ...] = ()
    must: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    future: tuple[str, ...] = ()
    ahead: Ahead | None = None
    keep: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    entries: Entries | None = None
    forbid: Query | None = None
    exists: Query | None = None
    rule: str | None = None
    with_: Mapping[str, str] = field(default_factory=dict)
    label: Text | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """From a moment, within a limit, until another moment.

    Without a limit, a start that is a field is due at the very instant (or at the end of the
    day) in that field, and any other start has no limit set. ``owner`` lists fields of the
    record (or ``role:NAME``), the first filled one owes it;
    ``escalate`` is the role told when it is late; ``after_close`` keeps it owed although the
    record has reached a final state.
    """

    on: On
    label: Text
    ref: str | None = None
    start: tuple[Moment, ...] = (Moment("do", "open"),)
    limit: Limit | None = None
    until: tuple[Moment, ...] = ()
    pauses: tuple[str, ...] = ()
    owner: tuple[str, ...] = ("owner", "first_responsible")
    escalate: str | None = None
    after_close: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A record that a verb makes besides what it does; linked by ``about``.

    Values of ``fields`` are texts; ``$NAME`` copies that field of the record acted on, ``@me``
    and ``@now`` stand for the acting person and the time. Of several values the first filled
    one is taken.
    """

    on: On
    create: str
    title: Text
    type: str | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ref: str | None = None
    label: Text | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A recurring obligation of a role.

    ``rrule`` is an iCalendar rule; without one the interval is not stated and nothing is due.
    ``days: working`` keeps only working days. Done with a ``duty`` record of the period.
    """

    label: Text
    role: str
    rrule: str | None = None
    ref: str | None = None
    days: Literal["all", "working"] = "all"
    start: date | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """Records that come first in every list."""

    on: On
    label: Text | None = None
    ref: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the department; ``rank`` orders roles from staff (0) upwards."""

    label: Text
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row in force was last written, and by which pack."""

    pack: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of every section: name to versions, oldest first."""

    urgent: Mapping[str, tuple[Urgent, ...]] = field(default_factory=dict)
    guards: Mapping[str, tuple[Guard, ...]] = field(default_factory=dict)
    deadlines: Mapping[str, tuple[Deadline, ...]] = field(default_factory=dict)
    followups: Mapping[str, tuple[FollowUp, ...]] = field(default_factory=dict)
    duties: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)


Row = Urgent | Guard | Deadline | FollowUp | Duty


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in force on a desk: its kinds and the rows of its packs."""

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Role]
    rows: Rows
    settings: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)


R = TypeVar("R", bound=Row)


def in_force(versions: Sequence[R], day: date) -> R | None:
    """Give the version that holds on ``day``, or None before the first."""
    held = [row for row in versions if row.since is None or row.since <= day]
    return held[-1] if held else None


def applies(on: On, kind: str, type_: str | None) -> bool:
    """Tell whether a row is for records of that kind and type (``none`` for those without)."""
    return on.kind == kind and (not on.type or (type_ or "none") in on.type)


__all__ = [
    "SECTIONS", "Ahead", "Deadline", "Duty", "Entries", "FollowUp", "Guard", "Match",
    "On", "Origin", "Policy", "Query", "Role", "Row", "Rows", "Urgent", "applies", "in_force",
]  # fmt: skip
