"""TKT-27 and TKT-42: work orders are issued and urged by the front desk, done by departments."""

import pytest
from given import refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [front-desk], department: service}
- {id: wu.gang, name: 吴刚, roles: [technician], department: engineering}
- {id: hu.ming, name: 胡明, roles: [guard], department: security}
- {id: qian.hong, name: 钱红, roles: [area-manager], department: service}
"""
ORDER = ("work-order", "new", "--title", "Lift door", "--department", "engineering")


@pytest.fixture
def reception(under):
    """A property reception with a front desk, a technician, a guard and an area manager."""
    return under("PRO", people=PEOPLE)


def issued(desk, *words):
    ticket = desk.new("ticket", "--type", "repair", "--title", "Lift door")
    both = ("--area-manager", "qian.hong", "--about", ticket)
    return desk.ok(*ORDER, *both, *words).split()[0]


def test_tkt_27_a_work_order_goes_to_the_department_and_to_the_area_manager(reception):
    said = refused(reception, "TKT-27", *ORDER)
    assert "--area-manager" in said
    said = refused(reception, "TKT-27", *ORDER, "--area-manager", "qian.hong", as_="hu.ming")
    assert "front desk" in said
    assert not list(reception.root.glob("work-order/**/*.md"))
    id_ = issued(reception)
    (ticket,) = [one["id"] for one in reception.json("ticket", "list")]
    shown = reception.json("work-order", "show", id_)
    kept = ("about", "department", "area_manager", "issued_by", "issued_at")
    assert [shown[name] for name in kept] == [
        [ticket], "engineering", "qian.hong", "li.na", "2026-03-02T10:00:00+08:00",
    ]  # fmt: skip


def test_tkt_27_it_names_its_ticket_and_somebody_who_is_an_area_manager(reception):
    desk = reception
    said = refused(desk, "TKT-27", *ORDER, "--area-manager", "qian.hong")
    assert "--about" in said
    customer = desk.new("customer", "--name", "张三")
    refused(desk, "TKT-27", *ORDER, "--area-manager", "qian.hong", "--about", customer)
    ticket = desk.new("ticket", "--title", "Lift door")
    said = refused(
        desk, "TKT-27", *ORDER, "--area-manager", "wu.gang", "--about", ticket, lang="zh"
    )
    assert said.startswith("wu.gang 不是片区管理员")
    id_ = issued(desk)
    refused(desk, "TKT-27", "work-order", "set", id_, "--area-manager", "")
    refused(desk, "TKT-27", "work-order", "set", id_, "--area-manager", "wu.gang")
    refused(desk, "TKT-27", "work-order", "set", id_, "--about", "")
    assert desk.run("work-order", "set", id_, "--department", "").code == 2


def test_tkt_27_tickets_are_sent_out_by_the_front_desk_as_well(reception):
    ticket = reception.new("ticket", "--type", "repair", "--title", "Lift door")
    send = ("ticket", "dispatch", ticket, "--department", "engineering")
    for person in ("hu.ming", "wu.gang"):
        said = refused(reception, "TKT-27", *send, as_=person)
        assert "front desk" in said
    notify = ("ticket", "notify", ticket, "--department", "engineering")
    refused(reception, "TKT-27", *notify, as_="hu.ming")
    reception.ok(*send)
    refused(reception, "TKT-27", *send, as_="hu.ming")


def test_tkt_27_a_department_that_was_told_gives_the_job_to_its_own_people(under):
    head = "- {id: zhao.lei, name: 赵磊, roles: [engineering-head], department: engineering}\n"
    desk = under("PRO", people=PEOPLE + head)
    ticket = desk.new("ticket", "--type", "repair", "--title", "Lift door")
    job = ("ticket", "dispatch", ticket, "--department", "engineering", "--owner", "wu.gang")
    refused(desk, "TKT-27", *job, as_="zhao.lei")
    desk.ok("ticket", "notify", ticket, "--department", "engineering")
    desk.ok(*job, as_="zhao.lei")


def test_tkt_27_without_a_department_there_is_no_work_order(reception):
    words = ("--title", "Lift door", "--area-manager", "qian.hong")
    result = reception.run("work-order", "new", *words)
    assert (result.code, "--department" in result.err) == (2, True)


def test_tkt_27_the_area_manager_sees_it_until_it_is_done(reception):
    id_ = issued(reception)
    (owed,) = reception.json("due", "--mine", as_="qian.hong")
    assert (owed["id"], owed["state"], owed["rule"]) == (id_, "no-limit", "TKT-27")
    reception.ok("work-order", "finish", id_, "--result", "adjusted", as_="wu.gang")
    assert reception.json("due") == []


def test_tkt_27_the_printed_order_names_both(reception):
    printed = reception.ok("work-order", "print", issued(reception))
    assert "派工单" in printed
    assert "engineering" in printed
    assert "钱红" in printed


@pytest.mark.parametrize("pack", ["PRO", "TOW", "FDG"])
def test_tkt_42_the_desk_urges_a_department_and_leaves_its_result_alone(under, pack):
    desk = under(pack, people=PEOPLE)
    id_ = issued(desk)
    desk.ok("work-order", "urge", id_, now="2026-03-02T12:00:00+08:00")
    desk.ok("work-order", "urge", id_, "--said", "by four", now="2026-03-02T12:30:00+08:00")
    urges = desk.json("work-order", "show", id_)["urges"]
    assert [(one["at"][11:16], one["by"], one.get("said")) for one in urges] == [
        ("12:00", "li.na", None), ("12:30", "li.na", "by four"),
    ]  # fmt: skip
    result = ("--result", "adjusted")
    assert "cs work-order urge" in refused(desk, "TKT-42", "work-order", "set", id_, *result)
    assert "cs work-order urge" in refused(desk, "TKT-42", "work-order", "finish", id_, *result)
    desk.ok("work-order", "finish", id_, *result, as_="wu.gang")
    refused(desk, "TKT-42", "work-order", "set", id_, "--result", "replaced")
    desk.ok("work-order", "set", id_, "--title", "Lift door, hall B")
    assert desk.json("work-order", "show", id_)["result"] == "adjusted"


@pytest.mark.parametrize("pack", ["PRO", "TOW", "FDG"])
def test_tkt_42_nobody_issues_a_work_order_with_its_result(under, pack):
    desk = under(pack, people=PEOPLE)
    ticket = desk.new("ticket", "--title", "Lift door")
    both = ("--area-manager", "qian.hong", "--about", ticket)
    said = refused(desk, "TKT-42", *ORDER, *both, "--result", "adjusted")
    assert "cs work-order finish" in said
    id_ = issued(desk)
    silent = desk.run("work-order", "finish", id_, as_="wu.gang")
    assert (silent.code, "--result" in silent.err) == (2, True)


@pytest.mark.parametrize("pack", ["PRO", "TOW", "FDG"])
def test_tkt_42_the_same_in_chinese(under, pack):
    desk = under(pack, people=PEOPLE)
    id_ = issued(desk)
    desk.ok("派工单", "催办", id_, "--催办答复", "下午四点前", lang="zh")
    said = refused(desk, "TKT-42", "派工单", "完工", id_, "--处理结果", "已修好", lang="zh")
    assert said.startswith(f"{id_} 的处理结果由责任部门登记")


def test_tkt_42_a_desk_may_let_its_head_write_results(under):
    desk = under("PRO", people=PEOPLE)
    desk.write("policy/own.yaml", "guards:\n  result-by-department: off\n")
    desk.ok("work-order", "finish", issued(desk), "--result", "adjusted")
