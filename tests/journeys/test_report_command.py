"""Reports at the command line: how they are called, told and filed, and those of their own sort."""

import pytest
from figures import APRIL, FIRST_TIME, figures, put, rules, settled


@pytest.fixture
def first_time(desk):
    """A desk of four tickets in scope, of which three were settled at once."""
    return settled(desk)


def test_a_report_is_found_by_its_label_too(first_time):
    result = first_time.run("报表", "一次办结率", "--周期", "上期", now=APRIL, lang="zh")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("一次办结率\n")
    assert "75 %" in result.out


def test_the_reports_of_the_desk_are_listed(first_time):
    expected = {"name": "first-time", "rule": "TKT-09", "label": "settled at first contact",
                "period": "month"}  # fmt: skip
    assert expected in first_time.json("report")


def test_the_running_period_says_so(first_time):
    assert "still running" in first_time.ok("report", "first-time")
    assert figures(first_time, "first-time", now="2026-03-05T10:00:00+08:00")["running"] is True


def test_a_report_without_records_has_no_percentage(first_time):
    assert figures(first_time, "first-time")["total"] == {"count": 0, "fits": 0, "percent": None}


def test_a_report_that_is_not_there_is_named_with_the_nearest(first_time):
    result = first_time.run("report", "first-tim")
    assert result.code == 4
    assert "there is no report first-tim" in result.err
    assert "did you mean first-time?" in result.err


def test_words_that_are_no_period_are_refused(first_time):
    result = first_time.run("report", "first-time", "--period", "someday")
    assert result.code == 2
    assert "--period: someday is not a period" in result.err
    assert figures(first_time, "first-time", "--period", "yesterday")["period"] == "2026-03-31"


def test_a_void_record_does_not_count(first_time):
    put(first_time, "ticket", "03-03T10:00", "void", "03-03T11:00 void note: twice",
        in_scope="true")  # fmt: skip
    assert figures(first_time, "first-time", "--period", "2026-03")["total"]["count"] == 4


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("csv", "count,fits,percent\r\n4,3,75\r\n"),
        ("md", "# settled at first contact\n"),
        ("jsonl", '{"report": "first-time"'),
        ("table", "settled at first contact\n"),
    ],
)
def test_a_report_comes_in_every_format(first_time, format_, expected):
    out = first_time.ok("report", "first-time", "--period", "2026-03", "--format", format_)
    assert out.startswith(expected)


UNTOUCHED = """\
settings: {untouched.days: "2"}
reports:
  untouched:
    ref: TKT-41
    label: {en: untouched tickets, zh: 无动态工单}
    fill: untouched
    period: day
"""


def test_a_ticket_is_untouched_once_two_days_have_gone_by_without_an_event(desk):
    """TKT-41."""
    rules(desk, UNTOUCHED)
    silent = put(desk, "ticket", "03-01T10:00", "open", "03-02T10:00 note note: called")
    put(desk, "ticket", "03-01T10:00", "open", "03-04T10:00 note note: called")
    put(desk, "ticket", "03-01T10:00", "closed", "03-01T11:00 close")
    assert figures(desk, "untouched", now="2026-03-04T23:00:00+08:00")["rows"] == []
    (row,) = figures(desk, "untouched", now="2026-03-05T08:00:00+08:00")["rows"]
    assert (row["id"], row["days"], row["limit"]) == (silent, 2, "2")
    assert figures(desk, "untouched", "--period", "2026-03-05")["rows"] == [row]


def test_without_a_figure_every_open_ticket_is_told_with_its_days(desk):
    rules(desk, UNTOUCHED.replace('settings: {untouched.days: "2"}\n', ""))
    old, new = (put(desk, "ticket", at, "open") for at in ("03-01T10:00", "03-05T07:00"))
    now = "2026-03-05T08:00:00+08:00"
    rows = figures(desk, "untouched", now=now)["rows"]
    assert [(row["id"], row["days"]) for row in rows] == [(old, 3), (new, 0)]
    assert "no limit set" in desk.ok("report", "untouched", now=now)


AUDIT = """\
audits:
  silent: {label: {en: silent, zh: 无动态}, on: {kind: ticket}, rule: untouched, with: {days: few}}
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("settings:\n  untouched.days: two\n", "policy/ours.yaml:2"),
        ("settings:\n  untouched.days: -1\n", "policy/ours.yaml:2"),
        (f"{UNTOUCHED}    with: {{days: 2.5}}\n", "policy/ours.yaml:8"),
        (AUDIT, "policy/ours.yaml:2"),
    ],
)
def test_days_that_are_no_number_are_told_with_their_place(desk, text, line):
    desk.write("policy/ours.yaml", text)
    for words in (("check",), ("due",)):
        result = desk.run(*words)
        said = result.out + result.err
        assert (result.code, line in said) in ((1, True), (5, True))
        assert "is not a whole number of days" in said


PRIVATE = """\
kinds:
  ticket:
    fields:
      caller: {label: {en: caller, zh: 来电人}, pii: true}
reports:
  callers:
    label: {en: callers, zh: 来电人}
    of: {kind: ticket}
    columns: [title, caller]
  by-caller:
    label: {en: by caller, zh: 按来电人}
    of: {kind: ticket}
    by: caller
  untouched:
    label: {en: untouched, zh: 无动态}
    fill: untouched
"""


def test_personal_data_is_masked_unless_asked_for(desk):
    rules(desk, PRIVATE)
    put(desk, "ticket", "03-02T10:00", "open", caller="张建国", title="张建国 has no water")
    for name in ("callers", "by-caller", "untouched"):
        for words in (("--format", "plain"), ("--json",), ("--format", "csv")):
            told = desk.ok("report", name, "--period", "2026-03", *words)
            assert "张建国" not in told, (name, words)
            assert "张建国" in desk.ok("report", name, "--period", "2026-03", "--no-mask", *words)


def test_a_filed_report_is_a_record_in_the_desks_language(first_time):
    first_time.write("cs.yaml", first_time.read("cs.yaml").replace("en", "zh"))
    id_ = first_time.ok("report", "first-time", "--period", "2026-03", "--save", now=APRIL).strip()
    text = first_time.record(id_)
    assert id_.startswith("R-260331-")
    assert "title: 一次办结率 2026-03\n" in text
    assert "period: 2026-03\n" in text
    assert "owner: li.na\n" in text
    assert "# 一次办结率\n" in text
    assert "75 %" in text
    assert first_time.ok("check") == ""
    listed = first_time.json("report", "list", "--where", "report=first-time")
    assert [one["id"] for one in listed] == [id_]


def test_two_clones_file_the_same_record(first_time):
    path = first_time.ok("report", "first-time", "--period", "2026-03", "--save").strip()
    file = first_time.root / first_time.path(path)
    file.unlink()
    assert first_time.ok("report", "first-time", "--period", "2026-03", "--save").strip() == path


def test_a_period_is_filed_once_until_that_record_is_void(first_time):
    words = ("report", "first-time", "--period", "2026-03", "--save")
    id_ = first_time.ok(*words).strip()
    result = first_time.run(*words)
    assert result.code == 2
    assert f"filed as {id_}, and nothing has changed since" in result.err
    put(first_time, "ticket", "03-09T10:00", "open", in_scope="true")
    result = first_time.run(*words)
    assert result.code == 2
    assert f"filed as {id_}, with other figures" in result.err
    assert f"cs report void {id_}" in result.err
    first_time.ok("report", "void", id_, "-m", "one was missing")
    again = first_time.ok(*words).strip()
    assert again != id_
    assert "3 of 5, 60 %" in first_time.record(again)


def test_a_dry_run_files_nothing(first_time):
    out = first_time.ok("report", "first-time", "--save", "--dry-run")
    assert "+kind: report" in out
    assert first_time.json("report", "list") == []


def test_a_report_that_no_figures_make_is_written_by_hand(first_time):
    words = (
        "--title",
        "the year",
        "--report",
        "year-end",
        "--period",
        "2026",
        "-m",
        "It was good.",
    )
    id_ = first_time.new("report", *words)
    assert "It was good." in first_time.record(id_)


def test_what_could_not_be_read_is_told_after_the_report(first_time):
    first_time.write("ticket/2026/03/02/T-260302-BR0KEN.md", "---\nid: [\n---\n")
    result = first_time.run("report", "first-time", "--period", "2026-03")
    assert result.code == 5
    assert "75 %" in result.out
    assert "T-260302-BR0KEN" in result.err


def test_a_row_is_for_the_periods_that_end_from_its_day_on(desk):
    later = "reports:\n  first-time: {since: 2026-04-01, label: {en: later, zh: 以后}}\n"
    rules(desk, FIRST_TIME, later)
    march = desk.ok("report", "first-time", "--period", "2026-03", now=APRIL)
    assert march.startswith("settled at first contact\n")
    assert desk.ok("report", "first-time", now=APRIL).startswith("later\n")


def test_help_names_the_reports(first_time):
    assert "first-time" in first_time.ok("report", "--help")
    assert "--period" in first_time.ok("report", "first-time", "--help")
