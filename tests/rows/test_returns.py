"""Returns and exchanges of a furniture store: what may come back, until when, who signs."""

import pytest
from given import at, refused

STORE = """\
- {id: li.na, name: 李娜, roles: [front-desk], reports_to: he.fang}
- {id: he.fang, name: 何芳, roles: [store-manager], reports_to: yu.bo}
- {id: yu.bo, name: 于波, roles: [self-operated-head], reports_to: guo.jun}
- {id: guo.jun, name: 郭军, roles: [general-manager]}
- {id: ma.lin, name: 马琳, roles: [finance], reports_to: guo.jun}
"""
PAPERS = ("--receipt", "R-31", "--pickup-slip", "P-8", "--goods-receipt", "G-5")
WHOLE = ("--goods-intact", "yes", "--vouchers", "yes")
MINDED = ("--request-reason", "too dark for the room", "--quality", "no")
FAULTY = ("--request-reason", "the drawer jams", "--quality", "yes")


@pytest.fixture
def desk(under):
    """The desk of a store on 9 March."""
    return under("FUR", people=STORE, now=at("03-09T20:30"))


@pytest.fixture
def sold(desk):
    """Register an order of 2 March, delivered that day where nothing else is said."""

    def sold(*words, delivered=True):
        new = ("order", "--title", "drawer", "--amount", "940", "--ordered-at", "2026-03-02 11:00")
        id_ = desk.new(*new, *words)
        if delivered:
            desk.ok("order", "deliver", id_, "--delivered-at", "2026-03-02")
        return id_

    return sold


def bring(desk, order, *words, type_="return", **options):
    """Register the request to return what was bought and give its id."""
    new = ("ticket", "--type", type_, "--title", "x", "--order", order, *PAPERS)
    return desk.new(*new, *words, **options)


def filled(desk, id_, *words):
    """Let the store manager fill in the form."""
    desk.ok("ticket", "draft", id_, *words, as_="he.fang")
    return id_


def test_ord_07_quality_is_inspected_before_anything_is_taken_back(desk, sold):
    id_ = bring(desk, sold(), *FAULTY)
    draft = ("ticket", "draft", id_)
    assert "propose-inspection" in refused(desk, "ORD-07", *draft, as_="he.fang")
    assert "上门检查" in desk.run("ticket", "insist", id_, lang="zh").err
    ago = ("--appointment-at", "2026-03-09 08:00")
    refused(desk, "ORD-07", "ticket", "propose-inspection", id_, *ago)
    desk.ok("ticket", "propose-inspection", id_, "--appointment-at", "2026-03-10 09:00")
    (owed,) = [i for i in desk.json("due", "--all") if i["id"] == id_]
    assert (owed["what"], owed["due_at"]) == ("appointment", "2026-03-10T09:00:00+08:00")
    refused(desk, "ORD-09", *draft, as_="he.fang")
    desk.ok("ticket", "insist", id_)
    desk.ok(*draft, as_="he.fang")
    missing = ("ticket", "new", "--type", "exchange", "--title", "x", "--order-number", "A-1")
    assert "--request-reason" in desk.run(*missing).err


def test_ord_07_quality_said_afterwards_is_no_way_round_it(desk, sold):
    id_ = filled(desk, bring(desk, sold(), *MINDED), *WHOLE)
    desk.ok("ticket", "set", id_, "--quality", "yes")
    refused(desk, "ORD-07", "ticket", "customer-sign", id_)


def test_ord_08_the_cause_decides_who_pays_for_the_repair(desk, sold):
    id_ = bring(desk, sold("--goods", "regular"), *FAULTY, "--product", "drawer")
    order = ("ticket", "order-repair", id_)
    assert "--cause" in refused(desk, "ORD-08", *order)
    desk.ok(*order, "--cause", "user", "--symptom", "overloaded")
    (repair,) = desk.json("ticket", "list", "--type", "repair")
    made = [repair[name] for name in ("fee_basis", "cause", "about", "symptom", "goods")]
    assert made == ["standard", "user", [id_], "overloaded", ["regular"]]
    refused(desk, "ORD-08", "ticket", "set", repair["id"], "--fee-basis", "free")
    refused(desk, "ORD-08", *order)
    alone = ("ticket", "new", "--type", "repair", "--title", "x", "--fee-basis", "free")
    refused(desk, "ORD-08", *alone, "--about", id_)


def test_ord_08_the_product_s_fault_is_apologised_for(desk, sold):
    id_ = bring(desk, sold(), *FAULTY, "--cause", "product", type_="exchange")
    order = ("ticket", "order-repair", id_)
    assert "--apology-for-fault" in refused(desk, "ORD-08", *order)
    refused(desk, "ORD-08", "ticket", "reject", id_, "--decision-reason", "x")
    desk.ok("ticket", "set", id_, "--apology-for-fault", "yes")
    desk.ok(*order)
    (repair,) = desk.json("ticket", "list", "--type", "repair")
    assert "fee_basis" not in repair


@pytest.mark.parametrize("goods", ["clearance", "special-sale"])
@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_09_a_fault_is_taken_back_unless_it_was_a_sale(desk, sold, type_, goods):
    id_ = bring(
        desk, sold("--goods", goods, "--goods", "regular", delivered=False), *FAULTY, type_=type_
    )
    desk.ok("ticket", "propose-inspection", id_)
    desk.ok("ticket", "insist", id_)
    refused(desk, "ORD-09", "ticket", "draft", id_, as_="he.fang")
    refused(desk, "ORD-09", "ticket", "set", id_, "--goods", "custom")
    desk.ok("ticket", "set", id_, "--goods", "regular")
    filled(desk, id_)


def test_ord_10_made_to_measure_is_paid_in_full_before_production(desk, sold):
    id_ = sold("--goods", "custom", delivered=False)
    start = ("order", "start-production", id_)
    assert "940.00 CNY" in refused(desk, "ORD-10", *start)
    desk.ok("order", "pay", id_, "--payment", "752", "--receipt", "R-1")
    assert "188.00 CNY of 940.00 CNY" in refused(desk, "ORD-10", *start)
    assert "尚欠188.00元" in desk.run(*start, lang="zh").err
    refused(desk, "ORD-10", "order", "deliver", id_)
    desk.ok("order", "pay", id_, "--payment", "187.99")
    refused(desk, "ORD-10", *start)
    desk.ok("order", "pay", id_, "--payment", "0.01")
    desk.ok(*start)
    assert desk.json("show", id_)["paid"] == "940.00 CNY"


@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_10_made_to_measure_comes_back_for_a_fault_only(desk, sold, type_):
    order = sold("--goods", "custom", "--goods", "regular", delivered=False)
    new = ("ticket", "new", "--type", type_, "--title", "x", "--order", order, *PAPERS)
    refused(desk, "ORD-10", *new, *MINDED)
    id_ = bring(desk, order, *FAULTY, type_=type_)
    refused(desk, "ORD-10", "ticket", "set", id_, "--quality", "no")
    desk.ok(*new, *MINDED, "--goods", "regular")


@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_11_what_was_fetched_comes_back_within_7_days_unopened(desk, sold, type_):
    order = sold("--fulfilment", "self-pickup", delivered=False)
    id_ = bring(desk, order, *MINDED, type_=type_, now=at("03-09T23:59:59"))
    new = ("ticket", "new", "--type", type_, "--title", "x", "--order", order, *PAPERS)
    late = refused(desk, "ORD-11", *new, *MINDED, now=at("03-10T00:00:01"))
    assert "2026-03-09 24:00" in late
    draft = ("ticket", "draft", id_)
    assert "--packing" in refused(desk, "ORD-11", *draft, as_="he.fang")
    refused(desk, "ORD-11", *draft, "--packing", "opened", as_="he.fang")
    refused(desk, "ORD-11", "ticket", "set", id_, "--packing", "已拆封")
    assert desk.run("ticket", "set", id_, "--ordered-at", "2026-03-05 10:00").code == 3
    desk.ok(*draft, "--packing", "unopened", as_="he.fang", now=at("03-12T10:00"))
    assert desk.json("show", id_)["ordered_at"].startswith("2026-03-02T11:00")


@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_13_what_was_delivered_comes_back_within_7_days_intact(desk, sold, type_):
    order = sold()
    id_ = bring(desk, order, *MINDED, type_=type_, now=at("03-09T23:59"))
    new = ("ticket", "new", "--type", type_, "--title", "x", "--order", order, *PAPERS)
    late = desk.run(*new, *MINDED, now=at("03-10T00:01"), lang="zh").err
    assert late.startswith("不允许（ORD-13）：已过期限")
    draft = ("ticket", "draft", id_)
    assert "--goods-intact" in refused(desk, "ORD-13", *draft, as_="he.fang")
    scratched = ("--goods-intact", "no", "--vouchers", "yes")
    refused(desk, "ORD-13", *draft, *scratched, as_="he.fang")
    filled(desk, id_, *WHOLE)


def test_ord_13_a_request_of_before_or_a_date_of_later_is_no_way_round_it(desk, sold):
    order = sold()
    id_ = bring(desk, order, *MINDED)
    desk.ok("ticket", "reject", id_, "--decision-reason", "scratched")
    refused(desk, "ORD-13", "ticket", "reopen", id_, "--reason", "x", now=at("03-10T09:00"))
    refused(desk, "ORD-02", "order", "set", order, "--delivered-at", "2026-03-08")
    assert desk.run("order", "deliver", order, "--delivered-at", "2026-03-08").code == 3
    open_ = bring(desk, sold(delivered=False), *MINDED)
    assert "--delivered-at" in refused(desk, "ORD-13", "ticket", "draft", open_, as_="he.fang")
    refused(desk, "ORD-13", "ticket", "set", open_, "--delivered-at", "2026-03-01")


DAYS = """\
deadlines:
  return-delivered-goods:
    limit: {}
"""


def test_ord_13_the_days_are_the_desk_s(desk, sold):
    desk.write("policy/days.yaml", DAYS.format("3 calendar days"))
    order = sold()
    new = ("ticket", "new", "--type", "return", "--title", "x", "--order", order, *PAPERS, *MINDED)
    refused(desk, "ORD-13", *new, now=at("03-06T00:01"))
    desk.ok(*new, now=at("03-05T23:59"))
    desk.write("policy/days.yaml", DAYS.format("some days"))
    assert "policy/days.yaml:3" in desk.run("check").out


def windows(desk, id_, now):
    """Give what may still be done with an order then, by when."""
    rows = desk.json("due", "--all", "--kind", "order", now=now)
    mine = {row["what"]: row["due_at"] for row in rows if row["id"] == id_}
    assert "overdue" not in [row["state"] for row in rows if row["rule"] in WINDOWS]
    return {what: due for what, due in mine.items() if what in WINDOWS.values()}


WINDOWS = {
    "ORD-02": "free-cancellation", "ORD-11": "return-fetched-goods",
    "ORD-13": "return-delivered-goods",
}  # fmt: skip


def test_ord_02_ord_11_ord_13_until_when_is_listed_and_never_late(desk, sold):
    id_ = sold("--fulfilment", "self-pickup", delivered=False)
    open_ = {
        "free-cancellation": "2026-03-04T11:00:00+08:00",
        "return-fetched-goods": "2026-03-10T00:00:00+08:00",
    }
    assert windows(desk, id_, at("03-04T11:00")) == open_
    assert list(windows(desk, id_, at("03-04T11:01"))) == ["return-fetched-goods"]
    assert windows(desk, id_, at("03-10T00:01")) == {}
    assert "possible until" in desk.ok("why", id_)
    assert "已过期" in desk.ok("why", id_, now=at("03-11T09:00"), lang="zh")
    audited = desk.run("audit", now=at("03-11T09:00")).out
    assert not [row for row in WINDOWS if row in audited]
    other = sold()
    assert list(windows(desk, other, at("03-09T23:59"))) == ["return-delivered-goods"]
    bring(desk, other, *MINDED)
    assert windows(desk, other, at("03-09T23:59")) == {}


@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_14_clearance_goods_are_sold_for_good(desk, sold, type_):
    order = sold("--goods", "clearance", delivered=False)
    new = ("ticket", "new", "--type", type_, "--title", "x", "--order", order, *PAPERS, *MINDED)
    refused(desk, "ORD-14", *new)
    assert "处理品" in desk.run(*new, lang="zh").err
    credit = ("--on-credit", "yes")
    refused(desk, "ORD-14", "order", "set", order, *credit)
    refused(desk, "ORD-14", "order", "new", "--title", "x", "--goods", "clearance", *credit)
    refused(desk, "ORD-14", "order", "deliver", order)
    desk.ok("order", "pay", order, "--payment", "940")
    desk.ok("order", "deliver", order)


def test_ord_15_the_store_manager_fills_in_the_form_on_three_papers(desk, sold):
    new = ("--type", "exchange", "--title", "x", "--order", sold(), *MINDED)
    id_ = desk.new("ticket", *new, "--receipt", "R-31", "--pickup-slip", "P-8")
    draft = ("ticket", "draft", id_, *WHOLE)
    refused(desk, "ORD-15", *draft, "--goods-receipt", "G-5")
    assert "--goods-receipt" in refused(desk, "ORD-15", *draft, as_="he.fang")
    filled(desk, id_, *WHOLE, "--goods-receipt", "G-5")
    assert desk.json("show", id_)["filled_by"] == "he.fang"
    desk.ok("ticket", "set", id_, "--receipt", "")
    refused(desk, "ORD-15", "ticket", "customer-sign", id_)


CHAIN = (
    ("customer-sign", "li.na"), ("inspect-goods", "li.na"), ("approve", "yu.bo"),
    ("file", "li.na"), ("resolve", "ma.lin"),
)  # fmt: skip


@pytest.mark.parametrize("type_", ["return", "exchange"])
def test_ord_16_signed_inspected_approved_filed_settled_and_nothing_skipped(desk, sold, type_):
    id_ = filled(desk, bring(desk, sold(), *MINDED, type_=type_), *WHOLE, "--product", "drawer")
    for number, (verb, person) in enumerate(CHAIN):
        for later, whose in CHAIN[number + 1 :]:
            refused(desk, "ORD-16", "ticket", later, id_, as_=whose)
        desk.ok("ticket", verb, id_, as_=person)
    refused(desk, "ORD-16", "ticket", "reject", id_, "--decision-reason", "x")
    desk.ok("ticket", "close", id_)
    printed = desk.ok("ticket", "print", id_, "--form", "return-form")
    assert all(word in printed for word in ("too dark", "R-31", "P-8", "G-5", "何芳", "于波"))


def test_ord_16_only_the_head_of_the_self_operated_department_makes_it_valid(desk, sold):
    id_ = filled(
        desk, bring(desk, sold(), *MINDED), *WHOLE, "--refund", "900", "--product", "drawer"
    )
    for verb in ("customer-sign", "inspect-goods"):
        desk.ok("ticket", verb, id_)
    for person in ("li.na", "he.fang", "guo.jun"):
        refused(desk, "ORD-16", "ticket", "approve", id_, as_=person)
    assert "自营部负责人" in desk.run("ticket", "approve", id_, lang="zh").err
    refused(desk, "ORD-16", "ticket", "close", id_)
    desk.ok("ticket", "approve", id_, as_="yu.bo")
    refused(desk, "ORD-16", "ticket", "set", id_, "--refund", "940")
    refused(desk, "ORD-16", "ticket", "set", id_, "--product", "two drawers")
    filled(desk, id_, "--refund", "940")
    refused(desk, "ORD-16", "ticket", "file", id_)


def test_ord_16_above_the_desk_s_limit_two_different_people_approve(desk, sold):
    desk.write("policy/limit.yaml", "settings:\n  approval.limit: 939.99\n")
    id_ = filled(desk, bring(desk, sold(), *MINDED), *WHOLE)
    for verb in ("customer-sign", "inspect-goods"):
        desk.ok("ticket", verb, id_)
    approve = ("ticket", "approve", id_)
    assert "countersign" in refused(desk, "ORD-06", *approve, as_="yu.bo")
    desk.ok("ticket", "countersign", id_, as_="yu.bo")
    assert "两人审批" in desk.run(*approve, as_="yu.bo", lang="zh").err
    desk.ok("ticket", "countersign", id_, as_="he.fang")
    desk.ok(*approve, as_="yu.bo")
