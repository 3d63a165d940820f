"""A desk to try things on: invented people, a fixed calendar, a clean environment.

``desk`` lies in no repository; ``desk_in_git`` is one, with a first commit. Both run the real
command line in this process::

    def test_a_new_ticket_is_open(desk):
        id_ = desk.new("ticket", "--title", "Lift stopped")
        assert desk.json("ticket", "show", id_)["status"] == "open"
"""

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from cs_cli.cli.entry import run
from cs_cli.domain.errors import CsError
from cs_cli.domain.language import speak
from cs_cli.domain.policy import Policy
from cs_cli.store import compiled, definitions

# The same examples in every run: what fails for one fails for all.
hypothesis.settings.register_profile("suite", derandomize=True)
hypothesis.settings.load_profile("suite")

# As cs does at its start.
gc.set_threshold(100_000)
# Tests of all companies take turns.
definitions.KEPT = 100

NOW = "2026-03-02T10:00:00+08:00"  # a Monday
ME = "li.na"

CS = """\
packs: [PSC]
started: 2026-03-01
zone: Asia/Shanghai
language: en
"""

PEOPLE = """\
- id: li.na
  name: 李娜
  roles: [clerk, front-desk]
  department: service
  reports_to: chen.jing
  deputy: wang.wei
  emails: [li.na@example.test]
- id: wang.wei
  name: 王伟
  roles: [clerk]
  department: service
  reports_to: chen.jing
  emails: [wang.wei@example.test]
- id: chen.jing
  name: 陈静
  roles: [supervisor]
  department: service
  reports_to: zhao.min
  emails: [chen.jing@example.test]
- id: zhao.min
  name: 赵敏
  roles: [manager]
  department: service
  reports_to: sun.li
  emails: [zhao.min@example.test]
- id: wu.gang
  name: 吴刚
  roles: [technician]
  department: engineering
  reports_to: zhao.min
  emails: [wu.gang@example.test]
- id: sun.li
  name: 孙丽
  roles: [director]
  department: office
  emails: [sun.li@example.test]
"""

CALENDAR = """\
zone: Asia/Shanghai
hours:
  mon: [08:30-12:00, 13:30-18:00]
  tue: [08:30-12:00, 13:30-18:00]
  wed: [08:30-12:00, 13:30-18:00]
  thu: [08:30-12:00, 13:30-18:00]
  fri: [08:30-12:00, 13:30-18:00]
holidays: none
shifts:
  day: 08:00-18:00
  night: 18:30-24:00
"""


def roster(year: int, month: int) -> str:
    """Give a month in which Li Na and Wang Wei have the days and Wu Gang the nights."""
    day, lines = date(year, month, 1), []
    while day.month == month:
        lines.append(f"{day}: {{day: [li.na, wang.wei], night: [wu.gang]}}\n")
        day += timedelta(days=1)
    return "".join(lines)


def pytest_collection_finish() -> None:
    """Let nobody look through what was loaded and collected for cycles, again and again."""
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Result:
    """What one command line came to."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """A desk in ``root``; ``home`` holds git's settings of the person at the keyboard."""

    root: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    runs: int = 0

    def run(
        self, *words: str, now: str | None = NOW, as_: str | None = ME, lang: str | None = "en",
        stdin: str | bytes = "", cwd: Path | None = None, **environment: str,
    ) -> Result:  # fmt: skip
        """Run ``cs`` with these words; further keywords are environment variables."""
        options = [("--now", now), ("--as", as_), ("--lang", lang)]
        common = [word for name, value in options if value is not None for word in (name, value)]
        self.runs += 1
        # Every run mints other ids, and every test the same ones.
        told = {**self.environment, "CS_SEED": str(self.runs), **environment}
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with _alone(told, cwd or self.root), _streams(given) as (out, err):
            code = run([*common, *words])
            return Result(code, out(), err())

    def ok(self, *words: str, **options: Any) -> str:
        """Run ``cs``, insist that it went well and was silent on stderr, give what it said."""
        result = self.run(*words, **options)
        assert (result.code, result.err) == (0, ""), result
        return result.out

    def new(self, kind: str, *words: str, **options: Any) -> str:
        """Make a record and give its id."""
        return self.ok(kind, "new", *words, **options).split()[0]

    def json(self, *words: str, code: int = 0, **options: Any) -> Any:
        """Run ``cs … --json``, insist on its exit code, give what it answered."""
        result = self.run("--json", *words, **options)
        assert result.code == code, result
        return json.loads(result.out)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file as somebody with an editor would."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def read(self, path: str) -> str:
        """Read a file."""
        return (self.root / path).read_bytes().decode()

    def tick(self) -> None:
        """Let the clock of the disk go on: what was written before is no longer young."""
        probe = self.root / ".probe"
        probe.touch()
        before = probe.stat().st_ctime_ns
        while probe.stat().st_ctime_ns - before < 60_000_000:
            probe.touch()
        probe.unlink()

    def path(self, id_: str) -> str:
        """Give the path of a record from the desk."""
        (found,) = self.root.rglob(f"{id_}.md")
        return found.relative_to(self.root).as_posix()

    def record(self, id_: str) -> str:
        """Read a record's file."""
        return self.read(self.path(id_))

    def git(self, *words: str, **environment: str) -> str:
        """Run git on the desk and give its output."""
        done = subprocess.run(
            ["git", "-C", str(self.root), "-c", "core.quotePath=false", *words],
            env={**self.environment, "GIT_CONFIG_NOSYSTEM": "1", **environment},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()


@contextmanager
def _alone(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Let nothing of the surroundings reach the run, and leave nothing of the run behind."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            patch.delenv(name)
        for name, value in {**environment, "LANGUAGE": ""}.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        patch.setattr(definitions, "load", _load_once)
        patch.setattr(definitions, "files", _files_once)
        patch.setattr(compiled, "load", _kept_once)
        try:
            yield
        finally:
            speak("en")


_load, _files, _kept = definitions.load, definitions.files, compiled.load
_built_in, _built_in_files = cache(_load), cache(_files)


def _load_once(packs: Sequence[str], desk: Path | None) -> Policy:
    """Read shipped packs once for all desks that lay nothing of their own over them."""
    return _load(packs, desk) if _has_own(desk) else _built_in(tuple(packs), None)


def _files_once(packs: Sequence[str], desk: Path | None) -> list[Path]:
    return _files(packs, desk) if _has_own(desk) else [*_built_in_files(tuple(packs), None)]


def _kept_once(root: Path, packs: Sequence[str]) -> Policy | None:
    """Spare such desks the reading of what the run before has kept, which says the same."""
    if _has_own(root):
        return _kept(root, packs)
    with suppress(CsError):
        return _built_in(tuple(packs), None)
    return None  # the desk itself says what is wrong


def _has_own(desk: Path | None) -> bool:
    return desk is not None and any((desk / name).exists() for name in ("policy", "templates"))


@contextmanager
def _streams(given: bytes) -> Iterator[Sequence[Callable[[], str]]]:
    """Put in standard streams that are no terminal and keep every byte; give out and err."""
    with pytest.MonkeyPatch.context() as patch:
        readers = []
        for name, raw in (("stdin", given), ("stdout", b""), ("stderr", b"")):
            stream = io.TextIOWrapper(io.BytesIO(raw), "ascii", newline="\n")
            patch.setattr(sys, name, stream)
            readers.append(partial(_written, stream))
        yield readers[1:]


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk in a folder that is no repository; Li Na is at the keyboard."""
    home, root = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[user]\n\tname = 李娜\n\temail = li.na@example.test\n[init]\n\tdefaultBranch = main\n"
    )
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C", "CS_DEBUG": "1"}
    found = Desk(root, home, environment)
    found.write("cs.yaml", CS)
    found.write("people.yaml", PEOPLE)
    found.write("calendar.yaml", CALENDAR)
    found.write("roster/2026-03.yaml", roster(2026, 3))
    yield found


@pytest.fixture
def desk_in_git(desk: Desk) -> Desk:
    """The same desk as a repository with one commit, by Li Na at nine that morning."""
    desk.write(".gitignore", "/.cs/\n")
    desk.git("init", "--quiet")
    desk.git("add", ".")
    at = "2026-03-02T09:00:00+08:00"
    desk.git("commit", "--quiet", "-m", "a desk", GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)
    return desk
