"""``cs due``: what is late, for whom, since when, and what comes next."""

import json
import re

import pytest
from clerk import packs

from cs_cli.cli.context import Run
from cs_cli.render.width import width

KEYS = [
    "id", "kind", "type", "what", "title", "owner", "due_at", "state", "late_s", "rule",
    "escalate_to", "urgent", "provisional", "apart",
]  # fmt: skip


@pytest.fixture
def callbacks(desk):
    """Callbacks of Li at 11:00 and 15:00, one of Wu Gang at 12:00, one without a time."""
    packs(desk, "base")
    times = {"early": ("li.na", "11:00"), "late": ("li.na", "15:00"), "wu": ("wu.gang", "12:00")}
    ids = {
        name: desk.new(
            "callback", "--title", name, "--owner", owner, "--due-at", f"2026-03-02T{at}:00+08:00"
        )
        for name, (owner, at) in times.items()
    }
    return {**ids, "some day": desk.new("callback", "--title", "some day", "--owner", "wang.wei")}


def at(time):
    return f"2026-03-02T{time}+08:00"


def listed(desk, *words, time="12:00:01", **more):
    return [row["title"] for row in desk.json("due", *words, now=at(time), **more)]


@pytest.mark.parametrize(
    ("words", "time", "expected"),
    [
        ("", "10:59:59", ["some day"]),
        ("", "11:00:01", ["early", "some day"]),
        ("", "12:00:01", ["early", "wu", "some day"]),
        ("--within 3h", "12:00:00", ["early", "wu", "late", "some day"]),
        ("--within 2h", "12:00:00", ["early", "wu", "some day"]),
        ("--within 1h", "11:00:00", ["early", "wu", "some day"]),
        ("--within 今天", "10:00:00", ["early", "wu", "late", "some day"]),
        ("--within 15:00", "10:00:00", ["early", "wu", "late", "some day"]),
        ("--within 14:59", "10:00:00", ["early", "wu", "some day"]),
        ("--all", "10:00:00", ["early", "wu", "late", "some day"]),
        ("--owner li.na", "16:00:00", ["early", "late"]),
        ("--owner 吴刚", "16:00:00", ["wu"]),
        ("--mine", "16:00:00", ["early", "late"]),
        ("--team engineering", "16:00:00", ["wu"]),
        ("--team service", "16:00:00", ["early", "late", "some day"]),
        ("--kind callback", "11:30:00", ["early", "some day"]),
        ("--kind ticket", "16:00:00", []),
    ],
)
def test_the_list_that_is_asked_for_in_order(desk, callbacks, words, time, expected):
    """Longest overdue first, then the next due, then what has no limit."""
    assert listed(desk, *words.split(), time=time) == expected


def test_at_the_very_second_it_is_due_and_not_late(desk, callbacks):
    """Design 5.7: overdue means later than the time it was due."""
    assert " now " in desk.ok("due", "--owner", "li.na", now=at("11:00:00"))
    (now,) = desk.json("due", "--owner", "li.na", "--within", "0m", now=at("11:00:00"))
    assert (now["state"], now["late_s"]) == ("due", 0)
    (after,) = desk.json("due", "--owner", "li.na", now=at("11:00:01"))
    assert (after["state"], after["late_s"]) == ("overdue", 1)
    assert desk.run("due", "--owner", "li.na", "--fail", now=at("11:00:00")).code == 0
    assert desk.run("due", "--owner", "li.na", "--fail", now=at("11:00:01")).code == 1
    # A call made at the very second was made in time.
    desk.ok("callback", "done", callbacks["early"], "--result", "fine", now=at("11:00:00"))
    (clock,) = desk.json("why", callbacks["early"])
    assert clock["verdict"] == "met"


def test_what_is_due_this_very_minute_is_not_called_coming(desk, callbacks):
    words = ("due", "--owner", "li.na", "--within", "2m")
    states = [desk.ok(*words, now=at(time)).split("11:00 Mon")[1].split()[0]
              for time in ("10:58:00", "10:59:00", "10:59:01", "11:00:00", "11:00:01")]  # fmt: skip
    assert states == ["coming", "coming", "now", "now", "overdue"]


LONG = """\
deadlines:
  answer:
    label:
      en: answer the customer with the cause, the plan and the date of the repair
      zh: 向客户答复原因、处理方案和维修日期，并说明责任部门
    ref: OUR-01
    on: {kind: ticket}
    limit: 2 hours
    until: state:settled
"""


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 100, 120])
def test_a_list_fits_the_terminal_in_both_languages(desk, monkeypatch, lang, columns):
    packs(desk, "base")
    desk.write("policy/long.yaml", LONG)
    title = "Water has run down the wall of the staircase since Friday 楼道墙面周五起漏水"
    id_ = desk.new("ticket", "--title", title, "--owner", "wang.wei")
    monkeypatch.setattr(Run, "on_terminal", True)
    monkeypatch.setattr(Run, "width", columns)
    told = desk.ok("due", "--color", "never", now="2026-03-31T21:35:00+08:00", lang=lang)
    assert max(map(width, told.splitlines())) <= columns
    assert id_ in told and "OUR-01" in told
    flat = "".join(told.split())
    assert ("staircase" in told, "周" in flat) == (True, True)


def test_fail_is_for_what_is_late_only(desk, callbacks):
    """cs due --fail && … : the answer is no when something is overdue."""
    assert desk.run("due", "--fail", "--within", "9h", now=at("10:00:00")).code == 0
    result = desk.run("due", "--fail", now=at("11:30:00"))
    assert (result.code, result.err) == (1, "")
    assert "early" in result.out


def test_the_json_of_what_is_owed(desk):
    """The contract: these keys, in this order, whatever the language."""
    packs(desk, "CHD", "PSC")
    people = desk.read("people.yaml").replace(
        "roles: [manager]", "roles: [manager, centre-manager]"
    )
    desk.write("people.yaml", people)
    id_ = desk.new("ticket", "--type", "repair", "--title", "Dark", "--category", "power-cut",
                   "--severity", "major", "--owner", "wu.gang")  # fmt: skip
    text = desk.ok("--json", "due", "--kind", "ticket", now=at("10:01:30"))
    (row,) = json.loads(text)
    assert list(row) == KEYS
    assert row == {
        "id": id_, "kind": "ticket", "type": "repair", "what": "report-to-director",
        "title": "Dark", "owner": "wu.gang", "due_at": "2026-03-02T10:00:00+08:00",
        "state": "overdue", "late_s": 90, "rule": "HND-01", "escalate_to": "sun.li",
        "urgent": True, "provisional": False, "apart": None,
    }  # fmt: skip
    assert desk.ok("--json", "due", "--kind", "ticket", now=at("10:01:30"), lang="zh") == text
    assert desk.json("due", "--kind", "leave") == []
    duties = [r for r in desk.json("due", "--all") if r["kind"] == "duty"]
    assert all(r["id"] is None for r in duties)
    assert [r["due_at"] for r in duties if r["what"] == "duty-inspection"] == [None]


def test_nothing_is_printed_where_nothing_is_due_and_nobody_looks(desk):
    """Cron sends no mail then."""
    packs(desk, "base")
    result = desk.run("due", lang="en")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert desk.ok("due", "--format", "csv") == ""
    assert desk.ok("due", "--format", "jsonl") == ""


def test_urgent_ones_come_before_those_longer_overdue(desk):
    """TKT-23: power cuts, leaks, people trapped in the lift."""
    packs(desk, "CHD")
    calm = desk.new("ticket", "--title", "Lawn", "--promised-at", at("11:00:00"))
    dark = desk.new("ticket", "--type", "repair", "--title", "Dark", "--category", "停电",
                    "--promised-at", at("14:00:00"))  # fmt: skip
    rows = desk.json("due", "--kind", "ticket", now=at("15:00:00"))
    assert [(row["id"], row["urgent"]) for row in rows] == [(dark, True), (calm, False)]
    assert "(urgent)" in desk.ok("due", "--kind", "ticket", now=at("15:00:00")).splitlines()[1]


def test_what_the_source_gives_no_figure_for_is_listed_without_a_limit(desk):
    """CBK-21: the slip handler calls back, no time given; nothing is invented, nothing late."""
    packs(desk, "ONE")
    id_ = desk.new("callback", "--type", "slip", "--title", "Lawn")
    (row,) = desk.json("due", "--fail", now="2026-03-20T10:00:00+08:00")
    assert (row["id"], row["due_at"], row["state"], row["late_s"], row["rule"]) == (
        id_, None, "no-limit", 0, "CBK-21",
    )  # fmt: skip
    assert "no limit set" in desk.ok("due", lang="en")


def test_waiting_stops_the_clock_until_it_is_time_to_look_again(desk):
    """A pack may pause a deadline in a waiting state; a waiting record past its time is due."""
    packs(desk, "base")
    desk.write("policy/pause.yaml", (
        "deadlines:\n  answer:\n    label: {en: answer, zh: 答复}\n    on: {kind: ticket}\n"
        "    limit: 2 hours\n    until: state:settled\n    pauses: [pending]\n"
    ))  # fmt: skip
    id_ = desk.new("ticket", "--title", "Lamp", "--owner", "li.na")
    wait = ("ticket", "wait", id_, "--reason", "part ordered")
    assert desk.run(*wait, now=at("11:00:00")).code == 2  # until when?
    desk.ok(*wait, "--recheck-at", at("15:00:00"), now=at("11:00:00"))
    assert listed(desk, time="14:59:59") == []
    (waiting,) = [r for r in desk.json("due", "--all", now=at("14:00:00")) if r["what"] == "answer"]
    assert waiting["state"] == "due"
    coming = desk.json("due", "--within", "9h", now=at("14:00:00"))
    assert [row["what"] for row in coming] == ["recheck"]
    (again,) = desk.json("due", now=at("15:00:01"))
    assert (again["what"], again["state"]) == ("recheck", "overdue")
    desk.ok("ticket", "resume", id_, now=at("15:30:00"))
    # One hour was used before the wait, one is left after it.
    assert not [r for r in desk.json("due", now=at("16:30:00")) if r["state"] == "overdue"]
    (late,) = desk.json("due", now=at("16:30:01"))
    assert (late["what"], late["due_at"], late["late_s"]) == ("answer", at("16:30:00"), 1)


def test_a_year_without_published_holidays_is_answered_and_marked(desk):
    """Three working days into 2027."""
    desk.write(
        "calendar.yaml", desk.read("calendar.yaml").replace("holidays: none", "holidays: CN")
    )
    packs(desk, "base")
    desk.write("policy/answer.yaml", (
        "deadlines:\n  answer:\n    label: {en: answer, zh: 答复}\n    on: {kind: ticket}\n"
        "    limit: 3 working days\n    until: state:settled\n"
    ))  # fmt: skip
    desk.new("ticket", "--title", "Lamp", now="2026-12-30T10:00:00+08:00")
    (row,) = desk.json("due", "--all", now="2026-12-30T10:00:00+08:00")
    assert (row["provisional"], row["due_at"][:4]) == (True, "2027")
    text = desk.ok("due", "--all", now="2026-12-30T10:00:00+08:00")
    assert re.search(r"2027-01-0\d 18:00 \w+ \(provisional\)", text)
    desk.new("ticket", "--title", "Tap", now="2026-03-02T10:00:00+08:00")
    rows = desk.json("due", "--all", now="2026-03-02T10:00:00+08:00")
    assert [r["provisional"] for r in rows if r["title"] == "Tap"] == [False]


def test_a_broken_record_hides_none_of_the_others(desk, callbacks):
    path = desk.path(callbacks["wu"])
    desk.write(path, desk.record(callbacks["wu"]).replace("kind: callback", "kind: [callback"))
    result = desk.run("due", now=at("16:00:00"))
    assert result.code == 5
    assert "early" in result.out
    assert "late" in result.out
    assert f"{path}:3:" in result.err
    told = desk.run("--json", "due", "--fail", now=at("16:00:00"))
    assert (told.code, len(json.loads(told.out))) == (5, 3)
    assert json.loads(told.err)["problems"][0]["path"] == path
    # Mended, it is back.
    desk.write(path, desk.record(callbacks["wu"]).replace("kind: [callback", "kind: callback"))
    assert "wu" in listed(desk, time="16:00:00")


def test_somebody_who_is_not_known_cannot_ask_for_their_own(desk, callbacks):
    result = desk.run("due", "--mine", as_=None)
    assert (result.code, result.out) == (2, "")
    assert "--as" in result.err
    assert desk.run("due", "--owner", "nobody").code == 4
    assert desk.run("due", "--within", "?").code == 2


@pytest.mark.parametrize("words", [("--team", "no such team"), ("--kind", "tiket")])
def test_a_team_or_kind_that_is_not_there_is_told(desk, callbacks, words):
    """A misspelt word must not look like a quiet day."""
    result = desk.run("due", *words)
    assert result.code in (2, 4)
    assert words[1] in result.err


@pytest.mark.parametrize("option", ["--at", "--时间"])
def test_as_if_it_were_another_time(desk, callbacks, option):
    for time in (at("12:00:01"), "2026-03-02 12:00:01"):
        assert listed(desk, option, time, time="10:00:00") == listed(desk, time="12:00:01")
    (row, *_more) = desk.json("due", option, at("11:00:01"), now=at("10:00:00"))
    assert (row["state"], row["late_s"]) == ("overdue", 1)
    assert desk.run("due", option, "?").code == 2


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--date 2026-03-02", ["early", "wu", "late", "some day"]),
        ("--date today", ["early", "wu", "late", "some day"]),
        ("--date 明天", ["early", "wu", "late", "tomorrow", "some day"]),
        ("--日期 明天 --负责人 wu.gang", ["wu", "tomorrow"]),
        ("--date 2026-03-03 --kind ticket", []),
        ("--date 2026-05-01", ["early", "wu", "late", "tomorrow", "later", "some day"]),
    ],
)
def test_everything_owed_on_a_day(desk, callbacks, words, expected):
    """What is late when it begins, and what is due before it ends."""
    for title, due in (("tomorrow", "2026-03-03T23:59"), ("later", "2026-03-04T09:00")):
        desk.new("callback", "--title", title, "--owner", "wu.gang", "--due-at", f"{due}:00+08:00")
    assert listed(desk, *words.split(), time="10:00:00") == expected


def test_another_day_is_seen_from_its_start(desk, callbacks):
    tomorrow = desk.json("due", "--date", "2026-03-03", now=at("10:00:00"))
    assert [row["state"] for row in tomorrow] == ["overdue", "overdue", "overdue", "no-limit"]
    assert tomorrow[0]["late_s"] == 13 * 3600
    today = desk.json("due", "--date", "2026-03-02", now=at("11:00:01"))
    assert [row["state"] for row in today] == ["overdue", "due", "due", "no-limit"]


@pytest.mark.parametrize("more", [("--within", "4h"), ("--all",)])
def test_a_day_and_a_span_do_not_go_together(desk, callbacks, more):
    result = desk.run("due", "--date", "明天", *more)
    assert (result.code, result.out) == (2, "")
    assert "--date" in result.err


def test_the_help_tells_of_days_and_times(desk):
    said = desk.ok("due", "--help")
    assert "--at TIME" in said
    assert "--date DAY" in said


APART = """\
kinds:
  ticket:
    states:
      pending: {apart: "true"}
deadlines:
  answer:
    label: {en: answer, zh: 答复}
    on: {kind: ticket}
    limit: 2 hours
    until: state:settled
"""


@pytest.fixture
def apart(desk):
    """Two tickets to be answered, the older of them in a state that owes apart."""
    packs(desk, "base")
    desk.write("policy/apart.yaml", APART)
    new = ("ticket", "--owner", "li.na", "--title")
    ids = {name: desk.new(*new, name) for name in ("waiting", "open")}
    desk.ok("ticket", "wait", ids["waiting"], "--reason", "a part is ordered", "--recheck-at",
            at("11:00:00"))  # fmt: skip
    return ids


@pytest.mark.parametrize(("lang", "label"), [("en", "pending"), ("zh", "待处理")])
def test_what_is_owed_apart_has_a_block_of_its_own(desk, apart, lang, label):
    """People see it after the rest, under the state's label."""
    lines = desk.ok("due", now=at("15:00:00"), lang=lang).splitlines()
    heading = lines.index(label)
    assert lines[heading - 1] == ""
    above, below = "\n".join(lines[:heading]), "\n".join(lines[heading:])
    assert apart["open"] in above
    assert apart["waiting"] not in above
    assert apart["waiting"] in below
    assert apart["open"] not in below
    markdown = desk.ok("due", "--format", "md", now=at("15:00:00"), lang=lang)
    assert f"\n\n## {label}\n" in markdown


def test_programs_get_one_list_in_order_with_the_state(desk, apart):
    rows = desk.json("due", now=at("15:00:00"))
    assert [(row["title"], row["apart"]) for row in rows] == [
        ("waiting", "pending"), ("waiting", "pending"), ("open", None),
    ]  # fmt: skip
    assert desk.ok("due", "--format", "csv", now=at("15:00:00")).count(",pending\r\n") == 2
    assert [row["apart"] for row in desk.json("show", apart["waiting"])["owed"]] == ["pending"] * 2


def test_a_block_alone_has_nothing_above_it(desk, apart):
    desk.ok("ticket", "resolve", apart["open"], "--result", "done", now=at("10:30:00"))
    assert desk.ok("due", now=at("15:00:00")).splitlines()[0] == "pending"
