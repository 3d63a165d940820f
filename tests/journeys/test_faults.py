"""A disk that fails, a git that fails: nothing is lost, it is said, the next command goes on.

The same at every system call, git's own among them, is proven by ``tests/proofs/faults.py``.
"""

import errno
import os
import stat
from contextlib import contextmanager
from dataclasses import replace

import pytest

from cs_cli.store import files
from cs_cli.store.git import Git

CALLS = ("open", "write", "pwrite", "fsync", "rename", "link", "unlink", "mkdir", "ftruncate")
ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)
WORDS = {
    "en": ("the disk is full", "your share of the disk is used up", "the disk has an error",
           "the disk is read-only"),
    "zh": ("磁盘已满", "您的磁盘配额已用完", "磁盘出错", "磁盘是只读的"),
}  # fmt: skip


@contextmanager
def failing(nth, number):
    """Let the ``nth`` call that changes the disk fail; give the names of the calls made."""
    made = []

    def injected(name, real):
        def call(*given, **named):
            if name != "open" or given[1] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
                made.append(name)
                if len(made) == nth:
                    raise OSError(number, os.strerror(number))
            return real(*given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, injected(name, getattr(os, name)))
        yield made


def records(desk):
    return {path.name: path.read_bytes() for path in desk.root.rglob("*-*-*.md")}


def test_a_disk_that_fails_at_any_call_changes_all_or_nothing_and_says_why(desk):
    """A ticket is resolved and its callback made: two files, a journal, a lock, an index."""
    nth = 0
    for nth in range(1, 60):
        id_ = desk.new("ticket", "--title", f"Lift {nth}")
        number, lang = nth % 4, ("en", "zh")[nth % 2]
        before = records(desk)
        with failing(nth, ERRORS[number]) as made:
            result = desk.run("ticket", "resolve", id_, "--result", "mended", lang=lang)
        after = records(desk)
        if len(made) < nth:
            break
        where = (nth, made[-1], result)
        assert result.code in (0, 6), where
        if result.code == 6:
            error, hint = result.err.splitlines()
            assert WORDS[lang][number] in error and len(hint) > 10, where
            desk.ok("ticket", "note", id_, "-m", "next")
            after = records(desk)
        changed = {name for name in after if after[name] != before.get(name)}
        done = b"status: resolved" in after[f"{id_}.md"]
        assert len(changed - {f"{id_}.md"}) == done, where
        assert done or result.code == 6, where
    assert result.code == 0 and nth > 25
    assert desk.run("check").code == 0
    assert [*desk.root.rglob("*.tmp")] == []


def broken_git(desk, words, complaint, code=128):
    """Put a git first on the path of the desk that fails at one of its commands, once."""
    folder = desk.home / "bin"
    folder.mkdir(exist_ok=True)
    (folder / "once").touch()
    path = desk.environment["PATH"]
    (folder / "git").write_text(
        f"""#!/bin/sh
case " $* " in *" {words} "*) if [ -e {folder}/once ]; then
  rm {folder}/once; echo "{complaint}" >&2; exit {code}; fi;; esac
PATH={path} exec git "$@"
"""
    )
    (folder / "git").chmod(stat.S_IRWXU)
    return {"PATH": f"{folder}:{path}"}


NO_SPACE = "error: unable to write file: No space left on device", "the disk is full", "磁盘已满"
NO_ROOM = "fatal: sha1 file 'x' write error. Out of diskspace", "the disk is full", "磁盘已满"
UNSAID = "error: couldn't set 'refs/heads/main'", "git could not write", "git 无法写入"


@pytest.mark.parametrize(
    ("words", "complaint", "en", "zh"),
    [
        ("hash-object", *NO_ROOM), ("unpack-objects", *NO_SPACE), ("commit-tree", *NO_SPACE),
        ("update-index", *NO_SPACE), ("update-ref", *UNSAID), ("commit", *NO_ROOM),
    ],
)  # fmt: skip
def test_what_git_cannot_write_is_saved_not_committed_and_healed(
    desk_in_git, monkeypatch, words, complaint, en, zh
):
    desk = desk_in_git
    if words != "commit":
        monkeypatch.setattr("cs_cli.store.plumbing.LARGE", 0)
    for lang, said, saved in (("en", en, "saved, not committed"), ("zh", zh, "已保存，未提交")):
        result = desk.run(
            "ticket", "new", "--title", lang, lang=lang, **broken_git(desk, words, complaint)
        )
        assert result.code == 6
        error, hint = result.err.splitlines()
        assert said in error and saved in error and len(hint) > 10
        desk.new("ticket", "--title", "next")
    titles = [ticket["title"] for ticket in desk.json("ticket", "list")]
    assert sorted(titles) == ["en", "next", "next", "zh"]
    assert desk.git("log", "--format=%s").count(": open") == 4
    assert desk.git("status", "--porcelain") == ""


def test_while_an_earlier_change_cannot_be_committed_nothing_new_is_begun(desk_in_git):
    desk = desk_in_git
    lock = desk.root / ".git/refs/heads/main.lock"
    lock.touch()
    holder = lock.open()  # somebody has it open, so it is not taken away
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cs_cli.store.git._LOCK_WAIT", 0.1)
        result = desk.run("ticket", "new", "--title", "first")
        second = desk.run("ticket", "new", "--title", "second")
    holder.close()
    assert (result.code, second.code) == (6, 6)
    assert "saved, not committed: another git is at work" in result.err
    assert "main.lock" in result.err and "cs doctor --mend" in result.err
    assert second.err.startswith("error: nothing was done, because an earlier change is saved")
    assert [ticket["title"] for ticket in desk.json("ticket", "list")] == ["first"]
    lock.unlink()
    desk.new("ticket", "--title", "third")
    assert desk.git("log", "--format=%s").count(": open") == 2


@pytest.fixture
def clones(desk_in_git, tmp_path):
    """Two desks that exchange; the other one has changed a ticket and made one."""
    desk, hub = desk_in_git, tmp_path / "hub.git"
    desk.write(".gitattributes", "*.md merge=cs\n")
    desk.git("add", ".gitattributes")
    desk.git("commit", "--quiet", "-m", "attributes")
    desk.git("init", "--quiet", "--bare", "-b", "main", str(hub))
    desk.git("remote", "add", "origin", str(hub))
    id_ = desk.new("ticket", "--title", "Lift")
    desk.ok("sync")
    other = replace(desk, root=tmp_path / "other", runs=1000)
    desk.git("clone", "--quiet", str(hub), str(other.root))
    other.ok("ticket", "note", id_, "-m", "theirs")
    other.new("ticket", "--title", "Door")
    other.ok("sync")
    desk.ok("ticket", "note", id_, "-m", "ours")
    return desk, id_


@pytest.mark.parametrize("when", ["before", "within", "after"])
def test_a_merge_that_was_broken_off_is_taken_back_by_the_next_command(clones, when):
    """As a kill of all of it leaves the desk, before, within or after what git itself does."""
    desk, id_ = clones
    before = records(desk)
    with pytest.MonkeyPatch.context() as patch:
        die = KeyboardInterrupt()

        def killed(git, *given, **named):
            if given[0][0] == "merge" and when != "before":
                attempt(git, *given, **named)
                if when == "within":  # the tree is written, no commit made
                    desk.git("update-ref", "HEAD", "HEAD^1")
                    desk.git("update-ref", "MERGE_HEAD", "origin/main")
            if given[0][0] == "merge":
                raise die
            return attempt(git, *given, **named)

        attempt = Git.attempt
        patch.setattr(Git, "attempt", killed)
        assert desk.run("sync").code == 130
    found = desk.json("doctor", code=1)
    assert "merge" in [one["name"] for one in found]
    assert not {"unfinished", "uncommitted"} & {one["name"] for one in found}
    desk.ok("ticket", "note", id_, "-m", "next")
    if when != "after":
        assert {name: raw for name, raw in records(desk).items() if name != f"{id_}.md"} == {
            name: raw for name, raw in before.items() if name != f"{id_}.md"
        }
    assert desk.git("status", "--porcelain") == ""
    desk.ok("sync")
    notes = [e["note"] for e in desk.json("show", id_)["log"] if e["do"] == "note"]
    assert sorted(notes) == ["next", "ours", "theirs"]
    assert len(records(desk)) == 2
    assert desk.run("check").code == 0


def test_git_out_of_room_in_a_merge_leaves_the_desk_as_it_was(clones):
    desk, _id = clones
    before = records(desk)
    broken = broken_git(desk, "merge --quiet", "error: could not write: No space left on device")
    for lang, said in (("en", "the disk is full"), ("zh", "磁盘已满")):
        (desk.home / "bin/once").touch()
        result = desk.run("sync", lang=lang, **broken)
        assert (result.code, said in result.err.splitlines()[0]) == (6, True)
        assert records(desk) == before
        assert desk.git("status", "--porcelain") == ""
    desk.ok("sync")


def test_what_is_edited_by_hand_is_not_merged_over(clones):
    desk, id_ = clones
    desk.write(desk.path(id_), desk.record(id_) + "by hand\n")
    for lang in ("en", "zh"):
        result = desk.run("sync", lang=lang)
        assert (result.code, id_ in result.err) == (6, True)
    assert desk.record(id_).endswith("by hand\n")
    assert not (desk.root / ".cs/merging").exists()


def test_a_desk_that_was_half_made_is_made_by_the_same_command_again(desk, tmp_path):
    """Killed within ``git init``, or between the files."""
    words = ("init", str(tmp_path / "new"), "--pack", "HOT")
    (tmp_path / "new/.git/objects").mkdir(parents=True)
    real = files.Staged.publish
    with pytest.MonkeyPatch.context() as patch:

        def publish(staged):
            if staged.relative == "people.yaml":
                raise KeyboardInterrupt
            real(staged)

        patch.setattr(files.Staged, "publish", publish)
        assert desk.run(*words).code == 130
    assert not (tmp_path / "new/cs.yaml").exists()
    desk.ok(*words)
    made = replace(desk, root=tmp_path / "new")
    assert made.git("log", "--format=%s") == "desk: init\n"
    assert made.git("status", "--porcelain") == ""
    assert (made.ok("doctor"), made.run("check").code) == ("", 0)


def test_what_waits_is_struck_out_once_the_disk_confirms_the_branch(desk_in_git, monkeypatch):
    """Git does not wait for that itself: a power cut could leave neither commit nor note."""
    real, confirmed = os.fsync, []
    note = desk_in_git.root / ".cs/pending"

    def fsync(descriptor):
        real(descriptor)
        if os.path.samestat(os.fstat(descriptor), branches.stat()):
            confirmed.append((note.exists(), desk_in_git.git("log", "-1", "--format=%s").strip()))

    branches = desk_in_git.root / ".git/refs/heads"
    monkeypatch.setattr(os, "fsync", fsync)
    id_ = desk_in_git.new("ticket", "--title", "x")
    assert confirmed == [(True, f"ticket {id_}: open")]
    assert not note.exists()
