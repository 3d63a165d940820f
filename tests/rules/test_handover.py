"""Refusals of handovers and of the weekly review of the log."""

import pytest
from given import refused


class TestHandover:
    """PSC and ONE; Li Na has the day shift and hands over to Wang Wei."""

    @pytest.fixture
    def ready(self, under):
        """Give a function that brings a handover up to where the outgoing person has signed."""

        def ready(*packs: str, words: tuple[str, ...] = ()):
            desk = under(*packs)
            id_ = desk.new("handover", "--shift", "day", "--to", "wang.wei", *words)
            desk.ok("handover", "ready", id_)
            desk.ok("handover", "sign", id_)
            desk.ok("handover", "arrive", id_, as_="wang.wei")
            desk.ok("handover", "read", id_, as_="wang.wei")
            return desk, id_

        return ready

    def test_it_is_signed_by_both_each_for_himself(self, ready):
        """HND-06."""
        desk, id_ = ready("PSC")
        refused(desk, None, "handover", "accept", id_)
        desk.ok("handover", "accept", id_, as_="wang.wei")
        assert desk.json("handover", "show", id_)["status"] == "incoming-signed"

    def test_the_desk_is_in_order_before_the_outgoing_person_signs(self, under):
        """HND-02, HND-06."""
        desk = under("PSC")
        id_ = desk.new("handover", "--shift", "day", "--to", "wang.wei")
        refused(desk, "HND-02", "handover", "sign", id_)
        refused(desk, None, "handover", "accept", id_, as_="wang.wei")

    def test_a_matter_without_a_status_is_a_blank(self, under):
        """HND-03."""
        desk = under("PSC")
        words = ("--items", "keys, status=returned", "--items", "leak in 3-201")
        id_ = desk.new("handover", "--shift", "day", "--to", "wang.wei", *words)
        desk.ok("handover", "ready", id_)
        assert refused(desk, "HND-03", "handover", "sign", id_).startswith("matter 2 lacks")

    def test_a_difference_in_the_inventory_is_explained(self, ready):
        """HND-04."""
        desk, id_ = ready("PSC")
        count = ("handover", "inspect", id_, "--inventory")
        desk.ok(*count, "telephone, expected=2, found=1", as_="wang.wei")
        said = refused(desk, "HND-04", "handover", "accept", id_, as_="wang.wei")
        assert "telephone 1 of 2" in said
        explained = "telephone, expected=2, found=1, explanation=one under repair"
        desk.ok("handover", "set", id_, "--inventory", explained)
        desk.ok("handover", "accept", id_, as_="wang.wei")

    def test_the_incoming_person_is_there_and_reads_the_log(self, under):
        """HND-04, HND-05."""
        desk = under("PSC")
        id_ = desk.new("handover", "--shift", "day", "--to", "wang.wei")
        desk.ok("handover", "ready", id_)
        desk.ok("handover", "sign", id_)
        accept = ("handover", "accept", id_)
        refused(desk, "HND-04", *accept, as_="wang.wei")
        desk.ok("handover", "arrive", id_, as_="wang.wei")
        refused(desk, "HND-05", *accept, as_="wang.wei")
        desk.ok(*accept, "--read-log", "yes", as_="wang.wei")

    def test_nothing_is_logged_under_a_shift_that_has_not_started(self, ready):
        """HND-06."""
        desk, id_ = ready("PSC")
        assert id_ in refused(desk, "HND-06", "ticket", "new", "--title", "x", as_="wang.wei")
        desk.ok("handover", "accept", id_, as_="wang.wei")
        desk.ok("ticket", "new", "--title", "x", as_="wang.wei")

    @pytest.mark.parametrize(
        ("flag", "reason"),
        [
            ("--log-unclear", "log-unclear"),
            ("--unclean", "unclean"),
            ("--property-missing", "property-missing"),
        ],
    )
    def test_it_is_refused_for_what_the_inspection_found_and_then_done_again(
        self, ready, flag, reason
    ):
        """HND-07."""
        desk, id_ = ready("PSC")
        desk.ok("handover", "inspect", id_, flag, "yes", as_="wang.wei")
        said = refused(desk, "HND-07", "handover", "accept", id_, as_="wang.wei")
        assert f"cs handover refuse {id_} --reason {reason}" in said
        desk.ok("handover", "refuse", id_, "--reason", reason, as_="wang.wei")
        desk.ok("handover", "redo", id_)
        desk.ok("handover", "sign", id_)
        desk.ok("handover", "accept", id_, as_="wang.wei")

    def test_it_is_refused_while_a_major_repair_is_unfinished(self, ready):
        """HND-07."""
        desk, id_ = ready("PSC")
        repair = desk.new("ticket", "--type", "repair", "--title", "lift", "--severity", "serious")
        said = refused(desk, "HND-07", "handover", "accept", id_, as_="wang.wei")
        assert said.strip() == f"major repair {repair} is unfinished"
        refuse = ("handover", "refuse", id_, "--reason")
        assert desk.run(*refuse, "too tired", as_="wang.wei").code == 2
        desk.ok(*refuse, "重大维修未完成", as_="wang.wei")
        desk.ok("ticket", "resolve", repair)
        desk.ok("handover", "redo", id_)
        desk.ok("handover", "sign", id_)
        desk.ok("handover", "accept", id_, as_="wang.wei")

    def test_open_repairs_and_entrusted_callbacks_are_handed_over(self, under):
        """HND-10: two open repairs and a callback make three items."""
        desk = under("ONE")
        one, two = (
            desk.new("ticket", "--type", "repair", "--title", title) for title in ("lift", "tap")
        )
        finished = desk.new("ticket", "--type", "repair", "--title", "lamp")
        desk.ok("ticket", "resolve", finished)
        call = desk.new("callback", "--title", "ask about the tap")
        desk.ok("callback", "delegate", call, "--owner", "wang.wei")
        id_ = desk.new("handover", "--shift", "day", "--to", "wang.wei")
        items = desk.json("handover", "show", id_)["items"]
        (thanks,) = [c["id"] for c in desk.json("callback", "list") if c.get("type") == "repair"]
        assert {item["about"] for item in items} == {one, two, call, thanks}
        refused(desk, "HND-10", "handover", "set", id_, "--items", f"lift, about={one}, status=x")
        three = desk.new("ticket", "--type", "repair", "--title", "door")
        assert three in refused(desk, "REP-20", "handover", "sign", id_)
        desk.ok("handover", "refresh", id_)
        desk.ok("ticket", "resolve", two)
        desk.ok("handover", "add", id_, "--items", f"call, about={call}, status=tonight")
        desk.ok("handover", "sign", id_)


def test_the_weekly_review_is_signed_with_comments(under):
    """HND-13."""
    desk = under("CHD")
    desk.write("people.yaml", "- {id: li.na, name: 李娜, roles: [cs-head]}\n")
    refused(desk, "HND-13", "duty", "done", "log-review")
    desk.ok("duty", "done", "log-review", "-m", "complete")
