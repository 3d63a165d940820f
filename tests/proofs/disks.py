"""Prove on real file systems that a full or read-only disk does no harm.

    .venv/bin/python tests/proofs/disks.py [--free 25]

A desk lies on a small tmpfs of its own. Room is taken away until so many pages, or so many inodes,
are free (from none to ``--free``); the disk is mounted read-only, once by itself and once through
a bind mount. Each time all that reads works and changes nothing; what writes is done, or leaves
with 6 and one sentence that says why and what to do, and no record is half or gone; once there is
room again the next command works, and ``cs doctor --mend``, ``cs check`` and ``git status`` have
nothing to say. Skipped where mounting is not allowed.
"""

import argparse
import contextlib
import gc
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from clones import cs, git
from traced import PEOPLE

NOW = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
READING = (
    ("due",), ("due", "--all", "--json"), ("ticket", "list"), ("show", "{id}"), ("why", "{id}"),
    ("report", "repair-callbacks"), ("duty", "list"), ("check",), ("policy", "list"),
    ("roster", "check"), ("when", "2 hours"), ("log", "{id}"), ("diff",), ("doctor",),
    ("--dry-run", "ticket", "note", "{id}", "-m", "x"),
)  # fmt: skip
NEW = ("ticket", "new", "--title", "Lift")
WRITING = (
    NEW, ("ticket", "note", "{id}", "-m", "x"), ("ticket", "resolve", "{id}", "--result", "x"),
    ("roster", "set", "2026-03-{day}", "day", "li.na"), ("report", "repair-callbacks", "--save"),
    ("duty", "done", "log-review", "-m", "seen"), ("undo",), ("sync",),
)  # fmt: skip
_DAYS = (10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26)  # on which everybody works
FULL = ("the disk is full", "磁盘已满", "git could not write", "git 无法写入")
READ_ONLY = ("the disk is read-only", "磁盘是只读的")


class Disk:
    """A small tmpfs with a desk, and what is wrong with what was found on it."""

    def __init__(self, place: Path) -> None:
        self.place, self.desk = place, place / "desk"
        self.count, self.faults = Counter[str](), list[str]()
        cs(place, "init", str(self.desk), "--pack", "PSC,CHD", "--as", "li.na", now=NOW)
        self.id = cs(self.desk, *NEW, now=NOW, as_="li.na")[1].split()[0]
        hub = f"{place}.git"  # on a disk that is well
        git(self.desk, "init", "--quiet", "--bare", "-b", "main", hub)
        git(self.desk, "remote", "add", "origin", hub)
        (self.desk / "people.yaml").write_text(PEOPLE)
        git(self.desk, "commit", "--quiet", "--no-verify", "-am", "people")
        self.minutes = 0

    def run(self, *words: str, lang: str = "en") -> tuple[int, str, str]:
        """Run a command, a minute after the last one."""
        self.minutes += 1
        os.environ["CS_SEED"] = str(self.minutes)
        given = [word.format(id=self.id, day=_DAYS[self.minutes % len(_DAYS)]) for word in words]
        now = NOW + timedelta(minutes=self.minutes)
        code, out, err = cs(self.desk, "--lang", lang, *given, now=now, as_="li.na")
        return code, out, err

    def records(self) -> dict[str, bytes]:
        """Give every record and settings file."""
        found = {}
        for path in sorted(self.desk.rglob("*")):
            name = path.relative_to(self.desk).as_posix()
            if path.is_file() and not name.startswith((".git/", ".cs/", ".merge_file_")):
                found[name] = path.read_bytes()
        return found

    def reads(self, where: str) -> None:
        """Let everything be read; nothing may change."""
        before = self.records()
        for words in READING:
            code, out, err = self.run(*words)
            if code not in (0, 1) or "Traceback" in err or (not out and words[0] == "show"):
                self.faults.append(f"{where}: {words}: {code} {out!r} {err!r}")
        if self.records() != before:
            self.faults.append(f"{where}: reading changed something")

    def writes(self, where: str, words: tuple[str, ...], reasons: tuple[str, ...]) -> int:
        """Let something be written; give the exit code."""
        before, lang = self.records(), ("en", "zh")[self.minutes % 2]
        code, out, err = self.run(*words, lang=lang)
        self.count[f"exit {code}"] += 1
        after, lines = self.records(), err.splitlines()
        if code == 6:
            if not lines or not any(r in lines[0] for r in reasons) or len(lines) != 2 or out:
                self.faults.append(f"{where}: {words} says {err!r} {out!r}")
        elif code not in (0, 2):  # 2: it was done before, and there is nothing to change
            self.faults.append(f"{where}: {words}: {code} {out!r} {err!r}")
        gone = [name for name in before if name not in after]
        torn = [name for name, raw in after.items() if not raw]
        if gone or torn:
            self.faults.append(f"{where}: {words}: gone {gone}, empty {torn}")
        return code

    def sound(self, where: str) -> None:
        """Let the next command work, and mend all that is left."""
        code, _out, err = self.run("ticket", "note", "{id}", "-m", "next")
        if code:
            self.faults.append(f"{where}: next command {code} {err!r}")
        for path in [*self.desk.glob(".git/**/*"), *self.desk.glob(".merge_file_*")]:
            os.utime(path, (0, self.desk.stat().st_mtime - 60), follow_symlinks=False)
        said = [self.run("doctor", "--mend"), self.run("doctor"), self.run("check")]
        dirty = git(self.desk, "status", "--porcelain")
        if any(code or err for code, _out, err in said) or dirty:
            self.faults.append(f"{where}: {said} {dirty}")


def main() -> int:
    """Run it; 1 when anything was lost, half, unsaid or left over."""
    parser = argparse.ArgumentParser(description="Prove that full disks do no harm.")
    parser.add_argument("--free", type=int, default=25)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        (home / ".gitconfig").write_text("[user]\n\tname = 李娜\n\temail = li.na@example.test\n")
        os.environ.update({"HOME": str(home), "CS_LANG": "en"})
        probe = Path(folder, "probe")
        probe.mkdir()
        if not mounted(probe, "-t", "tmpfs", "none"):
            print("skipped: nothing can be mounted here")
            return 0
        subprocess.run(["umount", probe], check=True)
        bad = sum(
            shown(name, proof(Path(folder, name), told.free))
            for name, proof in (("pages", full), ("inodes", crowded), ("read-only", read_only))
        )
    print(f"faults in all: {bad}")
    return 1 if bad else 0


def shown(name: str, disk: Disk) -> int:
    """Print what came of it; give how many faults there were."""
    print(f"{name:9} {dict(sorted(disk.count.items()))}, faults {len(disk.faults)}", flush=True)
    for fault in disk.faults[:8]:
        print("  ", fault)
    return len(disk.faults)


def full(place: Path, free: int) -> Disk:
    """Leave so many pages free."""
    with on_disk(place, "size=48m") as disk:
        filler = place / "filler"
        for pages in range(free):
            for words in WRITING if pages % 8 == 0 else WRITING[pages % 8 : pages % 8 + 1]:
                fill(filler, pages * 4096)
                if words == NEW:
                    disk.reads(f"{pages} pages")
                    fill(filler, pages * 4096)
                disk.writes(f"{pages} pages", words, FULL)
                filler.unlink()
                disk.sound(f"{pages} pages, {words}")
        return disk


def fill(filler: Path, free: int) -> None:
    """Take all room but so many bytes."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1 << 20, 4096):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
        file.truncate(max(file.tell() // 4096 * 4096 - free, 0))


def crowded(place: Path, free: int) -> Disk:
    """Leave so many inodes free."""
    with on_disk(place, "size=48m,nr_inodes=3000") as disk:
        crowd = place / "crowd"
        for inodes in range(free):
            crowd.mkdir()
            made = 0
            with contextlib.suppress(OSError):
                while True:
                    (crowd / str(made)).touch()
                    made += 1
            for number in range(min(inodes, made)):
                (crowd / str(number)).unlink()
            if inodes == 0:
                disk.reads("no inodes")
            disk.writes(f"{inodes} inodes", WRITING[inodes % 8], FULL)
            subprocess.run(["rm", "-r", crowd], check=True)
            disk.sound(f"{inodes} inodes, {WRITING[inodes % 8]}")
        return disk


def read_only(place: Path, _free: int) -> Disk:
    """Mount it read-only, by itself and through a bind mount."""
    with on_disk(place, "size=48m") as disk:
        for form in (("remount,ro",), ("bind", "remount,bind,ro")):
            gc.collect()
            for options in form:
                place_again = [str(place)] if "remount" not in options else []
                subprocess.run(["mount", "-o", options, *place_again, place], check=True)
            os.chdir("/")
            before = disk.records()
            disk.reads(str(form))
            for words in WRITING:
                if disk.writes(str(form), words, READ_ONLY) != 6:
                    disk.faults.append(f"{form}: {words} was not refused")
            if disk.records() != before:
                disk.faults.append(f"{form}: something changed")
            gc.collect()
            if form == ("remount,ro",):
                subprocess.run(["mount", "-o", "remount,rw", place], check=True)
            else:
                subprocess.run(["umount", place], check=True)
            disk.sound(str(form))
        return disk


@contextlib.contextmanager
def on_disk(place: Path, options: str) -> Iterator[Disk]:
    """Give a small disk with a desk on it for a while."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", place], check=True)
    try:
        yield Disk(place)
    finally:
        gc.collect()
        subprocess.run(["umount", "--lazy", place], check=False)


def mounted(place: Path, *words: str) -> bool:
    """Tell whether a mount was allowed."""
    done = subprocess.run(["mount", *words, place], capture_output=True, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
