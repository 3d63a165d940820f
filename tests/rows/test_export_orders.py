"""An export order: from the payment to the goods' arrival, step by step."""

import pytest
from given import refused

FIRM = """\
- {id: li.na, name: 李娜, roles: [order-clerk], reports_to: tan.wei}
- {id: tan.wei, name: 谭伟, roles: [manager]}
- {id: ma.lin, name: 马琳, roles: [finance], reports_to: tan.wei}
"""
ORDER = ("--type", "export", "--title", "40 looms", "--amount", "18,500 USD")
BOOKED = ("--progress", "half done", "--vessel", "Haihe 12E", "--etd", "2026-03-25")
ETA = ("--eta", "2026-04-18")
PAPERS = ("--documents", "original-bl", "--documents", "产地证")


@pytest.fixture
def desk(under):
    """The desk of an export firm."""
    return under("EXP", people=FIRM)


@pytest.fixture
def order(desk):
    """Bring an order as far as the verb named and give its id."""

    def order(last=""):
        id_ = desk.new("order", *ORDER)
        for verb, person, words in CHAIN:
            if last == "" or verb == last:
                break
            desk.ok("order", verb, id_, *words, as_=person)
        return id_

    return order


CHAIN = (
    ("receive-payment", "ma.lin", ("--payment", "5,500 USD")),
    ("arrange", "li.na", ("--arrangement", "production")),
    ("book", "li.na", (*BOOKED, *ETA)),
    ("schedule-loading", "li.na", ("--loading-on", "2026-03-20")),
    ("tell-loading", "li.na", ()),
    ("load", "li.na", ()),
    ("declare", "li.na", ()),
    ("confirm-bl", "li.na", ("--bl-number", "HH7781")),
    ("send-bl-copy", "li.na", ()),
    ("receive-balance", "ma.lin", ("--payment", "13000 USD")),
    ("make-documents", "li.na", PAPERS),
    ("send-documents", "li.na", ("--courier-no", "SF-9")),
    ("tell-courier", "li.na", ()),
    ("remind", "li.na", ()),
    ("arrive", "li.na", ()),
    ("complete", "li.na", ()),
)
ROW = {
    "arrange": "ORD-20", "book": "ORD-22", "schedule-loading": "ORD-23", "tell-loading": "ORD-23",
    "load": "ORD-23", "declare": "ORD-23", "confirm-bl": "ORD-24", "send-bl-copy": "ORD-24",
    "receive-balance": "ORD-24", "send-documents": "ORD-25", "tell-courier": "ORD-26",
    "arrive": "ORD-26", "complete": "ORD-25",
}  # fmt: skip


def test_ord_20_to_ord_28_the_whole_chain_in_order_and_no_step_before_its_time(desk):
    id_ = desk.new("order", *ORDER)
    for verb, person, words in CHAIN:
        if verb in ROW and verb not in ("make-documents", "remind"):
            fresh = desk.new("order", *ORDER)
            refused(desk, ROW[verb], "order", verb, fresh, *words, as_=person)
        desk.ok("order", verb, id_, *words, as_=person)
    assert desk.json("show", id_)["status"] == "completed"
    assert desk.run("order", "deliver", id_).code == 3


def test_ord_20_finance_writes_down_the_payment_before_anything_is_arranged(desk, order):
    id_ = order()
    arrange = ("order", "arrange", id_, "--arrangement", "采购")
    assert "receive-payment" in refused(desk, "ORD-20", *arrange)
    assert "尚未收款" in desk.run(*arrange, lang="zh").err
    refused(desk, "ORD-20", "order", "receive-payment", id_, "--payment", "1 USD")
    assert desk.run("order", "set", id_, "--payment-received-at", "now").code == 2
    desk.ok("order", "receive-payment", id_, "--payment", "1 USD", as_="ma.lin")
    desk.ok(*arrange)


def test_ord_21_ord_22_the_customer_is_told_that_it_is_arranged_and_when_it_sails(desk, order):
    id_ = order("book")
    (arranged,) = desk.json("callback", "list")
    assert (arranged["type"], arranged["about"]) == ("tell-arranged", [id_])
    missing = desk.run("order", "book", id_, "--vessel", "Haihe 12E")
    assert (missing.code, "--etd" in missing.err) == (2, True)
    desk.ok("order", "book", id_, *BOOKED, *ETA)
    desk.ok("order", "book", id_, *BOOKED[:-1], "2026-03-28", *ETA)
    sailing = desk.json("callback", "list", "--type", "tell-sailing")
    assert sorted((t["etd"], t["status"]) for t in sailing) == [
        ("2026-03-25", "void"), ("2026-03-28", "planned"),
    ]  # fmt: skip
    owed = {item["what"]: (item["rule"], item["state"]) for item in desk.json("due", "--all")}
    assert owed["tell-sailing"] == ("ORD-22", "no-limit")
    assert owed["tell-arranged"] == ("ORD-21", "no-limit")
    desk.ok("callback", "done", arranged["id"], "--result", "told by mail")
    assert "tell-arranged" not in [item["what"] for item in desk.json("due", "--all")]


def test_ord_23_a_loading_date_is_told_before_and_told_anew_when_it_moves(desk, order):
    id_ = order("load")
    refused(desk, "ORD-23", "order", "set", id_, "--loading-on", "2026-03-21")
    desk.ok("order", "schedule-loading", id_, "--loading-on", "2026-03-22")
    assert "tell-loading" in refused(desk, "ORD-23", "order", "load", id_)
    owed = [item["what"] for item in desk.json("due", "--all") if item["id"] == id_]
    assert "tell-loading-date" in owed
    refused(desk, "ORD-23", "order", "declare", id_)
    for verb in ("tell-loading", "load", "declare"):
        desk.ok("order", verb, id_)


def test_ord_24_the_bill_of_lading_is_confirmed_before_its_copy_asks_for_the_balance(desk, order):
    id_ = order("confirm-bl")
    refused(desk, "ORD-24", "order", "send-bl-copy", id_)
    desk.ok("order", "confirm-bl", id_, "--bl-number", "HH7781")
    refused(desk, "ORD-24", "order", "set", id_, "--bl-number", "HH7782")
    balance = ("order", "receive-balance", id_, "--payment", "13000 USD")
    assert "send-bl-copy" in refused(desk, "ORD-24", *balance, as_="ma.lin")
    desk.ok("order", "send-bl-copy", id_)
    desk.ok(*balance, as_="ma.lin")


def test_ord_25_no_document_leaves_before_the_balance_and_not_without_the_originals(desk, order):
    id_ = order("receive-balance")
    send = ("order", "send-documents", id_, "--courier-no", "SF-9")
    refused(desk, "ORD-25", *send)
    for short in ("12,999.99 USD", "13000"):
        said = refused(desk, "ORD-25", "order", "receive-balance", id_, "--payment", short,
                       as_="ma.lin")  # fmt: skip
        assert "still to be paid: cs order receive-balance" in said
    refused(desk, "ORD-25", "order", "set", id_, "--amount", "5,500 USD")
    refused(desk, "ORD-25", "order", "correct", id_, "--amount", "5,500 USD", "-m", "x")
    desk.ok("order", "receive-balance", id_, "--payment", "13,000 USD", as_="ma.lin")
    (told,) = desk.json("callback", "list", "--type", "tell-balance")
    assert told["about"] == [id_]
    assert "original bill" in refused(desk, "ORD-25", *send)
    desk.ok("order", "make-documents", id_, "--documents", "original-bl")
    assert "产地证" in desk.run(*send, lang="zh").err
    desk.ok("order", "make-documents", id_, *PAPERS)
    desk.ok(*send)


def test_ord_26_documents_have_a_tracking_number_that_the_customer_is_told(desk, order):
    id_ = order("send-documents")
    assert "--courier-no" in refused(desk, "ORD-26", "order", "send-documents", id_)
    assert "send-documents" in refused(desk, "ORD-26", "order", "arrive", id_)
    refused(desk, "ORD-26", "order", "tell-courier", id_)
    desk.ok("order", "send-documents", id_, "--courier-no", "SF-9")
    assert "tell-courier" in refused(desk, "ORD-26", "order", "arrive", id_)
    refused(desk, "ORD-26", "order", "set", id_, "--courier-no", "SF-10")
    owed = [item["what"] for item in desk.json("due", "--all") if item["id"] == id_]
    assert "tell-tracking-number" in owed
    desk.ok("order", "tell-courier", id_)
    desk.ok("order", "arrive", id_)


DAYS = """\
deadlines:
  remind-arrival: {limit: 5 calendar days before}
  arrival-call: {limit: 4 calendar days}
"""


def test_ord_27_ord_28_the_days_around_the_arrival_are_the_desk_s(desk, order):
    id_ = order("schedule-loading")

    def owed():
        found = [i for i in desk.json("due", "--all") if i["id"] == id_]
        return {i["what"]: (i["due_at"], i["state"]) for i in found}

    unset = owed()
    assert unset["remind-arrival"] == unset["arrival-call"] == (None, "no-limit")
    desk.write("policy/days.yaml", DAYS)
    assert owed()["remind-arrival"][0] == "2026-04-14T00:00:00+08:00"
    assert owed()["arrival-call"][0] == "2026-04-23T00:00:00+08:00"
    desk.ok("order", "set", id_, "--eta", "2026-04-20")
    assert owed()["remind-arrival"][0] == "2026-04-16T00:00:00+08:00"
    desk.ok("order", "remind", id_)
    assert "remind-arrival" not in owed()
    call = desk.new("callback", "--type", "arrival", "--title", "x", "--about", id_)
    assert "--collected" in refused(desk, "ORD-28", "callback", "done", call, "--result", "y")
    desk.ok("callback", "done", call, "--result", "y", "--collected", "yes",
            "--satisfaction", "satisfied")  # fmt: skip
    assert "arrival-call" not in owed()
