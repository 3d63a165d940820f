"""TKT-19, TKT-26, TKT-28: inquiries and special services at a property reception."""

import pytest
from given import refused

PHONE = ("--channel", "phone")
OTHER_SERVICES = ("household", "electricity", "cable-tv", "telephone", "paid-repair", "help")


@pytest.fixture
def reception(under):
    """The desk of a property reception."""
    return under("PRO")


def asked(desk, *words, **options):
    return desk.new("ticket", "--type", "inquiry", "--title", "Parking fees", *words, **options)


def test_tkt_19_an_inquiry_waits_only_after_an_apology_and_until_a_time_agreed(reception):
    id_ = asked(reception)
    wait = ("ticket", "wait", id_, "--reason", "the price list is being revised")
    said = refused(reception, "TKT-19", *wait, "--apology-given", "yes")
    assert "--promised-at" in said
    agreed = ("--promised-at", "2026-03-05 16:00")
    assert "--apology-given" in refused(reception, "TKT-19", *wait, *agreed)
    past = ("--promised-at", "2026-03-02 09:00", "--apology-given", "yes")
    assert "--promised-at" in refused(reception, "TKT-19", *wait, *past)
    assert reception.json("ticket", "show", id_)["status"] == "open"
    reception.ok(*wait, *agreed, "--apology-given", "yes")
    assert reception.json("due", now="2026-03-05T15:00:00+08:00") == []
    (late,) = reception.json("due", now="2026-03-05T16:01:00+08:00")
    assert (late["id"], late["rule"], late["state"], late["late_s"]) == (
        id_, "TKT-19", "overdue", 60,
    )  # fmt: skip


def test_tkt_19_asking_inside_keeps_the_customer_waiting_too(reception):
    id_ = asked(reception)
    said = refused(reception, "TKT-19", "ticket", "consult", id_, lang="zh")
    assert said.startswith("请先致歉，并与客户约定将来的答复时间")
    reception.ok(
        "ticket", "consult", id_, "--apology-given", "yes", "--promised-at", "2026-03-05 16:00"
    )
    assert reception.json("ticket", "show", id_)["status"] == "pending-internal"


def test_tkt_19_every_wait_has_an_apology_of_its_own(reception):
    id_ = asked(reception)
    wait = ("ticket", "wait", id_, "--reason", "the price list is being revised")
    reception.ok(*wait, "--promised-at", "2026-03-05 16:00", "--apology-given", "yes")
    again = ("--promised-at", "2026-03-06 16:00")
    assert "--apology-given" in refused(reception, "TKT-19", *wait, *again)
    refused(reception, "TKT-19", "ticket", "consult", id_, *again)
    reception.ok(*wait, *again, "--apology-given", "yes")
    late = "2026-03-07T10:00:00+08:00"  # the time agreed is over, so another one is agreed
    refused(reception, "TKT-19", *wait, "--apology-given", "yes", now=late)
    past = ("--promised-at", "2026-03-06 18:00")
    assert reception.run("ticket", "promise", id_, *past, now=late).code == 3


def test_tkt_19_other_matters_wait_as_ever(reception):
    id_ = reception.new("ticket", "--title", "Lamp")
    reception.ok("ticket", "wait", id_, "--reason", "no ladder", "--recheck-at", "2026-03-05 16:00")


def test_tkt_26_an_important_inquiry_is_kept_after_its_answer_and_counted(reception):
    id_ = asked(reception, "--important", "yes")
    asked(reception)
    refused(reception, "TKT-26", "ticket", "set", id_, "--important", "no")
    reception.ok("ticket", "answer", id_, "--answer", "150 a month")
    said = refused(reception, "TKT-26", "ticket", "void", id_, "-m", "answered")
    assert id_ in said
    reception.ok("ticket", "close", id_)
    shown = reception.json("ticket", "show", id_)
    assert (shown["answer"], shown["important"]) == ("150 a month", True)
    found = reception.json("report", "inquiries", "--period", "2026-03")
    counts = {row["important"]: row["count"] for row in found["rows"]}
    assert (counts["true"], found["total"]["count"]) == (1, 2)
    assert "咨询统计" in reception.ok("报表", "咨询统计", lang="zh")


def test_tkt_26_one_without_an_answer_is_voided_with_a_reason(reception):
    id_ = asked(reception, "--important", "yes")
    assert reception.run("ticket", "void", id_).code == 2
    reception.ok("ticket", "void", id_, "-m", "entered twice")


def test_tkt_26_an_inquiry_that_is_not_important_may_be_marked_and_voided(reception):
    id_ = asked(reception, "--important", "no")
    reception.ok("ticket", "set", id_, "--important", "yes")
    other = asked(reception)
    reception.ok("ticket", "void", other, "-m", "entered twice")


@pytest.mark.parametrize("pack", ["PRO", "CHD"])
def test_tkt_28_a_special_service_shows_the_procedure_it_follows(under, pack):
    desk = under(pack)
    new = ("ticket", "new", *PHONE, "--type", "service", "--title", "Account", "--service", "gas")
    assert "--procedure" in refused(desk, "TKT-28", *new)
    id_ = desk.ok(*new, "--procedure", "WI-07").split()[0]
    assert "WI-07" in desk.ok("ticket", "show", id_)
    shown = desk.json("ticket", "show", id_)
    assert (shown["service"], shown["procedure"]) == ("gas", "WI-07")
    for emptied in ("--service", "--procedure"):
        refused(desk, "TKT-28", "ticket", "set", id_, emptied, "")
    wrong = refused(desk, "TKT-28", *new[:-1], "laundry", "--procedure", "WI-09")
    for service in OTHER_SERVICES:
        assert service in wrong


@pytest.mark.parametrize("pack", ["PRO", "CHD"])
def test_tkt_28_services_are_known_by_their_chinese_words(under, pack):
    desk = under(pack)
    words = (*PHONE, "--标题", "开户", "--服务项目", "管道煤气", "--作业程序", "WI-07")
    id_ = desk.ok("工单", "新建", "--类型", "特约服务", *words, lang="zh").split()[0]
    assert desk.json("ticket", "show", id_)["service"] == "gas"
    new = ("工单", "新建", *PHONE, "--类型", "特约服务", "--标题", "开户")
    said = refused(desk, "TKT-28", *new, lang="zh")
    assert "服务项目" in said
    assert "作业程序" in said


def test_tkt_28_a_desk_may_let_services_in_without_a_procedure(reception):
    reception.write("policy/own.yaml", "guards:\n  service-procedure: {require: [service]}\n")
    reception.new("ticket", "--type", "service", "--title", "Cleaning", "--service", "household")
