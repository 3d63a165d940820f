"""Prove that a power cut loses nothing that was said to be saved, and tears nothing.

    .venv/bin/python tests/proofs/power.py [--cases new,verb,followups,sync]
                                            [--orders ordered,posix]

The calls of a command, of git too, are recorded with their data. From them every disk is built that
a power cut may leave: at each fsync and at the end, with all, some or none of the names changed
since then on the disk, and with or without the data that nobody has synced. ``ordered`` is a disk
that keeps the order of names (ext4, xfs); ``posix`` promises only what was synced, file by file and
folder by folder (for the files of the desk; git relies on order). On each of them ``cs doctor
--mend`` is run, then the next command: every record is as it was or as it was to be, and as it was
to be once the command had ended; ``git fsck`` finds nothing. Needs strace.
"""

import argparse
import ast
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clones import cs, git
from traced import CASES, NOW, Bench

CALLS = ("openat,open,creat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
         "unlink,unlinkat,mkdir,mkdirat,ftruncate,rmdir,lseek,read")  # fmt: skip
_LINE = re.compile(r"(?P<pid>\d+) +(?P<call>\w+)\((?P<given>.*)\) += (?P<said>-?\d+)")
_PART = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"(?P<cut>\.\.\.)?|(?P<fd>[\w-]+)<(?P<at>[^>]*)>|[^,\s]+'
)
_CACHES = ("index.sqlite3", "stamp", "policy")


@dataclass
class Inode:
    """A file: what was written, and what of it is on the disk for sure."""

    data: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass
class Disk:
    """Names and files under one folder, as written; and as they are on the disk for sure."""

    names: dict[str, Inode | None]
    sure: dict[str, Inode | None]
    pending: list[tuple[str, Inode | None, bool]] = field(default_factory=list)
    """Changes of names not yet on the disk: name, file (None for a folder), whether it is there."""

    def put(self, name: str, inode: Inode | None) -> None:
        self.names[name] = inode
        self.pending.append((name, inode, True))

    def drop(self, name: str) -> None:
        self.pending.append((name, self.names.pop(name, None), False))

    def sync(self, name: str, *, ordered: bool) -> None:
        """Let a file, or the names in a folder, be on the disk."""
        inode = self.names.get(name)
        if inode is not None:
            inode.synced = bytes(inode.data)
        # Git leaves folders to a disk that keeps order; only the desk's own are held to the letter.
        held, flushed = list[tuple[str, Inode | None, bool]](), self.pending
        if not ordered:
            held = [c for c in self.pending if _is_desk(c[0]) and c[0].rpartition("/")[0] != name]
            flushed = [c for c in self.pending if c not in held]
        _apply(self.sure, flushed)
        self.pending = held

    def states(self, *, ordered: bool) -> Iterator[dict[str, bytes | None]]:
        """Give what a power cut may leave now."""
        some = [self.pending[:n] for n in range(len(self.pending) + 1)]
        if not ordered:
            some += [[c for c in self.pending if c is not one] for one in self.pending]
            some += [[one] for one in self.pending]
        for changes in some:
            names = dict(self.sure)
            _apply(names, changes)
            for lost in (True, False):
                yield {
                    name: None if inode is None else inode.synced if lost else bytes(inode.data)
                    for name, inode in names.items()
                }


def _is_desk(name: str) -> bool:
    return not name.startswith(".git/") and name != ".git"


def _apply(names: dict[str, Inode | None], changes: list[tuple[str, Inode | None, bool]]) -> None:
    for name, inode, there in changes:
        if there:
            names[name] = inode
        else:
            names.pop(name, None)


class Recorded:
    """One run of a command: the calls that changed its desk, replayed on a disk of our own."""

    def __init__(self, bench: Bench, *, ordered: bool) -> None:
        self.root, self.ordered = str(bench.desk.resolve()), ordered
        names: dict[str, Inode | None] = {}
        for path in sorted((bench.kept / "desk").rglob("*")):
            name = path.relative_to(bench.kept / "desk").as_posix()
            if not self._is_cache(name):
                raw = None if path.is_dir() else path.read_bytes()
                names[name] = None if raw is None else Inode(bytearray(raw), raw)
        self.disk = Disk(names, dict(names))
        self.at: dict[tuple[str, str], int] = {}

    def replay(self, log: str) -> Iterator[tuple[bool, dict[str, bytes | None]]]:
        """Give every disk that a power cut may leave, and whether the command had ended by then."""
        for line in _joined(log):
            found = _LINE.match(line)
            if found is None or found["said"].startswith("-"):
                continue
            if found["call"] in ("fsync", "fdatasync"):
                yield from ((False, one) for one in self.disk.states(ordered=self.ordered))
            if found["call"] in ("lseek", "read"):
                number = found["given"].partition("<")[0]
                self._move(found["pid"], found["call"], number, int(found["said"]))
                continue
            self._do(found["pid"], found["call"], found["given"], int(found["said"]), line)
        yield from ((True, one) for one in self.disk.states(ordered=self.ordered))

    def _move(self, pid: str, call: str, number: str, said: int) -> None:
        """Go on elsewhere in a file: git goes back to the head of a pack that it completes."""
        if (pid, number) in self.at:
            self.at[pid, number] = said if call == "lseek" else self.at[pid, number] + said

    def _do(self, pid: str, call: str, given: str, said: int, line: str) -> None:
        parts = list(_PART.finditer(given))
        paths = self._paths(parts)
        if call in ("openat", "open", "creat"):
            self._open(pid, str(said), paths[0] if paths else None, given)
        elif call in ("write", "pwrite64", "ftruncate"):
            self._write(pid, call, parts, line)
        elif call in ("fsync", "fdatasync"):
            name = self._name(parts[0]["at"] or "")
            if name is not None:
                self.disk.sync(name, ordered=self.ordered)
        elif call.startswith(("rename", "link")) and len(paths) == 2 and None not in paths:
            inode = self.disk.names.get(str(paths[0]))
            self.disk.put(str(paths[1]), inode)
            if call.startswith("rename"):
                self.disk.drop(str(paths[0]))
        elif call.startswith(("unlink", "rmdir")) and paths and paths[0] is not None:
            self.disk.drop(paths[0])
        elif call.startswith("mkdir") and paths and paths[0] is not None:
            self.disk.put(paths[0], None)

    def _open(self, pid: str, number: str, name: str | None, given: str) -> None:
        if name is None or not any(f in given for f in ("O_CREAT", "O_WRONLY", "O_RDWR")):
            return
        if name not in self.disk.names:
            self.disk.put(name, Inode())
        inode = self.disk.names[name]
        if inode is not None and "O_TRUNC" in given:
            inode.data.clear()
        self.at[pid, number] = len(inode.data) if inode and "O_APPEND" in given else 0

    def _write(self, pid: str, call: str, parts: list[re.Match[str]], line: str) -> None:
        name = self._name(parts[0]["at"] or "")
        inode = self.disk.names.get(name) if name is not None else None
        if inode is None:
            return
        if call == "ftruncate":
            size = int(parts[1][0])
            inode.data[:] = inode.data[:size].ljust(size, b"\0")
            return
        if parts[1]["cut"]:
            raise SystemExit(f"too long to record: {line[:200]}")
        content = ast.literal_eval(f'b"{parts[1]["text"]}"')
        key = pid, str(parts[0]["fd"])
        start = int(parts[-1][0]) if call == "pwrite64" else self.at.get(key, 0)
        inode.data[start : start + len(content)] = content
        if call == "write":
            self.at[key] = start + len(content)

    def _paths(self, parts: list[re.Match[str]]) -> list[str | None]:
        """Give the names that a call is about, None for those outside of the desk."""
        found, folder = list[str | None](), self.root
        for part in parts:
            if part["at"] is not None:
                folder = part["at"]
            elif part["text"] is not None:
                text = ast.literal_eval(f'b"{part["text"]}"').decode(errors="surrogateescape")
                whole = text if text.startswith("/") else f"{folder}/{text}"
                found.append(self._name(os.path.normpath(whole)))
                folder = self.root
        return found

    def _name(self, path: str) -> str | None:
        path = path.removesuffix(" (deleted)")
        if path == self.root:
            return ""
        name = path.removeprefix(f"{self.root}/")
        return None if name == path or self._is_cache(name) else name

    def _is_cache(self, name: str) -> bool:
        return name.startswith(".cs/") and name[4:].startswith(_CACHES)


def _joined(log: str) -> Iterator[str]:
    """Give whole calls: of processes that run side by side, one may begin within another's."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        pid, _space, rest = line.partition(" ")
        ended = re.match(r" *<\.\.\. \w+ resumed>(.*)", rest)
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>").rstrip()
        elif ended:
            yield f"{pid} {begun.pop(pid, '')}{ended[1]}"
        else:
            yield line


def main() -> int:
    """Run it; 1 when anything said to be saved is gone, or anything is torn."""
    parser = argparse.ArgumentParser(description="Prove that a power cut loses nothing.")
    parser.add_argument("--cases", default="new,verb,followups,sync")
    parser.add_argument("--orders", default="ordered,posix")
    told = parser.parse_args()
    if not shutil.which("strace"):
        print("skipped: strace is not installed")
        return 0
    bad = 0
    quick = Path("/dev/shm")  # syncing costs nothing there
    for name in told.cases.split(","):
        for order in told.orders.split(","):
            with tempfile.TemporaryDirectory(dir=quick if quick.is_dir() else None) as folder:
                bad += cut(Path(folder), name, ordered=order == "ordered")
    print(f"bad states in all: {bad}")
    return 1 if bad else 0


def cut(folder: Path, name: str, *, ordered: bool) -> int:
    """Cut the power of one case at every moment; give how many states were bad."""
    began = time.monotonic()
    (folder / "home").mkdir()
    (folder / "home/.gitconfig").write_text("[user]\n\tname = x\n\temail = li.na@example.test\n")
    os.environ.update({"HOME": str(folder / "home"), "CS_LANG": "en"})
    bench = Bench(folder / "bench", CASES[name])
    log = bench.recorded(CALLS)
    seen, faults = set[tuple[bool, str]](), list[str]()
    for ended, state in Recorded(bench, ordered=ordered).replay(log):
        key = ended, hashlib.sha256(repr(sorted(state.items())).encode()).hexdigest()
        if key not in seen:
            seen.add(key)
            laid_out(bench.desk, state)
            faults += judged(bench, ended=ended)
    order = "ordered" if ordered else "posix"
    print(f"{name:9} {order:7}: {len(seen)} states in {time.monotonic() - began:.0f} s, "
          f"faults {len(faults)}", flush=True)  # fmt: skip
    for fault in faults[:8]:
        print("  ", fault)
    return len(faults)


def laid_out(desk: Path, state: dict[str, bytes | None]) -> None:
    """Put a disk there."""
    shutil.rmtree(desk)
    desk.mkdir()
    for name, content in sorted(state.items()):
        path = desk / name
        if content is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if "/hooks/" in name:
                path.chmod(0o755)
    old = time.time() - 60
    for path in desk.rglob("*"):
        os.utime(path, (old, old))


def judged(bench: Bench, *, ended: bool) -> Iterator[str]:
    """Say what is wrong with what a power cut left."""
    desk = bench.desk
    mended = cs(desk, "doctor", "--mend", now=NOW, as_="li.na")
    told = bench.next()
    after = bench.snapshot()
    if mended[0] or told[0]:
        yield f"ended {ended}: doctor {mended}, next {told}"
    if after != bench.after and (ended or after != bench.before):
        names = {**bench.after, **after}
        yield f"ended {ended}: {[n for n in names if after.get(n) != bench.after.get(n)]} differ"
    check, again = cs(desk, "check", now=NOW), cs(desk, "doctor", now=NOW)
    if check[0] or again[0]:
        yield f"ended {ended}: check {check}, doctor {again}"
    try:
        git(desk, "fsck", "--strict")
        dirty = git(desk, "status", "--porcelain")
    except Exception as error:
        dirty = str(error)
    if dirty:
        yield f"ended {ended}: git {dirty}"


if __name__ == "__main__":
    sys.exit(main())
