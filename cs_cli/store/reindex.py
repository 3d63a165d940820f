"""Bring the index up to date: parse what changed, work out what it owes.

Apart from :mod:`cs_cli.store.index`, because a command that finds nothing changed needs none of
the readers, calendars and rules that this module loads.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from gettext import gettext as _
from typing import Any

from cs_cli.domain.duties import Duties
from cs_cli.domain.errors import Broken, CsError, Invalid, Problem
from cs_cli.domain.fact import Fact
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import Kind
from cs_cli.domain.obligation import Obligation, owed
from cs_cli.domain.record import Record
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec, files
from cs_cli.store.desk import Desk
from cs_cli.store.stamp import Stamp
from cs_cli.store.walk import Entry, Folder, Signature


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

    def read_folder(self, folder: Folder) -> None:
        """Read what has changed in a folder, forget what is no longer there."""
        known = {row[0]: row for row in self._known(folder.path)}
        for entry in folder.entries():
            old = known.pop(entry.path, None)
            if not _same(old, entry.signature):
                self._read(entry, old)
        for path in known:
            self._forget(path)
        # What is as young as its entry may change again unseen: it is looked at anew.
        row = (folder.path, *folder.packed(before=self.stamp.time))
        self.db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?)", row)

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

    def _read(self, entry: Entry, old: Sequence[Any] | None) -> None:
        """Read one changed file; an unreadable one becomes a problem told on every run."""
        try:
            raw = files.read(self.desk.root, entry.path)
        except CsError as error:
            self._forget(entry.path)
            self._seen(entry, "", None)
            self._tell([Problem(entry.path, error.message, hint=error.hint)])
            return
        digest = files.digest(raw)
        if old and old[6] == digest:
            self._seen(entry, digest, old[7])
            return
        self._forget(entry.path)
        try:
            record = parse(raw, entry.path)
        except Broken as error:
            self._seen(entry, digest, None)
            self._tell(error.problems)
            return
        self._seen(entry, digest, record.id)
        self._enter(record)

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
            self.touched = {row[0] for row in self.db.execute("SELECT id FROM records")}
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

    def _seen(self, entry: Entry, digest: str, id_: str | None) -> None:
        row = (entry.path, *entry.signature, self.stamp.time, digest, id_)
        self.db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def _tell(self, problems: Iterable[Problem]) -> None:
        for p in problems:
            row = (p.path, p.line, p.message, p.rule, p.hint)
            self.db.execute("INSERT INTO problems VALUES (?, ?, ?, ?, ?)", row)

    def _enter(self, record: Record) -> None:
        data = json.dumps(record.values, ensure_ascii=False)
        opened, changed = record.opened_at, max(event.at for event in record.log)
        self.db.execute(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, 0, '', NULL, NULL, ?, ?, ?, NULL)",
            (record.id, record.kind, record.type, record.status, _seconds(opened),
             _seconds(changed), data),
        )  # fmt: skip
        targets = [(record.id, target) for target in record.about if isinstance(target, str)]
        self.db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", targets)
        self._touch(record.id)

    def _known_record(self, id_: str) -> tuple[Record, Kind] | None:
        """Give a record in canonical form with its definition, None when either is not there."""
        row = self.db.execute("SELECT data FROM records WHERE id = ?", (id_,)).fetchone()
        data = json.loads(row[0]) if row else {}
        if data.get("kind") not in self.desk.policy.kinds:
            return None
        kind = self.desk.policy.kinds[data["kind"]].of(data.get("type"))
        return Record.parse(canonical_values(kind, data)), kind

    def _work_out(self, id_: str) -> None:
        self.db.execute("DELETE FROM obligations WHERE id = ?", (id_,))
        self.db.execute("DELETE FROM duties_done WHERE id = ?", (id_,))
        found = self._known_record(id_)
        if found is None:
            return
        record, kind = found
        self._describe(record, kind)
        self._keep_private(record, kind)
        facts = tuple(self._facts(id_))
        desk = self.desk
        for item in owed(record, desk.policy, desk.calendar, desk.people, facts):
            self._owe(item, record)
        for item in self.duties.of(record, kind, facts):
            self._owe(item, record)
        for duty, proof in self.duties.proofs(record, kind):
            done = (id_, duty, proof.period, _seconds(proof.at))
            self.db.execute("INSERT OR REPLACE INTO duties_done VALUES (?, ?, ?, ?)", done)

    def _describe(self, record: Record, kind: Kind) -> None:
        title = record.values.get(kind.title)
        (data,) = self.db.execute("SELECT data FROM records WHERE id = ?", (record.id,)).fetchone()
        self.db.execute(
            "UPDATE records SET final = ?, title = ?, owner = ?, customer = ?, canonical = ?"
            " WHERE id = ?",
            (kind.is_final(record.status), title if isinstance(title, str) else "",
             record.person("owner", "person", "first_responsible"), record.person("customer"),
             _differing(record, json.loads(data)), record.id),
        )  # fmt: skip

    def _keep_private(self, record: Record, kind: Kind) -> None:
        """Keep the personal data apart, to be masked wherever it is said."""
        self.db.execute("DELETE FROM private WHERE id = ?", (record.id,))
        held = (record.values.get(name) for name, field in kind.fields.items() if field.pii)
        words = [(record.id, word) for word in held if isinstance(word, str) and len(word) > 1]
        self.db.executemany("INSERT OR IGNORE INTO private VALUES (?, ?)", words)

    def _facts(self, id_: str) -> Iterator[Fact]:
        rows = self.db.execute(
            "SELECT r.data FROM links l JOIN records r ON r.id = l.source"
            " WHERE l.target = ? AND r.status <> 'void' ORDER BY r.opened, r.id",
            (id_,),
        )
        for (data,) in rows.fetchall():
            values = json.loads(data)
            kind = self.desk.policy.kinds.get(values["kind"])
            if kind is not None:
                variant = kind.of(values.get("type"))
                yield Fact.of(Record.parse(canonical_values(variant, values)), variant)

    def _owe(self, item: Obligation, record: Record | None = None) -> None:
        status = record.status if record else None
        customer = record.person("customer") if record else None
        due, since, after = (at and _seconds(at) for at in (item.due_at, item.since, item.after))
        self.db.execute(
            "INSERT INTO obligations VALUES"
            " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.id, item.kind, item.type, item.what, item.label.en, item.label.zh, item.title,
                item.owner, due, item.rule, item.escalate_to, item.period, status, customer,
                item.urgent, item.provisional, item.paused, item.lapses, since, after,
            ),
        )  # fmt: skip


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


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _differing(record: Record, data: Mapping[str, Any]) -> str | None:
    """Give the canonical values, where they are not those in the file."""
    same = record.values == data
    return None if same else json.dumps(record.values, ensure_ascii=False)


def parse(raw: bytes, path: str) -> Record:
    """Read a record and hold it against its own file name; raise :class:`Broken`."""
    document = codec.read(raw, path=path)
    try:
        record = Record.parse(document.data, document.body)
    except Invalid as fault:
        line = document.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None
    try:
        expected = path_of(record.kind, record.id)
    except ValueError:
        expected = ""
    if expected != path:
        message = _("the file's name and folder must be those of its id {id}").format(id=record.id)
        raise Broken([Problem(path, message, document.line("id"))])
    return record
