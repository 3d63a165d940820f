"""Refusals on callbacks: who calls, what is written down."""


class TestCallbacks:
    """ONE."""

    def test_a_callback_stays_known_as_entrusted(self, under):
        """CBK-21."""
        desk = under("ONE")
        id_ = desk.new("callback", "--type", "slip", "--title", "x")
        desk.ok("callback", "delegate", id_, "--owner", "wang.wei")
        shown = desk.json("callback", "show", id_)
        assert (shown["owner"], shown["delegated_by"]) == ("wang.wei", "li.na")
