"""The hook of a clone looks at what people commit by hand, however they commit it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TICKET = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: open
opened_at: 2026-03-02T09:14:05+08:00
log:
  - at: 2026-03-02T09:14:05+08:00
    by: li.na
    do: open
---
The lift stopped between floors 3 and 4.
"""
PLACE = "ticket/2026/03/02/T-260302-7K3FQM.md"
WRONG = TICKET.replace("status: open", "status: closed")
FAULT = f"{PLACE}:5: status is closed"


@pytest.fixture
def hooked(desk_in_git):
    """A desk as ``cs init`` leaves it, with a record in order."""
    assert desk_in_git.run("doctor", "--mend").code == 0
    desk_in_git.write(PLACE, TICKET)
    desk_in_git.git("add", ".")
    desk_in_git.git("commit", "--quiet", "--no-verify", "-m", "a ticket")
    return desk_in_git


def hook_of(desk):
    return desk.root / ".git/hooks/pre-commit"


def commit(desk, *words, folder=None, **environment):
    """Commit as people do; give what the hook said, None when the commit was made."""
    done = subprocess.run(
        ["git", "-C", folder or desk.root, "commit", "--quiet", "-m", "by hand", *words],
        env={**desk.environment, **environment},
        capture_output=True,
        text=True,
    )
    return None if done.returncode == 0 else done.stdout + done.stderr


def test_whatever_is_committed_is_looked_at_and_nothing_else(hooked):
    desk = hooked
    desk.write(PLACE, WRONG)
    assert FAULT in commit(desk, "-a")
    desk.write("people.yaml", desk.read("people.yaml") + "# nobody else\n")
    assert commit(desk, "people.yaml") is None
    desk.git("add", PLACE)
    assert FAULT in commit(desk)
    desk.write("people.yaml", desk.read("people.yaml") + "# really\n")
    assert commit(desk, "people.yaml") is None
    assert FAULT in commit(desk, PLACE)
    assert desk.git("log", "--format=%s", "-1", "--", PLACE) == "a ticket\n"


def test_an_index_of_ones_own_is_looked_at(hooked, tmp_path):
    index = str(tmp_path / "index")
    shutil.copy(hooked.root / ".git/index", index)
    hooked.write(PLACE, WRONG)
    hooked.git("add", PLACE, GIT_INDEX_FILE=index)
    assert FAULT in commit(hooked, GIT_INDEX_FILE=index)
    assert commit(hooked, "--allow-empty") is None


def test_the_index_of_another_repository_is_not_taken_for_this_one(hooked, tmp_path):
    other = tmp_path / "other"
    subprocess.run(["git", "init", "--quiet", other], check=True)
    hooked.write(PLACE, WRONG)
    hooked.git("add", PLACE)
    shutil.copy(hooked.root / ".git/index", other / ".git/index")
    hooked.git("reset", "--quiet")
    index = str(other / ".git/index")
    assert hooked.json("check", "--staged", GIT_INDEX_FILE=index) == []


def test_a_linked_working_tree_and_a_program_with_a_short_path(hooked, tmp_path):
    tree = tmp_path / "linked tree"
    hooked.git("worktree", "add", "--quiet", "-b", "side", str(tree))
    (tree / PLACE).write_text(WRONG)
    assert FAULT in commit(hooked, "-a", folder=tree)
    # From a window there is hardly a path, and no name of a language.
    git = Path(shutil.which("git")).parent
    assert FAULT in commit(hooked, "-a", folder=tree, PATH=f"{git}:/usr/bin:/bin", LANG="")
    # A branch without the desk has nothing to look at.
    hooked.git("-C", str(tree), "switch", "--quiet", "--discard-changes", "--orphan", "pages")
    (tree / "index.html").write_text("hello")
    hooked.git("-C", str(tree), "add", "index.html")
    assert commit(hooked, folder=tree) is None


def test_every_desk_of_a_repository_is_looked_at(desk_in_git):
    desk = desk_in_git
    for folder in ("north desk", "south"):
        for path in ("cs.yaml", "people.yaml", "calendar.yaml"):
            desk.write(f"{folder}/{path}", desk.read(path))
        desk.git("add", ".")
        desk.git("commit", "--quiet", "--no-verify", "-m", folder)
        assert desk.run("doctor", "--mend", cwd=desk.root / folder).code == 0
    for folder in ("south", "north desk"):
        desk.write(f"{folder}/{PLACE}", WRONG)
        desk.git("add", ".")
        assert FAULT in commit(desk)
        desk.git("reset", "--quiet", "--hard")
    # A desk that has gone is forgotten, and the others stay.
    shutil.rmtree(desk.root / "south")
    desk.git("commit", "--quiet", "--no-verify", "-am", "gone")
    assert desk.run("doctor", "--mend").code == 0
    text = hook_of(desk).read_text()
    assert "-C 'north desk' check" in text and "-C . check" in text and "south" not in text


def test_a_desk_may_not_vanish_by_a_commit(hooked):
    hooked.git("rm", "--quiet", "cs.yaml")
    assert "cs.yaml" in commit(hooked)


def test_without_its_cs_nothing_is_committed_and_the_way_on_is_said(hooked):
    hook = hook_of(hooked)
    text = hook.read_text()
    hook.write_text(text.replace(sys.executable, "/gone/bin/python"))
    said = commit(hooked, "--allow-empty")
    assert "cs is no longer in /gone/bin/python" in said
    assert "cs doctor --mend" in said and "git commit --no-verify" in said
    assert "请重新安装 cs" in said
    # The next doctor puts in the cs that is there now.
    (found,) = hooked.json("doctor", code=1)
    assert found["name"] == "hook"
    assert hooked.run("doctor", "--mend").code == 0
    assert hook.read_text() == text
    # So does it with one of an older cs, and with one that git passes over.
    hook.write_text(
        "#!/bin/sh\n# Made by cs: a commit that …\nexec python -m cs_cli check --staged\n"
    )
    assert hooked.run("doctor", "--mend").code == 0
    hook.chmod(0o644)
    assert hooked.run("doctor").code == 1
    assert hooked.run("doctor", "--mend").code == 0
    assert os.access(hook, os.X_OK)
    assert hook.read_text() == text


def test_hooks_that_git_looks_for_elsewhere_are_left_to_people(hooked, desk, tmp_path):
    hook_of(hooked).unlink()
    hooked.git("config", "core.hooksPath", ".husky/_")
    (found,) = hooked.json("doctor", "--mend", code=1)
    assert found["hint"] == (
        "git looks for hooks in .husky/_: let pre-commit there call: cs check --staged"
    )
    assert not (hooked.root / ".husky").exists() and not hook_of(hooked).exists()
    hooked.write(".husky/pre-commit", "cs check --staged\n")
    assert hooked.json("doctor") == []
    hooked.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    assert hooked.run("doctor").code == 1
    # A new desk is told of it at once.
    (hooked.home / ".gitconfig").write_text(
        (hooked.home / ".gitconfig").read_text() + "[core]\n\thooksPath = ~/hooks\n"
    )
    made = hooked.ok("init", "new", "--pack", "HOT", cwd=tmp_path, as_=None)
    assert f"git looks for hooks in {hooked.home}/hooks" in made


def test_a_framework_that_has_the_hook_may_know_ours(hooked):
    hook_of(hooked).write_text("#!/bin/sh\nexec pre-commit hook-impl --hook-type=pre-commit\n")
    (found,) = hooked.json("doctor", "--mend", code=1)
    assert "another hook is there" in found["hint"]
    hooked.write(".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: cs-check\n")
    assert hooked.json("doctor") == []


def test_a_merge_by_hand_may_bring_a_contradiction_but_makes_none_itself(hooked):
    desk = hooked
    head, closing, rest = TICKET.partition("---\nThe")
    one = "  - {at: 2026-03-02T09:30:00+08:00, by: li.na, do: void, note: twice}\n"
    other = "  - {at: 2026-03-02T09:40:00+08:00, by: wang.wei, do: reply, text: yes}\n"
    void = head.replace("status: open", "status: void")
    desk.git("switch", "--quiet", "-c", "other")
    desk.write(
        PLACE, head + other.replace("reply", "note").replace("text", "note") + closing + rest
    )
    desk.write("calendar.yaml", desk.read("calendar.yaml").replace("18:00", "17:00"))
    desk.git("commit", "--quiet", "--no-verify", "-am", "other")
    desk.git("switch", "--quiet", "main")
    desk.write(PLACE, void + one + closing + rest)
    desk.write("calendar.yaml", desk.read("calendar.yaml").replace("18:00", "19:00"))
    desk.git("commit", "--quiet", "--no-verify", "-am", "one")
    with pytest.raises(subprocess.CalledProcessError):
        desk.git("merge", "--quiet", "other")
    desk.git("checkout", "--quiet", "--ours", "calendar.yaml")
    desk.git("add", "calendar.yaml")
    made = TICKET.replace("status: open", "status: void")
    note = other.replace("reply", "note").replace("text", "note")
    desk.write(PLACE, made.replace("    do: open\n", "    do: open\n" + one + note))
    desk.git("add", PLACE)
    assert [p["rule"] for p in desk.json("check", code=1)] == ["verbs"]
    more = note.replace("09:40", "09:50").replace("yes", "no")
    desk.write(PLACE, made.replace("    do: open\n", "    do: open\n" + one + note + more))
    desk.git("add", PLACE)
    assert "note is not possible from void (verbs)" in commit(desk)
    desk.write(PLACE, made.replace("    do: open\n", "    do: open\n" + one + note))
    desk.git("add", PLACE)
    assert commit(desk) is None


def test_where_a_push_lies_is_for_the_server_s_hook_alone(hooked):
    hooked.write(PLACE, WRONG)
    hooked.git("add", PLACE)
    nowhere = {"GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_QUARANTINE_PATH": "/nowhere"}
    (found,) = hooked.json("check", "--staged", code=1, **nowhere)
    assert (found["path"], found["line"], found["rule"]) == (PLACE, 5, "status")
