"""Bring the index up to date: parse what changed, work out what it owes.

Apart from :mod:`cs_cli.store.index`, because a command that finds nothing changed needs none of
the readers, calendars and rules that this module loads.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from cs_cli.domain import seals
from cs_cli.domain.duties import Duties
from cs_cli.domain.errors import Problem
from cs_cli.store import entering, months, owing
from cs_cli.store.aside import shared_out
from cs_cli.store.desk import Desk
from cs_cli.store.entering import Entered, Own, Read, Reader
from cs_cli.store.owing import Owing, Reckoner
from cs_cli.store.readers import Batch, read_all
from cs_cli.store.stamp import Stamp
from cs_cli.store.walk import Folder, Signature


class Reindex:
    """One bringing up to date, inside a transaction of the caller.

    ``until`` is how far duties are laid out; after a change of the settings ``everything`` is
    worked out, whatever was touched.
    """

    def __init__(
        self, desk: Desk, db: sqlite3.Connection, until: datetime, *, everything: bool = False
    ) -> None:
        self.desk = desk
        self.db = db
        self.until = until
        self.everything = everything
        self.stamp = Stamp(desk.root)
        self.touched: set[str] = set()
        self._sealed = months.sealed(db)
        self._looked_at: set[str] = set()

    @cached_property
    def duties(self) -> Duties:
        """Give the duties of the desk."""
        desk = self.desk
        started = desk.settings.started or date.min
        last = desk.calendar.date_of(self.until)
        return Duties(desk.policy, desk.calendar, desk.people, last, started)

    @cached_property
    def reader(self) -> Reader:
        """Give what reads files by the rules of the desk."""
        return Reader(self.desk.root, self.desk.policy, self.duties)

    @cached_property
    def reckoner(self) -> Reckoner:
        """Give what works out what records owe."""
        return Reckoner(self.desk.policy, self.duties)

    def read_folders(self, folders: Iterable[Folder]) -> None:
        """Read what has changed in folders, forget what is no longer there."""
        for batch, found in read_all(self.reader, self._batches(folders)):
            for (name, signature, old), read in zip(batch.files, found, strict=True):
                self._take(batch.folder + name, signature, old, read)

    def _batches(self, folders: Iterable[Folder]) -> Iterator[Batch]:
        """Give what is to be read, folder by folder; what is gone is forgotten on the way."""
        for folder in folders:
            self._looked_at.add(seals.folder_of(folder.path))
            known = {row[0]: row for row in self._known(folder.path)}
            wanted = []
            for entry in folder.entries():
                old = known.pop(entry.path, None)
                if not _same(old, entry.signature):
                    digest = old[6] if old else None
                    wanted.append((entry.path.rpartition("/")[2], entry.signature, digest))
            for path in known:
                self._forget(path)
            # What is as young as its entry may change again unseen: it is looked at anew.
            row = folder.known(before=self.stamp.time)
            self.db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", row)
            if wanted:
                yield Batch(folder.path, wanted)

    def forget_folder(self, path: str) -> None:
        """Forget the records of a folder that holds none any more."""
        for row in self._known(path):
            self._forget(row[0])
        self.db.execute("DELETE FROM folders WHERE path = ?", (path,))

    def follow_seals(self, walk: Callable[[list[str]], Iterable[Folder]]) -> None:
        """Look again at what was unsealed; from now on let seals guard what they cover.

        ``walk`` gives folders as they lie.
        """
        now = months.sealed(self.db)
        opened = months.unguarded(self.db, self._sealed - now)
        if opened:
            self.read_folders(walk(opened))
        months.guard(self.db, now - self._sealed | now & self._looked_at)
        self._sealed = now

    def _known(self, folder: str) -> list[Sequence[Any]]:
        """Give the files known right in a folder, not those in folders within."""
        # "0" comes right after "/".
        query = (
            "SELECT * FROM files WHERE path > ?1 AND path < ?2"
            " AND instr(substr(path, length(?1) + 1), '/') = 0"
        )
        return self.db.execute(query, (folder, folder[:-1] + "0")).fetchall()

    def _take(self, path: str, signature: Signature, old: str | None, read: Read) -> None:
        """Take in what a file came to; an unreadable one becomes a problem told on every run."""
        if old is not None and read.digest == old:
            self.db.execute(
                "UPDATE files SET size = ?, mtime = ?, ctime = ?, inode = ?, seen = ?"
                " WHERE path = ?",
                (*signature, self.stamp.time, path),
            )
            return
        if old is not None:
            self._forget(path)
        id_ = read.entered.id if read.entered else None
        row = (path, *signature, self.stamp.time, read.digest, id_)
        self.db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._tell(read.problems)
        if read.entered:
            self._enter(read.entered)

    def _forget(self, path: str) -> None:
        """Take out what is known of a file; its neighbours will be worked out anew."""
        row = self.db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
        self.db.execute("DELETE FROM files WHERE path = ?", (path,))
        self.db.execute("DELETE FROM problems WHERE path = ?", (path,))
        if row and row[0]:
            self._touch(row[0])
            for table, column in _OF_RECORD:
                self.db.execute(f"DELETE FROM {table} WHERE {column} = ?", row)  # noqa: S608

    def tell_odd(self, before: Iterable[str], odd: Sequence[Problem]) -> None:
        """Keep what lies in the folders and is no plain file, as long as it lies there."""
        for path in before:
            self.db.execute("DELETE FROM problems WHERE path = ?", (path,))
        self._tell(odd)

    def work_out(self) -> None:
        """Compute what the touched records owe; all of them when a setting changed."""
        if self.everything:
            every = self.db.execute("SELECT id FROM records WHERE NOT rests")
            self.touched = {row[0] for row in every}
        ids = ((id_,) for id_ in self.touched)
        self.db.executemany("DELETE FROM obligations WHERE id = ?", ids)
        self._owe(self.reckoner.rows(self._owing(sorted(self.touched))))

    def lay_out_duties(self, now: datetime) -> None:
        """Lay out the periods of every duty, those of records too that were not worked out now."""
        self.db.execute("DELETE FROM obligations WHERE id IS NULL")
        first, today = first_day(self.db, self.desk, now), self.desk.calendar.date_of(now)
        self._owe(map(owing.row, self.duties.shared(first, today)))
        for kind in sorted(self.duties.kinds):
            rows = self.db.execute("SELECT id FROM records WHERE kind = ? AND final = 0", (kind,))
            again = sorted(id_ for (id_,) in rows.fetchall() if id_ not in self.touched)
            for one in self._owing(again):
                query = "DELETE FROM obligations WHERE id = ? AND period IS NOT NULL"
                self.db.execute(query, (one.id,))
                self._owe(self.reckoner.duties_of(one))

    def _touch(self, id_: str) -> None:
        """Mark a record and those it is about: what it came to says what they still owe."""
        if not self.everything:
            rows = self.db.execute("SELECT target FROM links WHERE source = ?", (id_,))
            self.touched |= {id_, *(row[0] for row in rows)}

    def _tell(self, problems: Iterable[Problem]) -> None:
        for p in problems:
            row = (p.path, p.line, p.message, p.rule, p.hint)
            self.db.execute("INSERT INTO problems VALUES (?, ?, ?, ?, ?)", row)

    def _enter(self, one: Entered) -> None:
        own = one.own
        self.db.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.id, one.kind, one.type, one.status, own.final, own.rests, own.urgent, own.title,
                own.owner, own.customer, one.opened, one.changed, one.data, own.canonical,
            ),
        )  # fmt: skip
        if one.targets:
            targets = ((one.id, target) for target in one.targets)
            self.db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", targets)
        self._keep(one.id, own)
        self._touch(one.id)

    def _keep(self, id_: str, own: Own) -> None:
        """Keep apart the personal data, to be masked wherever it is said, and what it proves."""
        if own.private:
            words = ((id_, word) for word in own.private)
            self.db.executemany("INSERT OR IGNORE INTO private VALUES (?, ?)", words)
        if own.proofs:
            done = ((id_, *proof) for proof in own.proofs)
            self.db.executemany("INSERT OR REPLACE INTO duties_done VALUES (?, ?, ?, ?)", done)

    def describe_again(self) -> None:
        """See every record that is known by the rules as they are now."""
        for table in ("private", "duties_done", "obligations"):
            self.db.execute(f"DELETE FROM {table} WHERE id NOT NULL")  # noqa: S608
        rows = self.db.execute("SELECT id, data FROM records ORDER BY rowid")
        for some, owns in shared_out(self._described, rows, some=_AT_ONCE, many=MANY):
            for (id_, _data), own in zip(some, owns, strict=True):
                self._keep(id_, own)
                self.db.execute(
                    "UPDATE records SET final = ?, rests = ?, urgent = ?, title = ?, owner = ?,"
                    " customer = ?, canonical = ? WHERE id = ?",
                    (*own[:7], id_),
                )

    def _described(self, rows: Iterable[tuple[str, str]]) -> list[Own]:
        return [self.reader.own(entering.recalled(data)) for _id, data in rows]

    def _owing(self, ids: Iterable[str]) -> Iterator[Owing]:
        """Give those of these records that may owe something, whatever others come to."""
        query = (
            "SELECT id, status, customer, COALESCE(canonical, data) FROM records"
            " WHERE id = ? AND NOT rests"
        )
        for id_ in ids:
            row = self.db.execute(query, (id_,)).fetchone()
            if row is not None:
                yield Owing._make((*row, self._about(id_)))

    def _about(self, id_: str) -> list[str]:
        rows = self.db.execute(
            "SELECT COALESCE(r.canonical, r.data) FROM links l JOIN records r ON r.id = l.source"
            " WHERE l.target = ? AND r.status <> 'void' ORDER BY r.opened, r.id",
            (id_,),
        )
        return [data for (data,) in rows]

    def _owe(self, rows: Iterable[owing.Row]) -> None:
        query = (
            "INSERT INTO obligations VALUES"
            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        self.db.executemany(query, rows)


_AT_ONCE = 50  # records
MANY = 1_000
"""From so many records on further processes are worth starting."""
_OF_RECORD = (
    ("records", "id"), ("private", "id"), ("links", "source"), ("obligations", "id"),
    ("duties_done", "id"),
)  # fmt: skip


def _same(known: Sequence[Any] | None, signature: Signature) -> bool:
    """Tell whether a file is the one that was read, and was not as young as its entry."""
    return (
        known is not None
        and (known[1], known[2], known[3], known[4]) == signature
        and signature[2] < known[5]
    )


def first_day(db: sqlite3.Connection, desk: Desk, now: datetime) -> date:
    """Give the day from which duties are expected: as set, of the first record, or today."""
    if desk.settings.started is not None:
        return desk.settings.started
    (first,) = db.execute("SELECT min(opened) FROM records").fetchone()
    return desk.calendar.date_of(now if first is None else datetime.fromtimestamp(first, UTC))
