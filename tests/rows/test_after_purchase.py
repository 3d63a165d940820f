"""Customers of a terminal contacted regularly after the purchase (TRM)."""

import pytest
from given import refused

EVERY = "deadlines: {after-purchase: {limit: 90 days}}\n"
BOUGHT = "2026-03-02T10:00:00+08:00"


@pytest.fixture
def seller(under):
    """Give a desk of the seller."""
    return under("TRM")


def sold(desk):
    return desk.new("order", "--title", "40 terminals", now=BOUGHT)


def owed(desk, now):
    found = desk.json("due", "--all", "--kind", "order", now=now)
    return [(o["what"], o["due_at"] and o["due_at"][:10], o["state"], o["rule"]) for o in found]


def contact(desk, id_, now, *words):
    words = ("--result", "works well", "--product-state", "two batteries weak", *words)
    made = desk.new(
        "callback", "--type", "after-purchase", "--title", "How are they?", "--about", id_, now=now
    )
    desk.ok("callback", "done", made, *words, now=now)
    return made


def test_cbk_34_the_source_gives_no_interval(seller):
    id_ = sold(seller)
    assert owed(seller, "2026-09-01T09:00") == [("after-purchase", None, "no-limit", "CBK-34")]
    said = seller.ok("due", now="2026-09-01T09:00", lang="zh")
    assert "购后定期联系" in said
    assert id_ in said


def test_cbk_34_with_90_days_the_next_is_90_days_after_the_last(seller):
    seller.write("policy/interval.yaml", EVERY)
    id_ = sold(seller)
    assert owed(seller, "2026-03-02T11:00")[0][:3] == ("after-purchase", "2026-05-31", "due")
    contact(seller, id_, "2026-04-01T10:00:00+08:00")
    (next_,) = owed(seller, "2026-04-02T09:00")
    assert next_[:3] == ("after-purchase", "2026-06-30", "due")
    contact(seller, id_, "2026-06-29T10:00:00+08:00")
    assert [day for _what, day, _state, _rule in owed(seller, "2026-07-01T09:00")] == ["2026-09-27"]


def test_cbk_34_it_goes_on_when_the_order_is_completed_and_ends_when_it_is_cancelled(seller):
    one, other = sold(seller), sold(seller)
    seller.ok("order", "complete", one)
    seller.ok("order", "cancel", other)
    found = seller.json("due", "--all", "--kind", "order")
    assert [o["id"] for o in found] == [one]


def test_cbk_34_a_contact_belongs_to_a_purchase_from_which_the_next_counts(seller):
    customer = seller.new("customer", "--name", "王五")
    id_ = sold(seller)
    words = ("--type", "after-purchase", "--title", "x", "--customer", customer)
    new = ("callback", "new", *words)
    for about in ((), ("--about", customer)):
        assert "--about ORDER" in refused(seller, "CBK-34", *new, *about)
    assert "须关联订单" in refused(seller, "CBK-34", *new, lang="zh")
    made = seller.new("callback", *words, "--about", id_)
    refused(seller, "CBK-34", "callback", "set", made, "--about", customer)
    seller.ok("callback", "done", made, "--result", "works well")


def test_cbk_34_a_cancelled_purchase_takes_its_planned_contact_along(seller):
    id_ = sold(seller)
    planned = seller.new("callback", "--type", "after-purchase", "--title", "x", "--about", id_)
    assert planned in seller.ok("order", "cancel", id_)
    assert seller.json("callback", "show", planned)["status"] == "void"


def test_cbk_34_a_wish_for_an_upgrade_is_seen_to(seller):
    id_ = sold(seller)
    contact(seller, id_, "2026-04-01T10:00", "--upgrade-wish", "scanner in every terminal")
    (task,) = seller.json("task", "list")
    assert (task["title"], task["owner"]) == ("scanner in every terminal", "li.na")
