"""Type commands at the desk, in this process, and hear what ``cs`` says."""

import io
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from cs_cli.cli.entry import run
from cs_cli.domain.policy import Policy
from cs_cli.store import compiled, definitions
from records.maker.script import Line

REFUSED = 3
MADE = {"B": "回访", "E": "请示", "T": "工单", "TK": "任务", "VN": "违规"}
"""What a record is called that a command made of another, by the letters of its id."""


class WrongAnswer(Exception):
    """A command did not do what the story says."""


class Keyboard:
    """One desk and the names that the stories gave to its records."""

    def __init__(self, desk: Path) -> None:
        self.desk = desk
        self.ids: dict[str, str] = {}

    def do(self, line: Line) -> None:
        """Run a line; raise :class:`WrongAnswer` when it fails, or is not refused as told."""
        words = [self._id(word, line) for word in line.words]
        told = ["-C", str(self.desk), "--now", line.at.isoformat(), "--as", line.by]
        code, out, err = _typed([*told, "--lang", "zh", "--json", *words], _seed(line))
        if line.refused:
            said = json.loads(err) if code == REFUSED else {}
            if said.get("rule") != line.refused:
                raise _wrong(line, f"refused by {line.refused}", code, out + err)
        elif code or err:
            raise _wrong(line, "done", code, out + err)
        else:
            self._remember(line, json.loads(out))

    def _id(self, word: str, line: Line) -> str:
        """Put the id in the place of ``@NAME``, also within ``about=@NAME``."""
        before, at, name = word.partition("@")
        if not at or (before and not before.endswith("=")):
            return word
        name, comma, rest = name.partition(",")
        if name not in self.ids:
            raise WrongAnswer(f"{line.place}: nobody has made {name}")
        return f"{before}{self.ids[name]}{comma}{rest}"

    def _remember(self, line: Line, answer: Any) -> None:  # noqa: ANN401 - JSON is any value
        done = answer[0] if isinstance(answer, list) else answer
        if line.name:
            self.ids[line.name] = done["id"]
        source = next((n for n, id_ in self.ids.items() if id_ == done["id"]), "")
        made_of = Counter[str]()
        for made in done.get("made", ()):
            made_is = MADE[made.partition("-")[0]]
            made_of[made_is] += 1
            number = str(made_of[made_is]) if made_of[made_is] > 1 else ""
            self.ids[f"{source.removesuffix('/回访')}/{made_is}{number}"] = made


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Spare most of the time of a command, which nobody needs while a desk is being made.

    The rules are read once for all commands, as nobody changes them meanwhile; nothing waits for
    the disk, as after a power cut the desk is simply made again.
    """
    load = cache(definitions.load)

    def remembered(desk: Path, packs: Sequence[str]) -> Policy:
        return load(tuple(packs), desk)

    with patch.object(compiled, "load", remembered), patch.object(os, "fsync", int):
        yield


def _wrong(line: Line, expected: str, code: int, said: str) -> WrongAnswer:
    command = " ".join(line.words)
    return WrongAnswer(
        f"{line.place}: {line.at:%m-%d %H:%M} {line.by}: cs {command}\n"
        f"should be {expected}, but ended with {code}: {said}"
    )


def _seed(line: Line) -> str:
    """Give the source of ids of one command: its own, so that new stories change no other."""
    return f"{line.at.isoformat()} {line.by} {' '.join(line.words[:6])}"


def _typed(words: list[str], seed: str) -> tuple[int, str, str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with _environment(seed), redirect_stdout(out), redirect_stderr(err):
        code = run(words)
    return code, _read(out), _read(err)


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@contextmanager
def _environment(seed: str) -> Iterator[None]:
    """Let nothing of the surroundings reach the command, and nobody be asked."""
    before, stdin = dict(os.environ), sys.stdin
    for name in [name for name in os.environ if name.startswith(("CS_", "LC_", "LANG", "GIT_"))]:
        del os.environ[name]
    os.environ["CS_SEED"] = seed
    sys.stdin = io.StringIO()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.stdin = stdin
