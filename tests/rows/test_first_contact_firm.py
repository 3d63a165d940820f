"""First-contact responsibility at a service firm: solve at once, or hand over to who is there."""

import pytest
from given import at, refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk], department: service, reports_to: zhao.min}
- {id: wang.wei, name: 王伟, roles: [clerk], department: service, reports_to: zhao.min}
- {id: zhao.min, name: 赵敏, roles: [manager], reports_to: sun.li, deputy: qian.jun}
- {id: qian.jun, name: 钱军, roles: [supervisor], reports_to: sun.li, deputy: zhao.min}
- {id: wu.gang, name: 吴刚, roles: [technician], department: engineering}
- {id: sun.li, name: 孙丽, roles: [director]}
"""
CALL = ("--channel", "phone")
DETAILS = ("--details", "the mail server is down")


@pytest.fixture
def firm(under):
    return under("ITS", people=PEOPLE)


def owed(desk, **options):
    return [(row["what"], row["id"], row["state"]) for row in desk.json("due", **options)]


@pytest.mark.parametrize("pack", ["ITS", "PSC"])
def test_tkt_07_whoever_is_asked_first_stays_responsible(under, pack):
    desk = under(pack)
    id_ = desk.new("ticket", *CALL, "--title", "Lift", *DETAILS)
    desk.ok("ticket", "transfer", id_, "--owner", "wang.wei", "--reason", "network")
    shown = desk.json("ticket", "show", id_)
    assert (shown["first_responsible"], shown["owner"]) == ("li.na", "wang.wei")
    edit = ("ticket", "set", id_, "--first-responsible")
    refused(desk, "TKT-07", *edit, "")
    assert "首问责任人不得更改" in desk.run(*edit, "wang.wei", lang="zh").err
    nobody = ("ticket", "new", *CALL, "--title", "Lift", "--first-responsible", "")
    assert "first responsible person" in refused(desk, "TKT-07", *nobody)
    assert len(list(desk.root.glob("ticket/**/*.md"))) == 1


def test_tkt_08_nothing_is_handed_on_before_it_is_written_down(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail")
    why = ("--owner", "wang.wei", "--reason", "mail is his")
    assert "--details" in refused(firm, "TKT-08", "ticket", "transfer", id_, *why)
    refused(firm, "TKT-08", "ticket", "assign", id_, "--owner", "wang.wei")
    refused(firm, "TKT-08", "ticket", "dispatch", id_, "--department", "engineering")
    refused(firm, "TKT-08", "ticket", "close", id_)
    assert "请先认真记录" in firm.run("ticket", "transfer", id_, *why, lang="zh").err
    firm.ok("ticket", "set", id_, *DETAILS)
    firm.ok("ticket", "transfer", id_, *why)


def test_tkt_08_nor_by_another_command(firm):
    new = ("ticket", "new", *CALL, "--title", "Mail", "--owner", "wang.wei")
    assert "--details" in refused(firm, "TKT-08", *new)
    id_ = firm.new("ticket", *CALL, "--title", "Mail")
    give = ("ticket", "set", id_, "--owner", "wang.wei")
    refused(firm, "TKT-08", *give)
    assert "交他人办理前" in firm.run(*give, lang="zh").err
    firm.ok(*give, *DETAILS)
    refused(firm, "TKT-08", "ticket", "set", id_, "--details", "")
    firm.ok(*new, *DETAILS)


def test_tkt_09_three_of_four_settled_at_once_are_75_percent(firm):
    for number in range(4):
        id_ = firm.new("ticket", *CALL, "--title", "x", "--in-scope", "yes")
        once = ("--settled-first-time", "no" if number == 3 else "yes")
        firm.ok("ticket", "resolve", id_, *once)
    firm.new("ticket", *CALL, "--title", "x", "--in-scope", "no")
    report = firm.json("report", "first-contact-resolution")
    assert (report["total"]["count"], report["total"]["fits"]) == (4, 3)
    assert "75 %" in firm.ok("report", "一次办结率", lang="zh")
    # A desk that counts every ticket writes so.
    firm.write(
        "policy/own.yaml", "reports:\n  first-contact-resolution: {of: {in_scope: [any, none]}}\n"
    )
    assert firm.json("report", "first-contact-resolution")["total"]["count"] == 5


def test_tkt_09_a_visit_is_a_work_order_that_is_owed_until_it_is_done(firm):
    customer = firm.new("customer", "--name", "张三")
    id_ = firm.new("ticket", *CALL, "--title", "Mail", "--customer", customer, *DETAILS)
    out = firm.ok("ticket", "dispatch", id_, "--department", "engineering", "--persons", "wu.gang")
    (order,) = firm.json("work-order", "list")
    assert order["id"] in out
    assert (order["about"], order["owner"], order["customer"]) == ([id_], "wu.gang", customer)
    assert ("site-visit", order["id"], "no-limit") in owed(firm)
    firm.ok("work-order", "finish", order["id"], "--result", "disk changed", as_="wu.gang")
    assert owed(firm) == []
    # What comes back is another visit.
    again = firm.ok("ticket", "dispatch", id_, "--department", "network", "--persons", "wang.wei")
    (order,) = firm.json("work-order", "list", "--open")
    assert order["id"] in again
    assert (order["department"], order["owner"]) == ("network", "wang.wei")


def on_leave(desk, person, superior, day="2026-03-02"):
    words = ("--type", "annual", "--from", day, "--to", day, "--reason", "trip")
    id_ = desk.new("leave", *words, as_=person, now="2026-02-27T09:00")
    desk.ok("leave", "approve", id_, as_=superior, now="2026-02-27T10:00")


def test_tkt_10_a_leader_on_leave_is_not_handed_anything_but_the_deputy(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Contract", "--in-scope", "no", *DETAILS)
    hand = ("ticket", "transfer", id_, "--reason", "not ours: a contract", "--owner")
    assert "--reason" in refused(firm, "TKT-10", *hand[:3], "--owner", "zhao.min")
    on_leave(firm, "zhao.min", "sun.li")
    said = refused(firm, "TKT-10", *hand, "zhao.min")
    assert said == "zhao.min is not at work today; the deputy is qian.jun (--owner qian.jun)\n"
    assert "请转交其代理人 qian.jun" in firm.run(*hand, "zhao.min", lang="zh").err
    refused(firm, "TKT-10", "ticket", "assign", id_, "--owner", "zhao.min")
    firm.ok(*hand, "qian.jun")
    (*_earlier, last) = firm.json("ticket", "show", id_)["log"]
    assert (last["owner"], last["reason"]) == ("qian.jun", "not ours: a contract")
    # The day after Zhao is back, and what stays with its owner asks nothing.
    firm.ok(*hand, "zhao.min", now="2026-03-03T09:00")
    firm.ok("ticket", "assign", id_, "--department", "sales")


def test_tkt_10_nobody_who_is_away_gets_it_by_another_command(firm):
    on_leave(firm, "zhao.min", "sun.li")
    words = ("--title", "Contract", *DETAILS, "--owner", "zhao.min")
    refused(firm, "TKT-10", "ticket", "new", *CALL, *words)
    id_ = firm.new("ticket", *CALL, "--title", "Contract", *DETAILS)
    dispatch = ("ticket", "dispatch", id_, "--department", "sales")
    refused(firm, "TKT-10", *dispatch, "--owner", "zhao.min")
    sent = (*dispatch, "--persons", "wang.wei", "--persons", "zhao.min")
    said = refused(firm, "TKT-10", *sent)
    assert said == "zhao.min is not at work today; the deputy is qian.jun (--persons qian.jun)\n"
    refused(firm, "TKT-10", "ticket", "set", id_, "--owner", "zhao.min")
    assert not firm.json("work-order", "list")
    firm.ok(*dispatch, "--persons", "wang.wei", "--persons", "qian.jun")


def test_tkt_10_a_ticket_changes_hands_with_a_reason(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Contract", *DETAILS, "--owner", "li.na")
    said = refused(firm, "TKT-10", "ticket", "set", id_, "--owner", "wang.wei")
    assert f"cs ticket transfer {id_} --owner PERSON --reason TEXT" in said
    firm.ok("ticket", "set", id_, "--priority", "high")


def test_tkt_10_without_a_deputy_at_work_any_colleague_will_do(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Contract", *DETAILS)
    on_leave(firm, "zhao.min", "sun.li")
    on_leave(firm, "qian.jun", "sun.li")
    hand = ("ticket", "assign", id_, "--owner")
    assert "no deputy is" in refused(firm, "TKT-10", *hand, "zhao.min")
    firm.ok(*hand, "wang.wei")


def test_tkt_10_who_works_shifts_is_away_when_off_the_roster(firm):
    """Zhao is on no roster and keeps office hours; Wu has nights, and none today."""
    firm.write(
        "roster/2026-03.yaml", "2026-03-02: {day: [li.na]}\n2026-03-03: {night: [wu.gang]}\n"
    )
    id_ = firm.new("ticket", *CALL, "--title", "Mail", *DETAILS)
    hand = ("ticket", "assign", id_, "--owner")
    firm.ok(*hand, "zhao.min")
    refused(firm, "TKT-10", *hand, "wu.gang")
    firm.ok(*hand, "wu.gang", now="2026-03-03T10:00")


def test_tkt_11_solved_first_leaves_the_contact_note_outstanding(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail")
    firm.ok("ticket", "resolve", id_, "--solved-first", "yes")
    assert owed(firm, now=at("10:05")) == [("contact-note", id_, "no-limit")]
    assert "待补工作联络单" in firm.ok("due", lang="zh")
    firm.new("task", "--type", "contact-note", "--title", "Mail", "--about", id_, now=at("11:00"))
    assert owed(firm, now=at("11:01")) == []


def test_tkt_11_the_note_names_its_ticket_and_solving_first_is_not_taken_back(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail")
    for wrong in (("set", id_), ("new", *CALL, "--title", "x")):
        assert firm.run("ticket", *wrong, "--solved-first", "yes", as_="wang.wei").code == 2
    solve = ("ticket", "resolve", id_, "--solved-first")
    firm.ok(*solve, "yes")
    firm.ok("ticket", "reopen", id_, "--reason", "down again")
    refused(firm, "TKT-11", *solve, "no")
    assert "请补工作联络单" in firm.run(*solve, "no", lang="zh").err
    firm.ok("ticket", "resolve", id_, as_="wang.wei")
    assert owed(firm) == [("contact-note", id_, "no-limit")]
    note = firm.run("task", "new", "--type", "contact-note", "--title", "Mail")
    assert (note.code, "--about" in note.err) == (2, True)


def test_tkt_11_it_stays_outstanding_when_the_ticket_is_closed(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail", *DETAILS)
    firm.ok("ticket", "resolve", id_, "--solved-first", "yes")
    firm.ok("ticket", "close", id_)
    assert owed(firm) == [("contact-note", id_, "no-limit")]
    # A desk with a figure of its own.
    firm.write("policy/own.yaml", "deadlines:\n  contact-note: {limit: 1 working day}\n")
    (item,) = firm.json("due", "--all")
    assert item["due_at"] == "2026-03-03T18:00:00+08:00"


def test_tkt_11_only_the_first_asked_solves_first_and_technicians_in_an_emergency(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail")
    solve = ("ticket", "resolve", id_, "--solved-first", "yes")
    assert "li.na" in refused(firm, "TKT-11", *solve, as_="wu.gang")
    firm.ok("ticket", "set", id_, "--priority", "urgent")
    assert "technician" in refused(firm, "TKT-11", *solve, as_="wang.wei")
    firm.ok(*solve, as_="wu.gang")
    other = firm.new("ticket", *CALL, "--title", "Disk", "--priority", "urgent")
    firm.ok("ticket", "resolve", other, "--solved-first", "yes")


def test_tkt_12_anybody_takes_a_call_and_a_second_one_is_counted(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail", as_="wu.gang")
    again = ("--title", "Mail again", "--repeat-of", id_)
    firm.new("ticket", *CALL, *again, now="2026-03-10T09:00")
    assert firm.json("ticket", "show", id_)["repeat_contacts"] == 1
    week = firm.json("report", "repeated-contacts", "--period", "2026-W11")
    assert [row["id"] for row in week["rows"]] == [id_]
    assert firm.json("report", "repeated-contacts", "--period", "2026-W10")["rows"] == []
    firm.new("ticket", *CALL, "--title", "Disk", now="2026-03-11T09:00")
    rate = firm.json("report", "repeat-contact-rate", "--period", "2026-W11")
    assert (rate["total"]["fits"], rate["total"]["count"]) == (1, 2)
    assert "50 %" in firm.ok("report", "重复来电率", "--period", "2026-W11", lang="zh")


def test_tkt_12_only_an_open_matter_is_repeated_and_only_when_it_is_registered(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Mail", *DETAILS)
    other = firm.new("ticket", *CALL, "--title", "Mail again")
    assert firm.run("ticket", "set", other, "--repeat-of", id_).code == 2
    firm.ok("ticket", "resolve", id_)
    firm.ok("ticket", "close", id_)
    again = ("ticket", "new", *CALL, "--title", "Mail again", "--repeat-of", id_)
    said = refused(firm, "TKT-12", *again)
    assert f"cs ticket reopen {id_} --reason TEXT" in said
    assert "另行登记" in firm.run(*again, lang="zh").err
    assert firm.run("ticket", "repeat", id_).code == 3
    firm.ok("ticket", "reopen", id_, "--reason", "called again")
    firm.ok(*again)
    assert firm.json("ticket", "show", id_)["repeat_contacts"] == 1


def test_tkt_12_what_is_not_ones_own_remit_is_passed_on(firm):
    id_ = firm.new("ticket", *CALL, "--title", "Contract", "--in-scope", "no", *DETAILS)
    assert owed(firm) == [("pass-on", id_, "no-limit")]
    firm.write("policy/own.yaml", "deadlines:\n  pass-on: {limit: 30 minutes}\n")
    assert owed(firm, now=at("10:31")) == [("pass-on", id_, "overdue")]
    firm.ok("ticket", "assign", id_, "--owner", "zhao.min")
    assert owed(firm) == []


def test_tkt_41_what_a_department_adds_is_seen_and_silence_is_reported(firm):
    both = ("--departments", "service", "--departments", "engineering")
    id_ = firm.new("ticket", *CALL, "--title", "Mail", *both, *DETAILS, now="2026-03-01T10:00")
    found = ("--result", "disk full")
    firm.ok("ticket", "feedback", id_, *found, as_="wu.gang", now="2026-03-02T09:00")
    assert [row["id"] for row in firm.json("ticket", "list", "--departments", "engineering")] == [
        id_
    ]
    (*_earlier, last) = firm.json("ticket", "show", id_)["log"]
    assert (last["by"], last["result"]) == ("wu.gang", "disk full")
    assert "disk full" in firm.ok("ticket", "show", id_, lang="zh")
    assert "no limit set" in firm.ok("report", "untouched", now="2026-03-05T08:00")
    firm.write("policy/own.yaml", 'settings: {untouched.days: "2"}\n')
    assert firm.json("report", "untouched", now="2026-03-04T18:00")["rows"] == []
    (row,) = firm.json("report", "untouched", now="2026-03-05T08:00")["rows"]
    assert (row["id"], row["days"]) == (id_, 2)
    assert id_ in firm.ok("report", "无动态工单", now="2026-03-05T08:00", lang="zh")
