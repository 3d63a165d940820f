"""Orders and goods of a web shop, a trading company, a terminal seller and a supermarket."""

import pytest
from given import at, clocks, refused


class TestWebShop:
    """TAO: ORD-29, ORD-34."""

    @pytest.fixture
    def desk(self, under):
        return under("TAO")

    def test_ord_29_a_shipment_that_stands_still_is_listed_by_the_desk_s_limit(self, desk):
        id_ = desk.new("order", "--title", "tea set")
        assert "--carrier-no" in desk.run("order", "ship", id_).err
        desk.ok("order", "ship", id_, "--carrier-no", "YT-3")
        (unset,) = desk.json("due", "--all", "--kind", "order")
        assert (unset["what"], unset["state"]) == ("shipment-stalled", "no-limit")
        desk.write("policy/days.yaml", "deadlines: {shipment-stalled: {limit: 3 days}}\n")
        refused(desk, "ORD-29", "order", "track", id_, "--news", "x", "--last-event-at",
                "2026-03-03 10:00")  # fmt: skip
        moved = ("--news", "left Hefei", "--last-event-at", "2026-03-03 08:00")
        desk.ok("order", "track", id_, *moved, "--buyer-told", "yes", now=at("03-03T09:00"))
        still = desk.run("order", "track", id_, now=at("03-05T09:00"))
        assert (still.code, "--news" in still.err) == (2, True)
        late = {now: desk.json("due", now=at(now)) for now in ("03-06T08:00", "03-06T08:01")}
        states = {now: [i["state"] for i in rows if i["id"] == id_] for now, rows in late.items()}
        assert states == {"03-06T08:00": ["due"], "03-06T08:01": ["overdue"]}
        desk.ok("order", "deliver", id_, now=at("03-06T09:00"))
        assert desk.json("due", "--all", now=at("03-06T09:00")) == []

    def test_ord_34_an_order_lists_its_chats_and_a_customer_the_records_of_quality(self, desk):
        customer = desk.new("customer", "--name", "周小燕")
        id_ = desk.new("order", "--title", "tea set", "--customer", customer)
        chat = desk.new("ticket", "--title", "when?", "--channel", "chat", "--about", id_)
        made = [
            desk.new("quality-record", "--issue", issue, "--about", id_)
            for issue in ("a cup is chipped", "the lid does not fit")
        ]
        assert set(desk.json("order", "show", id_)["linked"]) == {chat, *made}
        listed = desk.json("quality-record", "list", "--customer", customer)
        assert [one["id"] for one in listed] == sorted(made)
        assert "质量跟踪记录" in desk.ok("quality-record", "show", made[0], lang="zh")
        assert desk.run("quality-record", "new", "--issue", "x").code == 2
        assert desk.run("quality-record", "new", "--issue", "x", "--about", chat).code == 2


def test_ord_30_a_reminder_is_counted_and_accounts_are_reconciled_as_the_desk_sets(under):
    desk = under("RSM")
    id_ = desk.new("order", "--title", "40 pumps", "--amount", "12,000 USD")
    steps = (
        ("give-plan", "--plan", "20 a week"), ("ship",), ("remind",),
        ("invoice", "--invoice-no", "F-8"), ("reconcile",), ("pay", "--payment", "2000 USD"),
        ("remind", "--answer", "on Friday"),
    )  # fmt: skip
    for verb, *words in steps:
        desk.ok("order", verb, id_, *words)
    shown = desk.json("order", "show", id_)
    assert (shown["reminded"], shown["reminders"][1]["answer"]) == (2, "on Friday")
    assert shown["plan_given_at"] and shown["invoiced_at"] and shown["reconciled_at"]
    (row,) = desk.json("report", "receivables")["rows"]
    assert (row["reminded"], row["paid"], row["amount"]) == (2, "2000.00 USD", "12000.00 USD")
    (unset,) = [d for d in desk.json("due", "--all") if d["what"] == "reconciliation"]
    assert unset["state"] == "no-limit"
    desk.write("policy/r.yaml", "duties: {reconciliation: {rrule: FREQ=MONTHLY;BYMONTHDAY=20}}\n")
    owed = [d for d in desk.json("due", "--all") if d["what"] == "reconciliation"]
    assert (owed[0]["rule"], owed[0]["due_at"][:10]) == ("ORD-30", "2026-03-21")


class TestTerminals:
    """TRM: ORD-32, ORD-33."""

    @pytest.fixture
    def desk(self, under):
        return under("TRM")

    def test_ord_32_researched_planned_confirmed_and_only_then_signed(self, desk):
        id_ = desk.new("order", "--type", "custom", "--title", "80 scanners")
        assert desk.json("show", id_)["status"] == "lead"
        plan = ("order", "plan", id_, "--plan", "two sites, 4G")
        assert "cs order research" in refused(desk, "ORD-32", *plan)
        confirm = ("order", "confirm", id_, "--confirmed-by", "Mr Qian")
        refused(desk, "ORD-32", *confirm)
        desk.ok("order", "set", id_, "--plan", "made up")
        assert "cs order plan" in refused(desk, "ORD-32", *confirm)
        desk.ok("order", "research", id_, "--demand", "scan on ladders", "--analysis", "rugged",
                "--missing-services", "SIM pool")  # fmt: skip
        assert "SIM pool" in refused(desk, "ORD-32", *plan)
        desk.ok("order", "negotiate", id_, "--partner-terms", "carrier gives 80 SIMs")
        desk.ok(*plan)
        sign = ("order", "sign", id_)
        assert "cs order confirm" in refused(desk, "ORD-32", *sign)
        desk.ok(*confirm)
        refused(desk, "ORD-32", "order", "set", id_, "--plan", "one site")
        desk.ok("order", "plan", id_, "--plan", "one site")
        assert "方案须先经用户确认" in desk.run(*sign, lang="zh").err
        desk.ok(*confirm)
        desk.ok(*sign)

    def test_ord_33_what_has_not_passed_its_test_is_not_delivered(self, desk):
        id_ = desk.new("order", "--type", "custom", "--title", "80 scanners")
        deliver = ("order", "deliver", id_)
        refused(desk, "ORD-32", *deliver)
        for verb, *words in (("research", "--demand", "x", "--analysis", "y"),
                             ("plan", "--plan", "z"), ("confirm", "--confirmed-by", "Mr Qian"),
                             ("sign",)):  # fmt: skip
            desk.ok("order", verb, id_, *words)
        for words in ((), ("--passed", "no", "--test-result", "screen dark")):
            if words:
                desk.ok("order", "test", id_, *words)
            assert "cs order test" in refused(desk, "ORD-33", *deliver)
        desk.ok("order", "place", id_)
        passed = ("order", "test", id_, "--passed", "yes", "--test-result", "all well")
        desk.ok(*passed)
        desk.ok("order", "adjust", id_, "-m", "new screen")
        refused(desk, "ORD-33", *deliver)
        refused(desk, "ORD-33", "order", "complete", id_)
        desk.ok(*passed)
        desk.ok(*deliver)


class TestSupermarket:
    """SUP: ORD-17, ORD-18, ORD-31."""

    @pytest.fixture
    def desk(self, under):
        return under("SUP")

    def test_ord_17_no_days_are_counted_unless_the_desk_sets_some(self, desk):
        new = ("--type", "return", "--title", "kettle", "--ordered-at", "2026-01-05 10:00")
        id_ = desk.new("ticket", *new)
        approve = ("ticket", "approve", id_, "--department", "Household")
        assert "--decision-reason" in refused(desk, "ORD-17", *approve)
        refused(desk, "ORD-17", "ticket", "close", id_)
        desk.ok(*approve, "--decision-reason", "leaks, customer first")
        other = desk.new("ticket", *new)
        refused(desk, "ORD-17", "ticket", "reject", other)
        desk.ok("ticket", "reject", other, "--decision-reason", "used for months")
        desk.write("policy/days.yaml", DAYS)
        refused(desk, "ORD-17", "ticket", "new", *new)

    def test_ord_18_departments_collect_returned_goods_before_the_day_is_closed(self, desk):
        ids = [desk.new("ticket", "--type", t, "--title", t) for t in ("return", "exchange")]
        for id_, department in zip(ids, ("Food", "Toys"), strict=True):
            refused(desk, "ORD-18", "ticket", "collect", id_, "--department", "x",
                    "--collected-by", "y")  # fmt: skip
            desk.ok("ticket", "approve", id_, "--decision-reason", "x", "--department", department)
        refused(desk, "ORD-18", "ticket", "reject", ids[0], "--decision-reason", "after all")
        desk.ok("ticket", "close", ids[1])
        closing = desk.new("checklist", "--type", "closing")
        said = refused(desk, "ORD-18", "checklist", "complete", closing)
        assert all(id_ in said for id_ in ids)
        rows = desk.json("report", "goods-to-collect")["rows"]
        assert sorted(row["department"] for row in rows) == ["Food", "Toys"]
        assert "--collected-by" in refused(desk, "ORD-18", "ticket", "collect", ids[0])
        for id_ in ids:
            desk.ok("ticket", "collect", id_, "--collected-by", "Xu")
        desk.ok("checklist", "complete", closing)
        owed = {d["due_at"]: d["rule"] for d in desk.json("due", "--within", "12h")}
        assert owed["2026-03-02T21:00:00+08:00"] == "ORD-18"

    @pytest.mark.parametrize(
        ("events", "verdict"),
        [("", "open"), ("23:59 collect", "met"), ("03-03T00:01 collect", "late")],
    )
    def test_ord_18_collected_on_the_same_day(self, events, verdict):
        text = RETURN.format(events=events)
        assert clocks(text, "SUP")["collect-returned-goods"].verdict == verdict

    def test_ord_31_bulk_business_goes_to_sales_and_wrapping_needs_nothing_more(self, desk):
        for subtype, wanted in (
            ("group-purchase", "sales"),
            ("大宗业务", "sales"),
            ("other", None),
        ):
            id_ = desk.new("ticket", "--type", "inquiry", "--title", "x", "--subtype", subtype)
            assert desk.json("show", id_).get("desk") == wanted
        id_ = desk.new("ticket", "--type", "service", "--title", "x", "--service", "礼品包装")
        desk.ok("ticket", "resolve", id_)
        desk.ok("ticket", "close", id_)


DAYS = """\
deadlines:
  days-of-the-shop:
    ref: ORD-17
    label: {en: days of the shop, zh: 本店退换期}
    on: {kind: ticket, type: return}
    start: field:ordered_at
    limit: 30 calendar days
    lapses: true
guards:
  within-the-days:
    ref: ORD-17
    says: {en: too late, zh: 已过期限}
    on: {kind: ticket, type: [return, exchange], do: open}
    rule: in-time
    with: {window: days-of-the-shop, from: ordered_at, at: requested_at}
"""
RETURN = """
    kind: ticket
    type: return
    department: Food
    status: approved
    log:
      10:00 open
      10:10 approve
      {events}
"""


def test_ord_35_what_cannot_be_answered_goes_to_a_superior_before_it_waits(under):
    desk = under("FUR")
    id_ = desk.new("ticket", "--type", "inquiry", "--title", "lacquer", "--question", "which?")
    wait = ("ticket", "wait", id_, "--reason", "ask the works", "--recheck-at", "2026-03-03 10:00")
    assert "cs ticket escalate" in refused(desk, "ORD-35", *wait)
    escalate = ("ticket", "escalate", id_, "--reason", "I do not know")
    refused(desk, "ORD-35", *escalate, "--superior", "wang.wei")
    refused(desk, "ORD-35", "ticket", "set", id_, "--reported-to", "li.na")
    desk.ok(*escalate)
    assert "请示上级" in desk.run(*wait, lang="zh").err
    desk.ok(*escalate, "--superior", "chen.jing")
    desk.ok(*wait)
    desk.ok("ticket", "answer", id_, "--answer", "oil based; mended on Friday")
