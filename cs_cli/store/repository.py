"""What a repository's own files tell, without running git in it."""

import errno
import os
import re
import stat
from collections.abc import Mapping
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain import reasons
from cs_cli.domain.errors import Busy
from cs_cli.domain.frozen import dataclass, field

_STALE = 2.0  # seconds
_MERGED = ".merge_file_*"  # what git writes beside records that it merges
NEW_INDEX = "cs-index"  # beside git's index: the next one, of whoever holds the lock of that
_LONGEST = 4096  # bytes of a line in git's own files
_BLOCKED = (  # text, because a git that is blocked is rare
    rb"Unable to create '(?P<lock>.+?\.lock)': File exists"
    rb"|could not lock config file (?P<file>.+?): File exists"
)
_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM)
_UNWRITTEN = (
    b"unable to write", b"couldn't write", b"could not write", b"write error", b"couldn't set",
    b"unable to create", b"cannot update", b"unable to append",
)  # fmt: skip
_FULL = 16 << 10  # bytes
_UNFINISHED = {
    "rebase-merge": ("rebase", "git rebase --continue", "git rebase --abort"),
    "rebase-apply": ("rebase", "git rebase --continue", "git rebase --abort"),
    "MERGE_HEAD": ("merge", "git commit", "git merge --abort"),
    "CHERRY_PICK_HEAD": ("cherry-pick", "git cherry-pick --continue", "git cherry-pick --abort"),
    "REVERT_HEAD": ("revert", "git revert --continue", "git revert --abort"),
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: the top of its working tree, its own and its shared git folder."""

    top: Path
    own: Path
    shared: Path


@dataclass(frozen=True, slots=True)
class Bare:
    """A repository without files of its own, as on a server.

    ``top`` is the folder that stands for the top of its tree, ``pushed`` says in git's own
    variables where the objects of a push lie that is not taken yet.
    """

    folder: Path
    top: Path
    pushed: Mapping[str, str] = field(default_factory=dict)


def is_bare(folder: Path) -> bool:
    """Tell whether a folder is such a repository."""
    parts = (folder / "objects", folder / "refs")
    named = folder.name != ".git" and _first_line(folder / "HEAD") != ""
    return named and all(part.is_dir() for part in parts)


def main_branch(folder: Path) -> str:
    """Give the ref of the branch that a repository is about, empty where there is none."""
    head = _first_line(folder / "HEAD")
    return head.removeprefix("ref: ") if head.startswith("ref: ") else ""


def find(root: Path) -> Repository | None:
    """Give the repository that a folder lies in."""
    root = root.resolve()
    for top in (root, *root.parents):
        own = _git_folder(top)
        if own is not None:
            common = _first_line(own / "commondir")
            return Repository(top, own, (own / common).resolve() if common else own)
    return None


_BEGUN = {
    "rebase-merge/onto": ("rebase",),
    "rebase-apply/onto": ("rebase",),
    "MERGE_HEAD": ("merge", "--no-edit"),
    "CHERRY_PICK_HEAD": ("cherry-pick",),
    "REVERT_HEAD": ("revert",),
}
"""Where git writes down which commits it is at, by what; a rebase may be at one as well."""


def ensure_ready(repository: Repository) -> None:
    """Raise Busy, saying what to do, when a commit would end up in the wrong place."""
    for name, (what, way_on, way_back) in _UNFINISHED.items():
        if (repository.own / name).exists():
            message = _("a {what} is not finished").format(what=what)
            hint = _("finish it with '{command}', or take it back with '{other}'")
            raise Busy(message, hint=hint.format(command=way_on, other=way_back))
    head = _first_line(repository.own / "HEAD")
    if head and not head.startswith("ref: "):
        raise Busy(_("HEAD is on no branch"), hint=_("go back with 'git switch BRANCH'"))


def begun(repository: Repository) -> list[str]:
    """Give the command that git has begun and not ended, as words, none outside of one."""
    for name, command in _BEGUN.items():
        commits = _first_line(repository.own / name).split()
        if commits:
            return [*command, *commits]
    return []


def is_foreign(repository: Repository) -> bool:
    """Tell whether any of it belongs to another user: whether to trust that, git itself decides."""
    places = (repository.top, repository.own, repository.shared)
    return any(place.stat().st_uid != os.geteuid() for place in places)


def branch(root: Path) -> str:
    """Give the branch that is worked on, empty where there is none."""
    found = find(root)
    head = _first_line(found.own / "HEAD") if found else ""
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else ""


def confirm_branch(root: Path) -> None:
    """Let the disk confirm where the branch is, for git does not wait for that; raise OSError."""
    found = find(root)
    head = _first_line(found.own / "HEAD") if found else ""
    if found is None or not head.startswith("ref: "):
        return
    folder = (found.shared / head.removeprefix("ref: ")).parent
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def merged_in(root: Path) -> list[str]:
    """Give the commits that a merge in progress takes in, none outside of one."""
    found = find(root)
    try:
        return (found.own / "MERGE_HEAD").read_text().split() if found else []
    except OSError:
        return []


def is_index_of(repository: Repository, index: Path) -> bool:
    """Tell whether an index that a hook was given is of this repository, not of another one."""
    owners = [folder for folder in index.resolve().parents if (folder / "HEAD").is_file()]
    ours = {repository.own.resolve(), repository.shared.resolve()}
    return index.is_file() and (not owners or owners[0] in ours)


def locks(repository: Repository) -> list[Path]:
    """Give the locks of index, settings, HEAD and branches that lie in a repository."""
    own, shared = repository.own, repository.shared
    found = {*own.glob("*.lock"), *shared.glob("*.lock"), *(shared / "refs").rglob("*.lock")}
    return sorted(path for path in found if not path.name.startswith("next-index-"))


def litter(repository: Repository, *, now: float) -> list[Path]:
    """Give what a git that is gone left half written: it blocks nothing and is good for nothing.

    What is younger than two seconds may belong to a git that lives, and is not given.
    """
    objects = repository.shared / "objects"
    found = [*repository.own.glob("next-index-*.lock"), *objects.glob("??/tmp_obj_*")]
    found += [*repository.top.glob(_MERGED)]
    found += [*objects.glob("pack/tmp_*"), *objects.glob("tmp_objdir-*/**/*")]
    found += repository.shared.glob("hooks/.*.[0-9]*")
    if not (repository.own / "index.lock").exists():
        found += repository.own.glob(f"{NEW_INDEX}*")
    return [path for path in found if path.is_file() and _age(path, now) >= _STALE]


def _age(path: Path, now: float) -> float:
    try:
        return now - path.lstat().st_mtime
    except OSError:
        return 0.0


def blocking_lock(said: bytes) -> Path | None:
    """Give the lock file that git says is in its way."""
    found = re.search(_BLOCKED, said)
    if found is None:
        return None
    return Path(os.fsdecode(found["lock"] or found["file"] + b".lock"))


def refusal(said: bytes, folder: Path) -> OSError | None:
    """Give what the system refused git, as far as git says so; ``folder`` is where git writes.

    Some complaints tell only that it could not write: then the disk itself is asked whether it is
    full. None where git complains of something else.
    """
    for number in _REFUSALS:
        if os.strerror(number).encode() in said:
            return OSError(number, os.strerror(number))
    if not any(words in said.lower() for words in _UNWRITTEN):
        return None
    full = b"Out of diskspace" in said or _is_full(folder)
    return OSError(errno.ENOSPC, "") if full else OSError(0, complaint(said))


def occupied(lock: Path) -> Busy:
    """Give the sentence on another git that holds a lock."""
    return Busy(
        _("another git is at work: {path} is there").format(path=lock),
        hint=_("wait for it to end; if none is at work: cs doctor --mend"),
    )


def unwritten(error: OSError) -> Busy:
    """Give the sentence on what the system refused git."""
    message = _("git could not write: {reason}").format(reason=reasons.reason(error))
    hint = reasons.way_out(error) or _("look for room on the disk, and for the rights in .git")
    return Busy(message, hint=hint)


def _is_full(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _FULL or bool(disk.f_files and not disk.f_favail)


def complaint(stderr: bytes) -> str:
    """Give git's first complaint, without its prefix."""
    lines = [line.strip() for line in stderr.decode(errors="replace").splitlines()]
    complaints = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    words = (complaints or [line for line in lines if line] or [_("git failed")])[0]
    return words.removeprefix("fatal: ").removeprefix("error: ")


def heal(repository: Repository, blocked: Path, *, now: float) -> bool:
    """Remove the lock of a git that is gone; tell whether it is out of the way.

    A lock is left alone while it is younger than two seconds (``now`` in seconds of the epoch),
    or any git works in this repository: one that waits in an editor holds no file open.
    """
    path = blocked.resolve()
    own = any(path.is_relative_to(folder) for folder in (repository.own, repository.shared))
    if not own and not (path.parent == repository.top and path.match(_MERGED)):
        return False
    try:
        if now - path.lstat().st_mtime < _STALE or _in_use(repository, path):
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _git_folder(top: Path) -> Path | None:
    found = top / ".git"
    if found.is_dir():
        return found
    pointer = _first_line(found)
    if pointer.startswith("gitdir: "):
        return (top / pointer.removeprefix("gitdir: ")).resolve()
    return None


def _first_line(path: Path) -> str:
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return ""
            return file.read(_LONGEST).decode(errors="replace").partition("\n")[0]
    except OSError:
        return ""


def _in_use(repository: Repository, path: Path) -> bool:
    processes = Path("/proc")
    if not (processes / "self/fd").is_dir():
        return True  # nobody can tell
    mine = str(os.getpid())
    return any(
        _works_in(process, repository) or _has_open(process, path)
        for process in processes.iterdir()
        if process.name.isdigit() and process.name != mine
    )


def _works_in(process: Path, repository: Repository) -> bool:
    if not _first_line(process / "comm").startswith("git"):
        return False
    try:
        folder = (process / "cwd").readlink()
    except (FileNotFoundError, ProcessLookupError):
        return False  # it has just ended
    except OSError:
        # Another user's git, which may be anywhere; a process that ends is refused in the same way.
        return process.exists()
    places = (repository.top, repository.own, repository.shared)
    return any(folder.is_relative_to(place) for place in places)


def _has_open(process: Path, path: Path) -> bool:
    try:
        return any(_leads_to(descriptor, path) for descriptor in (process / "fd").iterdir())
    except OSError:
        return False


def _leads_to(descriptor: Path, path: Path) -> bool:
    try:
        return descriptor.readlink() == path
    except OSError:
        return False
