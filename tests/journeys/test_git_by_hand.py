"""People who work with git itself: merge, pull, rebase, cherry-pick, stash, on a desk."""

import subprocess

import pytest

from cs_cli.store import wiring


@pytest.fixture
def parted(desk_in_git):
    """A desk whose branches main and side have each gone on with one ticket, and its id.

    On main somebody has an owner and another a text, on side a place of work and another text.
    """
    desk = desk_in_git
    desk.write(".gitattributes", f"{wiring.LINE}\n")
    desk.git("add", ".gitattributes")
    desk.git("commit", "--quiet", "-m", "attributes")
    desk.git("config", wiring.DRIVER, wiring.driver())
    id_ = desk.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    desk.git("branch", "side")
    desk.ok("ticket", "assign", id_, "--owner", "wu.gang", now="2026-03-02T10:05:00+08:00")
    desk.git("switch", "--quiet", "side")
    desk.ok("ticket", "set", id_, "--department", "sales", now="2026-03-02T10:09:00+08:00")
    desk.git("switch", "--quiet", "main")
    return desk, id_


def unwired(desk):
    """Forget how records are merged, as a clone made by hand never knew."""
    desk.git("config", "--remove-section", "merge.cs")


def attempted(desk, *words):
    """Run git where it may fail; give its code."""
    return subprocess.run(
        ["git", "-C", desk.root, "-c", "user.name=李娜", "-c", "user.email=li.na@example.test",
         *words],
        capture_output=True, text=True, check=False,
    ).returncode  # fmt: skip


def words_of(command):
    program, *words = command.split()
    assert program == "git"
    return words


def done(desk, id_):
    return [event["do"] for event in desk.json("ticket", "show", id_)["log"]]


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "--no-edit", "side"),
        ("pull", "--no-rebase", "--no-edit", ".", "side"),
        ("pull", "--rebase", ".", "side"),
        ("rebase", "side"),
        ("cherry-pick", "side"),
    ],
    ids=" ".join,
)
def test_git_itself_merges_by_meaning(parted, words):
    desk, id_ = parted
    assert attempted(desk, *words) == 0
    shown = desk.json("ticket", "show", id_)
    assert (shown["owner"], shown["department"]) == ("wu.gang", "sales")
    assert done(desk, id_) == ["open", "assign", "set"]
    assert desk.git("status", "--porcelain") == ""
    assert desk.json("check") == []


def test_what_was_stashed_comes_back_by_meaning(parted):
    desk, id_ = parted
    desk.write(desk.path(id_), desk.record(id_).replace("title: Lift stopped", "title: Lift 3"))
    desk.git("stash")
    desk.git("merge", "--quiet", "--no-edit", "side")
    desk.git("stash", "pop")
    shown = desk.json("ticket", "show", id_)
    assert (shown["title"], shown["department"]) == ("Lift 3", "sales")


@pytest.mark.parametrize(
    "words",
    [("merge", "--no-edit", "side"), ("rebase", "side"), ("cherry-pick", "side")],
    ids=" ".join,
)
def test_without_the_driver_git_leaves_its_conflict_and_doctor_says_how_to_merge_anew(
    parted, words
):
    desk, id_ = parted
    unwired(desk)
    assert attempted(desk, *words) != 0
    line = desk.record(id_).splitlines().index("<<<<<<< HEAD") + 1
    places = {(one["path"], one["line"]) for one in desk.json("check", code=1)}
    assert (desk.path(id_), line) in places
    found = {one["name"]: one for one in desk.json("doctor", code=1)}
    assert desk.path(id_) in found["conflict"]["message"]
    assert "uncommitted" not in found
    assert {"conflict", "merge-driver"} <= found.keys()
    mended = {one["name"]: one["mended"] for one in desk.json("doctor", "--mend", code=1)}
    assert mended["merge-driver"]
    assert not mended["conflict"]
    commands = found["conflict"]["hint"].rpartition(": ")[2]
    assert commands.count("git ") == 2
    assert all(attempted(desk, *words_of(command)) == 0 for command in commands.split(" && "))
    assert sorted(done(desk, id_)) == ["assign", "open", "set"]
    assert desk.json("check") == []


def test_a_stash_that_met_a_conflict_is_still_there_and_doctor_says_so(parted):
    desk, id_ = parted
    unwired(desk)
    desk.write(desk.path(id_), desk.record(id_).replace("owner: wu.gang", "owner: wang.wei", 1))
    desk.git("stash")
    desk.write(desk.path(id_), desk.record(id_).replace("owner: wu.gang", "owner: li.na", 1))
    desk.git("commit", "--quiet", "-am", "by hand")
    assert attempted(desk, "stash", "pop") != 0
    found = {one["name"]: one for one in desk.json("doctor", "--mend", code=1)}
    commands = found["conflict"]["hint"].rpartition(": ")[2].split(" && ")
    assert all(attempted(desk, *words_of(command)) == 0 for command in commands)
    assert desk.git("stash", "list") == ""
    assert "conflict" not in {one["name"] for one in desk.json("doctor", code=1)}


def test_what_git_shows_can_be_read_without_any_setting_of_ours(parted):
    desk, id_ = parted
    unwired(desk)
    (desk.root / ".gitattributes").unlink()
    shown = desk.git("log", "-1", "-p", "--format=%s", "main", "--", desk.path(id_))
    assert shown.startswith(f"ticket {id_}: assign\n")
    assert [line for line in shown.splitlines() if line.startswith(("+", "-"))][2:] == [
        "+owner: wu.gang",
        "+  - at: 2026-03-02T10:05:00+08:00",
        "+    by: li.na",
        "+    do: assign",
        "+    owner: wu.gang",
    ]
