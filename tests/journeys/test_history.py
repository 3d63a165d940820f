"""``cs log`` and ``cs diff``: what happened to records, in words, for people and programs."""

import pytest

NEW = ("ticket", "new", "--title", "Lift stopped", "--first-responsible", "li.na")


@pytest.fixture
def told(desk_in_git):
    """A ticket of Li Na's that was assigned and escalated."""
    id_ = desk_in_git.ok(*NEW).split()[0]
    desk_in_git.ok("ticket", "assign", id_, "--owner", "wu.gang", now="2026-03-02T10:05:00+08:00")
    desk_in_git.ok("ticket", "set", id_, "--department", "engineering", "--owner", "wang.wei")
    return id_


def test_a_log_tells_what_each_event_changed(desk_in_git, told):
    said = desk_in_git.ok("log", told)
    assert "owner: wu.gang" in said
    assert "owner: wu.gang → wang.wei" in said
    chinese = desk_in_git.ok("历史", told, lang="zh")
    assert "经办人: wu.gang → wang.wei" in chinese
    first, second, third = desk_in_git.json("log", told)
    assert (first["do"], first["changes"]) == ("open", [])
    assert second["changes"] == [{"field": "owner", "before": None, "after": "wu.gang"}]
    assert {one["field"] for one in third["changes"]} == {"owner", "department"}


def test_a_state_that_changes_is_told_by_its_label(desk_in_git, told):
    desk_in_git.ok("ticket", "escalate", told, "--superior", "chen.jing", "--reason", "urgent")
    said = desk_in_git.ok("log", told).splitlines()[-1]
    assert "status: registered → escalated" in said
    assert "urgent" in said


def test_a_range_shows_the_events_it_added_record_by_record(desk_in_git, told):
    before = desk_in_git.git("rev-parse", "HEAD").strip()
    other = desk_in_git.ok(*NEW).split()[0]
    desk_in_git.ok("ticket", "note", told, "-m", "called again")
    rows = desk_in_git.json("diff", f"{before}..")
    assert {(row["id"], row["do"]) for row in rows} == {(other, "open"), (told, "note")}
    assert desk_in_git.json("diff") == []


def test_what_was_changed_by_hand_is_told_as_such(desk_in_git, told):
    path = desk_in_git.path(told)
    by_hand = desk_in_git.record(told).replace("owner: wang.wei\n", "owner: li.na\n", 1)
    desk_in_git.write(path, by_hand + "The customer is angry.\n")
    (row,) = desk_in_git.json("diff")
    assert (row["id"], row["do"], row["by"]) == (told, "by-hand", None)
    assert row["changes"] == [
        {"field": "owner", "before": "wang.wei", "after": "li.na"},
        {"field": "body", "before": "", "after": "The customer is angry."},
    ]
    assert "手工改动" in desk_in_git.ok("差异", lang="zh")


def test_a_record_that_was_deleted_is_told(desk_in_git, told):
    (desk_in_git.root / desk_in_git.path(told)).unlink()
    (row,) = desk_in_git.json("diff")
    assert (row["id"], row["do"]) == (told, "deleted")


def test_personal_data_is_masked_unless_asked_for(desk_in_git):
    id_ = desk_in_git.new("customer", "--name", "Zhang Wei", "--phone", "13800001111")
    desk_in_git.ok("customer", "set", id_, "--phone", "13900002222")
    assert "13900002222" not in desk_in_git.ok("log", id_)
    assert "13900002222" not in desk_in_git.ok("--json", "diff", "HEAD~1..")
    assert "13900002222" in desk_in_git.ok("log", id_, "--no-mask")


def test_what_cannot_be_read_does_not_hide_the_rest(desk_in_git, told):
    other = desk_in_git.ok(*NEW).split()[0]
    desk_in_git.write(desk_in_git.path(told), "---\nid: [\n")
    desk_in_git.write(desk_in_git.path(other), desk_in_git.record(other) + "More.\n")
    result = desk_in_git.run("diff")
    assert result.code == 5
    assert other in result.out
    assert desk_in_git.path(told) in result.err


def test_without_a_repository_it_says_so(desk):
    assert desk.run("diff").code == 4


def test_a_review_is_told_of_other_files_too(desk_in_git, told):
    desk = desk_in_git
    desk.write("people.yaml", desk.read("people.yaml") + "# nobody else\n")
    desk.write("policy/desk.yaml", "settings: {currency: USD}\n")
    assert {(row["title"], row["do"]) for row in desk.json("diff")} == {
        ("people.yaml", "changed"), ("policy/desk.yaml", "added"),
    }  # fmt: skip
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "-m", "settings")
    desk.ok("ticket", "note", told, "-m", "called again")
    said = desk.ok("diff", "HEAD~2", lang="zh").splitlines()
    assert [line.split()[0] for line in said[1:]] == [told, "people.yaml", "policy/desk.yaml"]
    (desk.root / "policy/desk.yaml").unlink()
    (row,) = desk.json("diff")
    assert (row["id"], row["title"], row["do"]) == (None, "policy/desk.yaml", "deleted")


def test_a_range_that_runs_backwards_tells_what_is_no_longer_there(desk_in_git, told):
    (row,) = desk_in_git.json("diff", "HEAD..HEAD~2")[:1]
    assert (row["do"], row["gone"], row["changes"]) == ("assign", True, [])
    assert "no longer in the log" in desk_in_git.ok("diff", "HEAD..HEAD~2")
    assert "已不在日志中" in desk_in_git.ok("diff", "HEAD..HEAD~2", lang="zh")
    (opened,) = desk_in_git.json("diff", "HEAD..HEAD~3")
    assert (opened["id"], opened["do"]) == (told, "deleted")


def test_a_record_that_was_moved_away_is_told_as_that(desk_in_git, told):
    before, after = desk_in_git.path(told), "ticket/2026/moved.md"
    desk_in_git.git("mv", before, after)
    expected = [{"field": "path", "before": before, "after": after}]
    (row,) = desk_in_git.json("diff")
    assert (row["id"], row["do"], row["changes"]) == (told, "by-hand", expected)
    assert "file: ticket/" in desk_in_git.ok("diff")
    desk_in_git.git("commit", "--quiet", "--no-verify", "-m", "moved")
    assert desk_in_git.json("diff", "HEAD~1") == [row]


def test_before_the_first_commit_everything_is_new(desk_in_git, told):
    desk_in_git.git("update-ref", "-d", "HEAD")
    did = [row["do"] for row in desk_in_git.json("diff")]
    assert did[:3] == ["open", "assign", "set"]
    assert set(did[3:]) == {"added"}  # what is no record
    assert desk_in_git.run("diff", "HEAD").code == 4


def test_what_git_does_not_know_is_told_in_one_line(desk_in_git, told):
    for words, code, said in (
        (["nosuch"], 4, "git knows no revision nosuch"),
        (["--", "--output=x"], 2, "'--output=x' is no revision"),
        (["HEAD..nosuch"], 4, "git knows no revision nosuch"),
    ):
        found = desk_in_git.run("diff", *words)
        assert (found.code, found.out) == (code, "")
        assert found.err.splitlines()[0] == f"error: {said}"
    assert "没有版本 nosuch" in desk_in_git.run("diff", "nosuch", lang="zh").err


def test_a_merge_and_what_a_branch_alone_did_are_told(desk_in_git, told):
    desk_in_git.git("branch", "side")
    desk_in_git.ok("ticket", "note", told, "-m", "on main")
    desk_in_git.git("switch", "--quiet", "side")
    other = desk_in_git.ok(*NEW).split()[0]
    desk_in_git.git("switch", "--quiet", "main")
    (alone,) = desk_in_git.json("diff", "main...side")
    assert (alone["id"], alone["do"]) == (other, "open")
    both = desk_in_git.json("diff", "main..side")
    assert {(row["id"], row["do"], row["gone"]) for row in both} == {
        (other, "open", False), (told, "note", True),
    }  # fmt: skip
    desk_in_git.git("merge", "--quiet", "--no-edit", "side")
    (merged,) = desk_in_git.json("diff", "HEAD^..HEAD")
    assert merged["id"] == other
    (theirs,) = desk_in_git.json("diff", "HEAD^2..HEAD")
    assert (theirs["id"], theirs["do"]) == (told, "note")
