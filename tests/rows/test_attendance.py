"""Clocking in and out: what counts, what is late, what is absence without leave."""

import pytest
from given import refused

PEOPLE = """\
- {id: gu.yan, name: 顾燕, roles: [clerk, sales], reports_to: he.li}
- {id: hua.mei, name: 华梅, roles: [clerk], reports_to: he.li}
- {id: he.li, name: 何力, roles: [supervisor], reports_to: jin.bo}
- {id: jin.bo, name: 金波, roles: [manager]}
"""
ROSTER = "2026-03-04: {day: [gu.yan, hua.mei], night: [he.li]}\n"
HOURS = "shifts: {day: 08:45-17:15, night: 22:00-06:00}\n"


@pytest.fixture
def at_desk(under):
    """Give a desk under packs; two clerks have the day shift of 4 March, 08:45 to 17:15."""

    def at_desk(*packs):
        desk = under(*packs, people=PEOPLE)
        head = desk.read("calendar.yaml").partition("shifts:")[0]
        desk.write("calendar.yaml", head + HOURS)
        desk.write("roster/2026-03.yaml", ROSTER)
        return desk

    return at_desk


def clocks(desk, time, way="in", as_="gu.yan"):
    """Clock in or out at a time of 4 March (or of ``05T00:30``); give the record."""
    at = f"2026-03-{time if 'T' in time else '04T' + time}+08:00"
    made = desk.json("clock", way, now=at, as_=as_)
    return desk.json("attendance", "show", made["id"], as_=as_)


def table(desk, now, period="2026-03"):
    """Give the attendance of a period: person to results."""
    rows = desk.json("report", "attendance", "--period", period, now=f"2026-03-{now}:00+08:00")
    return {(row["person"], row["date"][8:]): row["result"] for row in rows["rows"]}


@pytest.mark.parametrize("pack", ["OFF", "TEL", "FDG", "SAL"])
def test_sft_01_sft_08_sft_11_lve_15_a_minute_after_the_shift_began_is_late(at_desk, pack):
    desk = at_desk(pack)
    first = clocks(desk, "08:45:59")
    assert (first["result"], first.get("late_minutes")) == (["on-time"], None)
    other = clocks(desk, "08:46:00", as_="hua.mei")
    assert (other["result"], other["late_minutes"]) == (["late"], 1)
    gone = clocks(desk, "17:14:00", "out")
    assert (gone["result"], gone["early_minutes"]) == (["early-leave"], 1)
    assert clocks(desk, "17:15:00", "out")["result"] == ["on-time"]


def test_sft_01_without_a_roster_the_hours_of_the_office_count(under):
    desk = under("OFF", people=PEOPLE)
    desk.write("roster/2026-03.yaml", "")
    found = clocks(desk, "08:37:00")  # the desk opens at 08:30
    assert (found["result"], found["late_minutes"], found.get("shift")) == (["late"], 7, None)
    said = desk.run("clock", "out", now="2026-03-04T18:00:00+08:00", as_="hua.mei")
    assert (said.code, "cs clock in" in said.err) == (2, True)


def test_sft_07_the_studio_flags_who_is_not_there_ten_minutes_before(at_desk):
    desk = at_desk("WED")
    assert clocks(desk, "08:35:59")["result"] == ["on-time"]
    assert clocks(desk, "08:36:00", as_="hua.mei")["result"] == ["not-ahead"]
    assert "未提前到岗" in desk.ok("考勤", "列表", lang="zh", as_="hua.mei")


def test_sft_07_another_desk_asks_for_another_time_ahead(at_desk):
    desk = at_desk("WED")
    desk.write("policy/desk.yaml", 'settings: {attendance.ahead: "15"}\n')
    assert clocks(desk, "08:31:00")["result"] == ["not-ahead"]
    desk.write("policy/desk.yaml", 'settings: {attendance.ahead: "soon"}\n')
    assert desk.run("clock", "in", as_="hua.mei").code == 5


def test_sft_08_dress_and_badge_are_ticked_at_the_sales_desk(at_desk):
    desk = at_desk("SAL")
    made = desk.json("attendance", "new", "--dressed", "yes", "--badge", "no", as_="gu.yan",
                     now="2026-03-04T08:45:00+08:00")  # fmt: skip
    shown = desk.json("attendance", "show", made["id"])
    assert (shown["dressed"], shown["badge"], shown["result"]) == (True, False, ["on-time"])


def test_sft_08_somebody_is_on_post_at_nine_or_due_says_so(at_desk):
    desk = at_desk("SAL")
    desk.write("cs.yaml", "packs: [SAL]\nstarted: 2026-03-04\nlanguage: en\n")
    (met,) = desk.json("due", "--date", "2026-03-04", now="2026-03-04T09:00:00+08:00")
    assert met["state"] == "due"
    (late,) = desk.json("due", now="2026-03-04T09:01:00+08:00")
    assert (late["what"], late["rule"], late["owner"]) == ("on-post", "SFT-08", "gu.yan")
    assert late["due_at"] == "2026-03-04T09:00:00+08:00"
    clocks(desk, "08:44:00")
    assert desk.json("due", now="2026-03-04T09:01:00+08:00") == []
    (late,) = desk.json("due", now="2026-03-05T09:01:00+08:00")  # yesterday's proves nothing today
    desk.ok("clock", "in", now="2026-03-05T09:02:00+08:00", as_="gu.yan")
    assert "2m late" in desk.ok("audit", now="2026-03-05T09:03:00+08:00")


def test_sft_07_uniform_clock_in_and_meeting_come_before_sitting_down(at_desk):
    desk, own = at_desk("WED"), {"as_": "gu.yan"}
    done = ("--owner", "gu.yan", "--uniform", "yes", "--clocked-in", "yes")
    id_ = desk.new("checklist", "--type", "opening", *done, **own)
    sit = ("checklist", "complete", id_)
    assert "--meeting-held" in refused(desk, "SFT-07", *sit, **own)
    assert "已开晨会" in refused(desk, "SFT-07", *sit, lang="zh", **own)
    desk.ok(*sit, "--meeting-held", "yes", **own)


@pytest.mark.parametrize("pack", ["FDG", "WED"])
def test_sft_20_of_two_clock_ins_the_earliest_counts_and_both_are_kept(at_desk, pack):
    desk = at_desk(pack)
    clocks(desk, "08:20:00")
    found = clocks(desk, "09:10:00")
    assert found["in"] == "2026-03-04T08:20:00+08:00"
    assert [one["at"][11:16] for one in found["clockings"]] == ["08:20", "09:10"]
    assert found["result"] == ["on-time"]
    clocks(desk, "12:00:00", "out")
    found = clocks(desk, "17:20:00", "out")
    assert (found["out"][11:16], len(found["clockings"])) == ("17:20", 4)
    assert len(desk.json("attendance", "list", as_="gu.yan")) == 1


def test_sft_20_lve_12_who_comes_back_from_the_break_has_not_left_early(at_desk):
    desk = at_desk("FDG")
    clocks(desk, "08:40:00")
    assert clocks(desk, "12:00:00", "out")["early_minutes"] == 315
    back = clocks(desk, "13:30:00")
    assert (back["result"], back.get("out"), len(back["clockings"])) == (["on-time"], None, 3)
    assert table(desk, "04T13:31") == {("gu.yan", "04"): ["on-time"], ("hua.mei", "04"): ["absent"]}
    assert clocks(desk, "17:15:00", "out")["result"] == ["on-time"]


def test_sft_20_a_second_record_of_a_day_is_refused(at_desk):
    desk = at_desk("FDG")
    clocks(desk, "08:30:00")
    said = refused(desk, "SFT-20", "attendance", "new", as_="gu.yan",
                   now="2026-03-04T09:00:00+08:00")  # fmt: skip
    assert "cs attendance clock-in AT-" in said
    assert len(list((desk.root / "attendance").rglob("*.md"))) == 1


def test_sft_20_a_night_shift_is_one_day(at_desk):
    desk = at_desk("FDG")
    late = clocks(desk, "05T00:30:00", as_="he.li")
    assert (late["date"], late["shift"], late["late_minutes"]) == ("2026-03-04", "night", 150)
    gone = clocks(desk, "05T05:59:00", "out", "he.li")
    assert (gone["id"], gone["early_minutes"]) == (late["id"], 1)


def test_sft_12_times_are_not_changed_on_ones_own_authority(at_desk):
    desk = at_desk("FDG")
    now = {"now": "2026-03-04T09:30:00+08:00"}
    own = ("attendance", "new", "--in", "2026-03-04 08:40")
    refused(desk, "SFT-20", *own, as_="gu.yan", **now)
    id_ = clocks(desk, "09:05:00")["id"]
    moved = ("attendance", "set", id_, "--in", "2026-03-04 08:40")
    assert "cs attendance correct" in refused(desk, "SFT-20", *moved, as_="gu.yan", **now)
    refused(desk, "SFT-20", *moved, as_="he.li", **now)
    right = ("attendance", "correct", id_, "--verdict", "on-time", "-m", "the clock was broken")
    refused(desk, "LVE-15", *right, as_="gu.yan", **now)
    refused(desk, "SFT-20", "attendance", "new", "--person", "hua.mei", as_="gu.yan", **now)
    desk.ok(*own, "--person", "hua.mei", as_="he.li", **now)


def test_lve_15_a_superior_puts_a_result_right_with_a_reason(at_desk):
    desk = at_desk("TEL")
    id_ = clocks(desk, "09:05:00")["id"]
    right = ("attendance", "correct", id_, "--verdict", "on-time")
    assert desk.run(*right, as_="he.li").code == 2  # without a reason
    desk.ok("考勤", "更正", id_, "--更正为", "准时", "-m", "外出送件", as_="he.li", lang="zh")
    found = clocks(desk, "17:00:00", "out")
    assert (found["result"], found["corrected_by"]) == (["on-time"], "he.li")
    assert table(desk, "05T09:00")["gu.yan", "04"] == ["on-time"]


def test_lve_06_a_shift_without_a_clock_in_and_without_leave_is_absence_without_leave(at_desk):
    desk = at_desk("TEL")
    assert table(desk, "04T08:44") == {}
    assert table(desk, "04T17:14")["gu.yan", "04"] == ["absent"]
    assert table(desk, "04T17:15")["gu.yan", "04"] == ["absent-without-leave"]
    clocks(desk, "08:30:00", as_="hua.mei")
    said = desk.ok("report", "attendance", lang="zh", now="2026-03-04T18:00:00+08:00")
    assert "旷工" in said
    assert table(desk, "04T18:00")["hua.mei", "04"] == ["on-time"]
    assert table(desk, "05T05:59")["he.li", "04"] == ["absent"]  # the night shift runs


def test_lve_06_leave_counts_once_it_is_approved(at_desk):
    desk = at_desk("TEL")
    whole = ("--from", "2026-03-04", "--to", "2026-03-04")
    id_ = desk.new("leave", "--type", "sick", *whole, as_="gu.yan")
    assert table(desk, "04T18:00")["gu.yan", "04"] == ["absent"]  # nobody has decided yet
    desk.ok("leave", "approve", id_, as_="he.li")
    assert table(desk, "04T18:00")["gu.yan", "04"] == ["on-leave"]
    id_ = desk.new("leave", "--type", "sick", *whole, as_="hua.mei")
    desk.ok("leave", "reject", id_, "--opinion", "too many are away", as_="he.li")
    assert table(desk, "04T18:00")["hua.mei", "04"] == ["absent-without-leave"]


def test_lve_06_after_leave_for_an_hour_the_shift_begins_later(at_desk):
    desk = at_desk("TEL")
    span = ("--from", "2026-03-04 08:45", "--to", "2026-03-04 10:00")
    id_ = desk.new("leave", "--type", "sick", *span, as_="gu.yan")
    desk.ok("leave", "approve", id_, as_="he.li")
    assert clocks(desk, "10:00:00")["result"] == ["on-time"]
    assert table(desk, "04T11:00")["gu.yan", "04"] == ["on-time"]


def test_lve_01_lve_06_a_day_of_leave_reported_back_from_in_the_evening_is_leave(at_desk):
    desk = at_desk("TEL")
    id_ = desk.new("leave", "--type", "sick", "--from", "2026-03-04", as_="gu.yan")
    desk.ok("leave", "approve", id_, as_="he.li")
    desk.ok("leave", "return", id_, as_="gu.yan", now="2026-03-04T16:40:00+08:00")
    assert table(desk, "04T18:00")["gu.yan", "04"] == ["on-leave"]
    found = clocks(desk, "16:45:00")  # whoever comes is judged by when they were back
    assert (found["result"], found["late_minutes"]) == (["late"], 5)


def test_lve_06_with_half_a_day_off_nobody_is_expected_in_the_break(at_desk):
    """The desk's own break lies within the shift: whoever has the afternoon goes as it begins."""
    desk = at_desk("TEL")
    half = ("--type", "sick", "--from", "2026-03-04")
    for half_, who in (("--from-half afternoon", "gu.yan"), ("--to-half morning", "hua.mei")):
        id_ = desk.new("leave", *half, *half_.split(), as_=who)
        desk.ok("leave", "approve", id_, as_="he.li")
    pause = desk.read("calendar.yaml").partition("mon: [")[2].partition("]")[0].split(", ")
    ends, begins = pause[0].partition("-")[2], pause[1].partition("-")[0]
    clocks(desk, "08:45:00")
    assert clocks(desk, f"{ends}:00", "out")["result"] == ["on-time"]
    assert clocks(desk, f"{begins}:00", as_="hua.mei")["result"] == ["on-time"]


OUT = ("--type", "post", "--from", "2026-03-04 15:00", "--to", "2026-03-04 15:30")


def test_lve_10_who_goes_out_unasked_is_absent_without_leave(at_desk):
    desk = at_desk("PSC")
    desk.write("people.yaml", PEOPLE.replace("roles: [manager]", "roles: [manager, director]"))
    asked = {who: desk.new("leave", *OUT, as_=who) for who in ("gu.yan", "hua.mei")}
    desk.ok("leave", "approve", asked["hua.mei"], as_="jin.bo")
    for who in asked:
        for time, way in (("08:45", "in"), ("12:00", "out"), ("13:30", "in"), ("15:05", "out")):
            clocks(desk, f"{time}:00", way, as_=who)  # at noon it is the desk's own break
    assert table(desk, "04T15:10")["gu.yan", "04"] == ["early-leave"]  # may come back yet
    for who in asked:
        clocks(desk, "15:35:00", "in", as_=who)
    assert clocks(desk, "17:15:00", "out")["result"] == ["absent-without-leave"]
    assert clocks(desk, "17:15:00", "out", as_="hua.mei")["result"] == ["on-time"]
    assert table(desk, "04T18:00")["gu.yan", "04"] == ["absent-without-leave"]


def test_lve_10_who_is_gone_for_good_is_absent_without_leave_once_the_shift_is_over(at_desk):
    desk = at_desk("PSC")
    clocks(desk, "08:45:00")
    clocks(desk, "16:00:00", "out")
    assert table(desk, "04T17:14")["gu.yan", "04"] == ["early-leave"]
    assert table(desk, "04T17:15")["gu.yan", "04"] == ["absent-without-leave"]
    assert table(desk, "04T17:15")["hua.mei", "04"] == ["absent-without-leave"]  # never came
    row = "settings: {attendance.left: none}\n"
    desk.write("policy/desk.yaml", row)
    assert table(desk, "04T17:15")["gu.yan", "04"] == ["early-leave"]
    desk.write("policy/desk.yaml", row.replace("none", "dismissed"))
    assert desk.run("check").code == 5


def test_lve_12_lateness_is_proposed_as_a_violation_without_an_amount(at_desk):
    desk = at_desk("FDG")
    clocks(desk, "08:50:00")
    clocks(desk, "08:45:00", as_="hua.mei")
    at = {"now": "2026-03-04T18:00:00+08:00", "as_": "he.li"}
    desk.ok("audit", "--propose", **at)
    (found,) = desk.json("violation", "list", **at)
    shown = desk.json("violation", "show", found["id"], **at)
    assert (shown["person"], shown["sort"], shown.get("amount")) == ("gu.yan", "late", None)
    assert "迟到 5分钟" in desk.ok("审计", lang="zh", **at)


def test_lve_12_leave_that_nobody_approved_is_proposed_once_it_was_taken(at_desk):
    desk = at_desk("FDG")
    for who in ("gu.yan", "hua.mei"):
        desk.new("leave", "--from", "2026-03-04", as_=who, now="2026-03-03T09:00:00+08:00")
    clocks(desk, "08:40:00", as_="hua.mei")  # who came after all has taken nothing
    at = {"now": "2026-03-04T17:14:00+08:00", "as_": "he.li"}
    assert desk.json("audit", **at)["proposals"] == []
    at["now"] = "2026-03-04T17:15:00+08:00"
    assert "2026-03-04 未获批准而缺勤" in desk.ok("审计", lang="zh", **at)
    (found,) = desk.json("audit", **at)["proposals"]
    assert (found["person"], found["rule"]) == ("gu.yan", "LVE-12")
    (leave,) = desk.json("leave", "list", "--person", "gu.yan", **at)
    own = {**at, "as_": "gu.yan"}  # nor does it help to make away with the request
    why = refused(desk, None, "leave", "void", leave["id"], "-m", "x", **own)
    assert f"cs leave cancel {leave['id']}" in why
    desk.ok("leave", "approve", leave["id"], **at)
    assert desk.json("audit", **at)["proposals"] == []


def test_lve_12_what_a_superior_puts_down_as_absence_is_proposed(at_desk):
    desk = at_desk("FDG")
    id_ = clocks(desk, "08:40:00")["id"]
    words = ("--verdict", "absent-without-leave", "-m", "clocked in and went home")
    at = {"now": "2026-03-04T18:00:00+08:00", "as_": "he.li"}
    desk.ok("attendance", "correct", id_, *words, **at)
    desk.ok("audit", "--propose", **at)
    (found,) = desk.json("violation", "list", **at)
    assert (found["person"], found["sort"]) == ("gu.yan", "unapproved-leave")


def test_lve_12_a_desk_sets_the_amount_itself(at_desk):
    desk = at_desk("FDG")
    row = "audits: {attendance-early: {proposes: {amount: 15.00 CNY}}}\n"
    desk.write("policy/desk.yaml", row)
    clocks(desk, "08:45:00")
    clocks(desk, "17:00:00", "out")
    at = {"now": "2026-03-04T18:00:00+08:00", "as_": "he.li"}
    desk.ok("audit", "--propose", **at)
    (found,) = desk.json("violation", "list", **at)
    assert (found["sort"], found["amount"]) == ("early-leave", "15.00 CNY")


CHAT = ("violation", "new", "--title", "chatting on a telephone", "--person", "gu.yan")


def test_sft_23_a_violation_entered_by_hand_has_no_amount(at_desk):
    desk = at_desk("TAO")
    id_ = desk.new(*CHAT[:1], *CHAT[2:], "--sort", "chat-on-mobile", as_="he.li")
    assert desk.json("violation", "show", id_).get("amount") is None
    desk = at_desk("OFF")
    desk.new(
        "violation", "--title", "x", "--person", "gu.yan", "--sort", "工作时间做其他事", as_="he.li"
    )


def test_sft_23_unless_the_policy_of_the_desk_sets_one(at_desk):
    desk = at_desk("TAO")
    put = "{value: 10.00 CNY, when: {sort: chat-on-mobile, amount: none}}"
    desk.write("policy/desk.yaml", f"kinds: {{violation: {{open: {{put: {{amount: {put}}}}}}}}}\n")
    id_ = desk.new(*CHAT[:1], *CHAT[2:], "--sort", "chat-on-mobile", as_="he.li")
    assert desk.json("violation", "show", id_)["amount"] == "10.00 CNY"
    id_ = desk.new(*CHAT[:1], *CHAT[2:], "--sort", "other-than-work", as_="he.li")
    assert desk.json("violation", "show", id_).get("amount") is None


def test_sft_20_a_desk_that_keeps_no_attendance_says_how_to_begin(at_desk):
    said = at_desk("HOT").run("打卡", "上班", as_="gu.yan")
    assert (said.code, "kinds: {attendance: {}}" in said.err) == (4, True)
