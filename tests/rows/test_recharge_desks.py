"""Three desks of a recharge firm, trouble with suppliers, the day's problems (RCG)."""

import pytest
from given import refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [service-desk]}
- {id: wang.wei, name: 王伟, roles: [order-desk]}
- {id: chen.jing, name: 陈静, roles: [complaint-desk]}
- {id: zhao.min, name: 赵敏, roles: [supervisor]}
"""
DESKS = [
    ("complaint", "complaint"), ("dispute", "complaint"), ("whistle", "complaint"),
    ("order-question", "order"), ("cancellation", "order"), ("inquiry", "service"),
    ("suggestion", "service"), (None, "service"),
]  # fmt: skip


@pytest.fixture
def firm(under):
    """A desk with somebody at each of the three."""
    return under("RCG", people=PEOPLE)


def opened(desk, type_, *words, **options):
    said = ("--type", type_) if type_ else ()
    return desk.new("ticket", *said, "--title", "Card 100", "--channel", "chat", *words, **options)


@pytest.mark.parametrize(("type_", "expected"), DESKS)
def test_tkt_32_cmp_50_every_sort_of_ticket_gets_its_desk(firm, type_, expected):
    id_ = opened(firm, type_)
    assert firm.json("ticket", "show", id_)["desk"] == expected
    assert [one["id"] for one in firm.json("ticket", "list", "--desk", expected)] == [id_]


def test_tkt_32_the_desk_is_never_typed_in(firm):
    for words in (("new", "--title", "x"), ("set", opened(firm, None))):
        assert firm.run("ticket", *words, "--desk", "order").code == 2


def test_tkt_32_only_the_service_desk_moves_a_ticket(firm):
    id_ = opened(firm, "inquiry")
    screen = ("ticket", "screen", id_, "--to-desk", "order", "--owner", "wang.wei")
    for other in ("wang.wei", "chen.jing", "zhao.min"):
        said = refused(firm, "TKT-32", *screen, as_=other)
        assert said.startswith("only the service desk screens tickets")
    firm.ok(*screen)
    shown = firm.json("ticket", "show", id_)
    assert (shown["desk"], shown["owner"]) == ("order", "wang.wei")
    assert (shown["screened_by"], shown["screened_at"]) == ("li.na", "2026-03-02T10:00:00+08:00")


def test_tkt_32_screening_in_chinese(firm):
    id_ = opened(firm, "complaint")
    firm.ok("工单", "筛选", id_, "--转交组", "订单组", lang="zh")
    assert "订单组" in firm.ok("工单", "列表", lang="zh")
    result = firm.run("工单", "筛选", id_, "--转交组", "投诉组", lang="zh", as_="chen.jing")
    assert (result.code, "仅客服组可筛选工单" in result.err) == (3, True)


def test_tkt_32_screening_may_leave_the_desk_as_it_is(firm):
    id_ = opened(firm, "complaint")
    firm.ok("ticket", "screen", id_, "--owner", "chen.jing")
    shown = firm.json("ticket", "show", id_)
    assert (shown["desk"], shown["owner"]) == ("complaint", "chen.jing")


def test_tkt_32_a_desk_lets_its_supervisor_screen_as_well(firm):
    firm.write(
        "policy/ours.yaml",
        "guards:\n  screened-by-service-desk: {roles: [service-desk, supervisor]}\n",
    )
    firm.ok("ticket", "screen", opened(firm, None), "--to-desk", "order", as_="zhao.min")


def test_tkt_33_a_recharge_question_goes_to_the_order_desk_and_has_no_figure(firm):
    id_ = opened(firm, "inquiry", "--subtype", "recharge")
    assert firm.json("ticket", "show", id_)["desk"] == "order"
    (one,) = [one for one in firm.json("due", "--kind", "ticket") if one["rule"] == "TKT-33"]
    assert (one["what"], one["due_at"]) == ("recharge-answer", None)
    firm.ok("ticket", "answer", id_, "--answer", "It takes ten minutes", as_="wang.wei")
    assert firm.json("due", "--kind", "ticket") == []


def incident(desk, *words):
    return desk.new("channel-incident", "--title", "No stock", "--supplier", "North cards", *words)


def test_tkt_33_trouble_with_a_channel_is_listed_until_it_is_reported(firm):
    id_ = incident(firm)
    shown = firm.json("channel-incident", "show", id_)
    assert (shown["supplier"], shown["found_at"]) == ("North cards", "2026-03-02T10:00:00+08:00")
    listed = ("due", "--kind", "channel-incident")
    (one,) = firm.json(*listed, now="2026-03-09T10:00:00+08:00")
    assert (one["id"], one["state"], one["rule"]) == (id_, "no-limit", "TKT-33")
    assert "reported upwards first" in refused(firm, "TKT-33", "channel-incident", "close", id_)
    firm.ok("渠道故障", "上报", id_, "--上报对象", "赵敏", lang="zh")
    assert firm.json(*listed) == []
    firm.ok("channel-incident", "close", id_, "--result", "switched to another supplier")


def test_tkt_33_it_is_reported_by_reporting_it(firm):
    id_ = incident(firm)
    said = firm.run("channel-incident", "set", id_, "--reported-to", "zhao.min")
    assert (said.code, firm.json("show", id_).get("reported_to")) == (2, None)
    firm.ok("channel-incident", "report", id_, "--reported-to", "zhao.min")
    assert firm.json("show", id_)["reported_at"] == "2026-03-02T10:00:00+08:00"


def test_tkt_33_an_incident_entered_with_its_report_owes_nothing(firm):
    incident(firm, "--reported-to", "zhao.min")
    assert firm.json("due", "--kind", "channel-incident") == []


def test_tkt_33_a_desk_sets_its_own_limit(firm):
    firm.write("policy/ours.yaml", "deadlines:\n  channel-report: {limit: 15 minutes}\n")
    incident(firm)
    late = firm.json("due", "--kind", "channel-incident", now="2026-03-02T10:15:01+08:00")
    assert [one["state"] for one in late] == ["overdue"]


def missed(desk, *words, now):
    due = desk.json("due", *words, "--kind", "duty", now=now)
    return [one for one in due if (one["what"], one["state"]) == ("daily-problems", "overdue")]


def test_tkt_37_a_day_without_its_digest_is_listed_as_missed(firm):
    for day in ("02", "03"):
        opened(firm, "complaint", now=f"2026-03-{day}T11:00:00+08:00")
        firm.ok("report", "daily-problems", "--save", now=f"2026-03-{day}T17:00:00+08:00")
    asked = "2026-03-05T17:00:00+08:00"
    (late,) = missed(firm, "--date", "2026-03-05", now=asked)
    assert (late["due_at"], late["rule"], late["id"]) == (
        "2026-03-05T00:00:00+08:00", "TKT-37", None,
    )  # fmt: skip
    assert "当日日常问题汇总 2026-03-04" in firm.ok("due", lang="zh", now=asked)


def test_tkt_37_done_by_hand_it_is_refused_with_the_command_that_does_it(firm):
    said = refused(firm, "TKT-37", "duty", "done", "daily-problems")
    (command,) = [line.partition("cs ")[2] for line in said.splitlines() if "try:" in line]
    assert command == "report daily-problems --save"
    firm.ok(*command.split())
    assert firm.json("report", "list")[0]["report"] == "daily-problems"


def test_tkt_37_the_digest_holds_the_tickets_of_its_day(firm):
    id_ = opened(firm, "complaint")
    opened(firm, "complaint", now="2026-03-03T09:00:00+08:00")
    filed = firm.ok("report", "daily-problems", "--save").split()[0]
    assert firm.json("report", "show", filed)["period"] == "2026-03-02"
    assert id_ in firm.record(filed) and firm.record(filed).count("T-2603") == 1
    assert "complaint desk" in firm.record(filed)


def test_tkt_37_a_day_off_owes_no_digest(firm):
    firm.ok("report", "daily-problems", "--save", "--period", "2026-03-06")
    days = [one["due_at"][:10] for one in missed(firm, now="2026-03-09T10:00:00+08:00")]
    assert days == ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]


def test_tkt_37_a_desk_owes_it_at_weekends_too(firm):
    firm.write("policy/ours.yaml", "duties:\n  daily-problems: {days: all}\n")
    late = missed(firm, now="2026-03-09T10:00:00+08:00")
    assert "2026-03-09T00:00:00+08:00" in [one["due_at"] for one in late]
