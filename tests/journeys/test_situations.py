"""Repositories, folders, users and clocks as they are: each leaves the desk whole and is told."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from cs_cli.cli import speech
from cs_cli.store import database, sharing, transaction
from cs_cli.store.git import Git

NEW = ("ticket", "new", "--title", "Lift")


def commits(desk):
    return desk.git("log", "--format=%s").count(": open")


def unfinished(desk, what):
    """Bring the repository of a desk into the middle of something."""
    if what == "detached":
        desk.git("checkout", "--quiet", "--detach")
    elif what == "bisect":
        desk.git("bisect", "start")
        desk.git("checkout", "--quiet", "--detach")
    elif what == "rebase":
        (desk.root / ".git/rebase-merge").mkdir()
    else:
        desk.git("update-ref", what, "HEAD")


@pytest.mark.parametrize(
    ("what", "en", "zh", "way_out"),
    [
        ("detached", "HEAD is on no branch", "HEAD", "git switch"),
        ("bisect", "HEAD is on no branch", "HEAD", "git switch"),
        ("rebase", "a rebase is not finished", "rebase", "git rebase --continue"),
        ("MERGE_HEAD", "a merge is not finished", "merge", "git merge --abort"),
        ("CHERRY_PICK_HEAD", "a cherry-pick is not finished", "cherry-pick", "--continue"),
    ],
)
def test_in_the_middle_of_something_nothing_is_written_and_the_way_out_named(
    desk_in_git, what, en, zh, way_out
):
    desk = desk_in_git
    unfinished(desk, what)
    for lang, said in (("en", en), ("zh", zh)):
        result = desk.run(*NEW, lang=lang)
        assert (result.code, result.out) == (6, "")
        error, hint = result.err.splitlines()
        assert said in error and way_out in hint
    assert [*desk.root.rglob("T-*.md")] == []
    assert desk.run("ticket", "list").code == 0


def hooked(desk):
    (desk.root / ".git/hooks").mkdir(exist_ok=True)
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)


def nameless(desk):
    (desk.home / ".gitconfig").unlink()
    desk.git("config", "user.useConfigOnly", "true")


@pytest.mark.parametrize("cause", [hooked, nameless])
def test_what_others_set_up_keeps_no_command_from_being_committed(desk_in_git, cause):
    cause(desk_in_git)
    desk_in_git.ok(*NEW)
    assert commits(desk_in_git) == 1
    assert desk_in_git.git("status", "--porcelain") == ""


def test_a_damaged_index_is_said_to_be_the_cause_and_mended_by_doctor(desk_in_git):
    desk = desk_in_git
    (desk.root / ".git/index").write_bytes(b"DIRC nothing")
    result = desk.run(*NEW)
    assert result.code == 6
    assert result.err.startswith("error: saved, not committed: ")
    desk.run("doctor", "--mend")
    desk.ok(*NEW)
    assert commits(desk) == 2
    assert desk.git("status", "--porcelain", "--", "ticket") == ""


def test_without_git_it_is_saved_and_committed_once_git_is_back(desk_in_git):
    desk = desk_in_git
    first = desk.run(*NEW, PATH="/nonexistent")
    again = desk.run(*NEW, lang="zh", PATH="/nonexistent")
    assert (first.code, again.code) == (6, 6)
    assert first.err.startswith("error: saved, not committed: git is not installed\n")
    assert again.err.startswith("错误：未执行，因为之前的更改已保存，未提交：没有安装 git\n")
    assert desk.run("doctor", PATH="/nonexistent").code == 1
    for command in ("sync", "diff"):
        assert "git is not installed" in desk.run(command, PATH="/nonexistent").err
    desk.ok(*NEW)
    assert commits(desk) == 2
    assert desk.git("status", "--porcelain") == ""


def test_a_branch_without_a_commit_gets_its_first_one(desk):
    desk.git("init", "--quiet")
    desk.ok(*NEW)
    assert desk.git("log", "--format=%s").count(": open") == 1


@pytest.mark.parametrize("form", ["worktree", "shallow", "submodule"])
def test_every_form_of_a_clone_is_a_desk(desk_in_git, tmp_path, form):
    desk, place = desk_in_git, tmp_path / "other"
    if form == "worktree":
        desk.git("worktree", "add", "--quiet", "-b", "other", str(place))
    elif form == "shallow":
        desk.ok(*NEW)
        desk.git("clone", "--quiet", "--depth", "1", desk.root.as_uri(), str(place))
    else:
        outer = replace(desk, root=tmp_path / "outer")
        desk.git("init", "--quiet", str(outer.root))
        allow = ("-c", "protocol.file.allow=always")
        outer.git(*allow, "submodule", "--quiet", "add", str(desk.root), "desk")
        place = outer.root / "desk"
    other = replace(desk, root=place, runs=500)
    other.ok(*NEW)
    other.ok("ticket", "note", other.json("ticket", "list")[0]["id"], "-m", "seen")
    assert other.git("status", "--porcelain") == ""
    assert other.git("log", "--format=%s", "-1").endswith(": note\n")
    found = {one["name"] for one in other.json("doctor", code=1)}
    assert ("shallow" in found) == (form == "shallow")


def test_two_desks_in_one_repository_keep_to_their_own_files(desk_in_git):
    one = desk_in_git
    other = replace(one, root=one.root / "branch", runs=500)
    other.root.mkdir()
    for name in ("cs.yaml", "people.yaml", "calendar.yaml"):
        shutil.copy(one.root / name, other.root / name)
    one.git("add", "branch")
    one.git("commit", "--quiet", "-m", "a second desk")
    one.ok(*NEW)
    other.ok("ticket", "new", "--title", "Door")
    assert [t["title"] for t in one.json("ticket", "list")] == ["Lift"]
    assert [t["title"] for t in other.json("ticket", "list")] == ["Door"]
    assert one.git("status", "--porcelain", "--", "ticket", "branch/ticket") == ""


def test_a_desk_that_was_moved_knows_its_records_by_the_new_place(desk):
    id_ = desk.new("ticket", "--title", "Lift")
    desk.root.rename(desk.root.with_name("moved"))
    moved = replace(desk, root=desk.root.with_name("moved"), runs=50)
    assert moved.json("show", id_)["title"] == "Lift"
    moved.ok("ticket", "note", id_, "-m", "here")


def test_a_folder_of_the_machinery_that_vanishes_meanwhile_loses_nothing(desk_in_git, monkeypatch):
    from cs_cli.app import save

    desk, write = desk_in_git, save.write

    def vanished(plan):
        shutil.rmtree(desk.root / ".cs")
        write(plan)

    monkeypatch.setattr(save, "write", vanished)
    result = desk.run(*NEW)
    monkeypatch.undo()
    assert result.code == 0, result
    desk.ok("ticket", "new", "--title", "next")
    titles = {ticket["title"] for ticket in desk.json("ticket", "list")}
    assert titles == {"Lift", "next"}
    assert desk.git("status", "--porcelain") == ""


def test_an_index_of_a_later_version_is_made_anew(desk):
    desk.ok(*NEW)
    with sqlite3.connect(desk.root / database.NAME) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    assert len(desk.json("ticket", "list")) == 1


def test_a_twin_that_differs_in_case_alone_is_found(desk):
    id_ = desk.new("ticket", "--title", "Lift")
    twin = desk.path(id_).replace(id_, id_.lower())
    desk.write(twin, desk.record(id_))
    problems = desk.json("check", code=1)
    assert twin in {one["path"] for one in problems}


@pytest.mark.parametrize(
    "now", ["2025-03-02T10:00:00+08:00", "2038-01-19T11:14:08+08:00", "2099-12-31T23:59:59+08:00"]
)
def test_a_clock_that_jumps_is_never_fatal(desk_in_git, now):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift")
    desk.run("ticket", "note", id_, "-m", "jumped", now=now)
    desk.run("ticket", "new", "--title", "then", now=now)
    for at in (now, "2026-03-03T10:00:00+08:00"):
        assert desk.run("due", "--all", now=at).code == 0
        assert desk.run("why", id_, now=at).code == 0
    assert desk.run("ticket", "note", id_, "-m", "after").code in (0, 3)
    assert len(desk.json("ticket", "list", now="2099-12-31")) == 2
    assert desk.git("status", "--porcelain") == ""


def test_a_file_dated_in_the_future_is_read_again_when_it_changes(desk):
    id_ = desk.new("ticket", "--title", "one")
    path = desk.root / desk.path(id_)
    for title in ("two", "six"):
        path.write_text(
            path.read_text()
            .replace("title: one", "title: two")
            .replace("title: two", f"title: {title}")
        )
        later = time.time() + 365 * 86400
        os.utime(path, (later, later))
        assert desk.json("show", id_)["title"] == title
        assert desk.json("ticket", "list")[0]["title"] == title


# Other users and read-only disks.

READING = (
    ("due",), ("due", "--all", "--json"), ("ticket", "list"), ("show", "{id}"), ("why", "{id}"),
    ("search", "lift"), ("report", "repair-callbacks"), ("duty", "list"), ("check",),
    ("policy", "list"), ("roster", "check"), ("when", "2 hours"),
    ("--dry-run", "ticket", "note", "{id}", "-m", "x"),
)  # fmt: skip


def state(root, *, but=()):
    """Give every file and folder with its content, mode and times."""
    found = {}
    for path in [root, *root.rglob("*")]:
        name = path.relative_to(root).as_posix()
        if not name.startswith(but or "\0"):
            s = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[name] = (content, s.st_mode, s.st_mtime_ns, s.st_ctime_ns)
    return found


def test_reading_writes_nothing_but_the_cache(desk_in_git):
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift")
    before = state(desk.root, but=(".cs", "."))
    for words in READING:
        result = desk.run(*[word.format(id=id_) for word in words])
        assert result.code in (0, 1), (words, result)
        assert state(desk.root, but=(".cs", ".")) == before, words


@contextmanager
def somebody_else():
    """Be another user of this machine for a while."""
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def shared_desk(desk):
    """A desk that others can see and not change, outside of the folder that only we may enter."""
    if os.geteuid() != 0:
        pytest.skip("only root can be somebody else")
    id_ = desk.new("ticket", "--title", "Lift")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "desk")
        shutil.copytree(desk.root, place)
        Path(folder).chmod(0o755)
        yield replace(desk, root=place), id_


@pytest.mark.parametrize("cache", ["kept", "none"])
def test_another_user_reads_a_desk_that_cannot_be_written(shared_desk, cache):
    desk, id_ = shared_desk
    if cache == "none":
        shutil.rmtree(desk.root / ".cs")
    for path in [desk.root, *desk.root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = state(desk.root)
    for words in READING:
        with somebody_else():
            result = desk.run(*[word.format(id=id_) for word in words], HOME="/")
        assert (result.code in (0, 1), "Traceback" in result.err) == (True, False), (words, result)
        assert state(desk.root) == before, words
    with somebody_else():
        for lang, said in (("en", "you may not"), ("zh", "没有权限")):
            result = desk.run(*NEW, lang=lang)
            assert (result.code, result.out) == (6, "")
            error, _hint = result.err.splitlines()
            assert said in error
    assert state(desk.root) == before


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_read_hides_nothing_else(shared_desk, what):
    desk, id_ = shared_desk
    other = desk.new("ticket", "--title", "Door", now="2026-03-03T10:00:00+08:00")
    for path in [desk.root, *desk.root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    shut = desk.root / desk.path(id_)
    (shut if what == "file" else shut.parent).chmod(0)
    with somebody_else():
        result = desk.run("ticket", "list", "--json", HOME="/")
        shown = desk.run("show", other, HOME="/")
    assert (result.code, other in result.out, id_ in result.out) == (5, True, False)
    assert "you may not" in result.err and "2026/03/02" in result.err
    assert shown.code == 0


# One desk, several machines.

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:45 / /srv/team rw,relatime shared:1 - nfs4 server:/team rw,vers=4.2
41 22 0:46 / /srv/team/own\\040disk rw - ext4 /dev/vdb rw
42 22 0:47 / /mnt/win rw - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/team/desk", "nfs4"), ("/srv/team/own disk/desk", None), ("/mnt/win", "cifs"),
        ("/home/li.na/desk", None), ("/srv/teams", None), ("/home/li.na/Dropbox/desk", "Dropbox"),
        ("/home/li.na/OneDrive - Firm/desk", "OneDrive - Firm"), ("/data/坚果云/desk", "坚果云"),
    ],
)  # fmt: skip
def test_a_disk_that_several_machines_share_is_known(place, kind):
    assert sharing.shared_by(Path(place), MOUNTS) == kind


def test_a_desk_on_a_shared_disk_is_warned_of(desk_in_git, monkeypatch):
    monkeypatch.setattr(sharing, "shared_by", lambda *_given: "nfs4")
    assert "shared" in [one["name"] for one in desk_in_git.json("doctor", code=1)]
    assert "cs sync" in desk_in_git.run("doctor").out
    assert "nfs4" in desk_in_git.run("doctor", lang="zh").out


def test_a_holder_that_was_stopped_is_named_and_waited_for_no_longer_than_said(desk):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk.root)], stdout=subprocess.PIPE, env={**os.environ}
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        os.kill(holder.pid, 19)
        began = time.monotonic()
        result = desk.run(*NEW, CS_WAIT="0.3")
        assert 0.3 <= time.monotonic() - began < 5
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert result.code == 6
    assert f"process {holder.pid} (a long command)" in result.err
    desk.ok(*NEW)


HOLD = """
import sys, time
from pathlib import Path
from cs_cli.store import transaction
with transaction.writing(Path(sys.argv[1]), command="a long command"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("form", ["link", "folder", "pipe"])
def test_a_lock_that_is_no_file_is_refused_with_its_name(desk, form):
    lock = desk.root / ".cs/lock"
    lock.parent.mkdir(exist_ok=True)
    if form == "link":
        lock.symlink_to("/etc/hostname")
    elif form == "folder":
        lock.mkdir()
    else:
        os.mkfifo(lock)
    for lang in ("en", "zh"):
        result = desk.run(*NEW, lang=lang)
        assert (result.code, result.out) == (6, "")
        assert result.err.count("\n") <= 2
    assert desk.run("ticket", "list").code == 0


@pytest.mark.parametrize("locale", ["C", "", "zh_CN.GB18030", "xx_YY.none", "\udcff"])
def test_the_same_is_told_in_the_same_bytes_wherever_it_is_asked(desk, locale):
    id_ = desk.new("ticket", "--title", "电梯 Lift", "--promised-at", "2026-03-02 11:00")
    said = set()
    for zone in ("Asia/Shanghai", "America/New_York", "garbage/zone", ""):
        settings = {"TZ": zone, "LC_ALL": locale, "LANG": locale}
        for now in ("2026-03-02T12:00:00+08:00", "2026-03-02T04:00:00+00:00"):
            told = [
                desk.run(*words, now=now, **settings)
                for words in (("due",), ("show", id_), ("ticket", "list", "--json"), ("why", id_))
            ]
            assert [result.code for result in told] == [0] * 4
            said.add(tuple(result.out for result in told))
    assert len(said) == 1


# Broken off by hand, and what cannot be signed.


def broken_off(*_given, **_named):
    raise KeyboardInterrupt


def broken_off_once(real):
    """Give a function that is broken off the first time that it is called."""
    calls = []

    def call(*given):
        calls.append(given)
        if len(calls) == 1:
            raise KeyboardInterrupt
        real(*given)

    return call


def found(desk):
    """Give what a look finds, but for the wiring that a desk of the tests is without."""
    return {one["name"] for one in desk.json("doctor", code=1)} & {"journal", "pending", "merge"}


BROKEN_OFF = [
    (transaction, "_stage", lambda: broken_off, "nothing was changed", "没有改动", False, set()),
    (transaction, "_publish", lambda: broken_off, "finished by the next command",
     "由下一条命令完成", True, {"journal", "pending"}),
    (Git, "_commit", lambda: broken_off, "not committed: the next command commits it",
     "未提交：下一条命令会提交", True, {"pending"}),
    (speech, "_write", lambda: broken_off_once(speech._write), "saved and committed",
     "已保存并提交", True, set()),
]  # fmt: skip


@pytest.mark.parametrize(("place", "name", "call", "en", "zh", "done", "left"), BROKEN_OFF)
def test_who_breaks_a_command_off_is_told_how_far_it_came(
    desk_in_git, monkeypatch, place, name, call, en, zh, done, left
):
    """Ctrl-C before a file is written, between two of them, before the commit, after it."""
    desk = desk_in_git
    for lang, said in (("en", en), ("zh", zh)):
        id_ = desk.new("ticket", "--title", lang)
        with monkeypatch.context() as patch:
            patch.setattr(place, name, call())
            result = desk.run("ticket", "resolve", id_, "--result", "mended", lang=lang)
        assert (result.code, result.out) == (130, "")
        assert said in result.err and len(result.err.split("\n")) <= 3
        assert found(desk) == left
        desk.new("ticket", "--title", "next")
        assert (desk.json("show", id_)["status"] == "resolved") == done
        assert desk.git("log", "--format=%s").count(f"{id_}: resolve") == done
    assert desk.git("status", "--porcelain") == ""


def test_an_exchange_that_is_broken_off_names_what_goes_on_with_it(desk_in_git, monkeypatch):
    desk = desk_in_git
    desk.git("init", "--quiet", "--bare", str(desk.root / ".git/hub"))
    desk.git("remote", "add", "origin", str(desk.root / ".git/hub"))
    monkeypatch.setattr("cs_cli.store.remote.fetch", broken_off)
    assert desk.run("sync").err.strip() == "interrupted; go on with: cs sync"
    assert desk.run("sync", lang="zh").err.strip() == "已中断；继续请用：cs sync"


def test_what_cannot_be_signed_is_saved_and_committed_once_it_can_be(desk_in_git):
    desk = desk_in_git
    desk.git("config", "commit.gpgSign", "true")
    desk.git("config", "gpg.program", "/bin/false")
    first, again = desk.run(*NEW), desk.run(*NEW, lang="zh")
    assert (first.code, again.code) == (6, 6)
    assert first.err.startswith("error: saved, not committed: ")
    assert "sign" in first.err.splitlines()[0]
    assert again.err.startswith("错误：未执行，因为之前的更改已保存，未提交：")
    assert found(desk) == {"pending"}
    desk.git("config", "commit.gpgSign", "false")
    desk.ok(*NEW)
    assert commits(desk) == 2
    assert desk.git("status", "--porcelain") == ""


def test_a_note_that_cannot_be_read_is_told_by_a_look_and_taken_away_by_mending(desk_in_git):
    desk = desk_in_git
    note = desk.write(".cs/pending", "[{")
    assert (found(desk), found(desk)) == ({"pending"}, {"pending"})
    assert note.read_text() == "[{"
    assert "cannot be read" in desk.run("ticket", "new", "--title", "x").err
    assert not note.exists()
    note.write_text("{}")
    desk.run("doctor", "--mend")
    assert not note.exists()
    desk.ok(*NEW)


def test_a_zone_that_cannot_be_is_no_matter(desk):
    assert desk.run(*NEW, now=None, TZ="XYZ-25:99").code == 0
