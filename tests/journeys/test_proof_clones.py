"""Merges between clones: honest ones are proven, tampered ones are found."""

import subprocess
from dataclasses import replace

import pytest

from cs_cli.store import wiring

LIFT = ("--title", "Lift stopped", "--first-responsible", "li.na")
AT = "2026-03-02T10:{}:00+08:00"


@pytest.fixture
def clones(desk_in_git, tmp_path):
    """Li Na's desk and a clone of it that Wang Wei has, each with a home of its own."""
    one = desk_in_git
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    one.write(".gitattributes", "*.md merge=cs\n")
    one.git("add", ".gitattributes")
    when = AT.format("00")
    one.git("commit", "--quiet", "-m", "attributes", GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)
    one.git("remote", "add", "origin", str(hub))
    one.ok("sync")
    other = replace(one, root=tmp_path / "other", runs=1000)
    one.git("clone", "--quiet", str(hub), str(other.root))
    for desk in (one, other):
        desk.git("config", wiring.DRIVER, wiring.driver())
    return one, other


def acts(desk, *words, at, by="li.na"):
    return desk.ok(*words, now=AT.format(at), as_=by)


def history(desk, *words, code=1):
    return desk.json("audit", *words, code=code, now=AT.format("50"))


def diverged(clones):
    """Give a ticket that both have changed, and let the first clone send its part."""
    one, other = clones
    id_ = one.new(
        "ticket", "--title", "Lift stopped", "--first-responsible", "li.na", now=AT.format("01")
    )
    acts(one, "sync", at="02")
    acts(other, "sync", at="02", by="wang.wei")
    acts(one, "ticket", "assign", id_, "--owner", "wu.gang", at="05")
    acts(other, "ticket", "set", id_, "--department", "sales", at="07", by="wang.wei")
    acts(other, "ticket", "note", id_, "-m", "called", at="09", by="wang.wei")
    acts(one, "sync", at="10")
    return id_


def test_an_honest_merge_is_proven_and_so_is_what_follows(clones):
    one, other = clones
    id_ = diverged(clones)
    acts(other, "sync", at="11", by="wang.wei")
    acts(other, "ticket", "note", id_, "-m", "both are there", at="12", by="wang.wei")
    acts(other, "sync", at="13", by="wang.wei")
    acts(one, "sync", at="14")
    for desk in clones:
        found = history(desk, "--whole", code=0)
        assert found["history"] == []
        assert found["proven"]["events"] == 5


def test_clones_that_merge_crosswise_are_proven(clones):
    one, other = clones
    id_ = diverged(clones)
    acts(other, "sync", at="11", by="wang.wei")
    one.git("fetch", "--quiet")
    for n in range(3):
        acts(one, "ticket", "note", id_, "-m", f"one {n}", at=20 + 2 * n)
        acts(other, "ticket", "note", id_, "-m", f"other {n}", at=21 + 2 * n, by="wang.wei")
        first, second = (desk.git("rev-parse", "HEAD").strip() for desk in clones)
        for desk, theirs in ((one, other), (other, one)):
            desk.git("fetch", "--quiet", str(theirs.root))
        for desk, tip, by in ((one, second, "li.na"), (other, first, "wang.wei")):
            merge(desk, tip, by, at=26 + n)
    assert one.record(id_) == other.record(id_)
    for desk in clones:
        assert history(desk, "--whole", code=0)["history"] == []


def merge(desk, tip, by="wang.wei", at="15", *words):
    when = AT.format(at)
    desk.git(
        "-c", f"user.name={by}", "-c", f"user.email={by}@example.test", "merge", "--quiet",
        *words, "-m", "merge", tip, GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when,
    )  # fmt: skip


def amended(desk, by="wang.wei"):
    """Make what lies there part of the merge that was just made."""
    when = AT.format("16")
    desk.git("add", "--all")
    desk.git(
        "commit", "--quiet", "--amend", "--no-edit", "--no-verify", "--date", when,
        GIT_COMMITTER_DATE=when,
    )  # fmt: skip


@pytest.fixture
def merged(clones):
    """A clone right after an honest merge, and the ticket in it."""
    _one, other = clones
    id_ = diverged(clones)
    other.git("fetch", "--quiet")
    merge(other, "origin/main")
    return other, id_


def codes(found):
    return [one["code"] for one in found["history"]]


def test_a_merge_that_loses_an_event_is_found(merged):
    desk, id_ = merged
    text = desk.record(id_)
    start = text.index("  - at: 2026-03-02T10:09:00")
    desk.write(desk.path(id_), text[:start] + "---\n")
    amended(desk)
    (found,) = history(desk)["history"]
    assert (found["code"], found["id"], found["person"]) == ("merge", id_, "wang.wei")
    assert "lost the event note by wang.wei at 2026-03-02T10:09:00+08:00" in found["message"]


def test_a_merge_that_adds_an_event_is_found(merged):
    desk, id_ = merged
    event = f"  - at: {AT.format('14')}\n    by: zhao.min\n    do: note\n    note: x\n"
    desk.write(desk.path(id_), desk.record(id_).removesuffix("---\n") + event + "---\n")
    amended(desk)
    (found,) = history(desk)["history"]
    assert found["code"] == "merge"
    assert "added the event note by zhao.min" in found["message"]


def test_a_merge_that_changes_a_field_or_a_setting_is_found(merged):
    desk, id_ = merged
    desk.write(desk.path(id_), desk.record(id_).replace("Lift stopped", "All is well"))
    desk.write("calendar.yaml", desk.read("calendar.yaml") + "closed: [2026-12-31]\n")
    amended(desk)
    found = history(desk)
    assert codes(found) == ["merge", "merge"]
    assert {one["path"] for one in found["history"]} == {"calendar.yaml", desk.path(id_)}


def test_a_merge_that_keeps_only_ones_own_is_found(clones):
    _one, other = clones
    diverged(clones)
    other.git("fetch", "--quiet")
    merge(other, "origin/main", "wang.wei", "15", "--strategy", "ours")
    assert "merge" in codes(history(other))


def test_a_history_from_elsewhere_is_found(clones):
    one, _other = clones
    id_ = diverged(clones)
    one.git("checkout", "--quiet", "--orphan", "elsewhere")
    one.git("commit", "--quiet", "-m", "a desk of my own")
    one.git("checkout", "--quiet", "main")
    merge(one, "elsewhere", "li.na", "20", "--allow-unrelated-histories")
    assert codes(history(one)) == ["settings", "merge"]
    assert one.record(id_)


def test_a_contradiction_that_a_merge_brings_about_is_a_remark(clones):
    one, other = clones
    id_ = one.new(
        "ticket", "--title", "Lift stopped", "--first-responsible", "li.na", now=AT.format("01")
    )
    acts(one, "sync", at="02")
    acts(other, "sync", at="02", by="wang.wei")
    acts(one, "ticket", "void", id_, "-m", "twice", at="05")
    acts(other, "ticket", "note", id_, "-m", "called", at="07", by="wang.wei")
    acts(one, "sync", at="10")
    assert other.run("sync", now=AT.format("11"), as_="wang.wei").code == 1
    found = history(other, code=0)
    assert found["history"] == []
    assert "contradiction" in [one["code"] for one in found["remarks"]]


def test_a_settling_that_is_taken_back_is_held_against_nobody(clones):
    one, other = clones
    id_ = one.new(
        "ticket", "--title", "Lift stopped", "--first-responsible", "li.na", now=AT.format("01")
    )
    acts(one, "ticket", "resolve", id_, "--result", "new fuse", at="02")
    acts(one, "sync", at="02")
    acts(other, "sync", at="02", by="wang.wei")
    acts(one, "ticket", "reopen", id_, "--reason", "stops", at="05")
    acts(other, "ticket", "reopen", id_, "--reason", "hums", at="07", by="wang.wei")
    acts(one, "sync", at="10")
    assert other.run("sync", now=AT.format("11"), as_="wang.wei").code == 1
    acts(other, "settle", id_, "--keep", "4", at="12", by="wang.wei")
    assert other.json("check") == []
    acts(other, "undo", at="14", by="wang.wei")
    assert "verbs" in [one["rule"] for one in other.json("check", code=1)]
    assert history(other, code=0)["history"] == []
