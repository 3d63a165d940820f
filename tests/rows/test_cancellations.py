"""Cancelling an order of a furniture store: why, what it costs, who signs and in which order."""

import pytest
from given import at, clocks, refused

STORE = """\
- {id: li.na, name: 李娜, roles: [front-desk], reports_to: he.fang}
- {id: he.fang, name: 何芳, roles: [store-manager], reports_to: guo.jun}
- {id: guo.jun, name: 郭军, roles: [general-manager]}
- {id: ma.lin, name: 马琳, roles: [finance], reports_to: guo.jun}
"""
SOLD = ("--title", "oak table", "--order-number", "A-17")
ORDERED = "2026-02-28 09:30"
SHOWN = ("--evidence", "receipt")


@pytest.fixture
def desk(under):
    """The desk of a store with a store manager, a general manager and finance."""
    return under("FUR", people=STORE, now=at("09:30"))


@pytest.fixture
def order(desk):
    """Register an order of 28 February at 09:30, 48 hours ago, and give its id."""
    return lambda *words, amount="3,280": desk.new(
        "order", *SOLD, "--ordered-at", ORDERED, "--amount", amount, *words
    )


@pytest.fixture
def request_(desk):
    """Register the request to cancel an order and give its id."""
    return lambda id_, **options: desk.new(
        "ticket", "--type", "cancellation", "--title", "x", "--order", id_,
        "--request-reason", "moves abroad", **options,
    )  # fmt: skip


def insisted(desk, id_):
    """Let the customer insist on what no solution can change."""
    desk.ok("ticket", "insist", id_, "--curable", "no")
    return id_


def drafted(desk, id_, *words):
    """Fill in the form and give the record."""
    desk.ok("ticket", "draft", insisted(desk, id_), *SHOWN, *words)
    return desk.json("show", id_)


STEPS_TO_REFUND = (
    ("customer-sign", "li.na"), ("approve", "guo.jun"), ("notify-centre", "li.na"),
    ("file", "li.na"), ("notify-refund", "li.na"), ("resolve", "li.na"),
)  # fmt: skip


def test_ord_01_a_request_says_why_and_a_cure_is_proposed_before_the_customer_insists(desk, order):
    new = ("ticket", "new", "--type", "cancellation", "--title", "x", "--order", order())
    assert "--request-reason" in desk.run(*new).err
    id_ = desk.ok(*new, "--request-reason", "too late for the feast").split()[0]
    assert "--curable" in refused(desk, "ORD-01", "ticket", "insist", id_)
    assert "--offered" in refused(desk, "ORD-01", "ticket", "insist", id_, "--curable", "yes")
    assert (
        "请先提出解决方案" in desk.run("ticket", "insist", id_, "--curable", "yes", lang="zh").err
    )
    assert "ticket retain" in refused(desk, "ORD-01", "ticket", "draft", id_, *SHOWN)
    desk.ok("ticket", "insist", id_, "--curable", "yes", "--offered", "deliver on Friday")


def test_ord_01_a_customer_who_stays_keeps_the_order_and_pays_nothing(desk, order, request_):
    sold = order()
    id_ = request_(sold)
    desk.ok("ticket", "retain", id_, "--offered", "deliver on Friday")
    assert desk.json("show", sold)["status"] == "placed"
    kept = desk.json("show", id_)
    assert (kept["status"], "fee" in kept) == ("retained", False)
    for verb in ("draft", "approve", "resolve"):
        refused(desk, "ORD-06", "ticket", verb, id_, as_="guo.jun")
    refused(desk, "ORD-06", "order", "cancel", sold)
    desk.ok("ticket", "close", id_)
    refused(desk, "ORD-06", "order", "cancel", sold)


@pytest.mark.parametrize(
    ("now", "least"), [("09:30:00", "0.00 CNY"), ("09:30:01", "328.00 CNY")]
)  # fmt: skip
def test_ord_02_ord_03_ord_12_free_for_48_hours_to_the_second(desk, order, request_, now, least):
    id_ = request_(order(), now=at(now))
    form = drafted(desk, id_)
    assert (form["fee_least"], form["fee"]) == (least, least)


def test_ord_02_the_request_counts_and_coming_again_is_a_new_request(desk, order, request_):
    id_ = request_(order())
    desk.ok("ticket", "insist", id_, "--curable", "no", now=at("03-09T10:00"))
    desk.ok("ticket", "draft", id_, *SHOWN, now=at("03-09T10:00"))
    assert desk.json("show", id_)["fee"] == "0.00 CNY"
    assert "free" in refused(desk, "ORD-03", "ticket", "draft", id_, *SHOWN, "--fee", "10")
    desk.ok("ticket", "retain", id_)
    assert desk.run("ticket", "insist", id_, "--curable", "no").code == 3
    desk.ok("ticket", "reopen", id_, "--reason", "wants it after all", now=at("03-10T10:00"))
    assert drafted(desk, id_)["fee"] == "328.00 CNY"


def test_ord_02_goods_made_to_measure_are_never_free(desk, order, request_):
    assert drafted(desk, request_(order("--goods", "custom")))["fee"] == "328.00 CNY"


def test_ord_03_a_lower_fee_is_refused_by_whatever_command(desk, order, request_):
    id_ = insisted(desk, request_(order(), now=at("09:31")))
    for low in ("327.99", "0", "400 USD"):
        said = refused(desk, "ORD-03", "ticket", "draft", id_, *SHOWN, "--fee", low)
        assert "at least 328.00 CNY" in said
    assert (
        "手续费不得低于328.00元"
        in desk.run("ticket", "draft", id_, "--fee", "1", *SHOWN, lang="zh").err
    )
    desk.ok("ticket", "draft", id_, *SHOWN, "--fee", "328")
    refused(desk, "ORD-03", "ticket", "set", id_, "--fee", "300")
    desk.ok("ticket", "set", id_, "--fee", "")
    refused(desk, "ORD-03", "ticket", "customer-sign", id_)
    desk.ok("ticket", "draft", id_, "--fee", "350")
    desk.ok("ticket", "customer-sign", id_)
    assert "ticket draft" in refused(desk, "ORD-06", "ticket", "set", id_, "--fee", "400")


TERMS = """\
settings:
  cancel.fee_min_rate: 0.15
  cancel.fee_base: price
  cancel.fee_mode: exact
deadlines:
  free-cancellation: {limit: 24 hours}
"""


def test_ord_03_rate_base_and_exactness_are_the_desk_s(desk, order, request_):
    desk.write("policy/terms.yaml", TERMS)
    unknown = insisted(desk, request_(order()))
    assert "--price" in refused(desk, "ORD-03", "ticket", "draft", unknown, *SHOWN, "--fee", "0")
    id_ = request_(order("--price", "3000"))
    assert drafted(desk, id_)["fee"] == "450.00 CNY"
    for wrong in ("449.99", "450.01"):
        refused(desk, "ORD-03", "ticket", "draft", id_, "--fee", wrong)
    desk.write("policy/terms.yaml", "settings:\n  cancel.fee_min_rate: 15\n")
    assert "policy/terms.yaml:2" in desk.run("check").out


def test_ord_03_the_order_says_what_it_is_reckoned_from(desk, order, request_):
    sold = order("--goods", "regular")
    for wrong in (("--amount", "100"), ("--ordered-at", "2026-03-02 09:00"), ("--goods", "custom")):
        new = ("ticket", "new", "--type", "cancellation", "--title", "x", "--order", sold)
        assert desk.run(*new, "--request-reason", "y", *wrong).code == 3
        assert "order correct" in refused(desk, "ORD-02", "order", "set", sold, *wrong)
    id_ = request_(sold)
    refused(desk, "ORD-03", "ticket", "set", id_, "--amount", "100")
    refused(desk, "ORD-13", "order", "correct", sold, "--amount", "100", "-m", "x")
    desk.ok("order", "correct", sold, "--amount", "3000", "-m", "typed wrongly", as_="he.fang")
    assert drafted(desk, id_)["amount"] == "3000.00 CNY"


def test_ord_02_a_known_order_is_named_and_stays(desk, order, request_):
    sold = order()
    new = ("ticket", "new", "--type", "cancellation", "--title", "x", "--request-reason", "y")
    free = ("--ordered-at", "2026-03-02 09:00", "--amount", "1")
    assert sold in refused(desk, "ORD-02", *new, "--order-number", "A-17", *free)
    refused(desk, "ORD-02", "ticket", "set", request_(sold), "--order", "")


def test_ord_03_an_order_without_a_record_is_told_by_hand(desk):
    new = ("--type", "cancellation", "--title", "x", "--request-reason", "y", "--order-number", "7")
    id_ = insisted(desk, desk.new("ticket", *new))
    assert "--amount" in refused(desk, "ORD-03", "ticket", "draft", id_, *SHOWN)
    desk.ok("ticket", "set", id_, "--ordered-at", "2026-02-20", "--amount", "80 USD")
    desk.ok("ticket", "draft", id_, *SHOWN)
    assert desk.json("show", id_)["fee"] == "8.00 USD"


@pytest.mark.parametrize(("goods", "row"), [("special-order", "ORD-04"), ("clearance", "ORD-14")])
def test_ord_04_ord_14_special_orders_and_clearance_goods_stay(desk, order, goods, row):
    new = ("ticket", "new", "--type", "cancellation", "--title", "x", "--request-reason", "y")
    refused(desk, row, *new, "--order", order("--goods", goods, "--goods", "regular"))
    refused(desk, row, *new, "--goods", goods)
    id_ = desk.ok(*new).split()[0]
    refused(desk, row, "ticket", "set", id_, "--goods", goods)
    assert desk.json("due", "--all") is not None


def test_ord_05_the_receptionist_sees_a_paper_before_the_form_is_filled_in(desk, order, request_):
    id_ = insisted(desk, request_(order()))
    assert "--evidence" in refused(desk, "ORD-05", "ticket", "draft", id_)
    desk.ok("ticket", "draft", id_, "--evidence", "发票")
    form = desk.json("show", id_)
    assert (form["receptionist"], form["evidence"]) == ("li.na", ["invoice"])
    desk.ok("ticket", "set", id_, "--evidence", "")
    refused(desk, "ORD-05", "ticket", "customer-sign", id_)


CHAIN = (
    ("customer-sign", "li.na"), ("approve", "guo.jun"), ("notify-centre", "li.na"),
    ("file", "li.na"), ("notify-refund", "li.na"), ("resolve", "ma.lin"),
)  # fmt: skip


def test_ord_06_signed_approved_told_filed_refunded_and_nothing_skipped(desk, order, request_):
    sold = order()
    desk.ok("order", "pay", sold, "--payment", "3280")
    id_ = request_(sold, now=at("09:31"))
    assert drafted(desk, id_)["refund"] == "2952.00 CNY"
    for number, (verb, person) in enumerate(CHAIN):
        for later, whose in CHAIN[max(number + 1, 1) :]:
            assert desk.run("ticket", later, id_, as_=whose).code == 3, (verb, later)
        desk.ok("ticket", verb, id_, as_=person)
    done = desk.json("show", id_)
    assert (done["status"], done["approved_by"]) == ("resolved", "guo.jun")
    assert desk.json("show", sold)["status"] == "cancelled"
    refused(desk, "ORD-06", "ticket", "retain", id_)
    printed = desk.ok("ticket", "print", id_, "--form", "cancellation-form")
    assert all(word in printed for word in ("A-17", "moves abroad", "328.00元", "郭军", "李娜"))


def test_ord_06_the_general_manager_alone_approves_and_not_by_another_way(desk, order, request_):
    id_ = request_(order())
    drafted(desk, id_)
    assert "customer-sign" in refused(desk, "ORD-06", "ticket", "approve", id_, as_="guo.jun")
    desk.ok("ticket", "customer-sign", id_)
    assert "--refund" in refused(desk, "ORD-06", "ticket", "approve", id_, as_="guo.jun")
    assert "general-manager" not in refused(desk, "ORD-06", "ticket", "approve", id_)
    assert "总经理" in desk.run("ticket", "approve", id_, as_="he.fang", lang="zh").err
    assert desk.run("ticket", "set", id_, "--approved-at", "now").code == 2
    refused(desk, "ORD-06", "ticket", "close", id_)
    refused(desk, "ORD-06", "order", "void", desk.json("show", id_)["order"], "-m", "x")
    desk.ok("ticket", "wait", id_, "--reason", "x", "--recheck-at", "2026-03-03 10:00")
    refused(desk, "ORD-06", "ticket", "notify-centre", id_)


CENTRE = """
    kind: ticket
    type: cancellation
    request_reason: moves
    status: approved
    log:
      10:00 open
      10:05 draft
      10:06 customer-sign
      {events}
"""


def test_ord_06_the_service_centre_is_owed_the_news_at_once():
    owed = clocks(CENTRE.format(events="10:20 approve"), "FUR")["notify-centre"]
    assert (owed.due, owed.is_open) == (owed.since, True)
    told = clocks(CENTRE.format(events="10:20 approve\n      10:20 notify-centre"), "FUR")
    assert told["notify-centre"].verdict == "met"
    late = clocks(CENTRE.format(events="10:20 approve\n      10:21 notify-centre"), "FUR")
    assert late["notify-centre"].verdict == "late"


def test_ord_06_above_the_desk_s_limit_two_different_people_approve(desk, order, request_):
    desk.write("policy/limit.yaml", "settings:\n  approval.limit: 3,280\n")
    small, large = (request_(sold) for sold in (order(), order(amount="3280.01")))
    for id_ in (small, large):
        drafted(desk, id_, "--refund", "3000")
        desk.ok("ticket", "customer-sign", id_)
    desk.ok("ticket", "approve", small, as_="guo.jun")
    assert "countersign" in refused(desk, "ORD-06", "ticket", "approve", large, as_="guo.jun")
    refused(desk, "ORD-16", "ticket", "countersign", large)
    desk.ok("ticket", "countersign", large, as_="guo.jun")
    refused(desk, "ORD-06", "ticket", "approve", large, as_="guo.jun")
    desk.ok("ticket", "countersign", large, as_="ma.lin")
    desk.ok("ticket", "approve", large, as_="guo.jun")


def test_ord_12_what_was_delivered_is_returned_not_cancelled(desk, order):
    sold = order()
    desk.ok("order", "deliver", sold)
    new = ("ticket", "new", "--type", "cancellation", "--title", "x", "--request-reason", "y")
    assert "--type return" in refused(desk, "ORD-12", *new, "--order", sold)


def test_ord_06_an_order_is_cancelled_once_and_by_one_form(desk, order, request_):
    sold = order()
    first = request_(sold)
    again = ("ticket", "new", "--type", "cancellation", "--title", "x", "--order", sold,
             "--request-reason", "x")  # fmt: skip
    assert first in refused(desk, "ORD-06", *again)
    desk.ok("ticket", "retain", first)
    second = request_(sold)
    assert second in refused(desk, "ORD-06", "ticket", "reopen", first, "--reason", "x")
    drafted(desk, second, "--refund", "3,280")
    for verb, person in STEPS_TO_REFUND:
        desk.ok("ticket", verb, second, as_=person)
    assert "cancelled already" in refused(desk, "ORD-06", *again)
    assert "已取消" in desk.run(*again, lang="zh").err


def test_ord_12_what_was_delivered_meanwhile_is_not_refunded_as_cancelled(desk, order, request_):
    sold = order()
    id_ = request_(sold)
    drafted(desk, id_, "--refund", "3,280")
    for verb, person in STEPS_TO_REFUND[:-2]:
        desk.ok("ticket", verb, id_, as_=person)
    desk.ok("order", "deliver", sold)
    assert "--type return" in refused(desk, "ORD-12", "ticket", "notify-refund", id_)
    desk.ok("ticket", "retain", id_)
    assert desk.json("show", sold)["status"] == "delivered"


def test_ord_02_ord_13_no_order_is_of_tomorrow(desk):
    new = ("ticket", "new", "--title", "x", "--request-reason", "x")
    ahead = ("--ordered-at", "2026-03-05 10:00")
    assert "--ordered-at" in refused(desk, "ORD-02", *new, "--type", "cancellation", *ahead)
    papers = ("--receipt", "R1", "--pickup-slip", "P1", "--goods-receipt", "G1")
    ahead = ("--delivered-at", "2026-03-05 10:00")
    refused(desk, "ORD-13", *new, "--type", "return", *papers, *ahead)
