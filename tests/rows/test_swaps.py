"""Swaps of shifts, promotions that change them, and overtime."""

import pytest
from given import refused

PEOPLE = """\
- {id: lan.yu, name: 兰玉, roles: [clerk], reports_to: guo.dian}
- {id: mu.qing, name: 穆青, roles: [clerk], reports_to: guo.dian}
- {id: nie.bo, name: 聂波, roles: [clerk], reports_to: guo.dian}
- {id: guo.dian, name: 郭店, roles: [store-manager, supervisor]}
"""
ROSTER = """\
2026-03-04: {evening: [lan.yu]}
2026-03-05: {evening: [mu.qing]}
2026-03-06: {evening: [lan.yu]}  # stock-taking
2026-03-09: {evening: [lan.yu]}
2026-03-11: {evening: [nie.bo]}
"""
SHIFTS = "shifts: {evening: 18:30-24:00, full-day: 09:30-24:00}\n"
AT = "2026-03-04T10:00:00+08:00"


@pytest.fixture
def shop(under):
    desk = under("TAO", people=PEOPLE, now=AT)
    head = desk.read("calendar.yaml").partition("shifts:")[0]
    desk.write("calendar.yaml", head + SHIFTS)
    desk.write("roster/2026-03.yaml", ROSTER)
    desk.write("roster/2026-04.yaml", "2026-04-01: {evening: [lan.yu]}\n")
    return desk


def swap(date, to="mu.qing", *more):
    return ("--from", "lan.yu", "--to", to, "--date", date, *more)


def swapped(desk, *words, back="mu.qing"):
    """Report a swap, let the other agree, and enter it on the roster."""
    id_ = desk.new("swap", *words, as_="lan.yu")
    desk.ok("swap", "agree", id_, as_=back)
    desk.ok("swap", "done", id_, as_="lan.yu")
    return id_


def test_sft_04_once_both_agree_the_roster_says_who_works(shop):
    both = ("--date-back", "2026-03-05")
    id_ = shop.new("swap", *swap("2026-03-06", "mu.qing", *both), as_="lan.yu")
    shown = shop.json("swap", "show", id_)
    assert (shown["shift"], shown["shift_back"], shown["reported_to"]) == (
        "evening", "evening", "guo.dian",
    )  # fmt: skip
    assert shop.run("swap", "done", id_, as_="lan.yu").code == 3  # the other has not agreed
    assert shop.read("roster/2026-03.yaml") == ROSTER
    assert "lan.yu" in refused(shop, None, "swap", "agree", id_, as_="nie.bo")
    assert shop.json("swap", "agree", id_, as_="mu.qing")["status"] == "agreed"
    shop.ok("换班", "换班生效", id_, as_="mu.qing", lang="zh")
    lines = shop.read("roster/2026-03.yaml").splitlines()
    assert lines[1] == f"2026-03-05: {{evening: [lan.yu]}}  # {id_}"
    assert lines[2] == f"2026-03-06: {{evening: [mu.qing]}}  # {id_}"
    assert [lines[0], *lines[3:]] == [ROSTER.splitlines()[n] for n in (0, 3, 4)]


def test_sft_04_a_third_swap_in_a_month_is_refused_and_one_in_april_is_not(shop):
    swapped(shop, *swap("2026-03-04"))
    shop.new("swap", *swap("2026-03-06", "nie.bo"), as_="lan.yu")
    third = ("swap", "new", *swap("2026-03-09", "nie.bo"))
    assert "lan.yu has swapped 2 times in 2026-03" in refused(shop, "SFT-04", *third, as_="lan.yu")
    assert "每月上限" in refused(shop, "SFT-04", *third, as_="lan.yu", lang="zh")
    shop.new("swap", *swap("2026-04-01"), as_="lan.yu")


def test_sft_04_either_side_counts_and_a_withdrawn_swap_does_not(shop):
    swapped(shop, *swap("2026-03-04"))
    id_ = shop.new("swap", *swap("2026-03-06"), as_="lan.yu")
    own = ("--from", "nie.bo", "--to", "mu.qing", "--date", "2026-03-11")
    assert "mu.qing" in refused(shop, "SFT-04", "swap", "new", *own, as_="nie.bo")
    shop.ok("swap", "withdraw", id_, as_="lan.yu")
    shop.new("swap", *own, as_="nie.bo")


def test_sft_04_a_swap_is_reported_before_the_shift_begins(shop):
    late = ("swap", "new", *swap("2026-03-04"))
    at = "2026-03-04T18:30:01+08:00"
    assert "18:30" in refused(shop, "SFT-04", *late, as_="lan.yu", now=at)
    assert list((shop.root / "swap").rglob("*.md")) == []
    shop.new(*late[:1], *late[2:], as_="lan.yu", now="2026-03-04T18:30:00+08:00")
    back = ("swap", "new", *swap("2026-03-06", "mu.qing", "--date-back", "2026-03-05"))
    refused(shop, "SFT-04", *back, as_="lan.yu", now="2026-03-05T18:31:00+08:00")


def test_sft_04_a_shift_is_reported_for_a_swap_once_and_to_the_store_manager(shop):
    report = ("swap", "new", *swap("2026-03-09"))
    said = refused(shop, "SFT-04", *report, "--reported-to", "nie.bo", as_="lan.yu")
    assert "--reported-to STORE-MANAGER, not nie.bo" in said
    id_ = shop.new("swap", *swap("2026-03-09"), as_="lan.yu")
    again = refused(shop, None, "swap", "new", *swap("2026-03-09", "nie.bo"), as_="lan.yu")
    assert f"cs swap withdraw {id_}" in again
    shop.ok("swap", "withdraw", id_, as_="lan.yu")
    shop.new("swap", *swap("2026-03-09", "nie.bo"), as_="lan.yu")


def test_sft_04_a_clerk_does_not_swap_on_the_roster_itself(shop):
    change = ("roster", "set", "2026-03-09", "evening", "mu.qing")
    assert "cs swap new" in refused(shop, "SFT-04", *change, as_="lan.yu")
    assert "换班请用" in refused(shop, "SFT-04", *change, as_="lan.yu", lang="zh")
    assert shop.read("roster/2026-03.yaml") == ROSTER
    shop.ok(*change, as_="guo.dian")


def test_sft_04_without_a_shift_the_refusal_says_where_to_look(shop):
    said = refused(shop, None, "swap", "new", *swap("2026-03-10"), as_="lan.yu")
    assert "lan.yu has no shift on 2026-03-10, or several; name it with --shift" in said


def test_sft_04_the_number_is_the_desk_s_to_set(shop):
    shop.write("policy/desk.yaml", 'guards: {swaps-a-month: {with: {most: "1"}}}\n')
    shop.new("swap", *swap("2026-03-04"), as_="lan.yu")
    refused(shop, "SFT-04", "swap", "new", *swap("2026-03-06"), as_="lan.yu")


def test_sft_04_only_what_is_on_the_roster_is_swapped(shop):
    refused(shop, None, "swap", "new", *swap("2026-03-05"), as_="lan.yu")
    refused(shop, None, "swap", "new", *swap("2026-03-04", "lan.yu"), as_="lan.yu")
    other = ("swap", "new", "--from", "nie.bo", "--to", "mu.qing", "--date", "2026-03-11")
    refused(shop, None, *other, as_="lan.yu")
    id_ = shop.new("swap", *swap("2026-03-04"), as_="lan.yu")
    refused(shop, None, "swap", "set", id_, "--date", "2026-03-06", as_="lan.yu")


def test_sft_12_where_no_change_is_allowed_nothing_is_swapped(under):
    desk = under("FDG", people=PEOPLE, now=AT)
    desk.write("roster/2026-03.yaml", ROSTER.replace("evening", "night"))
    new = ("swap", "new", *swap("2026-03-06"))
    refused(desk, "SFT-12", *new, as_="lan.yu")
    desk.write("policy/desk.yaml", 'guards: {no-swaps: {with: {most: "1"}}}\n')
    desk.ok(*new, as_="lan.yu")


AFTER = {"now": "2026-03-05T00:00:00+08:00", "as_": "guo.dian"}


def proposed(desk):
    desk.ok("audit", "--propose", **AFTER)
    return [
        (one["person"], one["sort"], one["amount"])
        for one in desk.json("violation", "list", **AFTER)
    ]


def test_sft_05_an_empty_shift_without_a_briefing_costs_twenty(shop):
    id_ = swapped(shop, *swap("2026-03-04"))
    shop.ok("swap", "brief", id_, "--told", "two parcels are to come", as_="lan.yu")
    assert proposed(shop) == [("mu.qing", "swap-unbriefed", "20.00 CNY")]
    assert "空班" in shop.ok("审计", lang="zh", **AFTER)


def test_sft_05_not_before_the_shift_is_over_nor_where_both_briefed(shop):
    id_ = swapped(shop, *swap("2026-03-04"))
    early = {**AFTER, "now": "2026-03-04T23:59:00+08:00"}
    assert shop.json("audit", **early)["proposals"] == []
    for person in ("lan.yu", "mu.qing"):
        shop.ok("swap", "brief", id_, "--told", "two parcels are to come", as_=person)
    assert shop.json("audit", **AFTER)["proposals"] == []


def test_sft_05_nor_where_somebody_came(shop):
    shop.write("policy/desk.yaml", "audits: {swap-unbriefed: {proposes: {amount: 5.00 CNY}}}\n")
    swapped(shop, *swap("2026-03-04"))
    shop.ok("clock", "in", as_="mu.qing", now="2026-03-04T18:29:00+08:00")
    assert proposed(shop) == []


def test_sft_05_the_briefing_is_owed_until_the_shift_begins(shop):
    id_ = shop.new("swap", *swap("2026-03-04"), as_="lan.yu")
    owed = {one["what"]: one for one in shop.json("due", "--all")}
    assert owed["swap-briefing"]["due_at"] == "2026-03-04T18:30:00+08:00"
    assert (owed["swap-briefing"]["rule"], owed["swap-agreed"]["owner"]) == ("SFT-05", "mu.qing")
    for person in ("lan.yu", "mu.qing"):
        shop.ok("swap", "brief", id_, "--told", "nothing", as_=person)
    assert "swap-briefing" not in {one["what"] for one in shop.json("due", "--all")}


def test_sft_06_a_change_for_a_promotion_is_no_swap(shop):
    swapped(shop, *swap("2026-03-04"))
    change = ("roster", "set", "2026-03-06", "evening", "mu.qing", "--reason", "promotion")
    shop.ok(*change, as_="guo.dian")
    assert "[mu.qing]}  # promotion" in shop.read("roster/2026-03.yaml")
    shop.new("swap", *swap("2026-03-09"), as_="lan.yu")  # the second


def test_sft_06_a_promotion_says_how_many_people_it_needs(shop):
    days = ("--from", "2026-03-05", "--to", "2026-03-06", "--needed", "2")
    shop.new("event", "--title", "Spring sale", *days, as_="guo.dian")
    shop.ok("roster", "set", "2026-03-06", "full-day", "mu.qing", as_="guo.dian")
    found = shop.json("roster", "check", "--from", "2026-03-04", "--to", "2026-03-06", code=1)
    (gap,) = [one for one in found if one["rule"] == "SFT-06"]
    assert (gap["date"], gap["label"], gap["people"]) == ("2026-03-05", "Spring sale", ["mu.qing"])


OVERTIME = ("overtime", "new", "--from", "2026-03-04 18:00", "--to", "2026-03-04 19:30",
            "--reason", "visitors")  # fmt: skip


@pytest.fixture
def front(under):
    return under("FD8", people=PEOPLE, now=AT)


def test_sft_09_overtime_is_asked_for_before_it_begins(front):
    late = {"as_": "lan.yu", "now": "2026-03-04T18:00:01+08:00"}
    assert "18:00" in refused(front, "SFT-09", *OVERTIME, **late)
    assert "加班须事先申请" in refused(front, "SFT-09", *OVERTIME, lang="zh", **late)
    assert list((front.root / "overtime").rglob("*.md")) == []
    front.ok(*OVERTIME, **{**late, "now": "2026-03-04T18:00:00+08:00"})


def test_sft_09_and_approved_by_the_supervisor_before_it_begins(front):
    id_ = front.new(*OVERTIME[:1], *OVERTIME[2:], as_="lan.yu")
    (owed,) = front.json("due", "--all", "--kind", "overtime")
    assert (owed["owner"], owed["due_at"], owed["rule"]) == (
        "guo.dian", "2026-03-04T18:00:00+08:00", "SFT-09",
    )  # fmt: skip
    refused(front, None, "overtime", "approve", id_, as_="lan.yu")
    late = {"as_": "guo.dian", "now": "2026-03-04T18:01:00+08:00"}
    refused(front, "SFT-09", "overtime", "approve", id_, **late)
    refused(front, None, "overtime", "set", id_, "--from", "2026-03-04 20:00", **late)
    front.ok("加班", "批准", id_, as_="guo.dian", lang="zh", now="2026-03-04T18:00:00+08:00")
    shown = front.json("overtime", "show", id_)
    assert (shown["approved_by"], shown["status"]) == ("guo.dian", "approved")


def test_sft_09_overtime_that_ends_before_it_begins_is_told_in_clock_times(front):
    turned = ("--from", "2026-03-04 19:30", "--to", "2026-03-04 18:00", "--reason", "visitors")
    said = refused(front, None, "overtime", "new", *turned, as_="lan.yu")
    assert "2026-03-04 18:00 is before from 2026-03-04 19:30" in said


def test_sft_09_the_desk_has_a_break_at_noon(front):
    said = front.json("when", "2026-03-04 11:50", "30 business minutes")
    assert said["due_at"].startswith("2026-03-04T13:50")
