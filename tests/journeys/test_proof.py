"""``cs audit`` proves that the history in git obeyed the rules, and names what did not."""

import pytest

AT = "2026-03-02T10:{}:00+08:00"


@pytest.fixture
def honest(desk_in_git):
    """A desk with a ticket that was opened, noted and assigned by commands."""
    desk = desk_in_git
    id_ = desk.new("ticket", "--title", "Lift stopped", now=AT.format("00"))
    desk.ok("ticket", "note", id_, "-m", "called the firm", now=AT.format("05"))
    desk.ok("ticket", "set", id_, "--owner", "wang.wei", now=AT.format("10"))
    return desk, id_


def audited(desk, *words: str, code: int = 1):
    return desk.json("audit", *words, code=code, now=AT.format("30"))


def codes(desk, *words: str):
    return [one["code"] for one in audited(desk, "HEAD~1..", *words)["history"]]


def test_an_honest_history_is_proven_without_a_word(honest):
    desk, _id = honest
    answer = audited(desk, code=0)
    assert answer["history"] == []
    assert answer["proven"] == {"commits": 4, "events": 3, "unproven": 0, "since": None}
    assert desk.ok("audit", now=AT.format("30")) == ""  # nothing for cron to mail


def test_a_field_changed_by_hand_is_told_with_commit_file_and_person(honest):
    desk, id_ = honest
    desk.write(desk.path(id_), desk.record(id_).replace("Lift stopped", "All is well"))
    desk.git("commit", "-qam", "tidy up")
    (found,) = audited(desk)["history"]
    assert (found["code"], found["id"], found["person"]) == ("unlogged", id_, "li.na")
    assert found["commit"] == desk.git("rev-parse", "HEAD").strip()
    assert "Lift stopped → All is well" in found["message"]
    told = desk.run("--format", "table", "audit", now=AT.format("30"), COLUMNS="220")
    assert told.code == 1
    assert found["commit"][:12] in told.out
