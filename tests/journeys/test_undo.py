"""The last own command is taken back by a new, logged change."""

import pytest

TEN = "2026-03-02T10:{:02}:00+08:00"


def at(minute: int) -> str:
    return TEN.format(minute)


@pytest.fixture(params=["ledger", "by hand"])
def either(request: pytest.FixtureRequest, desk_in_git, desk):
    """A desk that commits every command, and one that leaves committing to people."""
    if request.param == "by hand":
        desk_in_git.write("cs.yaml", desk_in_git.read("cs.yaml") + "commit: manual\n")
    return desk_in_git


def opened(desk, **options):
    return desk.new("ticket", "--title", "Lift stopped", "--first-responsible", "li.na", **options)


def dos(desk, id_):
    return [event["do"] for event in desk.json("show", id_)["log"]]


def test_fields_and_state_are_as_before_and_the_log_says_so(either):
    id_ = opened(either, now=at(0))
    owed = either.json("due", "--all", now=at(30))
    either.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    either.ok("ticket", "resolve", id_, "--result", "new fuse", now=at(9))
    assert either.json("show", id_)["status"] == "resolved"
    said = either.json("undo", now=at(10))
    assert said["op"] == "ticket.resolve"
    record, callback = said["records"]
    assert (record["id"], record["status"]) == (id_, "open")
    assert (callback["kind"], callback["status"]) == ("callback", "void")
    assert [event["do"] for event in record["undoes"]] == ["resolve"]
    shown = either.json("show", id_)
    assert (shown["status"], shown["owner"]) == ("open", "wu.gang")
    assert "result" not in shown
    assert shown["log"][-1]["undoes"] == ["2026-03-02T10:09:00+08:00 li.na resolve"]
    assert either.run("check").code == 0
    assert either.json("undo", now=at(11))["op"] == "ticket.assign"
    assert "owner" not in either.json("show", id_)
    assert dos(either, id_) == ["open", "assign", "resolve", "undo", "undo"]
    assert either.run("check").code == 0
    assert either.json("due", "--all", now=at(30)) == owed


def test_a_new_record_is_void_and_owes_nothing(either):
    id_ = opened(either, now=at(0))
    either.ok("undo", now=at(1))
    assert either.json("show", id_)["status"] == "void"
    assert either.json("due", "--all", "--kind", "ticket", now=at(2)) == []
    assert either.run("check").code == 0
    again = either.run("undo", now=at(2))
    assert (again.code, again.out) == (4, "")
    assert "nothing here that could be taken back" in again.err


def test_the_commit_names_what_it_takes_back(desk_in_git):
    id_ = opened(desk_in_git)
    desk_in_git.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    last = desk_in_git.git("rev-parse", "HEAD").strip()
    desk_in_git.ok("undo", now=at(6))
    form = "--format=%s|%an|%(trailers:key=Cs-Op,valueonly)|%(trailers:key=Cs-Undoes,valueonly)"
    said = [part.strip() for part in desk_in_git.git("log", "-1", form).split("|")]
    assert said == [f"ticket {id_}: undo", "李娜", "ticket.undo", last]
    assert desk_in_git.git("status", "--porcelain") == ""


def test_what_somebody_else_did_since_stays(either):
    id_ = opened(either)
    either.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    either.ok("ticket", "note", id_, "-m", "called", now=at(6), as_="wang.wei")
    before = either.record(id_)
    result = either.run("undo", now=at(7))
    assert (result.code, result.out) == (3, "")
    assert "note by wang.wei at 2026-03-02T10:06:00+08:00" in result.err
    assert either.record(id_) == before


def test_what_somebody_else_did_elsewhere_is_no_concern(either):
    id_ = opened(either)
    either.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    other = opened(either, now=at(6), as_="wang.wei")
    either.ok("undo", now=at(7))
    assert dos(either, id_) == ["open", "assign", "undo"]
    assert dos(either, other) == ["open"]


def test_entries_of_lists_go_again_with_their_lines(either):
    id_ = opened(either)
    either.ok("ticket", "urge", id_, "--said", "soon", now=at(5))
    before = either.record(id_)
    either.ok("ticket", "urge", id_, "--said", "now", now=at(6))
    either.ok("undo", now=at(7))
    after = either.record(id_)
    assert after.startswith(before.removesuffix("---\n").rstrip("\n")[:200])
    assert [one["said"] for one in either.json("show", id_)["urges"]] == ["soon"]
    assert either.run("check").code == 0
    either.ok("undo", now=at(8))
    assert "urges" not in either.json("show", id_)
    assert either.run("check").code == 0


def test_too_long_ago_is_refused_unless_a_policy_allows_it(desk_in_git):
    id_ = opened(desk_in_git)
    desk_in_git.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    later = "2026-03-03T10:05:01+08:00"
    result = desk_in_git.run("undo", now=later)
    assert result.code == 3
    assert "after 24 hours nothing is undone" in result.err
    desk_in_git.write("policy/ours.yaml", "settings: {undo.within: 2 working days}\n")
    desk_in_git.ok("undo", now=later)
    desk_in_git.write("policy/ours.yaml", "settings: {undo.within: soon}\n")
    assert desk_in_git.run("undo", now=later).code == 5


def test_dry_run_shows_the_diff_and_writes_nothing(either):
    id_ = opened(either)
    either.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    before = either.record(id_)
    said = either.ok("undo", "--dry-run", now=at(6))
    assert "+    do: undo" in said
    assert "-owner: wu.gang" in said
    assert either.record(id_) == before


def test_it_speaks_chinese(desk_in_git):
    id_ = opened(desk_in_git)
    desk_in_git.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    said = desk_in_git.ok("撤销", now=at(6), lang="zh")
    assert "已撤销" in said
    assert id_ in said
    told = desk_in_git.ok("历史", id_, lang="zh")
    assert "撤销" in told


def test_the_roster_is_as_before(desk_in_git):
    desk_in_git.git("add", ".")
    before = desk_in_git.read("roster/2026-03.yaml")
    desk_in_git.ok("roster", "set", "2026-03-05", "night", "li.na", as_="zhao.min", now=at(5))
    assert desk_in_git.read("roster/2026-03.yaml") != before
    desk_in_git.ok("undo", as_="zhao.min", now=at(6))
    assert desk_in_git.read("roster/2026-03.yaml") == before
    assert desk_in_git.run("undo", as_="zhao.min", now=at(7)).code == 4


def test_the_history_tells_what_was_taken_back(either):
    id_ = opened(either)
    either.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(5))
    either.ok("undo", "-m", "wrong person", now=at(6))
    rows = either.json("log", id_)
    assert [(row["do"], row["undone"]) for row in rows] == [
        ("open", False),
        ("assign", True),
        ("undo", False),
    ]
    assert [change["after"] for change in rows[1]["changes"]] == ["wu.gang"]
    assert [change["before"] for change in rows[2]["changes"]] == ["wu.gang"]
    assert rows[2]["note"] == "wrong person"
    told = either.ok("log", id_)
    assert "takes back" in told
    assert "taken back later" in told


def test_a_rule_may_forbid_it(desk_in_git):
    id_ = opened(desk_in_git)
    desk_in_git.ok("ticket", "resolve", id_, now=at(5))
    guard = (
        "{says: {en: told the customer, zh: 已告知客户}, on: {kind: ticket, do: undo, status: %s}}"
    )
    desk_in_git.write("policy/ours.yaml", "guards: {told: " + guard % "resolved" + "}\n")
    result = desk_in_git.run("undo", now=at(6))
    assert (result.code, result.out) == (3, "")
    assert "told the customer" in result.err
    assert dos(desk_in_git, id_) == ["open", "resolve"]
    desk_in_git.write("policy/ours.yaml", "guards: {told: " + guard % "closed" + "}\n")
    desk_in_git.ok("undo", now=at(6))


def test_what_is_said_of_it_is_chinese(desk_in_git):
    desk = desk_in_git
    id_ = opened(desk, now=at(0))
    desk.ok("ticket", "resolve", id_, "--result", "new fuse", now=at(5))
    late = desk.run("undo", now="2026-03-04T10:00:00+08:00", lang="zh").err
    assert "本人最近一次操作 工单：解决 在 2026-03-02 10:05，超过 24小时 不再撤销" in late
    assert "已撤销：工单：解决" in desk.ok("undo", now=at(6), lang="zh")
    assert "撤销 解决 (li.na, 2026-03-02 10:05 周一)" in desk.ok("show", id_, lang="zh")
    desk.ok("ticket", "assign", id_, "--owner", "wu.gang", now=at(7), as_="chen.jing")
    gone_on = desk.run("undo", now=at(8), lang="zh").err
    assert f"{id_} 之后又有变动：chen.jing 于 2026-03-02T10:07:00+08:00 分派" in gone_on
