"""What goes on during leave: what falls due has somebody, and enough people are on duty."""

import pytest
from given import at, refused

LEAVE = ("--type", "annual", "--from", "2026-03-04", "--to", "2026-03-06")
CLERKS = """\
coverage:
  clerks:
    label: {en: somebody answers the telephone, zh: 电话须有人接听}
    roles: clerk
    least: "1"
    during: day
  two-clerks:
    label: {en: two at the counters, zh: 窗口两人}
    roles: clerk
    least: "2"
    during: shifts
    warn: "true"
"""
ONE_CLERK = CLERKS.partition("  two-clerks")[0].replace("during: day", "during: shifts")


class TestHeld:
    """What the absent person holds goes to a deputy."""

    @pytest.fixture
    def desk(self, under):
        return under("TEL")

    @pytest.fixture
    def ticket(self, desk):
        words = ("--title", "No dial tone", "--channel", "phone", "--details", "since noon")
        return desk.new("ticket", *words, "--promised-at", "2026-03-05 15:00")

    def approved(self, desk, *words: str) -> str:
        id_ = desk.run("leave", "new", *LEAVE, *words).out.split()[0]
        assert desk.run("leave", "approve", id_, as_="chen.jing").code == 0
        return id_

    def test_lve_01_what_falls_due_is_told_when_leave_is_asked_for_and_approved(self, desk, ticket):
        asked = desk.run("leave", "new", *LEAVE)
        assert "warning: li.na holds until then:" in asked.err
        assert f"{ticket} " in asked.err
        assert "2026-03-05 15:00" in asked.err
        assert "wang.wei stands in" in asked.err
        id_ = asked.out.split()[0]
        chinese = desk.run("leave", "approve", id_, as_="chen.jing", lang="zh")
        assert "li.na 届时在办" in chinese.err
        assert "由wang.wei代理" in chinese.err

    def test_lve_01_the_record_shows_it_as_it_is_now(self, desk, ticket):
        id_ = self.approved(desk)
        held = desk.json("leave", "show", id_)["meanwhile"]
        assert ticket in [one["id"] for one in held]
        assert "falls due meanwhile" in desk.ok("leave", "show", id_)
        desk.ok("ticket", "resolve", ticket, "--result", "wire mended")
        held = desk.json("leave", "show", id_)["meanwhile"]
        assert "promise" not in [one["what"] for one in held]

    def test_lve_01_the_deputy_has_it_in_the_list_during_the_leave(self, desk, ticket):
        self.approved(desk)
        late = "03-05T15:30"
        asked = ("due", "--owner", "wang.wei")
        assert (ticket, "promise") in self.owed(desk.json(*asked, now=at(late)))
        assert (ticket, "promise") in self.owed(
            desk.json("due", "--mine", now=at(late), as_="wang.wei")
        )
        assert (ticket, "promise") not in self.owed(
            desk.json("due", "--owner", "chen.jing", now=at(late))
        )
        # Before and after it, it is not the deputy's.
        coming = ("due", "--owner", "wang.wei", "--within", "5d")
        assert (ticket, "promise") not in self.owed(desk.json(*coming))
        assert (ticket, "promise") not in self.owed(desk.json(*asked, now=at("03-07T09:00")))

    def owed(self, rows) -> list[tuple[str, str]]:
        return [(row["id"], row["what"]) for row in rows]

    def test_lve_01_nobody_goes_while_something_due_has_nobody(self, desk, ticket):
        people = desk.read("people.yaml").replace("  deputy: wang.wei\n", "")
        desk.write("people.yaml", people)
        id_ = self.approved(desk)
        why = refused(desk, None, "leave", "depart", id_, now=at("03-04T08:00"))
        assert "nobody stands in, and this falls due" in why.splitlines()[-1] or "nobody" in why
        assert ticket in why
        assert f"cs leave set {id_} --deputy" in why
        desk.ok("leave", "set", id_, "--deputy", "wang.wei")
        gone = desk.run("leave", "depart", id_, now=at("03-04T08:00"))
        assert gone.code == 0, gone

    def test_lve_01_a_deputy_on_leave_is_nobody(self, desk, ticket):
        other = desk.run("leave", "new", *LEAVE, as_="wang.wei").out.split()[0]
        desk.run("leave", "approve", other, as_="chen.jing")
        id_ = self.approved(desk)
        why = refused(desk, None, "leave", "depart", id_, now=at("03-04T08:00"))
        assert "wang.wei is on leave then too" in why
        gone = desk.run("leave", "depart", id_, "--deputy", "chen.jing", now=at("03-04T08:00"))
        assert gone.code == 0, gone

    def test_lve_01_what_is_due_after_the_leave_needs_nobody(self, desk):
        people = desk.read("people.yaml").replace("  deputy: wang.wei\n", "")
        desk.write("people.yaml", people)
        id_ = self.approved(desk)
        desk.ok("leave", "depart", id_, now=at("03-04T08:00"))

    def test_lve_01_of_many_matters_the_next_ten_are_named(self, desk):
        for number in range(6):
            words = ("--title", "Noise", "--channel", "phone", "--promised-at", "2026-03-05 15:00")
            desk.run("ticket", "new", *words, now=at(f"09:0{number}"))
        asked = desk.run("leave", "new", *LEAVE)
        assert asked.err.count("T-260302-") == 10
        assert ", and 2 more; wang.wei stands in" in asked.err

    def test_lve_01_nobody_is_their_own_deputy(self, desk):
        assert "themself" in refused(desk, None, "leave", "new", *LEAVE, "--deputy", "li.na")


class TestCover:
    """Enough people stay on duty; who must be there is said by rows of coverage."""

    @pytest.fixture
    def desk(self, under):
        desk = under("TEL")
        desk.write("policy/cover.yaml", ONE_CLERK)
        return desk

    def gone(self, desk, who: str, *words: str) -> str:
        id_ = desk.run("leave", "new", *LEAVE, *words, as_=who).out.split()[0]
        return id_

    def test_lve_01_the_last_one_of_a_shift_gets_no_leave(self, desk):
        """Li and Wang have the days, both are clerks."""
        desk.ok("leave", "approve", self.gone(desk, "wang.wei"), as_="chen.jing")
        second = desk.run("leave", "new", *LEAVE)
        assert "warning: 2026-03-04 08:00-18:00 would have 0 on duty, at least 1" in second.err
        id_ = second.out.split()[0]
        why = refused(desk, None, "leave", "approve", id_, as_="chen.jing")
        assert "somebody answers the telephone" in why
        assert "在岗将只有0人，至少1人" in refused(
            desk, None, "leave", "approve", id_, as_="chen.jing", lang="zh"
        )

    def test_lve_01_with_somebody_to_take_the_shift_it_is_approved(self, desk):
        people = desk.read("people.yaml").replace("roles: [technician]", "roles: [clerk]")
        desk.write("people.yaml", people)
        desk.ok("leave", "approve", self.gone(desk, "wang.wei"), as_="chen.jing")
        id_ = self.gone(desk, "li.na")
        refused(desk, None, "leave", "approve", id_, "--replacement", "chen.jing", as_="chen.jing")
        desk.ok("leave", "approve", id_, "--replacement", "wu.gang", as_="chen.jing")
        refused(desk, None, "leave", "set", id_, "--replacement", "")
        desk.ok("leave", "set", id_, "--reason", "moving house")
        (there,) = desk.json("roster", "--at", "2026-03-05 10:00")
        assert there["person"] == "wu.gang"
        checked = desk.run("roster", "check", "--from", "2026-03-04", "--to", "2026-03-06")
        assert "somebody answers the telephone" not in checked.out

    def test_lve_01_where_the_row_warns_leave_is_approved_with_a_warning(self, desk):
        desk.write("policy/cover.yaml", CLERKS)
        id_ = self.gone(desk, "li.na")
        result = desk.run("leave", "approve", id_, as_="chen.jing")
        assert result.code == 0
        assert "would have 1 on duty, at least 2: two at the counters" in result.err

    def test_lve_01_half_a_day_leaves_half_a_shift_open(self, desk):
        desk.ok("leave", "approve", self.gone(desk, "wang.wei"), as_="chen.jing")
        half = ("--type", "annual", "--from", "2026-03-05", "--from-half", "afternoon")
        id_ = desk.run("leave", "new", *half).out.split()[0]
        why = refused(desk, None, "leave", "approve", id_, as_="chen.jing")
        assert why.startswith("2026-03-05 13:30-18:00 would have 0 on duty")

    def test_lve_13_sft_15_the_last_salesperson_gets_no_leave(self, desk):
        """What the pack asks for holds without a word of the desk."""
        desk.write("cs.yaml", "packs: [SAL]\nstarted: 2026-03-01\nlanguage: en\n")
        (desk.root / "policy/cover.yaml").unlink()
        people = desk.read("people.yaml").replace("roles: [clerk", "roles: [sales")
        desk.write("people.yaml", people)
        desk.ok("leave", "approve", self.gone(desk, "wang.wei"), as_="chen.jing")
        id_ = self.gone(desk, "li.na")
        why = refused(desk, None, "leave", "approve", id_, as_="chen.jing")
        assert "a salesperson is always at the desk (SFT-15)" in why
