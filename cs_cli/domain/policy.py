"""What the department's rules say, as data: the rows of packs, read and merged.

A row carries ``ref``, the row of the rulebook it puts into force, and where it was
written. ``since`` makes a row hold for clocks that start on that day or later.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import TypeVar

from cs_cli.domain import seals
from cs_cli.domain.cover import Cover
from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import Kind, Moment
from cs_cli.domain.language import Text
from cs_cli.domain.limit import Limit
from cs_cli.domain.match import Match, Query, match
from cs_cli.domain.record import Record
from cs_cli.domain.recurring import Duty
from cs_cli.domain.reporting import Report
from cs_cli.domain.shape import text

SECTIONS = (
    "urgent", "guards", "deadlines", "followups", "duties", "coverage", "reports", "audits",
)  # fmt: skip


CHECKS = (
    "require", "must", "future", "ahead", "keep", "roles", "by", "same", "entries", "forbid",
    "exists", "rule",
)  # fmt: skip
"""The keys of a guard that it holds a command against."""


@dataclass(frozen=True, slots=True)
class On:
    """What a row applies to: a kind, perhaps types, verbs, and values of fields.

    Where a record is acted on (guards, followups) a field may be a path such as
    ``customer.tier``, and a value ``$PATH``, ``@me`` or ``@today``.
    """

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
class Entries:
    """What a list field must hold.

    Only entries that match ``when`` are looked at: each must have ``require`` filled, and there
    must be ``least`` and may be ``most`` of them. Of fields with ``many`` values, different ones
    are counted.
    """

    list: str
    require: tuple[str, ...] = ()
    when: Match = field(default_factory=dict)
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """How long before the instant in a field the command must come."""

    field: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition under which a command is refused; all the checks it names must hold.

    One that names no check refuses whenever its ``on`` fits. With ``warn`` the command passes
    and the sentence is told. Wherever it names a field it may name a path.
    """

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
    warn: bool = False
    label: Text | None = None
    since: date | None = None

    @property
    def has_check(self) -> bool:
        """Tell whether there is something to hold the command against."""
        return any(getattr(self, check) for check in CHECKS)


@dataclass(frozen=True, slots=True)
class Deadline:
    """From a moment, within a limit, until another moment.

    A start that is a linked record begins anew with every such record: with the opening as
    another start and the same record as the end, that is the time since the last of them.
    Without a limit, a start that is a field is due at the very instant (or at the end of the
    day) in that field, and any other start has no limit set. ``owner`` lists fields of the
    record (or ``role:NAME``), the first filled one owes it;
    ``escalate`` is the role told when it is late; ``after_close`` keeps it owed although the
    record has reached a final state. One that ``lapses`` is a time in which something may be
    done: it is listed until it ends, and is never late.
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
    lapses: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """What a follow-up is repeated for: every value of a field, or every record found."""

    field: str | None = None
    query: Query | None = None

    @classmethod
    def parse(cls, data: object) -> "Each":
        """Read a field's name or path, or ``{kind, linked: true, open: true, FIELD: VALUE}``."""
        if isinstance(data, Mapping):
            return cls(query=Query.parse(data))
        return cls(field=text(data))


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a verb makes happen besides: a record made, or a verb done on other records.

    ``create`` makes a record with ``title`` and ``fields``, linked by ``about``; ``verb`` does
    that verb on every record named in ``at``, ``fields`` being its options. With ``each`` this
    happens once for every value of a field or record found; ``among`` lists fields or
    ``role:NAME``, and the people of the first that names anybody take turns.

    Values of ``fields`` are texts; ``$PATH`` copies a value of the record acted on, ``$each``
    and ``$each.FIELD`` one of what it is repeated for, ``$turn`` is whose turn it is, ``@me``
    and ``@now`` stand for the acting person and the time. Of several values the first filled
    one is taken.
    """

    on: On
    create: str | None = None
    title: Text | None = None
    type: str | None = None
    verb: str | None = None
    at: str | None = None
    each: Each | None = None
    among: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ref: str | None = None
    label: Text | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Urgent:
    """Records that come first in every list."""

    on: On
    label: Text | None = None
    ref: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit looks for: deadlines that were missed, or what a named rule finds.

    ``person`` is the field that says whom it is about (else whoever owed it), ``proposes`` the
    values of the violation that may be recorded.
    """

    label: Text
    on: On | None = None
    ref: str | None = None
    late: tuple[str, ...] = ()
    rule: str | None = None
    with_: Mapping[str, str] = field(default_factory=dict)
    person: str | None = None
    proposes: Mapping[str, str] = field(default_factory=dict)
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
    coverage: Mapping[str, tuple[Cover, ...]] = field(default_factory=dict)
    reports: Mapping[str, tuple[Report, ...]] = field(default_factory=dict)
    audits: Mapping[str, tuple[Audit, ...]] = field(default_factory=dict)


Row = Urgent | Guard | Deadline | FollowUp | Duty | Cover | Report | Audit


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in force on a desk: its kinds and the rows of its packs."""

    kinds: Mapping[str, Kind]
    roles: Mapping[str, Role]
    rows: Rows
    settings: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)

    def makes(self, record: Record) -> bool:
        """Tell whether this may be what a rule made: with the same id in every clone.

        That is what is filed or sealed for a period, or what follows from a verb and is about
        its record.
        """
        rows = (row for versions in self.rows.followups.values() for row in versions)
        followed = bool(record.about) and any(row.create == record.kind for row in rows)
        return followed or record.kind in _FILED


_FILED = frozenset({"duty", "report", "violation", seals.KIND})

R = TypeVar("R", bound=Row)


def in_force(versions: Sequence[R], day: date) -> R | None:
    """Give the version that holds on ``day``, or None before the first."""
    held = [row for row in versions if row.since is None or row.since <= day]
    return held[-1] if held else None


def rows_on(section: Mapping[str, Sequence[R]], day: date) -> dict[str, R]:
    """Give the rows of a section in force on ``day``, by name: ``rows_on(rows.guards, day)``."""
    held = ((name, in_force(versions, day)) for name, versions in section.items())
    return {name: row for name, row in held if row is not None}


def applies(on: On, kind: str, type_: str | None) -> bool:
    """Tell whether a row is for records of that kind and type (``none`` for those without)."""
    return on.kind == kind and (not on.type or (type_ or "none") in on.type)


__all__ = [
    "SECTIONS", "Ahead", "Audit", "Cover", "Deadline", "Duty", "Each", "Entries", "FollowUp",
    "Guard", "Match", "On", "Origin", "Policy", "Query", "Report", "Role", "Row", "Rows", "Urgent",
    "applies", "in_force", "rows_on",
]  # fmt: skip
