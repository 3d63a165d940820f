"""A commit put together from git's own parts, at a cost that does not grow with the files.

``git commit`` looks at every file of the repository and writes git's index twice. Where that costs
more than some processes, git hashes the few files that changed, makes anew the folders they lie
in, and moves the branch from the commit that was looked at to the new one, or not at all.
Meanwhile git's index is held by its lock, as a ``git commit`` holds it: the new one is written
beside it and takes its place at the end, with everything else that is staged as it was.
"""

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING

from cs_cli.domain.errors import Busy
from cs_cli.domain.frozen import dataclass
from cs_cli.store import repository
from cs_cli.store.repository import Repository

if TYPE_CHECKING:
    from cs_cli.store.git import Git

LARGE = 512 << 10  # bytes of git's index, that of some four thousand files
_LOCK_WAIT = 4.0  # seconds for another git to let go
_PAUSE = 0.05
_TRIES = 5
_MANY = 500  # files; more of them would not fit into a pipe that is filled before it is read from
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_FILE, _FOLDER = b"100644", b"40000"
_SHA1 = 40  # letters of a name; it is longer where git was told to use SHA-256
_TREE = 2  # a folder, in a pack
_ELSEWHERE = b"but expected"
_UP = [".."]

_Wanted = dict[bytes, "bytes | _Wanted"]


class Unsuited(Exception):
    """Something here is out of the ordinary: leave it to ``git commit``."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What is to be committed: files as seen from the desk, and the message."""

    paths: Sequence[str]
    message: bytes
    environment: Mapping[str, str]
    """Who and when, as git takes it from its environment."""


def pays(found: Repository) -> bool:
    """Tell whether a commit from its parts costs less than ``git commit`` in this repository."""
    index = found.own / "index"
    return (index.stat().st_size if index.exists() else 0) >= LARGE


def commit(git: "Git", root: Path, found: Repository, what: Commit) -> bool:
    """Commit these files as they are; tell whether they differ from the last commit.

    Raises Unsuited before anything is changed, Busy while another git holds the index,
    CsError with git's complaint.
    """
    _ensure_ordinary(root, found, what.paths)
    try:
        with _held(git, found) as index:
            return _commit(git, _prefix(root, found), index, what)
    except BrokenPipeError:
        raise Unsuited from None  # a git that ended early has its say in ``git commit``
    except OSError as error:
        raise repository.unwritten(error) from None


def _ensure_ordinary(root: Path, found: Repository, paths: Sequence[str]) -> None:
    own = found.own
    odd = (
        len(paths) > _MANY
        or (own / "info/sparse-checkout").exists()
        or any(name.startswith("sharedindex.") for name in os.listdir(own))  # noqa: PTH208
        or any("\n" in path or path.startswith('"') for path in paths)
        or any((root / path).lstat().st_mode & 0o111 for path in paths)
    )
    if odd:
        raise Unsuited


def _prefix(root: Path, found: Repository) -> tuple[bytes, ...]:
    return tuple(os.fsencode(part) for part in root.resolve().relative_to(found.top).parts)


def _commit(git: "Git", prefix: Sequence[bytes], index: Path, what: Commit) -> bool:
    for _try in range(_TRIES):
        parent, made = _prepared(git, prefix, index, what)
        if made is None or _moved(git, parent, made, what):
            return made is not None
    raise Busy(_("the branch is being changed by another git"))


def _prepared(
    git: "Git", prefix: Sequence[bytes], index: Path, what: Commit
) -> tuple[bytes, str | None]:
    """Make the commit and the new index, at the same time; give the last commit and the new one.

    Every git has ended by then: one that runs would keep the lock of a dead one from being healed.
    """
    top = "/".join([*_UP * len(prefix), "."])  # every path below is one from there
    paths = [b"/".join([*prefix, os.fsencode(path)]) for path in what.paths]
    with git.side_by_side() as start:
        hashing = start("-C", top, "hash-object", "-w", "--stdin-paths")
        _tell(hashing, b"".join(b"%s\n" % path for path in paths))
        staging = start(
            "-C", top, "update-index", "--add", "-z", "--stdin", GIT_INDEX_FILE=str(index)
        )
        _tell(staging, b"".join(b"%s\0" % path for path in paths))
        unmerged = start("-C", top, "ls-files", "--unmerged", "-z")
        reading = start("-C", top, "cat-file", "--batch")
        folders = _Folders(reading)
        parent, old = folders.head()
        blobs = git.finished(hashing).split()
        new = folders.planted(old, _wanted(zip(paths, blobs, strict=True)))
        writing = start("-C", top, "unpack-objects", "-q")
        _tell(writing, folders.packed())
        git.finished(writing)
        if git.finished(unmerged):
            raise Busy(_("git's index holds files that are not merged"),
                       hint=_("git status names them; settle them, then git add"))  # fmt: skip
        made = None if new == old else _object(git, new, parent, what)
        git.finished(staging)
    return parent, made


def _object(git: "Git", tree: bytes, parent: bytes, what: Commit) -> str:
    signed = ["-S"] if git.signs else []
    words = ["commit-tree", *signed, tree.decode(), "-p", parent.decode(), "-F", "-"]
    return git.run(words, stdin=what.message, extra=what.environment).decode().strip()


def _moved(git: "Git", old: bytes, new: str, what: Commit) -> bool:
    """Move the branch, and write it into its log as ``git commit`` does.

    False where the branch is no longer where it was.
    """
    subject = what.message.partition(b"\n")[0].decode()
    words = ["update-ref", "-m", f"commit: {subject}", "HEAD", new, old.decode()]
    done = git.attempt(words, extra=what.environment)
    if _ELSEWHERE in done.stderr:
        return False
    git.insist(done)
    return True


def _tell(process: Popen[bytes], words: bytes) -> None:
    """Give a process all that it is to read; one that has ended already says why later."""
    stdin, process.stdin = process.stdin, None
    assert stdin is not None  # noqa: S101 - every git is started with pipes
    with suppress(BrokenPipeError), stdin:
        stdin.write(words)


def _wanted(blobs: Iterable[tuple[bytes, bytes]]) -> _Wanted:
    """Give files by folder, from the top of the repository."""
    top: _Wanted = {}
    for path, blob in blobs:
        *folders, name = path.split(b"/")
        inner = top
        for folder in folders:
            below = inner.setdefault(folder, {})
            if isinstance(below, bytes):
                raise Unsuited
            inner = below
        inner[name] = blob
    return top


class _Folders:
    """Folders as git has them, read one after the other, and those made from them."""

    def __init__(self, reading: Popen[bytes]) -> None:
        self._reading = reading
        self._made: list[bytes] = []
        self._digest = "sha1"

    def head(self) -> tuple[bytes, bytes]:
        """Give the last commit and its folder; raise Unsuited where there is none yet."""
        commit, content = self._read(b"HEAD^{commit}")
        self._digest = "sha1" if len(commit) == _SHA1 else "sha256"
        return commit, content.partition(b"\n")[0].removeprefix(b"tree ")

    def planted(self, folder: bytes | None, wanted: _Wanted) -> bytes:
        """Give a folder in which these files are as wanted, the same one where they are."""
        before = self._entries(folder) if folder else {}
        after = dict(before)
        for name, what in wanted.items():
            expected = _FILE if isinstance(what, bytes) else _FOLDER
            mode, inner = before.get(name, (expected, None))
            if mode != expected:
                raise Unsuited
            object_ = what if isinstance(what, bytes) else self.planted(inner, what)
            after[name] = mode, object_
        return folder if folder and after == before else self._make(after)

    def _entries(self, folder: bytes) -> dict[bytes, tuple[bytes, bytes]]:
        rest, size = self._read(folder)[1], len(folder) // 2
        found = {}
        while rest:
            head, _nul, rest = rest.partition(b"\0")
            mode, _space, name = head.partition(b" ")
            found[name] = mode, rest[:size].hex().encode()
            rest = rest[size:]
        return found

    def _make(self, entries: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
        content = b"".join(
            b"%s %s\0%s" % (mode, name, bytes.fromhex(object_.decode()))
            for name, (mode, object_) in sorted(entries.items(), key=_order)
        )
        self._made.append(content)
        return self._hash(b"tree %d\0%s" % (len(content), content)).hex().encode()

    def packed(self) -> bytes:
        """Give the folders that were made as a pack.

        ``git mktree``, which takes them one by one, does not wait for the disk (``core.fsync``),
        and after a power cut an object may be there and be empty.
        """
        # Deferred: whoever reads packs nothing.
        from zlib import compress

        head = b"PACK" + (2).to_bytes(4, "big") + len(self._made).to_bytes(4, "big")
        pack = head + b"".join(_head(len(one)) + compress(one, 1) for one in self._made)
        return pack + self._hash(pack)

    def _hash(self, content: bytes) -> bytes:
        # Deferred: whoever reads hashes nothing.
        from hashlib import new

        return new(self._digest, content, usedforsecurity=False).digest()

    def _read(self, name: bytes) -> tuple[bytes, bytes]:
        answer = self._ask(name + b"\n").split()
        if len(answer) != 3:
            raise Unsuited
        assert self._reading.stdout is not None  # noqa: S101
        content = self._reading.stdout.read(int(answer[2]) + 1)
        return answer[0], content[:-1]

    def _ask(self, question: bytes) -> bytes:
        process = self._reading
        assert process.stdin is not None and process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(question)
            process.stdin.flush()
        except BrokenPipeError:
            raise Unsuited from None
        return process.stdout.readline()


def _order(entry: tuple[bytes, tuple[bytes, bytes]]) -> bytes:
    """Give what git orders the entries of a folder by: a folder in it as if its name ended so."""
    name, (mode, _object) = entry
    return name + b"/" if mode == _FOLDER else name


def _head(size: int) -> bytes:
    """Give the head of a folder in a pack: its kind and size, the low bits first."""
    low, rest = _TREE << 4 | size & 15, size >> 4
    found = bytearray()
    while rest:
        found.append(low | 128)
        low, rest = rest & 127, rest >> 7
    return bytes([*found, low])


@contextmanager
def _held(git: "Git", found: Repository) -> Iterator[Path]:
    """Hold git's index; give another one like it, which takes its place when all went well."""
    index = found.own / "index"
    lock, new = index.with_name("index.lock"), index.with_name(repository.NEW_INDEX)
    descriptor = _lock(git, lock)
    try:
        _forget(new)
        try:
            os.link(index, new)
        except OSError:
            raise Unsuited from None  # no index yet, or a file system without links
        yield new
        if new.samefile(index):
            # Git had nothing to stage. Renaming one name of a file to another would do nothing.
            _forget(new)
            lock.unlink()
            return
        new.rename(lock)
        lock.rename(index)
    except BaseException:
        _forget(new)
        lock.unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)


def _forget(index: Path) -> None:
    for path in (index, index.with_name(f"{index.name}.lock")):
        path.unlink(missing_ok=True)


def _lock(git: "Git", lock: Path) -> int:
    end = time.monotonic() + _LOCK_WAIT
    while True:
        try:
            return os.open(lock, _NEW, 0o660)
        except FileExistsError:
            if time.monotonic() >= end:
                raise repository.occupied(lock) from None
        if not git.unlock(lock):
            time.sleep(_PAUSE)
