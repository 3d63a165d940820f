"""A bamboo furniture maker's visits: planned, confirmed, on time, accepted item by item."""

from functools import partial

import pytest
from given import at, clocks, moment, refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk]}
- {id: wu.gang, name: 吴刚, roles: [technician]}
- {id: qin.lan, name: 秦岚, roles: [store-manager]}
"""
CHAIR, DESK = "chair, model=B2, colour=natural, size=M, pieces=6", "desk, model=T4, pieces=1"
OK = ("--user-info-ok", "yes", "--address-reachable", "yes")
RATED = (
    "--sales-service", "satisfied", "--workmanship", "neutral", "--installing", "satisfied",
    "--install-signature", "宋梅", "--survey-signature", "宋梅",
)  # fmt: skip
TOLD = ("--use-explained", "yes", "--hotline-told", "yes")
KIT = (
    "accessories", "hinges", "feedback-form", "towel", "gloves", "shoe-covers", "delivery-note",
    "customer-copy", "receipt", "message-slip", "change", "membership-card",
)  # fmt: skip
# An appointment on Friday 20 March, 14:30; 35 minutes of travel.
VISIT = """
    kind: visit
    title: chairs
    owner: li
    status: {status}
    appointment_at: "2026-03-20T14:30:00+08:00"
    arrive_by: "2026-03-20T14:25:00+08:00"
    leave_by: "2026-03-20T13:50:00+08:00"
    {fields}
    log:
      09:00 open
      09:10 schedule appointment_at: "2026-03-20T14:30:00+08:00", {times}
      {events}
"""
TIMES = 'arrive_by: "2026-03-20T14:25:00+08:00", leave_by: "2026-03-20T13:50:00+08:00"'


def due(name, status, *events, fields=""):
    text = VISIT.format(status=status, events="\n      ".join(events), fields=fields, times=TIMES)
    clock = clocks(text, "BAM").get(name)
    return clock and (clock.due, clock.verdict)


@pytest.fixture
def desk(under):
    """The desk of the maker with a store manager and a technician."""
    return under("BAM", people=PEOPLE)


@pytest.fixture
def visit(desk):
    """A visit whose order was checked, with six chairs and a desk."""
    customer = desk.new("customer", "--name", "宋梅", "--phone", "13700001111")
    goods = ("--goods", CHAIR, "--goods", DESK)
    id_ = desk.new("visit", "--title", "Chairs", "--customer", customer, *goods)
    desk.ok("visit", "check", id_, *OK, "--balance-due", "640")
    return id_


def schedule(desk, id_, when="2026-03-20 14:30", *words):
    return desk.ok("visit", "schedule", id_, "--appointment-at", when, *words)


def kit(but=(), loaded=(CHAIR, DESK)):
    """Tick everything but some, and say what is loaded."""
    ticked = [word for item in KIT if item not in but for word in (f"--{item}", "yes")]
    return [*ticked, *(word for one in loaded for word in ("--loaded", one))]


def at_the_door(desk, id_):
    """Schedule, load, drive and arrive on 20 March."""
    schedule(desk, id_)
    (list_,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
    desk.ok("checklist", "complete", list_, *kit())
    desk.ok("visit", "depart", id_, now=at("03-20T13:45"))
    desk.ok("visit", "arrive", id_, now=at("03-20T14:22"))
    desk.run = partial(desk.run, now=at("03-20T15:00"))


def inside(desk, id_):
    at_the_door(desk, id_)
    desk.ok("visit", "start", id_, now=at("03-20T14:24"))


def owed(desk, **options):
    return {one["what"]: one for one in desk.json("due", "--all", **options)}


class TestPlanning:
    def test_rep_30_only_a_checked_order_with_a_reachable_address_is_scheduled(self, desk):
        customer = desk.new("customer", "--name", "宋梅")
        id_ = desk.new("visit", "--title", "Chairs", "--customer", customer)
        date = ("--appointment-at", "2026-03-20 14:30")
        assert desk.run("visit", "new", "--title", "x", *date).code == 2
        assert desk.run("visit", "schedule", id_, *date).code == 3
        half = ("visit", "check", id_, "--user-info-ok", "yes", "--balance-due", "0")
        assert "--address-reachable" in desk.run(*half).err
        desk.ok(*half, "--address-reachable", "no")
        assert "--address-reachable yes" in refused(desk, "REP-30", "visit", "schedule", id_, *date)
        desk.ok("visit", "check", id_, "--user-info-ok", "no", "--address-reachable", "yes")
        assert "用户信息" in refused(desk, "REP-30", "visit", "schedule", id_, *date, lang="zh")
        desk.ok("visit", "check", id_, "--user-info-ok", "yes")
        desk.ok("visit", "schedule", id_, *date)

    def test_rep_31_brand_customers_come_first_then_time_then_area(self, desk):
        plan = (("normal", "east", "09:00"), ("brand", "west", "15:00"), ("vip", "north", "08:30"))
        plan += (("normal", "north", "09:00"), ("brand", "east", "15:00"))
        for tier, area, time in plan:
            words = ("--name", "宋梅", "--tier", tier, "--region", area)
            customer = desk.new("customer", *words)
            id_ = desk.new("visit", "--title", f"{tier} {area}", "--customer", customer)
            desk.ok("visit", "check", id_, *OK, "--balance-due", "0")
            schedule(desk, id_, f"2026-03-20 {time}")
        round_ = desk.json("report", "visits", "--period", "2026-03-20")["rows"]
        listed = [row["title"] for row in round_]
        assert listed == ["brand east", "brand west", "vip north", "normal east", "normal north"]
        assert desk.json("report", "visits", "--period", "2026-03-21")["rows"] == []
        assert "品牌客户" in desk.ok("report", "当日上门安排", "--period", "2026-03-20", lang="zh")

    def test_rep_32_confirmed_five_working_days_and_reminded_an_hour_before(self):
        assert due("visit-confirm", "scheduled") == (moment("03-13T18:00"), "open")
        assert due("visit-confirm", "confirmed", "03-13T18:00 confirm")[1] == "met"
        assert due("visit-confirm", "confirmed", "03-13T18:01 confirm")[1] == "late"
        assert due("visit-remind", "scheduled") == (moment("03-20T13:30"), "open")
        assert due("visit-remind", "scheduled", "03-20T13:30 remind")[1] == "met"
        assert due("visit-remind", "scheduled", "03-20T13:31 remind")[1] == "late"

    def test_rep_32_a_make_up_saturday_counts_and_a_day_alone_is_no_appointment(self, desk, visit):
        plan = ("visit", "schedule", visit, "--appointment-at")
        for day in ("2026-02-25", "tomorrow"):
            why = refused(desk, "REP-32", *plan, day, now="2026-02-02T10:00:00+08:00")
            assert "say the time as well" in why
        desk.write("calendar.yaml", desk.read("calendar.yaml").replace("none", "CN"))
        desk.ok(*plan, "2026-02-25 09:00", now="2026-02-02T10:00:00+08:00")
        # Back from the 25th: the 24th, the make-up Saturday 14th, 13th, 12th, 11th.
        dues = owed(desk, now="2026-02-02T10:00:00+08:00")
        assert dues["visit-confirm"]["due_at"] == "2026-02-11T18:00:00+08:00"

    def test_rep_33_a_visit_is_confirmed_with_the_mobile_of_who_waits(self, desk, visit):
        schedule(desk, visit)
        confirm = ("visit", "confirm", visit, "--site-info", "no socket by the wall")
        assert "--onsite-mobile" in refused(desk, "REP-33", *confirm)
        assert desk.run("visit", "set", visit, "--onsite-mobile", "13912345678").code == 2
        desk.ok(*confirm, "--onsite-mobile", "13912345678")
        assert "visit-confirm" not in owed(desk)

    def test_rep_34_an_appointment_moves_with_consent_and_takes_everything_along(self, desk, visit):
        schedule(desk, visit, "2026-03-20 14:30", "--travel-minutes", "35")
        desk.ok("visit", "confirm", visit, "--onsite-mobile", "13912345678")
        move = ("visit", "reschedule", visit, "--appointment-at", "2026-03-24 09:00")
        before = desk.record(visit)
        assert "--user-consent" in refused(desk, "REP-34", *move)
        assert "同意" in refused(desk, "REP-34", *move, "--user-consent", "no", lang="zh")
        assert desk.record(visit) == before
        assert desk.run("visit", "set", visit, "--appointment-at", "2026-03-24 09:00").code == 2
        desk.ok(*move, "--user-consent", "yes")
        first, second = desk.json("visit", "show", visit)["appointments"]
        assert first["appointment_at"] == "2026-03-20T14:30:00+08:00"
        assert second["appointment_at"] == "2026-03-24T09:00:00+08:00"
        times = {what: one["due_at"][5:16] for what, one in owed(desk).items()}
        assert times["visit-confirm"] == "03-17T18:00"
        assert times["visit-remind"] == "03-24T08:00"
        assert times["visit-leave"] == "03-24T08:20"

    def test_rep_34_the_appointment_of_a_repair_moves_just_so(self, desk):
        id_ = desk.new("ticket", "--type", "repair", "--title", "Drawer")
        first = ("--appointment-at", "2026-03-20 09:30")
        second = ("--appointment-at", "2026-03-23 11:00")
        agreed = ("--customer-agreed", "yes")
        assert "--customer-agreed" in refused(desk, "REP-34", "ticket", "schedule", id_, *first)
        desk.ok("ticket", "schedule", id_, *first, *agreed)
        before = desk.record(id_)
        for verb in ("schedule", "reschedule", "set", "not-home"):
            why = refused(desk, "REP-34", "ticket", verb, id_, *second)
            assert "--customer-agreed" in why
        assert desk.record(id_) == before
        desk.ok("ticket", "reschedule", id_, *second, *agreed)
        assert owed(desk)["appointment"]["due_at"] == "2026-03-23T11:00:00+08:00"
        assert len(desk.json("ticket", "show", id_)["appointments"]) == 2


class TestTrip:
    def test_rep_35_nobody_departs_with_an_incomplete_kit(self, desk, visit):
        schedule(desk, visit)
        depart = ("visit", "depart", visit)
        assert "cs checklist complete" in refused(desk, "REP-35", *depart)
        (list_,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        done = ("checklist", "complete", list_)
        why = refused(desk, "REP-35", *done, *kit(but=("gloves", "change")))
        assert "--gloves" in why and "--change" in why and "--towel" not in why
        desk.ok(*done, *kit())
        desk.ok(*depart)

    @pytest.mark.parametrize(
        "loaded",
        [
            (CHAIR.replace("=6", "=5"), DESK),
            (CHAIR.replace("natural", "dark"), DESK),
            (CHAIR.replace("B2", "B3"), DESK),
            (CHAIR.replace("=M", "=L"), DESK),
            (CHAIR,),
            (CHAIR, DESK, DESK),
        ],
    )
    def test_rep_35_what_is_loaded_is_what_was_ordered(self, desk, visit, loaded):
        schedule(desk, visit)
        (list_,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        why = refused(desk, "REP-35", "checklist", "complete", list_, *kit(loaded=loaded))
        assert "ordered" in why
        desk.ok("checklist", "complete", list_, *kit(loaded=(DESK, CHAIR.replace("=6", "=6.0"))))

    def test_rep_35_every_trip_has_its_own_kit_and_the_goods_stay_as_ordered(self, desk, visit):
        schedule(desk, visit)
        (first,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        desk.ok("checklist", "complete", first, *kit())
        moved = ("--appointment-at", "2026-03-24 09:00", "--user-consent", "yes")
        desk.ok("visit", "reschedule", visit, *moved)
        refused(desk, "REP-35", "visit", "depart", visit)
        (second,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        desk.ok("checklist", "complete", second, *kit())
        more = ("--goods", CHAIR.replace("=6", "=8"), "--goods", DESK)
        desk.ok("visit", "set", visit, *more)
        refused(desk, "REP-35", "visit", "depart", visit)
        desk.ok("visit", "set", visit, "--goods", CHAIR, "--goods", DESK)
        desk.ok("visit", "depart", visit)
        refused(desk, "REP-35", "visit", "set", visit, *more)

    def test_rep_35_a_kit_that_was_void_is_made_again_for_the_same_trip(self, desk, visit):
        schedule(desk, visit)
        (first,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        desk.ok("checklist", "void", first, "-m", "torn")
        why = refused(desk, "REP-35", "visit", "depart", visit)
        again = ("--type", "bamboo-departure", "--title", "Kit", "--about", visit, "--trip")
        assert f"cs checklist new {' '.join(again[:3])} TITLE --about {visit} --trip 1" in why
        other = desk.new("checklist", *again, "2")
        refused(desk, "REP-35", "checklist", "set", other, "--trip", "1")
        desk.ok("checklist", "complete", other, *kit())
        refused(desk, "REP-35", "visit", "depart", visit)
        desk.ok("checklist", "complete", desk.new("checklist", *again, "1"), *kit())
        desk.ok("visit", "depart", visit)

    def test_rep_35_a_desk_adds_an_item_to_the_kit(self, desk, visit):
        lamp = "{label: {en: lamp, zh: 手电}, type: flag}"
        kinds = f"{{checklist/bamboo-departure: {{fields: {{lamp: {lamp}}}}}}}"
        desk.write("policy/kit.yaml", f"kinds: {kinds}\n")
        schedule(desk, visit)
        (list_,) = [one["id"] for one in desk.json("checklist", "list", "--open")]
        done = ("checklist", "complete", list_, *kit())
        assert "手电" in refused(desk, "REP-35", *done, lang="zh")
        desk.ok("checklist", "set", list_, "--lamp", "yes")
        desk.ok(*done)
        refused(desk, "REP-35", "checklist", "set", list_, "--lamp", "no")

    def test_rep_36_leaving_follows_from_the_way_and_moves_with_it(self, desk, visit):
        schedule(desk, visit)
        assert "visit-leave" not in owed(desk)
        desk.ok("visit", "route", visit, "--travel-minutes", "35")
        found = desk.json("visit", "show", visit)
        assert found["leave_from"] == "2026-03-20T13:45:00+08:00"
        assert found["leave_by"] == "2026-03-20T13:50:00+08:00"
        assert owed(desk)["visit-leave"]["due_at"] == "2026-03-20T13:50:00+08:00"
        assert desk.run("visit", "route", visit, "--travel-minutes", "-5").code == 3
        desk.write("policy/ours.yaml", "settings: {arrive_early: 15-20}\n")
        desk.ok("visit", "route", visit, "--travel-minutes", "60")
        found = desk.json("visit", "show", visit)
        assert found["leave_from"] == "2026-03-20T13:10:00+08:00"
        assert found["arrive_by"] == "2026-03-20T14:15:00+08:00"
        desk.write("policy/ours.yaml", "settings: {arrive_early: early}\n")
        assert "5-10" in desk.run("check").out

    def test_rep_36_where_nobody_says_how_early_nothing_is_made_up(self, desk, visit):
        desk.write("policy/ours.yaml", 'settings: {arrive_early: ""}\n')
        schedule(desk, visit, "2026-03-20 14:30", "--travel-minutes", "35")
        assert not {"visit-leave", "visit-arrive"} & set(owed(desk))
        assert "visit-phone-ahead" in owed(desk)

    def test_rep_36_five_minutes_before_is_in_time_and_a_late_team_has_telephoned(self):
        assert due("visit-leave", "departed", "03-20T13:50 depart")[1] == "met"
        assert due("visit-leave", "departed", "03-20T13:51 depart")[1] == "late"
        assert due("visit-arrive", "arrived", "03-20T14:25 arrive")[1] == "met"
        assert due("visit-arrive", "arrived", "03-20T14:26 arrive")[1] == "late"
        name, call = "visit-phone-ahead", "phone-ahead apologised: true"
        assert due(name, "arrived", "03-20T14:35 arrive") == (moment("03-20T14:30"), "late")
        for when, verdict in (("14:30", "met"), ("14:31", "late")):
            events = (f"03-20T{when} {call}", "03-20T14:50 arrive")
            assert due(name, "arrived", *events)[1] == verdict

    def test_rep_36_the_call_apologises_and_says_when(self, desk, visit):
        schedule(desk, visit)
        call = ("visit", "phone-ahead", visit, "--expected-at", "2026-03-20 14:55")
        now = at("03-20T14:10")
        assert "--apologised" in refused(desk, "REP-36", *call, now=now)
        past = (*call[:3], "--expected-at", "2026-03-20 14:10", "--apologised", "yes")
        refused(desk, "REP-36", *past, now=now)
        desk.ok(*call, "--apologised", "yes", now=now)
        left = owed(desk, now=now)
        assert left["visit-arrive-later"]["due_at"] == "2026-03-20T14:55:00+08:00"
        assert not {"visit-arrive", "visit-phone-ahead"} & set(left)

    def test_rep_36_late_without_a_call_stays_a_breach_after_a_new_appointment(self, desk, visit):
        schedule(desk, visit)
        moved = ("--appointment-at", "2026-03-24 09:00", "--user-consent", "yes")
        desk.ok("visit", "reschedule", visit, *moved, now=at("03-20T15:10"))
        found = desk.json("audit", now=at("03-20T16:00"))
        (late,) = [f for f in found["findings"] if f["what"] == "visit-phone-ahead"]
        assert (late["rule"], late["late_s"]) == ("REP-36", 40 * 60)

    def test_rep_37_three_minutes_after_the_first_knock_the_customer_is_telephoned(self):
        knock = "03-20T14:24 knock"
        again = "03-20T14:26 knock"
        assert due("visit-phone", "arrived", knock, again) == (moment("03-20T14:27"), "open")
        assert due("visit-phone", "arrived", knock, "03-20T14:27 phone")[1] == "met"
        assert due("visit-phone", "arrived", knock, "03-20T14:28 phone")[1] == "late"
        assert due("visit-phone", "working", knock, "03-20T14:25 start")[1] == "met"

    def test_rep_37_not_at_home_takes_knocks_a_call_and_a_slip(self, desk, visit):
        at_the_door(desk, visit)
        now = at("03-20T14:24")
        gone = ("visit", "not-home", visit, "--slip-left", "yes", "--neighbour-checked", "yes")
        assert "cs visit knock" in refused(desk, "REP-37", *gone, now=now)
        why = refused(desk, "REP-37", "visit", "phone", visit, now=now)
        assert f"cs visit knock {visit}" in why  # a call before the first knock is another one
        desk.ok("visit", "knock", visit, now=now)
        assert "cs visit phone" in refused(desk, "REP-37", *gone, now=now)
        desk.ok("visit", "phone", visit, "--reached", "no", now=now)
        assert "--slip-left" in refused(desk, "REP-37", *gone[:3], now=now)
        desk.ok(*gone, now=now)
        assert owed(desk, now=now)["visit-agree-again"]["rule"] == "REP-37"
        moved = ("--appointment-at", "2026-03-24 09:00", "--user-consent", "yes")
        desk.ok("visit", "reschedule", visit, *moved, now=now)
        assert "visit-agree-again" not in owed(desk, now=now)
        assert desk.json("visit", "show", visit).get("slip_left") is None


class TestOnSite:
    def test_rep_38_what_cannot_be_solved_waits_for_the_store_manager(self, desk, visit):
        inside(desk, visit)
        desk.ok("visit", "block", visit, "--problem", "the wall is hollow")
        assert "visit-report-problem" in owed(desk)
        assert desk.run("visit", "settle", visit, "--agreement", "x", as_="qin.lan").code == 3
        desk.ok("visit", "ask-store-manager", visit, "--told", "store-manager")
        (mine,) = desk.json("due", "--owner", "qin.lan")
        assert (mine["id"], mine["what"], mine["rule"]) == (visit, "visit-settle", "REP-38")
        settle = ("visit", "settle", visit, "--agreement", "on the other wall")
        for person in ("wu.gang", "li.na"):
            assert "store manager" in refused(desk, "REP-38", *settle, as_=person)
        assert desk.run("visit", "set", visit, "--agreement", "x").code == 2
        assert desk.run("visit", "complete", visit).code == 3
        desk.ok(*settle, as_="qin.lan")
        found = desk.json("visit", "show", visit)
        assert (found["problem"], found["agreement"]) == ("the wall is hollow", settle[-1])
        assert [one["told"] for one in found["reports"]] == ["store-manager"]

    def test_rep_38_a_repair_waits_for_the_store_manager_just_so(self, desk):
        id_ = desk.new("ticket", "--type", "repair", "--title", "Drawer", "--quote", "30")
        desk.ok("ticket", "block", id_, "--problem", "the rail is bent")
        assert owed(desk)["repair-report-problem"]["id"] == id_
        job = ("dispatch", "--department", "workshop", "--owner", "wu.gang")
        wait = ("wait", "--reason", "glue", "--recheck-at", "2026-03-05 09:00")
        plain = ("resolve", "arrive", "notify", "approve", "accept-quote")
        away = (*((verb,) for verb in plain), job, wait)
        before = desk.record(id_)
        for verb, *words in away:
            why = refused(desk, "REP-38", "ticket", verb, id_, *words)
            assert f"cs ticket ask-store-manager {id_} --told store-manager" in why
        assert desk.record(id_) == before
        other = desk.new("ticket", "--type", "repair", "--title", "Shelf")
        told = ("--told", "company")
        assert desk.run("ticket", "ask-store-manager", other, *told).code == 3  # no problem named
        assert desk.run("ticket", "ask-store-manager", id_).code == 2  # whom was it told?
        desk.ok("ticket", "ask-store-manager", id_, *told)
        (mine,) = desk.json("due", "--owner", "qin.lan")
        assert (mine["id"], mine["what"]) == (id_, "repair-settle")
        for verb, *words in (("resume",), ("close",), *away):
            assert "cs ticket settle" in refused(desk, "REP-38", "ticket", verb, id_, *words)
        settle = ("ticket", "settle", id_, "--agreement", "a new rail, free of charge")
        assert "店长" in refused(desk, "REP-38", *settle, as_="wu.gang", lang="zh")
        desk.ok(*settle, as_="qin.lan")
        desk.ok("ticket", "start", id_)
        desk.ok("ticket", "block", id_, "--problem", "the wall is damp")
        assert desk.json("ticket", "show", id_).get("agreement") is None

    def test_rep_39_completion_needs_every_item_the_signatures_and_the_form(self, desk, visit):
        inside(desk, visit)
        done = ("visit", "complete", visit)
        desk.ok("visit", "accept", visit, "--item", "chair")
        why = refused(desk, "REP-39", *done, *TOLD, *RATED)
        assert "1 of 2 items" in why and "desk" in why
        refused(desk, "REP-39", "visit", "accept", visit, "--item", "lamp")
        refused(desk, "REP-39", "visit", "accept", visit, "--item", "chair")
        desk.ok("visit", "accept", visit, "--item", "desk", "--remark", "drawer a bit stiff")
        assert "--hotline-told" in refused(desk, "REP-39", *done, *TOLD[:2], *RATED)
        assert "--survey-signature" in refused(desk, "REP-39", *done, *TOLD, *RATED[:-2])
        assert "产品工艺" in refused(desk, "REP-39", *done, *TOLD, *RATED[:2], lang="zh")
        desk.ok(*done, *TOLD, *RATED)
        change = ("visit", "set", visit)
        rated = (RATED[2], "satisfied")
        for words in (("--install-signature", ""), ("--hotline-told", "no"), rated):
            assert "signed for stays" in refused(desk, "REP-39", *change, *words)
        desk.ok(*change, "--site-info", "third floor")
        (call,) = desk.json("callback", "list", "--type", "installed")
        assert call["about"] == [visit]

    def test_rep_39_the_order_of_the_visit_is_installed_with_it(self, desk, visit):
        customer = desk.json("visit", "show", visit)["customer"]
        order = desk.new("order", "--title", "Chairs", "--customer", customer)
        other = desk.new("visit", "--title", "Chairs", "--order", order)
        assert desk.json("visit", "show", other)["customer"] == customer
        desk.ok("visit", "set", visit, "--order", order)
        inside(desk, visit)
        for item in ("chair", "desk"):
            desk.ok("visit", "accept", visit, "--item", item)
        desk.ok("visit", "complete", visit, *TOLD, *RATED)
        assert desk.json("order", "show", order)["status"] == "installed"
        assert len(desk.json("callback", "list", "--type", "installed")) == 1

    def test_rep_40_what_is_short_stands_against_the_collector(self, desk, visit):
        inside(desk, visit)
        assert owed(desk)["visit-collect"]["rule"] == "REP-40"
        refused(desk, "REP-40", "visit", "recount", visit, "--balance-collected", "640")
        collect = ("visit", "collect", visit, "--balance-collected", "540")
        assert desk.run(*collect).code == 2
        told = desk.run(*collect, "--counted-in-presence", "no", as_="wu.gang")
        assert told.code == 0 and "REP-40" in told.err
        found = desk.json("visit", "show", visit)
        assert (found["shortfall"], found["collector"]) == ("100.00 CNY", "wu.gang")
        assert owed(desk)["visit-short"]["owner"] == "wu.gang"
        assert "100.00" in desk.ok("report", "short-money")
        more = (
            "visit",
            "collect",
            visit,
            "--balance-collected",
            "100",
            "--counted-in-presence",
            "yes",
        )
        assert "cs visit recount" in refused(desk, "REP-40", *more)
        desk.ok("visit", "recount", visit, "--balance-collected", "490")
        assert desk.json("visit", "show", visit)["shortfall"] == "150.00 CNY"
        why = refused(desk, "REP-40", "visit", "void", visit, "-m", "entered twice")
        assert "150.00" in why and f"cs visit make-good {visit}" in why
        desk.ok("visit", "make-good", visit)
        assert "visit-short" not in owed(desk)
        desk.ok("visit", "void", visit, "-m", "entered twice")

    def test_rep_40_the_whole_balance_leaves_nothing_open(self, desk, visit):
        inside(desk, visit)
        other = ("--balance-collected", "640 USD", "--counted-in-presence", "yes")
        assert desk.run("visit", "collect", visit, *other).code == 3
        desk.ok("visit", "collect", visit, "--balance-collected", "640", *other[2:])
        assert not {"visit-collect", "visit-short"} & set(owed(desk))
        assert desk.json("visit", "show", visit).get("shortfall") is None

    def test_rep_41_an_error_is_listed_until_it_is_put_right(self, desk, visit):
        errors = ("scratch on the desk", "dust left behind")
        for error in errors:
            desk.ok("visit", "report-error", visit, "--error", error)
        late = desk.json("due", now=at("03-20T15:01"))
        assert {one["title"] for one in late if one["rule"] == "REP-41"} == set(errors)
        assert {one["state"] for one in late} == {"overdue"}
        first, second = [one["id"] for one in desk.json("correction", "list")]
        right = ("correction", "correct", first, "--result", "polished")
        assert "--apologised" in refused(desk, "REP-41", *right)
        desk.ok(*right, "--apologised", "yes")
        refused(desk, "REP-41", "correction", "set", first, "--apologised", "no")
        assert [one["id"] for one in desk.json("due", now=at("03-20T15:01"))] == [second]


def test_rep_35_rep_37_rep_39_rep_40_the_papers_of_a_visit_are_printed(desk, visit):
    inside(desk, visit)
    note = desk.ok("visit", "print", visit)
    assert note.startswith("# 送货单\n") and "# 送货单（客户联）" in note
    assert note.count("| chair | B2 | natural | M | 6 |") == 2 and "640.00" in note
    form = desk.ok("visit", "print", visit, "--form", "客户满意度反馈表")
    assert "销售服务" in form and "宋梅" in form
    collect = ("--balance-collected", "640", "--counted-in-presence", "yes")
    desk.ok("visit", "collect", visit, *collect, as_="wu.gang")
    receipt = desk.ok("visit", "print", visit, "--form", "receipt")
    assert receipt.startswith("# 收据\n") and "收款人：吴刚" in receipt


def test_rep_37_the_slip_at_the_door_is_printed_for_who_was_not_there(desk, visit):
    blank = desk.ok("visit", "print", visit, "--form", "door-slip")  # taken along in the kit
    assert "____ 起敲门" in blank
    at_the_door(desk, visit)
    desk.ok("visit", "knock", visit, now=at("03-20T14:24"))
    slip = desk.ok("visit", "print", visit, "--form", "door-slip")
    assert slip.startswith("# 留言条\n") and "2026-03-20 14:24" in slip and "宋梅" in slip
