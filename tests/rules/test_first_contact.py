"""Refusals of tickets and promises, as a clerk meets them: exit code 3, the row, the way out."""

from given import refused


class TestFirstContact:
    """PSC: who is asked first stays responsible until the customer is satisfied."""

    def test_the_first_responsible_person_stays(self, under):
        """TKT-07."""
        desk = under("PSC")
        id_ = desk.new("ticket", "--title", "Lift")
        desk.ok("ticket", "transfer", id_, "--owner", "wang.wei")
        shown = desk.json("ticket", "show", id_)
        assert (shown["first_responsible"], shown["owner"]) == ("li.na", "wang.wei")
        refused(desk, "TKT-07", "ticket", "set", id_, "--first-responsible", "wang.wei")
        refused(desk, "TKT-07", "ticket", "set", id_, "--first-responsible", "")

    def test_a_ticket_is_closed_only_when_the_customer_is_satisfied_and_was_called(self, under):
        """TKT-14, TKT-15."""
        desk = under("PSC")
        id_ = desk.new("ticket", "--title", "Lift")
        desk.ok("ticket", "resolve", id_)
        refused(desk, "TKT-14", "ticket", "close", id_)
        refused(desk, "TKT-14", "ticket", "close", id_, "--satisfaction", "dissatisfied")
        close = ("ticket", "close", id_, "--satisfaction", "satisfied")
        assert id_ in refused(desk, "TKT-15", *close)
        (callback,) = desk.json("callback", "list")
        assert (callback["type"], callback["owner"]) == ("first-contact", "li.na")
        desk.ok("callback", "done", callback["id"], "--result", "works again")
        desk.ok(*close)


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
