"""At the telephone: what is registered, who reports back, appointments (HOT, FD8, FRA, SUP …)."""

import pytest
from given import refused

REGISTERED = ["HOT", "FRA", "SAL", "SUP", "CHD", "PSC"]
INQUIRIES = ["HOT", "FRA", "PSC", "FDG", "PRO"]
CALL = ("--title", "Where is my parcel", "--channel", "phone")


def ticket(desk, *words, **options):
    return desk.new("ticket", *CALL, *words, **options)


def status(desk, id_):
    return desk.json("show", id_)["status"]


class TestRegistration:
    @pytest.mark.parametrize("pack", REGISTERED)
    def test_tkt_02_without_who_took_it_nothing_is_registered(self, under, pack):
        desk = under(pack)
        why = refused(desk, "TKT-02", "ticket", "new", *CALL, "--received-by", "")
        assert "received by (--received-by)" in why
        silent = ("--title", "x", "--channel", "", "--received-at", "")
        why = refused(desk, "TKT-02", "ticket", "new", *silent)
        assert "received (--received-at), channel (--channel)" in why
        assert not list(desk.root.glob("ticket/**/*.md"))
        shown = desk.json("show", ticket(desk))
        assert (shown["received_by"], shown["received_at"]) == (
            "li.na",
            "2026-03-02T10:00:00+08:00",
        )

    @pytest.mark.parametrize("pack", REGISTERED)
    def test_tkt_02_what_was_registered_is_put_right_and_not_emptied(self, under, pack):
        desk = under(pack)
        id_ = ticket(desk)
        for field in ("--received-by", "--received-at", "--channel"):
            assert field in refused(desk, "TKT-02", "ticket", "set", id_, field, "")
        emptied = desk.run("ticket", "set", id_, "--channel", "", lang="zh")
        assert emptied.err.startswith("不允许（TKT-02）：可以更正，但不可清空：受理渠道")
        desk.ok("ticket", "set", id_, "--received-by", "wang.wei", "--channel", "visit")
        shown = desk.json("show", id_)
        assert (shown["received_by"], shown["channel"]) == ("wang.wei", "visit")

    @pytest.mark.parametrize("pack", REGISTERED)
    def test_tkt_02_the_duty_log_of_a_shift_has_all_three_tickets(self, under, pack):
        desk = under(pack)
        # The desk's own calendar is one with a day and a night shift.
        ids = [ticket(desk, now=f"2026-03-02T{hour}:00:00+08:00") for hour in ("09", "11", "15")]
        ticket(desk, now="2026-03-02T19:00:00+08:00")
        later = "2026-03-02T17:00:00+08:00"
        rows = desk.json("report", "duty-log", "--period", "2026-03-02 day", now=later)["rows"]
        # Where calls and visits stand apart, these are calls.
        came_in = ("received", "called")
        assert [row["id"] for row in rows if row["what"] in came_in] == ids

    @pytest.mark.parametrize(
        ("pack", "usual"),
        [("CHD", "phone"), ("FRA", "phone"), ("HOT", "phone"), ("PSC", "phone"), ("SAL", "visit"),
         ("SUP", "visit")],
    )  # fmt: skip
    def test_tkt_02_each_desk_has_its_usual_channel_until_it_does_without(self, under, pack, usual):
        desk = under(pack)
        assert desk.json("show", desk.new("ticket", "--title", "x"))["channel"] == usual
        none = "kinds: {ticket: {fields: {channel: {default: off}}}}\n"
        desk.write("policy/ours.yaml", none)
        refused(desk, "TKT-02", "ticket", "new", "--title", "x")

    def test_tkt_02_in_chinese(self, under):
        desk = under("HOT")
        said = desk.run("工单", "新建", "--标题", "查询快递", "--受理渠道", "", lang="zh")
        assert said.code == 3
        assert said.err.startswith("不允许（TKT-02）：来电来访须登记完整，缺少受理渠道")

    def test_tkt_02_a_desk_that_registers_less(self, under):
        desk = under("HOT")
        desk.write("policy/ours.yaml", "guards: {fully-registered: {require: [received_by]}}\n")
        desk.new("ticket", "--title", "x")
        refused(desk, "TKT-02", "ticket", "new", "--title", "x", "--received-by", "")


class TestDepartments:
    def test_tkt_03_a_call_handed_on_is_closed_with_feedback_and_report(self, under):
        desk = under("HOT")
        id_ = ticket(desk)
        desk.ok("ticket", "assign", id_, "--owner", "wu.gang", "--department", "Engineering")
        why = refused(desk, "TKT-03", "ticket", "close", id_)
        assert "Engineering was contacted" in why
        assert f"feedback of the department (cs ticket set {id_} --dept-feedback)" in why
        desk.ok("ticket", "feedback", id_, "--dept-feedback", "pump replaced")
        assert "reported to the head" in refused(desk, "TKT-03", "ticket", "close", id_)
        desk.ok("ticket", "set", id_, "--reported-to-head-at", "2026-03-02 09:50")
        desk.ok("ticket", "close", id_)
        assert status(desk, id_) == "closed"

    def test_tkt_03_a_caller_without_region_is_registered_and_told(self, under):
        desk = under("HOT")
        customer = desk.new("customer", "--name", "张三", "--phone", "13800000000")
        said = desk.run("ticket", "new", *CALL, "--customer", customer)
        assert said.code == 0
        assert "TKT-03" in said.err and "customer / region" in said.err
        assert "phone" not in said.err.partition(":")[2]
        desk.ok("customer", "set", customer, "--region", "Pudong")
        ticket(desk, "--customer", customer)

    @pytest.mark.parametrize("pack", ["HOT", "FD8"])
    def test_tkt_06_what_a_department_has_in_hand_is_not_closed(self, under, pack):
        desk = under(pack)
        id_ = ticket(desk)
        desk.ok("ticket", "dispatch", id_, "--department", "Security")
        why = refused(desk, "TKT-06", "ticket", "close", id_)
        assert why.startswith("no feedback from Security")
        said = ("--dept-feedback", "gate checked", "--reported-to-head-at", "2026-03-02 09:50")
        desk.ok("ticket", "feedback", id_, *said)
        desk.ok("ticket", "close", id_)

    @pytest.mark.parametrize("pack", ["HOT", "FD8"])
    def test_tkt_06_feedback_is_in_words_and_new_for_every_dispatch(self, under, pack):
        desk = under(pack)
        id_ = ticket(desk)
        desk.ok("ticket", "dispatch", id_, "--department", "Security")
        desk.ok("ticket", "feedback", id_, "--dept-feedback", "not ours")
        desk.ok("ticket", "dispatch", id_, "--department", "Cleaning")
        silent = ("ticket", "feedback", id_)
        assert refused(desk, "TKT-06", *silent).startswith("write down what Cleaning says")
        assert "请登记Cleaning的反馈" in desk.run(*silent, lang="zh").err
        desk.ok("ticket", "resolve", id_)
        assert refused(desk, "TKT-06", "ticket", "close", id_).startswith(
            "no feedback from Cleaning: feedback of the department ("
        )

    @pytest.mark.parametrize(("pack", "row"), [("HOT", "TKT-03"), ("FD8", "TKT-06")])
    def test_tkt_03_tkt_06_the_department_stays_known(self, under, pack, row):
        desk = under(pack)
        id_ = ticket(desk)
        desk.ok("ticket", "dispatch", id_, "--department", "Security")
        desk.ok("ticket", "resolve", id_)
        empty = ("ticket", "set", id_, "--department", "")
        assert "--department" in refused(desk, row, *empty)
        assert "不可清空" in desk.run(*empty, lang="zh").err
        refused(desk, "TKT-06", "ticket", "close", id_)
        desk.ok("ticket", "set", id_, "--department", "Guards")
        said = refused(desk, "TKT-06", "ticket", "close", id_)
        assert said.startswith("no feedback from Guards")

    def test_tkt_03_so_does_one_that_was_only_assigned(self, under):
        desk = under("HOT")
        id_ = ticket(desk)
        desk.ok("ticket", "assign", id_, "--owner", "wu.gang", "--department", "Engineering")
        refused(desk, "TKT-03", "ticket", "set", id_, "--department", "")
        desk.ok("ticket", "set", id_, "--department", "Works")

    def test_tkt_06_in_chinese(self, under):
        desk = under("FD8")
        id_ = ticket(desk)
        desk.ok("ticket", "dispatch", id_, "--department", "保安部")
        why = desk.run("ticket", "close", id_, lang="zh").err
        assert why.startswith("不允许（TKT-06）：保安部尚未反馈")

    def test_tkt_06_a_desk_that_asks_for_the_feedback_of_one_department_only(self, under):
        desk = under("FD8")
        only = "guards: {no-feedback-yet: {on: {department: Security}}}\n"
        desk.write("policy/ours.yaml", only)
        for department in ("Security", "Cleaning"):
            id_ = ticket(desk)
            desk.ok("ticket", "dispatch", id_, "--department", department)
            why = refused(desk, "TKT-06", "ticket", "close", id_)
            assert ("when it comes" in why) == (department == "Security")


class TestInquiries:
    @pytest.mark.parametrize("pack", INQUIRIES)
    @pytest.mark.parametrize("form", ["oral", "written"])
    def test_tkt_05_an_inquiry_is_closed_with_its_answer(self, under, pack, form):
        desk = under(pack)
        id_ = ticket(desk, "--type", "inquiry", "--question", "When do you open?", "--form", form)
        closing = ("ticket", "close", id_, "--satisfaction", "satisfied")
        assert "answer" in refused_by(desk, pack, closing)
        made = desk.json("ticket", "answer", id_, "--answer", "at 8:30", as_="wang.wei")["made"]
        assert status(desk, id_) == "answered"
        for callback in made:
            desk.ok("callback", "done", callback, "--result", "heard")
        desk.ok(*closing)
        shown = desk.json("show", id_)
        assert (shown["status"], shown["answered_by"]) == ("closed", "wang.wei")

    @pytest.mark.parametrize("pack", INQUIRIES)
    def test_tkt_05_the_answer_before_a_reopening_counts_no_longer(self, under, pack):
        desk = under(pack)
        id_ = ticket(desk, "--type", "inquiry")
        made = desk.json("ticket", "answer", id_, "--answer", "at 8:30", as_="wang.wei")["made"]
        for callback in made:
            desk.ok("callback", "done", callback, "--result", "heard")
        desk.ok("ticket", "reopen", id_, "--reason", "that was wrong")
        assert not {"answer", "answered_by"} & desk.json("show", id_).keys()
        closing = ("ticket", "close", id_, "--satisfaction", "satisfied")
        assert "answer" in refused(desk, "TKT-05", *closing)
        for callback in desk.json("ticket", "answer", id_, "--answer", "at 8")["made"]:
            desk.ok("callback", "done", callback, "--result", "heard")
        desk.ok(*closing)
        shown = desk.json("show", id_)
        assert (shown["answer"], shown["answered_by"]) == ("at 8", "li.na")

    def test_tkt_05_an_answer_given_while_closing_keeps_who_gave_it(self, under):
        desk = under("FRA")
        id_ = ticket(desk, "--type", "inquiry")
        desk.ok("ticket", "close", id_, "--answer", "at 8:30")
        assert desk.json("show", id_)["answered_by"] == "li.na"


def refused_by(desk, pack, words):
    """Close an unanswered inquiry; a property centre asks for its callback before the answer."""
    if pack == "PSC":
        id_ = words[2]
        call = desk.new("callback", "--title", "x", "--about", id_)
        desk.ok("callback", "done", call, "--result", "ok")
    return refused(desk, "TKT-05", *words)


class TestAppointments:
    AT = "2026-03-10T14:00:00+08:00"

    def test_tkt_13_an_appointment_not_begun_is_overdue_a_minute_later(self, under):
        desk = under("HOT")
        id_ = ticket(desk, "--appointment-at", "2026-03-10 14:00")
        (item,) = desk.json("due", "--at", self.AT, now=self.AT)
        assert item["state"] == "due"
        (item,) = desk.json("due", "--at", "2026-03-10T14:01", now=self.AT)
        told = (item["id"], item["what"], item["rule"], item["state"], item["late_s"])
        assert told == (id_, "appointment", "TKT-13", "overdue", 60)
        late = "2026-03-10T14:01:00+08:00"
        assert f"{id_}  按约服务" in desk.ok("due", lang="zh", now=late)
        desk.ok("ticket", "receive", id_, now=late)
        assert desk.json("due", now=late) == []

    def test_tkt_13_an_appointment_is_moved_with_a_reason_and_never_dropped(self, under):
        desk = under("HOT")
        id_ = ticket(desk, "--appointment-at", "2026-03-10 14:00")
        for other in ("", "2026-03-11 14:00"):
            said = refused(desk, "TKT-13", "ticket", "set", id_, "--appointment-at", other)
            assert f"cs ticket schedule {id_}" in said
        why, move = ("--reason", "asked for"), ("ticket", "schedule", id_, "--appointment-at")
        assert "--reason" in refused(desk, "TKT-13", *move, "2026-03-11 14:00")
        assert "预约改期须说明原因" in desk.run(*move, "2026-03-11 14:00", lang="zh").err
        refused(desk, "TKT-13", *move, "2026-03-01 14:00", *why)
        desk.ok(*move, "2026-03-11 14:00", *why)
        shown = desk.json("show", id_)
        assert (shown["appointment_at"][:16], shown["log"][-1]["reason"]) == (
            "2026-03-11T14:00", "asked for"
        )  # fmt: skip

    def test_tkt_13_the_first_appointment_needs_none(self, under):
        desk = under("HOT")
        desk.ok("ticket", "schedule", ticket(desk), "--appointment-at", "2026-03-10 14:00")

    def test_tkt_13_a_chase_raises_the_priority_and_is_a_breach(self, under):
        desk = under("HOT")
        other = ticket(desk, "--appointment-at", "2026-03-02 10:30")
        id_ = ticket(desk, "--appointment-at", "2026-03-10 14:00")
        desk.ok("ticket", "chase", id_)
        shown = desk.json("show", id_)
        assert (shown["chased"], shown["priority"]) == (1, "high")
        later = "2026-03-02T11:00:00+08:00"
        due = desk.json("due", now=later)
        assert [(item["id"], item["what"], item["urgent"]) for item in due] == [
            (id_, "chased-customer", True), (other, "appointment", False)
        ]  # fmt: skip
        desk.ok("ticket", "reply", id_, now=later)
        found = desk.json("audit", now=later)
        breaches = [f for f in found["findings"] if f["id"] == id_]
        assert [(f["what"], f["rule"]) for f in breaches] == [("chased-customer", "TKT-13")]

    def test_tkt_13_a_desk_that_lets_customers_wait_ten_minutes(self, under):
        desk = under("HOT")
        desk.write("policy/ours.yaml", "deadlines: {appointment: {limit: 10 minutes}}\n")
        ticket(desk, "--appointment-at", "2026-03-10 14:00")
        for minute, state in ((10, "due"), (11, "overdue")):
            (item,) = desk.json("due", now=f"2026-03-10T14:{minute}:00+08:00")
            assert item["state"] == state
