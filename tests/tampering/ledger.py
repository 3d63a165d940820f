"""A desk in git for somebody who works on it with ``cs``, with an editor and with git."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest import mock

from cs_cli.cli.entry import run
from cs_cli.domain.language import speak
from cs_cli.store import pending

NAMES = {
    "li.na": "李娜",
    "wang.wei": "王伟",
    "ma.li": "马丽",
    "chen.jing": "陈静",
    "zhao.min": "赵敏",
    "wu.gang": "吴刚",
    "sun.li": "孙丽",
}


def email(person: str) -> str:
    """Give somebody's address."""
    return f"{person}@example.test"


def instant(said: str) -> str:
    """Give ``03-05 10:30`` of 2026, or ``03-05 10:30:07``, as an instant of the desk's zone."""
    day, time = said.split()
    return f"2026-{day}T{time}{':00' if time.count(':') == 1 else ''}+08:00"


def event(at: str, by: str, do: str, **more: str) -> str:
    """Give an event as it stands in a log."""
    values = {"at": instant(at), "by": by, "do": do, **more}
    lines = [f"    {name}: {value}\n" for name, value in values.items()]
    return "  - " + "".join(lines).removeprefix("    ")


@dataclass
class Ledger:
    """A clone of the desk in ``root``; ``ids`` are its records by what they are about.

    ``home`` holds the settings of whoever is at the keyboard; ``marks`` are commits by name.
    """

    root: Path
    home: Path
    ids: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    runs: int = 0

    def run(
        self, *words: str, at: str, as_: str = "", lang: str = "en", clock: str = "", path: str = ""
    ) -> tuple[int, str, str]:
        """Run ``cs`` as of a time, on a computer whose clock shows that time, or another one.

        ``path`` is another search path for programs.
        """
        self.runs += 1
        now = instant(at)
        common = ["-C", str(self.root), "--now", now, "--lang", lang]
        common += ["--as", as_] if as_ else []
        seed = f"{self.root.name}{self.runs}"
        told = {**self._environment(), "CS_SEED": seed}
        told["PATH"] = path or told["PATH"]
        with _alone(told), contextlib.chdir(self.root), _clock(instant(clock or at)):
            return _spoken([*common, *words])

    def cs(self, line: str, at: str, as_: str, **more: str) -> str:
        """Type a line that must go well; give what it said."""
        said = [one for name, value in more.items() for one in (_option(name), value)]
        code, out, err = self.run(*line.split(), *said, at=at, as_=as_)
        if code:
            raise AssertionError(f"cs {line} {said}: {code} {out} {err}")
        return out

    def new(self, name: str, line: str, at: str, as_: str, **more: str) -> str:
        """Make a record and keep its id under a name."""
        self.ids[name] = self.cs(line, at, as_, **more).split()[0]
        return self.ids[name]

    def git(self, *words: str, stdin: bytes = b"", **environment: str) -> str:
        """Run git; give what it says without the newline at its end."""
        done = subprocess.run(
            ["git", "-C", str(self.root), "-c", "core.quotePath=false", *words],
            env={**self._environment(), **environment},
            input=stdin,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"git {words}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def commit(
        self, as_: str, at: str, subject: str, *, do: str = "", by: str = "", amend: bool = False,
        parents: Mapping[str, str] | None = None, author: tuple[str, str] | None = None,
    ) -> str:  # fmt: skip
        """Commit everything as somebody, by hand, at a time; give the commit.

        ``do`` adds the trailers that ``cs`` writes, ``by`` those of another person.
        """
        trailers = f"\n\nCs-Op: {do}\nCs-By: {by or as_}\n" if do else "\n"
        name, address = author or (NAMES[as_], email(as_))
        self.git("add", "--all", "--force", "--", ".", ":!.cs")
        more = ["--amend"] if amend else []
        self.git(
            "commit", "--quiet", "--no-verify", "--allow-empty", *more, "-F", "-",
            stdin=(subject + trailers).encode(), **self.author(name, address, at),
        )  # fmt: skip
        return self.head()

    def author(self, name: str, address: str, at: str) -> dict[str, str]:
        """Give the environment in which git takes somebody for the author, at a time."""
        when = instant(at)
        return {
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": when,
        }  # fmt: skip

    def head(self, revision: str = "HEAD") -> str:
        """Give the whole id of a commit."""
        return self.git("rev-parse", "--verify", f"{revision}^{{commit}}")

    def path(self, name: str) -> str:
        """Give the path of a record by its name in the story, or by its id."""
        id_ = self.ids.get(name, name)
        (found,) = self.root.rglob(f"{id_}.md")
        return found.relative_to(self.root).as_posix()

    def read(self, path: str) -> str:
        """Read a file, or a record by its name."""
        path = self.path(path) if path in self.ids else path
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str) -> str:
        """Write a file as somebody with an editor would; give its path."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return path

    def edit(self, name: str, old: str, new: str) -> str:
        """Replace what stands exactly once in a file, or in a record by its name; give its path."""
        text, path = self.read(name), self.path(name) if name in self.ids else name
        if text.count(old) != 1:
            raise AssertionError(f"{old!r} stands {text.count(old)} times in {path}:\n{text}")
        return self.write(path, text.replace(old, new))

    def log(self, name: str, entry: str) -> str:
        """Write an event at the end of a record's log; give the path."""
        text, path = self.read(name), self.path(name)
        end = text.rindex("\n---\n") + 1
        return self.write(path, text[:end] + entry + text[end:])

    def copy(self) -> "Ledger":
        """Give a ledger of the same clone that may come to know other records."""
        return replace(self, ids=dict(self.ids), marks=dict(self.marks))

    def clone(self, folder: Path) -> "Ledger":
        """Give a ledger in a folder of its own: the same files, the same history."""
        shutil.copytree(self.root, folder, symlinks=True)
        return replace(self.copy(), root=folder)

    def audit(self, *words: str, at: str) -> tuple[int, list[dict[str, Any]]]:
        """Run ``cs audit``; give its exit code and what it finds in the history.

        5 follows what was found where a record of today cannot be read.
        """
        code, out, err = self.run("--json", "audit", *words, at=at)
        if code not in (0, 1, 5) or not out:
            raise AssertionError(f"cs audit: {code} {out} {err}")
        return code, json.loads(out)["history"]

    def _environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1", "CS_DEBUG": "1",
        }  # fmt: skip


def _option(name: str) -> str:
    return f"--{name}" if len(name) > 1 else f"-{name}"


@contextlib.contextmanager
def _alone(environment: Mapping[str, str]) -> Iterator[None]:
    """Let nothing of the surroundings reach the run, and leave nothing of the run behind."""
    with mock.patch.dict(os.environ, environment, clear=True):
        try:
            yield
        finally:
            speak("en")


@contextlib.contextmanager
def _clock(now: str) -> Iterator[None]:
    """Let the computer's clock show a time to git as it commits."""
    honest = pending.authorship

    def authorship(work: pending.Work) -> dict[str, str]:
        return {"GIT_AUTHOR_DATE": now, **honest(work), "GIT_COMMITTER_DATE": now}

    with mock.patch.object(pending, "authorship", authorship):
        yield


def _spoken(words: list[str]) -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _stream in range(2))
    silent = io.TextIOWrapper(io.BytesIO(), "utf-8")
    stdin = mock.patch.object(sys, "stdin", silent)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), stdin:
        code = run(words)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return code, *texts
