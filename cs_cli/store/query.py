"""Questions to the index. Rules and commands see other records only through these."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.domain.found import Found, Owes
from cs_cli.domain.language import Text
from cs_cli.domain.match import Match, fits
from cs_cli.store.owed import NOT_DONE

if TYPE_CHECKING:
    from cs_cli.domain.seals import Lot

_COLUMNS = "id, kind, type, status, COALESCE(canonical, data)"
_ON_TABLE = frozenset({"id", "kind", "type", "status"})


class Wanted(NamedTuple):
    """What a list asks for; times in seconds since 1970, ``since`` inside, ``until`` outside."""

    match: Match
    since: int | None = None
    until: int | None = None
    open_only: bool = False


class Planned(NamedTuple):
    """A record as the command under way leaves it, and whether it is done with."""

    found: Found
    final: bool

    def is_about(self, id_: str) -> bool:
        """Tell whether it is linked to another record."""
        value = self.found.values.get("about")
        return id_ in value if isinstance(value, list) else id_ == value


class Records:
    """The records of a desk, as the index knows them.

    ``find`` and ``get`` give those that are ``planned`` as they will be.
    """

    def __init__(
        self, db: sqlite3.Connection, planned: Mapping[str, Planned] | None = None
    ) -> None:
        self._db = db
        self._planned = planned or {}

    def find(
        self, kind: str, match: Match, *, open_only: bool = False, about: str | None = None
    ) -> Sequence[Found]:
        """Give the records of a kind that fit, by id; ``about`` keeps those linked to one."""
        clauses, values = ["kind = ?"], [kind]
        if open_only:
            clauses.append("final = 0")
        if about is not None:
            clauses.append("id IN (SELECT source FROM links WHERE target = ?)")
            values.append(about)
        kept = [f for f in self._select(clauses, values, "id", match) if f.id not in self._planned]
        kept += [
            p.found
            for p in self._planned.values()
            if p.found.kind == kind
            and not (open_only and p.final)
            and (about is None or p.is_about(about))
        ]
        return sorted((f for f in kept if fits(match, seen(f))), key=lambda found: found.id)

    def get(self, id_: str) -> Found | None:
        """Give one record."""
        if id_ in self._planned:
            return self._planned[id_].found
        return next(self._select(["id = ?"], [id_], "id", {}), None)

    def in_month(self, month: str) -> Sequence["Lot"]:
        """Give all that lies in a month such as ``2025-03``, kind by kind."""
        # Deferred: only who seals a month asks.
        from cs_cli.store import months

        return months.in_month(self._db, month)

    def owed(self, person: str, *, until: datetime) -> Sequence[Owes]:
        """Give what somebody owes that is due by then or has no limit, the next due first."""
        query = (
            "SELECT id, kind, en, zh, due FROM obligations o WHERE owner = ? AND NOT paused"  # noqa: S608 - no values
            f" AND (due <= ? OR (due IS NULL AND id IS NOT NULL)) AND {NOT_DONE}"
            " ORDER BY due IS NULL, due, id, what"
        )
        rows = self._db.execute(query, (person, int(until.timestamp())))
        return [
            Owes(id_, kind, Text(en, zh), None if due is None else datetime.fromtimestamp(due, UTC))
            for id_, kind, en, zh, due in rows
        ]

    def private_words(self, id_: str) -> tuple[str, ...]:
        """Give the personal data on a record and on its customer, to be masked elsewhere."""
        query = (
            "SELECT word FROM private"
            " WHERE id IN (?1, (SELECT customer FROM records WHERE id = ?1))"
        )
        return tuple(row[0] for row in self._db.execute(query, (id_,)))

    def linked(self, id_: str) -> list[Found]:
        """Give the records that are about this one, oldest first."""
        clause = "id IN (SELECT source FROM links WHERE target = ?)"
        return list(self._select([clause], [id_], "opened, id", {}))

    def duty_proofs(self, duty: str) -> list[tuple[str | None, int]]:
        """Give what says that a duty was done: the period if named, and when it was begun."""
        rows = self._db.execute("SELECT period, opened FROM duties_done WHERE duty = ?", (duty,))
        return [(period, opened) for period, opened in rows]

    def listed(self, kind: str, wanted: Wanted) -> Iterator[Found]:
        """Give the records a list asks for, urgent and oldest first, one by one."""
        clauses, values = _asked(kind, wanted)
        for found in self._select(clauses, values, "urgent DESC, opened, id", wanted.match):
            if fits(wanted.match, seen(found)):
                yield found

    def newest(self, ways: Mapping[str, Wanted]) -> Iterator[tuple[str, str]]:
        """Give id and kind of what is asked for of each kind, newest first, one by one.

        Most records that do not fit are left out, not all: what is given has yet to be looked at.
        """
        parts: list[str] = []
        values: list[str] = []
        for kind, wanted in ways.items():
            (clauses, given), (more, given_too) = _asked(kind, wanted), _narrow(wanted.match)
            parts.append(f"({' AND '.join([*clauses, *more])})")
            values += [*given, *given_too]
        where = " OR ".join(parts) or "0"
        query = f"SELECT id, kind FROM records WHERE {where} ORDER BY opened DESC, id"  # noqa: S608
        yield from self._db.execute(query, values)

    def ids(self, kind: str | None = None) -> list[str]:
        """Give every id, of one kind or all, newest first."""
        query = "SELECT id FROM records WHERE ?1 IS NULL OR kind = ?1 ORDER BY opened DESC, id"
        return [row[0] for row in self._db.execute(query, (kind,))]

    def urgent(self, kind: str) -> set[str]:
        """Give the records of a kind that come before all others."""
        query = "SELECT id FROM records WHERE kind = ? AND urgent = 1"
        return {row[0] for row in self._db.execute(query, (kind,))}

    def matching(self, part: str, kind: str | None = None) -> list[str]:
        """Give every id, of one kind or all, with a part as :func:`ids.looked_for` has it.

        Hyphens may be left out.
        """
        whole = "replace(replace(replace(id, 'I', '1'), 'L', '1'), 'O', '0')"
        compared = whole if "-" in part else f"replace({whole}, '-', '')"
        clause, values = ("", (part,)) if kind is None else ("kind = ? AND ", (kind, part))
        query = (
            f"SELECT id FROM records WHERE {clause}instr({compared}, ?) ORDER BY opened DESC, id"  # noqa: S608 - no values
        )
        return [row[0] for row in self._db.execute(query, values)]

    def last_changed(self) -> Iterator[tuple[str, str, int]]:
        """Give id, kind and second of the last event of every record, the latest first."""
        rows = self._db.execute("SELECT id, kind, changed FROM records ORDER BY changed DESC, id")
        yield from rows.fetchall()

    def titles(self, kind: str | None, start: str, limit: int) -> list[tuple[str, str]]:
        """Give ids that contain a text, open ones first, with their titles, for completion."""
        query = (
            "SELECT id, title FROM records WHERE (?1 IS NULL OR kind = ?1) AND instr(id, upper(?2))"
            " ORDER BY final, opened DESC, id LIMIT ?3"
        )
        return list(self._db.execute(query, (kind, start, limit)))

    def _select(
        self, clauses: Sequence[str], values: Sequence[str], order: str, match: Match
    ) -> Iterator[Found]:
        more, given = _narrow(match)
        where = " AND ".join([*clauses, *more])
        query = f"SELECT {_COLUMNS} FROM records WHERE {where} ORDER BY {order}"  # noqa: S608
        for id_, kind, type_, status, data in self._db.execute(query, (*values, *given)):
            yield Found(id_, kind, type_, status, json.loads(data))


def seen(found: Found) -> dict[str, object]:
    """Give all values a condition may name."""
    return {**found.values, "type": found.type, "status": found.status}


def _asked(kind: str, wanted: Wanted) -> tuple[list[str], list[str]]:
    """Give the conditions on the columns of the index that a list makes, and their values."""
    clauses, values = ["kind = ?"], [kind]
    bounds = (("opened >= ?", wanted.since), ("opened < ?", wanted.until))
    for clause, bound in bounds:
        if bound is not None:
            clauses.append(clause)
            values.append(str(bound))
    if wanted.open_only:
        clauses.append("final = 0")
    return clauses, values


def _narrow(match: Match) -> tuple[list[str], list[str]]:
    """Let SQLite drop most records that do not fit; what is left is looked at in full."""
    clauses: list[str] = []
    values: list[str] = []
    for name, options in match.items():
        if name in _ON_TABLE and not {"any", "none"} & set(options):
            clauses.append(f"{name} IN ({', '.join('?' * len(options))})")
            values += options
        elif name.isidentifier() and len(options) == 1 and options[0] not in ("any", "none"):
            # The value stands in the data, alone or in a list: a plain search finds either.
            clauses.append("instr(COALESCE(canonical, data), ?)")
            values.append(json.dumps(options[0], ensure_ascii=False))
    return clauses, values
