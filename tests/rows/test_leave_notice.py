"""When leave is asked for: notice by type and shift, late requests, in person, back again.

On the roster Li Na has the day shift, 08:00-18:00; her line is Chen Jing (supervisor), Zhao Min
(manager), Sun Li (director).
"""

import pytest
from given import LEAVE, at, clocks, moment, policy, refused

DAY = ("--from", "2026-03-12", "--to", "2026-03-12")
HOURS_24 = """\
guards:
  ordinary-notice: {ahead: {field: begins_at, limit: 24 hours before}}
deadlines:
  ordinary-notice: {limit: 24 hours before}
"""


def ask(type_: str, *words: str) -> tuple[str, ...]:
    return ("leave", "new", "--type", type_, *(words or DAY))


class TestTelecom:
    """TEL."""

    @pytest.fixture
    def desk(self, under):
        return under("TEL")

    def test_lve_01_a_return_that_is_not_reported_is_late_the_day_after(self, desk):
        id_ = desk.new("leave", *ask("annual")[2:])
        desk.ok("leave", "approve", id_, as_="chen.jing")
        desk.ok("leave", "depart", id_, now=at("03-12T08:00"))
        assert desk.json("due", "--kind", "leave", now=at("03-13T00:00"))[0]["state"] == "due"
        (late,) = desk.json("due", "--kind", "leave", now=at("03-13T00:01"))
        assert (late["what"], late["rule"], late["owner"]) == ("return", "LVE-01", "li.na")
        said = desk.ok("due", "--kind", "leave", now=at("03-13T00:01"))
        assert "return from leave not reported" in said
        desk.ok("leave", "return", id_, now=at("03-13T08:00"))
        assert desk.json("due", "--kind", "leave", now=at("03-13T08:01")) == []
        assert desk.json("leave", "show", id_)["days"] == 1

    def test_lve_01_leave_goes_from_asked_to_approved_to_taken_to_back(self, desk):
        id_ = desk.new("leave", *ask("sick")[2:])
        refused(desk, "LVE-01", "leave", "depart", id_)
        states = []
        for verb, who in (("approve", "chen.jing"), ("depart", "li.na"), ("return", "li.na")):
            desk.ok("leave", verb, id_, as_=who, now=at("03-12T12:00"))
            states.append(desk.json("leave", "show", id_)["status"])
        assert states == ["approved", "on-leave", "returned"]
        assert desk.run("leave", "depart", id_).code == 3

    def test_lve_01_who_said_too_early_that_the_leave_began_takes_it_back(self, desk):
        """The way out that a return is refused with works when typed."""
        id_ = desk.new("leave", *ask("annual")[2:])
        desk.ok("leave", "approve", id_, as_="chen.jing")
        desk.ok("leave", "depart", id_, now=at("03-11T18:00"))
        why = refused(desk, "LVE-01", "leave", "return", id_, now=at("03-11T18:01"))
        assert f"cs leave cancel {id_}" in why
        refused(desk, "LVE-01", "leave", "cancel", id_, now=at("03-12T08:00"))
        desk.ok("leave", "cancel", id_, now=at("03-12T07:59"))
        assert desk.json("leave", "show", id_)["status"] == "cancelled"

    def test_lve_01_leave_that_was_taken_is_not_made_away_with(self, desk):
        id_ = desk.new("leave", *ask("annual")[2:])
        desk.ok("leave", "approve", id_, as_="chen.jing")
        desk.ok("leave", "return", id_, now=at("03-12T18:00"))
        why = refused(desk, "LVE-01", "leave", "void", id_, "-m", "x", now=at("03-13T09:00"))
        assert why.startswith("the leave is over and stays on record")
        desk.ok("leave", "void", id_, "-m", "x", as_="chen.jing", now=at("03-13T09:00"))

    def test_lve_08_nobody_changes_what_somebody_else_asked_for(self, desk):
        id_ = desk.new("leave", *ask("annual")[2:], "--reason", "a wedding")
        for field, value in (("--reason", "a holiday"), ("--deputy", "zhao.min")):
            why = refused(desk, None, "leave", "set", id_, field, value, as_="wang.wei")
            assert "li.na or a superior" in why
        assert desk.json("leave", "show", id_)["reason"] == "a wedding"

    def test_lve_01_nobody_is_back_before_going(self, desk):
        id_ = desk.new("leave", *ask("annual")[2:])
        desk.ok("leave", "approve", id_, as_="chen.jing")
        why = refused(desk, "LVE-01", "leave", "return", id_, now=at("03-11T23:59"))
        assert f"cs leave cancel {id_}" in why
        chinese = refused(desk, "LVE-01", "leave", "return", id_, lang="zh")
        assert "不休的请撤销" in chinese
        desk.ok("leave", "return", id_, now=at("03-12T00:00"))

    def test_lve_01_days_that_were_taken_are_not_taken_back_by_the_person(self, desk):
        """Until the shift begins it can be cancelled, afterwards by a superior only."""
        id_ = desk.new("leave", *ask("annual")[2:])
        desk.ok("leave", "approve", id_, as_="chen.jing")
        begun = at("03-12T08:00")
        for verb in ("cancel", "void"):
            why = refused(desk, "LVE-01", "leave", verb, id_, "-m", "no", now=begun)
            assert f"cs leave return {id_}" in why
        desk.ok("leave", "return", id_, now=at("03-12T18:00"))
        refused(desk, "LVE-01", "leave", "void", id_, "-m", "no", now=at("03-13T09:00"))
        desk.ok("leave", "void", id_, "-m", "was here", now=at("03-13T09:00"), as_="chen.jing")

    def test_lve_02_lve_05_asked_for_in_the_shift_it_waits_for_a_manager(self, desk):
        """At 07:59:59 it is in time; from 08:00 on it is late, also for the afternoon."""
        sick = ask("sick", *DAY, "--reason", "fever")
        first = desk.new("leave", *sick[2:], now="2026-03-12T07:59:59+08:00")
        assert desk.json("leave", "show", first)["status"] == "requested"
        desk.ok("leave", "cancel", first)
        afternoon = (*DAY, "--from-half", "afternoon", "--reason", "fever")
        for words in (DAY, afternoon):
            bare = [word for word in words if word not in ("--reason", "fever")]
            refused(desk, "LVE-02", *ask("sick", *bare), now=at("03-12T08:00"))
        late = desk.new("leave", *ask("sick", *afternoon)[2:], now=at("03-12T08:00"))
        shown = desk.json("leave", "show", late)
        assert (shown["status"], shown["late"]) == ("pending-exception", True)
        assert "late request" in desk.ok("leave", "list", now=at("03-12T08:01"))

    def test_lve_05_until_it_is_approved_a_late_leave_is_no_leave(self, desk):
        """It has no approver and no time; afterwards it has both, and is not taken before."""
        late = at("03-12T09:10")
        id_ = desk.new("leave", *ask("sick", *DAY, "--reason", "fever")[2:], now=late)
        (owed,) = [o for o in desk.json("due", now=late) if o["what"] == "approved-or-absent"]
        assert (owed["rule"], owed["state"]) == ("LVE-06", "overdue")
        refused(desk, "LVE-01", "leave", "depart", id_, now=late)
        people = desk.read("people.yaml")
        desk.write("people.yaml", people.replace("roles: [supervisor]", "roles: [clerk]"))
        why = refused(desk, "LVE-05", "leave", "approve", id_, as_="chen.jing", now=late)
        assert "department manager" in why
        desk.ok("leave", "approve", id_, as_="zhao.min", now=at("03-12T09:25"))
        shown = desk.json("leave", "show", id_)
        assert shown["approved_at"] == "2026-03-12T09:25:00+08:00"
        assert shown["approvals"] == [{"at": "2026-03-12T09:25:00+08:00", "by": "zhao.min"}]

    def test_lve_03_ordinary_leave_is_asked_for_on_the_day_before_at_the_latest(self, desk):
        private = ask("ordinary-personal")
        why = refused(desk, "LVE-03", *private, now=at("03-12T00:01"))
        assert "2026-03-12 00:00" in why
        assert "一般事假须提前一天" in refused(
            desk, "LVE-03", *private, now=at("03-12T07:00"), lang="zh"
        )
        assert not list(desk.root.rglob("L-*.md"))
        desk.new("leave", *private[2:], now=at("03-12T00:00"))

    def test_lve_03_a_desk_may_count_24_hours(self, desk):
        desk.write("policy/notice.yaml", HOURS_24)
        private = ask("ordinary-personal")
        refused(desk, "LVE-03", *private, now=at("03-11T08:01"))
        id_ = desk.new("leave", *private[2:], now=at("03-11T08:00"))
        assert desk.json("leave", "show", id_)["begins_at"] == "2026-03-12T08:00:00+08:00"

    def test_lve_03_the_shift_counts_and_not_the_hour_leave_begins_at(self, desk):
        """Leave from the afternoon, or from 17:30, is asked for before that day too."""
        for words in (
            (*DAY, "--from-half", "afternoon"),
            ("--from", "2026-03-12 17:30", "--to", "2026-03-12 18:00"),
        ):
            refused(desk, "LVE-03", *ask("ordinary-personal", *words), now=at("03-12T06:00"))

    def test_lve_03_leave_of_no_type_would_slip_past_every_notice(self, desk):
        why = refused(desk, "LVE-03", "leave", "new", *DAY)
        assert "--type" in why

    @pytest.mark.parametrize(("asked", "code"), [("17:29", 0), ("17:30", 0), ("17:31", 3)])
    def test_lve_04_special_leave_is_asked_for_an_hour_before_the_shift(self, desk, asked, code):
        """Wu Gang's nights begin at 18:30."""
        words = ask("special-personal")
        result = desk.run(*words, now=at(f"03-12T{asked}"), as_="wu.gang")
        assert result.code == code, result
        if code:
            assert "refused (LVE-04)" in result.err
            assert "the latest was 2026-03-12 17:30" in result.err
            assert "once the shift has begun (2026-03-12 18:30)" in result.err

    def test_lve_03_lve_04_the_notice_is_a_deadline_that_was_met_or_missed(self):
        for type_, asked, name, verdict in [
            ("ordinary-personal", "03-04T23:59", "ordinary-notice", "met"),
            ("ordinary-personal", "03-05T00:01", "ordinary-notice", "late"),
            ("special-personal", "03-05T07:30", "special-notice", "met"),
            ("special-personal", "03-05T07:31", "special-notice", "late"),
        ]:
            found = clocks(LEAVE.format(type=type_, asked=asked), "TEL")[name]
            assert found.verdict == verdict, (type_, asked)

    @pytest.mark.parametrize("type_", ["ordinary-personal", "annual", "compensatory", "post"])
    def test_lve_08_leave_is_asked_for_in_person(self, desk, type_):
        words = (*ask(type_), "--person", "wang.wei")
        why = refused(desk, "LVE-08", *words)
        assert why.startswith("leave is asked for in person (li.na, wang.wei); only sick leave")
        assert "病假除外" in refused(desk, "LVE-08", *words, lang="zh")
        # Nor in somebody else's name.
        refused(desk, "LVE-08", *ask(type_), "--requested-by", "wang.wei", "--person", "wang.wei")

    def test_lve_08_sick_leave_may_be_asked_for_by_a_colleague(self, desk):
        id_ = desk.new("leave", *ask("sick")[2:], "--person", "wang.wei")
        shown = desk.json("leave", "show", id_)
        assert (shown["person"], shown["requested_by"]) == ("wang.wei", "li.na")
        other = ask("sick", "--from", "2026-03-16", "--person", "wang.wei")
        refused(desk, "LVE-08", *other, "--requested-by", "wang.wei")

    def test_lve_08_which_leave_a_colleague_may_ask_for_is_the_desk_s_to_say(self, desk):
        desk.write("policy/own.yaml", "settings: {leave.proxy_types: 病假、丧假}\n")
        desk.new("leave", *ask("bereavement")[2:], "--person", "wang.wei")
        why = refused(desk, "LVE-08", *ask("annual"), "--person", "chen.jing")
        assert "only sick leave, bereavement leave may be" in why
        desk.write("policy/own.yaml", "settings: {leave.proxy_types: holidays}\n")
        assert desk.run("check").code == 5


class TestShop:
    """TAO: evening shifts, 18:30-24:00; no other notice for any type."""

    @pytest.fixture
    def desk(self, under):
        return under("TAO")

    @pytest.mark.parametrize("type_", ["ordinary-personal", "special-personal", "annual"])
    def test_lve_09_leave_is_asked_for_on_the_day_before_the_shift(self, desk, type_):
        night = ask(type_)
        for now in ("03-12T00:01", "03-12T09:00", "03-12T19:00"):
            why = refused(desk, "LVE-09", *night, now=at(now), as_="wu.gang")
            assert "班次" in why or "(2026-03-12 18:30)" in why
        desk.ok(*night, now=at("03-11T23:00"), as_="wu.gang")

    def test_lve_09_a_desk_may_except_sick_leave(self, desk):
        refused(desk, "LVE-09", *ask("sick"), now=at("03-12T07:00"))
        types = "[annual, ordinary-personal, special-personal]"
        desk.write("policy/own.yaml", f"guards: {{leave-notice: {{on: {{type: {types}}}}}}}\n")
        desk.ok(*ask("sick"), now=at("03-12T07:00"))
        refused(desk, "LVE-09", *ask("annual"), now=at("03-12T07:00"), as_="wang.wei")

    def test_lve_09_the_notice_is_a_deadline(self):
        text = LEAVE.format(type="annual", asked="03-05T00:01")
        text = text.replace("status:", 'days: "1"\n    status:')
        found = clocks(text, "TAO")["leave-notice"]
        assert (found.verdict, found.due, found.row.ref) == ("late", moment("03-04"), "LVE-09")

    def test_lve_09_leaving_the_post_needs_the_store_manager(self, desk):
        """No notice: it is asked for when it comes up."""
        people = desk.read("people.yaml").replace("roles: [manager]", "roles: [store-manager]")
        desk.write("people.yaml", people)
        post = ask("post", "--from", "2026-03-02 10:15", "--to", "2026-03-02 10:45")
        id_ = desk.new("leave", *post[2:])
        assert "cs leave approve" in refused(desk, "LVE-09", "leave", "depart", id_)
        why = refused(desk, "LVE-09", "leave", "approve", id_, as_="chen.jing")
        assert "store manager" in why
        desk.ok("leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "depart", id_)
        desk.ok("leave", "return", id_, now=at("10:40"))


class TestRecharge:
    """RCG: that there are rules is all the source says."""

    @pytest.fixture
    def desk(self, under):
        return under("RCG")

    def test_lve_14_leave_needs_a_supervisor_and_no_figure_stands_in_the_way(self, desk):
        """Sixty days, asked for on the day itself."""
        long = ("--from", "2026-03-02", "--to", "2026-04-30")
        id_ = desk.new("leave", *ask("annual", *long, "--reason", "travel")[2:], now=at("07:00"))
        desk.ok("leave", "approve", id_, as_="chen.jing")
        assert desk.json("leave", "show", id_)["status"] == "approved"
        rules = policy("RCG")
        assert rules.settings["leave.types"] == rules.settings["leave.allowance"] == "none"
        (row,) = desk.json("report", "leave-balance")["rows"]
        assert (row["allowance"], row["left"]) == ("none", None)

    def test_lve_14_somebody_without_a_supervisor_s_role_does_not_approve(self, desk):
        people = desk.read("people.yaml").replace("roles: [supervisor]", "roles: [clerk]")
        desk.write("people.yaml", people)
        id_ = desk.new("leave", *ask("annual")[2:])
        assert "supervisor" in refused(desk, "LVE-14", "leave", "approve", id_, as_="chen.jing")
        desk.ok("leave", "approve", id_, as_="zhao.min")

    def test_lve_14_types_and_days_are_the_desk_s_to_set(self, desk):
        own = "settings: {leave.types: 'annual, 病假', leave.allowance: 年假 3天}\n"
        desk.write("policy/own.yaml", own)
        assert "--type annual, sick" in refused(desk, "LVE-14", *ask("marriage"))
        first = ask("annual", "--from", "2026-03-09", "--to", "2026-03-10")
        desk.new("leave", *first[2:])
        half = ask("annual", "--from", "2026-03-16", "--to", "2026-03-17", "--to-half", "morning")
        why = refused(desk, "LVE-14", *half)
        assert why.startswith("1.5 days of annual leave in 2026 are more than are left (1 of 3)")
        assert "剩余1天" in refused(desk, "LVE-14", *half, lang="zh")
        desk.new("leave", *ask("annual", "--from", "2026-03-16")[2:])
        desk.new("leave", *ask("sick", "--from", "2026-03-17", "--to", "2026-03-27")[2:])
        rows = desk.json("report", "leave-balance")["rows"]
        kept = {(r["person"], r["leave"]): (r["allowance"], r["taken"], r["left"]) for r in rows}
        assert kept["li.na", "annual"] == (3, 3, 0)
        assert kept["wang.wei", "annual"] == (3, 0, 3)
        assert kept["li.na", "sick"][0] == "none"

    def test_lve_14_a_desk_may_be_warned_only(self, desk):
        own = "settings: {leave.allowance: annual 1}\nguards: {leave-allowance: {warn: 'true'}}\n"
        desk.write("policy/own.yaml", own)
        two = ask("annual", "--from", "2026-03-09", "--to", "2026-03-10")
        result = desk.run(*two)
        assert result.code == 0
        assert "warning (LVE-14): 2 days of annual leave" in result.err
