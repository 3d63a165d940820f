"""REP-01 to REP-10: slips and dispatch orders of a GPS installer, from the call to the money."""

import pytest
from given import at, refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk], department: service}
- {id: luo.feng, name: 罗峰, roles: [division-manager], department: gps}
- {id: tang.yu, name: 唐宇, roles: [manager], department: service}
- {id: wu.gang, name: 吴刚, roles: [technician], department: gps}
- {id: pan.wei, name: 潘薇, roles: [finance], department: finance}
"""
SLIP = (
    "--type", "repair", "--title", "No position", "--address", "三环路8号",
    "--contact", "13900001111", "--model", "GT-06", "--purchase-date", "2025-11-20",
    "--symptom", "offline since Friday",
)  # fmt: skip
READY = ("--info", "yes", "--tools", "yes", "--documents", "yes")
PAPERS = ("--paper-dispatch", "yes", "--paper-slip", "yes")
PARTS = ("--in-warranty", "no", "--parts-cost", "65", "--labour-cost", "40")


@pytest.fixture
def gps(under):
    """The desk of a GPS installer."""
    return under("GPS", people=PEOPLE)


@pytest.fixture
def slip(gps):
    """Draft a repair slip and give its id."""
    customer = gps.new("customer", "--name", "远达物流")
    return lambda *words, **options: gps.new(
        "ticket", *SLIP, "--customer", customer, *words, **options
    )


def sent(desk, id_, *words, **options):
    """Approve a slip and send Wu Gang, or whoever is named."""
    desk.ok("ticket", "approve", id_, as_="luo.feng", **options)
    who = words or ("--owner", "wu.gang")
    desk.ok("ticket", "dispatch", id_, *who, as_="luo.feng", **options)
    return id_


def ready(desk, id_, **options):
    """Tick everything off for the departure."""
    found = desk.json("checklist", "list", "--open", "--about", id_, **options)
    for one in found:
        words = (*READY, "--spares", "yes")
        desk.ok("checklist", "complete", one["id"], *words, as_="wu.gang", **options)
    assert len(found) == 1


def departed(desk, id_, **options):
    """Send Wu Gang, who leaves with everything."""
    ready(desk, sent(desk, id_, **options), **options)
    desk.ok("ticket", "depart", id_, as_="wu.gang", **options)
    return id_


def on_site(desk, id_, **options):
    """Send Wu Gang, who arrives."""
    departed(desk, id_, **options)
    desk.ok("ticket", "arrive", id_, as_="wu.gang", **options)
    return id_


@pytest.mark.parametrize(
    "missing", ["customer", "address", "contact", "model", "purchase-date", "symptom"]
)
def test_rep_01_a_slip_with_anything_missing_is_refused(gps, missing):
    words = (*SLIP, "--customer", gps.new("customer", "--name", "远达物流"))
    place = words.index(f"--{missing}")
    said = refused(gps, "REP-01", "ticket", "new", *words[:place], *words[place + 2 :])
    assert f"--{missing}" in said
    assert not list(gps.root.glob("ticket/**/*.md"))


def test_rep_01_what_the_slip_holds_is_put_right_but_not_emptied(gps, slip):
    id_ = slip()
    refused(gps, "REP-01", "ticket", "set", id_, "--model", "")
    said = refused(gps, "REP-01", "ticket", "set", id_, "--故障现象", "", lang="zh")
    assert "维修服务单须填写完整" in said
    refused(gps, "REP-01", "ticket", "set", id_, "--purchase-date", "2026-03-03")
    gps.ok("ticket", "set", id_, "--model", "GT-07", "--purchase-date", "2026-03-02")
    assert gps.json("ticket", "show", id_)["model"] == "GT-07"
    assert "13900001111" not in gps.ok("ticket", "list")


def test_rep_02_nobody_is_assigned_before_the_division_manager_has_approved(gps, slip):
    id_ = slip()
    send = ("ticket", "dispatch", id_, "--owner", "wu.gang")
    assert "cs ticket approve" in refused(gps, "REP-02", *send, as_="luo.feng")
    refused(gps, "REP-02", "ticket", "set", id_, "--owner", "wu.gang")
    for verb in ("assign", "transfer"):
        refused(gps, "REP-02", "ticket", verb, id_, "--owner", "wu.gang", as_="luo.feng")
    for person in ("li.na", "tang.yu", "wu.gang"):
        said = refused(gps, "REP-02", "ticket", "approve", id_, as_=person)
        assert "division manager" in said
    before = gps.record(id_)
    refused(gps, "REP-02", *send, as_="luo.feng")
    assert gps.record(id_) == before
    gps.ok("ticket", "approve", id_, as_="luo.feng")
    refused(gps, "REP-02", *send, as_="li.na")
    gps.ok(*send, as_="luo.feng")
    refused(gps, "REP-02", "ticket", "set", id_, "--owner", "tang.yu")
    shown = gps.json("ticket", "show", id_)
    told = (shown["status"], shown["approved_by"], shown["owner"])
    assert told == ("dispatched", "luo.feng", "wu.gang")


def test_rep_02_an_installation_order_is_approved_like_a_slip(gps):
    new = ("ticket", "new", "--type", "installation", "--title", "Fleet of 3")
    refused(gps, "REP-02", *new, "--owner", "wu.gang")
    id_ = gps.ok(*new).split()[0]
    (owed,) = [one for one in gps.json("due") if one["rule"] == "REP-02"]
    assert (owed["id"], owed["owner"], owed["state"]) == (id_, "luo.feng", "no-limit")
    send = ("工单", "派工", id_, "--经办人", "wu.gang")
    assert "尚未审批" in refused(gps, "REP-02", *send, as_="luo.feng", lang="zh")
    gps.ok("ticket", "approve", id_, as_="luo.feng")
    gps.ok(*send, as_="luo.feng", lang="zh")


def test_rep_03_nobody_departs_before_everything_is_ticked_off(gps, slip):
    id_ = sent(gps, slip())
    (owed,) = [i for i in gps.json("due") if i["rule"] == "REP-03"]
    assert (owed["kind"], owed["owner"], owed["state"]) == ("checklist", "wu.gang", "no-limit")
    depart = ("ticket", "depart", id_)
    refused(gps, "REP-03", *depart, as_="wu.gang")
    complete = ("checklist", "complete", owed["id"], *READY)
    assert "--spares" in refused(gps, "REP-03", *complete, as_="wu.gang")
    refused(gps, "REP-03", *complete, "--spares", "no", as_="wu.gang")
    gps.ok("checklist", "set", owed["id"], *READY)
    refused(gps, "REP-03", *depart, as_="wu.gang")
    gps.ok("checklist", "complete", owed["id"], "--spares", "yes", as_="wu.gang")
    assert "出发前" not in gps.ok("due", lang="zh")
    refused(gps, "REP-03", "checklist", "set", owed["id"], "--spares", "no")
    gps.ok(*depart, as_="wu.gang")


def test_rep_03_every_dispatch_is_checked_anew(gps, slip):
    id_ = departed(gps, slip())
    again = ("ticket", "dispatch", id_, "--owner", "wu.gang")
    gps.ok(*again, as_="luo.feng")
    assert "出发前须核对" in refused(gps, "REP-03", "ticket", "depart", id_, lang="zh")
    # Sent once more before leaving there is one list, the new one.
    gps.ok(*again, as_="luo.feng")
    ready(gps, id_)
    gps.ok("ticket", "depart", id_)


def test_rep_03_a_desk_has_an_item_of_its_own(gps, slip):
    item = "{ladder: {label: {en: ladder, zh: 梯子}, type: flag}}"
    gps.write("policy/own.yaml", f"kinds: {{checklist/pre-departure: {{fields: {item}}}}}\n")
    sent(gps, slip())
    (one,) = gps.json("checklist", "list", "--open")
    words = ("checklist", "complete", one["id"], *READY, "--spares", "yes")
    assert "ladder" in refused(gps, "REP-03", *words)


def test_rep_03_rep_12_the_way_to_the_site_has_no_short_cut(gps, slip):
    id_ = slip()
    assert gps.run("ticket", "depart", id_).code == 3
    refused(gps, "REP-12", "ticket", "set", id_, "--arrived-at", "09:00")
    sent(gps, id_)
    assert gps.run("ticket", "arrive", id_).code == 3
    refused(gps, "REP-12", "ticket", "resolve", id_, "--result", "done")
    refused(gps, "REP-12", "ticket", "set", id_, "--arrived-at", "09:00")


def test_rep_04_a_unit_goes_to_the_factory_with_both_numbers_and_its_tag(gps, slip):
    id_ = on_site(gps, slip("--plate", "粤B12345"))
    again = ("--recheck-at", at("15:00"))
    send = ("ticket", "send-to-factory", id_, *again, "--old-terminal-no", "T-11")
    said = refused(gps, "REP-04", *send, "--tag-attached", "yes")
    assert "--new-terminal-no" in said
    both = (*send, "--new-terminal-no", "T-12")
    assert "--tag-attached" in refused(gps, "REP-04", *both)
    refused(gps, "REP-04", *both, "--tag-attached", "no")
    tag = gps.ok("ticket", "print", id_, "--form", "factory-tag")
    assert "粤B12345" in tag and "offline since Friday" in tag
    gps.ok(*both, "--tag-attached", "yes")
    assert gps.json("ticket", "show", id_)["status"] == "returned-to-factory"
    refused(gps, "REP-04", "ticket", "set", id_, "--new-terminal-no", "")
    # Nobody forgets that it is there.
    late = [i["what"] for i in gps.json("due", now=at("15:01")) if i["state"] == "overdue"]
    assert late == ["parts-recheck"]
    # A second time there is a second tag.
    gps.ok("ticket", "resume", id_)
    refused(gps, "REP-04", *both)


def test_rep_05_a_new_sim_card_has_another_number(gps, slip):
    id_ = on_site(gps, slip())
    change = ("ticket", "change-sim", id_, "--old-sim", "1380001")
    assert "--new-sim" in refused(gps, "REP-05", *change)
    same = (*change, "--new-sim", "1380001")
    assert "1380001" not in refused(gps, "REP-05", *same)
    assert "新卡号与旧卡号相同" in refused(gps, "REP-05", *same, lang="zh")
    for typed in (" 1380001", "138-0001", "１３８０００１"):
        refused(gps, "REP-05", *change, "--new-sim", typed)
    gps.ok(*change, "--new-sim", "1380002")
    (entry,) = gps.json("ticket", "show", id_)["sim_changes"]
    assert (entry["old_sim"], entry["new_sim"], entry["by"]) == ("1380001", "1380002", "li.na")


def test_rep_06_a_repair_is_closed_with_all_its_papers(gps, slip):
    id_ = on_site(gps, slip())
    gps.ok("ticket", "resolve", id_, "--result", "antenna", as_="wu.gang")
    close = ("ticket", "close", id_, *PAPERS)
    said = refused(gps, "REP-06", *close)
    assert "--paper-signatures" in said and "--paper-slip" not in said
    gps.ok("ticket", "sign", id_)
    assert "--paper-slip" in refused(gps, "REP-06", "ticket", "close", id_)
    gps.ok(*close)
    assert gps.json("ticket", "show", id_)["status"] == "closed"


def test_rep_06_what_is_not_done_is_not_closed_by_ticking_papers(gps, slip):
    papers = (*PAPERS, "--paper-signatures", "yes")
    id_ = slip()
    assert gps.run("ticket", "close", id_, *papers).code == 3
    refused(gps, "REP-02", "ticket", "start", id_)
    on_site(gps, id_)
    assert gps.run("ticket", "close", id_, *papers).code == 3


def test_rep_07_collected_money_is_with_the_technician_until_finance_has_it(gps, slip):
    id_ = on_site(gps, slip(*PARTS, now=at("08:50")), now=at("09:00"))
    take = ("ticket", "collect", id_, "--collected-at", "11:00")
    assert "--invoice-no" in refused(gps, "REP-07", *take, now=at("11:00"), as_="wu.gang")
    assert gps.run(*take, "--invoice-no", "F-77", now=at("11:10"), as_="wu.gang").code == 0
    assert gps.json("ticket", "show", id_)["charge"] == "65.00 CNY"
    (owed,) = [i for i in gps.json("due", now=at("11:11")) if i["rule"] == "REP-07"]
    assert (owed["what"], owed["state"], owed["owner"]) == (
        "cash-with-technician", "no-limit", "wu.gang",
    )  # fmt: skip
    gps.ok("ticket", "back", id_, now=at("16:00"), as_="wu.gang")
    (owed,) = [i for i in gps.json("due", "--all", now=at("16:00")) if i["rule"] == "REP-07"]
    assert (owed["due_at"], owed["state"]) == (at("16:00"), "due")
    (owed,) = [i for i in gps.json("due", now=at("16:01")) if i["rule"] == "REP-07"]
    assert (owed["what"], owed["state"]) == ("hand-in-cash", "overdue")


def test_rep_07_what_is_with_the_technician_is_owed_though_the_slip_is_closed(gps, slip):
    id_ = on_site(gps, slip(*PARTS))
    gps.ok("ticket", "collect", id_, "--invoice-no", "F-78", as_="wu.gang")
    gps.ok("ticket", "resolve", id_, "--result", "antenna", as_="wu.gang")
    gps.ok("ticket", "close", id_, *PAPERS, "--paper-signatures", "yes")
    assert [i["what"] for i in gps.json("due")] == ["cash-with-technician"]
    refused(gps, "REP-07", "ticket", "hand-in", id_, as_="wu.gang")
    gps.ok("ticket", "hand-in", id_, as_="pan.wei")
    assert gps.json("due") == []
    shown = gps.json("ticket", "show", id_)
    assert (shown["handed_in_to"], shown["handed_in_at"][11:16]) == ("pan.wei", "10:00")


def test_rep_07_no_fee_is_taken_past_the_invoice(gps, slip):
    id_ = on_site(gps, slip(*PARTS))
    refused(gps, "REP-07", "ticket", "hand-in", id_, as_="pan.wei")
    refused(gps, "REP-07", "ticket", "set", id_, "--collected-at", "09:50")
    take = ("ticket", "collect", id_, "--invoice-no", "F-79")
    refused(gps, "REP-07", *take, "--collected-at", "10:30")
    gps.ok(*take)
    for change in (("--invoice-no", ""), ("--collected-at", ""), ("--charge", "")):
        assert "cs ticket collect" in refused(gps, "REP-07", "ticket", "set", id_, *change)
    gps.ok("ticket", "back", id_, now=at("10:10"))
    # Putting the invoice right does not begin the return anew.
    gps.ok("ticket", "collect", id_, "--invoice-no", "F-80", now=at("10:20"))
    assert "cs ticket back" in refused(gps, "REP-07", "ticket", "set", id_, "--back-at", "")
    (owed,) = [i for i in gps.json("due", now=at("10:20")) if i["rule"] == "REP-07"]
    assert (owed["due_at"], owed["state"]) == (at("10:10"), "overdue")
    gps.ok("ticket", "hand-in", id_, as_="pan.wei")
    refused(gps, "REP-07", *take)


def test_rep_08_out_of_warranty_only_the_parts_are_charged(gps, slip):
    id_ = on_site(gps, slip(*PARTS))
    for wrong in ("105", "40", "0", "65.01"):
        said = refused(gps, "REP-08", "ticket", "set", id_, "--charge", wrong)
        assert '--charge "65.00 CNY"' in said
    refused(gps, "REP-08", "ticket", "resolve", id_, "--result", "x", "--charge", "105")
    gps.ok("ticket", "resolve", id_, "--result", "antenna")
    assert gps.json("ticket", "show", id_)["charge"] == "65.00 CNY"
    refused(gps, "REP-08", "ticket", "set", id_, "--parts-cost", "70")
    refused(gps, "REP-08", "ticket", "set", id_, "--in-warranty", "yes")


def test_rep_08_within_the_warranty_a_repair_is_free(gps, slip):
    id_ = slip("--in-warranty", "yes", "--parts-cost", "65")
    assert "免费" in refused(gps, "REP-08", "ticket", "set", id_, "--charge", "65", lang="zh")
    gps.ok("ticket", "set", id_, "--charge", "0")
    unknown = slip()
    assert "--in-warranty" in refused(gps, "REP-08", "ticket", "set", unknown, "--charge", "9")
    gps.ok("ticket", "set", unknown, "--in-warranty", "no")
    assert "--parts-cost" in refused(gps, "REP-08", "ticket", "set", unknown, "--charge", "9")


def test_rep_08_a_desk_sets_the_length_of_the_warranty(gps, slip):
    gps.write("policy/own.yaml", "settings: {warranty: 3 calendar months}\n")
    id_ = slip("--parts-cost", "65")
    fee = ("ticket", "set", id_, "--charge", "65", "--purchase-date")
    assert "free" in refused(gps, "REP-08", *fee, "2025-12-02")
    gps.ok(*fee, "2025-12-01")
    said = refused(gps, "REP-08", "ticket", "set", id_, "--in-warranty", "yes")
    assert "2025-12-01" in said and "no longer" in said
    gps.write("policy/own.yaml", "settings: {warranty: a while}\n")
    assert "is not a limit" in gps.run("check").out + gps.run("check").err


def test_rep_09_an_installation_costs_nothing_and_stands_where_the_customer_wants_it(gps):
    new = ("ticket", "new", "--type", "installation", "--title", "Fleet of 3")
    assert "free" in refused(gps, "REP-09", *new, "--charge", "25")
    id_ = on_site(gps, gps.ok(*new, "--charge", "0").split()[0])
    refused(gps, "REP-09", "ticket", "set", id_, "--charge", "0.01")
    done = ("ticket", "resolve", id_, "--result", "runs")
    assert "--install-position" in refused(gps, "REP-09", *done)
    gps.ok(*done, "--install-position", "under the seat")


def test_rep_10_outsiders_are_sent_with_the_managers_consent_alone(gps, slip):
    id_ = slip()
    gps.ok("ticket", "approve", id_, as_="luo.feng")
    send = ("ticket", "dispatch", id_, "--owner", "li.na")
    assert "--external" in refused(gps, "REP-10", *send, as_="luo.feng")
    send = ("ticket", "dispatch", id_, "--external", "maker's engineer")
    said = refused(gps, "REP-10", *send, as_="luo.feng")
    assert "--external-approved-by" in said and "--external-approval" in said
    oral = (*send, "--external-approval", "oral", "--external-approved-by")
    said = refused(gps, "REP-10", *oral, "wu.gang", as_="luo.feng", lang="zh")
    assert "外派同意人 (--external-approved-by)" in said and "roles" not in said
    gps.ok(*oral, "tang.yu", as_="luo.feng")
    (owed,) = [i for i in gps.json("due") if i["rule"] == "REP-10"]
    assert (owed["id"], owed["owner"], owed["state"]) == (id_, "tang.yu", "no-limit")
    # What was oral does not become written by itself.
    refused(gps, "REP-10", "ticket", "set", id_, "--external-approval", "written")
    refused(gps, "REP-10", "ticket", "confirm-consent", id_, as_="luo.feng")
    gps.ok("ticket", "confirm-consent", id_, as_="tang.yu")
    assert not [i for i in gps.json("due") if i["rule"] == "REP-10"]


def test_rep_10_written_consent_leaves_nothing_to_confirm(gps, slip):
    id_ = slip()
    refused(gps, "REP-10", "ticket", "set", id_, "--external", "maker")
    consent = ("--external-approved-by", "luo.feng", "--external-approval", "书面")
    sent(gps, id_, "--external", "maker", *consent)
    assert not [i for i in gps.json("due") if i["rule"] == "REP-10"]


def test_rep_11_a_fault_is_rushed_to_without_an_invented_figure(gps, slip):
    id_ = sent(gps, slip(now=at("08:50")), now=at("09:00"))
    (owed,) = [i for i in gps.json("due") if i["rule"] == "REP-11"]
    assert (owed["what"], owed["owner"], owed["state"]) == ("rush-to-site", "wu.gang", "no-limit")
    assert "未设时限" in gps.ok("why", id_, lang="zh") and "none" not in gps.ok("why", id_)
    gps.write("policy/own.yaml", "deadlines: {rush-to-site: {limit: 50 minutes}}\n")
    (owed,) = [i for i in gps.json("due", "--all", now=at("09:50")) if i["rule"] == "REP-11"]
    assert (owed["due_at"], owed["state"]) == (at("09:50"), "due")
    (owed,) = [i for i in gps.json("due", now=at("09:51")) if i["rule"] == "REP-11"]
    assert (owed["id"], owed["state"]) == (id_, "overdue")
    ready(gps, id_)
    gps.ok("ticket", "depart", id_, now=at("09:51"))
    gps.ok("ticket", "arrive", id_, now=at("09:55"))
    assert not [i for i in gps.json("due", now=at("09:56")) if i["rule"] == "REP-11"]


def test_rep_11_what_technicians_hear_is_in_the_report_of_the_week(gps):
    customer = gps.new("customer", "--name", "远达物流")
    heard = ("field-feedback", "new", "--title", "Cold stores")
    assert gps.run(*heard, as_="wu.gang").code == 2
    told = ("--customer", customer, "--info", "wants temperature sensors")
    gps.ok(*heard, *told, as_="wu.gang", now="2026-03-08T23:59:00+08:00")
    gps.ok(*heard, *told, as_="wu.gang", now="2026-03-09T00:00:00+08:00")
    week = gps.json("report", "field-feedback", "--period", "2026-W10")
    (row,) = week["rows"]
    assert (row["technician"], row["customer"]) == ("wu.gang", customer)
    assert (row["info"], week["rule"]) == ("wants temperature sensors", "REP-11")


def test_rep_12_the_report_has_the_average_and_the_longest_time(gps, slip):
    for arrived, done in (("09:25", "09:45"), ("10:15", "10:25")):
        id_ = departed(gps, slip(now=at("08:55")), now=at("09:00"))
        gps.ok("ticket", "arrive", id_, now=at(arrived))
        gps.ok("ticket", "resolve", id_, "--result", "x", now=at(done))
    total = gps.json("report", "call-to-arrival")["total"]
    assert (total["mean"], total["max"], total["count"]) == (55, 80, 2)
    total = gps.json("report", "arrival-to-done")["total"]
    assert (total["mean"], total["max"]) == (15, 20)
    assert "最长分钟数" in gps.ok("report", "arrival-to-done", lang="zh")


def test_rep_45_the_track_of_a_product_shows_what_happened_to_it_in_order(gps, slip):
    buyer = gps.new("customer", "--name", "远达物流")
    sold = ("product-track", "new", "--customer", buyer, "--sold-at", "2025-11-20", "--serial")
    track = gps.ok(*sold, "SN-9", now=at("08:00")).split()[0]
    other = gps.ok(*sold, "SN-10", now=at("08:00")).split()[0]
    assert track in refused(gps, "REP-45", *sold, "SN-9")
    refused(gps, "REP-45", *sold[:-2], "2026-03-03", "--serial", "SN-11")
    id_ = on_site(gps, slip("--serial", "SN-9", now=at("09:00")), now=at("09:30"))
    gps.ok("ticket", "change-sim", id_, "--old-sim", "1", "--new-sim", "2", now=at("09:40"))
    gps.ok("ticket", "resolve", id_, "--result", "new card", now=at("09:50"))
    events = gps.json("product-track", "show", track)["events"]
    assert [one["what"] for one in events] == ["sold", "repair-asked", "sim-changed", "repaired"]
    assert events[0]["day"] == "2025-11-20" and events[2]["record"] == id_
    assert len(gps.json("product-track", "show", other)["events"]) == 1
    assert gps.json("product-track", "show", "SN-9")["id"] == track
    assert gps.run("product-track", "show", "SN-99").code == 4
    assert gps.run("show", "SN-9").code == 4
    assert gps.run("product-track", "set", track, "--sold-at", "2025-11-21").code == 3


def test_rep_45_a_repair_of_a_product_that_nobody_tracks_says_so(gps):
    words = (*SLIP, "--customer", gps.new("customer", "--name", "远达物流"), "--serial", "SN-404")
    result = gps.run("ticket", "new", *words)
    assert (result.code, "cs product-track new --serial SN-404" in result.err) == (0, True)


def test_rep_45_the_customer_is_called_at_the_interval_of_the_desk(gps):
    buyer = gps.new("customer", "--name", "远达物流")
    words = ("--customer", buyer, "--sold-at", "2026-01-10", "--serial", "SN-9")
    track = gps.new("product-track", *words)
    (owed,) = [i for i in gps.json("due") if i["rule"] == "REP-45"]
    assert (owed["id"], owed["state"]) == (track, "no-limit")
    gps.write("policy/own.yaml", "deadlines: {track-call: {limit: 60 calendar days}}\n")
    (owed,) = [i for i in gps.json("due", "--all") if i["rule"] == "REP-45"]
    assert owed["due_at"] == "2026-03-12T00:00:00+08:00"
    call = ("callback", "new", "--type", "track", "--title", "runs well?")
    refused(gps, "REP-45", *call)
    id_ = gps.ok(*call, "--about", track).split()[0]
    gps.ok("callback", "done", id_, "--result", "runs", now="2026-03-05T10:00:00+08:00")
    later = gps.json("due", "--all", now="2026-03-05T10:01:00+08:00")
    (owed,) = [i for i in later if i["what"] == "track-call"]
    assert owed["due_at"] == "2026-05-05T00:00:00+08:00"
    assert gps.json("product-track", "show", track)["events"][-1]["what"] == "called"


def test_rep_01_rep_04_rep_05_the_slip_is_printed_with_everything_on_it(gps, slip):
    id_ = on_site(gps, slip("--plate", "粤B12345"))
    gps.ok("ticket", "change-sim", id_, "--old-sim", "1380001", "--new-sim", "1380002")
    numbers = ("--old-terminal-no", "T-11", "--new-terminal-no", "T-12", "--tag-attached", "yes")
    gps.ok("ticket", "send-to-factory", id_, *numbers, "--recheck-at", at("15:00"))
    printed = gps.ok("ticket", "print", id_)
    assert printed.startswith("# 维修服务单")
    told = ("远达物流", "三环路8号", "13900001111", "GT-06", "2025-11-20", "offline since Friday")
    assert [one for one in (*told, "罗峰", "T-11", "T-12", "1380001", "1380002")
            if one not in printed] == []  # fmt: skip


def test_rep_02_the_dispatch_order_is_printed_with_who_approved_it_and_who_goes(gps):
    id_ = gps.new("ticket", "--type", "installation", "--title", "Fleet of 3")
    printed = gps.ok("ticket", "print", sent(gps, id_))
    assert printed.startswith("# 安装任务派工单")
    assert [one for one in ("Fleet of 3", "罗峰", "吴刚") if one not in printed] == []


def test_rep_12_the_time_runs_from_the_call_and_nobody_arrives_before_it(gps, slip):
    id_ = departed(gps, slip("--received-at", at("08:30"), now=at("08:50")), now=at("08:55"))
    arrive = ("ticket", "arrive", id_, "--arrived-at")
    said = refused(gps, "REP-12", *arrive, at("08:29"), now=at("09:20"))
    assert "arrived 2026-03-02 08:29 is before received 2026-03-02 08:30" in said
    gps.ok(*arrive, at("09:15"), now=at("09:20"))
    refused(gps, "REP-12", "ticket", "set", id_, "--received-at", at("09:16"), now=at("09:20"))
    assert gps.json("report", "call-to-arrival", now=at("09:30"))["total"]["mean"] == 45


def test_rep_07_money_is_handed_in_once_and_nobody_is_back_before_it_was_collected(gps, slip):
    id_ = on_site(gps, slip(*PARTS, now=at("08:50")), now=at("09:00"))
    gps.ok("ticket", "collect", id_, "--invoice-no", "F-81", now=at("10:30"))
    back = ("ticket", "back", id_, "--back-at")
    refused(gps, "REP-07", *back, at("10:29"), now=at("12:00"))
    gps.ok(*back, at("11:20"), now=at("12:00"))
    for moment in ("12:05", "13:40"):
        gps.ok("ticket", "hand-in", id_, now=at(moment), as_="pan.wei")
    assert gps.json("ticket", "show", id_, now=at("14:00"))["handed_in_at"][11:16] == "12:05"
