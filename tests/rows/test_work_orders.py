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
    return desk.ok(*ORDER, "--area-manager", "qian.hong", *words).split()[0]


def test_tkt_27_a_work_order_goes_to_the_department_and_to_the_area_manager(reception):
    said = refused(reception, "TKT-27", *ORDER)
    assert "--area-manager" in said
    said = refused(reception, "TKT-27", *ORDER, "--area-manager", "qian.hong", as_="hu.ming")
    assert "front desk" in said
    assert not list(reception.root.glob("work-order/**/*.md"))
    ticket = reception.new("ticket", "--type", "repair", "--title", "Lift door")
    id_ = issued(reception, "--about", ticket)
    shown = reception.json("work-order", "show", id_)
    kept = ("about", "department", "area_manager", "issued_by", "issued_at")
    assert [shown[name] for name in kept] == [
        [ticket], "engineering", "qian.hong", "li.na", "2026-03-02T10:00:00+08:00",
    ]  # fmt: skip


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
