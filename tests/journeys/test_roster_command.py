"""``cs roster`` and ``cs clock``: what is written, committed, refused, shown."""

import pytest

MARCH = "roster/2026-03.yaml"
SET = ("roster", "set", "2026-03-05", "night", "li.na", "wu.gang")


def test_one_shift_is_one_changed_line_and_one_commit_by_who_set_it(desk_in_git):
    desk = desk_in_git
    before = desk.read(MARCH)
    assert desk.ok(*SET) == "2026-03-05 Thu night: li.na, wu.gang\n"
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), desk.read(MARCH).splitlines(), strict=True)
        if old != new
    ]
    assert changed == [
        ("2026-03-05: {day: [li.na, wang.wei], night: [wu.gang]}",
         "2026-03-05: {day: [li.na, wang.wei], night: [li.na, wu.gang]}"),
    ]  # fmt: skip
    assert desk.git("log", "-1", "--format=%s|%an").strip() == "roster 2026-03: set|李娜"
    assert desk.git("show", "--name-only", "--format=", "HEAD").split() == [MARCH]
    assert desk.git("status", "--porcelain") == ""


def test_a_dry_run_shows_the_line_and_writes_nothing(desk_in_git):
    before = desk_in_git.read(MARCH)
    said = desk_in_git.ok(*SET, "--dry-run")
    assert "+2026-03-05: {day: [li.na, wang.wei], night: [li.na, wu.gang]}" in said
    assert desk_in_git.read(MARCH) == before
    assert desk_in_git.git("log", "--format=%s").strip() == "a desk"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("roster", "set", "2026-03-05", "evening", "li.na"), 2),
        (("roster", "set", "2026-03-05", "night", "li.naa"), 4),
        (("roster", "set", "2026-03-05", "night"), 2),
        (("roster", "set", "someday", "night", "li.na"), 2),
        (("roster", "set", "2026-03-05", "night", "wu.gang"), 2),  # as it is
        (("roster", "plan", "--month", "2026-03"), 2),  # no row takes turns here
        (("roster", "--from", "2026-03-05", "--to", "2026-03-04"), 2),
        (("roster", "--from", "2026-03-05", "--month", "2026-03"), 2),
        (("roster", "--from", "2026-03-05", "--to", "2036-03-04"), 2),
        (("roster", "--mine", "--as", "nobody"), 4),
        (("roster", "--format", "ics"), 2),
        (("roster", "new"), 2),
        (("staff", "show", "nobody"), 4),
        (("clock", "out"), 2),  # without having clocked in
    ],
)
def test_what_cannot_be_meant_ends_with_its_code_and_writes_nothing(desk, words, code):
    before = desk.read(MARCH)
    result = desk.run(*words)
    assert (result.code, result.out) == (code, "")
    assert result.err
    assert desk.read(MARCH) == before


def test_where_no_pack_keeps_attendance_nobody_clocks_in(desk):
    desk.write("cs.yaml", desk.read("cs.yaml").replace("[PSC]", "[HOT]"))
    result = desk.run("clock", "in")
    assert (result.code, "no pack of this desk keeps attendance" in result.err) == (4, True)


def test_a_broken_roster_is_told_with_its_line(desk):
    desk.write(MARCH, "2026-03-02: {day: [li.na}\n")
    result = desk.run("roster")
    assert (result.code, f"{MARCH}:1" in result.err) == (5, True)


def test_who_is_on_duty_at_any_instant(desk):
    def there(now):
        return [one["person"] for one in desk.json("roster", now=now)]

    assert there("2026-03-02T07:59:00+08:00") == []
    assert there("2026-03-02T08:00:00+08:00") == ["li.na", "wang.wei"]
    assert there("2026-03-02T18:15:00+08:00") == []
    assert there("2026-03-02T23:59:59+08:00") == ["wu.gang"]
    said = desk.ok("排班", "--at", "2026-03-02T12:00:00+08:00", lang="zh", now=None)
    assert "李娜" in said
    assert "客服专员" in said


def test_a_month_a_week_and_ones_own_shifts(desk):
    month = desk.json("roster", "--month", "2026-03")
    assert (len(month), month[0]["date"], month[-1]["date"]) == (31, "2026-03-01", "2026-03-31")
    week = desk.json("roster", "--period", "2026-W10")
    assert [day["date"][8:] for day in week] == ["02", "03", "04", "05", "06", "07", "08"]
    mine = desk.json("roster", "--mine", as_="wu.gang")
    assert {tuple(day["shifts"]) for day in mine} == {("night",)}
    assert desk.json("roster", "--person", "王伟")[0]["shifts"] == {"day": ["wang.wei"]}


def test_leave_is_seen_on_the_roster_and_found_by_the_check(desk):
    id_ = desk.new("leave", "--type", "annual", "--from", "2026-03-05", "--to", "2026-03-05")
    desk.ok("leave", "approve", id_, as_="chen.jing")
    span = ("--from", "2026-03-05", "--to", "2026-03-05")
    assert "li.na (on leave), wang.wei" in desk.ok("roster", *span)
    (found,) = desk.json("roster", "check", *span)
    assert (found["sort"], found["people"], found["shift"]) == ("away", ["li.na"], "day")
    there = desk.json("roster", now="2026-03-05T09:00:00+08:00")
    assert [one["person"] for one in there] == ["wang.wei"]


def test_two_shifts_at_once_are_found(desk):
    calendar = desk.read("calendar.yaml").replace("night: 18:30", "night: 17:30")
    desk.write("calendar.yaml", calendar)
    desk.ok(*SET)
    (found,) = desk.json("roster", "check", "--from", "2026-03-05", "--to", "2026-03-05")
    assert (found["sort"], found["start"][11:16], found["end"][11:16]) == (
        "twice",
        "17:30",
        "18:00",
    )


def test_a_phrase_for_the_day_is_said_back(desk):
    result = desk.run("roster", "set", "tomorrow", "night", "none")
    assert (result.code, "tomorrow = 2026-03-03 Tue" in result.err) == (0, True)
    assert "2026-03-03: {day: [li.na, wang.wei]}\n" in desk.read(MARCH)


def test_a_shift_called_day_stands_in_its_own_column(desk):
    desk.write("roster/2026-03.yaml", "2026-03-02: {day: [li.na], night: [wu.gang]}\n")
    span = ("roster", "--from", "2026-03-02", "--to", "2026-03-03", "--format", "plain")
    shown = [line.split() for line in desk.ok(*span).splitlines()]
    assert shown == [
        ["date", "day", "night"], ["2026-03-02", "Mon", "li.na", "wu.gang"], ["2026-03-03", "Tue"],
    ]  # fmt: skip
