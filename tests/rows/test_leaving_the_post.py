"""Leaving the post for a while: who approves, who stands in, who is briefed."""

import pytest
from given import at, refused

OUT = ("--type", "post", "--from", "2026-03-02 10:30", "--to", "2026-03-02 11:15")
AWAY = """\
---
id: L-260301-000001
kind: leave
type: annual
person: wang.wei
from: 2026-03-02
to: 2026-03-03
requested_by: wang.wei
status: approved
opened_at: 2026-03-01T09:00:00+08:00
log:
  - at: 2026-03-01T09:00:00+08:00
    by: wang.wei
    do: open
  - at: 2026-03-01T09:30:00+08:00
    by: chen.jing
    do: approve
---
"""


def away(desk) -> None:
    """Let Wang Wei be on leave."""
    desk.write("leave/2026/03/01/L-260301-000001.md", AWAY)


class TestPropertyCentre:
    """PSC: the director approves, and somebody is there instead."""

    @pytest.fixture
    def desk(self, under):
        return under("PSC")

    @pytest.fixture
    def out(self, desk):
        return desk.new("leave", *OUT)

    def test_lve_10_nobody_goes_before_the_director_has_approved(self, desk, out):
        why = refused(desk, "LVE-10", "leave", "depart", out, "--replacement", "wang.wei")
        assert f"cs leave approve {out}" in why
        assert "centre director" in refused(desk, "LVE-10", "leave", "approve", out, as_="zhao.min")
        assert "客户服务中心主任" in refused(
            desk, "LVE-10", "leave", "approve", out, as_="zhao.min", lang="zh"
        )
        desk.ok("leave", "approve", out, as_="sun.li")
        desk.ok("leave", "depart", out, "--replacement", "wang.wei")
        shown = desk.json("leave", "show", out)
        assert (shown["status"], shown["replacement"]) == ("on-leave", "wang.wei")

    def test_lve_10_the_director_need_not_stand_in_one_s_own_line(self, desk, out):
        people = desk.read("people.yaml").replace("  reports_to: sun.li\n", "")
        desk.write("people.yaml", people)
        refused(desk, "LVE-10", "leave", "reject", out, "--opinion", "no", as_="chen.jing")
        desk.ok("leave", "approve", out, as_="sun.li")

    def test_lve_10_a_director_with_somebody_above_does_not_approve_for_themself(self, desk):
        people = desk.read("people.yaml").replace(
            "roles: [supervisor]", "roles: [supervisor, director]"
        )
        desk.write("people.yaml", people)
        own = desk.new("leave", *OUT, as_="chen.jing")
        refused(desk, "LVE-10", "leave", "approve", own, as_="chen.jing")
        desk.ok("leave", "approve", own, as_="sun.li")
        first = desk.new("leave", *OUT, as_="sun.li")
        desk.ok("leave", "approve", first, as_="sun.li")

    def test_lve_10_approved_but_with_nobody_instead_one_stays(self, desk, out):
        desk.ok("leave", "approve", out, as_="sun.li")
        why = refused(desk, "LVE-10", "leave", "depart", out)
        assert "--replacement" in why
        assert desk.json("leave", "show", out)["status"] == "approved"

    def test_lve_10_whoever_stands_in_is_there_and_somebody_else(self, desk, out):
        desk.ok("leave", "approve", out, as_="sun.li")
        own = refused(desk, None, "leave", "depart", out, "--replacement", "li.na")
        assert "li.na cannot stand in for themself" in own
        away(desk)
        why = refused(desk, "LVE-10", "leave", "depart", out, "--replacement", "wang.wei")
        assert "wang.wei is not at work today" in why
        desk.ok("leave", "depart", out, "--replacement", "chen.jing")

    def test_lve_10_the_replacement_is_not_taken_away_meanwhile(self, desk, out):
        desk.ok("leave", "approve", out, as_="sun.li")
        desk.ok("leave", "depart", out, "--replacement", "wang.wei")
        refused(desk, "LVE-10", "leave", "set", out, "--replacement", "")
        desk.ok("leave", "set", out, "--replacement", "chen.jing")
        desk.ok("leave", "return", out, now=at("11:10"))
        desk.ok("check")

    def test_lve_10_the_director_s_deputy_approves_while_the_director_is_away(self, desk, out):
        people = desk.read("people.yaml").replace(
            "roles: [director]", "roles: [director]\n  deputy: zhao.min"
        )
        desk.write("people.yaml", people)
        refused(desk, "LVE-10", "leave", "approve", out, as_="zhao.min")
        desk.write("leave/2026/03/01/L-260301-000001.md", AWAY.replace("wang.wei", "sun.li"))
        desk.ok("leave", "approve", out, as_="zhao.min")
        (entry,) = desk.json("leave", "show", out)["approvals"]
        assert entry["by"] == "zhao.min"

    def test_lve_10_it_takes_no_day_off(self, desk, out):
        shown = desk.json("leave", "show", out)
        assert "days" not in shown
        assert shown["begins_at"] == "2026-03-02T10:30:00+08:00"


class TestTelecom:
    """TEL: the manager approves."""

    @pytest.fixture
    def desk(self, under):
        return under("TEL")

    def test_lve_11_nobody_leaves_the_post_without_the_manager(self, desk):
        """In the middle of a shift, and not late for it."""
        id_ = desk.new("leave", *OUT)
        assert desk.json("leave", "show", id_)["status"] == "requested"
        assert f"cs leave approve {id_}" in refused(desk, "LVE-11", "leave", "depart", id_)
        why = refused(desk, "LVE-11", "leave", "approve", id_, as_="chen.jing")
        assert "department manager" in why
        assert "须经部门经理批准" in refused(
            desk, "LVE-11", "leave", "approve", id_, as_="chen.jing", lang="zh"
        )
        desk.ok("leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "depart", id_)
        desk.ok("leave", "return", id_, now=at("11:00"))

    def test_lve_11_who_left_the_post_is_back_when_it_was_said(self, desk):
        """And not at some time of that day, as after leave."""
        id_ = desk.new("leave", *OUT)
        desk.ok("leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "depart", id_, now=at("10:30"))
        (owed,) = desk.json("due", "--kind", "leave", now=at("11:16"))
        assert (owed["what"], owed["owner"], owed["late_s"]) == ("post-return", "li.na", 60)
        desk.ok("leave", "return", id_, now=at("11:16"))
        assert desk.json("due", "--kind", "leave", "--all", now=at("11:17")) == []


@pytest.mark.parametrize(
    ("pack", "row", "who"), [("PSC", "LVE-10", "sun.li"), ("TEL", "LVE-11", "zhao.min")]
)
def test_lve_10_lve_11_due_names_who_may_let_somebody_go(under, pack, row, who):
    """And not the next superior, who may not."""
    desk = under(pack)
    id_ = desk.new("leave", *OUT)
    owed = [one for one in desk.json("due", "--all") if one["id"] == id_]
    assert {one["owner"] for one in owed} == {who}
    assert f"it is for: {who}" in refused(desk, row, "leave", "approve", id_, as_="chen.jing")
    chinese = refused(desk, row, "leave", "approve", id_, as_="chen.jing", lang="zh")
    assert f"应由 {who} 批准" in chinese
    desk.ok("leave", "approve", id_, as_=who)


class TestSalesDesk:
    """SAL: a word to one or two salespeople."""

    @pytest.fixture
    def desk(self, under):
        desk = under("SAL")
        people = desk.read("people.yaml").replace("roles: [clerk", "roles: [sales")
        desk.write("people.yaml", people)
        return desk

    def brief(self, *people: str) -> list[str]:
        return [word for person in people for word in ("--briefed", person)]

    @pytest.fixture
    def staffed(self, desk):
        """Three salespeople."""
        people = desk.read("people.yaml").replace("roles: [technician]", "roles: [sales]")
        desk.write("people.yaml", people.replace("roles: [supervisor]", "roles: [sales]"))
        return desk

    def test_lve_13_the_desk_is_left_at_once_with_a_briefing(self, desk):
        words = (*self.brief("wang.wei"), "--briefing", "flat 12 at eleven")
        id_ = desk.new("leave", "--type", "post", *words)
        shown = desk.json("leave", "show", id_)
        assert (shown["status"], shown["briefed"]) == ("on-leave", ["wang.wei"])
        assert shown["from"] == "2026-03-02T10:00:00+08:00"
        (owed,) = desk.json("due", "--kind", "leave")
        assert (owed["what"], owed["state"], owed["rule"]) == ("desk-back", "no-limit", "LVE-13")
        # Nobody leaves twice without having been back.
        again = ("leave", "new", "--type", "post", *words)
        assert id_ in refused(desk, None, *again, now=at("10:05"))
        desk.ok("leave", "return", id_, now=at("10:12"))
        desk.ok("check")

    def test_lve_13_nobody_briefed_or_more_than_two_is_refused(self, staffed):
        note = ("--briefing", "flat 12 at eleven")
        leave = ("leave", "new", "--type", "post")
        assert "--briefed PERSON" in refused(staffed, "LVE-13", *leave, *note)
        three = self.brief("wang.wei", "wu.gang", "chen.jing")
        assert "一至两名" in refused(staffed, "LVE-13", *leave, *three, *note, lang="zh")
        refused(staffed, "LVE-13", *leave, *self.brief("wang.wei"))
        assert not list(staffed.root.rglob("L-*.md"))
        staffed.ok(*leave, *self.brief("wang.wei", "wu.gang"), *note)

    def test_lve_13_the_one_who_leaves_is_not_the_one_briefed(self, desk):
        words = ("--briefing", "flat 12")
        leave = ("leave", "new", "--type", "post")
        refused(desk, "LVE-13", *leave, *self.brief("li.na"), *words)
        assert "is no salesperson" in refused(
            desk, "LVE-13", *leave, *self.brief("wu.gang"), *words
        )
        away(desk)
        assert "not at work today" in refused(
            desk, "LVE-13", *leave, *self.brief("wang.wei"), *words
        )

    def test_lve_13_nor_is_the_briefing_taken_out_afterwards(self, desk):
        words = (*self.brief("wang.wei"), "--briefing", "flat 12 at eleven")
        id_ = desk.new("leave", "--type", "post", *words)
        refused(desk, "LVE-13", "leave", "set", id_, "--briefed", "")
        refused(desk, "LVE-13", "leave", "set", id_, "--briefing", "")
        refused(desk, "LVE-13", "leave", "set", id_, "--briefed", "li.na")

    def test_lve_13_whoever_has_left_the_desk_is_passed_over(self, desk):
        people = ("--people", "li.na", "--people", "wang.wei")
        turns = desk.new("rotation", "--title", "visitors", *people)
        words = (*self.brief("wang.wei"), "--briefing", "flat 12 at eleven")
        id_ = desk.new("leave", "--type", "post", *words)
        assert "wang.wei" in desk.ok("rotation", "next", turns, now=at("10:05"))
        desk.ok("leave", "return", id_, now=at("10:10"))
        assert "li.na" in desk.ok("rotation", "next", turns, now=at("10:15"))

    def test_lve_13_who_forgot_to_report_back_is_told_how(self, staffed):
        desk = staffed
        briefed = ("--type", "post", "--briefed", "wang.wei", "--briefing", "a call at eleven")
        id_ = desk.new("leave", *briefed, as_="li.na")
        why = refused(desk, None, "leave", "new", "--type", "annual", "--from", "2026-03-05")
        assert f"{id_}, 2026-03-02 10:00 to … (cs leave return {id_})" in why
        desk.ok("leave", "return", id_)
        assert desk.run("leave", "new", "--type", "annual", "--from", "2026-03-05").code == 0

    def test_lve_13_other_leave_is_approved_as_anywhere(self, desk):
        id_ = desk.run("leave", "new", "--type", "annual", "--from", "2026-03-12").out.split()[0]
        assert desk.json("leave", "show", id_)["status"] == "requested"
