"""Months as the index knows them: what lies in each, and which of them are sealed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cs_cli.domain import seals
from cs_cli.domain.seals import Lot, Seal

_OWN_NUMBERS = 24
"""The bytes that a folder says of itself: three numbers."""


class Count(NamedTuple):
    """How many records of a kind lie in a month, and how many of them are not done with."""

    month: str
    kind: str
    records: int
    open: int


def in_month(db: sqlite3.Connection, month: str) -> list[Lot]:
    """Give all that lies in a month such as ``2025-03``, kind by kind."""
    if not seals.is_month(month):
        return []
    held = _held(db)
    return [_lot(db, kind, month, held) for kind in _kinds(db)]


def _kinds(db: sqlite3.Connection) -> list[str]:
    """Give the kinds that the desk has folders for."""
    rows = db.execute("SELECT path FROM folders WHERE path NOT LIKE '%/%/%' ORDER BY path")
    return [path.rstrip("/") for (path,) in rows]


def _lot(db: sqlite3.Connection, kind: str, month: str, held: Mapping[str, str | None]) -> Lot:
    query = (
        "SELECT f.path, f.digest, f.id, r.final FROM files f LEFT JOIN records r ON r.id = f.id"
        " WHERE f.path > ?1 AND f.path < ?2 ORDER BY f.path"
    )
    rows = db.execute(query, _bounds(seals.folder(kind, month))).fetchall()
    return Lot(
        kind,
        [(path, digest) for path, digest, _id, _final in rows],
        [id_ or path for path, _digest, id_, final in rows if not final],
        [(id_, held[id_]) for _path, _digest, id_, _final in rows if id_ in held],
    )


def _held(db: sqlite3.Connection) -> dict[str, str | None]:
    """Give the records that one not done with is about, with that one, or something is owed on."""
    about = db.execute(
        "SELECT l.target, min(r.id) FROM records r JOIN links l ON l.source = r.id"
        " WHERE r.final = 0 GROUP BY l.target"
    )
    owing = db.execute("SELECT DISTINCT id, NULL FROM obligations WHERE id NOT NULL")
    return {**dict(about), **dict(owing)}


def _bounds(folder: str) -> tuple[str, str]:
    return folder, folder[:-1] + "0"  # "0" comes right after "/"


def counts(db: sqlite3.Connection) -> Iterator[Count]:
    """Give how much lies in every month, the latest first."""
    rows = db.execute(
        "SELECT substr(f.path, instr(f.path, '/') + 1, 7),"
        " substr(f.path, 1, instr(f.path, '/') - 1), count(*), count(*) - ifnull(sum(r.final), 0)"
        " FROM files f LEFT JOIN records r ON r.id = f.id GROUP BY 1, 2 ORDER BY 1 DESC, 2"
    )
    for month, kind, records, unfinished in rows:
        yield Count(month.replace("/", "-"), kind, records, unfinished)


def sealed(db: sqlite3.Connection) -> frozenset[str]:
    """Give the folders that are sealed, ``ticket/2025/03/``."""
    rows = db.execute(
        "SELECT data FROM records WHERE kind = ? AND status = ?", (seals.KIND, seals.SEALED)
    )
    found = (Seal.of(json.loads(data)) for (data,) in rows)
    return frozenset(path for one in found for path in one.folders)


def guard(db: sqlite3.Connection, folders: Iterable[str]) -> None:
    """Let these folders be guarded by their seal: their own time tells what comes and goes."""
    for folder in folders:
        db.execute(
            "UPDATE folders SET names = '', numbers = substr(numbers, 1, ?3)"
            " WHERE path >= ?1 AND path < ?2 AND length(numbers) > ?3",
            (*_bounds(folder), _OWN_NUMBERS),
        )


def unguarded(db: sqlite3.Connection, folders: Iterable[str]) -> list[str]:
    """Give all folders within these, to be looked at file by file again."""
    query = "SELECT path FROM folders WHERE path >= ?1 AND path < ?2"
    return [row[0] for one in sorted(folders) for row in db.execute(query, _bounds(one))]
