"""Commands under strace: every call that changes the disk, failed or fatal one at a time.

A command runs as a process of its own, forked off when all modules are there, on a prepared desk
that is put back as it was each time. Its calls are counted once;
then any one of them, of ``cs`` itself or of the n-th ``git`` that it calls, can be made to fail
with an error of the system or to kill. What a person would do next follows: one more command,
``cs doctor --mend``, ``cs doctor``, ``cs check``, ``git status``.
"""

import ctypes
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from clones import cs, git

from cs_cli.cli.entry import run

NOW = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
CHANGING = """
    write pwrite64 writev fsync fdatasync rename renameat renameat2 link linkat symlink symlinkat
    unlink unlinkat mkdir mkdirat rmdir ftruncate truncate fallocate fchmod chmod fchmodat utimensat
    flock""".split()  # noqa: SIM905
_OPENS = ("openat", "open", "creat")
_CALL = re.compile(r"(?P<pid>\d* *)(?P<call>\w+)\((?P<given>.*)")
_PIPE = re.compile(r"\d+<(pipe|socket|/dev/(null|pts|tty))")
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_NEW = ("ticket", "new", "--title", "Lift stopped")
PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk, cs-head], emails: [li.na@example.test]}
- {id: zhao.min, name: 赵敏, roles: [manager, director], emails: [zhao.min@example.test]}
"""


@dataclass(frozen=True)
class Point:
    """The ``nth`` ``call`` of ``cs`` itself (git 0) or of the git it calls as the ``git``-th."""

    git: int
    call: str
    nth: int


@dataclass(frozen=True)
class Outcome:
    """What one run came to; ``hit`` tells whether the point was reached at all."""

    code: int
    out: str
    err: str
    hit: bool


@dataclass(frozen=True)
class Case:
    """A command: how its desk is prepared, what is typed, by whom."""

    name: str
    words: Callable[[Path], tuple[str, ...]]
    prepare: Callable[[Path], None] | None = None
    by: str = "li.na"


def first(desk: Path) -> str:
    """Give the id of the first ticket, which every case changes; the second is for the next one."""
    return min(path.stem for path in desk.glob("ticket/**/T-*.md"))


def _worn(desk: Path) -> None:
    """Let the desk be in want of everything that doctor mends."""
    (desk / ".gitattributes").write_text("")
    git(desk, "commit", "--quiet", "--no-verify", "-am", "attributes")
    git(desk, "config", "--unset", "merge.cs.driver")
    (desk / ".git/hooks/pre-commit").unlink()
    (desk / "ticket/.x.md.99999999-0a1b2c3d.tmp").write_text("half")


def _noted(desk: Path) -> None:
    """Let there be something to take back, on the first ticket."""
    _well(desk, "ticket", "note", first(desk), "-m", "mistaken")


def _apart(desk: Path) -> None:
    """Let both sides of a remote have changed one ticket."""
    hub, other = desk.parent / "hub.git", desk.parent / "other"
    git(desk.parent, "init", "--quiet", "--bare", "-b", "main", str(hub))
    git(desk, "remote", "add", "origin", str(hub))
    _well(desk, "sync")
    git(desk.parent, "clone", "--quiet", str(hub), str(other))
    _well(other, "ticket", "set", first(desk), "--department", "engineering")
    _well(other, "sync")
    _well(desk, "ticket", "note", first(desk), "-m", "ours")
    shutil.rmtree(other)


CASES = {
    case.name: case
    for case in (
        Case("init", lambda desk: ("init", str(desk / "made"), "--pack", "HOT")),
        Case("new", lambda _desk: (*_NEW, "-m", "It hangs.")),
        Case("verb", lambda desk: ("ticket", "note", first(desk), "-m", "called")),
        Case("followups", lambda desk: ("ticket", "resolve", first(desk), "--result", "mended")),
        Case("roster", lambda _desk: ("roster", "set", "2026-03-05", "day", "li.na")),
        Case("report", lambda _desk: ("report", "repair-callbacks", "--save")),
        Case("duty", lambda _desk: ("duty", "done", "log-review", "-m", "seen")),
        Case("doctor", lambda _desk: ("doctor", "--mend"), _worn),
        Case("undo", lambda _desk: ("undo",), _noted),
        Case("sync", lambda _desk: ("sync",), _apart),
    )
}  # fmt: skip


class Bench:
    """A folder to try one case in, again and again."""

    def __init__(self, folder: Path, case: Case, language: str = "en") -> None:
        self.folder, self.case, self.language = folder, case, language
        self.kept, self.room = folder / "kept", folder / "room"
        self.desk = self.room / ("desk/made" if case.name == "init" else "desk")
        self._bin, self._other = folder / "bin", ""
        self._bin.mkdir(parents=True)
        self._prepare()

    def _prepare(self) -> None:
        self.room.mkdir()
        home = self.room / "desk"
        if self.case.name == "init":
            home.mkdir()
        else:
            _well(self.room, "init", str(home), "--pack", "PSC,CHD")
            (home / "people.yaml").write_text(PEOPLE)
            git(home, "commit", "--quiet", "--no-verify", "-am", "people")
            for _ticket in range(2):
                _well(home, *_NEW)
            if self.case.prepare:
                self.case.prepare(home)
            self._other = max(path.stem for path in home.glob("ticket/**/T-*.md"))
        self.words = self.case.words(home)
        self.before = self.snapshot()
        shutil.copytree(self.room, self.kept, symlinks=True)

    def fresh(self) -> None:
        """Have the desk as it was before; what is as it was stays, or the index would be stale."""
        wanted = {path.relative_to(self.kept): path for path in sorted(self.kept.rglob("*"))}
        for path in sorted(self.room.rglob("*"), reverse=True):
            name = path.relative_to(self.room)
            if name not in wanted or _kind(path) != _kind(wanted[name]):
                path.rmdir() if _kind(path) == stat.S_IFDIR else path.unlink()
        for name, path in wanted.items():
            place = self.room / name
            if path.is_dir():
                place.mkdir(exist_ok=True)
            elif ".cs" in name.parts or not _is_alike(path, place):  # what is mapped keeps its time
                place.unlink(missing_ok=True)
                shutil.copy2(path, place, follow_symlinks=False)

    def points(self) -> list[Point]:
        """Run it once in peace; give every call that can change the disk."""
        most = Counter[tuple[int, str, int]]()
        self.fresh()
        calls = self._run(f"trace={','.join([*CHANGING, *_OPENS])}", whole=True)
        if calls.code:
            raise SystemExit(f"{self.words}: {calls.code} {calls.err}")
        self.after = self.snapshot()
        self.subject = git(self.desk, "log", "-1", "--format=%s")
        found = []
        for number in range(self._gits() + 1):
            most = Counter[tuple[str, str]]()
            for pid, call, given in self._logged(number):
                most[pid, call] += 1
                # No disk fails a pipe, and whoever dies there has changed nothing since.
                if (call not in _OPENS or _writes(given)) and not _PIPE.match(given):
                    found.append(Point(number, call, most[pid, call]))
        return list(dict.fromkeys(found))

    def _logged(self, number: int) -> Iterator[tuple[str, str, str]]:
        log = self.folder / f"log.{number}"
        for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
            if found := _CALL.match(line):
                yield found["pid"], found["call"], found["given"]

    def recorded(self, calls: str) -> str:
        """Run it in peace; give these calls of it and of git, with paths and data, in order."""
        self.points()
        self.fresh()
        log = self.folder / "whole"
        program, environment = self._program()
        tracer = ["strace", "-f", "-q", "-y", "-s", "1000000", "-x", "-o", str(log)]
        subprocess.run(
            [*tracer, "-e", "signal=none", "-e", f"trace={calls}", *program],
            cwd=self.room / "desk", env={**environment, "PATH": os.environ["PATH"]},
            capture_output=True, check=True,
        )  # fmt: skip
        return log.read_text()

    def run(self, point: Point | None, fault: str) -> Outcome:
        """Run it with one call failing (``ENOSPC``) or fatal (``KILL``, ``KILL-GIT``)."""
        self.fresh()
        if point is None:
            return self._run("trace=none", whole=True)
        deadly = fault.startswith("KILL")
        what = "signal=KILL" if deadly else f"error={fault}"
        inject = [f"trace={point.call}", f"inject={point.call}:{what}:when={point.nth}"]
        return self._run(*inject, at=point.git, fatal=fault == "KILL")

    def _run(self, *traced: str, at: int = 0, whole: bool = False, fatal: bool = False) -> Outcome:
        for old in self.folder.glob("log.*"):
            old.unlink()
        self._count().write_text("0")
        self._wrap(*traced, at=at, whole=whole, fatal=fatal)
        tracer = self._tracer(0, *traced) if whole or at == 0 else []
        code, out, err = self._forked(tracer)
        logs = [log.read_text(errors="replace") for log in self.folder.glob("log.*")]
        return Outcome(code, out, err, any(_is_hit(log) for log in logs))

    def _forked(self, tracer: list[str]) -> tuple[int, str, str]:
        """Run the command in a child, under a tracer where there is one; give what it came to."""
        streams = [self.folder / "out", self.folder / "err"]
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)  # whoever outlives the command is ours to wait for
        child = os.fork()
        if not child:
            self._become(streams, wait=bool(tracer))
        watcher = None
        if tracer:
            os.waitpid(child, os.WUNTRACED)
            watcher = subprocess.Popen([*tracer, "-p", str(child)], stderr=subprocess.DEVNULL)
            while "TracerPid:\t0\n" in Path(f"/proc/{child}/status").read_text():
                time.sleep(0.001)
            os.kill(child, signal.SIGCONT)
        _pid, status = os.waitpid(child, 0)
        if watcher:
            watcher.wait()
        with suppress(ChildProcessError):  # what traces a killed git is called git as well
            while True:
                os.waitpid(-1, 0)
        out, err = (stream.read_text() for stream in streams)
        return os.waitstatus_to_exitcode(status), out, err

    def _become(self, streams: list[Path], *, wait: bool) -> None:
        """Be the command, and end with it."""
        try:
            _line, environment = self._program()
            os.environ.clear()
            os.environ.update(environment)
            os.chdir(self.room / "desk")
            for number, stream in enumerate(streams, 1):
                os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
            sys.stdout, sys.stderr = (
                os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace")
                for number in (1, 2)
            )
            if wait:
                os.kill(os.getpid(), signal.SIGSTOP)
            code = run(_line[4:])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            traceback.print_exc()
            code = 99
        os._exit(code)

    def _program(self) -> tuple[list[str], dict[str, str]]:
        program = [sys.executable, "-P", "-m", "cs_cli", "--now", NOW.isoformat()]
        environment = {
            "PATH": f"{self._bin}:{os.environ['PATH']}", "HOME": os.environ["HOME"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""), "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0", "CS_SEED": "7",
        }  # fmt: skip
        common = ["--as", self.case.by, "--lang", self.language]
        return [*program, *common, *self.words], environment

    def _tracer(self, number: int, *traced: str) -> list[str]:
        deadly = any("KILL" in word for word in traced)  # that does not go with seccomp
        follow = ["-f", *([] if deadly else ["--seccomp-bpf"])] if number else []
        log = self.folder / f"log.{number}"
        what = [word for one in traced for word in ("-e", one)]
        return ["strace", *follow, "-q", "-y", "-o", str(log), "-e", "signal=none", *what]

    def _wrap(self, *traced: str, at: int, whole: bool, fatal: bool) -> None:
        """Put a git first on the path that counts itself and traces the one that is asked for."""
        real = shutil.which("git")
        tracer = " ".join(f"'{word}'" for word in self._tracer(1, *traced))
        tracer = tracer.replace("log.1'", "log.'$n")
        wanted = "true" if whole else f'[ "$n" = {at} ]'
        script = f"""#!/bin/sh
read n < {self._count()}; n=$((n+1)); echo $n > {self._count()}
if {wanted} && grep -q 'TracerPid:.0$' /proc/self/status; then
  {tracer} {real} "$@"
  code=$?
  {"[ $code = 137 ] && kill -9 $PPID" if fatal else ":"}
  [ $code = 137 ] && kill -9 $$
  exit $code
fi
exec {real} "$@"
"""
        program = self._bin / "git"
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    def _count(self) -> Path:
        return self.folder / "count"

    def _gits(self) -> int:
        return int(self._count().read_text())

    def next(self, minutes: int = 5) -> tuple[int, str, str]:
        """Run the next command of somebody who knows nothing of it."""
        now = NOW + timedelta(minutes=minutes)
        if self.case.name == "init":
            if not (self.desk / "cs.yaml").exists():
                return cs(self.room / "desk", *self.words, now=now, as_="li.na")
            return cs(self.desk, "leave", "list", now=now, as_="li.na")
        return cs(self.desk, "ticket", "note", self._other, "-m", "next", now=now, as_="li.na")

    def snapshot(self) -> dict[str, bytes]:
        """Give every file of the desk but the machinery's own and what the next command changes."""
        found = {}
        for path in sorted(self.desk.rglob("*")) if self.desk.exists() else []:
            name = path.relative_to(self.desk).as_posix()
            ours = (
                not name.startswith((".git/", ".cs/", ".merge_file_")) and path.stem != self._other
            )
            if ours and path.is_file():
                found[name] = path.read_bytes()
        return found


def _kind(path: Path) -> int:
    return stat.S_IFMT(path.lstat().st_mode)


def _is_alike(path: Path, other: Path) -> bool:
    """Tell whether a file is still as it was put there."""
    try:
        one, two = path.lstat(), other.lstat()
    except FileNotFoundError:
        return False
    return (one.st_size, one.st_mtime_ns, one.st_mode) == (
        two.st_size,
        two.st_mtime_ns,
        two.st_mode,
    )


def _is_hit(log: str) -> bool:
    """Tell whether a call that changes the disk was failed or fatal; which opens do may vary."""
    for line in log.splitlines():
        if "(INJECTED" in line or (line.endswith("= ?") and "exit" not in line):
            return not any(f" {call}(" in f" {line}" for call in _OPENS) or _writes(line)
    return False


def _writes(call: str) -> bool:
    return any(flag in call for flag in ("O_CREAT", "O_WRONLY", "O_RDWR")) and "/dev/" not in call


def _well(desk: Path, *words: str) -> None:
    code, out, err = cs(desk, *words, now=NOW - timedelta(hours=1), as_="li.na")
    if code:
        raise SystemExit(f"{words}: {code} {out} {err}")
