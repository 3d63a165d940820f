"""The index: every record parsed once, with what it owes, so that ``due`` is a query.

Staleness is decided as git's own index does it: by size, times and inode of every file; a file
as young as its entry is read again, and its hash settles the doubt. Everything here can be
deleted at any time.
"""

import os
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cs_cli import __version__
from cs_cli.domain.errors import Problem
from cs_cli.store import database
from cs_cli.store.walk import Folder, Known, changed, look, sign, walk

if TYPE_CHECKING:
    from datetime import date

    from cs_cli.domain.kind import Kind
    from cs_cli.domain.policy import Policy
    from cs_cli.store.desk import Desk


_MANY = 50  # changed folders
# How far ahead duties are laid out; when half of it is over, more is.
AHEAD = timedelta(days=62)


class Index:
    """The index of a desk, brought up to date when opened.

    ``now`` only decides how far ahead duties are laid out; ``read_desk`` gives the desk when
    something must be worked out.
    """

    def __init__(self, root: Path, now: datetime, read_desk: "Callable[[], Desk]") -> None:
        self.root = root
        self._now = now
        self._read_desk = read_desk
        self._kinds_read: dict[str, Kind | None] = {}
        self.db = database.connect(root)
        self._healing(self._refresh)

    def take_in(self, paths: Iterable[str]) -> None:
        """Read the folders of records that this run has just written, and no others."""
        folders = sorted({path.rpartition("/")[0] + "/" for path in paths})
        self._healing(lambda: self._take_in(folders))

    def _healing(self, work: Callable[[], None]) -> None:
        """Go on with another file (for one locked for long, or damaged) rather than not at all."""
        try:
            work()
        except sqlite3.OperationalError as error:
            self._instead(database.later(self.root, error))
        except sqlite3.DatabaseError:
            self._instead(database.afresh(self.root))
        except BaseException:
            self.db.close()  # nobody is to wait for what was broken off
            raise

    def _instead(self, other: sqlite3.Connection) -> None:
        self.db.close()
        self.db = other
        try:
            self._refresh()
        except sqlite3.OperationalError:
            self.db.close()
            self.db = database.in_memory()
            self._refresh()

    @cached_property
    def desk(self) -> "Desk":
        """Give the desk; read only when something must be worked out."""
        return self._read_desk()

    @property
    def problems(self) -> list[Problem]:
        """Give what could not be read, by path; it is told on every run."""
        rows = self.db.execute(
            "SELECT path, line, message, rule, hint FROM problems ORDER BY path, line"
        )
        return [Problem(p, message, line, rule, hint) for p, line, message, rule, hint in rows]

    def about_desk(self, key: str) -> str:
        """Give ``zone``, ``language`` or ``quiet_hours`` without reading the settings again.

        ``apart`` is a JSON list of the states whose records owe apart from the others: kind,
        type or null, state, its label in English and in Chinese.
        """
        return self._meta(key) or ""

    def first_day(self, now: datetime) -> "date":
        """Give the day from which duties are expected."""
        from cs_cli.store.reindex import first_day

        return first_day(self.db, self.desk, now)

    def _refresh(self) -> None:
        settings = self._changed_settings()
        stale = bool(settings)
        kinds = self._kinds() if stale else (self._meta("kinds") or "").split()
        rows = self.db.execute("SELECT path, names, numbers FROM folders")
        known = [Known._make(row) for row in rows]
        names = {one.path for one in known}
        changed_ = changed(self.root, known)
        tops = [kind for kind in kinds if f"{kind}/" not in names]
        new = [f"{kind}/" for kind in tops if os.path.lexists(f"{self.root}/{kind}")]
        odd = (self._meta("odd") or "").splitlines()
        later = (self._meta("duties") or "") < _stamp(self._now + AHEAD / 2)
        if changed_ or new or odd or stale or later:
            over = {path for path in names if path.partition("/")[0] not in kinds}
            look = [path for path in [*changed_, *new] if path not in over]
            self._bring_up(look, names, over, settings, later=later)

    def _bring_up(
        self, look: Sequence[str], known: Container[str], over: set[str], settings: set[str], *,
        later: bool,
    ) -> None:  # fmt: skip
        """Look at folders again, forget those whose kind is ``over`` and what is gone.

        ``settings`` are the files of settings that have changed.
        """
        # The readers and rules are loaded only now that something must be read.
        from cs_cli.store.reindex import Reindex

        self.db.execute("BEGIN IMMEDIATE")
        stale = bool(settings)
        until = self._now + AHEAD if stale or later else self._laid_out()
        work = Reindex(self.desk, self.db, until, everything=stale)
        if any(not self._is_of_people(path) for path in settings):
            work.describe_again()
        odd: list[Problem] = []
        gone = {path for path in look if path in known} | over

        def there() -> Iterator[Folder]:
            for folder in walk(self.root, look, odd, known):
                gone.discard(folder.path)
                yield folder

        work.read_folders(there())
        for path in sorted(gone):
            work.forget_folder(path)
        work.follow_seals(lambda paths: walk(self.root, paths, odd, known))
        work.tell_odd((self._meta("odd") or "").splitlines(), odd)
        self._remember("odd", "\n".join(problem.path for problem in odd))
        work.work_out()
        if stale or later:
            work.lay_out_duties(self._now)
            self._remember("duties", _stamp(until))
        if stale:
            self._remember_settings()
        self.db.execute("COMMIT")
        if stale or len(look) > _MANY:
            # What a large change leaves in the log would be read by every later command.
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _take_in(self, folders: Sequence[str]) -> None:
        from cs_cli.store.reindex import Reindex

        self.db.execute("BEGIN IMMEDIATE")
        work = Reindex(self.desk, self.db, self._laid_out())
        kinds = self._kinds()
        found = (look(self.root, one, []) for one in folders if one.partition("/")[0] in kinds)
        work.read_folders(folder for folder in found if folder is not None)
        work.follow_seals(lambda paths: walk(self.root, paths, [], paths))
        work.work_out()
        self.db.execute("COMMIT")

    def _laid_out(self) -> datetime:
        """Give how far duties are laid out."""
        return datetime.fromtimestamp(int(self._meta("duties") or 0), UTC)

    def _kinds(self) -> list[str]:
        return sorted(self.desk.policy.kinds)

    def _changed_settings(self) -> set[str]:
        """Give the files that say what is owed and are not as they were; "" for the program."""
        held = (self._meta("settings") or "").splitlines() or [""]
        paths = [line.partition("\0")[0] for line in held[1:]]
        now = zip(["", *paths], held, _signs(paths).splitlines(), strict=True)
        return {path for path, then, sign in now if then != sign}

    def _is_of_people(self, path: str) -> bool:
        """Tell whether a setting only says who people are and when they work.

        That changes who owes something, but not what a record is.
        """
        roster, people = self.root / "roster", self.root / self.desk.settings.people
        return path in (str(people), str(roster)) or path.startswith(f"{roster}/")

    def _remember_settings(self) -> None:
        paths = [str(path) for path in self.desk.setting_files()]
        self._remember("settings", _signs(paths))
        self._remember("kinds", " ".join(self._kinds()))
        self._keep_kinds()
        self._remember("zone", str(self.desk.calendar.zone))
        self._remember("language", self.desk.settings.language)
        self._remember("quiet_hours", self.desk.policy.settings.get("quiet_hours", ""))
        self._remember("apart", _apart(self.desk.policy))

    def _keep_kinds(self) -> None:
        from cs_cli.store.pickled import kept

        self.db.execute("DELETE FROM kinds")
        for kind in self.desk.policy.kinds.values():
            row = (kind.kind, kind.label.zh, kept(kind))
            self.db.execute("INSERT INTO kinds VALUES (?, ?, ?)", row)

    def kind(self, word: str) -> "Kind | None":
        """Give the kind that goes by a name or label, as it was when last worked out.

        None where there is no such, or it has to be read again.
        """
        query = "SELECT kind, data FROM kinds WHERE ?1 IN (kind, kind || 's', zh)"
        row = self.db.execute(query, (word,)).fetchone()
        if row is not None and row[0] not in self._kinds_read:
            # Deferred: what is due names no kinds.
            from cs_cli.store.pickled import kind

            self._kinds_read[row[0]] = kind(row[1])
        return self._kinds_read[row[0]] if row else None

    def _meta(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _remember(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _apart(policy: "Policy") -> str:
    """Write the states that owe apart as JSON, nothing where there are none."""
    # Deferred: it is written only when a setting has changed.
    from json import dumps

    found = [
        (kind.kind, one.type, name, state.label.en, state.label.zh)
        for kind in policy.kinds.values()
        for one in kind.variants
        for name, state in one.states.items()
        if state.apart
    ]
    return dumps(found, ensure_ascii=False) if found else ""


def _stamp(now: datetime) -> str:
    return f"{int(now.timestamp()):012}"


def _signs(paths: Sequence[str]) -> str:
    """Give the version of the program and the signature of every setting file or folder."""
    return "\n".join([__version__, *("\0".join(map(str, sign(path))) for path in paths)])
