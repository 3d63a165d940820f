"""A day at the desk, typed in English words and in Chinese ones: what people read."""

import pytest
from clerk import packs

TITLE = {"en": "Rude at the till", "zh": "收银态度差"}
HARD = "--class hard --product table --defect crack --order-number A12"


def test_a_soft_complaint_that_was_reacted_to_only_waits_to_be_verified(clerk):
    """CMP-29: taken at 10:00, reacted 10:14; at 10:31 only the verification is overdue."""
    packs(clerk.desk, "FUR")
    said = clerk.ok(f"ticket new --type complaint --class soft --title {TITLE[clerk.lang]!r}")
    react = clerk.sees("react to the soft complaint", "响应软性投诉")
    verify = clerk.sees("verify the soft complaint", "核实软性投诉")
    monday = clerk.sees("Mon", "周一")
    id_, *owed = said.splitlines()
    assert owed == [
        f"  2026-03-02 10:15 {monday}  {react} (CMP-29)  li.na",
        f"  2026-03-02 10:30 {monday}  {verify} (CMP-29)  li.na",
    ]
    assert react not in clerk.ok(f"ticket react {id_}", "10:14")
    assert clerk.due("10:30") == []
    assert clerk.due("10:31") == [(id_, "soft-verify", "CMP-29")]
    listed = clerk.ok("due", "10:31")
    assert f"{clerk.sees('overdue 1m', '逾期 1分')}" in listed
    assert f"{id_}  {verify}" in listed
    clerk.ok(f"ticket verify {id_}", "10:32")
    assert clerk.due("10:33", "--all") == []


def test_nobody_reacted_and_both_are_overdue(clerk):
    packs(clerk.desk, "FUR")
    id_ = clerk.new("ticket new --type complaint --class soft --title Noise")
    assert clerk.due("10:15") == []
    assert clerk.due("10:15:01") == [(id_, "soft-react", "CMP-29")]
    listed = [(id_, "soft-react", "CMP-29"), (id_, "soft-verify", "CMP-29")]
    assert clerk.due("10:30:01") == listed


def test_a_complaint_at_the_furniture_store_is_soft_or_hard(clerk):
    packs(clerk.desk, "FUR")
    why = clerk.refused("ticket new --type complaint --title Noise")
    assert "CMP-29" in why
    assert (
        clerk.sees("soft (service, environment) or hard (the product)", "软性（服务、环境）") in why
    )


def test_a_hard_complaint_is_answered_within_one_hour_and_again_within_three(clerk):
    """CMP-36: taken at 9:00, answered 9:50; at 12:01 the second response is overdue."""
    packs(clerk.desk, "FUR")
    said = clerk.ok(f"ticket new --type complaint --title Table {HARD}", "09:00")
    id_, *owed = said.splitlines()
    assert [line.split("  ")[1][:16] for line in owed] == ["2026-03-02 10:00", "2026-03-02 12:00"]
    clerk.ok(f"ticket reply {id_}", "09:50")
    second = [(id_, "hard-second-response", "CMP-36")]
    assert clerk.due("12:00") == []
    assert clerk.due("12:01") == second
    why = clerk.refused(f"ticket reply {id_}", "12:01")
    assert clerk.sees("refused (CMP-36)", "不允许（CMP-36）") in why
    assert (
        clerk.sees("the second response tells when it will be settled", "第二次回复须告知") in why
    )
    # A call that nobody answers is no response, so it needs no date and settles nothing.
    clerk.ok(f"ticket call {id_} --reached no", "12:01")
    assert clerk.due("12:01") == second
    said = clerk.ok(f'ticket reply {id_} --estimated-resolution-at "fri 17:00"', "12:02")
    friday, settle = (
        clerk.sees("Fri", "周五"),
        clerk.sees("settle at the time told", "按告知时间解决"),
    )
    assert f"2026-03-06 17:00 {friday}  {settle}" in said
    assert clerk.due("2026-03-06T17:00:01") == [(id_, "hard-settlement", "CMP-36")]


def test_the_hour_of_a_hard_complaint_that_nobody_answered(clerk):
    packs(clerk.desk, "FUR")
    id_ = clerk.new(f"ticket new --type complaint --title Table {HARD}", "09:00")
    assert clerk.due("10:00") == []
    assert clerk.due("10:00:01") == [(id_, "hard-first-response", "CMP-36")]


def test_a_promise_is_moved_only_with_a_reason_and_after_telling_the_customer(clerk):
    """TKT-25: promised 15:00, moved to 17:00; the history holds both times."""
    packs(clerk.desk, "CHD")
    id_ = clerk.new('ticket new --title Leak --promised-at "today 15:00"')
    move = f'ticket promise {id_} --promised-at "today 17:00"'
    for less in ("", " --reason parts", " --customer-informed yes"):
        why = clerk.refused(f"{move}{less}", "14:00")
        assert "TKT-25" in why
        assert clerk.sees("with a reason", "改期须说明原因并告知客户") in why
    # Nor by the back door.
    assert "TKT-25" in clerk.refused(f'ticket set {id_} --promised-at "today 17:00"', "14:00")
    assert clerk.due("15:00:01", "--kind", "ticket") == [(id_, "promise", "TKT-25")]
    clerk.ok(f"{move} --reason parts --customer-informed yes", "14:00")
    assert clerk.due("15:00:01", "--kind", "ticket") == []
    assert clerk.due("17:00:01", "--kind", "ticket") == [(id_, "promise", "TKT-25")]
    (clock,) = clerk.desk.json("why", id_)
    assert clock["first_due_at"] == "2026-03-02T15:00:00+08:00"
    assert (clock["due_at"], clock["moves"]) == ("2026-03-02T17:00:00+08:00", 1)


def test_the_first_promise_needs_no_reason(clerk):
    packs(clerk.desk, "CHD")
    id_ = clerk.new("ticket new --title Leak")
    said = clerk.ok(f'ticket promise {id_} --promised-at "today 17:00"')
    assert f"2026-03-02 17:00 {clerk.sees('Mon', '周一')}" in said


def test_a_customer_not_reached_is_called_again_until_six(clerk):
    """CBK-11: unreached at 11:00; 18:00 is in time, a second later is not."""
    packs(clerk.desk, "WED")
    id_ = clerk.new("callback new --title Album")
    why = clerk.refused(f"callback attempt {id_} --reached no", "11:00")
    assert "CBK-11" in why
    assert clerk.sees("outcome", "通话情况") in why
    said = clerk.ok(f"callback attempt {id_} --reached no --outcome busy", "11:00")
    label = clerk.sees("reach the customer today", "当日追访")
    assert f"2026-03-02 18:00 {clerk.sees('Mon', '周一')}  {label} (CBK-11)  li.na" in said
    late = (id_, "unreached-today", "CBK-11")
    assert late not in clerk.due("18:00", "--kind", "callback")
    assert late in clerk.due("18:00:01", "--kind", "callback")
    # A second try that fails too leaves the first as it was.
    clerk.ok(f"callback attempt {id_} --reached no --outcome busy", "17:00")
    assert late in clerk.due("18:00:01", "--kind", "callback")
    clerk.ok(f"callback attempt {id_} --reached yes --outcome later", "17:59")
    assert late not in clerk.due("18:00:01", "--kind", "callback")


def test_one_clerk_makes_all_calls_with_a_customer(clerk):
    """CBK-05: Wang calls Li's customer only with a word on why."""
    packs(clerk.desk, "WED")
    customer = clerk.new("customer new --name 周小燕 --callback-owner li.na")
    id_ = clerk.new(f"callback new --title Album --customer {customer}")
    why = clerk.refused(f"callback done {id_} --result fine", as_="wang.wei")
    assert "CBK-05" in why
    assert clerk.sees("li.na makes all calls", "li.na 专人回访") in why
    said = clerk.ok(f"callback done {id_} --result fine --takeover ill", as_="wang.wei")
    assert said == f"{id_}: {clerk.sees('done', '已回访')}\n"


def test_a_complaint_unresolved_at_the_hotline_has_a_next_reply(clerk):
    """CMP-04: explained, and a time that lies ahead; every reply agrees on the next one."""
    packs(clerk.desk, "HOT")
    id_ = clerk.new("ticket new --type complaint --title Line --channel phone", "09:00")
    asked = f"ticket unresolved {id_}"
    for less in ("", " --explained yes", ' --next-reply-at "+30m"'):
        assert "CMP-04" in clerk.refused(f"{asked}{less}", "09:10")
    past = f'{asked} --explained yes --next-reply-at "today 9:30"'
    assert "CMP-04" in clerk.refused(past, "09:31")
    clerk.ok(f'{asked} --explained yes --next-reply-at "+30m"', "09:10")
    assert clerk.due("09:40") == []
    assert clerk.due("09:40:01") == [(id_, "next-agreed-reply", "CMP-04")]
    assert "CMP-04" in clerk.refused(f"ticket reply {id_}", "09:41")
    clerk.ok(f'ticket reply {id_} --next-reply-at "today 15:00"', "09:41")
    assert clerk.due("15:00:01") == [(id_, "next-agreed-reply", "CMP-04")]


def test_a_complaint_slip_is_fetched_within_fifteen_minutes_and_signed_for(clerk):
    """CMP-22: notified 9:00 and not collected; overdue at 9:16."""
    packs(clerk.desk, "ONE")
    owner = clerk.new("customer new --name 张伟 --phone 13900001234", "08:58")
    facts = f"--customer {owner} --happened-at 2026-03-01 --place lawn --course dry"
    done = "--apology-for-inconvenience yes --customer-confirmed yes"
    id_ = clerk.new(f"ticket new --type complaint --title Lawn {facts} {done}", "08:59")
    clerk.ok(f"ticket notify {id_} --department greening", "09:00")
    late = (id_, "slip-fetch", "CMP-22")
    assert late not in clerk.due("09:15")
    assert late in clerk.due("09:16")
    why = clerk.refused(f"ticket collect {id_}", "09:16")
    assert clerk.sees("signs for it", "取单人须签字") in why
    clerk.ok(f"ticket collect {id_} --slip-receiver 老陈", "09:16")
    assert late not in clerk.due("09:17")


@pytest.mark.parametrize("verb", ["set", "transfer"])
def test_the_person_first_asked_stays_responsible(clerk, verb):
    """TKT-07: work may be handed on, the first responsible person stays."""
    id_ = clerk.new("ticket new --title Keys")
    for name in ("wang.wei", "''"):
        why = clerk.refused(f"ticket set {id_} --first-responsible {name}")
        assert clerk.sees("refused (TKT-07)", "不允许（TKT-07）") in why
        assert clerk.sees("stays who it is", "首问责任人不得更改") in why
    clerk.ok(f"ticket {verb} {id_} --owner wang.wei")
    ticket = clerk.shown(id_)
    assert (ticket["first_responsible"], ticket["owner"]) == ("li.na", "wang.wei")


def test_a_ticket_is_closed_when_the_customer_is_satisfied_and_was_called_back(clerk):
    """TKT-14, TKT-15."""
    id_ = clerk.new("ticket new --title Keys")
    said = clerk.ok(f"ticket resolve {id_} --result found")
    call = clerk.desk.json("callback", "list")[0]["id"]
    assert call in said
    for satisfaction in ("", " --satisfaction dissatisfied"):
        why = clerk.refused(f"ticket close {id_}{satisfaction}")
        assert clerk.sees("refused (TKT-14)", "不允许（TKT-14）") in why
        assert clerk.sees("when the customer is satisfied", "直至用户满意方可关闭") in why
    why = clerk.refused(f"ticket close {id_} --satisfaction satisfied")
    assert clerk.sees("refused (TKT-15)", "不允许（TKT-15）") in why
    clerk.ok(f"callback done {call} --result fine")
    said = clerk.ok(f"ticket close {id_} --satisfaction satisfied")
    assert said == f"{id_}: {clerk.sees('closed', '已关闭')}\n"
