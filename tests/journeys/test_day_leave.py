"""Leave at the telecom duty desk, typed in both languages: asked, approved, refused.

Li Na's shift begins at 8:00. Her line is Chen Jing (supervisor), Zhao Min (manager).
"""

import pytest
from clerk import packs

DAYS = "--from 2026-03-03 --to 2026-03-03 --reason family"
MORNING = "2026-03-03T06:59"


@pytest.fixture
def at_the_desk(clerk):
    packs(clerk.desk, "TEL")
    return clerk


@pytest.fixture
def asked(at_the_desk):
    """Special private leave of Li Na, asked 61 minutes before the shift."""
    return at_the_desk.new(f"leave new --type special-personal {DAYS}", MORNING)


def test_special_leave_is_asked_for_an_hour_before_the_shift(at_the_desk):
    """LVE-04: 61 minutes before is in time, so are 60; 59 are not."""
    ask = f"leave new --type special-personal {DAYS}"
    for time in ("2026-03-03T06:59", "2026-03-03T07:00"):
        at_the_desk.ok(f"leave cancel {at_the_desk.new(ask, time)}", time)
    why = at_the_desk.refused(ask, "2026-03-03T07:01")
    assert at_the_desk.sees("refused (LVE-04)", "不允许（LVE-04）") in why
    assert at_the_desk.sees("the latest was 2026-03-03 07:00", "最迟2026-03-03 07:00") in why
    assert at_the_desk.sees("has begun (2026-03-03 08:00)", "班次开始（2026-03-03 08:00）") in why


def test_ordinary_leave_is_asked_for_the_day_before(at_the_desk):
    """LVE-03: the previous day will do, its evening too; the same day will not."""
    ask = f"leave new --type ordinary-personal {DAYS}"
    at_the_desk.ok(f"leave cancel {at_the_desk.new(ask, '20:00')}", "20:00")
    why = at_the_desk.refused(ask, "2026-03-03T06:00")
    assert at_the_desk.sees("refused (LVE-03)", "不允许（LVE-03）") in why
    assert at_the_desk.sees("one day before", "提前一天申请") in why


def test_leave_asked_for_once_the_shift_has_begun_is_an_exception(at_the_desk):
    """LVE-02, LVE-05: with a reason it waits as a late request, and until then is absence."""
    late = "2026-03-03T09:30"
    bare = "leave new --type sick --from 2026-03-03 --to 2026-03-03"
    why = at_the_desk.refused(bare, late)
    assert at_the_desk.sees("refused (LVE-02)", "不允许（LVE-02）") in why
    assert at_the_desk.sees("the shift has begun", "班次已开始") in why
    id_ = at_the_desk.new(f"{bare} --reason fever", late)
    assert at_the_desk.shown(id_)["status"] == "pending-exception"
    listed = at_the_desk.ok("leave list", late)
    assert at_the_desk.sees("late request", "补假待批") in listed
    # Asked for one second before the shift it is ordinary sick leave.
    early = at_the_desk.new(f"{bare} --reason fever", "2026-03-03T07:59:59", as_="wang.wei")
    assert at_the_desk.shown(early)["status"] == "requested"
    assert (id_, "approved-or-absent", "LVE-06") in at_the_desk.due(late)
    why = at_the_desk.refused(f"leave approve {id_}", late, as_="wang.wei")
    assert at_the_desk.sees("refused", "不允许") in why
    said = at_the_desk.ok(f"leave approve {id_}", "2026-03-03T09:40", as_="chen.jing")
    assert said.startswith(f"{id_}: {at_the_desk.sees('approved', '已批准')}")
    assert at_the_desk.shown(id_)["approved_at"] == "2026-03-03T09:40:00+08:00"
    assert (id_, "approved-or-absent", "LVE-06") not in at_the_desk.due("2026-03-03T09:41")


def test_late_leave_is_not_approved_by_somebody_without_a_managers_role(at_the_desk):
    """LVE-05: reporting to a clerk does not make that clerk a manager."""
    people = at_the_desk.desk.read("people.yaml")
    at_the_desk.desk.write(
        "people.yaml", people.replace("reports_to: chen.jing", "reports_to: wang.wei", 1)
    )
    ask = f"leave new --type sick {DAYS}"
    id_ = at_the_desk.new(ask, "2026-03-03T09:30")
    why = at_the_desk.refused(f"leave approve {id_}", "2026-03-03T09:40", as_="wang.wei")
    assert "LVE-05" in why
    assert at_the_desk.sees("takes effect when approved by", "批准方可生效") in why


def test_private_leave_goes_level_by_level(at_the_desk, asked):
    """LVE-07: the manager before the supervisor is refused, then each in turn is not."""
    why = at_the_desk.refused(f"leave approve {asked}", MORNING, as_="zhao.min")
    assert "LVE-07" in why
    said = at_the_desk.sees(
        "not level by level: next is 陈静 (chen.jing)", "不得越级审批：应先由陈静"
    )
    assert said in why
    at_the_desk.ok(f"leave approve {asked} --opinion fine", MORNING, as_="chen.jing")
    assert at_the_desk.shown(asked)["status"] == "requested"
    why = at_the_desk.refused(f"leave approve {asked}", MORNING, as_="chen.jing")
    assert "赵敏" in why
    said = at_the_desk.ok(f"leave approve {asked}", MORNING, as_="zhao.min")
    assert said.startswith(f"{asked}: {at_the_desk.sees('approved', '已批准')}")
    approvals = at_the_desk.shown(asked)["approvals"]
    assert [(a["by"], a.get("opinion")) for a in approvals] == [
        ("chen.jing", "fine"), ("zhao.min", None),
    ]  # fmt: skip


def test_nobody_of_another_line_approves_nor_the_person_alone(at_the_desk, asked):
    """LVE-07: crossing to another line is refused, and so is approving one's own leave."""
    people = at_the_desk.desk.read("people.yaml")
    other = "- id: ma.li\n  name: 马丽\n  roles: [supervisor]\n  reports_to: zhao.min\n"
    at_the_desk.desk.write("people.yaml", people + other)
    for person in ("ma.li", "wu.gang", "li.na"):
        why = at_the_desk.refused(f"leave approve {asked}", MORNING, as_=person)
        assert at_the_desk.sees("refused (LVE-07)", "不允许（LVE-07）") in why
        names = "chen.jing, zhao.min, sun.li"
        assert (
            at_the_desk.sees(f"not a superior of li.na; it is for: {names}", f"应由 {names}") in why
        )


@pytest.mark.parametrize("type_", ["special-personal", "ordinary-personal"])
def test_nobody_asks_for_a_colleagues_private_leave(at_the_desk, type_):
    """LVE-08: Wang for Li is refused."""
    line = f"leave new --type {type_} --person li.na --from 2026-03-05 --to 2026-03-05"
    why = at_the_desk.refused(line, as_="wang.wei")
    assert at_the_desk.sees("refused (LVE-08)", "不允许（LVE-08）") in why
    assert (
        at_the_desk.sees("asked for in person (li.na, wang.wei)", "须本人申请（li.na, wang.wei）")
        in why
    )


def test_a_colleague_asks_for_sick_leave(at_the_desk):
    """LVE-08: sickness is the exception."""
    line = "leave new --type sick --person li.na --from 2026-03-05 --to 2026-03-05"
    leave = at_the_desk.shown(at_the_desk.new(line, as_="wang.wei"))
    assert (leave["person"], leave["requested_by"]) == ("li.na", "wang.wei")
    assert leave["status"] == "requested"


def test_leave_asked_for_is_not_moved_forward_afterwards(at_the_desk):
    """Nor does a leave of next week become one of this morning."""
    line = "leave new --type special-personal --from 2026-03-10 --to 2026-03-10"
    id_ = at_the_desk.new(line, "2026-03-03T07:30")
    at_the_desk.refused(f"leave set {id_} --from 2026-03-03", "2026-03-03T07:30")
    at_the_desk.refused(f"leave set {id_} --person wang.wei", "2026-03-03T07:30")
