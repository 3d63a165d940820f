"""What the audit finds: deadlines missed, and what its rules look for; violations proposed."""

import pytest
from figures import put, rules

KEPT = """\
kinds:
  violation: {}
deadlines:
  answer:
    ref: TKT-17
    label: {en: answer the customer, zh: 答复客户}
    on: {kind: ticket}
    limit: 30 minutes
    until: do:reply
audits:
  late-answer:
    ref: TKT-17
    label: {en: not answered in time, zh: 限期内没有答复}
    late: [answer]
    person: first_responsible
    proposes: {sort: "3"}
"""
NOON = "2026-03-02T12:00:00+08:00"


def findings(desk, *words, now=NOON):
    """Give what is found, as programs read it."""
    return desk.json("audit", *words, now=now)["findings"]


def test_an_answer_that_is_overdue_proposes_a_violation_of_sort_3(desk):
    """TKT-17."""
    rules(desk, KEPT)
    id_ = put(desk, "ticket", "03-02T10:00", "open", first_responsible="li.na", owner="wu.gang")
    put(desk, "ticket", "03-02T11:45", "open", first_responsible="li.na")
    found = desk.json("audit", now=NOON)
    (finding,) = [one for one in found["findings"] if one["what"] == "answer"]
    assert finding == {
        "id": id_, "kind": "ticket", "what": "answer", "rule": "TKT-17", "owner": "wu.gang",
        "due_at": "2026-03-02T10:30:00+08:00", "done_at": None, "late_s": 5400, "state": "open",
        "message": None, "audits": ["late-answer"],
    }  # fmt: skip
    (proposal,) = found["proposals"]
    assert (proposal["about"], proposal["person"]) == (id_, "li.na")
    assert (proposal["values"], proposal["made"]) == ({"sort": "3"}, False)


def test_a_proposed_violation_is_recorded_once(desk):
    rules(desk, KEPT)
    about = put(desk, "ticket", "03-02T10:00", "open", first_responsible="li.na")
    proposed = desk.json("audit", now=NOON)["proposals"][0]["id"]
    (made,) = [desk.json("audit", "--propose", now=NOON)]
    assert made["id"] == proposed
    record = desk.json("show", proposed)
    assert (record["status"], record["person"], record["sort"]) == ("proposed", "li.na", "3")
    assert record["about"] == [about]
    assert "TKT-17" in desk.record(proposed)
    assert desk.ok("audit", "--propose", now=NOON) == ""
    assert desk.json("audit", now=NOON)["proposals"][0]["made"] is True
    desk.ok("violation", "void", proposed, "-m", "told by a colleague", now=NOON)
    assert desk.ok("audit", "--propose", now=NOON) == ""
    assert desk.ok("check", now=NOON) == ""


def test_a_violation_of_a_sealed_month_keeps_no_other_from_being_recorded(desk):
    rules(desk, KEPT)
    closed = desk.new(
        "ticket", "--type", "inquiry", "--title", "Lamp", now=NOON.replace("12", "10")
    )
    desk.ok("ticket", "resolve", closed, "--result", "answered", now=NOON)
    for callback in desk.json("callback", "list", "--open"):
        desk.ok("callback", "done", callback["id"], "--result", "answered",
                "--satisfaction", "satisfied", now=NOON)  # fmt: skip
    desk.ok("ticket", "close", closed, "--answer", "x", "--satisfaction", "satisfied", now=NOON)
    april = "2026-04-07T12:00:00+08:00"
    desk.new("ticket", "--title", "Lift", now="2026-04-07T10:00:00+08:00")
    assert desk.run("seal", "2026-03", as_="zhao.min", now=april).code == 0
    proposals = {one["about"]: one["id"] for one in desk.json("audit", now=april)["proposals"]}
    assert len(proposals) == 2
    result = desk.run("audit", "--propose", now=april)
    assert result.code == 3
    assert f"{proposals.pop(closed)} lies in 2026-03, which is sealed" in result.err
    assert [one["id"] for one in desk.json("violation", "list")] == list(proposals.values())
    desk.ok("unseal", "2026-03", "-m", "a violation", as_="zhao.min", now=april)
    assert desk.run("audit", "--propose", now=april).code == 0
    assert len(desk.json("violation", "list")) == 2


def test_a_dry_run_records_nothing(desk):
    rules(desk, KEPT)
    put(desk, "ticket", "03-02T10:00", "open", first_responsible="li.na")
    assert "+kind: violation" in desk.ok("audit", "--propose", "--dry-run", now=NOON)
    assert desk.json("violation", "list") == []


def test_what_is_found_and_proposed_is_that_of_the_row_in_force_then(desk):
    """TKT-17: a row that changes from a day on says nothing else of the days before."""
    later = """\
audits:
  late-answer: {since: 2026-03-03, proposes: {sort: "1"}}
"""
    rules(desk, KEPT, later)
    before = put(desk, "ticket", "03-02T10:00", "open", first_responsible="li.na")
    after = put(desk, "ticket", "03-03T10:00", "open", first_responsible="li.na")
    found = desk.json("audit", now="2026-03-03T12:00:00+08:00")
    values = {one["about"]: one["values"]["sort"] for one in found["proposals"]}
    assert values == {before: "3", after: "1"}


def test_nobody_is_named_where_nobody_is_known(desk):
    rules(desk, KEPT)
    put(desk, "ticket", "03-02T10:00", "open")
    found = desk.json("audit", now=NOON)
    assert len(found["findings"]) == 1
    assert found["proposals"] == []


CARRIED = """\
kinds:
  ticket:
    fields:
      customer_notified_at: {label: {en: customer told, zh: 已通知客户}, type: instant}
deadlines:
  carried-over:
    ref: CMP-16
    label: {en: tell the customer the same day, zh: 当日告知客户}
    on: {kind: ticket, type: complaint}
    limit: same day
    until: field:customer_notified_at
  satisfaction:
    ref: CBK-28
    label: {en: satisfaction call, zh: 满意度回访}
    on: {kind: ticket, type: repair}
    limit: 24 hours
    until: {linked: {kind: callback, status: done}}
    after_close: "true"
"""


@pytest.mark.parametrize(("told", "late"), [("03-03T17:00", None), ("03-04T09:00", 9 * 3600)])
def test_a_customer_told_the_next_day_was_told_late(desk, told, late):
    """CMP-16."""
    rules(desk, CARRIED)
    value = f"customer_notified_at: 2026-{told}:00+08:00"
    put(desk, "ticket", "03-03T10:00", "open", f"{told} set {value}", type="complaint",
        customer_notified_at=f"2026-{told}:00+08:00")  # fmt: skip
    found = [f for f in findings(desk, now="2026-03-05T10:00:00+08:00") if f["rule"] == "CMP-16"]
    assert [one["late_s"] for one in found] == ([] if late is None else [late])
    assert all(one["done_at"] == f"2026-{told}:00+08:00" for one in found)


def test_a_call_an_hour_after_its_24_hours_is_recorded_as_an_hour_late(desk):
    """CBK-28."""
    rules(desk, CARRIED)
    id_ = put(desk, "ticket", "03-02T10:00", "open", type="repair")
    put(desk, "callback", "03-02T10:00", "done", "03-03T11:00 done result: content",
        about=f"[{id_}]", result="content")  # fmt: skip
    (found,) = [f for f in findings(desk, now="2026-03-05T10:00:00+08:00") if f["rule"] == "CBK-28"]
    assert (found["state"], found["late_s"]) == ("late", 3600)
    text = desk.ok("audit", now="2026-03-05T10:00:00+08:00")
    (line,) = [line for line in text.splitlines() if "CBK-28" in line]
    assert "1h late" in line
    assert "2026-03-03 11:00 Tue" in line


def test_a_deadline_that_was_overdue_when_the_record_was_closed_is_told(desk):
    rules(desk, KEPT)
    closed = put(desk, "ticket", "03-02T10:00", "closed", "03-02T11:00 close", owner="li.na")
    (found,) = findings(desk)
    assert (found["id"], found["state"], found["late_s"]) == (closed, "closed", 1800)
    assert "closed without it, overdue 30m" in desk.ok("audit", now=NOON)


LOOKUP = """\
kinds:
  violation: {}
  ticket:
    fields:
      lookup_seconds: {label: {en: lookup in seconds, zh: 查询用时（秒）}, type: number}
audits:
  lookup:
    ref: TKT-20
    label: {en: no callback was offered, zh: 未提供回电}
    on: {kind: ticket}
    rule: unlinked-over
    with: {field: lookup_seconds, over: "30", kind: callback}
  unreported:
    ref: TKT-17
    label: {en: serious matter not reported, zh: 重大事项未上报}
    on: {kind: ticket, severity: major}
    rule: unlinked
    with: {kind: callback, status: done}
    person: first_responsible
    proposes: {sort: "5"}
  left:
    ref: TKT-17
    label: {en: left unhandled, zh: 不予处理}
    on: {kind: ticket}
    rule: untouched
    with: {days: "2"}
    proposes: {sort: "1"}
"""


@pytest.mark.parametrize(("seconds", "breach"), [(45, True), (30, False), (None, False)])
def test_a_long_lookup_without_a_callback_is_a_breach(desk, seconds, breach):
    """TKT-20."""
    rules(desk, LOOKUP)
    more = {} if seconds is None else {"lookup_seconds": seconds}
    id_ = put(desk, "ticket", "03-02T10:00", "open", **more)
    found = [one for one in findings(desk) if one["what"] == "lookup"]
    assert [one["id"] for one in found] == ([id_] if breach else [])
    if breach:
        assert found[0]["message"] == "lookup in seconds 45, over 30: no callback was made"
        assert "超过 30" in desk.ok("audit", now=NOON, lang="zh")
        put(desk, "callback", "03-02T10:05", "planned", about=f"[{id_}]")
        assert [one for one in findings(desk) if one["what"] == "lookup"] == []


def test_a_rule_looks_at_nothing_older_than_its_row(desk):
    rules(desk, LOOKUP.replace("  lookup:\n", "  lookup:\n    since: 2026-03-02\n"))
    ids = [put(desk, "ticket", f"03-0{day}T10:00", "open", lookup_seconds=45) for day in (1, 2)]
    assert [one["id"] for one in findings(desk) if one["what"] == "lookup"] == ids[1:]


def test_a_serious_matter_that_nobody_reported_is_found(desk):
    rules(desk, LOOKUP)
    id_ = put(desk, "ticket", "03-02T10:00", "open", severity="major", first_responsible="li.na")
    found = desk.json("audit", now=NOON)
    assert [one["what"] for one in found["findings"] if one["state"] == "found"] == ["unreported"]
    assert [p["values"] for p in found["proposals"]] == [{"sort": "5"}]
    text = desk.ok("audit", now=NOON)
    assert "serious matter not reported" in text
    put(desk, "callback", "03-02T10:05", "done", "03-02T11:00 done result: ok", about=f"[{id_}]",
        result="ok")  # fmt: skip
    assert desk.json("audit", now=NOON)["proposals"] == []


def test_a_ticket_nobody_touched_for_two_days_is_found(desk):
    rules(desk, LOOKUP)
    id_ = put(desk, "ticket", "03-02T10:00", "open", owner="wu.gang")
    assert desk.json("audit", now="2026-03-04T10:00:00+08:00")["proposals"] == []
    found = desk.json("audit", now="2026-03-05T10:00:00+08:00")
    (finding,) = [one for one in found["findings"] if one["what"] == "left"]
    assert (finding["id"], finding["message"]) == (id_, "2 days without any event")
    assert [(p["person"], p["values"]) for p in found["proposals"]] == [("wu.gang", {"sort": "1"})]


def test_a_period_bounds_what_is_told_by_when_it_was_due(desk):
    rules(desk, KEPT)
    put(desk, "ticket", "02-27T10:00", "open")
    march = put(desk, "ticket", "03-02T10:00", "open")
    found = findings(desk, "--period", "2026-03")
    assert [one["id"] for one in found] == [march]
    assert len(findings(desk)) == 2
    assert desk.run("audit", "--period", "someday").code == 2


def test_findings_end_with_0_unless_asked_otherwise(desk):
    rules(desk, KEPT)
    assert desk.run("audit", "--fail", now=NOON).code == 0
    assert desk.ok("audit", now=NOON) == ""
    put(desk, "ticket", "03-02T10:00", "open")
    assert desk.run("audit", now=NOON).code == 0
    assert desk.run("audit", "--fail", now=NOON).code == 1


def test_nothing_found_is_told_to_a_person_only(desk):
    rules(desk, KEPT)
    assert "nothing was missed" in desk.ok("audit", "--format", "table")


def test_findings_come_as_csv_too(desk):
    rules(desk, KEPT)
    put(desk, "ticket", "03-02T10:00", "open")
    out = desk.ok("审计", "--format", "csv", now=NOON)
    assert out.startswith("id,kind,what,rule,owner,due_at,done_at,late_s,state,message,audits\r\n")


def test_a_void_record_owes_nothing(desk):
    rules(desk, KEPT)
    put(desk, "ticket", "03-02T10:00", "void", "03-02T11:00 void note: twice")
    assert findings(desk) == []
