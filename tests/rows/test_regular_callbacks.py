"""Callbacks at an interval that only the desk can set (FRA, TAO, OFF)."""

import pytest
from given import refused

RESULT = ("--result", "reached")
REGULAR = (*RESULT, "--situation", "two shops", "--market-progress", "one more city")
OFFERED = (*RESULT, "--offered", "yearly plan")


def interval(desk, row, days=30):
    desk.write("policy/ours.yaml", f"deadlines: {{{row}: {{limit: {days} calendar days}}}}\n")


def called(desk, customer, type_, said, day):
    """Call a customer on a day."""
    at = f"{day}T15:00:00+08:00"
    about = ("--about", customer, "--customer", customer)
    id_ = desk.new("callback", "--type", type_, "--title", "x", *about, now=at)
    desk.ok("callback", "done", id_, *said, now=at)
    return id_


def customer_of(desk, day="2026-01-05"):
    return desk.new("customer", "--name", "王五", now=f"{day}T09:00:00+08:00")


def owed(desk, day, *words):
    return desk.json("due", *words, "--kind", "customer", now=f"{day}T00:00:01+08:00")


@pytest.mark.parametrize("pack", ["FRA", "TAO"])
class TestRegularCalls:
    def test_cbk_04_thirty_days_after_1_february_is_3_march(self, under, pack):
        desk = under(pack)
        interval(desk, "regular-call")
        id_ = customer_of(desk)
        called(desk, id_, "regular", REGULAR, "2026-02-01")
        (item,) = owed(desk, "2026-02-10", "--all")
        told = (item["id"], item["what"], item["rule"], item["due_at"])
        assert told == (id_, "regular-call", "CBK-04", "2026-03-04T00:00:00+08:00")
        assert owed(desk, "2026-03-03") == []
        assert [one["state"] for one in owed(desk, "2026-03-04")] == ["overdue"]
        assert "定期回访" in desk.ok("due", lang="zh", now="2026-03-04T09:00:00+08:00")
        called(desk, id_, "regular", REGULAR, "2026-03-04")
        (item,) = owed(desk, "2026-03-05", "--all")
        assert item["due_at"] == "2026-04-04T00:00:00+08:00"

    def test_cbk_04_another_desk_calls_every_week(self, under, pack):
        desk = under(pack)
        interval(desk, "regular-call", 7)
        called(desk, customer_of(desk), "regular", REGULAR, "2026-02-01")
        (item,) = owed(desk, "2026-02-02", "--all")
        assert item["due_at"] == "2026-02-09T00:00:00+08:00"

    def test_cbk_04_without_an_interval_none_is_invented(self, under, pack):
        desk = under(pack)
        customer_of(desk)
        (item,) = owed(desk, "2026-12-31")
        assert (item["due_at"], item["state"]) == (None, "no-limit")

    def test_cbk_04_a_call_to_a_customer_counts_without_saying_what_it_is_about(self, under, pack):
        desk = under(pack)
        interval(desk, "regular-call")
        id_ = customer_of(desk)
        now = "2026-02-01T15:00:00+08:00"
        words = ("--type", "regular", "--title", "x")
        call = desk.new("callback", *words, "--customer", id_, now=now)
        assert desk.json("callback", "show", call)["about"] == [id_]
        desk.ok("callback", "done", call, *REGULAR, now=now)
        (item,) = owed(desk, "2026-02-10", "--all")
        assert item["due_at"] == "2026-03-04T00:00:00+08:00"
        ticket = desk.new("ticket", "--title", "x", "--channel", "phone")
        new = ("callback", "new", *words)
        for more in ((), ("--customer", id_, "--about", ticket)):
            assert "--customer" in refused(desk, "CBK-04", *new, *more)
        assert "须关联客户" in refused(desk, "CBK-04", *new, lang="zh")

    def test_cbk_04_the_result_is_registered_and_reported(self, under, pack):
        desk = under(pack)
        id_ = customer_of(desk)
        call = desk.new("callback", "--type", "regular", "--title", "x", "--customer", id_)
        why = refused(desk, "CBK-04", "callback", "done", call, *REGULAR[:4])
        assert "progress of the market (--market-progress)" in why
        desk.ok("callback", "done", call, *REGULAR)
        (row,) = desk.json("report", "regular-calls")["rows"]
        assert (row["situation"], row["market_progress"]) == ("two shops", "one more city")
        assert "one more city" in desk.ok("report", "定期回访结果", lang="zh")


class TestOffers:
    def test_cbk_36_forty_days_after_the_last_offer_it_is_overdue(self, under):
        desk = under("OFF")
        interval(desk, "offer-services")
        id_ = customer_of(desk)
        called(desk, id_, "offer", OFFERED, "2026-02-01")
        (item,) = owed(desk, "2026-03-13")
        told = (item["id"], item["what"], item["rule"], item["state"])
        assert told == (id_, "offer-services", "CBK-36", "overdue")
        late = "2026-03-13T09:00:00+08:00"
        assert "offer new services" in desk.ok("due", now=late)
        assert "推荐新业务" in desk.ok("due", lang="zh", now=late)

    def test_cbk_36_what_was_offered_is_written_down(self, under):
        desk = under("OFF")
        words = ("--type", "offer", "--title", "x")
        assert "--customer" in refused(desk, "CBK-36", "callback", "new", *words)
        call = desk.new("callback", *words, "--customer", customer_of(desk))
        assert "--offered" in refused(desk, "CBK-36", "callback", "done", call, *RESULT)

    def test_cbk_36_an_offer_to_a_customer_counts_without_saying_what_it_is_about(self, under):
        desk = under("OFF")
        interval(desk, "offer-services")
        id_, now = customer_of(desk), "2026-02-01T15:00:00+08:00"
        words = ("--type", "offer", "--title", "x", "--customer", id_)
        desk.ok("callback", "done", desk.new("callback", *words, now=now), *OFFERED, now=now)
        (item,) = owed(desk, "2026-02-10", "--all")
        assert item["due_at"] == "2026-03-04T00:00:00+08:00"

    def test_cbk_36_another_desk_offers_every_quarter(self, under):
        desk = under("OFF")
        interval(desk, "offer-services", 90)
        called(desk, customer_of(desk), "offer", OFFERED, "2026-02-01")
        assert owed(desk, "2026-03-13") == []
