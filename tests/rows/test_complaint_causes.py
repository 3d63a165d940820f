"""Decisions on evidence, complaints by cause, case reviews and claims (RCG, RSM)."""

import pytest
from given import refused

CAUSE = "late recharge"


def complained(desk, day, cause=None):
    now = f"2026-{day}T10:00:00+08:00"
    known = ("--cause-code", cause) if cause else ()
    return desk.new("ticket", "--type", "complaint", "--title", "Card 100", *known, now=now)


def test_cmp_18_no_decision_without_evidence(under):
    desk = under("RCG")
    id_ = complained(desk, "03-02")
    decide = ("ticket", "decide", id_, "--decision", "refund")
    assert "(--evidence)" in refused(desk, "CMP-18", *decide)
    result = desk.run("工单", "作出决定", id_, "--处理决定", "退款", lang="zh")
    assert (result.code, "裁定须有凭有据" in result.err) == (3, True)
    desk.ok(*decide, "--evidence", "receipt 0312")
    shown = desk.json("ticket", "show", id_)
    assert (shown["decision"], shown["evidence"]) == ("refund", [{"text": "receipt 0312"}])


def test_cmp_18_nor_by_any_other_command(under):
    desk = under("RCG")
    decided = ("--decision", "refund")
    refused(desk, "CMP-18", "ticket", "new", "--type", "complaint", "--title", "x", *decided)
    id_ = complained(desk, "03-02")
    refused(desk, "CMP-18", "ticket", "set", id_, *decided)
    desk.ok("ticket", "set", id_, *decided, "--evidence", "receipt 0312")
    refused(desk, "CMP-18", "ticket", "set", id_, "--evidence", "")


def test_cmp_18_evidence_collected_before_is_enough(under):
    desk = under("RCG")
    id_ = complained(desk, "03-02")
    desk.ok("ticket", "set", id_, "--evidence", "screenshot", "--evidence", "order record")
    desk.ok("ticket", "decide", id_, "--decision", "refund")
    desk.ok("ticket", "decide", id_, "--decision", "refund in part", "--evidence", "receipt 0312")
    pieces = desk.json("ticket", "show", id_)["evidence"]
    assert [one["text"] for one in pieces] == ["screenshot", "order record", "receipt 0312"]


@pytest.mark.parametrize("type_", ["dispute", "whistle"])
def test_cmp_18_cmp_50_disputes_and_reports_are_decided_on_evidence_too(under, type_):
    desk = under("RCG")
    id_ = desk.new("ticket", "--type", type_, "--title", "Two owners of one card")
    decide = ("ticket", "decide", id_, "--decision", "the first buyer's")
    refused(desk, "CMP-18", *decide)
    desk.ok(*decide, "--evidence", "order record")


def test_cmp_18_a_desk_wants_a_liability_with_it(under):
    desk = under("RCG")
    desk.write(
        "policy/ours.yaml", "guards:\n  decided-on-evidence: {require: [evidence, liability]}\n"
    )
    said = ("--decision", "refund", "--evidence", "receipt 0312")
    refused(desk, "CMP-18", "ticket", "decide", complained(desk, "03-02"), *said)


@pytest.mark.parametrize("pack", ["RCG", "RSM"])
def test_cmp_19_the_report_shows_how_a_cause_changed(under, pack):
    desk = under(pack)
    for number in range(5):
        complained(desk, f"02-1{number}", CAUSE)
    for number in range(3):
        complained(desk, f"03-1{number}", CAUSE)
    complained(desk, "03-20", "wrong number")
    found = desk.json("report", "complaints-by-cause", "--period", "2026-03",
                      now="2026-04-01T10:00:00+08:00")  # fmt: skip
    changes = {line["cause_code"]: (line["count"], line["before"], line["change"])
               for line in found["rows"]}  # fmt: skip
    assert changes == {CAUSE: (3, 5, -2), "wrong number": (1, 0, 1)}
    said = desk.ok("报表", "投诉原因统计", "--周期", "2026-03", lang="zh",
                   now="2026-04-01T10:00:00+08:00")  # fmt: skip
    assert CAUSE in said and "-2" in said


def test_cmp_19_the_cause_is_found_with_its_prevention(under):
    desk = under("RSM")
    id_ = complained(desk, "03-02")
    said = ("--cause", "the supplier was slow", "--cause-code", CAUSE)
    desk.ok("ticket", "find-cause", id_, *said, "--prevention", "a second supplier")
    shown = desk.json("ticket", "show", id_)
    assert (shown["cause_code"], shown["prevention"]) == (CAUSE, "a second supplier")


def test_cmp_19_a_desk_counts_by_quarter(under):
    desk = under("RCG")
    desk.write("policy/ours.yaml", "reports:\n  complaints-by-cause: {period: quarter}\n")
    complained(desk, "02-10", CAUSE)
    complained(desk, "03-10", CAUSE)
    found = desk.json("report", "complaints-by-cause", now="2026-03-30T10:00:00+08:00")
    assert [(line["cause_code"], line["count"]) for line in found["rows"]] == [(CAUSE, 2)]


def reviewed(desk, *words, **options):
    about = complained(desk, "03-02")
    return desk.new(
        "review", "--type", "case", "--title", "February", "--about", about, *words, **options
    )


def tasks(desk):
    due = desk.json("due", "--kind", "task", now="2026-06-01T10:00:00+08:00")
    return sorted((one["title"], one["owner"], one["state"]) for one in due)


def test_cmp_48_the_actions_of_a_review_are_listed_until_they_are_done(under):
    desk = under("RSM")
    id_ = reviewed(desk, "--actions", "Call the supplier", "--actions", "Train the desk")
    desk.ok("review", "done", id_, "--lessons", "The supplier was slow")
    assert tasks(desk) == [
        ("Call the supplier", "li.na", "no-limit"), ("Train the desk", "li.na", "no-limit"),
    ]  # fmt: skip
    first = next(one for one in desk.json("task", "list") if one["title"] == "Call the supplier")
    assert (first["type"], first["about"]) == ("review-action", [id_])
    desk.ok("task", "done", first["id"], "--result", "called")
    assert tasks(desk) == [("Train the desk", "li.na", "no-limit")]


def test_cmp_48_actions_are_shared_among_those_responsible(under):
    desk = under("RSM")
    people = ("--responsible", "wang.wei", "--responsible", "chen.jing")
    reviewed(desk, "--actions", "Call the supplier", "--actions", "Train the desk", *people)
    assert [task[:2] for task in tasks(desk)] == [
        ("Call the supplier", "wang.wei"), ("Train the desk", "chen.jing"),
    ]  # fmt: skip


def test_cmp_48_what_comes_up_later_is_listed_as_well(under):
    desk = under("RSM")
    id_ = reviewed(desk, "--actions", "Call the supplier")
    change = ("review", "set", id_, "--actions", "Train the desk")
    assert f"cs review add-action {id_}" in refused(desk, "CMP-48", *change)
    refused(desk, "CMP-48", *change[:3], "--actions", "")
    refused(desk, "CMP-48", "review", "set", reviewed(desk), *change[3:])
    assert "请逐项补充行动" in desk.run(*change, lang="zh").err
    desk.ok("review", "set", id_, "--lessons", "The supplier was slow")
    desk.ok("review", "done", id_)
    desk.ok("review", "add-action", id_, "--action", "Train the desk", "--whose", "wang.wei")
    assert [task[:2] for task in tasks(desk)] == [
        ("Call the supplier", "li.na"), ("Train the desk", "wang.wei"),
    ]  # fmt: skip
    assert {one["rule"] for one in desk.json("due", "--kind", "task")} == {"CMP-48"}


def test_cmp_48_a_case_review_names_its_complaints(under):
    desk = under("RSM")
    result = desk.run("检讨", "新建", "--类型", "投诉案例检讨", "--标题", "二月", lang="zh")
    assert (result.code, "投诉案例" in result.err) == (2, True)


def test_cmp_48_the_interval_is_for_the_desk_to_set(under):
    desk = under("RSM")
    year = {"now": "2027-02-10T10:00:00+08:00"}
    assert [one for one in desk.json("due", **year) if one["what"] == "case-review"] == []
    assert "case-review" in desk.ok("duty", "list")
    desk.write("policy/ours.yaml", "duties:\n  case-review: {rrule: FREQ=MONTHLY}\n")
    now = "2026-04-01T10:00:00+08:00"
    (late,) = [one for one in desk.json("due", now=now) if one["what"] == "case-review"]
    assert (late["due_at"], late["rule"]) == ("2026-04-01T00:00:00+08:00", "CMP-48")
    reviewed(desk, now="2026-03-20T10:00:00+08:00")
    assert [one for one in desk.json("due", now=now) if one["what"] == "case-review"] == []


def claim(desk, *words):
    said = ("--title", "Broken crates", "--party", "East Freight", "--amount", "1200.50")
    return desk.new("claim", *said, *words)


def test_cmp_49_a_claim_is_settled_on_evidence(under):
    desk = under("RSM")
    id_ = claim(desk)
    assert "cs claim add-evidence" in refused(desk, "CMP-49", "claim", "settle", id_)
    desk.ok("索赔", "补充证据", id_, "--证据", "装箱照片", lang="zh")
    desk.ok("claim", "add-evidence", id_, "--evidence", "bill of lading")
    desk.ok("claim", "settle", id_, "--result", "paid in full")
    shown = desk.json("claim", "show", id_)
    pieces = [one["text"] for one in shown["evidence"]]
    assert (shown["status"], pieces) == ("settled", ["装箱照片", "bill of lading"])


def test_cmp_49_the_ledger_lists_every_claim(under):
    desk = under("RSM")
    claim(desk, "--evidence", "photo")
    desk.ok("claim", "reject", claim(desk), "--result", "outside the contract")
    ledger = desk.ok("report", "claims")
    assert ledger.count("East Freight") == 2 and "1,200.50 CNY" in ledger
    assert "不成立" in desk.ok("报表", "索赔台账", lang="zh")
    printed = ("claim", "print", claim(desk, "--evidence", "photo"), "--form", "claims-ledger")
    assert {"East Freight", "- photo"} <= {
        word.strip() for line in desk.ok(*printed).splitlines() for word in line.split("|")
    }


@pytest.mark.parametrize("pack", ["RCG", "GPS"])
def test_cmp_49_other_companies_have_no_claims(under, pack):
    assert under(pack).run("claim", "list").code == 2
