"""Changes of several files that happen together or not at all.

The journal is the commit: once it is on disk, whoever takes the lock next finishes the work.
Contents are staged beside their places first, so that a full disk shows before anything counts.
"""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.errors import Broken, Busy, CsError, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import files, lock
from cs_cli.store.home import HOME

_JOURNAL = ".cs/journal"
_TEMPORARY = r"\..+\.([0-9]+)-[0-9a-f]{8}\.tmp"
_STALE = 60  # seconds


@dataclass(frozen=True, slots=True)
class Created:
    """A file that must not exist yet."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file that must still have the digest with which it was read."""

    path: str
    content: bytes
    expecting: str


Change = Created | Replaced


@contextmanager
def writing(root: Path, *, command: str, wait: float = 10.0) -> Iterator[None]:
    """Hold the desk's lock, with everything that a killed writer left put right.

    Raise Busy after ``wait`` seconds, Broken where a person must look.
    """
    with lock.hold(root, command=command, wait=wait) as left_in_order:
        recover(root, sweep=not left_in_order)
        yield


def apply(root: Path, changes: Sequence[Change]) -> None:
    """Write all of it or nothing, inside :func:`writing`; raise Busy when the desk moved on."""
    staged = _stage(root, changes)
    if len(staged) == 1:
        staged[0].publish()
        return
    try:
        files.create(root, _JOURNAL, _journal(changes))
    except BaseException:
        _discard(staged)
        raise
    _publish(staged)
    # All of it is in place: whoever takes the lock next takes away a journal that stays.
    with suppress(CsError):
        files.remove(root, _JOURNAL)


def recover(root: Path, *, sweep: bool = True) -> None:
    """Finish what a killed writer began; ``sweep`` up its temporary files.

    Raise Broken, once, for a file that a person has changed in between; theirs is kept.
    """
    try:
        journal = files.read(root, _JOURNAL)
    except NotFound:
        journal = b""
    if journal:
        _roll_forward(root, journal)
    if sweep:
        _sweep(root)


def _stage(root: Path, changes: Sequence[Change]) -> list[files.Staged]:
    staged: list[files.Staged] = []
    try:
        for change in changes:
            expecting = change.expecting if isinstance(change, Replaced) else None
            staged.append(files.stage(root, change.path, change.content, expecting=expecting))
    except BaseException:
        _discard(staged)
        raise
    return staged


def _publish(staged: Sequence[files.Staged]) -> None:
    for done, each in enumerate(staged):
        try:
            each.publish()
        except CsError as error:
            _discard(staged[done:])
            hint = _("the next command finishes the change")
            raise Busy(error.message, hint=_also(error.hint, hint)) from None


def _also(first: str | None, then: str) -> str:
    return f"{first}; {then}" if first else then


def _discard(staged: Sequence[files.Staged]) -> None:
    for each in staged:
        with suppress(CsError):
            each.discard()


def _journal(changes: Sequence[Change]) -> bytes:
    # Deferred: a change of one file needs no journal.
    from base64 import b64encode

    entries = [
        {
            "path": change.path,
            "content": b64encode(change.content).decode(),
            "expecting": change.expecting if isinstance(change, Replaced) else None,
        }
        for change in changes
    ]
    return json.dumps(entries).encode()


def _changes(journal: bytes) -> list[Change]:
    return [_change(**entry) for entry in json.loads(journal)]


def _change(path: str, content: str, expecting: str | None) -> Change:
    # A journal may have come with a clone; it must not reach what git or this program obeys.
    if HOME in path.lower().split("/"):
        raise ValueError(path)
    from base64 import b64decode

    if expecting is None:
        return Created(path, b64decode(content))
    return Replaced(path, b64decode(content), expecting)


def _roll_forward(root: Path, journal: bytes) -> None:
    try:
        changes = _changes(journal)
    except (ValueError, TypeError, AttributeError):
        files.remove(root, _JOURNAL)
        message = _("an unfinished change cannot be read and was given up")
        raise Broken([Problem(_JOURNAL, message)]) from None
    refused = [problem for change in changes if (problem := _finish(root, change))]
    files.remove(root, _JOURNAL)
    if refused:
        raise Broken(refused)


def _finish(root: Path, change: Change) -> Problem | None:
    """Apply one entry, unless it was; tell what is in its way."""
    try:
        present: str | None = files.digest(files.read(root, change.path))
    except NotFound:
        present = None
    except Broken as error:
        return error.problems[0]
    if present == files.digest(change.content):
        return None
    if present != (change.expecting if isinstance(change, Replaced) else None):
        hint = _("run the command again if its change is still wanted")
        return Problem(change.path, _("an interrupted change could not be finished"), hint=hint)
    files.stage(root, change.path, change.content, expecting=present).publish()
    return None


def is_unfinished(root: Path) -> bool:
    """Tell whether a change of several files was broken off."""
    return (root / _JOURNAL).exists()


def unfinished(root: Path) -> set[str]:
    """Give the paths of a change that was broken off and that the next command finishes."""
    try:
        return {change.path for change in _changes(files.read(root, _JOURNAL))}
    except (CsError, ValueError, TypeError, AttributeError):
        return set()


def litter(root: Path) -> list[str]:
    """Give the temporary files of writers that are gone, as seen from the desk."""
    try:
        now = (root / ".cs/lock").stat().st_mtime
    except OSError:
        return []
    return [path.relative_to(root).as_posix() for path in _temporary(root, now)]


def clean(root: Path) -> bool:
    """Remove them, inside :func:`writing`; tell whether none is left."""
    _sweep(root)
    return not litter(root)


def _sweep(root: Path) -> None:
    """Remove the temporary files of writers that are gone, or have been for a minute."""
    files.left.clear()
    for path in _temporary(root, (root / ".cs/lock").stat().st_mtime):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            files.left.add(path.name)


def _temporary(root: Path, now: float) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name[0] != "." or name == HOME]
        for name in names:
            writer = re.fullmatch(_TEMPORARY, name)
            if writer and _is_stale(Path(folder, name), int(writer[1]), now):
                yield Path(folder, name)


def _is_stale(path: Path, pid: int, now: float) -> bool:
    if pid == os.getpid() or not _alive(pid):
        return True
    with suppress(OSError):
        return path.lstat().st_mtime < now - _STALE
    return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
