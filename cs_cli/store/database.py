"""The SQLite file of the index: its tables, and how it is opened, healed and thrown away.

One that was made elsewhere, and came with a copy or in a clone, is thrown away too: it may name
the settings of another desk, or none, and call itself current for ever.
"""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

from cs_cli.store.place import has_own_home
from cs_cli.store.walk import sign

VERSION = 12
NAME = ".cs/index.sqlite3"
WAIT = 5.0
"""Seconds to wait for somebody else who writes the index."""
A_SECOND = 1_000
"""Records that every machine reads in a second."""
_KIND_OF_ERROR = 0xFF  # the rest of SQLite's codes tells it apart further
_BESIDE = ".gitignore"  # made with the folder, and never changed

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INT, mtime INT, ctime INT, inode INT, seen INT,
    digest TEXT, id TEXT) WITHOUT ROWID;
CREATE TABLE folders (
    path TEXT PRIMARY KEY, names TEXT, numbers BLOB);
CREATE TABLE problems (path TEXT, line INT, message TEXT, rule TEXT, hint TEXT);
CREATE INDEX problems_path ON problems (path);
CREATE TABLE records (
    id TEXT PRIMARY KEY, kind TEXT, type TEXT, status TEXT, final INT, rests INT, urgent INT,
    title TEXT, owner TEXT, customer TEXT, opened INT, changed INT, data TEXT, canonical TEXT);
CREATE INDEX records_kind ON records (kind, urgent DESC, opened, id);
CREATE INDEX records_open ON records (kind, final, urgent DESC, opened, id);
CREATE TABLE kinds (kind TEXT PRIMARY KEY, zh TEXT, data BLOB);
CREATE TABLE private (id TEXT, word TEXT, PRIMARY KEY (id, word)) WITHOUT ROWID;
CREATE TABLE links (source TEXT, target TEXT, PRIMARY KEY (source, target)) WITHOUT ROWID;
CREATE INDEX links_target ON links (target);
CREATE TABLE duties_done (
    id TEXT, duty TEXT, period TEXT, opened INT, PRIMARY KEY (id, duty)) WITHOUT ROWID;
CREATE INDEX duties_done_period ON duties_done (duty, period, opened);
CREATE TABLE obligations (
    id TEXT, kind TEXT, type TEXT, what TEXT, en TEXT, zh TEXT, title TEXT, owner TEXT, due INT,
    rule TEXT, escalate TEXT, period TEXT, status TEXT, customer TEXT, urgent INT,
    provisional INT, paused INT, lapses INT, since INT, after INT);
CREATE INDEX obligations_id ON obligations (id);
CREATE INDEX obligations_due ON obligations (due);
CREATE INDEX obligations_what ON obligations (what, id);
"""


def connect(root: Path) -> sqlite3.Connection:
    """Open the index of a desk, an empty one where it is missing, old or damaged.

    A desk that cannot be written gets one in memory.
    """
    path = root / NAME
    try:
        if not path.with_name(_BESIDE).is_file():
            _make_home(root)
        return _open(path, WAIT)
    except OSError:
        return in_memory()
    except sqlite3.OperationalError as error:
        return later(root, error)
    except sqlite3.DatabaseError:
        return afresh(root)


def later(root: Path, error: sqlite3.OperationalError) -> sqlite3.Connection:
    """Give the index once whoever writes it is done, else one in memory.

    It is waited for about as long as to read all records here: a new index of a million takes
    minutes, and several at once would take the machine's memory.
    """
    if getattr(error, "sqlite_errorcode", 0) & _KIND_OF_ERROR == sqlite3.SQLITE_BUSY:
        with contextlib.suppress(OSError, sqlite3.DatabaseError):
            return _open(root / NAME, _records(root) / A_SECOND)
    return in_memory()


def _records(root: Path) -> int:
    """Give about how many records lie on a desk."""
    folders = (folder for folder in os.scandir(root) if folder.name[0] != ".")
    return sum(
        len(files)
        for folder in folders
        if folder.is_dir(follow_symlinks=False)
        for _place, _inner, files in os.walk(folder)
    )


def _make_home(root: Path) -> None:
    # Deferred: once it is there, which is nearly always, nothing here writes files.
    from cs_cli.domain.errors import Busy
    from cs_cli.store.home import make_home

    # Whoever opens the index next finds out that there is no folder.
    with contextlib.suppress(Busy):
        make_home(root)


def _open(path: Path, wait: float) -> sqlite3.Connection:
    if (
        not has_own_home(path.parent.parent)
        or not path.parent.is_dir()
        or any(map(_is_odd, _all(path)))
    ):
        raise sqlite3.OperationalError("unable to open")
    if not path.exists():
        # Made here, because SQLite would let everybody read it; its other files take after it.
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, 0o660))
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    here = _here(path)
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        _make(connection, here)
    elif connection.execute("SELECT value FROM meta WHERE key = 'here'").fetchone() != (here,):
        connection.close()
        raise sqlite3.DatabaseError("made elsewhere")
    # A read-only index cannot take the changes that make it current.
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    return connection


def _here(path: Path) -> str:
    """Give what nobody can know elsewhere: when and where on this disk its folder was made."""
    _path, *signature = sign(str(path.with_name(_BESIDE)))
    if not signature:
        raise sqlite3.OperationalError("unable to open")
    return " ".join(map(str, signature))


def _make(connection: sqlite3.Connection, here: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        connection.execute("ROLLBACK")
        return
    old = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in old:
        connection.execute(f'DROP TABLE "{name}"')
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('here', ?)", (here,))
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")


def afresh(root: Path) -> sqlite3.Connection:
    """Give an empty index: on disk after a damaged one was thrown away, else in memory."""
    if _discard(root / NAME):
        with contextlib.suppress(sqlite3.DatabaseError):
            return _open(root / NAME, WAIT)
    return in_memory()


def is_damaged(root: Path) -> bool:
    """Tell whether there is an index that cannot be read."""
    path = root / NAME
    if not path.exists() or any(map(_is_odd, _all(path))):
        return False
    try:
        where = f"{path.resolve().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(where, uri=True)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()
            return bool(said != ("ok",))
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def thrown_away(root: Path) -> bool:
    """Throw the index away, to be worked out again; tell whether it is gone."""
    return _discard(root / NAME)


def in_memory() -> sqlite3.Connection:
    """Give an empty index that is forgotten at the end of the run."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_TABLES)
    return connection


def _all(path: Path) -> list[str]:
    """Give the index and the files that SQLite keeps beside it."""
    return [f"{path}{suffix}" for suffix in ("", "-wal", "-shm", "-journal")]


def _is_odd(path: str) -> bool:
    """Tell whether a link, pipe or folder is there, which SQLite would follow or wait for."""
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _discard(path: Path) -> bool:
    """Throw a damaged index away; everything in it can be worked out again."""
    for each in _all(path):
        with contextlib.suppress(OSError):
            Path(each).unlink(missing_ok=True)
    return not path.exists()
