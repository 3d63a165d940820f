"""Threat 16: personal data on its way out: mail of cron, errors, git, other processes, files.

S9 to S11: nothing of it where nobody asked for it, and no new file for everybody.
"""

import os
import stat
from pathlib import Path

import pytest

NAME, PHONE, MAIL = "周小燕", "13900001234", "zhou.xiaoyan@canary.example.test"
PLACE, BIRTHDAY, BODY = "柠檬街12号", "1971-04-05", "she told us of her illness"
CANARIES = [NAME, PHONE, "0000 1234", MAIL, PLACE, BIRTHDAY]


@pytest.fixture
def known(desk_in_git):
    """A customer with everything that can be known of her, and calls and tickets about her."""
    desk = desk_in_git
    customer = desk.new("customer", "--name", NAME, "--phone", PHONE, "--address", PLACE,
                        "--birthday", BIRTHDAY, "-m", f"{NAME}: {BODY}, {MAIL}")  # fmt: skip
    words = ("--customer", customer, "--promised-at", "2026-03-02T11:00:00+08:00")
    ticket = desk.new("ticket", "--title", f"{NAME} {PHONE} {MAIL} asks", "-m", BODY, *words)
    desk.ok("ticket", "note", ticket, "-m", f"called {NAME} on {PHONE}, {PLACE}")
    call = desk.new("callback", "--title", f"call {NAME}", "--customer", customer,
                    "--due-at", "2026-03-02T11:00:00+08:00")  # fmt: skip
    desk.ok("callback", "attempt", call, "--reached", "no", "--outcome", f"{NAME} was out, {PHONE}")
    return desk, customer, ticket, call


def hits(text):
    return [canary for canary in (*CANARIES, BODY) if canary in text]


LATER = "2026-03-02T12:00:00+08:00"
CRON = [
    ("due",),
    ("due", "--within", "4h"),
    ("due", "--all"),
    ("due", "--kind", "ticket", "--fail"),
]


@pytest.mark.parametrize("words", CRON)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_mail_of_cron_has_no_personal_data(known, words, lang):
    desk = known[0]
    result = desk.run(*words, now=LATER, as_=None, lang=lang)
    assert result.out
    assert hits(result.out + result.err) == []


def test_no_command_that_fails_tells_personal_data(known):
    desk, customer, ticket, call = known
    failing = [
        ("ticket", "close", ticket), ("ticket", "set", ticket, "--owner", "nobody"),
        ("customer", "set", customer, "--tier", "?"), ("callback", "set", call, "--due-at", "?"),
        ("show", "0"), ("log", "0"),
        ("callback", "archive", call), ("ticket", "assign", ticket), ("customer", "new"),
        ("customer", "deactivate", customer, "--nothing"),
        ("ticket", "print", ticket, "--form", "x"),
    ]  # fmt: skip
    for words in failing:
        result = desk.run(*words)
        assert result.code, words
        assert hits(result.out + result.err) == [], (words, result)
    broken = desk.record(customer).replace("status: active", "status: active\nstatus: active")
    desk.write(desk.path(customer), broken)
    for words in [("due",), ("customer", "list"), ("check",), ("show", customer), ("doctor",)]:
        result = desk.run(*words)
        assert hits(result.out + result.err) == [], (words, result)


def test_review_and_proof_tell_no_personal_data(known):
    desk, customer, ticket, _call = known
    desk.ok("customer", "set", customer, "--phone", "13900009999")
    for words in [("check", "--rev", "HEAD~2..HEAD"), ("audit",), ("audit", "HEAD~3..HEAD"),
         ("doctor",),
                  ("report",), ("report", "duty-log"), ("ticket", "list"), ("customer", "list"),
                  ("search", "a"), ("search", NAME), ("search", PHONE),
                  ("check", "--staged"), ("policy",)]:  # fmt: skip
        result = desk.run(*words, now=LATER)
        assert hits(result.out + result.err) == [], (words, result)
    shown = desk.ok("ticket", "note", ticket, "-m", f"{NAME} again")
    assert hits(shown) == []


def test_a_fault_of_ours_tells_its_place_and_nothing_else(known, monkeypatch):
    desk, customer, _ticket, _call = known
    from cs_cli.app import listing

    def fail(*arguments, **options):
        secret = NAME
        raise ValueError(f"{secret} {arguments} {options}")

    monkeypatch.setattr(listing, "listed", fail, raising=False)
    monkeypatch.setattr("cs_cli.cli.list_answer.listed", fail, raising=False)
    monkeypatch.setattr("cs_cli.app.show.show", fail, raising=False)
    monkeypatch.setattr("cs_cli.cli.show_answer.show", fail, raising=False)
    desk.environment.pop("CS_DEBUG")
    result = desk.run("customer", "show", customer)
    assert (result.code, result.out) == (70, "")
    assert result.err.startswith("internal error: ValueError in test_privacy.py:")
    assert hits(result.err) == []


def test_messages_arguments_and_file_names_of_git_have_none(known, tmp_path):
    """What other users see of a process, and everybody of a commit."""
    desk, customer, ticket, call = known
    told = tmp_path / "told"
    program = tmp_path / "bin/git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{told}\nexec /usr/bin/git "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:/usr/bin:/bin"
    desk.ok("ticket", "set", ticket, "--title", f"{NAME} {PHONE} paid", PATH=path)
    desk.ok("customer", "set", customer, "--address", f"{PLACE}, {MAIL}", PATH=path)
    desk.ok("callback", "note", call, "-m", f"{NAME} {PHONE}", PATH=path)
    assert "hash-object" in told.read_text() or "commit" in told.read_text()
    assert hits(told.read_text()) == []
    assert hits(desk.git("log", "--format=%B%N%an%ae%D")) == []
    assert hits(desk.git("ls-files")) == []
    assert hits("".join(map(str, desk.root.rglob("*")))) == []


def test_nothing_is_left_outside_of_the_desk(known, tmp_path):
    """Not in the temporary folder, not at home, not beside the desk."""
    desk, customer, ticket, call = known
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for words in [("customer", "set", customer, "--address", f"{PLACE} {MAIL}"), ("diff", "HEAD~2"),
                  ("check", "--rev", "HEAD~2..HEAD"), ("check", "--staged"), ("audit",),
                  ("ticket", "print", ticket, "--html"), ("show", customer),
                  ("due", "--all", "--no-mask"),
                  ("log", call), ("doctor",)]:  # fmt: skip
        desk.run(*words, TMPDIR=str(temporary))
    assert list(temporary.rglob("*")) == []
    outside = [p for p in tmp_path.rglob("*") if p.is_file() and not p.is_relative_to(desk.root)]
    assert hits("".join(p.read_text(errors="replace") for p in outside)) == []


def test_what_is_written_in_an_editor_lies_on_the_desk_meanwhile(known, tmp_path):
    """And nowhere once it was saved."""
    desk, told = known[0], tmp_path / "told"
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\necho "$1" >{told}\nsed -i "s/^title:.*/title: {NAME} asks/" "$1"\n'
    )
    editor.chmod(0o755)
    id_ = desk.new("ticket", "--edit", "--title", "x", EDITOR=str(editor))
    assert f"title: {NAME} asks\n" in desk.record(id_)
    place = Path(told.read_text().strip())
    assert place.is_relative_to(desk.root / ".cs") and not place.exists()
    assert list((desk.root / ".cs").glob("draft*")) == []


def test_whoever_asks_on_purpose_is_told(known):
    desk, customer, _ticket, call = known
    assert NAME in desk.ok("due", "--no-mask", now=LATER)
    assert PHONE in desk.ok("show", customer)
    assert PHONE in desk.ok("callback", "show", call) or NAME in desk.ok("callback", "show", call)


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077], ids=oct)
def test_no_new_file_is_for_everybody(desk, tmp_path, umask):
    """S11: records, index, rules, lock, journal, git's objects, hook, reports, a whole new desk."""
    new, before = tmp_path / "new", os.umask(umask)
    try:
        desk.ok("init", str(new), "--pack", "PSC")
        desk.root = new
        id_ = desk.new("ticket", "--title", "x")
        desk.ok("ticket", "note", id_, "-m", "x")
        desk.run("report", "duty-log", "--save")
        desk.run("doctor", "--mend")
        desk.ok("due", "--all")
    finally:
        os.umask(before)
    open_ = [p for p in new.rglob("*") if _others(p) and not _is_of_git(p)]
    assert {str(p.relative_to(new)): oct(p.stat().st_mode) for p in open_} == {}
    assert len(list(new.rglob("*"))) > 40


def _others(path: Path) -> int:
    """Give what everybody may do with a file, by itself and by the folders above it."""
    return stat.S_IMODE(path.lstat().st_mode) & 0o007 if not path.is_symlink() else 0


def _is_of_git(path: Path) -> bool:
    """Leave out what git itself copies into every new repository: examples without data."""
    return path.name.endswith(".sample") or (path.parent.name == "info" and path.name == "exclude")
