"""The commands of the past, as the commits of the ledger tell them."""

from collections.abc import Iterator
from datetime import datetime

from cs_cli.domain.errors import CsError
from cs_cli.domain.frozen import dataclass
from cs_cli.store.git import Git

UNDOES = "Cs-Undoes"
"""The trailer of a commit that takes another one back: the whole name of that one."""

_MOST = 5000  # commits looked at
_TRAILERS = ("Cs-Op", "Cs-By", UNDOES)
_FORMAT = "%x1f".join(["%H", "%aI", *(f"%(trailers:key={t},valueonly)" for t in _TRAILERS)])


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its commit, what was done (``ticket.assign``), by whom, when.

    ``undoes`` names the commit it took back, empty for every other one.
    """

    commit: str
    op: str
    by: str
    at: datetime
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as a command found it, None where there was none, and as it left it."""

    path: str
    before: bytes | None
    after: bytes | None


def latest(git: Git) -> Iterator[Command]:
    """Give the commands of the ledger, the last one first."""
    told = git.run(["log", "-z", f"--max-count={_MOST}", f"--format={_FORMAT}"])
    for entry in told.decode(errors="replace").split("\0"):
        parts = [part.strip() for part in entry.split("\x1f")]
        if len(parts) == len(_TRAILERS) + 2 and parts[2]:
            commit, at, op, by, undoes = parts
            yield Command(commit, op, by, datetime.fromisoformat(at), undoes)


def written(git: Git, command: Command) -> list[Written]:
    """Give the files of the desk that a command wrote; nothing for a merge or the first commit."""
    parent = f"{command.commit}^"
    if not git.has(parent) or git.has(f"{command.commit}^2"):
        return []
    try:
        names = ["diff-tree", "-r", "-z", "--name-only", "--relative", "--no-renames"]
        paths = git.names([*names, parent, command.commit, "--"])
    except CsError:
        return []
    before = dict(git.blobs(parent, paths))
    after = dict(git.blobs(command.commit, paths))
    return [Written(path, before.get(path), after.get(path)) for path in paths]
