"""Who approves leave: level by level, no crossing, deputies of those who are away.

Li Na and Wang Wei report to Chen Jing (supervisor), she to Zhao Min (manager), he to Sun Li
(director).
"""

import pytest
from given import at, refused

DAY = ("--from", "2026-03-12")
AWAY = """\
---
id: L-260301-00000{number}
kind: leave
type: annual
person: {person}
from: 2026-03-02
to: 2026-03-06
requested_by: {person}
status: approved
opened_at: 2026-03-01T09:00:00+08:00
log:
  - at: 2026-03-01T09:00:00+08:00
    by: {person}
    do: open
  - at: 2026-03-01T09:30:00+08:00
    by: sun.li
    do: approve
---
"""


def away(desk, *people: str) -> None:
    """Let people be on leave this week."""
    for number, person in enumerate(people, start=1):
        text = AWAY.format(number=number, person=person)
        desk.write(f"leave/2026/03/01/L-260301-00000{number}.md", text)


def line(desk, **changes: str) -> None:
    """Let people report to somebody else, or have a deputy."""
    blocks = desk.read("people.yaml").split("- id: ")[1:]
    for number, block in enumerate(blocks):
        id_ = block.split("\n", 1)[0]
        for key, person in changes.items():
            name, _two, field = key.partition("__")
            if name == id_.replace(".", "_"):
                kept = [one for one in block.splitlines() if f"  {field}:" not in one]
                blocks[number] = "\n".join(
                    [*kept, *([f"  {field}: {person}"] if person else []), ""]
                )
    desk.write("people.yaml", "".join(f"- id: {block}" for block in blocks))


class TestTelecom:
    """TEL: private leave goes up to the manager."""

    @pytest.fixture
    def desk(self, under):
        return under("TEL")

    def asked(self, desk, type_: str = "ordinary-personal", as_: str = "li.na") -> str:
        return desk.new("leave", "--type", type_, *DAY, as_=as_)

    def approvals(self, desk, id_: str) -> list[tuple[str, str | None]]:
        shown = desk.json("leave", "show", id_)
        return [(one["by"], one.get("for")) for one in shown.get("approvals", [])]

    def test_lve_07_each_level_in_its_turn_and_none_is_skipped(self, desk):
        id_ = self.asked(desk)
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="zhao.min")
        assert why.startswith("not level by level: next is 陈静 (chen.jing)")
        desk.ok("leave", "approve", id_, as_="chen.jing")
        assert desk.json("leave", "show", id_)["next_approver"] == "zhao.min"
        refused(desk, "LVE-01", "leave", "depart", id_)
        assert "zhao.min" in refused(desk, "LVE-07", "leave", "approve", id_, as_="sun.li")
        desk.ok("leave", "approve", id_, as_="zhao.min")
        assert desk.json("leave", "show", id_)["status"] == "approved"
        assert self.approvals(desk, id_) == [("chen.jing", None), ("zhao.min", None)]

    @pytest.mark.parametrize("who", ["wang.wei", "wu.gang", "li.na"])
    def test_lve_07_nobody_of_another_line_approves_or_rejects(self, desk, who):
        """A colleague, another team's man, the person."""
        id_ = self.asked(desk)
        refused(desk, "LVE-07", "leave", "approve", id_, as_=who)
        refused(desk, "LVE-07", "leave", "reject", id_, "--opinion", "no", as_=who)
        assert "approvals" not in desk.json("leave", "show", id_)

    def test_lve_07_the_deputy_approves_for_a_leader_who_is_away(self, desk):
        """Written down as such; not before the leader is away, and nobody else's deputy."""
        line(desk, chen_jing__deputy="wu.gang", zhao_min__deputy="wang.wei")
        id_ = self.asked(desk)
        refused(desk, "LVE-07", "leave", "approve", id_, as_="wu.gang")
        away(desk, "chen.jing")
        refused(desk, "LVE-07", "leave", "approve", id_, as_="wang.wei")
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="zhao.min")
        assert "who is away; the deputy is wu.gang" in why
        desk.ok("leave", "approve", id_, as_="wu.gang")
        assert self.approvals(desk, id_) == [("wu.gang", "chen.jing")]
        assert desk.json("leave", "show", id_)["status"] == "requested"
        desk.ok("leave", "approve", id_, as_="zhao.min")
        assert desk.json("leave", "show", id_)["status"] == "approved"
        desk.ok("check")

    def test_lve_07_off_by_the_roster_is_away_too(self, desk):
        line(desk, chen_jing__deputy="wu.gang")
        id_ = self.asked(desk)
        roster = "2026-03-01: {day: [chen.jing]}\n2026-03-02: {day: [wu.gang]}\n"
        desk.write("roster/2026-03.yaml", roster)
        desk.ok("leave", "approve", id_, as_="wu.gang")
        assert self.approvals(desk, id_) == [("wu.gang", "chen.jing")]

    def test_lve_07_nobody_stands_in_for_a_leader_over_their_own_leave(self, desk):
        """Li is Chen's deputy and has Wang as hers; without him it is said whom to name."""
        line(desk, chen_jing__deputy="li.na")
        away(desk, "chen.jing")
        id_ = self.asked(desk)
        refused(desk, "LVE-07", "leave", "approve", id_)
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="zhao.min")
        assert "the deputy is wang.wei" in why
        line(desk, li_na__deputy="")
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="zhao.min")
        assert "who is away and has no deputy at work" in why
        chinese = refused(desk, "LVE-07", "leave", "approve", id_, as_="zhao.min", lang="zh")
        assert "不在岗，且无在岗代理人" in chinese

    def test_lve_07_the_next_level_as_deputy_approves_for_both(self, desk):
        line(desk, chen_jing__deputy="zhao.min")
        away(desk, "chen.jing")
        id_ = self.asked(desk)
        desk.ok("leave", "approve", id_, as_="zhao.min")
        assert self.approvals(desk, id_) == [("zhao.min", "chen.jing")]
        assert desk.json("leave", "show", id_)["status"] == "approved"

    def test_lve_07_the_deputy_named_on_the_leader_s_leave_decides_and_sees_it(self, desk):
        """Not the one in the people file, who stands in at other times."""
        line(desk, chen_jing__deputy="wang.wei")
        id_ = self.asked(desk)
        own = AWAY.format(number=1, person="chen.jing").replace(
            "status:", "deputy: wu.gang\nstatus:"
        )
        assert desk.json("due", "--owner", "wu.gang", "--kind", "leave") == []
        desk.write("leave/2026/03/01/L-260301-000001.md", own)
        (owed,) = desk.json("due", "--owner", "wu.gang", "--kind", "leave")
        assert (owed["id"], owed["what"], owed["owner"]) == (id_, "approval", "chen.jing")
        refused(desk, "LVE-07", "leave", "approve", id_, as_="wang.wei")
        desk.ok("leave", "approve", id_, as_="wu.gang")
        assert self.approvals(desk, id_) == [("wu.gang", "chen.jing")]

    def test_lve_07_a_line_that_goes_round_in_a_circle_is_named(self, desk):
        id_ = self.asked(desk)
        line(desk, zhao_min__reports_to="li.na")
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="chen.jing")
        assert "in a circle: li.na → chen.jing → zhao.min → li.na" in why
        assert "reports_to" in why

    def test_lve_07_a_superior_nobody_knows_is_named(self, desk):
        id_ = self.asked(desk)
        line(desk, li_na__reports_to="liu.yang")
        why = refused(desk, "LVE-07", "leave", "approve", id_, as_="chen.jing")
        assert "li.na reports to liu.yang, who is not in the people file" in why

    def test_lve_07_who_reports_to_nobody_is_for_those_of_higher_rank(self, desk):
        line(desk, li_na__reports_to="")
        id_ = self.asked(desk)
        assert desk.json("leave", "show", id_)["next_approver"] == "chen.jing"
        refused(desk, "LVE-07", "leave", "approve", id_, as_="wang.wei")
        desk.ok("leave", "approve", id_, as_="chen.jing")
        assert desk.json("leave", "show", id_)["status"] == "approved"

    def test_lve_07_leave_of_the_very_first_is_noted_by_that_person_or_the_deputy(self, desk):
        line(desk, sun_li__deputy="zhao.min")
        for who in ("zhao.min", "sun.li"):
            id_ = self.asked(desk, as_="sun.li")
            refused(desk, "LVE-07", "leave", "approve", id_, as_="chen.jing")
            desk.ok("leave", "approve", id_, as_=who)
            assert desk.json("leave", "show", id_)["status"] == "approved"
            desk.ok("leave", "cancel", id_, as_="sun.li")

    def test_lve_07_after_a_rejection_it_is_asked_for_anew(self, desk):
        id_ = self.asked(desk)
        assert desk.run("leave", "reject", id_, as_="chen.jing").code == 2
        desk.ok("leave", "reject", id_, "--opinion", "short of people", as_="chen.jing")
        refused(desk, None, "leave", "approve", id_, as_="chen.jing")
        again = self.asked(desk)
        desk.ok("leave", "approve", again, as_="chen.jing")
        assert desk.json("leave", "show", id_)["status"] == "rejected"

    def test_lve_07_leave_that_was_approved_is_not_made_longer(self, desk):
        id_ = self.asked(desk, "annual")
        desk.ok("leave", "approve", id_, as_="chen.jing")
        for words in (("--to", "2026-03-20"), ("--from", "2026-03-11"), ("--to-half", "morning")):
            why = refused(desk, None, "leave", "set", id_, *words)
            assert "cancel" in why
        desk.ok("leave", "set", id_, "--reason", "wedding")

    def test_lve_07_leave_is_taken_back_by_whoever_asked_or_stands_above(self, desk):
        id_ = self.asked(desk)
        for verb in ("cancel", "void"):
            why = refused(desk, None, "leave", verb, id_, "-m", "no", as_="wang.wei")
            assert why.startswith("this is for li.na or a superior: chen.jing")
        desk.ok("leave", "cancel", id_)
        other = self.asked(desk)
        desk.ok("leave", "cancel", other, "-m", "needed here", as_="chen.jing")

    def test_lve_05_a_deputy_approves_a_late_leave_for_the_manager_who_is_away(self, desk):
        line(desk, chen_jing__deputy="wu.gang")
        away(desk, "chen.jing")
        late = at("03-02T09:10")
        sick = ("--type", "sick", "--from", "2026-03-02", "--reason", "fever")
        id_ = desk.new("leave", *sick, now=late)
        refused(desk, "LVE-07", "leave", "approve", id_, as_="wang.wei", now=late)
        desk.ok("leave", "approve", id_, as_="wu.gang", now=late)
        assert self.approvals(desk, id_) == [("wu.gang", "chen.jing")]


class TestOthers:
    """Whatever the pack, one approval of the line will do, or its deputy's."""

    def test_lve_14_the_deputy_of_the_supervisor_approves_while_she_is_away(self, under):
        desk = under("RCG")
        line(desk, chen_jing__deputy="wu.gang")
        id_ = desk.new("leave", "--type", "annual", *DAY)
        refused(desk, None, "leave", "approve", id_, as_="wu.gang")
        away(desk, "chen.jing")
        desk.ok("leave", "approve", id_, as_="wu.gang")
        (entry,) = desk.json("leave", "show", id_)["approvals"]
        assert (entry["by"], entry["for"]) == ("wu.gang", "chen.jing")
