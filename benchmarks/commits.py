"""Measure the commit of a verb by itself, against ``git commit`` of one changed file.

``python benchmarks/commits.py [--records 1000 10000 100000] [--runs 9] [--index-version 2|4]``

Both are synced to the disk alike, and take turns on the same desk. Processor time (of git and of
Python) is told beside seconds, because it says the same on a busy machine.
"""

import argparse
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

import make_desk

from cs_cli.store import files
from cs_cli.store.git import Git

WHO = ("bench", "b@example.test")
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
PERSON = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER")
          for key, value in (("NAME", WHO[0]), ("EMAIL", WHO[1]))}  # fmt: skip


class Bench:
    """A desk under git, with a record and a note that change."""

    def __init__(self, root: Path, records: int, version: int) -> None:
        self.root, self.records = root, records
        make_desk.make(root, records)
        make_desk.put_under_git(root)
        self.git("update-index", "--index-version", str(version))
        files.create(root, ".cs/.gitignore", b"*\n")
        (root / "note.txt").write_text("note\n")
        self.git("add", "note.txt")
        self.git("commit", "--quiet", "--message", "note")
        self.record = next((root / "ticket").rglob("T-*.md")).relative_to(root).as_posix()
        self.git("config", "user.name", WHO[0])
        self.git("config", "user.email", WHO[1])

    def git(self, *words: str) -> None:
        """Run git as a person would."""
        command = ["git", "-C", str(self.root), *words]
        environment = {**os.environ, **QUIET, **PERSON}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)

    def ours(self) -> None:
        """Commit a changed record as a verb does."""
        with (self.root / self.record).open("a") as file:
            file.write("\n")
        Git(self.root).commit([self.record], "ticket: bench", {"Cs-Op": "ticket.note"}, WHO)

    def theirs(self) -> None:
        """Commit a changed note as a person does, synced as a verb is."""
        (self.root / "note.txt").write_text(f"{time.time_ns()}\n")
        synced = ("-c", "core.fsync=all", "-c", "gc.auto=0")
        self.git(*synced, "commit", "--quiet", "--only", "--message", "note", "--", "note.txt")

    def status(self) -> None:
        """Ask what has changed."""
        self.git("status", "--porcelain")


def measured(what: Callable[[], None]) -> tuple[float, float]:
    """Give the seconds that something took, and the processor's."""
    start, before = time.perf_counter(), _used()
    what()
    return time.perf_counter() - start, _used() - before


def _used() -> float:
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def medians(
    whats: Mapping[str, Callable[[], None]], runs: int
) -> Mapping[str, tuple[float, float]]:
    """Let them take turns, once uncounted; give the median seconds and those of the processor."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in whats}
    for number in range(runs + 1):
        for name, what in whats.items():
            took = measured(what)
            if number:
                found[name].append(took)
    return {
        name: (median(one[0] for one in every), median(one[1] for one in every))
        for name, every in found.items()
    }


def main() -> None:
    """Read the command line, measure, print one line for each desk."""
    parser = argparse.ArgumentParser(description="Measure the commit of a verb by itself.")
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 10000], metavar="N")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--index-version", type=int, choices=(2, 4), default=2)
    given = parser.parse_args()
    print("  records  index MB  commit of a verb   git commit         git status         ratio")
    for records in given.records:
        with tempfile.TemporaryDirectory(prefix="cs-commits-") as folder:
            bench = Bench(Path(folder, "desk"), records, given.index_version)
            every = {"ours": bench.ours, "theirs": bench.theirs, "status": bench.status}
            found = medians(every, given.runs)
            cells = [f"{wall * 1e3:7.0f} ({used * 1e3:5.0f}) ms" for wall, used in found.values()]
            size = (bench.root / ".git/index").stat().st_size / 1e6
            ratio = [found["ours"][kind] / found["theirs"][kind] for kind in (0, 1)]
            print(f"{records:9,}  {size:8.1f}  {'  '.join(cells)}  {ratio[0]:.2f} ({ratio[1]:.2f})")


if __name__ == "__main__":
    main()
