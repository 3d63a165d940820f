"""Prospects followed up, students looked after each month (ENG)."""

import pytest
from given import refused

NAME = ("--name", "小明")


@pytest.fixture
def school(under):
    """Give a desk of the school."""
    return under("ENG")


@pytest.fixture
def tried(school):
    """Give the desk and a prospect who has taken the trial lesson."""
    id_ = school.new("student", *NAME)
    school.ok("student", "trial", id_)
    return school, id_


def owed(desk, *words, **options):
    """Give what is owed: name, whose, on which day."""
    found = desk.json("due", "--kind", "student", *words, **options)
    return [(o["what"], o["owner"], o["due_at"] and o["due_at"][:10]) for o in found]


class TestProspects:
    def test_cbk_37_following_up_says_when_to_contact_next(self, tried):
        desk, id_ = tried
        said = refused(desk, "CBK-37", "student", "follow", id_, "--worries", "too far away")
        assert "--next-contact-at" in said
        refused(desk, "CBK-37", "student", "follow", id_, "--next-contact-at", "2026-03-01 09:00")
        desk.ok("student", "follow", id_, "--next-contact-at", "2026-03-05 15:00")
        (one,) = desk.json("due", "--kind", "student", now="2026-03-05T15:00:01+08:00")
        assert (one["what"], one["state"], one["rule"]) == ("next-contact", "overdue", "CBK-37")

    def test_cbk_37_the_next_contact_cannot_be_emptied_while_following(self, tried):
        desk, id_ = tried
        desk.ok("student", "follow", id_, "--next-contact-at", "2026-03-05 15:00")
        empty = ("student", "set", id_, "--next-contact-at", "")
        assert "--next-contact-at" in refused(desk, "CBK-37", *empty)
        assert "须有下次联系时间" in refused(desk, "CBK-37", *empty, lang="zh")
        assert [what for what, *_more in owed(desk, "--all")] == ["next-contact"]
        desk.ok("student", "enrol", id_)
        desk.ok(*empty)

    def test_cbk_37_in_chinese(self, tried):
        desk, id_ = tried
        said = desk.run("学员", "继续跟进", id_, lang="zh")
        assert (said.code, "下次联系时间" in said.err) == (3, True)

    @pytest.mark.parametrize("after", [("enrol",), ("drop", "-m", "moves away")])
    def test_cbk_37_after_the_trial_one_of_three_ways_is_owed(self, tried, after):
        desk, id_ = tried
        assert owed(desk) == [("after-trial", "li.na", None)]
        verb, *more = after
        desk.ok("student", verb, id_, *more)
        assert "after-trial" not in [what for what, _who, _day in owed(desk)]

    def test_cbk_37_a_school_sets_how_soon_to_ask(self, tried):
        desk, _id = tried
        desk.write("policy/own.yaml", "deadlines: {after-trial: {limit: 2 calendar days}}\n")
        assert owed(desk, now="2026-03-05T09:00") == [("after-trial", "li.na", "2026-03-05")]


class TestStudents:
    PEOPLE = ("--assistant", "wang.wei", "--teacher", "chen.jing")

    def enrolled(self, desk):
        id_ = desk.new("student", *NAME, now="2026-03-20T09:00")
        desk.ok("student", "enrol", id_, *self.PEOPLE, now="2026-03-31T10:00")
        return id_

    def test_cbk_38_three_tasks_in_the_month_after_enrolling(self, school):
        """They are for 1, 15 and 30 April, each until that day is over."""
        self.enrolled(school)
        every = owed(school, "--all", now="2026-04-01T09:00")
        april = [one for one in every if "2026-04-02" <= one[2] <= "2026-05-01"]
        assert april == [
            ("monthly-advice", "wang.wei", "2026-04-02"),
            ("monthly-talk", "wang.wei", "2026-04-16"),
            ("monthly-comparison", "chen.jing", "2026-05-01"),
        ]
        for day, task in (("04-01", "advice"), ("04-15", "talk"), ("04-30", "comparison")):
            found = owed(school, "--date", f"2026-{day}", now=f"2026-{day}T08:00")
            assert f"monthly-{task}" in [what for what, _who, _day in found], day

    def test_cbk_38_each_is_done_for_its_student_by_its_own_person(self, school):
        id_ = self.enrolled(school)
        done = ("duty", "done", "monthly-advice", "--for", id_)
        now = "2026-04-01T09:00"
        refused(school, "CBK-38", *done, as_="chen.jing", now=now)
        school.ok(*done, "-m", "more listening", as_="wang.wei", now=now)
        late = [what for what, _who, _day in owed(school, now="2026-04-02T09:00")]
        assert late == ["monthly-comparison"]  # that of 31 March, the day of the enrolment

    def test_cbk_38_nothing_for_whoever_has_finished(self, school):
        id_ = self.enrolled(school)
        school.ok("student", "finish", id_, now="2026-04-01T08:00")
        assert owed(school, now="2026-06-01T09:00") == []

    def test_cbk_38_a_school_talks_on_another_day(self, school):
        rule = "FREQ=MONTHLY;BYMONTHDAY=20"
        school.write("policy/own.yaml", f"duties: {{monthly-talk: {{rrule: {rule}}}}}\n")
        self.enrolled(school)
        talks = [day for what, _who, day in owed(school, "--all", now="2026-04-01T09:00")
                 if what == "monthly-talk"]  # fmt: skip
        assert talks[0] == "2026-04-21"
