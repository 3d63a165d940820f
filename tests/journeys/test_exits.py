"""How a command ends: exit codes 0 to 6, each by something that happens at a desk."""

import fcntl
import json
from contextlib import contextmanager

import pytest

LEAVE = ("leave", "new", "--type", "annual", "--from", "2026-03-09", "--to", "2026-03-06")


@contextmanager
def somebody_writing(desk):
    """Another process that holds the desk."""
    desk.write(".cs/lock", "4711 ticket resolve\n")
    with (desk.root / ".cs/lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def test_0_done(desk):
    assert desk.run("ticket", "new", "--title", "x").code == 0


def test_1_the_answer_is_no(desk):
    desk.new("ticket", "--title", "x", "--promised-at", "2026-03-02T10:00:01+08:00")
    now = "2026-03-02T10:00:02+08:00"
    assert desk.run("due", "--fail", now=now).code == 1
    assert desk.run("due", now=now).code == 0


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--no",
        "--title",
        "--title x --title y",
        "--title x --priority ?",
        "x y",
        "--title x --now",
    ],
)
def test_2_wrong_usage(desk, words):
    result = desk.run("ticket", "new", *words.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")


@pytest.mark.parametrize("now", ["", "?", "25:00", "1/2"])
def test_2_a_time_that_cannot_be_read(desk, now):
    result = desk.run("due", "--now", now or "gestern", now=None)
    assert result.code == 2
    assert "--now" in result.err


def test_3_refused_by_a_rule_with_the_way_out(desk):
    result = desk.run(*LEAVE)
    assert (result.code, result.out) == (3, "")
    assert result.err == "refused: until 2026-03-06 is before from 2026-03-09\n"
    id_ = desk.new("ticket", "--title", "x")
    result = desk.run("ticket", "close", id_)
    assert result.code == 3
    assert result.err.startswith("refused (TKT-14): ")


@pytest.mark.parametrize(
    "words", ["show ZZZZ", "ticket note ZZZZ -m x", "why ZZZZ", "due --owner nobody",
              "policy explain ZZZ-99", "policy show ZZZ", "duty done nothing"]
)  # fmt: skip
def test_4_not_found(desk, words):
    result = desk.run(*words.split())
    assert (result.code, result.out) == (4, "")


def test_4_without_a_desk(desk):
    result = desk.run("due", cwd=desk.home)
    assert (result.code, result.out) == (4, "")
    assert "cs init" in result.err
    result = desk.run("ticket", "list", cwd=desk.home)
    assert result.code == 4
    assert "-C" in result.err


def test_5_a_broken_record_is_told_with_file_and_line_and_the_rest_is_listed(desk):
    desk.new("ticket", "--title", "whole")
    broken = desk.new("ticket", "--title", "broken")
    path = desk.path(broken)
    desk.write(path, desk.record(broken).replace("title: broken", "title: a\ntitle: b"))
    result = desk.run("ticket", "list")
    assert result.code == 5
    assert "whole" in result.out
    assert f"{path}:5: " in result.err
    for words in (("show", broken), ("ticket", "note", broken, "-m", "x")):
        result = desk.run(*words)
        assert (result.code, result.out) == (5, "")
        assert f"{path}:5: " in result.err
    # Others are still worked on.
    assert desk.run("ticket", "new", "--title", "next").code == 0


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("policy/own.yaml", "deadlines:\n  x:\n    limt: 2 hours\n", "policy/own.yaml:3"),
        ("policy/own.yaml", "deadlines: [\n", "policy/own.yaml:"),
        ("people.yaml", "- id: li.na\n  nam: 李娜\n", "people.yaml:2"),
        ("calendar.yaml", "zone: Asia/Shangai\n", "calendar.yaml:1"),
        ("calendar.yaml", "hours:\n  mon: [09:00-12:00, 11:00-13:00]\n", "calendar.yaml:2"),
        ("cs.yaml", "packs: [NONE]\n", "cs.yaml:1"),
        ("cs.yaml", "pack: [PSC]\n", "cs.yaml:1"),
    ],
)
def test_5_a_broken_policy_or_setting_is_told_with_file_and_line(desk, path, text, place):
    desk.write(path, text)
    result = desk.run("ticket", "new", "--title", "x")
    assert (result.code, result.out) == (5, "")
    assert place in result.err


def test_6_somebody_else_is_writing(desk):
    """Who, with what; reading goes on."""
    id_ = desk.new("ticket", "--title", "x")
    before = desk.record(id_)
    with somebody_writing(desk):
        result = desk.run("ticket", "note", id_, "-m", "x", CS_WAIT="0.1")
        assert (result.code, result.out) == (6, "")
        assert "process 4711 (ticket resolve)" in result.err
        assert desk.record(id_) == before
        assert desk.run("ticket", "list", CS_WAIT="0.1").code == 0
        assert desk.run("ticket", "note", id_, "-m", "x", "--dry-run", CS_WAIT="0.1").code == 0
    assert desk.run("ticket", "note", id_, "-m", "x").code == 0


def test_6_the_file_changed_between_reading_and_writing(desk, monkeypatch):
    """Somebody saves the record in an editor while the command is at work."""
    from cs_cli.app import save

    id_ = desk.new("ticket", "--title", "x")
    write = save.write

    def meanwhile(*arguments):
        desk.write(desk.path(id_), desk.record(id_).replace("title: x", "title: by hand"))
        write(*arguments)

    monkeypatch.setattr(save, "write", meanwhile)
    result = desk.run("ticket", "set", id_, "--title", "y")
    assert (result.code, result.out) == (6, "")
    assert "title: by hand\n" in desk.record(id_)


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("ticket", "new"), 2, "missing"),
        (("ticket", "new", "--no"), 2, "usageerror"),
        (("nothing",), 2, "usageerror"),
        (LEAVE, 3, "refused"),
        (("show", "ZZZZ"), 4, "notfound"),
        (("ticket", "new", "--title", "x", "--as", "nobody"), 4, "notfound"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_error_is_one_object_for_programs(desk, words, code, error, lang):
    result = desk.run("--json", *words, lang=lang)
    assert (result.code, result.out) == (code, "")
    told = json.loads(result.err)
    assert list(told)[:5] == ["error", "message", "rule", "hint", "exit_code"]
    assert (told["error"], told["exit_code"]) == (error, code)
    assert told["message"]


def test_a_refusal_names_its_rule_to_programs_too(desk):
    id_ = desk.new("ticket", "--title", "x")
    told = json.loads(desk.run("ticket", "close", id_, "--format", "jsonl").err)
    assert (told["error"], told["rule"]) == ("refused", "TKT-14")


def test_broken_data_is_a_list_of_problems_for_programs(desk):
    desk.write("policy/own.yaml", "deadlines:\n  x:\n    limt: 2 hours\n")
    told = json.loads(desk.run("--json", "due").err)
    (problem, *_more) = told["problems"]
    assert (problem["path"], problem["line"]) == ("policy/own.yaml", 3)


def test_what_only_git_calls_says_what_it_lacks(desk_in_git):
    result = desk_in_git.run("merge-driver")
    assert (result.code, result.out) == (2, "")
    assert "try: cs merge-driver --help" in result.err
    result = desk_in_git.run("merge-driver", "no-base", "no-ours", "no-theirs", "ticket/x.md")
    assert (result.code, result.out) == (4, "")
    assert "no-base" in result.err
