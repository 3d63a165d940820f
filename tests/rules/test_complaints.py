"""Refusals on complaints: replies agreed on, slips, responses, who may settle."""

import pytest
from given import refused


class TestComplaints:
    """HOT, ONE, FUR, CHD."""

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
