"""What became of a suggestion is told to the customer (TKT-31): six packs."""

import pytest
from given import refused

PACKS = ["GPS", "FRA", "FUR", "RCG", "FDG", "RSM"]


def adopted(desk):
    """Decide on a suggestion that was forwarded; give its id."""
    said = ("--title", "More shelves", "--text", "Shelves", "--channel", "visit")
    id_ = desk.new("ticket", "--type", "suggestion", *said)
    desk.ok("ticket", "forward", id_, "--department", "operations")
    desk.ok("ticket", "decide", id_, "--decision", "adopted")
    return id_


def owed(desk, id_):
    due = desk.json("due", "--all", "--kind", "ticket")
    return [one for one in due if one["id"] == id_ and one["rule"] == "TKT-31"]


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_31_adopted_but_not_told_is_not_closed_and_stays_listed(under, pack):
    desk = under(pack)
    id_ = adopted(desk)
    said = refused(desk, "TKT-31", "ticket", "close", id_, "--satisfaction", "satisfied")
    assert said.startswith("the customer has not been told what became of the suggestion")
    assert [(one["what"], one["state"]) for one in owed(desk, id_)] == [
        ("suggestion-told", "no-limit")
    ]
    shown = desk.json("ticket", "show", id_)
    assert (shown["status"], shown["forwarded_to"]) == ("decided", "operations")


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_31_it_closes_once_the_customer_was_told(under, pack):
    desk = under(pack)
    id_ = adopted(desk)
    desk.ok("ticket", "inform", id_, now="2026-03-02T11:00:00+08:00")
    assert owed(desk, id_) == []
    assert desk.json("ticket", "show", id_)["customer_informed_at"] == "2026-03-02T11:00:00+08:00"
    desk.ok("ticket", "close", id_, "--satisfaction", "satisfied")
    assert desk.json("ticket", "show", id_)["status"] == "closed"


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_31_no_step_of_the_chain_is_left_out(under, pack):
    desk = under(pack)
    said = ("--title", "More shelves", "--channel", "visit")
    id_ = desk.new("ticket", "--type", "suggestion", *said)
    decide, inform = ("ticket", "decide", id_, "--decision", "adopted"), ("ticket", "inform", id_)
    refused(desk, None, *decide)
    desk.ok("ticket", "feedback", id_, "--dept-feedback", "good")
    assert f"cs ticket forward {id_}" in refused(desk, "TKT-31", *decide)
    refused(desk, None, *inform)
    desk.ok("ticket", "forward", id_, "--department", "operations")
    refused(desk, None, *inform)
    assert desk.run("ticket", "set", id_, "--decision", "adopted").code == 2
    desk.ok(*decide)
    desk.ok(*inform)


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_31_what_is_reopened_starts_again_and_stays_listed(under, pack):
    desk = under(pack)
    id_ = adopted(desk)
    desk.ok("ticket", "inform", id_)
    desk.ok("ticket", "close", id_, "--satisfaction", "satisfied")
    desk.ok("ticket", "reopen", id_, "--reason", "the shelves are too high")
    assert [one["state"] for one in owed(desk, id_)] == ["no-limit"]
    refused(desk, None, "ticket", "decide", id_, "--decision", "lower ones")
    desk.ok("ticket", "forward", id_, "--department", "operations")
    refused(desk, "TKT-31", "ticket", "close", id_, "--satisfaction", "satisfied")
    desk.ok("ticket", "decide", id_, "--decision", "lower ones")
    desk.ok("ticket", "inform", id_)
    desk.ok("ticket", "close", id_, "--satisfaction", "satisfied")
    assert owed(desk, id_) == []


def test_tkt_31_what_was_put_aside_goes_on_where_it_stopped(under):
    desk = under("GPS")
    id_ = adopted(desk)
    later = ("--recheck-at", "2026-03-03 10:00", "--reason", "the customer travels")
    desk.ok("ticket", "wait", id_, *later)
    desk.ok("ticket", "resume", id_)
    assert desk.json("ticket", "show", id_)["status"] == "decided"


def test_tkt_31_the_refusal_in_chinese_names_the_way_out(under):
    desk = under("RSM")
    id_ = adopted(desk)
    result = desk.run("工单", "关闭", id_, lang="zh")
    assert (result.code, result.out) == (3, "")
    assert "尚未将处理决定和结果告知客户" in result.err and f"cs ticket inform {id_}" in result.err
    assert "告知建议处理结果" in desk.ok("due", lang="zh")


def test_tkt_31_a_suggestion_that_was_not_forwarded_is_listed_too(under):
    desk = under("GPS")
    id_ = desk.new("ticket", "--type", "suggestion", "--title", "More shelves")
    assert [one["due_at"] for one in owed(desk, id_)] == [None]


def test_tkt_31_a_desk_sets_its_own_limit(under):
    desk = under("GPS")
    desk.write("policy/ours.yaml", "deadlines:\n  suggestion-told: {limit: 2 working days}\n")
    id_ = adopted(desk)
    assert [one["due_at"] for one in owed(desk, id_)] == ["2026-03-04T18:00:00+08:00"]
