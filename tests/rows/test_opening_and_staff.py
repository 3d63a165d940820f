"""Preparation before opening, callbacks of a late shift, planned answering time, lodging."""

import pytest
from given import refused

PEOPLE = """\
- {id: shen.yi, name: 沈怡, roles: [clerk, front-desk, sales, agent], reports_to: tan.hao}
- {id: wei.min, name: 韦敏, roles: [clerk, front-desk, agent], reports_to: tan.hao}
- {id: tan.hao, name: 谭浩, roles: [supervisor]}
"""
LODGING = "- {id: ye.fan, name: 叶帆, roles: [clerk], reports_to: tan.hao, lodging: 宿舍3栋201}\n"
ITEMS = (
    "area-clean", "appearance", "equipment-works", "supplies-complete", "petty-cash",
    "forms-processed", "promotions-known", "meeting-held", "broadcast", "in-position",
)  # fmt: skip


def at(time):
    return {"now": f"2026-03-04T{time}:00+08:00", "as_": "shen.yi"}


@pytest.fixture
def market(under):
    desk = under("SUP", people=PEOPLE)
    started = desk.read("cs.yaml").replace("2026-03-01", "2026-03-04")
    desk.write("cs.yaml", started)
    return desk


def opening(desk, time):
    """Give what is owed of the preparation: when it is due, and whether it is late."""
    rows = [one for one in desk.json("due", "--all", **at(time)) if one["rule"] == "SFT-10"]
    return [(one["due_at"][11:16], one["state"]) for one in rows if one["due_at"][8:10] == "04"]


def test_sft_10_the_opening_list_is_begun_half_an_hour_before_and_due_when_it_opens(market):
    assert opening(market, "07:29") == []
    assert opening(market, "07:30") == [("08:00", "due")]
    assert opening(market, "08:01") == [("08:00", "overdue")]


def test_sft_10_it_is_done_with_every_item_ticked(market):
    id_ = market.new("checklist", "--type", "opening", **at("07:35"))
    ticked = [word for item in ITEMS if item != "petty-cash" for word in (f"--{item}", "yes")]
    said = refused(market, "SFT-10", "checklist", "complete", id_, *ticked, **at("07:50"))
    assert "petty cash drawn" in said
    assert opening(market, "07:55") == [("08:00", "due")]
    market.ok("checklist", "complete", id_, *ticked, "--petty-cash", "yes", **at("08:00"))
    assert opening(market, "08:01") == []


@pytest.fixture
def counter(under):
    desk = under("ONE", people=PEOPLE)
    desk.write("roster/2026-03.yaml", "2026-03-04: {day: [wei.min], night: [shen.yi]}\n")
    return desk


def test_sft_19_callbacks_of_a_late_shift_are_entrusted_at_the_handover_only(counter):
    call = counter.new("callback", "--title", "Noise", "--owner", "shen.yi", **at("19:00"))
    alone = ("callback", "delegate", call, "--owner", "wei.min")
    assert "cs handover add" in refused(counter, "SFT-19", *alone, **at("19:05"))
    assert "交接班" in refused(counter, "SFT-19", *alone, lang="zh", **at("19:05"))
    refused(counter, "SFT-19", "callback", "set", call, "--owner", "wei.min", **at("19:05"))
    assert counter.json("callback", "show", call)["owner"] == "shen.yi"


def test_sft_19_by_day_and_by_a_superior_they_are_passed_on_directly(counter):
    day = {**at("10:00"), "as_": "wei.min"}
    call = counter.new("callback", "--title", "Noise", "--owner", "wei.min", **day)
    counter.ok("callback", "delegate", call, "--owner", "shen.yi", **day)
    counter.ok("callback", "set", call, "--owner", "wei.min", **{**at("19:00"), "as_": "tan.hao"})
    counter.write("policy/desk.yaml", "settings: {shifts.late: day}\n")
    refused(counter, "SFT-19", "callback", "delegate", call, "--owner", "shen.yi", **day)


def test_sft_19_the_colleague_who_signs_for_the_shift_has_the_callback(counter):
    call = counter.new("callback", "--title", "Noise", "--owner", "shen.yi", **at("19:00"))
    over = counter.new("handover", "--shift", "night", "--to", "wei.min", **at("23:30"))
    counter.ok("handover", "add", over, "--callbacks", call, **at("23:30"))
    counter.ok("handover", "sign", over, **at("23:40"))
    counter.ok("handover", "accept", over, **{**at("23:50"), "as_": "wei.min"})
    shown = counter.json("callback", "show", call)
    assert (shown["owner"], shown["delegated_by"]) == ("wei.min", "shen.yi")


@pytest.fixture
def centre(under):
    desk = under("CCM", people=PEOPLE)
    head = desk.read("calendar.yaml").partition("shifts:")[0]
    desk.write("calendar.yaml", head + "shifts: {early: 08:00-15:30, late: 12:00-20:00}\n")
    roster = "2026-03-04: {early: [shen.yi], late: [wei.min]}\n2026-03-05: {early: [shen.yi]}\n"
    desk.write("roster/2026-03.yaml", roster)
    return desk


def ready(desk, person, day, minutes):
    id_ = desk.new("attendance", now=f"2026-03-0{day}T08:00:00+08:00", as_=person)
    desk.ok("attendance", "set", id_, "--ready-minutes", str(minutes), as_="tan.hao")
    return id_


def adherence(desk, period):
    rows = desk.json("report", "adherence", "--period", period, as_="tan.hao")["rows"]
    return [(row["person"], row["planned"], row["ready"], row["percent"]) for row in rows]


def test_sft_21_adherence_is_actual_by_planned_answering_time(centre):
    ready(centre, "shen.yi", 4, 432)
    ready(centre, "wei.min", 4, 456)
    assert adherence(centre, "2026-03-04") == [
        ("shen.yi", 450, 432, "96.0"), ("wei.min", 480, 456, "95.0"), ("all", 930, 888, "95.5"),
    ]  # fmt: skip


def test_sft_21_a_longer_period_adds_minutes_and_takes_no_mean(centre):
    ready(centre, "shen.yi", 4, 450)
    ready(centre, "shen.yi", 5, 225)
    ready(centre, "wei.min", 4, 120)
    found = {row[0]: row[1:] for row in adherence(centre, "2026-W10")}
    assert found["shen.yi"] == (900, 675, "75.0")
    assert found["wei.min"] == (480, 120, "25.0")
    assert found["all"] == (1380, 795, "57.6")
    assert adherence(centre, "2026-03-07") == []


def test_sft_21_without_anything_planned_there_is_no_percentage(centre):
    ready(centre, "wei.min", 5, 60)
    found = {row[0]: row[1:] for row in adherence(centre, "2026-03-05")}
    assert found["wei.min"] == (0, 60, "none")
    said = centre.ok("报表", "adherence", "--周期", "2026-03-05", lang="zh", as_="tan.hao")
    assert "实际工作率" in said
    assert "无" in said


def test_sft_21_nobody_enters_their_own_minutes(centre):
    id_ = centre.new("attendance", now="2026-03-04T08:00:00+08:00", as_="shen.yi")
    own = ("attendance", "set", id_, "--ready-minutes", "450")
    refused(centre, "SFT-21", *own, as_="shen.yi")


def test_sft_22_lodging_is_shown_to_supervisors_only(under):
    desk = under("RCG", people=PEOPLE + LODGING)
    show = ("staff", "show", "ye.fan")
    assert "宿舍3栋201" in desk.ok("员工", "查看", "叶帆", lang="zh", as_="tan.hao")
    assert desk.json(*show, as_="tan.hao")["lodging"] == "宿舍3栋201"
    for other in ("wei.min", "ye.fan", None):
        assert "宿舍" not in desk.ok(*show, as_=other)
        assert desk.json(*show, as_=other)["lodging"] is None
    assert "宿舍" not in desk.ok("staff", "list", as_="tan.hao")
    assert {one["lodging"] for one in desk.json("staff", "list", as_="wei.min")} == {None}
