"""The README cannot lie: every ``console`` block in it is typed, and must answer what it shows."""

import re
import shlex
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """Give the commands of a block, each with what is shown below it."""
    return re.findall(r"^\$ cs (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


@pytest.fixture
def shell(desk, tmp_path):
    """A shell in an empty folder; ids come from a fixed seed."""
    empty = tmp_path / "empty"
    empty.mkdir()

    def typed(line: str) -> str:
        result = desk.run(
            *shlex.split(line), now=None, as_=None, cwd=empty, CS_SEED="readme", CS_NOW=NOW
        )
        assert result.code in (0, 3), result
        return result.out + result.err

    return typed


NOW = "2026-03-02T10:00:00+08:00"


def test_the_readme_shows_how_it_is_used():
    assert sum(len(steps(block)) for block in BLOCKS) >= 5


def test_every_command_of_the_readme_answers_what_it_shows(shell):
    for block in BLOCKS:
        for line, shown in steps(block):
            said = "".join(f"{text.rstrip()}\n" for text in shell(line).splitlines())
            assert said == shown, line
