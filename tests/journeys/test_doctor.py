"""``cs doctor`` finds what crashes and half-made clones leave, and mends it once for all."""

import os
import time

import pytest

from cs_cli.store import database, files, pending
from cs_cli.store.pending import Work

NEW = ("ticket", "new", "--title", "Lift stopped", "--first-responsible", "li.na")


@pytest.fixture
def sound(desk_in_git):
    """A desk as ``cs init`` leaves it: nothing is wrong."""
    found = desk_in_git.run("doctor", "--mend")
    assert found.code == 0, found
    assert desk_in_git.run("doctor").out == ""
    return desk_in_git


def names(desk, *words, code=1):
    return [one["name"] for one in desk.json("doctor", *words, code=code)]


def mended(desk):
    """Mend, insist that a second run has nothing to do, give what was mended."""
    found = desk.json("doctor", "--mend")
    assert all(one["mended"] for one in found)
    assert desk.json("doctor") == []
    return [one["name"] for one in found]


def test_a_clone_made_by_hand_learns_to_merge_and_to_check(desk_in_git):
    said = desk_in_git.run("doctor")
    assert said.code == 1
    assert "cs doctor --mend" in said.out
    assert "按含义合并" in desk_in_git.run("doctor", lang="zh").out
    assert mended(desk_in_git) == ["attributes", "merge-driver", "hook"]
    assert desk_in_git.git("status", "--porcelain") == ""
    assert desk_in_git.git("log", "-1", "--format=%s") == "desk: doctor\n"


def test_a_commit_by_hand_that_breaks_the_desk_is_refused(sound):
    id_ = sound.ok(*NEW).split()[0]
    sound.write(sound.path(id_), sound.record(id_).replace("status: open", "status: closed"))
    with pytest.raises(Exception, match="returned non-zero"):
        sound.git("commit", "--quiet", "-am", "by hand")
    assert names(sound) == ["uncommitted"]
    assert names(sound, "--mend") == ["uncommitted"]
    assert "status: closed" in sound.record(id_)
    sound.write(sound.path(id_), sound.record(id_).replace("status: closed", "status: open"))
    assert sound.json("doctor") == []


def test_another_hook_stays_as_it_is(sound):
    hook = sound.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 0\n")
    (found,) = sound.json("doctor", "--mend", code=1)
    assert (found["name"], found["mended"]) == ("hook", False)
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"
    hook.write_text("#!/bin/sh\ncs check --staged\n")
    assert sound.json("doctor") == []


def test_temporary_files_of_a_killed_writer_are_taken_away(sound):
    litter = sound.write("ticket/2026/.T-260302-7K3FQM.md.99999999-0a1b2c3d.tmp", "half")
    assert names(sound) == ["temporary"]
    assert mended(sound) == ["temporary"]
    assert not litter.exists()


def test_a_damaged_index_is_thrown_away(sound):
    sound.ok(*NEW)
    (sound.root / database.NAME).write_bytes(b"no database" * 1000)
    assert names(sound) == ["index"]
    assert mended(sound) == ["index"]
    assert len(sound.json("ticket", "list")) == 1


def test_a_lock_of_a_git_that_is_gone_is_taken_away(sound):
    lock = sound.root / ".git/index.lock"
    lock.write_text("")
    old = time.time() - 60
    os.utime(lock, (old, old))
    assert names(sound) == ["git-lock"]
    assert mended(sound) == ["git-lock"]


def test_what_a_killed_git_had_half_written_is_taken_away(sound):
    left = [".git/next-index-1.lock", ".git/objects/0a/tmp_obj_x", ".merge_file_x"]
    for path in left:
        sound.write(path, "half")
        os.utime(sound.root / path, (0, time.time() - 60))
    assert names(sound) == ["git-temporary"]
    assert mended(sound) == ["git-temporary"]
    assert not [path for path in left if (sound.root / path).exists()]


def test_a_damaged_index_of_git_is_made_anew(sound):
    sound.ok(*NEW)
    (sound.root / ".git/index").write_bytes(b"DIRC nothing")
    assert "git-index" in names(sound)
    assert "git-index" in mended(sound)
    assert sound.git("status", "--porcelain") == ""


@pytest.mark.parametrize("torn", [b"DIRC nothing", bytes(40)])
def test_what_a_damaged_index_of_git_kept_from_being_committed_is_mended_at_once(sound, torn):
    (sound.root / ".git/index").write_bytes(torn)
    said = sound.run(*NEW)
    assert said.code == 6
    assert "git's index is damaged" in said.err
    assert "mend it with: cs doctor --mend; the next command commits it" in said.err
    assert mended(sound) == ["git-index", "pending"]
    assert sound.git("status", "--porcelain") == ""


def test_an_object_that_git_has_no_longer_is_told_and_the_rest_looked_at(sound):
    held = sound.git("rev-parse", "HEAD:people.yaml").strip()
    (sound.root / ".git/objects" / held[:2] / held[2:]).unlink()
    sound.write("people.yaml", sound.read("people.yaml") + "\n")
    sound.git("config", "--unset", "merge.cs.driver")
    found = {one["name"]: one for one in sound.json("doctor", code=1)}
    assert list(found) == ["merge-driver", "objects"]
    assert "git fsck" in found["objects"]["hint"]


def test_what_was_saved_and_not_committed_is_committed(sound):
    id_ = sound.ok(*NEW).split()[0]
    path = sound.path(id_)
    sound.write(path, sound.record(id_) + "More.\n")
    digest = files.digest((sound.root / path).read_bytes())
    left = Work({path: digest}, f"ticket {id_}: set", {}, ("李娜", "li.na@example.test"))
    pending.save(sound.root, [left])
    assert names(sound) == ["pending"]
    assert mended(sound) == ["pending"]
    assert sound.git("log", "-1", "--format=%s") == f"ticket {id_}: set\n"


def test_on_no_branch_it_says_the_way_back(sound):
    sound.git("checkout", "--quiet", "--detach")
    (found,) = sound.json("doctor", "--mend", code=1)
    assert (found["name"], found["hint"]) == ("unfinished", "go back with 'git switch BRANCH'")


def test_with_dry_run_nothing_is_mended(sound):
    sound.write("ticket/2026/.T-260302-7K3FQM.md.99999999-0a1b2c3d.tmp", "half")
    assert sound.run("--dry-run", "doctor", "--mend").code == 1
    assert names(sound) == ["temporary"]
