"""Complaints: a clear answer in three days, local words for how serious, where they come from."""

import pytest
from given import at, refused

CALL = ("--channel", "phone")
COMPLAIN = (*CALL, "--type", "complaint", "--title", "Noise")


def owed(desk, **options):
    return [(row["what"], row["state"]) for row in desk.json("due", **options)]


def test_cmp_14_a_clear_answer_is_due_when_the_third_day_is_over(under):
    desk = under("PSC")
    id_ = desk.new("ticket", *COMPLAIN)
    (clock,) = [c for c in desk.json("why", id_) if c["what"] == "clear-answer"]
    assert clock["due_at"] == "2026-03-06T00:00:00+08:00"
    assert owed(desk, now="2026-03-05T23:59") == []
    (item,) = desk.json("due", now="2026-03-06T00:01")
    assert (item["what"], item["state"], item["rule"]) == ("clear-answer", "overdue", "CMP-14")
    assert item["escalate_to"] == "sun.li"
    assert "明确答复投诉" in desk.ok("due", now="2026-03-06T09:00", lang="zh")
    # Hearing the customer is no answer; what will be done about it is.
    desk.ok("ticket", "reply", id_)
    assert owed(desk, now="2026-03-06T09:00") == [("clear-answer", "overdue")]
    desk.ok("ticket", "reply", id_, "--result", "the pump stops at ten")
    assert owed(desk, now="2026-03-06T09:00") == []


def test_cmp_14_a_desk_may_count_to_the_very_hour(under):
    desk = under("PSC")
    desk.write("policy/own.yaml", "deadlines:\n  clear-answer: {limit: 72 hours}\n")
    desk.new("ticket", *COMPLAIN)
    assert owed(desk, now="2026-03-05T10:00:01") == [("clear-answer", "overdue")]


def test_cmp_14_a_small_problem_is_handled_at_once(under):
    desk = under("PSC")
    id_ = desk.new("ticket", *COMPLAIN, "--severity", "小问题")
    assert owed(desk) == [("small-problem", "due")]
    assert owed(desk, now=at("10:01")) == [("small-problem", "overdue")]
    desk.ok("ticket", "resolve", id_)
    assert "small-problem" not in [what for what, _state in owed(desk, now=at("10:01"))]


def test_cmp_53_a_complaint_in_a_survey_is_a_complaint_of_the_desk(under):
    desk = under("ITS")
    customer = desk.new("customer", "--name", "张三")
    answer = (
        f'{{"title": "Spring survey", "customer": "{customer}", "origin": "questionnaire", '
        '"is_complaint": true, "answer": "the site was down for a day"}'
    )
    desk.ok("survey", "new", "--json", "-", stdin=answer)
    (survey,) = desk.json("survey", "list")
    (ticket,) = desk.json("ticket", "list")
    assert (ticket["type"], ticket["about"]) == ("complaint", [survey["id"]])
    assert (ticket["customer"], ticket["details"]) == (customer, "the site was down for a day")
    assert owed(desk) == [("complaint-in-hand", "no-limit")]
    assert "处理投诉" in desk.ok("due", lang="zh")


def test_cmp_53_what_turns_out_to_be_a_complaint_later_is_one_as_well_and_only_once(under):
    desk = under("ITS")
    survey = desk.new("survey", "--title", "Spring survey", "--answer", "down for a day")
    desk.ok("survey", "set", survey, "--is-complaint", "yes")
    (ticket,) = desk.json("ticket", "list")
    assert (ticket["type"], ticket["about"]) == ("complaint", [survey])
    assert desk.json("survey", "show", survey)["complaint"] == ticket["id"]
    desk.ok("ticket", "resolve", ticket["id"])
    desk.ok("ticket", "close", ticket["id"])
    desk.ok("survey", "set", survey, "--answer", "down for a day, twice")
    assert len(desk.json("ticket", "list")) == 1
    desk.ok("survey", "set", survey, "--is-suggestion", "yes")
    assert sorted(t["type"] for t in desk.json("ticket", "list")) == ["complaint", "suggestion"]
    assert desk.run("check").code == 0


def test_cmp_53_a_suggestion_leads_to_a_plan_and_praise_to_nothing(under):
    desk = under("ITS")
    desk.new("survey", "--title", "Spring survey", "--answer", "well done")
    assert desk.json("ticket", "list") == []
    said = ("--title", "Research", "--origin", "现场调研", "--is-suggestion", "yes")
    desk.new("survey", *said, "--answer", "a weekly report")
    (ticket,) = desk.json("ticket", "list")
    assert (ticket["type"], ticket["text"]) == ("suggestion", "a weekly report")
    assert owed(desk) == [("suggestion-plan", "no-limit")]
    desk.ok("ticket", "forward", ticket["id"], "--department", "research")
    desk.ok("ticket", "decide", ticket["id"], "--decision", "from April on")
    desk.ok("ticket", "resolve", ticket["id"])
    assert owed(desk) == []


def test_cmp_54_what_dissatisfies_at_a_callback_becomes_a_complaint(under):
    desk = under("CHD")
    ticket = desk.new("ticket", *CALL, "--title", "Leak")
    desk.ok("ticket", "resolve", ticket)
    (callback,) = (found["id"] for found in desk.json("callback", "list"))
    answers = ("--attitude", "polite", "--quality", "poor", "--irregular-charge", "no")
    done = ("--result", "worse", "--satisfaction", "不满意", *answers)
    out = desk.ok("callback", "done", callback, *done)
    (complaint,) = [t for t in desk.json("ticket", "list") if t.get("type") == "complaint"]
    assert complaint["id"] in out
    assert complaint["about"] == [ticket, callback]
    assert (complaint["details"], complaint["owner"]) == ("worse", "li.na")


def test_cmp_54_so_does_what_is_written_on_the_ticket_itself(under):
    desk = under("CHD")
    ticket = desk.new("ticket", *CALL, "--title", "Leak")
    desk.ok("ticket", "resolve", ticket)
    call = ("ticket", "call-back", ticket, "--result", "worse", "--satisfaction", "dissatisfied")
    out = desk.ok(*call)
    (complaint,) = [t for t in desk.json("ticket", "list") if t.get("type") == "complaint"]
    assert complaint["id"] in out
    assert (complaint["about"], complaint["details"]) == ([ticket], "worse")


WORDS = [
    ("PSC", "小问题", "minor"), ("PSC", "大问题", "major"), ("CPE", "small", "minor"),
    ("CPE", "otherwise", "normal"), ("HOT", "重大", "major"), ("FRA", "major", "major"),
    ("ONE", "严重", "major"), ("ONE", "serious", "major"), ("CHD", "grave", "major"),
    ("FUR", "一般", "normal"),
]  # fmt: skip


@pytest.mark.parametrize(("pack", "word", "severity"), WORDS)
def test_cmp_55_every_company_s_word_stands_on_one_scale(under, pack, word, severity):
    desk = under(pack)
    id_ = desk.new("ticket", *CALL, "--title", "x", "--severity", word)
    assert desk.json("ticket", "show", id_)["severity"] == severity


def test_cmp_14_a_big_problem_is_reported_to_somebody_who_directs(under):
    desk = under("PSC")
    id_ = desk.new("ticket", *COMPLAIN, "--severity", "major")
    report = ("ticket", "escalate", id_, "--reason", "every night")
    for nobody in ((), ("--superior", "wang.wei")):
        assert "--superior" in refused(desk, "CMP-14", *report, *nobody)
    assert "客户服务中心主任" in desk.run(*report, lang="zh").err
    assert [row["what"] for row in desk.json("due", now=at("10:01"))] == ["report-to-director"]
    desk.ok(*report, "--superior", "sun.li")
    assert desk.json("due", now=at("10:01")) == []
    other = desk.new("ticket", *COMPLAIN)
    desk.ok("ticket", "escalate", other, "--reason", "needs advice")


def test_cmp_55_a_big_problem_is_for_the_director(under):
    desk = under("PSC")
    desk.new("ticket", *COMPLAIN, "--severity", "大问题")
    (item,) = desk.json("due", now=at("10:01"))
    assert (item["what"], item["escalate_to"]) == ("report-to-director", "sun.li")


def test_cmp_55_soft_and_hard_is_a_matter_of_its_own(under):
    desk = under("FUR")
    soft = ("--class", "软性", "--customer-statement", "rude")
    words = ("--happened-at", "2026-03-01", "--place", "hall", "--course", "a quarrel")
    who = ("--involved", "wang.wei", "--subject", "service")
    id_ = desk.new("ticket", *COMPLAIN, *soft, *words, *who, "--severity", "大问题")
    shown = desk.json("ticket", "show", id_)
    assert (shown["class"], shown["severity"]) == ("soft", "major")


def test_cmp_55_a_desk_adds_a_word_of_its_own(under):
    desk = under("PSC")
    own = "kinds: {ticket: {fields: {severity: {choices: {major: {also: [火烧眉毛, 大问题]}}}}}}\n"
    desk.write("policy/own.yaml", own)
    id_ = desk.new("ticket", *COMPLAIN, "--severity", "火烧眉毛")
    assert desk.json("ticket", "show", id_)["severity"] == "major"
