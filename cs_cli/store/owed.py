"""What is owed, as the index keeps it; apart from :mod:`query`, because ``cs due`` asks no more."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Owed(NamedTuple):
    """One row of what is owed, as the index keeps it; ``due`` in seconds since 1970.

    ``status`` and ``customer`` are those of the record, None for a duty.
    """

    id: str | None
    kind: str
    type: str | None
    what: str
    en: str
    zh: str
    title: str
    owner: str | None
    due: int | None
    rule: str | None
    escalate: str | None
    period: str | None
    status: str | None
    customer: str | None
    urgent: bool
    provisional: bool
    paused: bool
    lapses: bool

    def is_over(self, now: float) -> bool:
        """Tell whether it was a time in which something might be done, and is over by now."""
        return self.lapses and self.due is not None and now > self.due


# Clocks of two machines may differ; one look at another day is not hidden by that.
_SKEW = 24 * 3600
_AT_ONCE = 900  # values that every SQLite takes in one question
_OWED = (
    "id, kind, type, what, en, zh, title, owner, due, rule, escalate, period, status, customer,"
    " urgent, provisional, paused, lapses"
)

NOT_DONE = """NOT (id IS NULL AND period IS NOT NULL AND (
    EXISTS (SELECT 1 FROM duties_done d WHERE d.duty = o.what AND d.period = o.period)
    OR EXISTS (SELECT 1 FROM duties_done d WHERE d.duty = o.what AND d.period IS NULL
               AND d.opened > COALESCE(o.after, 0) AND d.opened <= o.due)))"""


class Obligations:
    """What is owed on a desk, as the index knows it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def open(
        self, *, now: int, until: int | None, kind: str | None, owners: Sequence[str] | None
    ) -> list[Owed]:
        """Give what is owed: due at or before ``until``, or without a limit; all for None.

        ``owners`` names those by whom, None for everybody.

        What began to run later than ``now``, by more than clocks differ, is not owed yet; the
        window of a duty opens to the second. Duties of nobody's record are done by a record that
        names the period, or that was begun within it. A duty without an interval is only among
        all of it: no period of it can be missed.
        Urgent ones come first, then the longest overdue, then the next due, then no limit.
        """
        query = (
            f"SELECT {_OWED} FROM obligations o"  # noqa: S608 - names of columns
            " WHERE (?1 IS NULL OR due <= ?1 OR (due IS NULL AND id IS NOT NULL))"
            " AND (?2 IS NULL OR kind = ?2)"
            " AND (?3 IS NULL OR instr(?3, char(10) || owner || char(10)))"
            " AND (since IS NULL OR since <= CASE WHEN period IS NULL THEN ?4 ELSE ?5 END)"
            f" AND {NOT_DONE}"
            " ORDER BY urgent DESC, due IS NULL, due, id IS NULL, id, what, period"
        )
        named = None if owners is None else "\n".join(["", *owners, ""])
        values = (until, kind, named, now + _SKEW, now)
        return [_owed(row) for row in self._db.execute(query, values)]

    def private(self, rows: Iterable[Owed]) -> dict[str, tuple[str, ...]]:
        """Give, by the record that owes, the personal data to be masked in what is said of it."""
        owing = {row.id: row.customer for row in rows if row.id}
        ids = [*{*owing, *(customer for customer in owing.values() if customer)}]
        held: dict[str | None, tuple[str, ...]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            query = f"SELECT id, word FROM private WHERE id IN ({', '.join('?' * len(some))})"  # noqa: S608
            for id_, word in self._db.execute(query, some):
                held[id_] = (*held.get(id_, ()), word)
        return {i: (*held.get(i, ()), *held.get(customer, ())) for i, customer in owing.items()}

    def periods(self, duty: str) -> list[Owed]:
        """Give the open periods of a duty that is owed for records, by record, oldest first."""
        query = (
            f"SELECT {_OWED} FROM obligations o"  # noqa: S608 - names of columns
            " WHERE what = ? AND id IS NOT NULL AND period IS NOT NULL ORDER BY id, due"
        )
        return [_owed(row) for row in self._db.execute(query, (duty,))]

    def of(self, id_: str) -> list[Owed]:
        """Give what one record owes, next due first."""
        query = (
            f"SELECT {_OWED} FROM obligations o WHERE id = ?"  # noqa: S608 - names of columns
            " ORDER BY due IS NULL, due, what"
        )
        return [_owed(row) for row in self._db.execute(query, (id_,))]

    def next_due(self, kind: str, *, now: int) -> dict[str, int | None]:
        """Give when each record of a kind that owes something does so next; None for no limit."""
        query = (
            "SELECT id, MIN(due) FROM obligations WHERE NOT paused"
            " AND id IN (SELECT id FROM records WHERE kind = ?)"
            " AND (since IS NULL OR since <= CASE WHEN period IS NULL THEN ? ELSE ? END)"
            " AND NOT (lapses AND due < ?) GROUP BY id"
        )
        return dict(self._db.execute(query, (kind, now + _SKEW, now, now)).fetchall())


def _owed(row: Sequence[object]) -> Owed:
    return Owed._make((*row[:-4], *map(bool, row[-4:])))
