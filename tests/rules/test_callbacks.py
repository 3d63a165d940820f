"""Refusals on callbacks: who calls, what is written down."""

from given import at, refused


class TestCallbacks:
    """WED, FUR."""

    def test_one_clerk_makes_all_calls_with_a_customer(self, under):
        """CBK-05."""
        desk = under("WED")
        customer = desk.new("customer", "--name", "张三", "--callback-owner", "li.na")
        id_ = desk.new("callback", "--title", "x", "--customer", customer)
        done = ("callback", "done", id_, "--result", "ok")
        assert "--takeover" in refused(desk, "CBK-05", *done, as_="wang.wei")
        desk.ok(*done, "--takeover", "Li is on leave", as_="wang.wei")

    def test_a_call_that_did_not_get_through_is_recorded_in_detail(self, under):
        """CBK-11; it is owed again until 18:00."""
        desk = under("WED")
        id_ = desk.new("callback", "--title", "x")
        attempt = ("callback", "attempt", id_, "--reached", "no")
        refused(desk, "CBK-11", *attempt)
        desk.ok(*attempt, "--outcome", "busy twice", now=at("11:00"))
        assert desk.json("callback", "show", id_)["attempts"][0]["outcome"] == "busy twice"
        late = [item["what"] for item in desk.json("due", now=at("18:01"))]
        assert "unreached-today" in late

    def test_a_sale_is_called_about_with_the_whole_survey(self, under):
        """CBK-23."""
        desk = under("FUR")
        id_ = desk.new("callback", "--type", "sale", "--title", "sofa")
        done = ("callback", "done", id_, "--result", "ok", "--satisfaction", "satisfied")
        assert "--delivery" in refused(desk, "CBK-23", *done)

    def test_a_callback_stays_known_as_entrusted(self, under):
        """CBK-21."""
        desk = under("ONE")
        id_ = desk.new("callback", "--type", "slip", "--title", "x")
        desk.ok("callback", "delegate", id_, "--owner", "wang.wei")
        shown = desk.json("callback", "show", id_)
        assert (shown["owner"], shown["delegated_by"]) == ("wang.wei", "li.na")
