"""Refusals on complaints: replies agreed on, slips, responses, who may settle."""

import pytest
from given import refused


class TestComplaints:
    """HOT, ONE, FUR, WED, CHD."""

    @pytest.fixture
    def complain(self, under):
        def complain(pack, *words):
            desk = under(pack)
            return desk, desk.new("ticket", "--type", "complaint", "--title", "x", *words)

        return complain

    def test_unresolved_needs_an_explanation_and_a_next_reply_that_lies_ahead(self, complain):
        """CMP-04; every reply after that agrees on the next one."""
        desk, id_ = complain("HOT")
        say = ("ticket", "unresolved", id_)
        soon, past = (
            ("--next-reply-at", "2026-03-06 10:00"),
            ("--next-reply-at", "2026-03-01 10:00"),
        )
        refused(desk, "CMP-04", *say)
        refused(desk, "CMP-04", *say, *soon)
        refused(desk, "CMP-04", *say, "--explained", "yes", *past)
        desk.ok(*say, "--explained", "yes", *soon)
        refused(desk, "CMP-04", "ticket", "reply", id_)
        desk.ok("ticket", "reply", id_, "--next-reply-at", "2026-03-09 10:00")
        desk.ok("ticket", "resolve", id_)

    def test_whoever_fetches_the_slip_signs_and_it_comes_back_complete(self, complain):
        """CMP-22, CMP-24."""
        desk, id_ = complain("ONE", "--course", "a week without cleaning")
        desk.ok("ticket", "notify", id_, "--department", "cleaning")
        refused(desk, "CMP-22", "ticket", "collect", id_)
        desk.ok("ticket", "collect", id_, "--slip-receiver", "Wu")
        desk.ok("ticket", "return-slip", id_, "--result", "cleaned")
        refused(desk, "CMP-24", "ticket", "check-slip", id_)
        desk.ok("ticket", "check-slip", id_, "--dept-head-signature", "Zhao")

    def test_a_complaint_is_soft_or_hard_from_the_start(self, under):
        """CMP-29: else no clock would run."""
        desk = under("FUR")
        refused(desk, "CMP-29", "ticket", "new", "--type", "complaint", "--title", "x")
        assert not list(desk.root.glob("ticket/**/*.md"))

    @pytest.mark.parametrize("verb", [("reply",), ("call", "--reached", "yes")])
    def test_the_second_response_tells_when_it_will_be_settled(self, complain, verb):
        """CMP-36."""
        desk, id_ = complain("FUR", "--class", "hard")
        desk.ok("ticket", "call", id_, "--reached", "no")
        desk.ok("ticket", "reply", id_)
        word, *more = verb
        refused(desk, "CMP-36", "ticket", word, id_, *more)
        desk.ok("ticket", word, id_, *more, "--estimated-resolution-at", "2026-03-03 12:00")
        desk.ok("ticket", "reply", id_)

    def test_a_studio_s_clerk_submits_complaints_and_settles_none(self, complain):
        """CMP-46."""
        desk, id_ = complain("WED")
        refused(desk, "CMP-46", "ticket", "resolve", id_)
        desk.ok("ticket", "submit", id_)
        desk.ok("ticket", "resolve", id_, as_="zhao.min")

    def test_a_dissatisfied_customer_at_callback_becomes_a_complaint(self, under):
        """CMP-54."""
        desk = under("CHD")
        id_ = desk.new("callback", "--title", "lift")
        desk.ok("callback", "done", id_, "--result", "worse", "--satisfaction", "不满意")
        (ticket,) = desk.json("ticket", "list")
        assert (ticket["type"], ticket["about"], ticket["owner"]) == ("complaint", [id_], "li.na")
