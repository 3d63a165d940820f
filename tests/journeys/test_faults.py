"""A disk that fails, a git that fails: nothing is lost, it is said, the next command goes on.

The same at every system call, git's own among them, is proven by ``tests/proofs/faults.py``.
"""

import errno
import os
import stat
from contextlib import contextmanager

import pytest

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
    ids, nth = [desk.new("ticket", "--title", f"Lift {n}") for n in range(60)], 0
    for nth, id_ in enumerate(ids, 1):
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


@pytest.mark.parametrize("words", ["add --force", "commit --quiet"])
@pytest.mark.parametrize(
    ("complaint", "en", "zh"),
    [
        ("error: unable to write file: No space left on device", "the disk is full", "磁盘已满"),
        ("fatal: sha1 file 'x' write error. Out of diskspace", "the disk is full", "磁盘已满"),
        ("error: couldn't set 'refs/heads/main'", "git could not write", "git 无法写入"),
    ],
)
def test_what_git_cannot_write_is_saved_not_committed_and_healed(
    desk_in_git, words, complaint, en, zh
):
    desk = desk_in_git
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
