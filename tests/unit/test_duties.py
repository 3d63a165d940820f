"""Duties: when their periods are, who owes them for which record, and what they are done with."""

from datetime import date

import pytest
from given import calendar

from cs_cli.domain.duty import key_of, periods
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.recurrence import Rule, check, occurrences
from cs_cli.domain.recurring import Duty

CALLBACKS = ("FREQ=MONTHLY;COUNT=12;SKIP=BACKWARD", "FREQ=MONTHLY;INTERVAL=3;SKIP=BACKWARD")
ROWS = """
kinds: {project: {}, student: {}}
duties:
  project-call:
    label: {en: project callback, zh: 项目回访}
    for: {kind: project, status: delivered}
    start: delivered_at
    owner: [owner, role:clerk]
    role: clerk
    rrule:
      - FREQ=MONTHLY;COUNT=12;SKIP=BACKWARD
      - FREQ=MONTHLY;INTERVAL=3;SKIP=BACKWARD
    by: {kind: callback, status: [done, archived]}
"""


def days(anchor, *texts, first=None, anchored=True, number=16):
    rules = [Rule.read(text) for text in texts]
    found = occurrences(rules, anchor, first or anchor, anchored=anchored)
    return [next(found)[1].date().isoformat() for _one in range(number)]


def keys(first, last, **row):
    duty = Duty(Text("duty", "职责"), role="clerk", **row)
    found = periods(duty, calendar(), date.fromisoformat(first), date.fromisoformat(last))
    return [period.key for period in found]


def test_a_delivered_project_is_called_monthly_for_a_year_and_quarterly_after_that():
    """CBK-16, delivered on the 15th; the day of the delivery is no callback."""
    found = days(date(2026, 1, 15), *CALLBACKS)
    assert (found[0], found[11:14]) == ("2026-02-15", ["2027-01-15", "2027-04-15", "2027-07-15"])


def test_a_day_the_month_has_not_is_its_last_one_and_comes_back():
    """CBK-16, delivered on the 31st: clamped, also into the second rule."""
    found = days(date(2026, 1, 31), *CALLBACKS)
    assert found[:3] == ["2026-02-28", "2026-03-31", "2026-04-30"]
    assert found[11:14] == ["2027-01-31", "2027-04-30", "2027-07-31"]
    shorter = ("FREQ=MONTHLY;COUNT=1;SKIP=BACKWARD", CALLBACKS[1])
    assert days(date(2026, 1, 31), *shorter, number=3) == ["2026-02-28", "2026-05-31", "2026-08-31"]


def test_without_skip_such_a_month_is_left_out_and_not_counted():
    found = days(date(2026, 1, 31), "FREQ=MONTHLY;COUNT=2", "FREQ=WEEKLY", number=3)
    assert found == ["2026-03-31", "2026-05-31", "2026-06-07"]


def test_a_leap_day_is_kept_in_every_year():
    found = days(date(2024, 2, 29), "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD", number=4)
    assert found == ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]
    assert days(date(2024, 2, 29), "FREQ=YEARLY", number=2) == ["2028-02-29", "2032-02-29"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=7", "FREQ=WEEKLY", "FREQ=MONTHLY;SKIP=BACKWARD", "FREQ=MONTHLY",
        "FREQ=YEARLY;INTERVAL=2",
    ],
)  # fmt: skip
def test_looking_from_much_later_finds_the_same_days(rule):
    born, late = date(1998, 8, 31), date(2020, 3, 1)
    every = days(born, rule, number=1500 if "YEARLY" not in rule else 20)
    later = [day for day in every if day >= late.isoformat()][:3]
    assert days(born, rule, first=late, number=3) == later


def test_a_rule_that_names_its_days_goes_by_them_wherever_it_is_anchored():
    assert days(date(2026, 3, 1), "FREQ=MONTHLY;BYMONTHDAY=1", number=2) == [
        "2026-03-01", "2026-04-01",
    ]  # fmt: skip
    rules = ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260310", "FREQ=MONTHLY")
    assert days(date(2026, 3, 1), *rules, anchored=False, number=4) == [
        "2026-03-02", "2026-03-09", "2026-03-31", "2026-04-30",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=MONTHLY", ["2026-03", "2026-04"]),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", ["2026-03-01", "2026-03-15", "2026-04-01", "2026-04-15"]),
        ("FREQ=MONTHLY;BYDAY=1MO", ["2026-03", "2026-04"]),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", ["2026-Q1"]),
        ("FREQ=YEARLY;BYMONTH=4,9", ["2026-04"]),
        ("FREQ=WEEKLY;COUNT=2", ["2026-W09", "2026-W10"]),
        ("FREQ=DAILY;COUNT=2", ["2026-03-01", "2026-03-02"]),
        ("FREQ=DAILY;COUNT=2;BYHOUR=9,17", ["2026-03-01T09:00", "2026-03-01T17:00"]),
    ],
)
def test_every_period_has_a_key_of_its_own(rrule, expected):
    assert keys("2026-03-01", "2026-04-30", rrule=(rrule,)) == expected


def test_the_key_of_a_period_is_also_that_of_reports():
    assert key_of({"FREQ": "YEARLY", "BYMONTH": "3,6,9,12"}, date(2026, 3, 31)) == "2026-Q1"


def test_every_third_month_counts_from_the_start_of_the_duty():
    row = {"rrule": ("FREQ=MONTHLY;INTERVAL=3",), "start": "2026-01-01"}
    assert keys("2026-03-01", "2026-12-31", **row) == ["2026-04", "2026-07", "2026-10"]
    row = {"rrule": ("FREQ=MONTHLY;SKIP=BACKWARD",), "start": "2026-01-31"}
    found = list(
        periods(Duty(Text("a", "b"), **row), calendar(), date(2026, 2, 1), date(2026, 4, 1))
    )
    assert [period.day.isoformat() for period in found] == ["2026-02-28", "2026-03-31"]


@pytest.mark.parametrize(
    "texts",
    [
        ["FREQ=HOURLY"], ["sometimes"], ["FREQ=MONTHLY;SKIP=FORWARD"], ["FREQ=DAILY;COUNT=0"],
        ["FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD"], ["FREQ=MONTHLY;RSCALE=CHINESE"],
        ["FREQ=MONTHLY", "FREQ=YEARLY"], ["FREQ=DAILY;INTERVAL=0"], ["FREQ=MONTHLY;BYMONTHDAY=99"],
    ],
)  # fmt: skip
def test_what_is_no_rule_is_told(texts):
    with pytest.raises(Invalid):
        check(texts)


@pytest.fixture
def projects(desk):
    """A desk since January whose delivered projects are called."""
    since(desk, "2026-01-01")
    desk.write("policy/own.yaml", ROWS)
    return desk


def since(desk, day, pack="base"):
    desk.write("cs.yaml", f"packs: [{pack}]\nstarted: {day}\nlanguage: en\n")


def project(desk, delivered, **options):
    words = ("--title", "Ledger", "--delivered-at", delivered)
    return desk.new("project", *words, now=f"{delivered}T09:00", **options)


def owed(desk, now, *words):
    found = desk.json("due", *words, now=now)
    return [(row["id"], row["what"], row["due_at"][:10]) for row in found]


def call(desk, id_, now, *words):
    made = desk.new("callback", "--title", "How is it?", "--about", id_, *words, now=now)
    desk.ok("callback", "done", made, "--result", "well", now=now)
    return made


def test_missed_callbacks_of_a_project_are_told_apart(projects):
    """CBK-16: what falls on the 15th is due when that day is over."""
    id_ = project(projects, "2026-01-15")
    assert owed(projects, "2026-02-15T23:00") == []
    late = "2026-03-20T09:00"
    assert owed(projects, late) == [
        (id_, "project-call", "2026-02-16"), (id_, "project-call", "2026-03-16"),
    ]  # fmt: skip
    (first, _second) = projects.json("due", now=late)
    assert (first["kind"], first["owner"], first["title"]) == ("project", "li.na", "Ledger")
    lines = projects.ok("due", now=late)
    assert "project callback 2026-02" in lines
    assert "project callback 2026-03" in lines
    (whole, one) = projects.json("duty", "list", now=late)
    assert (whole["id"], whole["missed"], whole["next"]) == (None, [], "2026-04")
    assert (one["id"], one["missed"], one["owner"]) == (id_, ["2026-02", "2026-03"], "li.na")
    said = projects.ok("duty", "list", now=late)
    assert id_ in said
    assert "2026-02 2026-03" in said


def test_each_call_is_for_the_oldest_period_that_had_begun(projects):
    id_ = project(projects, "2026-01-31")
    assert owed(projects, "2026-03-01T09:00") == [(id_, "project-call", "2026-03-01")]
    call(projects, id_, "2026-02-10T09:00")
    call(projects, id_, "2026-02-11T09:00")  # made twice: nothing more to do yet
    assert owed(projects, "2026-03-31T09:00") == []
    late = "2026-05-02T09:00"
    assert [key for _id, _what, key in owed(projects, late)] == ["2026-04-01", "2026-05-01"]
    third = call(projects, id_, "2026-05-02T08:00")
    assert [key for _id, _what, key in owed(projects, late)] == ["2026-05-01"]
    projects.ok("callback", "archive", third, now=late)
    assert [key for _id, _what, key in owed(projects, late)] == ["2026-05-01"]
    projects.ok("callback", "void", third, "-m", "wrong project", now=late)
    assert [key for _id, _what, key in owed(projects, late)] == ["2026-04-01", "2026-05-01"]


def test_nothing_is_owed_from_before_the_record_or_once_it_is_done_with(projects):
    words = ("--title", "Old", "--delivered-at", "2025-06-10")
    id_ = projects.new("project", *words, now="2026-03-01T09:00")
    assert owed(projects, "2026-03-20T09:00") == [(id_, "project-call", "2026-03-11")]
    open_one = projects.new("project", "--title", "Running", now="2026-03-01T09:00")
    assert owed(projects, "2026-07-20T09:00", "--owner", "wang.wei") == []
    assert {one for one, _what, _day in owed(projects, "2026-07-20T09:00")} == {id_}
    projects.ok("project", "end", id_, now="2026-03-21T09:00")
    assert owed(projects, "2026-03-22T09:00") == []
    projects.ok("project", "deliver", open_one, now="2026-03-22T09:00")
    assert owed(projects, "2026-04-23T09:00") == [(open_one, "project-call", "2026-04-23")]


def test_the_index_made_anew_says_the_same_as_the_one_kept_up(projects):
    id_ = project(projects, "2026-01-15")
    assert owed(projects, "2026-02-20T09:00")
    for month in range(3, 13):
        now = f"2026-{month:02}-16T09:00"
        if month % 3 == 0:
            call(projects, id_, now)
        kept = owed(projects, now, "--all")
        for file in (projects.root / ".cs").glob("index*"):
            file.unlink()
        assert owed(projects, now, "--all")[: len(kept)] == kept
        assert kept


def test_a_project_without_an_owner_is_for_whoever_holds_the_role(projects):
    project(projects, "2026-01-15")
    own = ROWS.replace("owner: [owner, role:clerk]", "").replace("role: clerk", "role: supervisor")
    projects.write("policy/own.yaml", own)
    assert [row["owner"] for row in projects.json("due", now="2026-02-20T09:00")] == ["chen.jing"]


STUDENTS = """
kinds: {student: {}}
duties:
  advice: &row
    label: {en: monthly advice, zh: 月初建议}
    for: {kind: student, status: enrolled}
    start: enrolled_on
    owner: [assistant]
    rrule: FREQ=MONTHLY;BYMONTHDAY=1
  talk:
    label: {en: talk, zh: 月中沟通}
    for: {kind: student, status: enrolled}
    start: enrolled_on
    owner: [teacher]
    rrule: FREQ=MONTHLY;BYMONTHDAY=15
  comparison:
    label: {en: comparison, zh: 月底对照}
    for: {kind: student, status: enrolled}
    start: enrolled_on
    owner: [teacher]
    rrule: FREQ=MONTHLY;BYMONTHDAY=-1
""".replace(" &row", "")


def test_three_tasks_a_month_for_every_student(desk):
    """CBK-38: enrolled in March; each is done by its own person, for one student."""
    since(desk, "2026-03-01")
    desk.write("policy/own.yaml", STUDENTS)
    id_ = desk.new("student", "--name", "Xiao Ming", now="2026-03-20T09:00")
    desk.ok("student", "enrol", id_, "--assistant", "wang.wei", "--teacher", "zhao.min",
            now="2026-03-31T09:00")  # fmt: skip
    april = [one for one in desk.json("due", "--all", now="2026-04-01T09:00")
             if "2026-04-02" <= one["due_at"] < "2026-05-02"]  # fmt: skip
    assert [(o["what"], o["owner"], o["due_at"][:10]) for o in april] == [
        ("advice", "wang.wei", "2026-04-02"), ("talk", "zhao.min", "2026-04-16"),
        ("comparison", "zhao.min", "2026-05-01"),
    ]  # fmt: skip
    now = "2026-04-16T09:00"
    refused = desk.run("duty", "done", "advice", "--for", id_, now=now)
    assert refused.code == 3
    assert "wang.wei" in refused.err
    done = desk.ok("duty", "done", "advice", "--for", id_, now=now, as_="wang.wei").split()[0]
    shown = desk.json("show", done)
    assert (shown["about"], shown["period"]) == ([id_], "2026-04")
    assert [what for _id, what, _day in owed(desk, now)] == ["comparison", "talk"]
    again = ("duty", "done", "advice", "--for", id_, "--period", "2026-04")
    assert desk.run(*again, now=now, as_="wang.wei").code == 2
    desk.ok("duty", "void", done, "-m", "another student", now=now, as_="wang.wei")
    assert [what for _id, what, _day in owed(desk, now)] == ["comparison", "advice", "talk"]
    desk.ok(*again, now=now, as_="wang.wei")
    assert [what for _id, what, _day in owed(desk, now)] == ["comparison", "talk"]


def test_which_record_must_be_said_and_must_owe_it(desk):
    since(desk, "2026-03-01")
    rows = (
        STUDENTS
        + "  tidy:\n    label: {en: tidy, zh: 整理}\n    role: clerk\n    rrule: FREQ=DAILY\n"
    )
    desk.write("policy/own.yaml", rows)
    id_ = desk.new("student", "--name", "Xiao Ming")
    for words, said in (
        (("advice",), "--for"),
        (("advice", "--for", id_), "is not owed for"),
        (("tidy", "--for", id_), "leave --for out"),
    ):
        result = desk.run("duty", "done", *words)
        assert (result.code, said in result.err) == (2, True), result


GIFTS = """
kinds:
  callback/gift:
    label: {en: gift, zh: 礼品}
duties:
  gift:
    label: {en: New Year gift, zh: 新年礼品}
    for: {kind: customer}
    role: clerk
    rrule: FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31
    window: 30 calendar days before
    by: {kind: callback, type: gift, status: done}
"""


def test_every_customer_gets_a_gift_in_december(desk):
    """CBK-35: who has none on 1 January is overdue for the year before."""
    since(desk, "2026-01-01")
    desk.write("policy/own.yaml", GIFTS)
    one, other = (desk.new("customer", "--name", name, now="2026-03-02T09:00") for name in "AB")
    assert owed(desk, "2026-11-30T23:59:59", "--within", "60d") == []
    assert len(owed(desk, "2026-12-01T00:00:00", "--within", "31d")) == 2
    call(desk, one, "2026-12-20T09:00", "--type", "gift")
    new_year = "2027-01-01T09:00"
    assert [(o["id"], o["state"]) for o in desk.json("due", now=new_year)] == [(other, "overdue")]
    assert [o["missed"] for o in desk.json("duty", now=new_year) if o["id"]] == [["2026"]]


def test_a_birthday_is_listed_on_the_day(desk):
    """CBK-41; who was born on a leap day has it on the 28th. Without a birthday nothing is owed."""
    since(desk, "2026-01-01")
    desk.write("policy/own.yaml", (
        "duties:\n  birthday:\n    label: {en: birthday, zh: 生日}\n    for: {kind: customer}\n"
        "    start: birthday\n    role: clerk\n    rrule: FREQ=YEARLY;SKIP=BACKWARD\n"
    ))  # fmt: skip
    born = {}
    for name, day in (("A", "1990-06-18"), ("B", "2000-02-29"), ("C", None)):
        words = ["--birthday", day] if day else []
        born[desk.new("customer", "--name", name, *words, now="2026-01-05T09:00")] = name
    for day, name in (("2026-02-28", "B"), ("2026-06-18", "A"), ("2026-06-17", None)):
        found = [
            born[one["id"]]
            for one in desk.json("due", "--date", day, now=f"{day}T08:00")
            if one["state"] == "due"
        ]
        assert found == ([name] if name else []), day


AUDITS = """
duties:
  audit:
    ref: CBK-20
    label: {en: audit of callbacks, zh: 回访考核}
    role: supervisor
    rrule: FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1
    by: {kind: review, department: quality, status: done}
"""


def review(desk, now, *words):
    id_ = desk.new("review", "--title", "Audit", "--department", "quality", *words, now=now)
    desk.ok("review", "done", id_, now=now)
    return id_


def test_a_quarter_without_its_audit_is_overdue(desk):
    """CBK-20, and CBK-18 likewise: a record made within the quarter, or naming it, is the proof."""
    since(desk, "2026-01-01")
    desk.write("policy/own.yaml", AUDITS)
    april = "2026-04-01T00:00:01"
    assert [row["what"] for row in desk.json("due", "--kind", "duty", now=april)] == ["audit"]
    planned = desk.new("review", "--title", "Audit", "--department", "quality", now="2026-02-10")
    assert desk.json("due", "--kind", "duty", now=april)
    desk.ok("review", "done", planned, now="2026-04-01T08:00")
    assert desk.json("due", "--kind", "duty", now="2026-04-01T09:00") == []
    july = "2026-07-02T09:00"
    assert desk.json("duty", now=july)[0]["missed"] == ["2026-Q2"]
    later = review(desk, "2026-07-01T09:00")
    assert desk.json("duty", now=july)[0]["missed"] == ["2026-Q2"]  # that is one of Q3
    review(desk, "2026-07-01T10:00", "--period", "2026-Q2")
    assert desk.json("duty", now=july)[0]["missed"] == []
    desk.ok("review", "void", later, "-m", "twice", now=july)
    october = "2026-10-01T09:00"
    assert desk.json("duty", now=october)[0]["missed"] == ["2026-Q3"]
    assert len(desk.json("due", "--kind", "duty", now=october)) == 1


def test_a_duty_with_a_record_of_its_own_says_how_to_make_it(desk):
    """CMP-48: a look back at the complaints, as often as the department says."""
    since(desk, "2026-01-01")
    desk.write("policy/own.yaml", (
        "duties:\n  case-review:\n    ref: CMP-48\n    label: {en: case review, zh: 案例检讨}\n"
        "    role: clerk\n    rrule: FREQ=MONTHLY\n    by: {kind: review, status: done}\n"
    ))  # fmt: skip
    result = desk.run("duty", "done", "case-review", now="2026-02-02T09:00")
    assert result.code == 3
    assert result.err.startswith("refused (CMP-48)")
    assert "cs review new" in result.err
    assert desk.json("duty", now="2026-02-02T09:00")[0]["missed"] == ["2026-01"]
    id_ = desk.new("review", "--title", "January", "--period", "2026-01", now="2026-02-02T09:00")
    desk.ok("review", "done", id_, now="2026-02-02T09:30")
    assert desk.json("duty", now="2026-02-02T10:00")[0]["missed"] == []


def test_coverage_is_what_is_done_of_the_records_of_a_period(desk):
    """Nine calls of a day, one open and one void: the day itself is owed by nobody."""
    since(desk, "2026-03-02")
    desk.write("policy/own.yaml", (
        "duties:\n  all-called:\n    label: {en: all called, zh: 全部回访}\n    role: clerk\n"
        "    rrule: FREQ=DAILY\n    covers: {kind: callback, status: done}\n"
    ))  # fmt: skip
    made = [desk.new("callback", "--title", f"Call {n}", now=f"2026-03-02T1{n}:00")
            for n in range(9)]  # fmt: skip
    for id_ in made[:7]:
        desk.ok("callback", "done", id_, "--result", "fine", now="2026-03-02T20:00")
    desk.ok("callback", "void", made[8], "-m", "twice", now="2026-03-02T20:00")
    (row,) = desk.json("duty", now="2026-03-03T09:00")
    assert row["coverage"] == [
        {"period": "2026-03-02", "covered": 7, "of": 9, "percent": 77.8, "late": []},
        {"period": "2026-03-03", "covered": 0, "of": 0, "percent": None, "late": []},
    ]
    assert "2026-03-02 7/9 (77.8 %)" in desk.ok("duty", now="2026-03-03T09:00")
    assert desk.json("due", "--kind", "duty", "--all", now="2026-03-03T09:00") == []
    refused = desk.run("duty", "done", "all-called")
    assert (refused.code, "cs callback list --open" in refused.err) == (3, True)


def changed(desk, before, after, day="2026-06-01"):
    """A duty of the desk's own that is another one from a day on."""
    desk.write("policy/a.yaml", f"duties:\n  log: {{label: {{en: log, zh: 记录}}, {before}}}\n")
    desk.write("policy/b.yaml", f"duties:\n  log: {{since: {day}, {after}}}\n")


def missed(desk, now):
    return [key for row in desk.json("duty", now=now) for key in row["missed"]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("FREQ=WEEKLY", "FREQ=MONTHLY", ["2026-W20", "2026-W21", "2026-W22", "2026-06"]),
        ("FREQ=MONTHLY", "FREQ=WEEKLY", ["2026-05", "2026-W23", "2026-W24", "2026-W25",
                                         "2026-W26"]),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY", ["2026-05", "2026-06"]),
    ],
)  # fmt: skip
def test_every_period_is_judged_by_the_row_in_force_on_its_own_day(desk, before, after, expected):
    since(desk, "2026-05-11")
    changed(desk, f"role: clerk, rrule: {before}", f"rrule: {after}")
    for now, count in (("2026-04-20T09:00", 0), ("2026-07-01T09:00", len(expected))):
        assert missed(desk, now) == expected[:count]
        overdue = desk.json("due", "--kind", "duty", now=now)
        assert [row["what"] for row in overdue] == ["log"] * count
    for key in expected:
        desk.ok("duty", "done", "log", "--period", key, now="2026-07-01T09:30")
    assert missed(desk, "2026-07-01T10:00") == []
    assert desk.json("due", "--kind", "duty", now="2026-07-01T10:00") == []


def test_what_is_overdue_stays_so_when_the_row_will_change(desk):
    since(desk, "2026-03-01")
    changed(desk, "role: clerk, rrule: FREQ=WEEKLY", "role: supervisor, rrule: FREQ=MONTHLY")
    now = "2026-04-20T09:00"
    rows = desk.json("due", "--kind", "duty", now=now)
    assert {row["owner"] for row in rows} == {"li.na"}
    assert len(rows) == len(missed(desk, now)) == 8
    later = desk.json("due", "--kind", "duty", now="2026-07-01T09:00")
    assert [row["owner"] for row in later[-2:]] == ["li.na", "chen.jing"]
    # Who holds the role of that time may still do it, and only they.
    desk.ok("duty", "done", "log", "--period", "2026-W22", now="2026-07-01T09:00")
    refused = desk.run("duty", "done", "log", "--period", "2026-06", now="2026-07-01T09:00")
    assert (refused.code, "chen.jing" in refused.err) == (3, True)


def test_what_a_new_row_begins_with_comes_after_what_the_old_one_ended_with(desk):
    """A record begun in the last week of the old row is none of the first month of the new."""
    since(desk, "2026-05-18")
    changed(
        desk, "role: clerk, by: {kind: review, status: done}, rrule: FREQ=WEEKLY",
        "rrule: FREQ=MONTHLY",
    )  # fmt: skip
    review(desk, "2026-05-27T09:00")
    assert missed(desk, "2026-07-01T09:00") == ["2026-W21", "2026-06"]
    assert len(desk.json("due", "--kind", "duty", now="2026-07-01T09:00")) == 2


def test_a_new_row_may_ask_for_another_proof(desk):
    since(desk, "2026-05-01")
    changed(
        desk, "role: clerk, rrule: FREQ=MONTHLY",
        "by: {kind: review, department: quality, status: done}",
    )  # fmt: skip
    now = "2026-07-01T09:00"
    assert "cs review new" in desk.run("duty", "done", "log", "--period", "2026-06", now=now).err
    desk.ok("duty", "done", "log", now=now)
    assert missed(desk, now) == ["2026-06"]
    review(desk, "2026-05-20T09:00")  # that was no proof then
    review(desk, "2026-06-20T09:00")
    assert missed(desk, now) == []


def test_a_duty_for_records_changes_from_a_day_on(projects):
    projects.write(
        "policy/own.yaml",
        ROWS
        + """
  second: {label: {en: second, zh: 二}, for: {kind: project}, role: clerk, rrule: FREQ=MONTHLY}
""",
    )
    projects.write("policy/z.yaml", (
        "duties:\n  project-call: {since: 2026-04-01, rrule: FREQ=WEEKLY, owner: [role:supervisor]}"
        "\n  second: {since: 2026-04-01, for: {kind: student}}\n"
    ))  # fmt: skip
    id_ = project(projects, "2026-01-15")
    now = "2026-04-10T09:00"
    rows = projects.json("due", now=now)
    assert [(row["what"], row["due_at"][:10], row["owner"]) for row in rows] == [
        ("project-call", "2026-02-16", "li.na"), ("second", "2026-02-16", "li.na"),
        ("project-call", "2026-03-16", "li.na"), ("second", "2026-03-16", "li.na"),
        ("project-call", "2026-04-03", "chen.jing"), ("project-call", "2026-04-10", "chen.jing"),
    ]  # fmt: skip
    call(projects, id_, "2026-04-08T09:00")
    found = [row["due_at"][:10] for row in projects.json("due", now=now)]
    assert found == ["2026-02-16", "2026-03-16", "2026-03-16", "2026-04-03", "2026-04-10"]
    projects.ok("duty", "done", "second", "--for", id_, now=now)
    assert len(projects.json("due", now=now)) == 4


def test_a_duty_that_becomes_one_for_records_keeps_what_was_missed(desk):
    since(desk, "2026-05-01")
    changed(desk, "role: clerk, rrule: FREQ=MONTHLY", "for: {kind: customer}")
    id_ = desk.new("customer", "--name", "A", now="2026-05-20T09:00")
    now = "2026-07-21T09:00"
    (whole, one) = desk.json("duty", now=now)
    assert (whole["missed"], one["id"], one["missed"]) == (["2026-05"], id_, ["2026-06", "2026-07"])
    desk.ok("duty", "done", "log", now=now)
    desk.ok("duty", "done", "log", "--for", id_, now=now)
    assert missed(desk, now) == ["2026-07"]


def test_a_duty_that_becomes_one_without_interval_is_there(desk):
    since(desk, "2026-05-01")
    changed(desk, "role: clerk, rrule: FREQ=MONTHLY", "ref: CMP-48, rrule: []")
    now = "2026-07-01T09:00"
    assert missed(desk, now) == ["2026-05"]
    every = desk.json("due", "--kind", "duty", "--all", now=now)
    assert [row["state"] for row in every] == ["overdue", "no-limit"]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("role: nobody, rrule: FREQ=DAILY", "nobody"),
        ("rrule: FREQ=DAILY", "whose"),
        ("role: clerk, for: {kind: customer}", "how often"),
        ("role: clerk, for: {kind: custom}, rrule: FREQ=DAILY", "custom"),
        ("role: clerk, for: {kind: customer, tier: gold}, rrule: FREQ=DAILY", "gold"),
        ("role: clerk, for: {kind: customer, tier: $tier}, rrule: FREQ=DAILY", "$tier"),
        ("role: clerk, for: {kind: customer}, start: name, rrule: FREQ=DAILY", "name"),
        ("role: clerk, start: birthday, rrule: FREQ=DAILY", "date"),
        ("role: clerk, owner: [owner], rrule: FREQ=DAILY", "for which"),
        ("owner: [boss], for: {kind: customer}, rrule: FREQ=DAILY", "boss"),
        ("owner: [role:boss], for: {kind: customer}, rrule: FREQ=DAILY", "boss"),
        ("role: clerk, rrule: FREQ=DAILY, window: 30 calendar days", "before"),
        ("role: clerk, rrule: FREQ=DAILY, by: {kind: callback, status: gone}", "gone"),
        ("role: clerk, rrule: FREQ=DAILY, by: {kind: callback, open: 'true'}", "open"),
        ("role: clerk, for: {kind: callback}, rrule: FREQ=DAILY, by: {kind: customer}", "about"),
        ("covers: {kind: callback}", "rrule"),
        ("rrule: [FREQ=DAILY, FREQ=WEEKLY], role: clerk", "never ends"),
    ],
)
def test_a_word_that_is_wrong_in_a_duty_is_told(desk, row, word):
    since(desk, "2026-03-01")
    desk.write("policy/own.yaml", f"duties:\n  odd: {{label: {{en: odd, zh: 怪}}, {row}}}\n")
    result = desk.run("duty")
    assert result.code == 5
    assert "policy/own.yaml" in result.err
    assert word in result.err
