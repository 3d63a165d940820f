"""A sales desk: taking turns, long searches, messages with a name, how a call ends."""

import pytest
from given import at, refused

LOOK = (
    "--type", "inquiry", "--title", "Flat 12", "--question", "still free?", "--channel", "phone",
)  # fmt: skip
AWAY = """\
---
id: L-260301-000001
kind: leave
type: annual
person: wang.wei
from: 2026-03-02
to: 2026-03-03
requested_by: wang.wei
status: {status}
opened_at: 2026-03-01T09:00:00+08:00
log:
  - at: 2026-03-01T09:00:00+08:00
    by: wang.wei
    do: open
---
"""


def each(option: str) -> list[str]:
    """Give the option once for each of the three who take turns."""
    return [word for person in ("li.na", "wang.wei", "chen.jing") for word in (option, person)]


def leave(desk, status: str) -> None:
    """Let Wang Wei's leave be that far."""
    desk.write("leave/2026/03/01/L-260301-000001.md", AWAY.format(status=status))


class TestTurns:
    """SAL: TKT-35."""

    @pytest.fixture
    def desk(self, under):
        return under("SAL")

    @pytest.fixture
    def rotation(self, desk):
        return desk.new("rotation", "--title", "visitors", *each("--people"))

    def served(self, desk, rotation: str) -> str:
        return desk.json("rotation", "show", rotation)["served"]

    def test_tkt_35_after_the_first_it_is_the_second_s_turn_and_so_round(self, desk, rotation):
        said = [desk.ok("rotation", "next", rotation) for _visitor in range(4)]
        assert "li.na" in said[0]
        turns = desk.json("rotation", "show", rotation)["turns"]
        assert [turn["person"] for turn in turns] == ["li.na", "wang.wei", "chen.jing", "li.na"]
        desk.ok("check")

    def test_tkt_35_whoever_is_away_is_passed_over_and_it_is_written_down(self, desk, rotation):
        desk.ok("rotation", "next", rotation)
        off = ("--off", "wang.wei", "--reason", "showing a flat")
        assert "chen.jing" in desk.ok("rotation", "next", rotation, *off)
        _first, skipped, turn = desk.json("rotation", "show", rotation)["turns"]
        assert (skipped["person"], skipped["skipped"]) == ("wang.wei", "showing a flat")
        assert (turn["person"], "skipped" in turn) == ("chen.jing", False)
        desk.ok("check")

    def test_tkt_35_without_a_reason_it_says_that_nobody_is_at_the_desk(self, desk, rotation):
        said = desk.ok("接待轮序", "下一位", rotation, "--不在岗人员", "li.na", lang="zh")
        assert "wang.wei" in said
        assert desk.json("rotation", "show", rotation)["turns"][0]["skipped"] == "不在岗"

    @pytest.mark.parametrize(
        ("status", "turn"), [("approved", "chen.jing"), ("requested", "wang.wei")]
    )
    def test_tkt_35_leave_counts_once_it_is_approved(self, desk, rotation, status, turn):
        desk.ok("rotation", "next", rotation)
        leave(desk, status)
        desk.ok("rotation", "next", rotation)
        assert self.served(desk, rotation) == turn

    def test_tkt_35_with_everybody_away_it_is_nobody_s_turn(self, desk, rotation):
        why = refused(desk, "TKT-35", "rotation", "next", rotation, *each("--off"))
        assert "li.na, wang.wei, chen.jing" in why
        assert "turns" not in desk.record(rotation)

    def test_tkt_35_whoever_has_no_shift_today_is_passed_over(self, desk, rotation):
        """Chen Jing is on no roster at all and keeps office hours."""
        other = "2026-03-01: {day: [li.na, wang.wei]}\n2026-03-02: {day: [li.na]}\n"
        desk.write("roster/2026-03.yaml", other)
        for _visitor in range(2):
            desk.ok("rotation", "next", rotation)
        _first, skipped, turn = desk.json("rotation", "show", rotation)["turns"]
        assert (skipped["person"], skipped["skipped"]) == ("wang.wei", "on no shift today")
        assert turn["person"] == "chen.jing"

    def test_tkt_35_where_nobody_of_the_order_is_on_the_roster_the_order_goes_on(
        self, desk, rotation
    ):
        roster = "2026-03-01: {day: [li.na, wang.wei]}\n2026-03-02: {day: [wu.gang]}\n"
        desk.write("roster/2026-03.yaml", roster)
        desk.ok("rotation", "next", rotation)
        assert self.served(desk, rotation) == "li.na"

    def test_tkt_35_only_people_of_the_order_are_away_from_it(self, desk, rotation):
        why = refused(desk, "TKT-35", "rotation", "next", rotation, "--off", "wu.gang")
        assert why.startswith("wu.gang is not in the order; the order is li.na, wang.wei, chen")
        chinese = ("接待轮序", "下一位", rotation, "--不在岗人员", "wu.gang")
        assert "wu.gang 不在排定次序中" in refused(desk, "TKT-35", *chinese, lang="zh")
        assert "turns" not in desk.record(rotation)


class TestSearches:
    """SAL: TKT-20."""

    @pytest.fixture
    def desk(self, under):
        return under("SAL")

    def test_tkt_20_a_long_search_without_an_offer_to_call_back_is_found(self, desk):
        id_ = desk.new("ticket", *LOOK, "--lookup-seconds", "45")
        quick = desk.new("ticket", *LOOK, "--lookup-seconds", "30")
        found = [f for f in desk.json("audit")["findings"] if f["what"] == "kept-waiting"]
        assert [(one["id"], one["rule"]) for one in found] == [(id_, "TKT-20")]
        assert quick not in desk.ok("audit")
        desk.ok("ticket", "park", id_)
        assert "kept-waiting" not in [f["what"] for f in desk.json("audit")["findings"]]

    def test_tkt_20_a_parked_call_becomes_a_callback(self, desk):
        id_ = desk.new("ticket", *LOOK)
        park = ("ticket", "park", id_, "--lookup-seconds", "40")
        assert desk.run(*park[:-1], "long").code == 2
        desk.ok(*park, "--call-at", "2026-03-02 11:00")
        (call,) = desk.json("callback", "list")
        assert (call["type"], call["about"], call["owner"]) == ("parked", [id_], "li.na")
        assert call["due_at"] == "2026-03-02T11:00:00+08:00"
        assert "约定回电" in desk.ok("callback", "list", lang="zh")

    def test_tkt_20_after_thirty_seconds_the_offer_is_late(self, desk):
        id_ = desk.new("ticket", *LOOK)
        desk.ok("ticket", "look-up", id_)
        (item,) = desk.json("due", "--all", "--kind", "ticket")
        assert (item["what"], item["due_at"]) == ("look-up", "2026-03-02T10:00:30+08:00")
        assert desk.json("due", now=at("10:00:31"))[0]["state"] == "overdue"
        desk.ok("ticket", "answer", id_, "--answer", "it is", now=at("10:00:31"))
        assert desk.json("due", "--all", "--kind", "ticket") == []

    def test_tkt_20_another_figure_of_the_desk(self, desk):
        desk.write("policy/slow.yaml", "deadlines: {look-up: {limit: 60 seconds}}\n")
        desk.write("policy/late.yaml", "audits: {kept-waiting: {with: {over: '60'}}}\n")
        id_ = desk.new("ticket", *LOOK, "--lookup-seconds", "45")
        assert [f for f in desk.json("audit")["findings"] if f["what"] == "kept-waiting"] == []
        desk.ok("ticket", "look-up", id_)
        (item,) = desk.json("due", "--all", "--kind", "ticket")
        assert item["due_at"] == "2026-03-02T10:01:00+08:00"


class TestCalls:
    """SAL and PHO: TKT-38, TKT-39."""

    @pytest.mark.parametrize("pack", ["SAL", "PHO"])
    def test_tkt_38_a_message_has_the_caller_s_name(self, under, pack):
        desk = under(pack)
        message = ("message", "new", "--owner", "wu.gang", "--text", "please call back")
        assert "--from-name" in refused(desk, "TKT-38", *message)
        assert not list(desk.root.glob("message/**/*.md"))
        assert "不允许（TKT-38）：请礼貌询问来电人贵姓" in desk.run(*message, lang="zh").err
        id_ = desk.ok(*message, "--from-name", "Sun").split()[0]
        refused(desk, "TKT-38", "message", "set", id_, "--from-name", "")
        (item,) = desk.json("due", "--all", "--kind", "message")
        assert (item["id"], item["what"]) == (id_, "pass-on")
        assert "留言条" in desk.ok("message", "print", id_)
        desk.ok("message", "pass-on", id_)
        assert desk.json("due", "--all", "--kind", "message") == []

    def test_tkt_38_a_desk_that_wants_the_number_too(self, under):
        desk = under("PHO")
        row = "guards: {message-named: {require: [from_name, callback_number]}}\n"
        desk.write("policy/number.yaml", row)
        message = ("message", "new", "--owner", "wu.gang", "--text", "call", "--from-name", "Sun")
        assert "--callback-number" in refused(desk, "TKT-38", *message)

    def test_tkt_39_three_things_before_a_call_ends(self, under):
        desk = under("SAL")
        said = desk.ok("phrase", "show", "phone-close")
        for words in ("surname", "other needs", "thanked"):
            assert words in said
        said = desk.ok("phrase", "show", "phone-close", lang="zh")
        for words in ("贵姓", "其他需要", "致谢"):
            assert words in said

    def test_tkt_39_they_are_ticked_on_the_ticket_and_nobody_has_to(self, under):
        desk = under("SAL")
        id_ = desk.new("ticket", "--title", "Flat 12", "--channel", "phone")
        desk.ok("ticket", "end-call", id_, "--surname-asked", "yes", "--caller-thanked", "no")
        shown = desk.json("ticket", "show", id_)
        assert (shown["surname_asked"], shown["caller_thanked"]) == (True, False)
        desk.ok("ticket", "resolve", id_)
