"""CMP-52: first, after the cause or as it comes; a desk says which, and the program keeps to it."""

import pytest
from given import policy, refused

WAYS = {"ONE": "first", "FDG": "first", "FUR": "after-cause", "HOT": "none", "TEL": "none"}
HARD = ("--class", "hard", "--product", "chair", "--defect", "loose leg", "--order-number", "A17")
FAULT = ("ticket", "apologise", "--apology-for-fault", "yes")
TROUBLE = ("ticket", "apologise", "--apology-for-inconvenience", "yes")


def choose(desk, way: str) -> None:
    """Let the desk say when it apologises."""
    desk.write("policy/apology.yaml", f"settings: {{complaint.apology: {way}}}\n")


def complain(desk, *words: str) -> str:
    """Take a complaint."""
    return desk.new("ticket", "--type", "complaint", "--title", "Chair wobbles", *words)


@pytest.mark.parametrize(("pack", "way"), WAYS.items())
def test_cmp_52_what_each_company_does(under, pack, way):
    told = under(pack).ok("policy", "explain", "CMP-52")
    assert "complaint-apology-first" in told
    assert "fault-apology-after-cause" in told
    assert policy(pack).settings["complaint.apology"] == way


def test_cmp_52_no_fault_is_apologised_for_before_the_cause(under):
    desk = under("FUR")
    id_ = complain(desk, *HARD)
    why = refused(desk, "CMP-52", *FAULT, id_)
    assert "--apology-for-inconvenience yes" in why
    desk.ok(*TROUBLE, id_)
    refused(desk, "CMP-52", "ticket", "set", id_, "--apology-for-fault", "yes")
    desk.ok("ticket", "set", id_, "--cause", "unknown")
    refused(desk, "CMP-52", *FAULT, id_)
    desk.ok("ticket", "find-cause", id_, "--cause", "product")
    desk.ok(*FAULT, id_)


def test_cmp_52_in_chinese(under):
    desk = under("FUR")
    result = desk.run("工单", "致歉", complain(desk, *HARD), "--为过错致歉", "是", lang="zh")
    assert result.code == 3
    assert "不允许（CMP-52）：未查明原因前不为过错致歉" in result.err


def test_cmp_52_a_soft_complaint_of_a_store_is_apologised_for_at_once(under):
    desk = under("FUR")
    desk.ok(*FAULT, complain(desk, "--class", "soft"))


def test_cmp_52_another_way_of_the_desk_lets_it_pass(under):
    desk = under("FUR")
    choose(desk, "none")
    desk.ok(*FAULT, complain(desk, *HARD))


def test_cmp_52_and_brings_it_to_a_desk_that_had_none(under):
    desk = under("TEL")
    id_ = complain(desk)
    desk.ok(*FAULT, id_)
    choose(desk, "after-cause")
    refused(desk, "CMP-52", *FAULT, complain(desk))
    desk.ok("ticket", "reply", id_)


def test_cmp_52_the_apology_comes_first(under):
    desk = under("TEL")
    choose(desk, "first")
    id_ = complain(desk)
    why = refused(desk, "CMP-52", "ticket", "reply", id_)
    assert f"cs ticket apologise {id_}" in why
    said = desk.run("ticket", "resolve", id_, lang="zh").err
    assert "不允许（CMP-52）：请先向客户致歉" in said
    desk.ok("ticket", "call", id_, "--reached", "no")
    desk.ok(*TROUBLE, id_)
    desk.ok("ticket", "reply", id_)
    desk.ok("ticket", "resolve", id_)


def test_cmp_52_or_with_the_complaint_itself(under):
    desk = under("TEL")
    choose(desk, "first")
    id_ = complain(desk, "--apology-for-inconvenience", "yes")
    desk.ok("ticket", "reply", id_)


def test_cmp_52_a_way_that_does_not_exist_is_told_with_its_place(under):
    desk = under("FUR")
    choose(desk, "after-the-cause")
    result = desk.run("check")
    assert result.code != 0
    said = result.out + result.err
    assert "policy/apology.yaml:1" in said
    assert "after-cause" in said
