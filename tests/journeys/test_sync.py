"""Clones of a desk exchange their work: merged by meaning, sent on, nothing lost."""

import subprocess
from dataclasses import replace

import pytest


@pytest.fixture
def hub(desk_in_git, tmp_path):
    """A bare repository that the desk is exchanged with."""
    place = tmp_path / "hub.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", place], check=True)
    desk_in_git.git("remote", "add", "origin", str(place))
    return place


@pytest.fixture
def clones(desk_in_git, hub, tmp_path):
    """Two desks: Li Na's own, and a clone of it that Wang Wei has."""
    desk_in_git.write(".gitattributes", "*.md merge=cs\n")
    desk_in_git.git("add", ".gitattributes")
    desk_in_git.git("commit", "--quiet", "-m", "attributes")
    desk_in_git.ok("sync")
    other = replace(desk_in_git, root=tmp_path / "other", runs=1000)
    desk_in_git.git("clone", "--quiet", str(hub), str(other.root))
    return desk_in_git, other


def sent(desk, **options):
    """Sync and give what came and went."""
    found = desk.json("sync", **options)
    return found["received"], found["sent"]


def test_two_clones_that_changed_one_ticket_have_both_changes(clones):
    one, other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    assert sent(one) == (0, 1)
    assert sent(other) == (1, 0)
    one.ok("ticket", "assign", id_, "--owner", "wu.gang", now="2026-03-02T10:05:00+08:00")
    there = {"as_": "wang.wei"}
    other.ok(
        "ticket", "set", id_, "--department", "sales", now="2026-03-02T10:07:00+08:00", **there
    )
    other.ok("ticket", "set", id_, "--owner", "wang.wei", now="2026-03-02T10:09:00+08:00", **there)
    assert sent(one) == (0, 1)
    assert sent(other, code=1) == (1, 3)  # two owners at once are told
    assert sent(one, code=1) == (3, 0)
    assert one.record(id_) == other.record(id_)
    shown = one.json("ticket", "show", id_)
    assert [event["do"] for event in shown["log"]] == ["open", "assign", "set", "set"]
    assert (shown["owner"], shown["status"]) == ("wang.wei", "open")
    assert "(contested)" in one.run("check").out
    trailers = one.git("log", "-1", "--format=%s|%an|%(trailers:key=Cs-Op,valueonly)").split("|")
    assert [part.strip() for part in trailers] == ["desk: merge", "李娜", "merge"]


def test_a_dry_run_tells_what_waits_and_moves_nothing(clones):
    """Nothing is fetched into the desk, nothing is sent."""
    here, there = clones
    there.new("ticket", "--title", "Door stuck")
    there.ok("sync")
    here.new("ticket", "--title", "Lift stopped")
    before = here.git("rev-parse", "HEAD")
    assert "to receive 1, to send 1" in here.ok("sync", "--dry-run")
    assert "将收到 1 个提交，将发送 1 个" in here.run("sync", "--dry-run", "--lang", "zh").out
    assert here.git("rev-parse", "HEAD") == before
    assert "received 1, sent 2" in here.ok("sync")


def test_records_of_both_clones_are_there_in_both(clones):
    one, other = clones
    first = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    second = other.new("ticket", "--title", "Door open", "--first-responsible", "li.na")
    for desk in (one, other, one):
        desk.ok("sync")
    for desk in clones:
        ids = {row["id"] for row in desk.json("ticket", "list")}
        assert ids == {first, second}


def test_without_a_remote_it_says_how_to_name_one(desk_in_git, desk):
    result = desk_in_git.run("sync")
    assert (result.code, result.out) == (4, "")
    assert "git remote add origin URL" in result.err
    assert "git remote add origin 地址" in desk_in_git.run("sync", lang="zh").err


def test_offline_everything_is_kept_and_counted(clones, hub):
    one, _other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    hub.rename(hub.with_name("gone.git"))
    result = one.run("sync")
    assert result.code == 6
    assert "commits waiting to be sent: 1" in result.err
    hub.with_name("gone.git").rename(hub)
    assert sent(one) == (0, 1)
    assert one.json("ticket", "show", id_)["id"] == id_


def test_a_branch_that_takes_nothing_gets_one_for_review(clones, hub):
    one, _other = clones
    hook = hub / "hooks" / "update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ]\n')
    hook.chmod(0o755)
    one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    said = one.ok("sync")
    (branch,) = [word for word in said.split() if word.startswith("cs/li.na/")]
    assert (
        branch
        in subprocess.run(
            ["git", "-C", hub, "branch", "--list", branch],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )


def test_what_is_no_record_is_left_to_a_person_and_the_desk_as_it_was(clones):
    one, other = clones
    for desk, hour in ((one, "17"), (other, "16")):
        desk.write("calendar.yaml", desk.read("calendar.yaml").replace("18:00", f"{hour}:00"))
        desk.git("commit", "--quiet", "-am", "hours")
    one.ok("sync")
    before = other.git("rev-parse", "HEAD")
    result = other.run("sync")
    assert (result.code, result.out) == (6, "")
    assert "calendar.yaml" in result.err
    assert "git merge origin/main" in result.err
    assert other.git("rev-parse", "HEAD") == before
    assert other.git("status", "--porcelain") == ""


def test_what_was_changed_by_hand_is_neither_lost_nor_sent(clones):
    one, other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    sent(one)
    sent(other)
    one.ok("ticket", "set", id_, "--department", "sales")
    sent(one)
    other.write(other.path(id_), other.record(id_) + "by hand\n")
    result = other.run("sync")
    assert result.code == 6
    assert "by hand" in result.err
    assert other.record(id_).endswith("by hand\n")


def test_a_broken_record_that_came_in_is_told_and_nothing_is_sent(clones):
    one, other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    one.write(one.path(id_), one.record(id_).replace("status: open", "status: closed"))
    one.git("commit", "--quiet", "-am", "by hand")
    one.git("push", "--quiet", "origin", "HEAD:main")
    other.new("ticket", "--title", "Door open", "--first-responsible", "li.na")
    result = other.run("sync")
    assert result.code == 1
    assert "status is closed" in result.out
    assert "received 2, nothing was sent" in result.out


def test_what_only_both_together_break_is_sent_and_taken_by_a_server(clones, hub):
    one, other = clones
    assert one.run("-C", str(hub), "doctor", "--mend", cwd=hub.parent).code == 0
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    one.ok("ticket", "resolve", id_, "--result", "new fuse", now="2026-03-02T10:02:00+08:00")
    one.ok("ticket", "set", id_, "--satisfaction", "satisfied", now="2026-03-02T10:03:00+08:00")
    sent(one)
    sent(other)
    other.ok("ticket", "set", id_, "--satisfaction", "", now="2026-03-02T10:04:00+08:00")
    one.ok("ticket", "call-back", id_, now="2026-03-02T10:05:00+08:00")
    sent(one)
    result = other.run("sync")
    assert result.code == 1
    assert "satisfaction" in result.out
    assert "received 1, sent 2" in result.out


def test_of_a_new_branch_only_what_is_new_is_counted(clones):
    one, _other = clones
    one.git("switch", "--quiet", "-c", "trial")
    one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    assert one.ok("sync") == "origin/trial: received 0, sent 1\n"
    assert sent(one) == (0, 0)


def test_another_desk_is_not_merged_with_this_one(clones, tmp_path):
    one, other = clones
    other.git("checkout", "--quiet", "--orphan", "another")
    other.git("commit", "--quiet", "-m", "begun anew")
    other.git("push", "--quiet", "--force", "origin", "HEAD:main")
    head = one.git("rev-parse", "HEAD")
    result = one.run("sync")
    assert (result.code, result.out) == (6, "")
    assert "origin/main has nothing in common with the history of this desk" in result.err
    assert "git remote -v" in result.err
    assert "毫无共同之处" in one.run("sync", lang="zh").err
    assert one.git("rev-parse", "HEAD") == head
    assert one.git("status", "--porcelain") == ""


def test_nothing_is_sent_for_as_long_as_the_problem_is_there(clones, hub):
    one, other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    sound = one.record(id_)
    one.write(one.path(id_), sound.replace("status: open", "status: closed"))
    one.git("commit", "--quiet", "-am", "by hand")
    one.git("push", "--quiet", "origin", "HEAD:main")
    other.new("ticket", "--title", "Door open", "--first-responsible", "li.na")
    there = one.git("ls-remote", str(hub), "main")
    for received in (2, 0, 0):
        found = other.json("sync", code=1)
        assert (found["received"], found["sent"], found["held"]) == (received, 0, True)
        assert [problem["rule"] for problem in found["problems"]] == ["status"]
    assert one.git("ls-remote", str(hub), "main") == there
    other.write(other.path(id_), sound)
    other.git("commit", "--quiet", "-am", "put right")
    assert sent(other) == (0, 3)


def test_what_is_broken_here_is_not_sent_though_nothing_came(clones, hub):
    one, _other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    sent(one)
    sound = one.record(id_)
    one.write(one.path(id_), sound.replace("status: open", "status: closed"))
    one.git("commit", "--quiet", "--no-verify", "-am", "by hand")
    result = one.run("sync")
    assert result.code == 1
    assert "nothing was sent" in result.out
    one.write(one.path(id_), sound)
    one.git("commit", "--quiet", "-am", "put right")
    assert sent(one) == (0, 2)


def test_what_was_wrong_before_holds_nothing_back(clones):
    """A rule that is new, say: whoever goes on with an old record has not made it wrong."""
    one, _other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    one.write(one.path(id_), one.record(id_).replace("status:", "odd: x\nstatus:"))
    one.git("commit", "--quiet", "-am", "by hand")
    one.git("push", "--quiet", "origin", "HEAD:main")
    assert [problem["path"] for problem in one.json("check", code=1)] == [one.path(id_)]
    one.ok("ticket", "note", id_, "-m", "called")
    assert sent(one) == (0, 1)


def test_what_both_wrote_by_hand_is_told_once_and_nothing_of_the_text_is_lost(clones):
    one, other = clones
    id_ = one.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na")
    one.write(one.path(id_), one.record(id_) + "She called.\n")
    one.git("commit", "--quiet", "-am", "by hand")
    sent(one)
    sent(other)
    for desk, owner, text in ((one, "li.na", "He waits."), (other, "wu.gang", "She waits.")):
        by_hand = desk.record(id_).replace("Lift stopped", f"Lift of {owner}")
        by_hand = by_hand.replace("status: open\n", f"status: open\nowner: {owner}\n")
        desk.write(desk.path(id_), f"{by_hand}{text}\n")
        desk.git("commit", "--quiet", "-am", "by hand")
    sent(one)
    found = other.run("sync")
    assert found.code == 1
    by_hand = "changed by hand on both sides"
    assert f"{id_}: owner was {by_hand}: li.na, and wu.gang, which stands" in found.out
    assert f"{id_}: title was {by_hand}; one of them stands" in found.out
    place = next(line for line in found.out.splitlines() if "into the text" in line)
    lines = other.record(id_).splitlines()
    assert place.startswith(f"{other.path(id_)}:{lines.index('He waits.') + 1}: {id_}: ")
    assert lines[-4:] == ["She called.", "He waits.", "", "She waits."]
    assert "owner: wu.gang" in lines
    assert sent(other) == (0, 0)
    assert sent(one) == (2, 0)
    assert one.record(id_) == other.record(id_)
