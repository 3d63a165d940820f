"""How many days leave takes, what overlaps, and who is away when."""

import pytest
from given import at, refused

ROSTER = """\
2026-03-02: {day: [li.na], night: [wu.gang]}
2026-03-03: {night: [wu.gang]}
2026-03-04: {day: [li.na], late: [wu.gang]}
2026-03-05: {day: [wang.wei]}
2026-03-06: {day: [wang.wei]}
"""


def days(desk, *words: str, as_: str = "chen.jing") -> object:
    """Ask for annual leave, give how many days it takes, and take it back."""
    id_ = desk.run("leave", "new", "--type", "annual", *words, as_=as_).out.split()[0]
    found = desk.json("leave", "show", id_)["days"]
    desk.ok("leave", "cancel", id_, as_=as_)
    return found


class TestDays:
    """Chen Jing keeps office hours, 08:30-12:00 and 13:30-18:00; the others have shifts."""

    @pytest.mark.parametrize(
        ("words", "number"),
        [
            (("--from", "2026-03-06", "--to", "2026-03-09"), 2),  # over a weekend
            (("--from", "2026-03-06"), 1),
            (("--from", "2026-03-06", "--from-half", "afternoon"), 0.5),
            (("--from", "2026-03-06", "--to-half", "morning"), 0.5),
            (("--from", "2026-03-06", "--from-half", "morning"), 1),
            (("--from", "2026-03-05", "--from-half", "afternoon", "--to", "2026-03-09",
              "--to-half", "morning"), 2),
            (("--from", "2026-03-06 08:30", "--to", "2026-03-06 12:00"), 0.5),
            (("--from", "2026-03-06 13:00", "--to", "2026-03-06 18:00"), 0.5),
            (("--from", "2026-03-06 10:00", "--to", "2026-03-06 12:00"), 0.25),
            (("--from", "2026-03-06 16:00", "--to", "2026-03-09 10:30"), 0.5),
        ],
    )  # fmt: skip
    def test_lve_01_whole_days_half_days_and_hours_are_counted(self, desk, words, number):
        assert days(desk, *words) == number

    def test_lve_01_holidays_do_not_count_and_make_up_days_do(self, desk):
        """Qingming 2026: Saturday 4 to Monday 6 April; Saturday 9 May is worked for Labour Day."""
        desk.write("calendar.yaml", desk.read("calendar.yaml").replace("none", "CN"))
        assert days(desk, "--from", "2026-04-03", "--to", "2026-04-07") == 2
        assert days(desk, "--from", "2026-05-08", "--to", "2026-05-10") == 2

    def test_lve_01_on_the_roster_one_s_own_shifts_count(self, desk):
        desk.write("roster/2026-03.yaml", ROSTER)
        calendar = desk.read("calendar.yaml")
        desk.write("calendar.yaml", f"{calendar}  late: 22:00-06:00\n")
        week = ("--from", "2026-03-02", "--to", "2026-03-06")
        assert days(desk, *week, as_="li.na") == 2
        assert days(desk, *week, as_="wu.gang") == 3
        assert days(desk, *week, as_="chen.jing") == 5
        # The night that runs into the 5th belongs to the 4th.
        assert days(desk, "--from", "2026-03-04", as_="wu.gang") == 1
        assert days(desk, "--from", "2026-03-05", as_="wu.gang") == 0
        # Half a shift without a break of its own is half of its time.
        night = ("--from", "2026-03-04", "--to-half", "morning")
        assert days(desk, *night, as_="wu.gang") == 0.5

    def test_lve_01_days_are_told_and_listed_and_none_is_warned_of(self, desk):
        said = desk.ok("leave", "new", "--type", "annual", "--from", "2026-03-12", lang="zh")
        assert "工作日天数: 1" in said
        listed = desk.ok("leave", "list")
        assert "working days" in listed
        weekend = ("--type", "annual", "--from", "2026-03-07", "--to", "2026-03-08")
        result = desk.run("leave", "new", *weekend, as_="chen.jing")
        assert "warning: no working day lies in it: 2026-03-07 to 2026-03-08" in result.err

    def test_lve_01_who_is_back_early_has_taken_fewer_days(self, desk):
        week = ("--type", "annual", "--from", "2026-03-09", "--to", "2026-03-13")
        id_ = desk.new("leave", *week, as_="chen.jing")
        desk.ok("leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "depart", id_, as_="chen.jing", now=at("03-09T08:30"))
        back = desk.ok("leave", "return", id_, as_="chen.jing", now=at("03-11T13:00"))
        assert "working days: 2.5" in back
        # What is over stands in nobody's way.
        desk.ok(
            "leave",
            "new",
            *week[:2],
            "--from",
            "2026-03-12",
            as_="chen.jing",
            now=at("03-11T14:00"),
        )
        desk.ok("check")

    def test_lve_01_who_is_back_late_has_taken_no_more_days_than_asked_for(self, desk):
        id_ = desk.new("leave", "--type", "annual", "--from", "2026-03-09", as_="chen.jing")
        desk.ok("leave", "approve", id_, as_="zhao.min")
        desk.ok("leave", "return", id_, as_="chen.jing", now=at("03-12T08:00"))
        assert desk.json("leave", "show", id_)["days"] == 1

    def test_lve_14_leave_over_new_year_counts_in_both_years(self, under):
        """Wednesday 30 December to Tuesday 5 January: two days and three."""
        desk = under("RCG")
        desk.write("policy/own.yaml", "settings: {leave.allowance: annual 4}\n")
        turn = ("--from", "2026-12-30", "--to", "2027-01-05")
        assert days(desk, *turn) == 5
        desk.new("leave", "--type", "annual", *turn, as_="chen.jing")
        assert self.left(desk, "2026") == 2
        assert self.left(desk, "2027") == 1
        more = ("--type", "annual", "--from", "2027-01-07", "--to", "2027-01-08")
        why = refused(desk, "LVE-14", "leave", "new", *more, as_="chen.jing")
        assert "2 days of annual leave in 2027 are more than are left (1 of 4)" in why

    def left(self, desk, year: str) -> object:
        rows = desk.json("report", "leave-balance", "--period", year)["rows"]
        return next(row["left"] for row in rows if row["person"] == "chen.jing")


class TestOverlaps:
    """Nobody is on two leaves at once."""

    def ask(self, *words: str) -> tuple[str, ...]:
        return ("leave", "new", "--type", "annual", *words)

    def test_lve_01_leave_that_meets_another_one_is_refused(self, desk):
        first = desk.new("leave", "--type", "annual", "--from", "2026-03-10", "--to", "2026-03-12")
        meets = [
            ("--from", "2026-03-12", "--to", "2026-03-13"),
            ("--from", "2026-03-09", "--to", "2026-03-20"),
            ("--from", "2026-03-11 09:00", "--to", "2026-03-11 10:00"),
        ]
        for words in meets:
            assert f"{first}, 2026-03-10 to 2026-03-12" in refused(desk, None, *self.ask(*words))
        assert "该时段已有请假" in refused(desk, None, *self.ask(*meets[0]), lang="zh")
        desk.ok(*self.ask("--from", "2026-03-13"))
        desk.ok(*self.ask("--from", "2026-03-09"))
        desk.ok(*self.ask("--from", "2026-03-11"), as_="wang.wei")

    def test_lve_01_a_morning_and_an_afternoon_do_not_meet(self, desk):
        desk.ok(*self.ask("--from", "2026-03-10", "--to-half", "morning"))
        refused(desk, None, *self.ask("--from", "2026-03-10"))
        desk.ok(*self.ask("--from", "2026-03-10", "--from-half", "afternoon"))

    def test_lve_01_the_nights_of_two_days_do_not_meet(self, desk):
        desk.write("calendar.yaml", f"{desk.read('calendar.yaml')}  late: 22:00-06:00\n")
        shifts = "2026-03-10: {late: [wu.gang]}\n2026-03-11: {late: [wu.gang]}\n"
        desk.write("roster/2026-03.yaml", shifts)
        desk.ok(*self.ask("--from", "2026-03-10"), as_="wu.gang")
        desk.ok(*self.ask("--from", "2026-03-11"), as_="wu.gang")

    @pytest.mark.parametrize(
        "words",
        [
            ("--from", "2026-03-10", "--from-half", "afternoon", "--to-half", "morning"),
            ("--from", "2026-03-10 09:00", "--to", "2026-03-10 09:00"),
            ("--from", "2026-03-10 09:00", "--to", "2026-03-10", "--from-half", "morning"),
            ("--from", "2026-03-10", "--to", "2026-03-09"),
        ],
    )
    def test_lve_01_leave_that_ends_before_it_begins_is_refused(self, desk, words):
        refused(desk, None, *self.ask(*words))

    def test_lve_01_leave_without_a_beginning_or_by_the_clock_without_an_end_is_incomplete(
        self, desk
    ):
        for words, option in (
            (("--to", "2026-03-10"), "--from"),
            (("--from", "2026-03-10 09:00"), "--to"),
        ):
            result = desk.run(*self.ask(*words))
            assert result.code == 2
            assert option in result.err

    def test_lve_01_only_the_afternoon_of_a_half_day_is_away(self, under):
        """Whoever is away is passed over."""
        desk = under("SAL")
        people = ("--people", "li.na", "--people", "chen.jing")
        turns = desk.new("rotation", "--title", "visitors", *people)
        half = ("--from", "2026-03-02", "--from-half", "afternoon")
        id_ = desk.new("leave", "--type", "annual", *half, now=at("08:00"))
        desk.ok("leave", "approve", id_, as_="chen.jing")
        assert "li.na" in desk.ok("rotation", "next", turns, now=at("11:00"))
        desk.ok("rotation", "next", turns, now=at("11:10"))
        assert "chen.jing" in desk.ok("rotation", "next", turns, now=at("14:00"))
