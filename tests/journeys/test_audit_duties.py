"""What the audit finds of duties: periods that were missed, and those that were settled late."""

import pytest
from figures import rules

DUTIES = """\
kinds: {review: {}, project: {}}
duties:
  log:
    ref: HND-13
    label: {en: sign the log, zh: 签阅值班记录}
    role: supervisor
    rrule: FREQ=WEEKLY
  audit:
    ref: CBK-20
    label: {en: audit of the calls, zh: 回访抽查}
    role: manager
    rrule: FREQ=MONTHLY
    by: {kind: review, status: done}
  project-call:
    ref: CBK-16
    label: {en: call the project, zh: 项目回访}
    for: {kind: project, status: delivered}
    start: delivered_at
    owner: [owner]
    rrule: FREQ=MONTHLY;SKIP=BACKWARD
    by: {kind: callback, status: done}
"""
BOSS = "chen.jing"


@pytest.fixture
def office(desk):
    """A desk since 2 March with a weekly, a monthly and a project duty."""
    rules(desk, DUTIES)
    desk.write("cs.yaml", "packs: [base]\nstarted: 2026-03-02\nlanguage: en\n")
    return desk


def found(desk, now, *words):
    return desk.json("audit", *words, now=now)["findings"]


def told(desk, now):
    every = found(desk, now)
    return [(f["what"], f["id"], f["due_at"][:10], f["state"]) for f in every]


def test_a_week_nobody_signed_is_open_until_it_is_signed_and_late_ever_after(office):
    assert found(office, "2026-03-09T00:00") == []
    assert found(office, "2026-03-09T09:00") == [{
        "id": None, "kind": "duty", "what": "log", "rule": "HND-13", "owner": BOSS,
        "due_at": "2026-03-09T00:00:00+08:00", "done_at": None, "late_s": 9 * 3600,
        "state": "open", "message": None, "audits": [],
    }]  # fmt: skip
    done = office.ok("duty", "done", "log", as_=BOSS, now="2026-03-10T12:00")
    (late,) = found(office, "2026-03-12T09:00")
    assert (late["id"], late["state"], late["late_s"]) == (done.split()[0], "late", 36 * 3600)
    assert late["done_at"] == "2026-03-10T12:00:00+08:00"
    text = office.ok("audit", now="2026-03-12T09:00")
    assert "1d 12h late" in text
    assert "sign the log" in text
    assert "签阅值班记录" in office.ok("audit", now="2026-03-12T09:00", lang="zh")


def test_what_was_signed_in_time_is_no_finding(office):
    office.ok("duty", "done", "log", as_=BOSS, now="2026-03-08T23:00")
    assert found(office, "2026-03-09T09:00") == []


def test_a_void_signature_settles_nothing(office):
    id_ = office.ok("duty", "done", "log", as_=BOSS, now="2026-03-08T23:00").split()[0]
    office.ok("duty", "void", id_, "-m", "not read", as_=BOSS, now="2026-03-08T23:30")
    assert told(office, "2026-03-09T09:00") == [("log", None, "2026-03-09", "open")]


def test_a_record_begun_in_its_month_and_finished_after_it_is_late(office):
    """CBK-20: late by when the audit was done, not by when it was planned."""
    office.ok("duty", "done", "log", as_=BOSS, now="2026-03-08T09:00")
    id_ = office.new("review", "--title", "Calls", now="2026-03-20T09:00")
    march = ("--period", "2026-03")
    of_march = [f for f in found(office, "2026-04-01T09:00", *march) if f["what"] == "audit"]
    assert [(f["id"], f["state"]) for f in of_march] == [(None, "open")]
    office.ok("review", "done", id_, now="2026-04-02T00:00")
    assert found(office, "2026-04-10T09:00", "--period", "2026-04")[0]["what"] == "log"
    (late,) = [f for f in found(office, "2026-04-10T09:00", *march) if f["what"] == "audit"]
    assert (late["id"], late["kind"], late["late_s"]) == (id_, "review", 24 * 3600)


def test_a_missed_call_is_told_with_the_project_it_is_owed_for(office):
    id_ = office.new(
        "project", "--title", "Ledger", "--delivered-at", "2026-03-05", now="2026-03-05T09:00"
    )
    late = [row for row in told(office, "2026-05-06T09:00") if row[0] == "project-call"]
    assert late == [
        ("project-call", id_, "2026-04-06", "open"), ("project-call", id_, "2026-05-06", "open"),
    ]  # fmt: skip
    call = office.new("callback", "--title", "x", "--about", id_, now="2026-05-06T09:30")
    office.ok("callback", "done", call, "--result", "well", now="2026-05-06T10:00")
    late = [row for row in told(office, "2026-05-06T11:00") if row[0] == "project-call"]
    assert late == [
        ("project-call", call, "2026-04-06", "late"), ("project-call", id_, "2026-05-06", "open"),
    ]  # fmt: skip


def test_findings_of_duties_come_as_csv_and_end_with_1_when_asked(office):
    now = "2026-03-09T09:00"
    lines = office.ok("audit", "--format", "csv", now=now).splitlines()
    assert lines[1].startswith(",duty,log,HND-13,chen.jing,2026-03-09T00:00:00+08:00,,32400,open")
    assert office.run("audit", "--fail", now=now).code == 1


@pytest.mark.parametrize("word", ["duty", "dutys", "职责", "例行职责"])
def test_a_duty_is_recorded_by_one_command_whatever_it_is_called(office, word):
    assert office.run(word, "new", "--duty", "log", "--period", "2026-W10").code == 2
    office.ok(word, "done", "log", "--period", "2026-W10", as_=BOSS)
