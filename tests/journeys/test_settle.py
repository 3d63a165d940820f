"""Two clones contradict each other: it is shown, and a person says what holds."""

import json
import subprocess
from dataclasses import replace

import pytest


@pytest.fixture
def clones(desk_in_git, tmp_path):
    """Two desks that share a remote: Li Na's own, and a clone of it that Wang Wei has."""
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", hub], check=True)
    desk_in_git.git("remote", "add", "origin", str(hub))
    desk_in_git.write(".gitattributes", "*.md merge=cs\n")
    desk_in_git.git("add", ".gitattributes")
    desk_in_git.git("commit", "--quiet", "-m", "attributes")
    desk_in_git.ok("sync")
    other = replace(desk_in_git, root=tmp_path / "other", runs=1000)
    desk_in_git.git("clone", "--quiet", str(hub), str(other.root))
    return desk_in_git, other


def at(minute):
    return f"2026-03-02T10:{minute:02}:00+08:00"


def shared(clones, *words):
    """Give a ticket that both have."""
    id_ = clones[0].new(
        "ticket", "--title", "Lift stopped", "--first-responsible", "li.na", *words, now=at(0)
    )
    meet(clones)
    return id_


def meet(clones):
    """Sync until everybody has everything; give the codes."""
    codes = [desk.run("sync").code for desk in (*clones, *clones)]
    assert len({desk.git("rev-parse", "HEAD^{tree}") for desk in clones}) == 1
    return codes


def contradictions(clones):
    """Give the pairs that every clone names, as entries of the log."""
    told = []
    for desk in clones:
        result = desk.run("--json", "check")
        problems = json.loads(result.out)
        assert result.code == (1 if problems else 0)
        assert [one for one in problems if not one["events"]] == []
        told.append([tuple(event["do"] for event in one["events"]) for one in problems])
    assert told[0] == told[1]
    return told[0]


def in_chinese(desk):
    return desk.run("check", lang="zh").out


@pytest.mark.parametrize(
    ("keep", "owner"), [("2", "wu.gang"), ("3", "wang.wei"), ("wang.wei", "wang.wei")]
)
def test_two_owners_are_shown_until_somebody_says_which(clones, keep, owner):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "set", id_, "--owner", "wang.wei", now=at(6), as_="wang.wei")
    assert 1 in meet(clones)
    assert contradictions(clones) == [("assign", "set")]
    said = one.run("check").out
    assert "(contested)" in said
    assert f"cs settle {id_} --keep 2 or cs settle {id_} --keep 3" in said
    assert f"cs settle {id_} --keep 2" in in_chinese(one)
    one.ok("settle", id_, "--keep", keep, now=at(9))
    meet(clones)
    assert contradictions(clones) == []
    shown = other.json("show", id_)
    assert shown["owner"] == owner
    assert [event["do"] for event in shown["log"]] == ["open", "assign", "set", "adjudicate"]
    assert one.run("settle", id_, "--keep", "2").code == 4


def test_a_later_change_of_that_field_settles_it_too(clones):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "assign", id_, "--owner", "wang.wei", now=at(6), as_="wang.wei")
    meet(clones)
    assert contradictions(clones) == [("assign", "assign")]
    other.ok("ticket", "assign", id_, "--owner", "chen.jing", now=at(20))
    meet(clones)
    assert contradictions(clones) == []


def test_the_same_words_are_no_contradiction(clones):
    id_ = shared(clones)
    for minute, desk in enumerate(clones, 5):
        desk.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(minute))
    meet(clones)
    assert contradictions(clones) == []


@pytest.mark.parametrize("minutes", [(5, 6), (6, 5)])
@pytest.mark.parametrize(("keep", "status"), [("assign", "open"), ("void", "void")])
def test_voided_here_and_worked_on_there(clones, keep, status, minutes):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(minutes[0]))
    other.ok("ticket", "void", id_, "-m", "entered twice", now=at(minutes[1]), as_="wang.wei")
    meet(clones)
    assert {frozenset(pair) for pair in contradictions(clones)} == {frozenset({"assign", "void"})}
    assert one.json("show", id_)["status"] == "void"
    other.ok("settle", id_, "--keep", keep, now=at(9))
    meet(clones)
    assert contradictions(clones) == []
    shown = one.json("show", id_)
    assert shown["status"] == status
    assert shown.get("owner") == ("wu.gang" if keep == "assign" or minutes == (5, 6) else None)


def leave(clones):
    one, _other = clones
    id_ = one.new(
        "leave", "--type", "ordinary-personal", "--reason", "moving house", "--from", "2026-03-09",
        "--to", "2026-03-09", "--replacement", "wang.wei", now=at(0),
    )  # fmt: skip
    meet(clones)
    return id_


def test_approved_here_and_refused_there(clones):
    one, other = clones
    id_ = leave(clones)
    one.ok("leave", "approve", id_, "--opinion", "yes", now=at(5), as_="chen.jing")
    other.ok("leave", "reject", id_, "--opinion", "no", now=at(6), as_="chen.jing")
    meet(clones)
    assert contradictions(clones) == [("approve", "reject")]
    one.ok("settle", id_, "--keep", "reject", now=at(9), as_="chen.jing")
    meet(clones)
    assert contradictions(clones) == []
    assert other.json("show", id_)["status"] == "rejected"


def test_two_people_who_settle_it_differently_are_shown_in_turn(clones):
    one, other = clones
    id_ = leave(clones)
    one.ok("leave", "approve", id_, "--opinion", "yes", now=at(5), as_="chen.jing")
    other.ok("leave", "reject", id_, "--opinion", "no", now=at(6), as_="chen.jing")
    meet(clones)
    one.ok("settle", id_, "--keep", "reject", now=at(9), as_="chen.jing")
    other.ok("settle", id_, "--keep", "approve", now=at(10), as_="chen.jing")
    meet(clones)
    assert contradictions(clones)
    one.ok("settle", id_, "--keep", "approve", now=at(12), as_="chen.jing")
    meet(clones)
    assert contradictions(clones) == []
    assert other.json("show", id_)["status"] == "approved"


def test_two_people_who_settle_it_alike_are_done(clones):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "assign", id_, "--owner", "wang.wei", now=at(6), as_="wang.wei")
    meet(clones)
    for minute, desk in enumerate(clones, 10):
        desk.ok("settle", id_, "--keep", "2", now=at(minute))
    meet(clones)
    assert contradictions(clones) == []
    assert one.json("show", id_)["owner"] == "wu.gang"


def test_only_who_may_do_it_may_say_that_it_holds(clones):
    one, other = clones
    id_ = leave(clones)
    one.ok("leave", "approve", id_, "--opinion", "yes", now=at(5), as_="chen.jing")
    other.ok("leave", "reject", id_, "--opinion", "no", now=at(6), as_="chen.jing")
    meet(clones)
    result = one.run("settle", id_, "--keep", "approve", now=at(9), as_="wu.gang")
    assert (result.code, result.out) == (3, "")


def test_it_says_what_can_be_kept(clones):
    one, other = clones
    id_ = shared(clones)
    assert one.run("settle", id_).code == 4
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "assign", id_, "--owner", "wang.wei", now=at(6), as_="wang.wei")
    meet(clones)
    both = one.run("settle", id_, "--keep", "2", "--keep", "3", now=at(9))
    assert (both.code, both.out) == (3, "")  # one owner, not two
    for words in ([], ["--keep", "9"], ["--keep", "assign"]):
        result = one.run("settle", id_, *words)
        assert (result.code, result.out) == (2, "")
        assert "--keep 2: assign by li.na at 2026-03-02T10:05:00+08:00" in result.err
    said = one.ok("裁定", id_, "--保留", "3", "--dry-run", lang="zh", now=at(9))
    assert "do: adjudicate" in said
    assert contradictions(clones)


def test_what_is_said_of_it_is_chinese_and_chinese_is_understood(clones):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "set", id_, "--owner", "wang.wei", now=at(6), as_="wang.wei")
    meet(clones)
    assert "li.na 于 2026-03-02T10:05:00+08:00 分派" in in_chinese(one)
    assert "wang.wei 于 2026-03-02T10:06:00+08:00 修改" in in_chinese(one)
    assert (
        "--keep 2: li.na 于 2026-03-02T10:05:00+08:00 分派" in one.run("裁定", id_, lang="zh").err
    )
    one.ok("裁定", id_, "--保留", "分派", now=at(9))
    assert one.json("show", id_)["owner"] == "wu.gang"


@pytest.mark.parametrize("keep", ["assign", "void"])
def test_undo_of_what_settled_it_leaves_it_as_it_was_before(clones, keep):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other.ok("ticket", "void", id_, "-m", "entered twice", now=at(6), as_="wang.wei")
    meet(clones)
    told = contradictions(clones)
    one.ok("settle", id_, "--keep", keep, now=at(9))
    one.ok("undo", now=at(10))
    meet(clones)
    assert contradictions(clones) == told
    assert other.json("show", id_)["status"] == "void"
    found = json.loads(one.run("--json", "audit", "--whole", now=at(12)).out)
    assert [flaw for flaw in found["history"] if flaw["path"]] == []
    assert "contradiction" in {flaw["code"] for flaw in found["remarks"]}


def test_a_record_that_may_be_void_may_still_be_named(clones):
    one, other = clones
    id_ = shared(clones)
    one.ok("ticket", "resolve", id_, "--result", "new fuse", now=at(5))
    other.ok("ticket", "void", id_, "-m", "entered twice", now=at(6), as_="wang.wei")
    meet(clones)  # with a call back for a ticket that is void elsewhere
    assert {frozenset(pair) for pair in contradictions(clones)} == {frozenset({"resolve", "void"})}
    one.ok("settle", id_, "--keep", "void", now=at(9))
    assert "is void (references)" in one.run("check").out
