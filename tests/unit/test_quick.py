"""Plain lines are read without click, and alike."""

import sys
from pathlib import Path

import click
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cs_cli.cli import change_answer, due_answer, quick
from cs_cli.cli.due import command
from cs_cli.cli.kind import Group
from cs_cli.store import definitions

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
    for words in (["--limit="], ["--limit", "-1"], ["--limit", "²"]):
        result = desk.run("ticket", "list", *words)
        assert (result.code, result.out) == (2, "")
        assert "'--limit'" in result.err
    assert desk.run("ticket", "list", "--limit", "9" * 20).code == 0


KINDS = definitions.load(["PSC", "ONE"], Path("nowhere")).kinds
CHANGES = [
    ("ticket", "reply"), ("ticket", "wait"), ("ticket", "set"), ("ticket", "open"),
    ("ticket", "note"), ("leave", "approve"), ("leave", "open"), ("customer", "open"),
]  # fmt: skip


def options_of(kind, do):
    return [*change_answer.values(kind, do), *change_answer.several(kind, do)]


def changed_by_click(kind, do, words):
    """What click makes of a line that changes a record; None where it refuses it."""
    made = Group(kind).get_command(None, "new" if do == "open" else do)
    try:
        return made.make_context("it", list(words), resilient_parsing=False).params
    except (click.UsageError, click.exceptions.Exit):
        return None


def fields_said(given):
    """Give the fields that a line names, in its order."""
    said = [name for name, value in given.items() if isinstance(value, tuple) and value]
    return [name for name in said if name != "ids"]


def given_alike(ours, theirs):
    """Tell whether both say the same; click also names what was not said."""
    return (
        theirs is not None
        and all(
            ours.get(name) == value or (name not in ours and value in (None, (), False))
            for name, value in theirs.items()
            if name not in ("ids", "source")
        )
        and ours["ids"] == theirs.get("ids", ())
        and set(ours) <= {*theirs, "ids"}
        # Fields are written in the order in which they were said.
        and fields_said(ours) == fields_said(theirs)
    )


@pytest.mark.parametrize(("name", "do"), CHANGES)
@settings(max_examples=40)
@given(data=st.data())
def test_a_change_that_is_read_without_click_click_reads_alike(name, do, data):
    kind = KINDS[name]
    odd = [
        "7K3F",
        "T-260302-7K3FQM",
        "-",
        "--",
        "",
        "-m",
        "-mx",
        "-m=x",
        "-F=x",
        "--help",
        "a b",
        "-x",
        "--title",
        "--经办人",
        "--owner",
        "--due_at",
        "--result=a=b",
        "--urgent",
        "--type",
        "--edit",
        "-F",
    ]
    words = data.draw(st.lists(st.sampled_from([*odd, *options_of(kind, do)]), max_size=6))
    taken = change_answer.values(kind, do), change_answer.several(kind, do)
    read = quick.read(words, {}, *taken, "ids")
    if read is None or bool(read["ids"]) == (do == "open"):
        return
    assert given_alike(read, changed_by_click(kind, do, words)), words


def test_the_sign_after_a_short_option_belongs_to_its_value(desk):
    id_ = desk.new("ticket", "--title", "灯不亮")
    desk.run("ticket", "note", id_, "-m=说明")
    assert "note: =说明" in desk.record(id_)


def test_every_option_of_a_change_but_flags_is_read_without_click():
    kind = KINDS["ticket"]
    for do in ("reply", "set", "wait"):
        for option in change_answer.several(kind, do):
            words = ["7K3F", option, "x", f"{option}=y", "-m", "z"]
            read = quick.read(words, {}, change_answer.values(kind, do),
                              change_answer.several(kind, do), "ids")  # fmt: skip
            assert read is not None and given_alike(read, changed_by_click(kind, do, words))


PLAIN = [
    "ticket reply {id} --result 已查看", "工单 回复 {id} -m 好", "tickets set {id} --title 灯",
    "ticket new --title 灯", "ticket note {id} -m x",
]  # fmt: skip


@pytest.mark.parametrize("line", PLAIN)
def test_plain_changes_need_no_click(desk, monkeypatch, line):
    id_ = desk.new("ticket", "--title", "灯不亮")
    monkeypatch.setitem(sys.modules, "cs_cli.cli.clicked", None)
    result = desk.run(*line.format(id=id_).split())
    assert result.code == 0, result.err


def test_what_stands_in_no_desk_or_means_nothing_is_left_to_click(desk, tmp_path):
    id_ = desk.new("ticket", "--title", "灯不亮")
    for line, said in {
        f"ticket replyy {id_}": "replyy",
        "ticket reply": "ID",
        f"tickett reply {id_}": "tickett",
        f"ticket reply {id_} --nothing x": "--nothing",
        f"-C {tmp_path.parent} ticket reply {id_}": "ticket",
    }.items():
        result = desk.run(*line.split())
        assert result.code in (2, 4) and said in result.err, result.err
