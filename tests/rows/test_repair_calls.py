"""Every repair of the day is called back about, and the month is summed up for the director."""

import pytest
from given import at

DONE = ("--result", "works", "--satisfaction", "satisfied")


@pytest.fixture
def eight_repairs(under):
    """A centre with eight repairs done on 2 March, and calls about seven of them."""
    desk = under("PSC")
    for number in range(8):
        words = ("--type", "repair", "--title", f"Lamp {number}", "--channel", "phone")
        desk.ok("ticket", "resolve", desk.new("ticket", *words))
    calls = [found["id"] for found in desk.json("callback", "list")]
    for id_ in calls[:7]:
        desk.ok("callback", "done", id_, *DONE, now=at("16:00"))
    return desk, calls[7]


def coverage(desk, **options):
    (row,) = [r for r in desk.json("duty", "list", **options) if r["name"] == "repair-callbacks"]
    return row["coverage"]


def test_cbk_17_seven_calls_for_eight_repairs_are_87_5_percent_and_one_is_overdue(eight_repairs):
    desk, left = eight_repairs
    assert desk.json("due", now=at("23:00")) == []
    (item,) = desk.json("due", now="2026-03-03T00:01")
    assert (item["id"], item["what"], item["state"]) == (left, "call-repair", "overdue")
    assert (item["owner"], item["escalate_to"], item["rule"]) == ("li.na", "sun.li", "CBK-17")
    day = next(c for c in coverage(desk, now="2026-03-03T09:00") if c["period"] == "2026-03-02")
    assert (day["covered"], day["of"], day["percent"]) == (7, 8, 87.5)
    said = desk.ok("duty", "list", now="2026-03-03T09:00")
    assert "7/8 (87.5 %)" in said
    assert "当日维修100%回访" in desk.ok("duty", "list", now="2026-03-03T09:00", lang="zh")


def of_monday(desk, **options):
    (day,) = [c for c in coverage(desk, **options) if c["period"] == "2026-03-02"]
    return day


def test_cbk_17_a_late_call_leaves_the_coverage_of_its_day_as_it_was(eight_repairs):
    desk, left = eight_repairs
    morning = "2026-03-03T09:00"
    assert of_monday(desk, now=morning)["late"] == []
    desk.ok("callback", "done", left, *DONE, now=morning)
    day = of_monday(desk, now="2026-03-03T10:00")
    assert (day["covered"], day["of"], day["percent"], day["late"]) == (7, 8, 87.5, [left])
    assert "7/8 (87.5 %), 1 late" in desk.ok("duty", "list", now="2026-03-03T10:00")
    (found,) = desk.json("audit", now="2026-03-03T10:00")["findings"]
    assert (found["id"], found["what"], found["state"]) == (left, "call-repair", "late")


def test_cbk_17_voiding_a_call_makes_no_coverage_better(eight_repairs):
    desk, left = eight_repairs
    desk.ok("callback", "void", left, "-m", "nobody at home", now=at("17:00"))
    day = of_monday(desk, now="2026-03-03T09:00")
    assert (day["covered"], day["of"], day["percent"]) == (7, 8, 87.5)
    report = desk.json("report", "repair-callbacks", "--period", "2026-03")
    total = report["total"]
    assert (total["count"], total["fits"], total["percent"]) == (8, 7, 87.5)
    assert report["missing"] == [left]
    assert "87.5 %" in desk.ok("report", "维修回访汇总", "--period", "2026-03", lang="zh")


def test_cbk_17_a_call_that_was_made_and_voided_was_not_made(eight_repairs):
    desk, left = eight_repairs
    desk.ok("callback", "done", left, *DONE, now=at("16:30"))
    desk.ok("callback", "void", left, "-m", "another flat", now=at("17:00"))
    assert of_monday(desk, now="2026-03-03T09:00")["covered"] == 7


def test_cbk_17_the_month_is_summed_up_with_what_customers_said(eight_repairs):
    desk, left = eight_repairs
    worse = ("--result", "dark again", "--satisfaction", "dissatisfied")
    desk.ok("callback", "done", left, *worse, now=at("17:00"))
    report = desk.json("report", "repair-callbacks", "--period", "2026-03")
    counts = {row["satisfaction"]: row["count"] for row in report["rows"]}
    assert (counts["satisfied"], counts["dissatisfied"], counts["neutral"]) == (7, 1, 0)
    assert (report["total"]["count"], report["total"]["fits"]) == (8, 8)
    assert "100 %" in desk.ok("report", "维修回访汇总", "--period", "2026-03", lang="zh")
    filed = desk.ok("report", "repair-callbacks", "--period", "2026-03", "--save").split()[0]
    assert desk.json("report", "show", filed)["period"] == "2026-03"


def test_cbk_17_a_desk_may_allow_the_next_day(eight_repairs):
    desk, left = eight_repairs
    desk.write("policy/own.yaml", "deadlines:\n  call-repair: {limit: 1 calendar day}\n")
    assert desk.json("due", now="2026-03-03T23:59") == []
    assert [row["id"] for row in desk.json("due", now="2026-03-04T00:01")] == [left]
