"""Plain lines are read without click, and alike."""

import click
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cs_cli.cli import due_answer, quick
from cs_cli.cli.due import command

WORDS = [
    *due_answer.FLAGS, *due_answer.VALUES, "--all=yes", "--within=4h", "--owner=", "--kind=-x",
    "--help", "-h", "--", "-", "4h", "ticket", "--wither", "--no_mask", "--全部", "--within 4h", "",
]  # fmt: skip


def by_click(words):
    """What click makes of a line; None where it refuses it or shows its help."""
    try:
        return command.make_context("due", list(words), resilient_parsing=False).params
    except (click.UsageError, click.exceptions.Exit):
        return None


def test_the_options_of_due_are_those_that_click_knows():
    options = [p for p in command.params if isinstance(p, click.Option)]
    flags = {option.opts[0]: option.name for option in options if option.is_flag}
    values = {option.opts[0]: option.name for option in options if not option.is_flag}
    assert (flags, values) == (due_answer.FLAGS, due_answer.VALUES)


@given(st.lists(st.sampled_from(WORDS), max_size=5))
@example([])
@example(["--within", "4h", "--all"])
@example(["--within=4h=5"])
def test_whatever_is_read_without_click_click_reads_alike(words):
    read = quick.read(words, due_answer.FLAGS, due_answer.VALUES)
    assert read is None or read == by_click(words)


@pytest.mark.parametrize(
    "words",
    [[], ["--within", "4h"], ["--within=4h"], ["--all", "--mine", "--fail", "--no-mask"],
     ["--owner", "li.na", "--kind", "ticket", "--team", "service", "--date", "fri"]],
)  # fmt: skip
def test_plain_lines_are_read_without_click(words):
    assert quick.read(words, due_answer.FLAGS, due_answer.VALUES) == by_click(words)


def test_a_line_with_a_mistake_is_answered_as_click_does(desk):
    for words in (["--wihtin", "4h"], ["--within"], ["ticket"], ["--all=1"]):
        result = desk.run("due", *words)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("error: ")
