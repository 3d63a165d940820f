"""Refusals of tickets and promises, as a clerk meets them: exit code 3, the row, the way out."""

from given import refused


class TestPromises:
    """CHD: a promise is moved with a reason, after telling the customer."""

    def test_the_first_promise_needs_no_reason_and_the_next_one_does(self, under):
        """TKT-25."""
        desk = under("CHD")
        id_ = desk.new("ticket", "--title", "Leak")
        desk.ok("ticket", "promise", id_, "--promised-at", "2026-03-02 15:00")
        move = ("ticket", "promise", id_, "--promised-at", "2026-03-02 17:00")
        reason, told = ("--reason", "no parts"), ("--customer-informed", "yes")
        assert "--reason" in refused(desk, "TKT-25", *move)
        refused(desk, "TKT-25", *move, *reason)
        refused(desk, "TKT-25", *move, *told)
        refused(desk, "TKT-25", "ticket", "set", id_, "--promised-at", "2026-03-02 17:00")
        refused(desk, "TKT-25", "ticket", "set", id_, "--promised-at", "")
        desk.ok(*move, *reason, *told)
        assert "17:00" in desk.json("ticket", "show", id_)["promised_at"]


def test_an_inquiry_is_closed_with_its_answer(under):
    """TKT-05."""
    desk = under("HOT")
    id_ = desk.new("ticket", "--type", "inquiry", "--title", "opening hours")
    desk.ok("ticket", "resolve", id_)
    refused(desk, "TKT-05", "ticket", "close", id_)
    desk.ok("ticket", "close", id_, "--answer", "8 to 6")
