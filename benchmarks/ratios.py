"""Measure ``cs`` against what surrounds it, and print ratios: seconds differ between machines.

``python benchmarks/ratios.py [--records 1000 10000] [--runs 9] [--only due list …]``

Whole processes, one after the other, what is compared taking turns (A B A B), medians. Run it
with the Python of the environment that ``cs`` is installed in; README.md says what the lines mean.
Every line tells in how many runs it was measured, and the same ratio in processor time, which
other work on the machine changes less.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from pathlib import Path
from statistics import median

import make_desk

import cs_cli

CS = str(Path(sys.executable).parent / "cs")
NOW = "2026-11-20T18:00:00+08:00"
CLICK = (sys.executable, "-c", "import click")
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "CS_NOW": NOW,
         "CS_AS": "li.chunmei", "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "b@example.test",
         "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "b@example.test"}  # fmt: skip
LARGE = 100_000
HUGE = 10 * LARGE
FEW = 3  # runs of what takes minutes on a large desk; on a huge one it runs once
PULLED = 1_000  # files that a pull changes
BRANCH = "changed"
KEEPER = "he.yulan"

Command = Callable[[], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Goal:
    """The most a ratio (or MiB) may be on a desk of each size."""

    small: float | None
    middle: float | None
    large: float | None
    huge: float | None

    def of(self, records: int) -> float | None:
        """Give the goal for a desk of that size: that of the nearest smaller column."""
        if records < 10_000:
            return self.small
        if records < LARGE:
            return self.middle
        return self.large if records < HUGE else self.huge


DUE_GIT = Goal(None, None, 1.0, 1.0)
DUE_CLICK = Goal(1.6, 2.2, None, None)
ASK_CLICK = Goal(1.8, 2.4, None, None)
ASK_DUE = Goal(None, None, 1.0, 1.0)
VERB = Goal(3, 2, 1.3, 1.0)
COLD = Goal(None, None, 12, 12)
PULL = Goal(None, None, 2, 2)
MEMORY = Goal(40, 45, 80, 200)
CHECK = Goal(None, None, 25, 25)


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took: seconds, those of the processor, and MiB of its largest part."""

    seconds: float
    processor: float
    most: float

    def share(self, part: float) -> "Took":
        """Give a part of it."""
        return Took(self.seconds * part, self.processor * part, self.most)


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the table: a ratio (or MiB), what it is held against, whether the goal is met.

    ``processor`` is the ratio of the processor's time.
    """

    records: int
    what: str
    seconds: float | None
    against: str
    ratio: float
    processor: float | None
    runs: int
    goal: float | None
    met: bool | None


class Bench:
    """A desk under git, and processes timed on it."""

    def __init__(self, root: Path, records: int, runs: int, *, sealed: bool) -> None:
        self.root, self.records, self.runs = root, records, runs
        self.environment = {**os.environ, **QUIET}
        self._cold: Took | None = None
        if not root.exists():
            make_desk.make(root, records)
            make_desk.put_under_git(root)
            if sealed:
                self._seal()

    def due(self) -> Iterator[Line]:
        """Give ``cs due`` where nothing changed since the last command."""
        self._run(self._cs("due"))
        found = self._medians({
            "due": lambda: self._cs("due"),
            "git": lambda: self._git("status", "--porcelain"),
            "click": lambda: CLICK,
        })  # fmt: skip
        yield self._line("due", found["due"], "git status", found["git"], DUE_GIT)
        yield self._line("due", found["due"], "import click", found["click"], DUE_CLICK)

    def list(self) -> Iterator[Line]:
        """Give a list, a record by its id, and one by a part of its id."""
        id_ = next((self.root / "ticket").rglob("T-*.md")).stem
        asked = {
            "list": ("ticket", "list", "--where", "status=closed", "--limit", "20"),
            "show": ("show", id_),
            "show by a part": ("ticket", "show", id_[-6:]),
        }
        self._run(self._cs("due"))
        found = self._medians({
            **{name: lambda words=words: self._cs(*words) for name, words in asked.items()},
            "due": lambda: self._cs("due"),
            "click": lambda: CLICK,
        })  # fmt: skip
        for name in asked:
            yield self._line(name, found[name], "import click", found["click"], ASK_CLICK)
            yield self._line(name, found[name], "due", found["due"], ASK_DUE)

    def verb(self) -> Iterator[Line]:
        """Give one verb with its commit, against git's own commit of one changed file."""
        self._commit_automatically()
        new = self._cs("ticket", "new", "--title", "门禁失灵")
        ticket = subprocess.check_output(new, env=self.environment, text=True).split()[0]
        found = self._medians({
            "verb": lambda: self._cs("ticket", "reply", ticket, "--result", "已查看"),
            "commit": self._commit_of_one_file,
        })  # fmt: skip
        yield self._line("verb", found["verb"], "git commit", found["commit"], VERB)

    def cold(self) -> Iterator[Line]:
        """Give the index from nothing, against reading every file once; the last one stays."""
        found = self._medians(
            {"cat": self._cat, "due": lambda: self._cs("due")}, self._fewer, before=self._forget
        )
        self._cold = found["due"]
        yield self._line("index from nothing", found["due"], "cat", found["cat"], COLD, self._fewer)
        yield self._memory("index, memory", found["due"].most, self._fewer)

    def pull(self) -> Iterator[Line]:
        """Give ``cs due`` after a pull changed files, against their share of the index."""
        if self._cold is None:
            list(self.cold())
        assert self._cold is not None
        changed = self._other_branch()
        took = []
        for number in range(max(self._fewer, FEW)):
            self._run(self._git("checkout", "-q", (BRANCH, "main")[number % 2]))
            took.append(self._run(self._cs("due")))
        self._run(self._git("checkout", "-q", "main"))
        share = self._cold.share(changed / self.records)
        what = f"due, {changed} pulled"
        yield self._line(what, _middle(took), "their share", share, PULL, len(took))

    def memory(self) -> Iterator[Line]:
        """Give the most memory that one process of ``cs due`` held, in MiB."""
        self._run(self._cs("due"))
        yield self._memory("due, memory", self._run(self._cs("due")).most, 1)

    def _memory(self, what: str, most: float, runs: int) -> Line:
        goal = MEMORY.of(self.records)
        met = None if goal is None else most <= goal
        return Line(self.records, what, None, "MiB", most, None, runs, goal, met)

    def check(self) -> Iterator[Line]:
        """Give ``cs check`` of the whole desk, against reading every file once."""
        found = self._medians({"check": lambda: self._cs("check"), "cat": self._cat}, self._fewer)
        yield self._line("check", found["check"], "cat", found["cat"], CHECK, self._fewer)
        most = found["check"].most
        yield Line(self.records, "check, memory", None, "MiB", most, None, self._fewer, None, None)

    # --- commands

    def _cs(self, *words: str) -> Sequence[str]:
        return (CS, "-C", str(self.root), *words)

    def _git(self, *words: str) -> Sequence[str]:
        return ("git", "-C", str(self.root), *words)

    def _cat(self) -> Sequence[str]:
        listed = self.root.with_name(f"{self.root.name}.files")
        if not listed.exists():
            files = (str(path) for path in self.root.rglob("*.md"))
            listed.write_text("\0".join(files))
        return ("xargs", "-0", "-a", str(listed), "cat")

    def _seal(self) -> None:
        """Seal every month that is over and done with; the latest ones never are."""
        listed = subprocess.check_output(self._cs("seal", "--json"), env=self.environment)
        for month in reversed(json.loads(listed)):
            subprocess.run(
                self._cs("--as", KEEPER, "seal", month["month"]), env=self.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        if not (self.root / "seal").exists():
            raise SystemExit("no month of it is done with: too few records")
        self._run(self._git("add", "seal"))
        self._run(self._git("commit", "-qm", "what is closed for good"))

    def _commit_automatically(self) -> None:
        (self.root / "note.txt").write_text("note\n")
        self._run(self._git("add", "note.txt"))
        settings = self.root / "cs.yaml"
        settings.write_text(settings.read_text("utf-8").replace("manual", "auto"), "utf-8")
        self._run(self._git("commit", "-aqm", "commit: auto"))
        self._run(self._cs("due"))

    def _commit_of_one_file(self) -> Sequence[str]:
        """Change a file; give the call that commits it, synced to the disk as ``cs`` does."""
        (self.root / "note.txt").write_text(f"{time.time_ns()}\n")
        git = f"git -C {shlex.quote(str(self.root))} -c core.fsync=all -c gc.auto=0"
        return ("sh", "-c", f"{git} commit --quiet --only --message note -- note.txt")

    def _other_branch(self) -> int:
        """Make a branch on which some files say something else; tell how many."""
        self._run(self._git("checkout", "-q", "-B", BRANCH))
        files = sorted((self.root / "ticket").rglob("*.md"))[-PULLED:]
        for path in files:
            text = path.read_text("utf-8")
            path.write_text(text.replace("\ntitle: ", "\ntitle: 急", 1), "utf-8")
        self._run(self._git("commit", "-aqm", "other titles"))
        self._run(self._git("checkout", "-q", "main"))
        self._run(self._cs("due"))
        return len(files)

    def _forget(self) -> None:
        for path in (self.root / ".cs").glob("index*"):
            path.unlink()

    # --- processes

    @property
    def _fewer(self) -> int:
        if self.records >= HUGE:
            return 1
        return self.runs if self.records < LARGE else min(self.runs, FEW)

    def _line(
        self, what: str, took: Took, against: str, other: Took, goals: Goal, runs: int | None = None
    ) -> Line:
        ratio, goal = took.seconds / other.seconds, goals.of(self.records)
        met = None if goal is None else ratio <= goal
        processor = took.processor / other.processor
        return Line(
            self.records, what, took.seconds, against, ratio, processor, runs or self.runs, goal,
            met,
        )  # fmt: skip

    def _medians(
        self,
        commands: Mapping[str, Command],
        runs: int | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> dict[str, Took]:
        """Run the commands in turn, give what each took; what runs more than once begins uncounted.

        What runs once has only its files read beforehand.
        """
        took: dict[str, list[Took]] = {name: [] for name in commands}
        runs = runs or self.runs
        if runs == 1:
            self._run(self._cat())
        for number in range(runs + (runs > 1)):
            for name, command in commands.items():
                before()
                one = self._run(command())
                if number or runs == 1:
                    took[name].append(one)
        return {name: _middle(found) for name, found in took.items()}

    def _run(self, words: Sequence[str]) -> Took:
        start = time.perf_counter()
        with subprocess.Popen(words, env=self.environment, stdout=subprocess.DEVNULL) as process:
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode > (words[-1] == "check"):  # which may say that rules were not kept
            raise SystemExit(f"{shlex.join(words)} ended with {process.returncode}")
        return Took(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _middle(took: Sequence[Took]) -> Took:
    """Give the median of each figure, of the memory the most."""
    seconds, processor, most = (
        [attrgetter(name)(one) for one in took] for name in ("seconds", "processor", "most")
    )
    return Took(median(seconds), median(processor), max(most))


PARTS: Mapping[str, Callable[[Bench], Iterator[Line]]] = {
    "due": Bench.due, "list": Bench.list, "memory": Bench.memory, "cold": Bench.cold,
    "check": Bench.check, "pull": Bench.pull, "verb": Bench.verb,
}  # fmt: skip


def measure(
    records: int, runs: int, parts: Sequence[str], folder: Path | None, *, sealed: bool
) -> Iterator[Line]:
    """Measure on a desk of that size: in a folder where it stays, else in a temporary one."""
    place = Path(tempfile.mkdtemp(prefix="cs-ratios-")) if folder is None else folder
    try:
        name = f"desk-{records}{'-sealed' if sealed else ''}"
        bench = Bench(place / name, records, runs, sealed=sealed)
        for part in parts:
            for line in PARTS[part](bench):
                print(written(line), flush=True)
                yield line
    finally:
        if folder is None:
            shutil.rmtree(place)


def written(line: Line) -> str:
    """Give a cell for people."""
    took = "" if line.seconds is None else f"{line.seconds:9.3f} s"
    ratio = f"{line.ratio:8.2f} {'x ' if line.seconds is not None else ''}{line.against}"
    processor = "" if line.processor is None else f"processor {line.processor:.2f} x"
    runs = f"{line.runs} run{'s' if line.runs > 1 else ''}"
    met = {None: "", True: "met", False: "NOT MET"}[line.met]
    goal = "" if line.goal is None else f"goal {line.goal:g}: {met}"
    head = f"{line.records:>9,}  {line.what:20}{took:12}{ratio:26}"
    return f"{head}{processor:20}{runs:8}{goal}".rstrip()


def main() -> None:
    """Read the command line, measure and print cell by cell, then all of it as JSON."""
    parser = argparse.ArgumentParser(description="Measure cs against git and Python.")
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 10000], metavar="N")
    parser.add_argument("--runs", type=int, default=9, help="how often each process runs (9)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART",
                        help=f"rows of the table: {' '.join(PARTS)} (all)")  # fmt: skip
    parser.add_argument("--folder", type=Path,
                        help="where desks are made and kept (a temporary one)")  # fmt: skip
    parser.add_argument("--sealed", action="store_true",
                        help="seal every month that is over and done with")  # fmt: skip
    given = parser.parse_args()
    # As it is wherever a package was installed, and PYTHONDONTWRITEBYTECODE keeps a checkout from.
    subprocess.run([sys.executable, "-m", "compileall", "-q", Path(cs_cli.__file__).parent])
    lines = [
        line
        for records in given.records
        for line in measure(records, given.runs, given.only, given.folder, sealed=given.sealed)
    ]
    print(json.dumps([asdict(line) for line in lines], ensure_ascii=False))


if __name__ == "__main__":
    main()
