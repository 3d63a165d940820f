"""Measure ``cs`` against what surrounds it, and print ratios: seconds differ between machines.

``python benchmarks/ratios.py [--records 1000 10000] [--runs 9]``

Whole processes, one after the other, what is compared taking turns (A B A B), medians. Run it
with the Python of the environment that ``cs`` is installed in; README.md says what the lines mean.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import make_desk

CS = str(Path(sys.executable).parent / "cs")
NOW = "2026-11-20T18:00:00+08:00"
CLICK = (sys.executable, "-c", "import click")
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "CS_NOW": NOW,
         "CS_AS": "li.chunmei", "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "b@example.test",
         "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "b@example.test"}  # fmt: skip

Command = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: seconds (or MiB), what it is held against, and whether the goal is met."""

    records: int
    what: str
    value: float
    unit: str = "s"
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


class Bench:
    """A desk under git, and processes timed on it."""

    def __init__(self, root: Path, records: int, runs: int) -> None:
        self.root, self.records, self.runs = root, records, runs
        self.environment = {**os.environ, **QUIET}
        make_desk.make(root, records)
        make_desk.put_under_git(root)

    def lines(self) -> list[Line]:
        """Give every figure for this desk."""
        return [*self._cold(), *self._due(), *self._changes()]

    # --- due

    def _cold(self) -> list[Line]:
        files = [str(path) for path in self.root.rglob("*.md")]
        listed = self.root.with_name("files")
        listed.write_text("\0".join(files))
        cat = ("xargs", "-0", "-a", str(listed), "cat")
        found = self._medians({"due": lambda: self._due_words, "cat": lambda: cat},
                              runs=min(self.runs, 3), before=self._forget)  # fmt: skip
        cold = found["due"]
        return [
            Line(self.records, "due, no index", cold, goal="< 30 s", met=cold < 30),
            Line(self.records, "due, no index", cold, against="cat of every record",
                 ratio=cold / found["cat"]),
        ]  # fmt: skip

    def _due(self) -> list[Line]:
        self._run(self._due_words)
        status = ("git", "-C", str(self.root), "status", "--porcelain")
        found = self._medians({
            "due": lambda: self._due_words, "git status": lambda: status,
            "import click": lambda: CLICK,
        })  # fmt: skip
        due = found["due"]
        click = due / found["import click"]
        return [
            Line(self.records, "due, warm", due, against="import click", ratio=click,
                 goal="< 3", met=click < 3),
            Line(self.records, "due, warm", due, against="git status",
                 ratio=due / found["git status"]),
            Line(self.records, "due, warm, peak memory", self._peak(), unit="MiB"),
        ]  # fmt: skip

    @property
    def _due_words(self) -> Sequence[str]:
        return CS, "-C", str(self.root), "due"

    def _forget(self) -> None:
        for path in (self.root / ".cs").glob("index*"):
            path.unlink()

    def _peak(self) -> float:
        """Give the most memory that one ``cs due`` held."""
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        words = (sys.executable, "-c", code, *self._due_words)
        kib = int(subprocess.check_output(words, env=self.environment))
        return kib / 1024

    # --- a new ticket, a verb: written and committed

    def _changes(self) -> list[Line]:
        self._commit_automatically()
        ticket = self._new().split()[0]
        found = self._medians({
            "new": lambda: (CS, "-C", str(self.root), "ticket", "new", "--title", "灯不亮"),
            "verb": lambda: (CS, "-C", str(self.root), "ticket", "reply", ticket,
                             "--result", "已查看"),
            "import click": lambda: CLICK,
            "its commit, new": lambda: self._commit_of(f"new-{time.time_ns()}.txt", "add"),
            "its commit, verb": lambda: self._commit_of("note.txt"),
        })  # fmt: skip
        lines = []
        for what in ("new", "verb"):
            rest = 4 * found["import click"] + found[f"its commit, {what}"]
            lines.append(Line(
                self.records, what, found[what], against="4 x import click + its commit",
                ratio=found[what] / rest, goal="< 1", met=found[what] < rest,
            ))  # fmt: skip
        return lines

    def _commit_automatically(self) -> None:
        (self.root / "note.txt").write_text("note\n")
        self._run(("git", "-C", str(self.root), "add", "note.txt"))
        settings = self.root / "cs.yaml"
        settings.write_text(settings.read_text("utf-8").replace("manual", "auto"), "utf-8")
        self._run(("git", "-C", str(self.root), "commit", "-aqm", "commit: auto"))
        self._run(self._due_words)

    def _new(self) -> str:
        words = (CS, "-C", str(self.root), "ticket", "new", "--title", "门禁失灵")
        return subprocess.check_output(words, env=self.environment, text=True)

    def _commit_of(self, name: str, *first: str) -> Sequence[str]:
        """Change one file; give the git calls with which ``cs`` commits it, synced as there."""
        (self.root / name).write_text(f"{time.time_ns()}\n")
        git = f"git -C {shlex.quote(str(self.root))} -c core.fsync=all -c gc.auto=0"
        calls = [f"{git} {word} -- {name}" for word in first]
        calls.append(f"{git} commit --quiet --only --message note -- {name}")
        return ("sh", "-c", " && ".join(calls))

    # --- processes

    def _medians(
        self,
        commands: Mapping[str, Command],
        runs: int | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> dict[str, float]:
        """Run the commands in turn; give the median seconds of each."""
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs or self.runs):
            for name, command in commands.items():
                before()
                seconds[name].append(self._seconds(command()))
        return {name: median(found) for name, found in seconds.items()}

    def _seconds(self, words: Sequence[str]) -> float:
        start = time.perf_counter()
        self._run(words)
        return time.perf_counter() - start

    def _run(self, words: Sequence[str]) -> None:
        subprocess.run(words, env=self.environment, stdout=subprocess.DEVNULL, check=True)


def measure(records: int, runs: int) -> list[Line]:
    """Make a desk of that size in a temporary folder and measure on it."""
    folder = Path(tempfile.mkdtemp(prefix="cs-ratios-"))
    try:
        return Bench(folder / "desk", records, runs).lines()
    finally:
        shutil.rmtree(folder)


def table(lines: Sequence[Line]) -> str:
    """Give the figures for people."""
    rows = []
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:6.2f} x {line.against}"
        met = "" if line.met is None else f"goal {line.goal}: {'met' if line.met else 'NOT MET'}"
        value = f"{line.value:8.3f} {line.unit}"
        rows.append(f"{line.records:>9,}  {line.what:24}{value:14}{ratio:40}{met}".rstrip())
    return "\n".join(rows)


def main() -> None:
    """Read the command line, measure, print the table and then the same as JSON."""
    parser = argparse.ArgumentParser(description="Measure cs against git and Python.")
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 10000], metavar="N")
    parser.add_argument("--runs", type=int, default=9, help="how often each process runs (9)")
    given = parser.parse_args()
    lines = [line for records in given.records for line in measure(records, given.runs)]
    print(table(lines))
    print(json.dumps([asdict(line) for line in lines], ensure_ascii=False))


if __name__ == "__main__":
    main()
