"""CMP-40 to CMP-43: complaints by category, answered, and looked at every day."""

import pytest
from given import refused

EIGHT = {
    "security": "安保", "cleaning": "清洁", "greening": "绿化", "engineering": "工程维修",
    "mail": "信件报刊收发", "decoration": "装修管理", "attitude": "员工服务态度", "other": "其它",
}  # fmt: skip
PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk], reports_to: gao.yuan, deputy: wu.gang}
- {id: wu.gang, name: 吴刚, roles: [technician]}
- {id: gao.yuan, name: 高远, roles: [cs-head]}
- {id: zhao.min, name: 赵敏, roles: [centre-manager]}
"""
APRIL = "2026-04-01T09:00:00+08:00"


@pytest.fixture
def reception(under):
    """A property reception."""
    return under("PRO", people=PEOPLE)


@pytest.fixture
def centre(under):
    """A property service centre whose head looks at complaints every day."""
    return under("CHD", people=PEOPLE)


def complain(desk, *words, **options):
    return desk.new(
        "ticket", "--type", "complaint", "--channel", "phone", "--title", "Noise", *words, **options
    )


def checks(desk, now):
    found = desk.json("due", "--kind", "duty", now=now)
    return [one for one in found if one["what"] == "complaint-check"]


class TestCategories:
    """CMP-40, CMP-41."""

    def test_cmp_40_another_category_is_refused_with_the_list_of_eight(self, reception):
        new = ("ticket", "new", "--type", "complaint", "--title", "x", "--category", "parking")
        said = refused(reception, "CMP-40", *new)
        for category in EIGHT:
            assert category in said
        assert not list(reception.root.glob("ticket/**/*.md"))

    @pytest.mark.parametrize(("category", "word"), EIGHT.items())
    def test_cmp_40_each_of_the_eight_is_known_by_its_chinese_word(self, reception, category, word):
        words = ("--类型", "投诉", "--标题", "楼道", "--类别", word)
        id_ = reception.ok("工单", "新建", *words, lang="zh").split()[0]
        assert reception.json("ticket", "show", id_)["category"] == category

    @pytest.fixture
    def counted(self, reception):
        """Two about cleaning and one about security up to the 27th, one after it."""
        reception.write("cs.yaml", "packs: [PRO]\nstarted: 2026-03-01\nlanguage: zh\n")
        for day, category in (("02", "cleaning"), ("27", "cleaning"), ("10", "security")):
            complain(reception, "--category", category, now=f"2026-03-{day}T23:00:00+08:00")
        complain(reception, "--category", "mail", now="2026-03-28T00:00:00+08:00")
        return reception

    def test_cmp_41_the_month_ends_on_the_27th_and_what_is_missing_is_zero(self, counted):
        found = counted.json("report", "complaint-categories", "--period", "2026-03", now=APRIL)
        assert (found["from"], found["to"]) == ("2026-02-28", "2026-03-27")
        counts = {row["category"]: row["count"] for row in found["rows"]}
        assert counts == {**dict.fromkeys(EIGHT, 0), "cleaning": 2, "security": 1}
        said = counted.ok("报表", "投诉分类统计", "--周期", "2026-03", lang="zh", now=APRIL)
        for word in EIGHT.values():
            assert word in said

    def test_cmp_41_counting_is_owed_on_the_27th_and_done_by_filing_the_report(self, counted):
        owed = ("due", "--kind", "duty")
        assert counted.json(*owed, now="2026-03-27T23:59:00+08:00") == []
        (late,) = counted.json(*owed, now="2026-03-28T09:00:00+08:00")
        assert (late["what"], late["rule"], late["owner"]) == (
            "complaint-categories", "CMP-41", "li.na",
        )  # fmt: skip
        id_ = counted.ok(
            "report", "complaint-categories", "--period", "2026-03", "--save", now=APRIL
        ).split()[0]
        assert "安保" in counted.record(id_)
        assert counted.json(*owed, now=APRIL) == []

    def test_cmp_41_another_desk_closes_its_month_on_the_25th(self, counted):
        counted.write(
            "policy/own.yaml",
            "reports:\n  complaint-categories: {period: day 25 of month}\n"
            "duties:\n  complaint-categories: {rrule: FREQ=MONTHLY;BYMONTHDAY=25}\n",
        )
        found = counted.json("report", "complaint-categories", "--period", "2026-03", now=APRIL)
        assert (found["to"], found["total"]["count"]) == ("2026-03-25", 2)
        (late,) = counted.json("due", "--kind", "duty", now="2026-03-26T09:00:00+08:00")
        assert late["due_at"] == "2026-03-26T00:00:00+08:00"


class TestAnswered:
    """CMP-42."""

    def test_cmp_42_a_complaint_followed_but_not_answered_stays_open(self, reception):
        id_ = complain(reception, "--details", "drilling at night")
        owed = [(one["what"], one["state"]) for one in reception.json("due")]
        assert owed == [("complaint-reported", "no-limit")]
        reception.ok("ticket", "notify", id_, "--department", "security")
        reception.ok("ticket", "feedback", id_, "--dept-feedback", "the neighbour was told")
        said = refused(reception, "CMP-42", "ticket", "close", id_)
        assert "cs ticket reply" in said
        reception.ok("ticket", "resolve", id_)
        said = refused(reception, "CMP-42", "工单", "关闭", id_, lang="zh")
        assert "尚未答复投诉人" in said
        assert [one["what"] for one in reception.json("due")] == ["complaint-answered"]
        reception.ok("ticket", "reply", id_, "--result", "no drilling after eight")
        assert reception.json("due") == []
        reception.ok("ticket", "close", id_)

    def test_cmp_42_whoever_was_called_back_has_been_answered(self, reception):
        id_ = complain(reception, "--owner", "li.na")
        reception.ok("ticket", "resolve", id_)
        reception.ok("ticket", "call-back", id_, "--satisfaction", "satisfied")
        reception.ok("ticket", "close", id_)

    def test_cmp_42_a_desk_may_do_without(self, reception):
        reception.write("policy/own.yaml", "guards:\n  complainant-told: off\n")
        reception.ok("ticket", "close", complain(reception, "--owner", "li.na"))

    def test_cmp_42_one_that_nobody_was_told_of_is_not_closed(self, reception):
        id_ = complain(reception)
        reception.ok("ticket", "resolve", id_)
        reception.ok("ticket", "reply", id_, "--result", "no drilling after eight")
        said = refused(reception, "CMP-42", "ticket", "close", id_)
        assert f"cs ticket notify {id_}" in said
        reception.ok("ticket", "assign", id_, "--owner", "wu.gang")
        reception.ok("ticket", "close", id_)


class TestEveryDay:
    """CMP-43."""

    def test_cmp_43_a_day_without_the_head_s_check_is_overdue_on_the_next(self, centre):
        complain(centre, now="2026-03-04T10:00:00+08:00")
        check = ("duty", "done", "complaint-check", "--period")
        for day in ("2026-03-02", "2026-03-03"):
            centre.ok(*check, day, as_="gao.yuan", now=f"{day}T17:00:00+08:00")
        morning = "2026-03-05T09:00:00+08:00"
        assert checks(centre, "2026-03-04T23:59:00+08:00") == []
        (late,) = checks(centre, morning)
        assert (late["rule"], late["owner"], late["due_at"]) == (
            "CMP-43", "gao.yuan", "2026-03-05T00:00:00+08:00",
        )  # fmt: skip
        assert "客服负责人检查当日投诉 2026-03-04" in centre.ok("due", lang="zh", now=morning)
        refused(centre, "CMP-43", *check, "2026-03-04", as_="wu.gang", now=morning)
        centre.ok(*check, "2026-03-04", as_="gao.yuan", now=morning)
        assert checks(centre, morning) == []

    def test_cmp_43_a_desk_that_is_open_on_saturdays_checks_on_saturdays(self, centre):
        """7 and 8 March 2026 are a Saturday and a Sunday."""
        check = ("duty", "done", "complaint-check", "--period")
        for day in range(2, 7):
            at = f"2026-03-0{day}"
            centre.ok(*check, at, as_="gao.yuan", now=f"{at}T17:00:00+08:00")
        monday = "2026-03-09T08:00:00+08:00"
        assert checks(centre, monday) == []
        hours = centre.read("calendar.yaml")
        open_too = hours.replace("holidays:", "  sat: [09:00-12:00]\nholidays:")
        centre.write("calendar.yaml", open_too)
        (late,) = checks(centre, monday)
        assert (late["due_at"], late["state"]) == ("2026-03-08T00:00:00+08:00", "overdue")
        assert "2026-03-07" in centre.ok("due", "--kind", "duty", now=monday)

    def test_cmp_43_another_desk_checks_on_sundays_too(self, centre):
        centre.write("policy/own.yaml", "duties:\n  complaint-check: {days: all}\n")
        (late,) = checks(centre, "2026-03-02T09:00:00+08:00")
        assert late["due_at"] == "2026-03-02T00:00:00+08:00"

    @pytest.mark.parametrize("tier", ["important", "vip"])
    def test_cmp_43_important_customers_go_to_the_centre_manager(self, centre, tier):
        customer = centre.new("customer", "--name", "张三", "--tier", tier)
        id_ = complain(centre, "--customer", customer)
        owed = [one for one in centre.json("due") if one["id"] == id_]
        (report,) = owed
        assert (report["what"], report["state"], report["escalate_to"]) == (
            "report-important-customer", "no-limit", "zhao.min",
        )  # fmt: skip
        up = ("--superior", "zhao.min", "--reason", "important customer")
        centre.ok("ticket", "escalate", id_, *up)
        assert [one for one in centre.json("due") if one["id"] == id_] == []

    def test_cmp_43_whose_complaint_it_is_may_become_known_later(self, centre):
        id_ = complain(centre)
        assert [one for one in centre.json("due") if one["id"] == id_] == []
        customer = centre.new("customer", "--name", "张三", "--tier", "important")
        centre.ok("ticket", "set", id_, "--customer", customer)
        owed = [one["what"] for one in centre.json("due") if one["id"] == id_]
        assert owed == ["report-important-customer"]
        other = centre.new("customer", "--name", "李四", "--tier", "normal")
        centre.ok("ticket", "set", id_, "--customer", other)
        centre.ok("ticket", "set", id_, "--details", "another flat")
        assert [one for one in centre.json("due") if one["id"] == id_] == []

    def test_cmp_43_a_grave_case_nobody_reported_is_owed_though_it_is_closed(self, centre):
        id_ = complain(centre, "--severity", "grave")
        for verb in ("resolve", "close"):
            centre.ok("ticket", verb, id_)
            owed = [one["what"] for one in centre.json("due") if one["id"] == id_]
            assert owed == ["report-to-centre-manager"]
        told = ("--to", "zhao.min", "--level", "centre-manager", "--about", id_)
        centre.new("escalation", "--title", "Noise", *told)
        assert [one for one in centre.json("due") if one["id"] == id_] == []

    def test_cmp_43_it_goes_to_somebody_who_is_a_superior(self, centre):
        id_ = complain(centre, "--severity", "grave")
        up = ("ticket", "escalate", id_, "--reason", "grave")
        for words in ((), ("--superior", "li.na")):
            said = refused(centre, "CMP-43", *up, *words)
            assert "--superior" in said
        centre.ok(*up, "--superior", "zhao.min")

    def test_cmp_43_so_do_grave_cases_and_no_others(self, centre):
        customer = centre.new("customer", "--name", "张三", "--tier", "normal")
        complain(centre, "--customer", customer)
        grave = complain(centre, "--severity", "grave")
        owed = [(one["id"], one["what"]) for one in centre.json("due", "--kind", "ticket")]
        assert owed == [(grave, "report-to-centre-manager")]
