"""Restate, promise, keep, offer, ask afterwards: the complaint guide (CPE)."""

import pytest
from given import refused

WORDS = ("--title", "Late delivery")


@pytest.fixture
def guide(under):
    """Give a desk under the guide."""
    return under("CPE")


def complain(desk, *words):
    return desk.new("ticket", "--type", "complaint", *WORDS, *words)


def restated(desk, *words):
    """Give a complaint that was restated and confirmed."""
    id_ = complain(desk, *words)
    desk.ok("ticket", "restate", id_, "--customer-confirmed", "yes")
    return id_


def owed(desk, id_, now):
    """Give what is owed on one record: name, time, state."""
    found = desk.json("due", "--all", now=now)
    return [(o["what"], o["due_at"], o["state"]) for o in found if o["id"] == id_]


def opinion(desk, id_):
    """Ask the customer for an opinion, as the callback made for it says: the first one first."""
    made = {c["type"]: c["id"] for c in desk.json("callback", "list", "--status", "planned")
            if id_ in c["about"]}  # fmt: skip
    desk.ok("callback", "done", made[min(made)], "--result", "content")


class TestRestating:
    def test_cmp_08_no_answer_before_it_is_restated(self, guide):
        id_ = complain(guide)
        reply = ("ticket", "reply", id_, "--promised-at", "2026-03-04 17:00")
        said = refused(guide, "CMP-08", *reply)
        assert f"cs ticket restate {id_}" in said
        guide.ok("ticket", "restate", id_, "--customer-confirmed", "no")
        refused(guide, "CMP-08", *reply)
        refused(guide, "CMP-08", "ticket", "resolve", id_, "--result", "sent again")
        guide.ok("ticket", "restate", id_, "--customer-confirmed", "yes")
        guide.ok(*reply)

    def test_cmp_08_in_chinese(self, guide):
        id_ = complain(guide)
        said = guide.run("工单", "解决", id_, "--处理结果", "已补发", lang="zh")
        assert said.code == 3
        assert said.err.startswith("不允许（CMP-08）：请先复述并由客户确认")


class TestPromises:
    def test_cmp_09_a_progress_reply_needs_the_next_promise(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "promise", id_, "--promised-at", "2026-03-04 17:00")
        now = "2026-03-04T16:30:00+08:00"
        reply = ("ticket", "reply", id_, "--result", "the depot still looks")
        said = refused(guide, "CMP-09", *reply, now=now)
        assert "--promised-at" in said
        guide.ok(*reply, "--promised-at", "2026-03-06 12:00", now=now)
        assert owed(guide, id_, now) == [("promise", "2026-03-06T12:00:00+08:00", "due")]
        late = owed(guide, id_, "2026-03-06T12:00:01+08:00")
        assert late == [("promise", "2026-03-06T12:00:00+08:00", "overdue")]
        assert "CMP-09" in guide.run("due", now="2026-03-06T12:00:01+08:00").out

    def test_cmp_09_a_promise_that_is_past_is_none(self, guide):
        id_ = restated(guide)
        refused(guide, "CMP-09", "ticket", "reply", id_, "--promised-at", "2026-03-01 17:00")

    def test_cmp_09_once_it_is_solved_the_reply_promises_nothing_more(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "promise", id_, "--promised-at", "2026-03-04 17:00")
        guide.ok("ticket", "resolve", id_, "--result", "sent again")
        guide.ok("ticket", "reply", id_, "--result", "sent again")
        assert owed(guide, id_, "2026-03-05T09:00") == []

    def test_cmp_09_a_small_one_is_answered_at_once_and_another_gets_a_time(self, guide):
        small, other = (complain(guide, *more) for more in (("--severity", "minor"), ()))
        now = "2026-03-02T10:00:01+08:00"
        assert owed(guide, small, now) == [
            ("answer-at-once", "2026-03-02T10:00:00+08:00", "overdue")
        ]
        assert owed(guide, other, now) == [("promise-a-time", None, "no-limit")]
        guide.ok("ticket", "promise", other, "--promised-at", "2026-03-04 17:00")
        assert [what for what, _at, _state in owed(guide, other, now)] == ["promise"]


class TestOptions:
    OPTIONS = ("--options", "A", "--options", "B", "--options", "C")

    def test_cmp_10_only_the_option_the_customer_confirmed_is_carried_out(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "propose", id_, *self.OPTIONS)
        guide.ok("ticket", "offer", id_, "--option", "A", "--accepted", "no")
        said = refused(guide, "CMP-10", "ticket", "execute", id_)
        assert f"cs ticket offer {id_}" in said
        guide.ok("ticket", "offer", id_, "--option", "B", "--accepted", "yes")
        guide.ok("ticket", "execute", id_)
        shown = guide.json("show", id_)
        assert (shown["status"], shown["chosen"]) == ("executing", "B")
        offers = [(one["option"], one["accepted"]) for one in shown["offers"]]
        assert offers == [("A", False), ("B", True)]

    def test_cmp_10_only_what_was_prepared_is_offered(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "propose", id_, *self.OPTIONS)
        offer = ("ticket", "offer", id_, "--option", "D", "--accepted", "yes")
        assert "D is none of the options" in refused(guide, "CMP-10", *offer)
        assert "D 不在备选方案之中" in guide.run(*offer, lang="zh").err
        guide.ok("ticket", "set", id_, *self.OPTIONS, "--options", "D")
        guide.ok(*offer)

    def test_cmp_10_what_was_accepted_and_then_rejected_is_not_carried_out(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "propose", id_, *self.OPTIONS)
        offer = ("ticket", "offer", id_, "--option")
        guide.ok(*offer, "A", "--accepted", "yes")
        guide.ok(*offer, "B", "--accepted", "no")
        assert guide.json("show", id_)["chosen"] == "A"
        guide.ok(*offer, "A", "--accepted", "no")
        refused(guide, "CMP-10", "ticket", "execute", id_)
        guide.ok(*offer, "A", "--accepted", "yes")
        guide.ok("ticket", "propose", id_, *self.OPTIONS)
        refused(guide, "CMP-10", "ticket", "execute", id_)
        guide.ok(*offer, "A", "--accepted", "yes")
        guide.ok("ticket", "execute", id_)
        assert guide.run("check").code == 0

    def test_cmp_10_our_own_mistake_begins_with_an_apology(self, guide):
        id_ = restated(guide)
        guide.ok("ticket", "find-cause", id_, "--cause", "wrong label", "--fault", "own")
        refused(guide, "CMP-10", "ticket", "propose", id_, *self.OPTIONS)
        guide.ok("ticket", "apologise", id_, "--apology-for-fault", "yes")
        guide.ok("ticket", "propose", id_, *self.OPTIONS)
        assert guide.json("show", id_)["apology_at"] == "2026-03-02T10:00:00+08:00"

    @pytest.mark.parametrize("number", [2, 5])
    def test_cmp_10_fewer_than_three_or_more_than_four_are_told(self, guide, number):
        id_ = restated(guide)
        options = [word for n in range(number) for word in ("--options", f"plan {n}")]
        result = guide.run("ticket", "propose", id_, *options)
        assert result.code == 0
        assert "CMP-10" in result.err
        assert f"{number} options are prepared" in result.err
        assert guide.json("show", id_)["status"] == "proposed"

    def test_cmp_10_a_desk_says_how_many_itself(self, guide):
        guide.write(
            "policy/options.yaml", "guards: {three-or-four-options: {entries: {least: 2}}}\n"
        )
        guide.ok("ticket", "propose", restated(guide), "--options", "A", "--options", "B")


class TestOpinions:
    def solved(self, desk):
        id_ = restated(desk)
        desk.ok("ticket", "resolve", id_, "--result", "sent again")
        return id_

    def test_cmp_11_no_closing_before_one_opinion_was_asked(self, guide):
        id_ = self.solved(guide)
        made = [c for c in guide.json("callback", "list") if id_ in c["about"]]
        assert sorted(one["type"] for one in made) == ["opinion", "second-opinion"]
        assert "not done yet" in refused(guide, "CMP-11", "ticket", "close", id_)
        opinion(guide, id_)
        guide.ok("ticket", "close", id_)

    def test_cmp_11_an_opinion_on_an_earlier_solution_does_not_count(self, guide):
        id_ = self.solved(guide)
        opinion(guide, id_)
        guide.ok("ticket", "reopen", id_, "--reason", "it came damaged")
        guide.ok("ticket", "restate", id_, "--customer-confirmed", "yes")
        guide.ok("ticket", "resolve", id_, "--result", "sent once more")
        assert "not done yet" in refused(guide, "CMP-11", "ticket", "close", id_)
        opinion(guide, id_)
        guide.ok("ticket", "close", id_)

    def test_cbk_30_one_is_enough_to_close_and_the_report_says_two_are_the_target(self, guide):
        id_ = self.solved(guide)
        opinion(guide, id_)
        guide.ok("ticket", "close", id_)
        report = ("report", "opinions", "--period", "2026-03")
        said = guide.ok(*report)
        assert said.rstrip().endswith(f"target 2 not reached\n{id_}")
        opinion(guide, id_)
        assert guide.json(*report)["total"] == {"count": 1, "fits": 1, "percent": 100}

    def test_cbk_30_the_interval_is_the_department_s(self, guide):
        id_ = self.solved(guide)
        asked = [o for o in guide.json("due", "--kind", "callback") if o["rule"] == "CBK-30"]
        assert sorted((o["what"], o["state"]) for o in asked) == [
            ("ask-opinion", "no-limit"), ("ask-second-opinion", "no-limit"),
        ]  # fmt: skip
        guide.write("policy/own.yaml", (
            "deadlines:\n  ask-opinion: {limit: 3 calendar days}\n"
            "  ask-second-opinion: {limit: 10 calendar days}\n"
        ))  # fmt: skip
        late = guide.json("due", "--kind", "callback", now="2026-03-06T09:00")
        assert [(o["what"], o["due_at"][:10]) for o in late] == [("ask-opinion", "2026-03-06")]
        opinion(guide, id_)
