"""Refusals of leave: notice, levels, in person."""

from given import at, refused


class TestLeave:
    """TEL; Li reports to Chen (supervisor), Chen to Zhao (manager), Zhao to Sun (director)."""

    def ask(self, type_: str, *words: str) -> tuple[str, ...]:
        shift = ("--from", "2026-03-05 08:30", "--to", "2026-03-05")
        return ("--type", type_, *(words or shift))

    def test_special_leave_is_asked_for_an_hour_before_the_shift(self, under):
        """LVE-04: 61 minutes before, 60, 59; the shift on the roster begins at 08:00."""
        desk = under("TEL")
        ask = self.ask("special-personal")
        for minute in ("06:59", "07:00"):
            id_ = desk.new("leave", *ask, now=at(f"03-05T{minute}"))
            desk.ok("leave", "cancel", id_, now=at(f"03-05T{minute}"))
        assert "2026-03-05 07:00" in refused(
            desk, "LVE-04", "leave", "new", *ask, now=at("03-05T07:01")
        )

    def test_ordinary_leave_is_asked_for_the_day_before(self, under):
        """LVE-03: a bare day means the shift on the roster."""
        desk = under("TEL")
        ask = self.ask("ordinary-personal", "--from", "2026-03-05", "--to", "2026-03-05")
        desk.ok("leave", "cancel", desk.new("leave", *ask, now=at("03-04T20:00")))
        refused(desk, "LVE-03", "leave", "new", *ask, now=at("03-05T07:00"))

    def test_leave_asked_for_after_the_shift_began_waits_as_an_exception(self, under):
        """LVE-02, LVE-05, LVE-06."""
        desk = under("TEL")
        ask = self.ask("ordinary-personal")
        refused(desk, "LVE-02", "leave", "new", *ask, now=at("03-05T09:30"))
        id_ = desk.new("leave", *ask, "--reason", "fever", now=at("03-05T09:30"))
        assert desk.json("leave", "show", id_)["status"] == "pending-exception"
        late = {item["what"]: item for item in desk.json("due", now=at("03-05T09:30"))}
        assert late["approved-or-absent"]["rule"] == "LVE-06"
        assert late["approved-or-absent"]["owner"] == "chen.jing"

    def test_private_leave_goes_level_by_level_and_crosses_to_no_other_line(self, under):
        """LVE-07."""
        desk = under("TEL")
        id_ = desk.new("leave", *self.ask("ordinary-personal"))
        approve = ("leave", "approve", id_)
        assert "chen.jing" in refused(desk, "LVE-07", *approve, as_="zhao.min")
        refused(desk, "LVE-07", *approve, as_="wang.wei")
        refused(desk, "LVE-07", *approve)
        desk.ok(*approve, as_="chen.jing")
        assert desk.json("leave", "show", id_)["status"] == "requested"
        assert "zhao.min" in refused(desk, "LVE-07", *approve, as_="sun.li")
        desk.ok(*approve, as_="zhao.min")
        shown = desk.json("leave", "show", id_)
        assert shown["status"] == "approved"
        assert [entry["by"] for entry in shown["approvals"]] == ["chen.jing", "zhao.min"]

    def test_other_leave_needs_one_superior(self, under):
        desk = under("TEL")
        id_ = desk.new("leave", *self.ask("annual"))
        desk.ok("leave", "approve", id_, as_="zhao.min")
        assert desk.json("leave", "show", id_)["status"] == "approved"

    def test_only_sick_leave_is_asked_for_by_another(self, under):
        """LVE-08."""
        desk = under("TEL")
        refused(
            desk, "LVE-08", "leave", "new", *self.ask("ordinary-personal"), "--person", "wang.wei"
        )
        desk.new("leave", *self.ask("sick"), "--person", "wang.wei")

    def test_leave_once_asked_for_is_not_moved(self, under):
        """Else a late date typed first and moved forward would pass LVE-03."""
        desk = under("TEL")
        ask = self.ask("ordinary-personal", "--from", "2026-03-20", "--to", "2026-03-20")
        id_ = desk.new("leave", *ask)
        refused(desk, None, "leave", "set", id_, "--from", "2026-03-03")

    def test_leave_does_not_end_before_it_begins(self, desk):
        ask = self.ask("annual", "--from", "2026-03-20", "--to", "2026-03-19")
        refused(desk, None, "leave", "new", *ask)

    def test_leaving_the_post_needs_the_director_and_somebody_who_stands_in(self, under):
        """LVE-10."""
        desk = under("PSC")
        post = ("--type", "post", "--from", "2026-03-02 10:00", "--to", "2026-03-02 11:00")
        id_ = desk.new("leave", *post)
        refused(desk, "LVE-10", "leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "approve", id_, as_="sun.li")
        refused(desk, "LVE-10", "leave", "depart", id_)
        desk.ok("leave", "set", id_, "--replacement", "wang.wei")
        desk.ok("leave", "depart", id_)

    def test_leave_asked_for_late_is_approved_by_a_manager_of_the_line(self, under):
        """LVE-05: here Chen Jing stands above Li Na, but is no manager."""
        desk = under("TEL")
        desk.write("people.yaml", desk.read("people.yaml").replace("[supervisor]", "[clerk]"))
        late = at("03-05T09:30")
        id_ = desk.new("leave", *self.ask("annual"), "--reason", "fever", now=late)
        refused(desk, "LVE-05", "leave", "approve", id_, as_="chen.jing", now=late)
        desk.ok("leave", "approve", id_, as_="zhao.min", now=late)
