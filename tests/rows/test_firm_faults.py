"""REP-13 to REP-15 and REP-44: how an IT firm helps, reports major faults, inspects and watches."""

import pytest
from given import at, clocks, refused

from cs_cli.store import definitions

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk], department: service}
- {id: wu.gang, name: 吴刚, roles: [technician], department: support}
- {id: fang.ming, name: 方明, roles: [project-manager], department: support}
"""
FAULT = (
    "--type", "incident", "--title", "Sites of hall 3", "--details", "nothing answers",
    "--happened-at", "2026-03-02T09:40:00+08:00", "--place", "hall 3", "--symptom", "no answer",
)  # fmt: skip
REPORT = (
    "--impact", "40 sites", "--handling", "moved", "--cause", "power supply",
    "--corrective", "replaced",
)  # fmt: skip
ONSITE = """
    kind: ticket
    type: repair
    status: onsite
    site_class: {site}
    log:
      08:50 open
      09:00 onsite
      {arrived} arrive
"""
CALENDAR = """\
zone: Asia/Shanghai
hours:
  mon: [08:30-18:00]
holidays: CN
"""


@pytest.fixture
def firm(under):
    """The desk of an IT firm."""
    return under("ITS", people=PEOPLE)


@pytest.fixture
def fault(firm):
    """A repair that was asked for by telephone."""
    words = ("--type", "repair", "--title", "Mail stuck", "--details", "since eight")
    return firm.new("ticket", *words)


@pytest.fixture
def major(firm):
    """A major fault that everybody was told of, filed and handled, and that has ended."""
    id_ = firm.new("ticket", *FAULT)
    for whom in ("signer", "manager"):
        firm.ok("ticket", "inform", id_, "--whom", whom, "--contingency-plan", "second line")
    for verb in ("file", "handle", "resolve"):
        firm.ok("ticket", verb, id_)
    firm.ok("ticket", "inform", id_, "--whom", "top")
    return id_


def test_rep_13_remote_access_comes_after_the_hotline_and_with_authorisation(firm, fault):
    remote = ("ticket", "remote", fault)
    assert "--hotline-failed" in refused(firm, "REP-13", *remote)
    firm.ok("ticket", "hotline", fault, "--hotline-failed", "no")
    refused(firm, "REP-13", *remote, "--authorised-by", "周先生")
    failed = (*remote, "--hotline-failed", "yes")
    said = refused(firm, "REP-13", *failed)
    assert "--authorised-by" in said and "--authorised-at" in said
    assert "客户授权" in refused(firm, "REP-13", *failed, "--authorised-by", "周先生", lang="zh")
    granted = (*failed, "--authorised-by", "周先生", "--authorised-at")
    refused(firm, "REP-13", *granted, "2026-03-02T10:01:00+08:00")
    firm.ok(*granted, "2026-03-02T10:00:00+08:00")
    shown = firm.json("ticket", "show", fault)
    assert (shown["status"], shown["authorised_by"]) == ("remote", "周先生")
    assert "周先生" not in firm.ok("ticket", "list")


def test_rep_13_not_even_an_emergency_opens_a_machine_without_authorisation(firm, fault):
    remote = ("ticket", "remote", fault, "--emergency", "yes")
    refused(firm, "REP-13", *remote)
    now = ("--authorised-by", "周先生", "--authorised-at", "2026-03-02T09:59:00+08:00")
    firm.ok(*remote, *now)


def test_rep_13_nobody_goes_on_site_before_both_have_failed(firm, fault):
    go = ("ticket", "onsite", fault, "--owner", "wu.gang")
    refused(firm, "REP-13", *go)
    assert "--remote-failed" in refused(firm, "REP-13", *go, "--hotline-failed", "yes")
    both = ("--hotline-failed", "yes", "--remote-failed", "yes")
    assert "--remote-declined" in refused(firm, "REP-13", *go, *both)
    refused(firm, "REP-13", "ticket", "set", fault, *both)
    other = ("ticket", "dispatch", fault, "--department", "support")
    refused(firm, "REP-13", *other)
    refused(firm, "REP-13", "ticket", "arrive", fault)
    assert firm.run(*go[:-2], *both).code == 2
    firm.ok(*go, "--hotline-failed", "yes", "--remote-declined", "yes")
    assert firm.json("ticket", "show", fault)["status"] == "onsite"


def test_rep_13_in_an_emergency_somebody_goes_at_once(firm, fault):
    firm.ok("ticket", "onsite", fault, "--owner", "wu.gang", "--emergency", "yes")
    (departure, arrival) = [i for i in firm.json("due") if i["rule"] == "REP-13"]
    assert {departure["what"], arrival["what"]} == {"onsite-departure", "onsite-arrival"}
    assert {departure["state"], arrival["state"]} == {"no-limit"}
    firm.ok("ticket", "depart", fault)
    assert [i["what"] for i in firm.json("due") if i["rule"] == "REP-13"] == ["onsite-arrival"]


def test_rep_13_every_class_of_site_has_the_limit_that_the_desk_sets(tmp_path):
    own = "deadlines:\n  onsite-arrival-c: {limit: 150 minutes}\n"
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "own.yaml").write_text(own)
    rules = definitions.load(["ITS"], tmp_path)
    in_time = clocks(ONSITE.format(site="C", arrived="11:30"), rules=rules)["onsite-arrival-c"]
    assert (in_time.due.isoformat(), in_time.verdict) == (at("11:30"), "met")
    late = clocks(ONSITE.format(site="C", arrived="11:31"), rules=rules)["onsite-arrival-c"]
    assert late.verdict == "late"
    other = clocks(ONSITE.format(site="A", arrived="11:31"), rules=rules)
    assert (other["onsite-arrival-a"].due, "onsite-arrival" in other) == (None, False)


def test_rep_13_the_class_of_the_site_comes_from_the_project(firm):
    project = firm.new("project", "--title", "Shop", "--site-class", "B")
    words = ("--type", "repair", "--title", "Mail stuck", "--about", project)
    id_ = firm.new("ticket", *words)
    assert firm.json("ticket", "show", id_)["site_class"] == "B"


def test_rep_14_a_major_fault_is_reported_with_time_place_and_symptoms(firm):
    for name in ("--happened-at", "--place", "--symptom"):
        place = FAULT.index(name)
        words = (*FAULT[:place], *FAULT[place + 2 :])
        assert name in refused(firm, "REP-14", "ticket", "new", *words)
    early = ("--happened-at", "2026-03-02T10:01:00+08:00")
    refused(firm, "REP-14", "ticket", "new", *FAULT[:6], *early, *FAULT[8:])


def test_rep_14_signer_and_manager_are_told_at_once(firm):
    id_ = firm.new("ticket", *FAULT)
    owed = [i for i in firm.json("due", "--all") if i["rule"] == "REP-14"]
    assert {(i["what"], i["due_at"], i["state"]) for i in owed} == {
        ("fault-signer", at("10:00"), "due"), ("fault-manager", at("10:00"), "due"),
    }  # fmt: skip
    late = [i for i in firm.json("due", now=at("10:01")) if i["rule"] == "REP-14"]
    assert {i["state"] for i in late} == {"overdue"}
    tell = ("ticket", "inform", id_, "--whom", "签单人员")
    assert "--contingency-plan" in refused(firm, "REP-14", *tell)
    firm.ok(*tell, "--contingency-plan", "second line", lang="zh")
    said = refused(firm, "REP-14", "ticket", "file", id_)
    assert "--whom manager" in said
    firm.ok("ticket", "inform", id_, "--whom", "manager", "--person", "陈总")
    firm.ok("ticket", "file", id_)
    (owed,) = [i for i in firm.json("due", "--all") if i["rule"] == "REP-14"]
    assert (owed["what"], owed["due_at"]) == ("fault-file", at("10:00"))
    firm.ok("ticket", "inform", id_, "--whom", "top")
    assert not [i for i in firm.json("due", "--all") if i["rule"] == "REP-14"]
    told = firm.json("ticket", "show", id_)["notices"]
    assert [(one["whom"], one.get("person")) for one in told] == [
        ("signer", None), ("manager", "陈总"), ("top", None),
    ]  # fmt: skip


def test_rep_14_whoever_is_told_before_it_is_registered_is_told_in_time(firm):
    id_ = firm.new("ticket", *FAULT)
    tell = ("ticket", "inform", id_, "--contingency-plan", "second line", "--whom")
    early, later = at("09:45"), {"now": at("10:20")}
    ahead = (*tell, "signer", "--told-at", at("10:21"))
    refused(firm, "REP-14", *ahead, **later)
    firm.ok(*tell, "signer", "--told-at", early, **later)
    firm.ok(*tell, "manager", **later)
    shown = firm.json("ticket", "show", id_)
    assert (shown["signer_told_at"], shown["manager_told_at"]) == (early, at("10:20"))
    assert [one["told_at"] for one in shown["notices"]] == [early, at("10:20")]
    found = firm.json("audit", **later)["findings"]
    assert [one["what"] for one in found if one["rule"] == "REP-14"] == ["fault-manager"]


def test_rep_14_the_chain_has_no_short_cut(firm):
    id_ = firm.new("ticket", *FAULT)
    refused(firm, "REP-14", "ticket", "handle", id_)
    refused(firm, "REP-14", "ticket", "resolve", id_)
    refused(firm, "REP-14", "ticket", "close", id_)
    assert firm.run("ticket", "analyse", id_, *REPORT, "--preventive", "x").code == 3
    assert firm.run("ticket", "feed-back", id_, "--told-to", "customer").code == 3
    assert firm.run("ticket", "set", id_, "--filed-at", "10:00").code == 2


def test_rep_14_the_analysis_has_four_parts_and_goes_to_both(firm, major):
    owed = [i for i in firm.json("due") if i["rule"] == "REP-14"]
    assert [(i["what"], i["state"]) for i in owed] == [("fault-analysis", "no-limit")]
    analyse = ("ticket", "analyse", major, *REPORT)
    assert "--preventive" in refused(firm, "REP-14", *analyse)
    refused(firm, "REP-14", "ticket", "close", major)
    firm.ok(*analyse, "--preventive", "two supplies")
    refused(firm, "REP-14", "ticket", "set", major, "--impact", "")
    firm.ok("ticket", "feed-back", major, "--told-to", "customer")
    assert firm.json("ticket", "show", major)["status"] == "analysed"
    assert "--told-to business" in refused(firm, "REP-14", "ticket", "close", major)
    assert [i["what"] for i in firm.json("due") if i["rule"] == "REP-14"] == ["fault-fed-back"]
    firm.ok("ticket", "feed-back", major, "--told-to", "业务部门")
    assert firm.json("ticket", "show", major)["status"] == "fed-back"
    firm.ok("ticket", "close", major)


def test_rep_14_top_management_is_told_though_all_is_over(firm):
    id_ = firm.new("ticket", *FAULT)
    for whom in ("signer", "manager"):
        firm.ok("ticket", "inform", id_, "--whom", whom, "--contingency-plan", "second line")
    for verb in ("file", "handle", "resolve"):
        firm.ok("ticket", verb, id_)
    left = [i["what"] for i in firm.json("due", now=at("10:01")) if i["state"] == "overdue"]
    assert left == ["fault-file"]


def test_rep_14_what_is_reopened_is_analysed_anew(firm, major):
    firm.ok("ticket", "analyse", major, *REPORT, "--preventive", "two supplies")
    for whom in ("customer", "business"):
        firm.ok("ticket", "feed-back", major, "--told-to", whom)
    firm.ok("ticket", "reopen", major, "--reason", "down again")
    refused(firm, "REP-14", "ticket", "close", major)
    firm.ok("ticket", "resolve", major)
    refused(firm, "REP-14", "ticket", "close", major)


def test_rep_14_the_report_is_printed_with_its_parts(firm, major):
    firm.ok("ticket", "analyse", major, *REPORT, "--preventive", "two supplies")
    printed = firm.ok("ticket", "print", major)
    assert printed.startswith("# 故障分析报告")
    told = ("40 sites", "moved", "power supply", "replaced", "two supplies", "hall 3")
    assert [one for one in told if one not in printed] == []


def test_rep_15_every_finding_becomes_a_ticket(firm):
    project = firm.new("project", "--title", "Shop", as_="fang.ming")
    new = ("inspection", "new", "--title", "Spring", "--project", project)
    refused(firm, "REP-15", *new)
    id_ = firm.ok(*new, as_="fang.ming").split()[0]
    refused(firm, "REP-15", "inspection", "find", id_, "--text", "disk 91 % full")
    for text in ("disk 91 % full", "no spare certificate", "old password"):
        found = ("--text", text, "--risk", "yes", "--analysis", "why")
        firm.ok("inspection", "find", id_, *found, as_="fang.ming")
    found = firm.json("ticket", "list", "--channel", "inspection")
    assert {one["title"] for one in found} == {
        "disk 91 % full", "no spare certificate", "old password",
    }  # fmt: skip
    shown = firm.json("ticket", "show", found[0]["id"])
    assert (shown["about"], shown["details"]) == ([project, id_], "why")
    firm.ok("inspection", "done", id_, as_="fang.ming")
    assert firm.run("inspection", "find", id_, "--text", "x", as_="fang.ming").code == 3
    assert len(firm.json("ticket", "list", "--channel", "inspection")) == 3


def test_rep_15_the_desk_sets_the_interval_of_inspections(firm):
    project = firm.new("project", "--title", "Shop", as_="fang.ming")
    (owed,) = [i for i in firm.json("due") if i["rule"] == "REP-15"]
    assert (owed["id"], owed["owner"], owed["state"]) == (project, "fang.ming", "no-limit")
    firm.write("policy/own.yaml", "deadlines: {project-inspection: {limit: 14 days}}\n")
    (owed,) = [i for i in firm.json("due", "--all") if i["rule"] == "REP-15"]
    assert owed["due_at"] == "2026-03-16T10:00:00+08:00"
    later = {"as_": "fang.ming", "now": "2026-03-10T10:00:00+08:00"}
    id_ = firm.new("inspection", "--title", "Spring", "--project", project, **later)
    firm.ok("inspection", "done", id_, **later)
    left = firm.json("due", "--all", now="2026-03-10T10:01:00+08:00")
    (owed,) = [i for i in left if i["rule"] == "REP-15"]
    assert owed["due_at"] == "2026-03-24T10:00:00+08:00"


def test_rep_44_every_site_is_checked_on_every_statutory_holiday(firm):
    firm.write("calendar.yaml", CALENDAR)
    firm.write("cs.yaml", "packs: [ITS]\nstarted: 2026-04-20\nlanguage: en\n")
    april = "2026-04-20T09:00:00+08:00"
    words = ("--delivered-at", "2026-04-01", "--site", "shop.example.test")
    shop = firm.new("project", "--title", "Shop", *words, now=april)
    firm.new("project", "--title", "Without a site", *words[:2], now=april)

    def owed(day, *more):
        found = firm.json("due", *more, now=f"{day}T00:00:01+08:00")
        return [(i["id"], i["due_at"][:10]) for i in found if i["rule"] == "REP-44"]

    assert owed("2026-04-29", "--within", "90d") == []
    assert owed("2026-04-30", "--within", "90d") == [(shop, "2026-05-02")]
    assert owed("2026-05-01") == []
    assert owed("2026-05-02") == [(shop, "2026-05-02")]
    check = ("site-check", "new", "--about", shop)
    early = (*check, "--ok", "yes", "--period", "2026-05-02")
    refused(firm, "REP-44", *early, now="2026-05-01T09:00:00+08:00")
    assert firm.run(*check, now="2026-05-02T09:00:00+08:00").code == 2
    firm.ok(*check, "--ok", "yes", now="2026-05-02T09:00:00+08:00")
    assert owed("2026-05-03") == [(shop, "2026-05-02")]
    late = (*early[:-1], "2026-05-01")
    firm.ok(*late, now="2026-05-03T09:00:00+08:00")
    assert owed("2026-05-03") == []
    # 1 to 5 May are holidays, the 6th is none.
    assert [day for _id, day in owed("2026-05-10")] == ["2026-05-04", "2026-05-05", "2026-05-06"]


def test_rep_44_a_site_that_does_not_run_opens_a_ticket(firm):
    customer = firm.new("customer", "--name", "远达物流")
    words = ("--delivered-at", "2026-02-01", "--site", "shop.example.test")
    shop = firm.new("project", "--title", "Shop", *words, "--customer", customer)
    firm.ok("site-check", "new", "--about", shop, "--ok", "yes")
    assert firm.json("ticket", "list") == []
    other = firm.new("project", "--title", "Blog", *words)
    both = ("--about", shop, "--about", other, "--ok", "yes")
    refused(firm, "REP-44", "site-check", "new", *both)
    down = ("--ok", "no", "--remark", "error 502")
    id_ = firm.ok("site-check", "new", "--about", shop, *down).split()[0]
    (ticket,) = firm.json("ticket", "list", "--channel", "monitoring")
    assert firm.run("site-check", "set", id_, "--ok", "yes").code == 3
    shown = firm.json("ticket", "show", ticket["id"])
    told = (shown["about"], shown["details"], shown["customer"])
    assert told == ([shop, id_], "error 502", customer)


def test_rep_15_a_finding_is_owed_by_customer_service_until_it_is_solved(firm):
    project = firm.new("project", "--title", "Shop", as_="fang.ming")
    new = ("inspection", "new", "--title", "Autumn", "--project", project)
    id_ = firm.ok(*new, as_="fang.ming").split()[0]
    firm.ok("inspection", "find", id_, "--text", "no spare disk", as_="fang.ming")

    def owed():
        return [i for i in firm.json("due", "--kind", "ticket") if i["rule"] == "REP-15"]

    (one,) = owed()
    assert (one["owner"], one["state"]) == ("li.na", "no-limit")
    firm.ok("ticket", "resolve", one["id"], "--result", "bought two")
    assert owed() == []


def test_rep_44_a_site_that_is_down_is_owed_until_the_service_departments_know(firm):
    words = ("--delivered-at", "2026-02-01", "--site", "shop.example.test")
    shop = firm.new("project", "--title", "Shop", *words)
    firm.ok("site-check", "new", "--about", shop, "--ok", "no", "--remark", "error 503")

    def owed():
        return [i for i in firm.json("due", "--kind", "ticket") if i["rule"] == "REP-44"]

    (one,) = owed()
    assert (one["what"], one["owner"]) == ("site-down-told", "li.na")
    firm.ok("ticket", "assign", one["id"], "--owner", "wu.gang")
    assert owed() == []


def test_rep_14_nobody_is_told_of_a_fault_before_it_happens(firm):
    id_ = firm.new("ticket", *FAULT)
    tell = ("ticket", "inform", id_, "--whom", "signer", "--contingency-plan", "second line")
    said = refused(firm, "REP-14", *tell, "--told-at", at("09:39"))
    assert "09:39 is before happened 2026-03-02 09:40" in said
    assert "早于发生时间" in refused(firm, "REP-14", *tell, "--told-at", at("09:39"), lang="zh")
    firm.ok(*tell, "--told-at", at("09:40"))
