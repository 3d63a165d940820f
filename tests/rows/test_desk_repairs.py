"""Repairs at a one-stop desk: engineering told at once, on site in 20 minutes, quoted, followed."""

import pytest
from given import at, clocks, moment, refused

JOB = """
    kind: ticket
    type: repair
    title: tap drips
    received_by: li
    status: {status}
    {fields}
    log:
      08:40 open
      {events}
"""
NEW = (
    "--type", "repair", "--title", "Tap drips", "--channel", "phone", "--place", "7-302",
    "--symptom", "drips day and night",
)  # fmt: skip
RATED = ("--repair-quality", "good", "--timeliness", "fair", "--service-attitude", "good")


@pytest.fixture
def desk(under):
    """The desk of a one-stop front desk."""
    return under("ONE")


def job(status, *events, fields=""):
    return JOB.format(status=status, events="\n      ".join(events), fields=fields)


def due(text, name):
    clock = clocks(text, "ONE")[name]
    return clock.due, clock.verdict


def test_rep_16_the_engineering_head_is_told_at_once():
    name = "repair-notify"
    assert due(job("open"), name) == (moment("08:40"), "open")
    assert due(job("notified", "08:40 notify"), name)[1] == "met"
    assert due(job("notified", "08:41 notify"), name)[1] == "late"


def test_rep_16_what_nobody_passed_on_is_listed_and_goes_to_nobody(desk):
    id_ = desk.new("ticket", *NEW[:6], now=at("08:40"))
    (item,) = desk.json("due", now=at("08:41"))
    told = (item["id"], item["what"], item["rule"], item["state"], item["owner"])
    assert told == (id_, "repair-notify", "REP-16", "overdue", "li.na")
    job = ("ticket", "dispatch", id_, "--department", "engineering", "--owner", "wu.gang")
    assert "cs ticket notify" in refused(desk, "REP-16", *job)
    before = desk.record(id_)
    why = refused(desk, "REP-16", "ticket", "notify", id_)
    assert "place" in why and "--symptom" in why
    assert desk.record(id_) == before
    notified = ("--notified-at", "2026-03-02 08:40")
    assert desk.run("ticket", "new", *NEW, *notified).code == 2
    desk.ok("ticket", "set", id_, "--place", "hall", "--symptom", "drips")
    desk.ok("ticket", "notify", id_)
    desk.ok(*job)


def test_rep_17_nobody_on_site_after_20_minutes_is_late():
    name, told = "repair-arrive", "08:42 notify"
    assert due(job("notified", told), name) == (moment("09:02"), "open")
    assert due(job("arrived", told, "09:02 arrive"), name)[1] == "met"
    assert due(job("arrived", told, "09:03 arrive"), name)[1] == "late"
    again = (told, "08:50 dispatch", "09:00 notify")
    assert due(job("notified", *again), name) == (moment("09:02"), "open")
    assert name not in clocks(job("open"), "ONE")


def test_rep_17_paid_work_waits_until_the_customer_accepts_the_price(desk):
    id_ = desk.new("ticket", *NEW, "--paid", "yes")
    for verb in ("start", "resolve"):
        assert "--quote AMOUNT" in refused(desk, "REP-17", "ticket", verb, id_)
    desk.ok("ticket", "quote", id_, "--quote", "45")
    assert "45" in refused(desk, "REP-17", "ticket", "start", id_)
    assert "尚未接受报价" in refused(desk, "REP-17", "ticket", "resolve", id_, lang="zh")
    desk.ok("ticket", "accept-quote", id_)
    assert "quote anew" in refused(desk, "REP-17", "ticket", "set", id_, "--quote", "90")
    desk.ok("ticket", "start", id_)
    assert desk.json("ticket", "show", id_)["status"] == "working"


def test_rep_17_another_price_is_another_question_and_nothing_is_charged_unasked(desk):
    id_ = desk.new("ticket", *NEW)
    refused(desk, "REP-17", "ticket", "resolve", id_, "--charge", "20")
    refused(desk, "REP-17", "ticket", "set", id_, "--charge", "20")
    refused(desk, "REP-17", "ticket", "new", *NEW, "--charge", "20")
    desk.ok("ticket", "quote", id_, "--quote", "20")
    desk.ok("ticket", "accept-quote", id_)
    desk.ok("ticket", "quote", id_, "--quote", "25")
    refused(desk, "REP-17", "ticket", "start", id_)
    desk.ok("ticket", "accept-quote", id_)
    desk.ok("ticket", "resolve", id_, "--charge", "25")


def test_rep_17_a_quote_is_accepted_whatever_happened_since(desk):
    id_ = desk.new("ticket", *NEW, "--paid", "yes")
    assert "cs ticket quote" in refused(desk, None, "ticket", "accept-quote", id_)
    desk.ok("ticket", "quote", id_, "--quote", "45")  # on the telephone, before anybody is there
    desk.ok("ticket", "arrive", id_)
    assert f"cs ticket accept-quote {id_}" in refused(desk, "REP-17", "ticket", "start", id_)
    desk.ok("ticket", "accept-quote", id_)
    desk.ok("ticket", "start", id_)
    other = desk.new("ticket", *NEW, "--quote", "60")
    refused(desk, "REP-17", "ticket", "resolve", other)
    desk.ok("ticket", "accept-quote", other)
    desk.ok("ticket", "resolve", other, "--charge", "60")


def test_rep_17_no_more_is_charged_than_the_price_accepted(desk):
    id_ = desk.new("ticket", *NEW, "--paid", "yes")
    desk.ok("ticket", "quote", id_, "--quote", "45")
    desk.ok("ticket", "accept-quote", id_)
    for charge in ("45.01", "45 USD"):
        why = refused(desk, "REP-17", "ticket", "resolve", id_, "--charge", charge)
        assert f"cs ticket quote {id_} --quote AMOUNT" in why
    assert "45.00元" in refused(desk, "REP-17", "ticket", "set", id_, "--charge", "60", lang="zh")
    desk.ok("ticket", "resolve", id_, "--charge", "45")
    refused(desk, "REP-17", "ticket", "set", id_, "--charge", "46")
    desk.ok("ticket", "set", id_, "--charge", "40")


def test_rep_17_what_costs_nothing_needs_no_quote(desk):
    id_ = desk.new("ticket", *NEW)
    desk.ok("ticket", "start", id_)
    desk.ok("ticket", "resolve", id_)
    free = desk.new("ticket", *NEW, "--paid", "yes", "--fee-basis", "free")
    desk.ok("ticket", "start", free)


def test_rep_18_an_owner_told_nothing_by_the_end_of_the_day_is_owed_it():
    name = "repair-owner-told"
    assert due(job("open"), name) == (moment("03-02"), "open")
    assert due(job("resolved", "17:00 resolve"), name)[1] == "met"
    told = '17:00 set owner_informed_at: "2026-03-02T16:55:00+08:00"'
    fields = 'owner_informed_at: "2026-03-02T16:55:00+08:00"'
    assert due(job("open", told, fields=fields), name)[1] == "met"
    late = "03-03T00:01 resolve"
    assert due(job("resolved", late), name)[1] == "late"


def test_rep_18_a_job_is_carried_over_once_desk_and_owner_know(desk):
    id_ = desk.new("ticket", *NEW)
    over = ("ticket", "carry-over", id_, "--promised-at", "2026-03-04 12:00", "--reason", "parts")
    assert "--desk-informed-at" in refused(desk, "REP-18", *over)
    over = (*over, "--desk-informed-at", "2026-03-02 09:30")
    assert "--owner-informed-at" in refused(desk, "REP-18", *over)
    ahead = refused(desk, "REP-18", *over, "--owner-informed-at", "2026-03-02 10:01")
    assert "still to come" in ahead
    desk.ok(*over, "--owner-informed-at", "2026-03-02 09:40")
    found = desk.json("ticket", "show", id_)
    assert (found["status"], found["owner_informed_by"]) == ("carried-over", "li.na")
    assert "repair-owner-told" not in [one["what"] for one in desk.json("due", "--all")]


def test_rep_18_progress_is_noted_entry_by_entry(desk):
    id_ = desk.new("ticket", *NEW)
    desk.ok("ticket", "progress", id_, "--said", "pipe ordered", "--passed-on", "yes")
    desk.ok("工单", "报进度", id_, "--said", "管子到了", lang="zh", as_="wu.gang")
    first, second = desk.json("ticket", "show", id_)["progress"]
    assert (first["said"], first["passed_on"], first["by"]) == ("pipe ordered", True, "li.na")
    assert (second["said"], second["by"]) == ("管子到了", "wu.gang")


def test_rep_19_a_simple_job_is_asked_about_after_an_hour():
    name, told, simple = "repair-check", "08:45 notify", "simple: true"
    assert due(job("notified", told, fields=simple), name) == (moment("09:45"), "open")
    asked = "09:45 check-done said: nearly"
    assert due(job("notified", told, asked, fields=simple), name)[1] == "met"
    late = "09:46 check-done said: done"
    assert due(job("notified", told, late, fields=simple), name)[1] == "late"
    assert name not in clocks(job("notified", told), "ONE")


def test_rep_19_what_is_done_is_called_back_about_and_opinions_go_to_engineering(desk):
    id_ = desk.new("ticket", *NEW, "--simple", "yes")
    desk.ok("ticket", "resolve", id_)
    (call,) = [c["id"] for c in desk.json("callback", "list", "--type", "repair")]
    done = ("callback", "done", call, "--result", "reached", "--suggestions", "fix the lamp too")
    assert "attitude" in refused(desk, "CBK-22", *done, *RATED[:4])
    desk.ok(*done, *RATED)
    (task,) = desk.json("task", "list")
    assert task["title"] == "Pass on to engineering: Repair callback: Tap drips"
    assert set(task["about"]) == {id_, call}


def test_rep_19_rep_20_the_desk_confirms_and_calls_whoever_does_the_work(desk):
    id_ = desk.new("ticket", *NEW, now=at("08:40"))
    desk.ok("ticket", "notify", id_, now=at("08:40"))
    job = ("--department", "engineering", "--owner", "wu.gang")
    desk.ok("ticket", "dispatch", id_, *job, now=at("08:45"))
    whose = {one["what"]: one["owner"] for one in desk.json("due", "--all", now=at("08:46"))}
    assert (whose["repair-arrive"], whose["repair-confirmed"]) == ("wu.gang", "li.na")
    desk.ok("ticket", "resolve", id_, as_="wu.gang", now=at("09:30"))
    (call,) = desk.json("callback", "list", "--type", "repair")
    assert call["owner"] == "li.na"


def test_rep_16_rep_19_another_desk_allows_more_time(desk):
    limits = "{repair-notify: {limit: 5 minutes}, repair-check: {limit: 90 minutes}}"
    desk.write("policy/ours.yaml", f"deadlines: {limits}\n")
    id_ = desk.new("ticket", *NEW, "--simple", "yes", now=at("08:40"))
    assert desk.json("due", now=at("08:45"))[0]["state"] == "due"
    assert desk.json("due", now=at("08:46"))[0]["state"] == "overdue"
    desk.ok("ticket", "notify", id_, now=at("08:50"))
    dues = {one["what"]: one["due_at"] for one in desk.json("due", "--all", now=at("08:50"))}
    assert dues["repair-check"] == "2026-03-02T10:20:00+08:00"
