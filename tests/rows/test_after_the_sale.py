"""Callbacks of a furniture store, a bamboo maker and anybody who telephones: when, with what."""

import pytest
from given import at, diagnosed, noticed, refused

SURVEY = (
    "--shop-environment", "bright", "--purchase-process", "quick", "--staff-service", "kind",
    "--product-installation", "fine", "--delivery", "in time",
)  # fmt: skip
DONE = ("--result", "all well", "--satisfaction", "satisfied")
HARD = (
    "--type", "complaint", "--class", "hard", "--title", "Chair", "--product", "chair",
    "--defect", "loose leg", "--order-number", "A17", "--happened-at", "2026-03-01",
    "--place", "home", "--course", "the leg came off", "--involved", "workshop",
)  # fmt: skip


WINDOWS = ("ORD-02", "ORD-11", "ORD-13")


def owed(desk, id_: str) -> dict[str, str | None]:
    """Give what a record owes and when; until when it may be cancelled is owed by nobody."""
    listed = desk.json("due", "--all", now=at("16:00"))
    mine = [item for item in listed if item["id"] == id_]
    return {item["what"]: item["due_at"] for item in mine if item["rule"] not in WINDOWS}


REFUNDED = """\
---
id: T-260302-C4NCE1
kind: ticket
type: cancellation
title: Sofa no longer wanted
request_reason: moves abroad
order: {order}
about: [{order}]
filed_at: 2026-03-02T09:40:00+08:00
status: resolved
opened_at: 2026-03-02T09:00:00+08:00
log:
  - {{at: 2026-03-02T09:00:00+08:00, by: li.na, do: open}}
  - {{at: 2026-03-02T09:50:00+08:00, by: li.na, do: resolve}}
---
"""


def refund(desk, order: str) -> None:
    """Put on the desk what an order is cancelled by (ORD-06)."""
    desk.write("ticket/2026/03/02/T-260302-C4NCE1.md", REFUNDED.format(order=order))


def late(desk, now: str) -> list[str]:
    """Give what is overdue then."""
    return [i["what"] for i in desk.json("due", now=at(now)) if i["state"] == "overdue"]


class TestStore:
    """FUR: CBK-23 to CBK-28."""

    @pytest.fixture
    def desk(self, under):
        return under("FUR")

    def test_cbk_23_a_sale_is_called_about_within_24_hours_with_the_whole_survey(self, desk):
        sold = desk.new("order", "--title", "sofa", now=at("15:00"))
        assert owed(desk, sold) == {"sale-call": "2026-03-03T15:00:00+08:00"}
        (call,) = desk.json("callback", "list", "--type", "sale")
        assert (call["about"], call["title"]) == ([sold], "Sale callback: sofa")
        done = ("callback", "done", call["id"], *DONE)
        assert "--delivery" in refused(desk, "CBK-23", *done)
        assert "满意度调查表" in desk.run(*done, lang="zh").err
        desk.ok(*done, *SURVEY, now=at("15:30"))
        assert owed(desk, sold) == {}
        printed = desk.ok("callback", "print", call["id"], "--form", "satisfaction-survey")
        assert "bright" in printed

    def test_cbk_23_late_by_the_clock_of_the_sale(self, desk):
        desk.new("order", "--title", "sofa", "--ordered-at", "2026-03-01 15:00")
        assert late(desk, "15:01") == ["sale-call"]
        assert "售后24小时回访" in desk.ok("due", now=at("15:01"), lang="zh")

    def test_cbk_23_what_was_cancelled_is_not_called_about(self, desk):
        sold = desk.new("order", "--title", "sofa")
        refund(desk, sold)
        desk.ok("order", "cancel", sold)
        assert owed(desk, sold) == {}

    def test_cbk_23_cbk_25_due_names_the_adviser_whose_call_it_is(self, desk):
        customer = desk.new("customer", "--name", "周小燕", "--adviser", "wang.wei")
        words = ("--title", "sofa", "--customer", customer, "--signed-at", "2026-03-02")
        id_ = desk.new("order", *words)
        assert desk.json("show", id_)["adviser"] == "wang.wei"
        desk.ok("order", "send-letter", id_)
        owners = {i["what"]: i["owner"] for i in desk.json("due", "--all") if i["id"] == id_}
        assert (owners["sale-call"], owners["letter-call"]) == ("wang.wei", "wang.wei")
        assert {c["owner"] for c in desk.json("callback", "list")} == {"wang.wei"}
        other = desk.new("order", *words, "--adviser", "wu.gang")
        assert desk.json("show", other)["adviser"] == "wu.gang"

    def test_cbk_25_an_adviser_found_later_has_the_letter_s_call(self, desk):
        customer = desk.new("customer", "--name", "周小燕")
        id_ = desk.new("order", "--title", "sofa", "--customer", customer)
        desk.ok("customer", "set", customer, "--adviser", "wang.wei")
        desk.ok("order", "send-letter", id_)
        (item,) = [i for i in desk.json("due", "--all") if i["what"] == "letter-call"]
        (call,) = desk.json("callback", "list", "--type", "letter")
        assert (item["owner"], call["owner"]) == ("wang.wei", "wang.wei")

    @pytest.mark.parametrize("type_", ["sale", "letter"])
    def test_cbk_23_cbk_25_a_planned_call_is_owed_by_itself_or_through_its_order(self, desk, type_):
        new = ("callback", "--type", type_, "--title", "x")
        alone = desk.new(*new)
        assert owed(desk, alone) == {"call-customer": None}
        row = {"sale": "CBK-23", "letter": "CBK-25"}[type_]
        ticket = desk.new("ticket", "--title", "other")
        refused(desk, row, "callback", "new", *new[1:], "--about", ticket)
        timed = desk.new(*new, "--about", ticket, "--due-at", "2026-03-05 10:00")
        assert owed(desk, timed) == {"call": "2026-03-05T10:00:00+08:00"}

    def test_cbk_23_when_it_was_sold_cannot_be_taken_away(self, desk):
        sold = desk.new("order", "--title", "sofa")
        assert desk.run("order", "set", sold, "--ordered-at", "").code == 2
        assert "sale-call" in owed(desk, sold)

    def test_cbk_23_cbk_26_a_cancelled_order_takes_its_planned_calls_along(self, desk):
        sold = desk.new("order", "--title", "sofa")
        desk.ok("order", "deliver", sold)
        (made,) = desk.json("callback", "list", "--type", "sale")
        (planned,) = desk.json("callback", "list", "--type", "delivery")
        desk.ok("callback", "done", made["id"], *DONE, *SURVEY)
        refund(desk, sold)
        assert planned["id"] in desk.ok("order", "cancel", sold)
        assert desk.json("callback", "show", made["id"])["status"] == "done"
        assert desk.json("callback", "show", planned["id"])["status"] == "void"
        assert desk.json("due", "--all", "--kind", "callback") == []

    def test_cbk_24_a_letter_of_thanks_within_seven_days_of_signing(self, desk):
        id_ = desk.new("order", "--title", "sofa")
        desk.ok("order", "sign", id_)
        assert owed(desk, id_)["thank-you-letter"] == "2026-03-10T00:00:00+08:00"
        assert "答谢信" in desk.ok("order", "print", id_, "--form", "thank-you-letter")
        desk.ok("order", "send-letter", id_, now=at("03-05T10:00"))
        assert "thank-you-letter" not in late(desk, "03-20T10:00")

    def test_cbk_24_another_figure_of_the_desk(self, desk):
        desk.write("policy/soon.yaml", "deadlines: {thank-you-letter: {limit: 3 calendar days}}\n")
        id_ = desk.new("order", "--title", "sofa", "--signed-at", "2026-03-02")
        assert owed(desk, id_)["thank-you-letter"] == "2026-03-06T00:00:00+08:00"

    def test_cbk_25_again_on_the_seventh_day_after_the_letter_was_really_sent(self, desk):
        id_ = desk.new("order", "--title", "sofa", "--signed-at", "2026-03-02")
        desk.ok("order", "send-letter", id_, now=at("03-05T10:00"))
        listed = desk.json("due", "--all", now=at("03-05T11:00"))
        (item,) = [i for i in listed if i["what"] == "letter-call"]
        assert item["due_at"] == "2026-03-13T00:00:00+08:00", "the whole of the 12th"
        (call,) = desk.json("callback", "list", "--type", "letter")
        desk.ok("callback", "done", call["id"], *DONE, now=at("03-12T09:00"))
        assert "letter-call" not in late(desk, "03-20T10:00")

    def test_cbk_25_the_letter_may_be_registered_later_and_is_sent_once(self, desk):
        """Sent on 5 March, registered on the 9th: the call is due on the 12th."""
        id_ = desk.new("order", "--title", "sofa", "--signed-at", "2026-03-02")
        send, now = ("order", "send-letter", id_), at("03-09T10:00")
        for day in ("2026-03-10", "2026-03-09 10:01"):
            ahead = refused(desk, "CBK-25", *send, "--letter-sent-at", day, now=now)
            assert "--letter-sent-at" in ahead
        desk.ok(*send, "--letter-sent-at", "2026-03-05", now=now)
        (item,) = [i for i in desk.json("due", "--all", now=now) if i["what"] == "letter-call"]
        assert item["due_at"] == "2026-03-13T00:00:00+08:00"
        for more in ((), ("--letter-sent-at", "2026-03-08")):
            refused(desk, "CBK-25", *send, *more, now=now)
        (call,) = desk.json("callback", "list", "--type", "letter")
        desk.ok("callback", "done", call["id"], *DONE, now=at("03-12T09:00"))
        assert "答谢信已寄出" in desk.run(*send, now=at("03-13T09:00"), lang="zh").err
        assert desk.json("show", id_)["letter_sent_at"] == "2026-03-05"

    def test_cbk_24_the_letter_names_the_adviser(self, desk):
        customer = desk.new("customer", "--name", "周小燕", "--adviser", "wang.wei")
        id_ = desk.new("order", "--title", "sofa", "--customer", customer)
        assert "家居顾问 王伟 将" in desk.ok("order", "print", id_, "--form", "thank-you-letter")

    @pytest.mark.parametrize("adviser", ["customer", "order"])
    def test_cbk_26_the_home_adviser_calls_about_the_delivery(self, desk, adviser):
        whose = ("--adviser", "wang.wei")
        told = {"customer": (whose, ()), "order": ((), whose)}[adviser]
        customer = desk.new("customer", "--name", "周小燕", *told[0])
        id_ = desk.new("order", "--title", "sofa", "--customer", customer, *told[1])
        desk.ok("order", "deliver", id_)
        (call,) = desk.json("callback", "list", "--type", "delivery")
        assert (call["owner"], call["customer"]) == ("wang.wei", customer)
        assert owed(desk, call["id"]) == {"call-delivery": None}

    def test_cbk_27_a_repaired_product_is_back_and_the_form_comes_with_the_call(self, desk):
        repair = noticed(desk, desk.new("ticket", "--type", "repair", "--title", "drawer"))
        diagnosed(desk, repair)
        desk.ok("ticket", "record-repair", repair, "--work-done", "runner changed")
        date = ("--purpose", "return", "--appointment-at", "15:00", "--customer-agreed", "yes")
        desk.run("ticket", "schedule", repair, *date)
        desk.ok("ticket", "give-back", repair, now=at("15:00"))
        (call,) = desk.json("callback", "list", "--type", "repaired-return")
        assert owed(desk, call["id"]) == {"call-repaired": "2026-03-03T15:00:00+08:00"}
        done = ("callback", "done", call["id"], *DONE)
        assert "--feedback-form" in refused(desk, "CBK-27", *done)
        desk.ok(*done, "--feedback-form", "F-12")

    def test_cbk_28_called_an_hour_late_after_a_complaint(self, desk):
        id_ = desk.new("ticket", *HARD, now=at("09:00"))
        desk.ok("ticket", "resolve", id_, now=at("10:00"))
        (call,) = desk.json("callback", "list", "--type", "complaint")
        assert "call-complaint" in late(desk, "03-03T10:01")
        desk.ok("callback", "done", call["id"], *DONE, now=at("03-03T11:00"))
        found = desk.json("audit")["findings"]
        (one,) = [one for one in found if one["what"] == "call-complaint"]
        assert (one["state"], one["late_s"]) == ("late", 3600)
        assert "1h late" in desk.ok("audit")


class TestBamboo:
    """BAM: CBK-29."""

    def test_cbk_29_after_an_installation_the_customer_is_called(self, under):
        desk = under("BAM")
        customer = desk.new("customer", "--name", "周小燕")
        id_ = desk.new("order", "--title", "bamboo bed", "--customer", customer)
        desk.ok("order", "install", id_)
        (call,) = desk.json("callback", "list")
        assert (call["type"], call["customer"]) == ("installed", customer)
        assert owed(desk, call["id"]) == {"call-installed": None}
        desk.write("policy/soon.yaml", "deadlines: {call-installed: {limit: 2 calendar days}}\n")
        assert late(desk, "03-05T00:01") == ["call-installed"]

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_cbk_29_the_words_of_the_call(self, under, lang):
        said = under("BAM").ok("phrase", "show", "bamboo-callback", lang=lang)
        wanted = {
            "en": ("My name is", "to hear how you find", "comfortable", "problem", "Goodbye"),
            "zh": ("我是", "回访", "舒适", "问题", "再见"),
        }
        for words in wanted[lang]:
            assert words in said


class TestTelephone:
    """PHO: CBK-33."""

    @pytest.fixture
    def desk(self, under):
        return under("PHO")

    def test_cbk_33_our_own_call_broke_off_and_is_dialled_again_at_once(self, desk):
        id_ = desk.new("ticket", "--title", "Invoice")
        said = desk.ok("ticket", "drop", id_, "--direction", "outbound")
        assert "redial" in said
        (item,) = desk.json("due", now=at("10:00:01"))
        assert (item["what"], item["title"]) == ("redial", "Redial: Invoice")
        assert (item["state"], item["rule"], item["owner"]) == ("overdue", "CBK-33", "li.na")
        (call,) = desk.json("callback", "list")
        desk.ok("callback", "done", call["id"], "--result", "told")
        assert late(desk, "12:00") == []

    def test_cbk_33_theirs_is_not(self, desk):
        id_ = desk.new("ticket", "--title", "Invoice")
        desk.ok("工单", "通话中断", id_, "--主叫方", "对方打入", lang="zh")
        assert desk.json("callback", "list") == []
        assert "--direction" in desk.run("ticket", "drop", id_).err

    def test_cbk_33_a_callback_that_broke_off_is_ours(self, desk):
        id_ = desk.new("callback", "--title", "Invoice")
        desk.ok("callback", "drop", id_)
        (call,) = desk.json("callback", "list", "--type", "redial")
        assert call["about"] == [id_]

    def test_cbk_33_a_redial_that_breaks_off_is_dialled_again_not_twice(self, desk):
        id_ = desk.new("ticket", "--title", "Invoice")
        desk.ok("ticket", "drop", id_, "--direction", "outbound")
        (first,) = desk.json("callback", "list")
        desk.ok("callback", "drop", first["id"], now=at("10:10"))
        (second,) = desk.json("callback", "list", "--status", "planned")
        assert (second["title"], second["about"][0]) == ("Redial: Invoice", id_)
        assert desk.json("show", first["id"])["status"] == "broken-off"
        (item,) = desk.json("due", now=at("10:11"))
        assert (item["id"], item["due_at"]) == (second["id"], at("10:10"))
        desk.ok("callback", "drop", second["id"], now=at("10:20"))
        third = desk.json("callback", "list", "--status", "planned")
        assert [one["title"] for one in third] == ["Redial: Invoice"]
        assert "再次中断" in desk.ok("show", first["id"], lang="zh")

    def test_cbk_33_the_desk_gives_five_minutes(self, desk):
        desk.write("policy/redial.yaml", "deadlines: {redial: {limit: 5 minutes}}\n")
        id_ = desk.new("ticket", "--title", "Invoice")
        desk.ok("ticket", "drop", id_, "--direction", "outbound")
        assert late(desk, "10:05") == []
        assert late(desk, "10:06") == ["redial"]
