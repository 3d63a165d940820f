"""Bring the index up to date: parse what changed, work out what it owes.

Apart from :mod:`cs_cli.store.index`, because a command that finds nothing changed needs none of
the readers, calendars and rules that this module loads.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import chain
from typing import Any

from cs_cli.domain.duties import Duties
from cs_cli.domain.errors import Problem
from cs_cli.domain.fact import Fact
from cs_cli.domain.kind import Kind
from cs_cli.domain.obligation import Obligation, owed
from cs_cli.domain.record import Record
from cs_cli.store import entering
from cs_cli.store.desk import Desk
from cs_cli.store.entering import Entered, Own, Read, Reader, seconds
from cs_cli.store.readers import Batch, read_all
from cs_cli.store.stamp import Stamp
from cs_cli.store.walk import Folder, Signature


class Reindex:
    """One bringing up to date, inside a transaction of the caller.

    ``until`` is how far duties are laid out.
    """

    def __init__(self, desk: Desk, db: sqlite3.Connection, until: datetime) -> None:
        self.desk = desk
        self.db = db
        self.until = until
        self.stamp = Stamp(desk.root)
        self.touched: set[str] = set()

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

    def read_folders(self, folders: Iterable[Folder]) -> None:
        """Read what has changed in folders, forget what is no longer there."""
        for batch, found in read_all(self.reader, self._batches(folders)):
            for (name, signature, old), read in zip(batch.files, found, strict=True):
                self._take(batch.folder + name, signature, old, read)

    def _batches(self, folders: Iterable[Folder]) -> Iterator[Batch]:
        """Give what is to be read, folder by folder; what is gone is forgotten on the way."""
        for folder in folders:
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

    def work_out(self, *, everything: bool) -> None:
        """Compute what the touched records owe; all of them when a setting changed."""
        if everything:
            every = self.db.execute("SELECT id FROM records WHERE NOT rests")
            self.touched = {row[0] for row in every}
        for id_ in sorted(self.touched):
            self._work_out(id_)

    def lay_out_duties(self, now: datetime) -> None:
        """Lay out the periods of every duty, those of records too that were not worked out now."""
        self.db.execute("DELETE FROM obligations WHERE id IS NULL")
        first, today = first_day(self.db, self.desk, now), self.desk.calendar.date_of(now)
        for item in self.duties.shared(first, today):
            self._owe(item)
        for kind in sorted(self.duties.kinds):
            rows = self.db.execute("SELECT id FROM records WHERE kind = ? AND final = 0", (kind,))
            for (id_,) in rows.fetchall():
                if id_ not in self.touched:
                    self._lay_out_again(id_)

    def _lay_out_again(self, id_: str) -> None:
        found = self._known_record(id_)
        if found is not None:
            self.db.execute("DELETE FROM obligations WHERE id = ? AND period IS NOT NULL", (id_,))
            for item in self.duties.of(*found, tuple(self._facts(id_))):
                self._owe(item, found[0])

    def _touch(self, id_: str) -> None:
        """Mark a record, those it is about and those about it."""
        rows = self.db.execute(
            "SELECT target FROM links WHERE source = ?1"
            " UNION SELECT source FROM links WHERE target = ?1",
            (id_,),
        )
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
        for some in iter(lambda: rows.fetchmany(_AT_ONCE), []):
            for id_, data in some:
                own = self.reader.own(entering.recalled(data))
                self._keep(id_, own)
                self.db.execute(
                    "UPDATE records SET final = ?, rests = ?, urgent = ?, title = ?, owner = ?,"
                    " customer = ?, canonical = ? WHERE id = ?",
                    (*own[:7], id_),
                )

    def _known_record(self, id_: str) -> tuple[Record, Kind] | None:
        """Give a record in canonical form with its definition, None when either is not there."""
        row = self.db.execute("SELECT data FROM records WHERE id = ?", (id_,)).fetchone()
        return entering.known(row[0], self.desk.policy) if row else None

    def _work_out(self, id_: str) -> None:
        """Compute what one record owes, unless it owes nothing whatever others come to."""
        self.db.execute("DELETE FROM obligations WHERE id = ?", (id_,))
        query = "SELECT data FROM records WHERE id = ? AND NOT rests"
        row = self.db.execute(query, (id_,)).fetchone()
        found = entering.known(row[0], self.desk.policy) if row else None
        if found is None:
            return
        record, kind = found
        facts = tuple(self._facts(id_))
        desk = self.desk
        items = owed(record, desk.policy, desk.calendar, desk.people, facts)
        for item in chain(items, self.duties.of(record, kind, facts)):
            self._owe(item, record)

    def _facts(self, id_: str) -> Iterator[Fact]:
        rows = self.db.execute(
            "SELECT r.data FROM links l JOIN records r ON r.id = l.source"
            " WHERE l.target = ? AND r.status <> 'void' ORDER BY r.opened, r.id",
            (id_,),
        )
        for (data,) in rows.fetchall():
            found = entering.known(data, self.desk.policy)
            if found is not None:
                yield Fact.of(*found)

    def _owe(self, item: Obligation, record: Record | None = None) -> None:
        status = record.status if record else None
        customer = record.person("customer") if record else None
        due, since, after = (at and seconds(at) for at in (item.due_at, item.since, item.after))
        self.db.execute(
            "INSERT INTO obligations VALUES"
            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.id, item.kind, item.type, item.what, item.label.en, item.label.zh, item.title,
                item.owner, due, item.rule, item.escalate_to, item.period, status, customer,
                item.urgent, item.provisional, item.paused, item.lapses, since, after,
            ),
        )  # fmt: skip


_AT_ONCE = 500
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
