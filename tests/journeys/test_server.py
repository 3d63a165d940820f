"""A server looks at every push before it takes it: nothing gets lost, nothing broken gets in."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

TICKET = """\
---
id: T-260302-7K3FQM
kind: ticket
title: Lift stopped
status: open
opened_at: 2026-03-02T10:00:00+08:00
log:
  - at: 2026-03-02T10:00:00+08:00
    by: li.na
    do: open
---
The lift stopped between floors 3 and 4.
"""
AT = "2026-03-02T10:00:00+08:00"
PLACE = "ticket/2026/03/02/T-260302-7K3FQM.md"
NEW = ("ticket", "new", "--title", "Lift stopped", "--first-responsible", "li.na")


@dataclass
class Server:
    """A bare repository; ``guard`` gives it the hook as an administrator does."""

    root: Path
    environment: dict

    def guard(self, desk):
        found = desk.run("-C", str(self.root), "doctor", "--mend", cwd=self.root.parent)
        said = "mended: pushes are not checked before they are taken\n"
        assert (found.code, found.out) == (0, said)

    def git(self, *words):
        done = subprocess.run(
            ["git", "-C", self.root, *words], env=self.environment, capture_output=True, check=True
        )
        return done.stdout.decode()


@pytest.fixture
def server(desk, tmp_path):
    """A bare repository, still without the hook."""
    root = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", root], check=True)
    return Server(root, desk.environment)


def by_hand(desk, path, text, message="by hand", who="li.na"):
    """Commit a file as somebody does who has no hook."""
    if text is None:
        (desk.root / path).unlink()
    else:
        desk.write(path, text)
    desk.git("add", "--all", ".")
    author = {"GIT_AUTHOR_EMAIL": f"{who}@example.test", "GIT_AUTHOR_DATE": AT}
    desk.git("commit", "--quiet", "--no-verify", "-m", message, **author)
    return desk.git("rev-parse", "--short=12", "HEAD").strip()


def push(desk, *words):
    """Push, and give what the server said, empty when it took it."""
    done = subprocess.run(
        ["git", "-C", desk.root, "push", *(words or ("origin", "main"))],
        env=desk.environment,
        capture_output=True,
    )
    said = [line for line in done.stderr.decode().splitlines() if line.startswith("remote: ")]
    assert (done.returncode == 0) == (not said), done.stderr
    return "\n".join(line.removeprefix("remote: ").rstrip() for line in said)


@pytest.fixture
def clone(desk_in_git, server):
    """Li Na's clone of what a guarded server has."""
    desk_in_git.git("remote", "add", "origin", str(server.root))
    desk_in_git.write(".gitattributes", "*.md merge=cs\n")
    by_hand(desk_in_git, PLACE, TICKET)
    assert push(desk_in_git) == ""
    server.guard(desk_in_git)
    return desk_in_git


@pytest.fixture
def other(clone, server, tmp_path):
    """Wang Wei's clone."""
    home = tmp_path / "home of wang wei"
    home.mkdir()
    settings = (clone.home / ".gitconfig").read_text()
    (home / ".gitconfig").write_text(settings.replace("李娜", "王伟").replace("li.na", "wang.wei"))
    environment = {**clone.environment, "HOME": str(home)}
    found = replace(clone, root=tmp_path / "other", home=home, environment=environment, runs=1000)
    clone.git("clone", "--quiet", str(server.root), str(found.root))
    found.run("doctor", "--mend", as_="wang.wei")
    return found


NOTE = "  - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: note, note: rang}\n"
WRONG = {
    "a broken record": (PLACE, TICKET.replace("status: open", "status: [open"), "readable"),
    "a state without a cause": (PLACE, TICKET.replace("status: open", "status: closed"), "status"),
    "an impossible event": (
        PLACE,
        TICKET.replace("    do: open\n", "    do: open\n" + NOTE.replace("do: note", "do: reopen")),
        "verbs",
    ),
    "an edited event": (PLACE, TICKET.replace("do: open", "do: open\n    text: x"), "append-only"),
    "an event of nobody": (
        PLACE,
        TICKET.replace("    do: open\n", "    do: open\n" + NOTE.replace("li.na", "nobody")),
        "people",
    ),
    "an event in the name of another": (
        PLACE,
        TICKET.replace("    do: open\n", "    do: open\n" + NOTE.replace("li.na", "wang.wei")),
        "author",
    ),
    "a field that no event tells of": (PLACE, TICKET.replace("Lift", "The lift"), "unlogged"),
    "rules by somebody who may not": ("policy/own.yaml", "settings: {}\n", "settings"),
    "a record that is gone": (PLACE, None, "append-only"),
    "a name that is not the id": (
        PLACE.replace("FQM", "FQN"), TICKET, "place",
    ),
    "a folder of another day": (PLACE.replace("/02/T", "/03/T"), TICKET, "place"),
    "a folder of another kind": (PLACE.replace("ticket", "callback"), TICKET, "place"),
    "a record in no folder": ("T-260302-7K3FQP.md", TICKET, "names"),
    "what is no record": ("ticket/notes.txt", "x", "names"),
    "a desk that hides records": ("ticket/cs.yaml", "packs: []\nstarted: 2026-01-01\n", "names"),
    "unreadable people": ("people.yaml", "- id: [", "readable"),
    "broken settings": ("cs.yaml", "packs: [XYZ]\nstarted: 2026-03-01\n", "policy"),
}  # fmt: skip


def test_what_is_wrong_is_refused_with_commit_file_and_rule(clone, server):
    commits = {}
    for number, (path, text, _rule) in enumerate(WRONG.values()):
        clone.git("switch", "--quiet", "-c", f"wrong-{number}", "main")
        commits[number] = by_hand(clone, path, text)
    parts = [part.splitlines() for part in push(clone, "origin", "--all").split("wrong-")[1:]]
    said = {}
    for head, *problems, way_out in parts:
        number, _space, rest = head.partition(" ")
        assert rest.startswith("is refused: problems: ")
        assert way_out.startswith("  try: ")
        said.setdefault(int(number), []).extend(problems)
    for number, (path, _text, rule) in enumerate(WRONG.values()):
        assert [
            line
            for line in said[number]
            if line.startswith(path)
            and f"({rule})" in line
            and f" [commit {commits[number]} " in line
        ], said[number]
    assert server.git("branch", "--list").split() == ["*", "main"]


def test_it_says_so_in_the_language_of_the_desk(desk_in_git, server):
    desk_in_git.write("cs.yaml", desk_in_git.read("cs.yaml").replace("en", "zh"))
    desk_in_git.git("remote", "add", "origin", str(server.root))
    start = by_hand(desk_in_git, PLACE, TICKET)
    assert push(desk_in_git) == ""
    server.guard(desk_in_git)
    commit = by_hand(desk_in_git, PLACE, TICKET.replace("status: open", "status: closed"))
    said = push(desk_in_git).splitlines()
    assert said[0] == "拒绝 main：问题：1", said
    assert f"[提交 {commit} " in said[1]
    assert said[2] == f"  提示：请去掉这些提交，再用 cs 重做：git rebase -i {start}"


def test_what_is_wrong_is_taken_out_of_a_push_as_it_says(clone, server):
    start = server.git("rev-parse", "--short=12", "main").strip()
    by_hand(clone, PLACE, TICKET.replace("status: open", "status: closed"))
    by_hand(clone, PLACE, TICKET)
    clone.ok("ticket", "note", "T-260302-7K3FQM", "-m", "rang", now=AT)
    said = push(clone)  # put right again, and yet the history would always show it
    assert f"{PLACE}:5: status is closed" in said
    assert said.splitlines()[-1].endswith(f"git rebase -i {start}")
    editor = "sed -i '/by hand/d'"
    clone.git("rebase", "--quiet", "--interactive", start, GIT_SEQUENCE_EDITOR=editor)
    assert push(clone) == ""
    assert "rang" in server.git("show", f"main:{PLACE}")


def test_what_was_wrong_before_does_not_stop_others(clone, server):
    hook = server.root / "hooks/pre-receive"
    hook.rename(server.root / "hooks/off")
    by_hand(clone, PLACE, TICKET.replace("status: open", "status: open\ncolour: red"))
    assert push(clone) == ""
    (server.root / "hooks/off").rename(hook)
    clone.ok("ticket", "note", "T-260302-7K3FQM", "-m", "rang", now=AT)
    assert push(clone) == ""
    text = clone.record("T-260302-7K3FQM").replace("colour: red", "colour: red\nshade: dark")
    by_hand(clone, PLACE, text)
    said = push(clone)
    assert "shade" in said and "colour" not in said


def test_a_forced_push_is_refused_with_what_it_would_lose(clone, server):
    by_hand(clone, "notes.txt", "one")
    assert push(clone) == ""
    clone.git("commit", "--quiet", "--amend", "-m", "rewritten")
    lost = server.git("rev-parse", "--short", "main").strip()
    said = push(clone, "--force", "origin", "main")
    assert said == (
        f"main is refused: a forced push would lose 1 commits: {lost}\n"
        "  try: take in what others did and push again: cs sync, or git pull"
    )
    assert push(clone, "origin", "main:other") == ""
    assert push(clone, "--force", "origin", "HEAD~1:other").startswith("other is refused: a forced")


def test_branches_go_only_when_nothing_is_lost_with_them(clone, server):
    commit = clone.git("rev-parse", "--short=12", "HEAD").strip()
    review = f"cs/li.na/{commit}"
    clone.git("switch", "--quiet", "-c", "side")
    by_hand(clone, "notes.txt", "one")
    assert push(clone, "origin", f"main:{review}", "main:done", "side") == ""
    server.git("config", "receive.denyDeleteCurrent", "ignore")
    said = push(clone, "--delete", "origin", "main", "side")
    assert "main is refused: the branch that the desk is about stays" in said
    assert "side is refused: deleting it would lose 1 commits" in said
    assert push(clone, "--delete", "origin", review, "done") == ""
    assert server.git("branch", "--format=%(refname:short)").split() == ["main", "side"]


def test_tags_pass_and_replaced_commits_do_not(clone, server):
    clone.git("tag", "april")
    clone.git("tag", "-a", "may", "-m", "May")
    assert push(clone, "origin", "april", "may") == ""
    said = push(clone, "origin", "HEAD:refs/replace/" + "a" * 40)
    assert said.startswith("refs/replace/")
    assert server.git("tag").split() == ["april", "may"]


def test_a_first_history_is_looked_at_too(desk_in_git, server):
    desk_in_git.git("remote", "add", "origin", str(server.root))
    server.guard(desk_in_git)
    commit = by_hand(desk_in_git, PLACE, TICKET.replace("status: open", "status: closed"))
    said = push(desk_in_git)
    assert f"{PLACE}:5: status is closed" in said and f"[commit {commit} " in said
    assert said.endswith("git rebase -i --root")
    desk_in_git.git("reset", "--quiet", "--hard", "HEAD~1")
    desk_in_git.ok(*NEW)
    assert push(desk_in_git) == ""


def test_desks_in_folders_are_each_looked_at_and_none_may_vanish(desk_in_git, server, tmp_path):
    one = desk_in_git
    one.git("remote", "add", "origin", str(server.root))
    server.guard(one)
    one.git("rm", "--quiet", "-r", "--cached", ".")
    for folder in ("north desk", "south"):
        for path in ("cs.yaml", "people.yaml", "calendar.yaml"):
            one.write(f"{folder}/{path}", one.read(path))
    for path in ("cs.yaml", "people.yaml", "calendar.yaml", "roster/2026-03.yaml"):
        (one.root / path).unlink()
    by_hand(one, f"south/{PLACE}", TICKET)
    assert push(one) == ""
    wrong = TICKET.replace("status: open", "status: closed")
    by_hand(one, f"north desk/{PLACE}", wrong)
    assert f"north desk/{PLACE}:5: status is closed" in push(one)
    one.git("reset", "--quiet", "--hard", "HEAD~1")
    by_hand(one, "south/cs.yaml", None)
    said = push(one)
    assert said.startswith("main is refused: the desk in south would be gone")
    # The same questions by hand, for one desk or the other.
    hub = str(server.root)
    asked = ("check", "--rev", "main~1..main")
    several = one.run("-C", hub, *asked, cwd=tmp_path)
    assert several.code == 4
    assert "several desks: north desk, south" in several.err
    assert f"-C {hub}/south" in several.err
    assert one.run("-C", f"{hub}/south", *asked, cwd=tmp_path).code == 0
    assert one.run("-C", f"{hub}/east", *asked, cwd=tmp_path).code == 4


def test_a_repository_on_a_server_is_checked_by_range_alone(clone, server, tmp_path):
    hub = str(server.root)
    zeros = "0" * 40
    by_hand(clone, PLACE, TICKET.replace("status: open", "status: closed"))
    (server.root / "hooks/pre-receive").unlink()
    assert push(clone) == ""
    (problem,) = clone.json("-C", hub, "check", "--rev", f"{zeros}..main", code=1, cwd=tmp_path)
    assert (problem["path"], problem["line"], problem["rule"]) == (PLACE, 5, "status")
    assert clone.json("-C", hub, "check", "--rev", "main~1", "people.yaml", cwd=tmp_path) == []
    (flaw,) = clone.json("-C", hub, "audit", "main~1..main", code=1, cwd=tmp_path)["history"]
    assert (flaw["path"], flaw["line"], flaw["code"]) == (PLACE, 5, "status")
    told = clone.run("-C", hub, "audit", "main~1..", cwd=tmp_path)
    assert told.code == 1 and flaw["commit"][:12] in told.out
    for words in (["check"], ["check", "--staged"], ["due"], ["audit"]):
        found = clone.run("-C", hub, *words, cwd=tmp_path)
        assert (found.code in (2, 4), found.out) == (True, ""), words
        assert "cs check --rev RANGE" in found.err
    assert not (server.root / ".cs").exists()


def test_an_administrator_is_told_of_a_hook_that_is_missing_old_or_somebody_elses(
    clone, server, tmp_path
):
    hook = server.root / "hooks/pre-receive"
    good = hook.read_text()

    def doctor(*words):
        return clone.run("-C", str(server.root), "doctor", *words, cwd=tmp_path)

    assert (doctor().code, doctor().out) == (0, "")
    hook.write_text(good.replace("/python", "/moved/python"))
    assert "cs doctor --mend" in doctor().out
    assert doctor("--mend").code == 0
    assert hook.read_text() == good
    hook.chmod(0o644)  # git would pass over it
    assert doctor().code == 1
    assert doctor("--mend").code == 0
    hook.write_text("#!/bin/sh\nexit 0\n")
    assert doctor("--mend").code == 1
    assert "cs pre-receive" in doctor().out
    hook.write_text("#!/bin/sh\ncs pre-receive\n")
    assert doctor().code == 0
    server.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    assert doctor("--mend").code == 0
    assert (tmp_path / "hooks/pre-receive").read_text() == good


def test_without_its_cs_the_server_takes_nothing_and_says_what_to_do(clone, server):
    hook = server.root / "hooks/pre-receive"
    hook.write_text(hook.read_text().replace("/python", "/moved/python"))
    by_hand(clone, "notes.txt", "x")
    said = push(clone)
    assert f"cs -C {server.root} doctor --mend" in said
    assert "请重新安装 cs" in said


def test_honest_work_of_two_passes_with_reviews_and_contradictions(clone, other, server):
    id_ = clone.ok(*NEW).split()[0]
    clone.ok("sync")
    other.ok("sync", as_="wang.wei")
    clone.ok("ticket", "resolve", id_, "--result", "mended", now="2026-03-02T10:05:00+08:00")
    other.ok("ticket", "void", id_, "-m", "twice", as_="wang.wei", now="2026-03-02T10:04:00+08:00")
    clone.ok("sync")
    found = other.run("sync", as_="wang.wei")  # told of the contradiction, and sends it
    assert "not possible from void" in found.out, found
    assert server.git("rev-parse", "main") == other.git("rev-parse", "HEAD")
    assert clone.run("sync").code == 1
    more = clone.ok(*NEW).split()[0]
    clone.ok("sync")
    assert more in server.git("log", "-1", "--format=%s", "main")


def test_an_impossible_event_is_no_contradiction_when_it_was_written_as_one(clone, server):
    clone.git("switch", "--quiet", "-c", "side")
    by_hand(clone, "people.yaml", clone.read("people.yaml") + "- {id: zhou.jie, name: 周杰}\n")
    clone.git("switch", "--quiet", "main")
    event = NOTE.replace("do: note", "do: reopen")
    by_hand(clone, PLACE, TICKET.replace("    do: open\n", "    do: open\n" + event))
    clone.git("merge", "--quiet", "--no-verify", "-m", "merge", "side")
    assert "reopen is not possible from open (verbs)" in push(clone)
    # Neither is one that only the merge itself says.
    clone.git("reset", "--quiet", "--hard", "origin/main")
    clone.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    by_hand(clone, PLACE, TICKET.replace("    do: open\n", "    do: open\n" + event))
    assert "reopen is not possible from open (verbs)" in push(clone)


def test_sync_tells_what_the_server_said(clone):
    by_hand(clone, PLACE, TICKET.replace("title: ", "title: Not "))
    found = clone.run("sync")
    assert found.code == 1
    assert "(unlogged)" in found.err
    assert "git rebase -i" in found.err


def test_nothing_that_was_pushed_runs(clone, server, tmp_path):
    trap = tmp_path / "trap"
    program = f"#!/bin/sh\necho x >> '{trap}'\ncat\n"
    for name in ("sitecustomize.py", "yaml.py", "cs_cli/__init__.py"):
        clone.write(name, f"open({str(trap)!r}, 'a').write('x')\n")
    clone.write("hooks/pre-receive", program)
    clone.write(".gitattributes", "*.md merge=cs diff=trap filter=trap\n*.yaml diff=trap\n")
    by_hand(clone, "notes.txt", "x", who="zhao.min")
    server.git("config", "diff.trap.textconv", f"sh -c {program!r}")
    server.git("config", "diff.trap.command", f"sh -c {program!r}")
    server.git("config", "core.fsmonitor", str(clone.write("hooks/fsmonitor", program)))
    assert push(clone) == ""
    assert not trap.exists()


def test_what_a_server_keeps_between_pushes_is_only_a_cache(clone, server):
    def noted(text):
        clone.ok("ticket", "note", "T-260302-7K3FQM", "-m", text, now=AT)
        return push(clone)

    assert noted("one") == ""
    (laid,) = server.root.glob("cs/*/.cs/laid")
    stage = laid.parent.parent
    assert stage.stat().st_mode & 0o077 == 0
    by_hand(clone, PLACE, clone.read(PLACE).replace("one", "none"))
    assert "append-only" in push(clone)
    clone.git("reset", "--quiet", "--hard", "origin/main")
    assert noted("two") == ""
    laid.write_text("{")
    assert noted("three") == ""
    # Broken off in the middle: nothing says what lies there.
    laid.unlink()
    (stage / PLACE).write_text("half")
    (stage / "ticket/more.md").write_text("left")
    assert noted("four") == ""
    assert (stage / PLACE).read_text() == server.git("show", f"main~1:{PLACE}")
    assert not (stage / "ticket/more.md").exists()


def test_a_pusher_who_hangs_up_before_the_answer_is_refused_all_the_same(clone, server):
    by_hand(clone, PLACE, TICKET.replace("status: open", "status: closed"))
    old, new = server.git("rev-parse", "main").strip(), clone.git("rev-parse", "HEAD").strip()
    clone.git("push", "--quiet", "origin", "HEAD:refs/tags/there")
    for words, given in (
        (["pre-receive"], f"{old} {new} refs/heads/main\n"),
        (["pre-receive"], "nonsense\n"),
        (["check", "--rev", f"{old}..{new}"], ""),
    ):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [sys.executable, "-P", "-m", "cs_cli", *words],
            cwd=server.root,
            env={**server.environment, "GIT_DIR": "."},
            input=given.encode(),
            stdout=writer,
            stderr=writer,
        )
        os.close(writer)
        assert done.returncode != 0, words
