"""A furniture store's repairs: notice, centre, diagnosis, the store manager, the way back."""

import pytest
from given import at, clocks, diagnosed, moment, noticed, refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk]}
- {id: wu.gang, name: 吴刚, roles: [technician]}
- {id: qin.lan, name: 秦岚, roles: [store-manager]}
"""
JOB = """
    kind: ticket
    type: repair
    title: drawer
    owner: li
    status: {status}
    {fields}
    log:
      09:30 open
      {events}
"""
RULED = ("--warranty-rule", "rules 2025, 4.2", "--warranty-covered", "yes")
AGREED = ("--customer-agreed", "yes")
BOTH = ("--distributed-to", "finance", "--distributed-to", "centre")


@pytest.fixture
def desk(under):
    """The desk of a store with its manager and a technician."""
    return under("FUR", people=PEOPLE)


@pytest.fixture
def repair(desk):
    """A repair with its notice filled in."""
    return noticed(desk, desk.new("ticket", "--type", "repair", "--title", "Drawer sticks"))


def due(name, status, *events, fields=""):
    text = JOB.format(status=status, fields=fields, events="\n      ".join(events))
    clock = clocks(text, "FUR").get(name)
    return clock and (clock.due, clock.verdict)


def signed(desk, id_, *words):
    """Diagnose, have the store manager sign, give out both copies."""
    told = ("--diagnosis", "runner worn", *RULED, "--method", "new runner", *words)
    desk.ok("ticket", "diagnose", id_, *told, as_="wu.gang")
    desk.ok("ticket", "sign-notice", id_, as_="qin.lan")
    desk.ok("ticket", "distribute", id_, *BOTH)


def test_rep_21_nothing_follows_before_the_notice_is_filled_in(desk):
    id_ = desk.new("ticket", "--type", "repair", "--title", "Drawer sticks")
    date = ("--purpose", "inspection", "--appointment-at", "2026-03-04 15:00", *AGREED)
    before = desk.record(id_)
    for verb, *more in (("schedule", *date), ("send-to-centre",), ("resolve",), ("close",)):
        assert "cs ticket fill-notice" in refused(desk, "REP-21", "ticket", verb, id_, *more)
    assert "维修通知单" in refused(desk, "REP-21", "ticket", "send-to-centre", id_, lang="zh")
    assert desk.record(id_) == before
    assert desk.run("ticket", "fill-notice", id_).code == 2  # customer, product and symptom
    desk.ok("ticket", "schedule", noticed(desk, id_), *date)


def test_rep_22_the_service_centre_contacts_the_customer_by_the_end_of_the_next_day():
    name, sent = "centre-contact", "14:20 send-to-centre"
    assert due(name, "sent-to-centre", sent) == (moment("03-03"), "open")
    assert due(name, "open") is None
    for when, verdict in (("03-03T23:59", "met"), ("03-04T00:01", "late")):
        reached = f'contacted_at: "2026-{when}:00+08:00"'
        call = f"{when} call reached: true, {reached}"
        assert due(name, "sent-to-centre", sent, call, fields=reached)[1] == verdict


def test_rep_22_what_counts_is_reaching_the_customer_and_a_desk_may_count_hours(desk, repair):
    desk.write("policy/ours.yaml", "deadlines: {centre-contact: {limit: 24 hours}}\n")
    desk.ok("ticket", "send-to-centre", repair, now=at("14:20"))
    owed = {one["what"]: one["due_at"] for one in desk.json("due", "--all")}
    assert owed["centre-contact"] == "2026-03-03T14:20:00+08:00"
    desk.ok("ticket", "call", repair, "--reached", "no", now=at("15:00"))
    assert "centre-contact" in [one["what"] for one in desk.json("due", "--all")]
    date = ("--purpose", "inspection", "--appointment-at", "2026-03-04 15:00", *AGREED)
    desk.ok("ticket", "schedule", repair, *date, now=at("15:10"))
    assert "centre-contact" not in [one["what"] for one in desk.json("due", "--all")]


def test_rep_23_the_store_manager_alone_signs_what_was_diagnosed(desk, repair):
    sign = ("ticket", "sign-notice", repair)
    assert "cs ticket diagnose" in refused(desk, "REP-23", *sign, as_="qin.lan")
    desk.ok("ticket", "diagnose", repair, "--diagnosis", "runner worn", as_="wu.gang")
    for person in ("wu.gang", "li.na"):
        assert "store manager" in refused(desk, "REP-23", *sign, as_=person)
    copies = ("ticket", "distribute", repair)
    assert "cs ticket sign-notice" in refused(desk, "REP-23", *copies, *BOTH)
    desk.ok(*sign, as_="qin.lan")
    assert "finance" in refused(desk, "REP-23", *copies, *BOTH[:2])
    refused(desk, "REP-23", "ticket", "tell-solution", repair)
    desk.ok(*copies, *BOTH)
    assert desk.json("ticket", "show", repair)["store_signed_by"] == "qin.lan"


def test_rep_23_another_diagnosis_needs_another_signature(desk, repair):
    signed(desk, repair, "--cause", "user")
    desk.ok("ticket", "diagnose", repair, "--diagnosis", "rail bent")
    refused(desk, "REP-23", "ticket", "tell-solution", repair)
    found = desk.json("ticket", "show", repair)
    assert (found["status"], found.get("store_signed_by")) == ("diagnosed", None)


def test_rep_23_nobody_works_on_what_the_store_manager_has_not_signed(desk, repair):
    told = ("--diagnosis", "runner worn", *RULED, "--method", "new runner")
    desk.ok("ticket", "diagnose", repair, *told)
    before = desk.record(repair)
    for verb in (("start",), ("record-repair", "--work-done", "new runner")):
        why = refused(desk, "REP-23", "ticket", verb[0], repair, *verb[1:])
        assert "cs ticket sign-notice" in why
    assert desk.record(repair) == before
    desk.ok("ticket", "sign-notice", repair, as_="qin.lan")
    desk.ok("ticket", "start", repair)


def test_rep_23_the_customer_is_told_the_day_the_notice_was_signed():
    name, sign = "solution-told", "16:10 sign-notice"
    assert due(name, "store-signed", sign) == (moment("03-02"), "open")
    assert due(name, "customer-told", sign, "23:59 tell-solution")[1] == "met"
    assert due(name, "customer-told", sign, "03-03T00:01 tell-solution")[1] == "late"


def test_rep_24_no_way_of_repairing_without_a_ruling_on_the_warranty(desk, repair):
    diagnose = ("ticket", "diagnose", repair, "--diagnosis", "runner worn", "--cause", "user")
    way = ("--method", "new runner")
    assert "--warranty-rule" in refused(desk, "REP-24", *diagnose, *way)
    assert "属保修范围" in refused(desk, "REP-24", *diagnose, *way, *RULED[:2], lang="zh")
    desk.ok(*diagnose)
    desk.ok("ticket", "sign-notice", repair, as_="qin.lan")
    for verb in (("start",), ("record-repair", "--work-done", "glued")):
        assert "--method" in refused(desk, "REP-24", "ticket", verb[0], repair, *verb[1:])
    desk.ok(*diagnose, *way, *RULED[:2], "--warranty-covered", "no")
    desk.ok("ticket", "sign-notice", repair, as_="qin.lan")
    desk.ok("ticket", "start", repair)
    assert desk.run("ticket", "set", repair, "--method", "glue").code == 2


def test_ord_14_no_warranty_covers_clearance_goods(desk):
    sold = desk.new("order", "--title", "stool", "--goods", "clearance", "--goods", "regular")
    new = ("--type", "repair", "--title", "Stool", "--order", sold)
    id_ = noticed(desk, desk.new("ticket", *new))
    judge = ("ticket", "diagnose", id_, "--diagnosis", "loose leg", *RULED, "--method", "glue")
    assert "--warranty-covered no" in refused(desk, "ORD-14", *judge, as_="wu.gang")
    assert "三包" in desk.run(*judge, as_="wu.gang", lang="zh").err
    desk.ok(*judge[:-3], "no", *judge[-2:], as_="wu.gang")
    refused(desk, "ORD-09", "ticket", "set", id_, "--goods", "custom")
    other = noticed(desk, desk.new("ticket", *new, "--goods", "regular"))
    desk.ok(*judge[:2], other, *judge[3:], as_="wu.gang")
    refused(desk, "ORD-14", "ticket", "set", other, "--goods", "clearance")


def test_rep_25_work_starts_when_every_part_is_ready(desk, repair):
    diagnosed(desk, repair)
    made = desk.ok("ticket", "order-parts", repair, "--parts", "runner", "--parts", "knob")
    runner, knob = [one["id"] for one in desk.json("part", "list")]
    assert runner in made and "get the part ready" in made
    start = ("ticket", "start", repair)
    desk.ok("part", "ready", runner)
    why = refused(desk, "REP-25", *start)
    assert knob in why and runner not in why
    refused(desk, "REP-25", "ticket", "resolve", repair)
    desk.ok("part", "ready", knob, now=at("11:00"))
    desk.ok(*start, now=at("11:00"))
    assert desk.json("part", "show", knob)["ready_at"] == "2026-03-02T11:00:00+08:00"


@pytest.mark.parametrize("end", [("close",), ("void", "-m", "entered twice")])
def test_rep_25_parts_of_a_repair_that_is_over_are_wanted_no_more(desk, repair, end):
    desk.ok("ticket", "order-parts", repair, "--parts", "runner", "--needed-by", "2026-03-04")
    (part,) = desk.json("due", "--kind", "part", "--all")
    assert (part["due_at"], part["rule"]) == ("2026-03-05T00:00:00+08:00", "REP-25")
    desk.ok("ticket", end[0], repair, *end[1:])
    assert desk.json("due", "--kind", "part", "--all") == []


def test_rep_26_the_concrete_answer_comes_within_72_hours():
    name = "concrete-answer"
    assert due(name, "open") == (moment("03-05T09:30"), "open")
    assert due(name, "customer-told", "03-05T09:30 tell-solution")[1] == "met"
    assert due(name, "customer-told", "03-05T09:31 tell-solution")[1] == "late"
    assert due(name, "open", "11:00 reply")[1] == "open"


def test_rep_26_the_answer_names_the_cause_and_for_the_product_it_apologises(desk, repair):
    signed(desk, repair)
    tell = ("ticket", "tell-solution", repair)
    for cause in ((), ("--cause", "unknown")):
        if cause:
            desk.ok("ticket", "set", repair, *cause)
        assert "cs ticket diagnose" in refused(desk, "REP-26", *tell)
    desk.ok("ticket", "set", repair, "--cause", "product")
    assert "--apology-for-fault" in refused(desk, "REP-26", *tell)
    desk.ok("ticket", "set", repair, "--cause", "user")
    desk.ok(*tell)
    desk.ok("ticket", "set", repair, "--cause", "product")
    refused(desk, "REP-26", "ticket", "resolve", repair)
    desk.ok("ticket", "set", repair, "--apology-for-fault", "yes")
    desk.ok("ticket", "resolve", repair)


@pytest.mark.parametrize("purpose", ["fetch", "return"])
def test_rep_27_a_date_for_the_product_is_one_the_customer_agreed_to(desk, repair, purpose):
    date = ("--appointment-at", "2026-03-05 16:00")
    plan = ("ticket", "schedule", repair, *date)
    assert "--purpose" in refused(desk, "REP-27", *plan, *AGREED)
    assert "--customer-agreed" in refused(desk, "REP-27", *plan, "--purpose", purpose)
    for field in ("--appointment-at", "--return-agreed-at"):
        refused(desk, "REP-27", "ticket", "set", repair, field, date[1])
    desk.ok(*plan, "--purpose", purpose, *AGREED)
    (one,) = [o for o in desk.json("due", "--all") if o["what"] == "appointment"]
    assert (one["rule"], one["due_at"]) == ("REP-27", "2026-03-05T16:00:00+08:00")
    refused(desk, "REP-27", "ticket", "set", repair, "--appointment-at", "2026-03-06 16:00")
    assert [o["what"] for o in desk.json("due", now=at("03-05T16:01"))][-1] == "appointment"


def test_rep_27_a_return_agreed_once_the_work_is_finished_is_due_at_its_time(desk, repair):
    desk.ok("ticket", "resolve", repair)
    date = ("--purpose", "return", *AGREED, "--appointment-at")
    told = desk.ok("ticket", "schedule", repair, *date, "2026-03-05 16:20")
    assert "bring the product back as agreed (REP-27)" in told
    assert desk.json("due", now=at("03-05T16:20"))[0]["state"] == "due"
    (late,) = desk.json("due", now=at("03-05T16:21"))
    assert (late["what"], late["rule"], late["late_s"]) == ("return-kept", "REP-27", 60)
    desk.ok("ticket", "reschedule", repair, *date, "2026-03-06 09:10", now=at("03-05T16:21"))
    owed = [one["due_at"] for one in desk.json("due", "--all", "--kind", "ticket")]
    assert "2026-03-06T09:10:00+08:00" in owed
    assert "2026-03-05T16:20:00+08:00" not in owed


def test_rep_27_a_product_is_fetched_on_the_agreed_date_or_brought(desk, repair):
    take = ("ticket", "take-in", repair)
    assert "--purpose fetch" in refused(desk, "REP-27", *take)
    desk.ok(*take, "--brought-by-customer", "yes")
    diagnosed(desk, repair)
    desk.ok("ticket", "record-repair", repair, "--work-done", "runner changed")
    assert "--purpose return" in refused(desk, "REP-27", "ticket", "give-back", repair)


def test_rep_28_who_brings_the_product_is_thanked_and_given_an_exact_time(desk, repair):
    plan = ("ticket", "schedule", repair, "--purpose", "self-delivery", *AGREED)
    kind = ("--apologised", "yes", "--thanked", "yes")
    for day in ("2026-03-05", "tomorrow"):
        why = refused(desk, "REP-28", *plan, *kind, "--appointment-at", day)
        assert "say the time as well" in why
    time = ("--appointment-at", "2026-03-05 09:40")
    assert "--thanked" in refused(desk, "REP-28", *plan, *kind[:2], *time)
    assert "已为不便致歉" in refused(desk, "REP-28", *plan, *kind[2:], *time, lang="zh")
    desk.ok(*plan, *kind, *time)
    (entry,) = desk.json("ticket", "show", repair)["appointments"]
    assert entry["purpose"] == "self-delivery"
    move = ("ticket", "reschedule", *plan[2:], "--appointment-at", "2026-03-06 09:40")
    assert "--apologised" in refused(desk, "REP-28", *move)
    desk.ok(*move, *kind)


def test_rep_29_the_product_goes_back_with_its_repair_record(desk, repair):
    date = ("--purpose", "return", "--appointment-at", "2026-03-05 16:00", *AGREED)
    desk.ok("ticket", "schedule", repair, *date)
    back = ("ticket", "give-back", repair)
    assert "cs ticket record-repair" in refused(desk, "REP-29", *back)
    assert desk.run("ticket", "record-repair", repair).code == 2
    diagnosed(desk, repair)
    desk.ok("ticket", "record-repair", repair, "--work-done", "runner changed", as_="wu.gang")
    desk.ok(*back)
    assert desk.json("ticket", "show", repair)["repaired_by"] == "wu.gang"


def test_rep_21_rep_29_notice_and_record_are_printed(desk, repair):
    signed(desk, repair, "--cause", "product")
    notice = desk.ok("ticket", "print", repair)
    assert notice.startswith("# 家具维修通知单\n")
    for words in (
        "高晓燕",
        "13900001234",
        "the door hangs",
        "new runner",
        "秦岚",
        "财务、服务中心",
    ):
        assert words in notice, words
    assert "第一联：门店留存" in notice and "第三联：财务" in notice
    told = ("--work-done", "runner changed", "--parts-used", "runner 45 cm")
    desk.ok("ticket", "record-repair", repair, *told, as_="wu.gang")
    record = desk.ok("ticket", "print", repair)
    assert record.startswith("# 顾客产品维修记录\n")
    assert "runner 45 cm" in record and "吴刚" in record
    english = desk.ok("ticket", "print", repair, "--form", "furniture repair notice")
    assert english == desk.ok("ticket", "print", repair, "--form", "家具维修通知单")


def test_rep_28_only_an_instant_can_ask_for_its_time(desk):
    place = "{ticket/repair: {fields: {place: {exact: 'true'}}}}"
    path = desk.write("policy/ours.yaml", f"kinds: {place}\n")
    result = desk.run("check")
    assert (result.code, path.name in result.out + result.err) == (5, True)
    assert "only an instant is exact" in result.out + result.err
