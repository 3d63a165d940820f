"""Rosters: turns in the evenings and on Sundays, holidays, coverage, and who may write them."""

from functools import partial

import pytest
from given import refused

from cs_cli.store import definitions

PEOPLE = """\
- {id: qi.an, name: 齐安, roles: [clerk], reports_to: dong.hui}
- {id: rao.jia, name: 饶佳, roles: [clerk], reports_to: dong.hui}
- {id: shi.ke, name: 石可, roles: [sales, clerk], reports_to: dong.hui}
- {id: tao.xi, name: 陶喜, roles: [sales], reports_to: dong.hui}
- {id: wu.yue, name: 吴越, roles: [sales], reports_to: dong.hui}
- {id: dong.hui, name: 董辉, roles: [supervisor], reports_to: lu.zong}
- {id: lu.zong, name: 陆总, roles: [store-manager, middle-manager]}
"""
EVENINGS = "shifts: {evening: 18:30-24:00, full-day: 09:30-24:00}\n"


@pytest.fixture
def under(under):
    """Give a desk of these people; the supervisor is at the keyboard."""

    def led(*packs):
        desk = under(*packs, people=PEOPLE)
        desk.run = partial(desk.run, as_="dong.hui")
        return desk

    return led


def given_shifts(desk, shifts):
    """Give the desk these shifts and an empty roster."""
    head = desk.read("calendar.yaml").partition("shifts:")[0]
    desk.write("calendar.yaml", head + shifts)
    desk.write("roster/2026-03.yaml", "# the roster of March\n")
    return desk


@pytest.fixture
def shop(under):
    return given_shifts(under("TAO"), EVENINGS)


def worked(desk, first, last, shift):
    found = desk.json("roster", "--from", first, "--to", last)
    return {day["date"][8:]: day["shifts"][shift] for day in found if shift in day["shifts"]}


PLAN = ("roster", "plan", "qi.an", "rao.jia")


def test_sft_02_the_evening_shift_is_one_day_on_and_one_day_off(shop):
    shop.ok(*PLAN, "--from", "2026-03-09", "--to", "2026-03-22")
    evenings = worked(shop, "2026-03-09", "2026-03-22", "evening")
    mine = [day for day, people in evenings.items() if people == ["qi.an"]]
    other = [day for day, people in evenings.items() if people == ["rao.jia"]]
    assert mine == ["09", "11", "13", "16", "18", "20"]  # Monday, Wednesday, Friday
    assert other == ["10", "12", "14", "17", "19", "21"]
    text = shop.read("roster/2026-03.yaml")
    assert text.startswith("# the roster of March\n2026-03-09: {evening: [qi.an]}\n2026-03-10:")


def test_sft_02_a_desk_may_let_the_alternation_run_on_over_sunday(shop):
    shop.write("policy/desk.yaml", "coverage: {evening-shift: {turns: day}}\n")
    shop.ok(*PLAN, "--from", "2026-03-09", "--to", "2026-03-20")
    evenings = worked(shop, "2026-03-09", "2026-03-20", "evening")
    mine = [day for day, people in evenings.items() if people == ["qi.an"]]
    assert mine == ["09", "11", "13", "17", "19"]  # the second week begins with the other
    shop.ok(*PLAN, "--from", "2026-03-21", "--to", "2026-03-21")
    assert worked(shop, "2026-03-21", "2026-03-21", "evening") == {"21": ["qi.an"]}


def test_sft_02_the_shift_ends_at_the_midnight_that_begins_the_next_day(shop):
    shop.ok("roster", "set", "2026-03-03", "evening", "rao.jia")
    (one,) = shop.json("roster", now="2026-03-03T23:59:59+08:00")
    assert (one["person"], one["end"]) == ("rao.jia", "2026-03-04T00:00:00+08:00")
    assert shop.json("roster", now="2026-03-04T00:00:00+08:00") == []
    assert shop.json("roster", now="2026-03-03T18:29:00+08:00") == []
    empty = shop.json("roster", "check", "--from", "2026-03-03", "--to", "2026-03-05", code=1)
    assert [(one["date"], one["rule"]) for one in empty] == [
        ("2026-03-04", "SFT-02"), ("2026-03-05", "SFT-02"),
    ]  # fmt: skip


def test_sft_03_sundays_are_worked_in_turn(shop):
    shop.write("roster/2026-03.yaml", "2026-03-01: {full-day: [rao.jia]}\n")
    shop.ok(*PLAN, "--from", "2026-03-08", "--to", "2026-03-22")
    assert worked(shop, "2026-03-01", "2026-03-22", "full-day") == {
        "01": ["rao.jia"], "08": ["qi.an"], "15": ["rao.jia"], "22": ["qi.an"],
    }  # fmt: skip
    assert shop.read("roster/2026-03.yaml").splitlines()[0] == "2026-03-01: {full-day: [rao.jia]}"
    (found,) = shop.json("roster", now="2026-03-08T09:30:00+08:00")
    assert found["shift"] == "full-day"


def test_sft_03_whoever_is_on_leave_is_passed_over(shop):
    leave = ("leave", "new", "--type", "annual", "--from", "2026-03-15", "--to", "2026-03-16")
    id_ = shop.new(*leave[:1], *leave[2:], as_="rao.jia")
    shop.ok("leave", "approve", id_, as_="lu.zong")
    shop.ok(*PLAN, "--from", "2026-03-08", "--to", "2026-03-22")
    sundays = worked(shop, "2026-03-08", "2026-03-22", "full-day")
    assert list(sundays.values()) == [["qi.an"], ["qi.an"], ["rao.jia"]]


def test_sft_02_sft_03_a_new_shop_has_the_evening_and_the_sunday_shift():
    shifts = definitions.desk_defaults(["TAO"])["calendar"]["shifts"]
    assert shifts == {"evening": "18:30-24:00", "full-day": "09:30-24:00"}


@pytest.mark.parametrize(("pack", "row"), [("RCG", "SFT-16"), ("FDG", "SFT-12")])
def test_sft_12_sft_16_the_roster_is_made_by_the_supervisor_or_above(under, pack, row):
    desk = given_shifts(under(pack), EVENINGS)
    own = ("roster", "set", "2026-03-04", "evening", "qi.an")
    assert "supervisor" in refused(desk, row, *own, as_="qi.an")
    assert "主管" in refused(desk, row, "排班", *own[1:], as_="qi.an", lang="zh")
    assert desk.read("roster/2026-03.yaml") == "# the roster of March\n"
    desk.ok(*own, as_="dong.hui")
    desk.ok("roster", "set", "2026-03-05", "evening", "rao.jia", as_="lu.zong")
    refused(desk, row, "roster", "set", "2026-03-04", "evening", "none", as_="qi.an")


def test_sft_12_a_clerk_changes_no_task_either(under):
    desk = under("FDG")
    due = ("--title", "Count the keys", "--owner", "qi.an", "--due-at", "2026-03-05 10:00")
    id_ = desk.new("task", *due)
    later = ("--due-at", "2026-03-06 10:00")
    assert "cs task assign" in refused(desk, "SFT-12", "task", "set", id_, *later, as_="qi.an")
    refused(desk, "SFT-12", "task", "set", id_, "--due-at", "", as_="qi.an")
    refused(desk, "SFT-12", "task", "assign", id_, "--owner", "rao.jia", as_="qi.an")
    refused(desk, "SFT-12", "task", "drop", id_, "-m", "no time", as_="qi.an")
    desk.ok("task", "assign", id_, "--owner", "rao.jia", *later)
    desk.ok("task", "done", id_, as_="rao.jia")


def test_sft_16_a_clerk_draws_up_no_roster_either(under):
    desk = given_shifts(under("RCG", "TAO"), EVENINGS)
    span = ("--from", "2026-03-09", "--to", "2026-03-10")
    refused(desk, "SFT-16", *PLAN, *span, as_="rao.jia")
    assert desk.read("roster/2026-03.yaml") == "# the roster of March\n"
    desk.ok(*PLAN, *span, as_="dong.hui")


def test_sft_13_a_public_holiday_without_customer_service_is_reported(under):
    desk = under("ITS")
    desk.write(
        "calendar.yaml", desk.read("calendar.yaml").replace("holidays: none", "holidays: CN")
    )
    desk.write("roster/2026-05.yaml", "2026-05-02: {day: [qi.an]}\n2026-05-03: {day: [tao.xi]}\n")
    check = ("roster", "check", "--from", "2026-04-30", "--to", "2026-05-06")
    found = desk.json(*check, code=1)
    days = [one["date"] for one in found if one["rule"] == "SFT-13"]
    assert days == ["2026-05-01", "2026-05-03", "2026-05-04", "2026-05-05"]
    said = desk.run(*check, lang="zh")
    assert (said.code, "法定节假日须有客服值守" in said.out) == (1, True)
    far = desk.run("roster", "check", "--from", "2035-05-01", "--to", "2035-05-02")
    assert "not published yet" in far.err


def test_sft_14_a_festival_shift_without_a_manager_is_refused(under):
    desk = under("PSC")
    desk.write(
        "calendar.yaml", desk.read("calendar.yaml").replace("holidays: none", "holidays: CN")
    )
    festival = ("roster", "set", "2026-05-01", "day")
    said = refused(desk, "SFT-14", *festival, "qi.an", "dong.hui")  # a supervisor is below
    assert "cs roster set 2026-05-01 day PERSON PERSON" in said
    assert not (desk.root / "roster/2026-05.yaml").exists()
    desk.ok(*festival, "qi.an", "lu.zong")
    refused(desk, "SFT-14", "roster", "set", "2026-05-01", "night", "rao.jia")
    desk.ok("roster", "set", "2026-04-30", "day", "qi.an")  # no holiday
    written = "2026-05-02: {day: [rao.jia]}\n"
    desk.write("roster/2026-05.yaml", desk.read("roster/2026-05.yaml") + written)
    check = ("roster", "check", "--from", "2026-05-01", "--to", "2026-05-02")
    (gap,) = desk.json(*check, code=1)
    assert (gap["date"], gap["shift"], gap["people"]) == ("2026-05-02", "day", [])


def test_sft_14_a_desk_may_only_warn_and_name_its_special_days(under):
    desk = under("PSC")
    row = 'coverage: {festival-duty: {days: [holidays, 2026-03-12], warn: "true"}}\n'
    desk.write("policy/desk.yaml", row)
    desk.write("roster/2026-03.yaml", "2026-03-11: {day: [rao.jia]}\n")
    desk.ok("roster", "set", "2026-03-12", "day", "qi.an")
    (gap,) = desk.json("roster", "check", "--from", "2026-03-11", "--to", "2026-03-12")
    assert (gap["date"], gap["rule"], gap["warning"]) == ("2026-03-12", "SFT-14", True)


def test_sft_15_one_or_two_salespeople_are_always_at_the_desk(under):
    shifts = "shifts: {early: 08:30-14:00, late: 13:30-18:00}\n"
    desk = given_shifts(under("SAL"), shifts)
    desk.ok("roster", "set", "2026-03-04", "early", "shi.ke", "qi.an")
    check = ("roster", "check", "--from", "2026-03-04", "--to", "2026-03-04")
    (gap,) = desk.json(*check, code=1)
    assert (gap["sort"], gap["start"][11:16], gap["end"][11:16]) == ("gap", "14:00", "18:00")
    desk.ok("roster", "set", "2026-03-04", "late", "tao.xi")
    assert desk.json(*check) == []
    desk.ok("roster", "set", "2026-03-04", "late", "tao.xi", "wu.yue")
    (crowd,) = desk.json(*check)
    assert (crowd["sort"], crowd["start"][11:16], crowd["end"][11:16]) == (
        "crowd",
        "13:30",
        "14:00",
    )
    assert (crowd["people"], crowd["rule"]) == (["shi.ke", "tao.xi", "wu.yue"], "SFT-15")


def test_sft_17_one_of_two_clerks_may_be_off(under):
    desk = given_shifts(under("WED"), "shifts: {day: 08:30-18:00}\n")
    desk.ok("roster", "set", "2026-03-04", "day", "qi.an")
    desk.ok("roster", "set", "2026-03-05", "day", "tao.xi")
    check = ("roster", "check", "--from", "2026-03-04", "--to", "2026-03-05")
    found = desk.json(*check, code=1)
    assert {(one["date"], one["rule"]) for one in found} == {("2026-03-05", "SFT-17")}
    hours = definitions.desk_defaults(["WED"])["calendar"]["hours"]
    assert {one[0][-5:] for one in hours.values()} == {"18:00"}


def test_sft_02_a_shift_that_the_calendar_does_not_have_is_told(under):
    desk = under("TAO")
    said = desk.run("roster", "check", "--from", "2026-03-03", "--to", "2026-03-04")
    assert (said.code, "evening-shift" in said.err, "full-day" in said.err) == (0, True, True)
