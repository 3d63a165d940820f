"""Handovers and duty logs of shops, towers and CHD; cash for the cashier; what is printed."""

import pytest
from given import refused

WU = "wu.gang"
EVENING = "2026-03-02T17:30"
SHOP = """\
zone: Asia/Shanghai
hours: {mon: [08:00-21:00], tue: [08:00-21:00], wed: [08:00-21:00]}
holidays: none
shifts: {day: 08:00-21:00}
"""
CLOSING, CLOSED, OPENING = "2026-03-02T20:50", "2026-03-02T21:00", "2026-03-03T08:00"
TODAY = {"now": CLOSING}


def told(desk):
    return [one["what"] for one in desk.json("due", now="2026-03-02T23:59") if one["id"]]


# ---- the web shop


BOOK = ("--shift", "day", "--to", WU)


def test_hnd_08_the_handover_book_holds_questions_and_what_is_pending_be_it_none(under):
    desk = under("TAO")
    new = ("handover", "new", *BOOK)
    said = refused(desk, "HND-08", *new, "--pending", "refund of Mr Bo")
    assert "--customer-questions" in said
    assert "待办事项" in refused(desk, "HND-08", *new, "--customer-questions", "无", lang="zh")
    assert desk.json("handover", "list") == []
    id_ = desk.new("handover", *BOOK, "--customer-questions", "none", "--pending", "refund")
    refused(desk, "HND-08", "handover", "set", id_, "--customer-questions", "")
    desk.ok("handover", "set", id_, "--customer-questions", "is there a size 43?")
    desk.ok("handover", "sign", id_)
    desk.ok("handover", "accept", id_, as_=WU)
    printed = desk.ok("handover", "print", id_)
    assert printed.startswith("# 交接本\n")
    assert "- is there a size 43?\n" in printed and "- refund\n" in printed


# ---- the supermarket


@pytest.fixture
def shop(under):
    desk = under("SUP")
    desk.write("calendar.yaml", SHOP)
    desk.write("roster/2026-03.yaml", "2026-03-02: {day: [li.na]}\n2026-03-03: {day: [wang.wei]}\n")
    return desk


def closing(desk, *words):
    return desk.new("handover", "--shift", "day", "--to", "wang.wei", *words, **TODAY)


def test_hnd_09_every_matter_is_told_before_the_handover_is_closed(shop):
    one = shop.new("ticket", "--title", "lost glove", "--channel", "visit", **TODAY)
    id_ = closing(shop, "--items", "fridge 2, status=mended tomorrow, told=yes")
    shop.ok("handover", "sign", id_, **TODAY)
    accept = ("handover", "accept", id_)
    late = {"as_": "wang.wei", "now": OPENING}
    said = refused(shop, "HND-09", *accept, **late)
    assert said == f"matter 2 was not told to the next shift: cs handover tell {id_}\n"
    assert "第2项" in refused(shop, "HND-09", *accept, lang="zh", **late)
    refused(shop, "HND-09", "handover", "tell", id_, as_="wang.wei", now=OPENING)
    assert shop.run("handover", "tell", id_, "--numbers", "3", now=OPENING).code == 2
    shop.ok("handover", "tell", id_, "--numbers", "2", now=OPENING)
    shop.ok(*accept, **late)
    items = shop.json("show", id_)["items"]
    assert [(item.get("about"), item["told"]) for item in items] == [(None, True), (one, True)]
    printed = shop.ok("handover", "print", id_)
    assert "# 交接班记录表" in printed and f"| lost glove | {one} | registered |" in printed


def test_hnd_09_what_was_told_to_one_shift_is_told_to_the_next_anew(shop):
    shop.new("ticket", "--title", "lost glove", "--channel", "visit", **TODAY)
    first = closing(shop)
    shop.ok("handover", "tell", first, **TODAY)
    shop.ok("handover", "sign", first, **TODAY)
    shop.ok("handover", "accept", first, as_="wang.wei", now=OPENING)
    words = ("--shift", "day", "--to", "li.na")
    second = shop.new("handover", *words, as_="wang.wei", now="2026-03-03T20:50")
    (item,) = shop.json("show", second)["items"]
    assert (item["shifts"], item.get("told")) == (2, None)


def test_hnd_19_what_is_open_at_closing_is_in_the_opening_list_of_the_next_day(shop):
    open_ = shop.new("ticket", "--type", "complaint", "--title", "cold soup",
                     "--channel", "visit", "--reported-to", "zhao.min", **TODAY)  # fmt: skip
    settled = shop.new("ticket", "--title", "lost glove", "--channel", "visit", **TODAY)
    id_ = closing(shop)
    shop.ok("handover", "sign", id_, **TODAY)

    def listed(now, *words):
        found = shop.json("report", "opening-list", *words, now=now)
        return [row["id"] for row in found["rows"]]

    assert sorted(listed(OPENING)) == sorted([open_, settled])
    assert listed(CLOSING) == []
    shop.ok("ticket", "resolve", settled, "--result", "found", now="2026-03-03T08:30")
    (row,) = shop.json("report", "opening-list", now="2026-03-03T09:00")["rows"]
    assert (row["id"], row["title"], row["handover"], row["shifts"]) == (open_, "cold soup", id_, 1)
    said = shop.ok("报表", "开店清单", "--周期", "2026-03-03", now="2026-03-03T09:00", lang="zh")
    assert "cold soup" in said


def test_hnd_19_what_nobody_handed_over_is_in_the_opening_list_too(shop):
    shop.ok("handover", "sign", closing(shop), **TODAY)
    bag = shop.new("ticket", "--title", "bag left", "--channel", "visit", now="2026-03-02T23:00")
    (row,) = shop.json("report", "opening-list", now=OPENING)["rows"]
    assert (row["id"], row["handover"], row["since"]) == (bag, None, "2026-03-02")
    shop.new("ticket", "--title", "of today", "--channel", "visit", now="2026-03-03T11:00")
    (row,) = shop.json("report", "opening-list", now="2026-03-03T12:00")["rows"]
    assert row["title"] == "bag left"


def test_hnd_19_the_check_is_owed_at_nine_in_the_evening(shop):
    def missed(now):
        (duty,) = [d for d in shop.json("duty", "list", now=now) if d["name"] == "closing-check"]
        return "2026-03-02" in duty["missed"], duty["rule"]

    assert missed(CLOSED) == (False, "HND-19")
    assert missed("2026-03-02T21:00:01") == (True, "HND-19")
    id_ = closing(shop)
    assert missed("2026-03-02T21:00:01")[0]
    shop.ok("handover", "sign", id_, now=CLOSED)
    assert not missed("2026-03-02T21:00:01")[0]


# ---- CHD


PEOPLE = """\
- {id: li.na, name: 李娜, roles: [duty-clerk, front-desk]}
- {id: wu.gang, name: 吴刚, roles: [clerk]}
- {id: qin.yu, name: 秦玉, roles: [cs-head]}
"""


@pytest.fixture
def towers(under):
    return under("CHD", people=PEOPLE)


def test_hnd_11_an_item_of_the_morning_that_is_not_done_is_open(towers):
    id_ = towers.new("checklist", "--type", "start-of-day", now="2026-03-02T08:00")
    ticked = ("--read-duty-log", "yes", "--read-handover", "yes", "--control-room-log", "yes")
    towers.ok("checklist", "tick", id_, *ticked, now="2026-03-02T08:20")
    owed = [(o["what"], o["state"], o["rule"]) for o in towers.json("due") if o["id"]]
    assert owed == [("gate-log", "no-limit", "HND-11")]
    complete = ("checklist", "complete", id_)
    assert "--gate-log" in refused(towers, "HND-11", *complete)
    assert "已收门岗记录" in refused(towers, "HND-11", *complete, lang="zh")
    towers.ok("检查表", "完成", id_, "--已收门岗记录", "是", lang="zh")
    assert [o for o in towers.json("due") if o["id"]] == []
    refused(towers, "HND-11", "checklist", "set", id_, "--gate-log", "no")


def test_hnd_11_the_day_is_begun_so_every_day(towers):
    def missed(now):
        rows = towers.json("duty", "list", now=now)
        (duty,) = [d for d in rows if d["name"] == "start-of-day"]
        return duty["missed"]

    assert missed("2026-03-02T23:59") == []
    assert missed("2026-03-03T00:01") == ["2026-03-02"]
    id_ = towers.new("checklist", "--type", "start-of-day", now="2026-03-02T08:00")
    assert missed("2026-03-03T00:01") == ["2026-03-02"]
    every = ("--read-duty-log", "yes", "--read-handover", "yes", "--control-room-log", "yes",
             "--gate-log", "yes")  # fmt: skip
    towers.ok("checklist", "complete", id_, *every, now="2026-03-02T09:00")
    assert missed("2026-03-03T00:01") == []


def test_hnd_12_the_log_has_five_parts_with_one_entry_each(towers):
    call = towers.new("ticket", "--title", "no light", "--channel", "phone")
    towers.ok("ticket", "dispatch", call, "--department", "engineering",
              "--planned-done-at", "2026-03-02 15:00")  # fmt: skip
    visit = towers.new("ticket", "--title", "a parking card", "--channel", "visit")
    towers.ok("ticket", "promise", visit, "--promised-at", "2026-03-02 16:00")
    towers.ok("ticket", "promise", visit, "--promised-at", "2026-03-03 10:00",
              "--reason", "printer broken", "--customer-informed", "yes")  # fmt: skip
    back = towers.new("callback", "--title", "card", "--result", "content")
    towers.ok("callback", "done", back)
    rows = towers.json("report", "duty-log")["rows"]
    assert [(row["what"], row["id"], row["reason"]) for row in rows] == [
        ("called", call, None), ("visited", visit, None), ("dispatched", call, None),
        ("promise-moved", visit, "printer broken"), ("called-back", back, "content"),
    ]  # fmt: skip
    shown = towers.ok("report", "duty-log", "--format", "md")
    headings = [line for line in shown.splitlines() if line.startswith("## ")]
    assert headings == [
        "## incoming calls", "## visitors", "## dispatched", "## promise moved", "## called back",
    ]  # fmt: skip
    log = towers.new("duty-log", "--shift", "day")
    towers.ok("duty-log", "enter", log, "--text", "smell of gas", "--progress", "looked into")
    found = towers.json("report", "duty-log")["rows"][-1]
    assert (found["what"], found["title"], found["reason"]) == (
        "entered", "smell of gas", "looked into",
    )  # fmt: skip


def test_hnd_13_the_head_signs_the_log_of_the_week_with_a_comment(towers):
    def missed(now):
        (duty,) = [d for d in towers.json("duty", "list", now=now) if d["name"] == "log-review"]
        return duty["missed"]

    # The desk began on Sunday, 1 March.
    assert missed("2026-03-08T23:59") == ["2026-W09"]
    assert missed("2026-03-09T00:01") == ["2026-W09", "2026-W10"]
    owed = towers.json("due", now="2026-03-09T00:01")
    assert [(o["state"], o["owner"]) for o in owed if o["what"] == "log-review"] == [
        ("overdue", "qin.yu"), ("overdue", "qin.yu"),
    ]  # fmt: skip
    done = ("duty", "done", "log-review", "--period", "2026-W10")
    monday = {"now": "2026-03-09T09:00"}
    assert "HND-13" in towers.run(*done, "-m", "fine", **monday).err
    assert "签阅意见" in refused(towers, "HND-13", *done, lang="zh", as_="qin.yu", **monday)
    towers.ok(*done, "-m", "parcels: name the shelf", as_="qin.yu", **monday)
    assert missed("2026-03-09T10:00") == ["2026-W09"]


def test_hnd_14_forms_carry_the_numbers_of_the_policy(towers):
    id_ = towers.new("handover", "--shift", "day", "--to", WU, "--items", "keys, status=safe")
    printed = towers.ok("handover", "print", id_)
    assert printed.startswith("表单编号：R03—WKF07\n\n# 交接班记录表\n")
    assert "| keys |" in printed
    log = towers.new("duty-log", "--shift", "day")
    assert towers.ok("duty-log", "print", log).startswith("表单编号：R02—WKF07\n\n# 值班记录表\n")
    report = towers.ok("report", "duty-log")
    assert "R02—WKF07" in report
    own = "settings: {form.handover-record: QF-12, form.duty-log: ''}\n"
    towers.write("policy/own.yaml", own)
    assert towers.ok("handover", "print", id_, lang="zh").startswith("表单编号：QF-12\n")
    assert towers.ok("duty-log", "print", log).startswith("# 值班记录表\n")


# ---- the office tower


def test_hnd_15_an_empty_day_is_incomplete_until_somebody_says_that_nothing_happened(under):
    desk = under("TOW")

    def missed(now="2026-03-04T09:00"):
        (duty,) = [d for d in desk.json("duty", "list", now=now) if d["name"] == "duty-record"]
        return duty["missed"]

    assert missed() == ["2026-03-02", "2026-03-03"]
    id_ = desk.new("duty-log", now="2026-03-02T17:00")
    complete = ("duty-log", "complete", id_)
    said = refused(desk, "HND-15", *complete, now=EVENING)
    assert f"cs duty-log nothing {id_}" in said
    assert "无任何记录" in refused(desk, "HND-15", *complete, now=EVENING, lang="zh")
    assert missed() == ["2026-03-02", "2026-03-03"]
    desk.ok("值班记录", "登记无事", id_, now=EVENING, lang="zh")
    desk.ok(*complete, now=EVENING)
    assert missed() == ["2026-03-03"]
    # The log of a day may be completed on the next one.
    late = desk.new("duty-log", "--date", "2026-03-03", now="2026-03-04T08:30")
    desk.ok("duty-log", "enter", late, "--text", "alarm tested", now="2026-03-04T08:31")
    refused(desk, "HND-15", "duty-log", "nothing", late, now="2026-03-04T08:32")
    desk.ok("duty-log", "complete", late, now="2026-03-04T08:33")
    assert missed() == []


def test_hnd_15_what_came_in_on_that_day_is_in_its_log(under):
    desk = under("TOW")
    ticket = desk.new("ticket", "--title", "no light", "--channel", "phone")
    id_ = desk.new("duty-log")
    desk.ok("duty-log", "complete", id_)
    (row,) = desk.json("report", "duty-log")["rows"]
    assert (row["what"], row["id"]) == ("called", ticket)


def test_hnd_15_nobody_says_that_nothing_happened_on_a_day_on_which_something_did(under):
    desk = under("TOW")
    id_ = desk.new("duty-log")
    desk.ok("duty-log", "nothing", id_)
    ticket = desk.new("ticket", "--title", "no light", "--channel", "phone")
    assert ticket in refused(desk, "HND-15", "duty-log", "complete", id_)
    assert ticket in refused(desk, "HND-15", "duty-log", "nothing", id_)
    desk.ok("duty-log", "enter", id_, "--text", "one call")
    desk.ok("duty-log", "complete", id_)


# ---- cash for the cashier


CASHIER = """\
- {id: li.na, name: 李娜, roles: [front-desk]}
- {id: wu.gang, name: 吴刚, roles: [clerk]}
- {id: he.min, name: 何敏, roles: [cashier]}
"""
LUNCH = "2026-03-02T12:30"
CASH = ("handover", "new", "--type", "cash", "--to", "he.min")


@pytest.fixture
def reception(under):
    return under("PRO", people=CASHIER)


def fee(desk, amount):
    words = ("--title", "parking", "--amount", amount)
    return desk.new("fee", *words, now=LUNCH)


def test_hnd_16_a_difference_between_counted_and_recorded_is_explained(reception):
    one, two = fee(reception, "120"), fee(reception, "180.50")
    said = refused(reception, "HND-16", *CASH, "--amount-counted", "300", now=LUNCH)
    assert said.startswith("recorded 300.50 CNY, counted 300.00 CNY: explain the difference")
    said = refused(reception, "HND-16", *CASH, "--amount-counted", "300", now=LUNCH, lang="zh")
    assert "登记 300.50元，实点 300.00元" in said
    # What is recorded is the sum of the fees, whatever is typed.
    typed = (*CASH, "--amount-counted", "300", "--amount-recorded", "300")
    refused(reception, "HND-16", *typed, now=LUNCH)
    id_ = reception.new(*CASH[:1], *CASH[2:], "--amount-counted", "300.50", now=LUNCH)
    shown = reception.json("show", id_)
    assert (shown["amount_recorded"], shown["fees"]) == ("300.50 CNY", [one, two])
    reception.ok("handover", "sign", id_, now=LUNCH)
    assert reception.json("show", one)["status"] == "collected"
    refused(reception, None, "handover", "accept", id_, now=LUNCH)
    reception.ok("handover", "accept", id_, as_="he.min", now="2026-03-02T14:00")
    assert [reception.json("show", f)["status"] for f in (one, two)] == ["handed-over"] * 2
    assert "300.50元" in reception.ok("handover", "print", id_)


def test_hnd_16_without_fees_in_the_register_the_amount_is_said(reception):
    counted = (*CASH, "--amount-counted", "290")
    assert "--amount-recorded" in refused(reception, "HND-16", *counted)
    refused(reception, "HND-16", *counted, "--amount-recorded", "300")
    explained = ("--amount-recorded", "300", "--difference-note", "10 short, li.na pays")
    id_ = reception.new("handover", *counted[2:], *explained)
    refused(reception, "HND-16", "handover", "set", id_, "--difference-note", "")
    reception.ok("handover", "sign", id_)
    refused(reception, "HND-16", "handover", "set", id_, "--amount-counted", "280")


def test_hnd_16_it_goes_to_the_cashier_and_no_fee_goes_on_without_her(reception):
    money = fee(reception, "20")
    wrong = ("handover", "new", "--type", "cash", "--to", WU, "--amount-counted", "20")
    assert "--to CASHIER" in refused(reception, "HND-16", *wrong, now=LUNCH)
    id_ = reception.new("handover", *CASH[2:], "--amount-counted", "20", now=LUNCH)
    over = ("fee", "hand-over", money, "--handed-over-with", id_)
    refused(reception, "HND-16", *over, now=LUNCH)
    late = fee(reception, "5")
    refused(reception, "HND-16", "handover", "sign", id_, now=LUNCH)
    reception.ok("fee", "void", late, "-m", "paid twice", now=LUNCH)
    reception.ok("handover", "sign", id_, now=LUNCH)
    # A matter of money is no handover of a shift.
    assert reception.json("handover", "check", now=LUNCH)["handovers"] == []


# ---- printed


def test_hnd_04_the_log_with_both_signatures_is_printed(under):
    desk = under("PSC")
    count = ("--inventory", "telephone, expected=2, found=2")
    id_ = desk.new("handover", "--shift", "day", "--to", WU, *count, now=EVENING)
    for verb, person in (("ready", "li.na"), ("sign", "li.na"), ("arrive", WU), ("read", WU)):
        desk.ok("handover", verb, id_, now=EVENING, as_=person)
    desk.ok("handover", "accept", id_, now=EVENING, as_=WU)
    printed = desk.ok("handover", "print", id_)
    assert printed.startswith("# 值班记录（交接签字）\n")
    assert "| telephone | 2 | 2 |" in printed
    assert "| 2026-03-02 17:30 | 李娜 | 交班签字 |" in printed
    assert "| 2026-03-02 17:30 | 吴刚 | 接班签字 |" in printed


def test_hnd_14_a_form_that_others_use_too_is_numbered_by_this_company_alone(under):
    desk = under("PSC")
    told = desk.json("policy", "explain", "HND-14")
    assert (told["packs"], told["in_force"]) == (["CHD"], False)
    told = under("CHD").json("policy", "explain", "HND-14")
    assert (told["packs"], told["in_force"]) == (["CHD"], True)


@pytest.mark.parametrize("pack", ["TOW", "FUR"])
def test_hnd_20_companies_without_a_form_of_their_own_print_a_general_one(under, pack):
    desk = under(pack)
    ticket = desk.new("ticket", "--title", "low light", now=EVENING)
    id_ = desk.new("handover", "--shift", "day", "--to", WU, now=EVENING)
    desk.ok("handover", "sign", id_, now=EVENING)
    printed = desk.ok("handover", "print", id_)
    assert printed.startswith("# 交接班单\n")
    assert f"| low light | {ticket} |" in printed
    assert "| 2026-03-02 17:30 | 李娜 | 交班签字 |" in printed
