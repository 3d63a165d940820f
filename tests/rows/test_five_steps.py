"""CMP-44 and TKT-40: a front desk takes complaints in five steps and has no figures."""

import pytest
from given import refused

SORRY = ("--apology-for-inconvenience", "yes")
STATEMENT = ("--customer-statement", "nobody answers the bell")


@pytest.fixture
def front(under):
    """A front desk of any company."""
    return under("FDG")


@pytest.fixture
def complaint(front):
    return front.new("ticket", "--type", "complaint", "--title", "Nobody answers")


def test_cmp_44_listening_comes_before_the_apology(front, complaint):
    said = refused(front, "CMP-44", "ticket", "apologise", complaint, *SORRY)
    assert "cs ticket hear" in said
    front.ok("ticket", "hear", complaint)
    refused(front, "CMP-44", "ticket", "apologise", complaint, *SORRY)
    front.ok("ticket", "hear", complaint, *STATEMENT)
    front.ok("ticket", "apologise", complaint, *SORRY)
    shown = front.json("ticket", "show", complaint)
    assert (shown["heard"], shown["apology_at"]) == (True, "2026-03-02T10:00:00+08:00")


def test_cmp_44_the_apology_and_the_record_come_before_the_department(front, complaint):
    tell = ("ticket", "notify", complaint, "--department", "property")
    front.ok("ticket", "set", complaint, *SORRY)
    assert "cs ticket apologise" in refused(front, "CMP-44", *tell)
    front.ok("ticket", "hear", complaint, *STATEMENT)
    front.ok("ticket", "apologise", complaint, *SORRY)
    front.ok("ticket", "promise", complaint, "--promised-at", "2026-03-02 16:00")
    said = refused(front, "CMP-44", "工单", "通知", complaint, "--责任部门", "物业", lang="zh")
    assert said.startswith("须记录投诉内容和经过：事情经过")
    front.ok("ticket", "ask", complaint, "--course", "the bell rang for ten minutes")
    front.ok(*tell)


def test_cmp_44_a_promise_to_settle_it_comes_before_the_department_too(front, complaint):
    tell = ("ticket", "notify", complaint, "--department", "property")
    front.ok("ticket", "hear", complaint, *STATEMENT)
    front.ok("ticket", "apologise", complaint, *SORRY)
    front.ok("ticket", "ask", complaint, "--course", "the bell rang for ten minutes")
    assert f"cs ticket promise {complaint}" in refused(front, "CMP-44", *tell)
    refused(front, "CMP-44", "ticket", "resolve", complaint)
    front.ok("ticket", "promise", complaint, "--promised-at", "2026-03-02 16:00")
    front.ok(*tell)


def told(desk, id_):
    desk.ok("ticket", "hear", id_, *STATEMENT)
    desk.ok("ticket", "apologise", id_, *SORRY)
    desk.ok("ticket", "promise", id_, "--promised-at", "2026-03-02 16:00")
    desk.ok("ticket", "ask", id_, "--course", "the bell rang for ten minutes")


def test_cmp_44_a_department_is_told_before_it_is_solved(front, complaint):
    told(front, complaint)
    front.ok("ticket", "set", complaint, "--department", "property")  # nobody there knows yet
    said = refused(front, "CMP-44", "ticket", "resolve", complaint)
    assert f"cs ticket notify {complaint}" in said
    front.ok("ticket", "notify", complaint, "--department", "property")
    front.ok("ticket", "resolve", complaint, "--result", "a second bell")


def test_cmp_44_no_complaint_is_closed_before_it_is_known_whether_the_customer_is_satisfied(
    front, complaint
):
    told(front, complaint)
    front.ok("ticket", "notify", complaint, "--department", "property")
    front.ok("ticket", "resolve", complaint)
    said = refused(front, "CMP-44", "ticket", "close", complaint)
    assert "--satisfaction" in said
    for unhappy in ("不满意", "非常不满意", "一般"):
        refused(front, "CMP-44", "ticket", "close", complaint, "--satisfaction", unhappy)
    assert front.json("ticket", "show", complaint)["status"] == "resolved"
    front.ok("ticket", "close", complaint, "--satisfaction", "满意")
    assert front.json("ticket", "show", complaint)["status"] == "closed"


def test_cmp_44_another_desk_only_asks_whether_the_customer_is_satisfied(front, complaint):
    front.write("policy/own.yaml", "guards:\n  satisfaction-known: {must: {satisfaction: any}}\n")
    told(front, complaint)
    front.ok("ticket", "notify", complaint, "--department", "property")
    front.ok("ticket", "resolve", complaint)
    refused(front, "CMP-44", "ticket", "close", complaint)
    front.ok("ticket", "close", complaint, "--satisfaction", "dissatisfied")


def first_responses(desk, now):
    return [one for one in desk.json("due", now=now) if one["rule"] == "TKT-40"]


@pytest.mark.parametrize("type_", ["complaint", "suggestion"])
def test_tkt_40_a_first_response_is_owed_without_a_figure(front, type_):
    id_ = front.new("ticket", "--type", type_, "--title", "More chairs")
    later = "2026-05-02T10:00:00+08:00"
    (owed,) = first_responses(front, later)
    assert (owed["id"], owed["due_at"], owed["state"]) == (id_, None, "no-limit")
    front.ok("ticket", "call", id_, "--reached", "no")
    assert len(first_responses(front, later)) == 1
    front.ok("ticket", "call", id_, "--reached", "yes")
    assert first_responses(front, later) == []


def test_tkt_40_the_policy_says_that_no_limit_is_set(front):
    lines = front.ok("policy", "show", "FDG").splitlines()
    (line,) = [one for one in lines if "first response to the complaint" in one]
    assert "TKT-40" in line
    assert "no limit set" in line
    chinese = front.ok("policy", "show", "FDG", lang="zh").splitlines()
    (line,) = [one for one in chinese if "首次回应投诉" in one]
    assert "未设时限" in line


def test_tkt_40_a_desk_sets_a_figure_of_its_own(front):
    front.write("policy/own.yaml", "deadlines:\n  complaint-first-response: {limit: 2 hours}\n")
    front.new("ticket", "--type", "complaint", "--title", "Nobody answers")
    (late,) = front.json("due", now="2026-03-02T12:01:00+08:00")
    assert (late["rule"], late["late_s"]) == ("TKT-40", 60)
