"""The log of a shift and of a day, written by itself."""

from figures import figures, put, rules

DUTY_LOG = """\
reports:
  duty-log:
    ref: TKT-22
    label: {en: duty log, zh: 值班记录}
    fill: duty-log
    period: shift
"""


def test_the_log_of_a_shift_is_written_by_itself(desk):
    """TKT-02, TKT-22."""
    rules(desk, DUTY_LOG)
    id_ = put(
        desk, "ticket", "03-02T09:00", "dispatched",
        "03-02T09:10 promise promised_at: 2026-03-02T17:00:00+08:00",
        "03-02T09:20 dispatch owner: wu.gang; department: engineering; "
        "planned_done_at: 2026-03-02T11:00:00+08:00",
        "03-02T16:00 promise promised_at: 2026-03-03T10:00:00+08:00; reason: parts are late",
        owner="wu.gang", department="engineering", promised_at="2026-03-03T10:00:00+08:00",
        planned_done_at="2026-03-02T11:00:00+08:00",
    )  # fmt: skip
    put(desk, "ticket", "03-02T19:00", "open", title="at night")
    call = put(desk, "callback", "03-01T10:00", "done", "03-02T15:00 done result: content",
               result="content")  # fmt: skip
    found = figures(desk, "duty-log", "--period", "2026-03-02 day")
    assert found["from"] == "2026-03-02T08:00:00+08:00"
    said = [(r["at"][11:16], r["what"], r["id"], r["people"], r["reason"]) for r in found["rows"]]
    assert said == [
        ("09:00", "received", id_, ["li.na"], None),
        ("09:10", "promised", id_, ["li.na"], None),
        ("09:20", "dispatched", id_, ["wu.gang"], None),
        ("15:00", "called-back", call, ["li.na"], "content"),
        ("16:00", "promise-moved", id_, ["li.na"], "parts are late"),
    ]
    planned = [row["planned_at"] for row in found["rows"]]
    assert planned[2] == "2026-03-02T11:00:00+08:00"
    now = desk.ok("report", "duty-log", now="2026-03-02T20:00:00+08:00")
    assert "at night" in now
    assert id_ not in now


def test_the_log_names_who_received_and_where_people_were_sent(desk):
    """TKT-22."""
    rules(desk, DUTY_LOG)
    received = ("--received-by", "wang.wei", "--received-at", "2026-03-02 09:00")
    id_ = desk.new("ticket", "--title", "x", *received)
    desk.ok("ticket", "dispatch", id_, "--department", "engineering", "--persons", "wu.gang")
    other = desk.new("ticket", "--title", "y")
    desk.ok("ticket", "dispatch", other, "--department", "security")
    rows = figures(desk, "duty-log", "--period", "2026-03-02 day")["rows"]
    said = [(row["what"], row["id"], row["people"], row["department"]) for row in rows]
    assert sorted(said) == sorted([
        ("received", id_, ["wang.wei"], None), ("received", other, ["li.na"], None),
        ("dispatched", id_, ["wu.gang"], "engineering"), ("dispatched", other, [], "security"),
    ])  # fmt: skip
    assert "engineering" in desk.ok("报表", "值班记录", lang="zh")


def test_the_log_of_a_day_has_all_shifts_and_what_came_between_them(desk):
    """The day shift ends at 18:00, the night shift begins at 18:30."""
    rules(desk, DUTY_LOG)
    for time in ("02T07:00", "02T09:00", "02T18:15", "02T19:00", "03T00:00"):
        put(desk, "ticket", f"03-{time}", "open", title=f"at {time}")

    def titles(period):
        now = "2026-03-03T08:00:00+08:00"
        return [r["title"] for r in figures(desk, "duty-log", "--period", period, now=now)["rows"]]

    assert titles("2026-03-02 day") == ["at 02T09:00"]
    assert titles("2026-03-02 night") == ["at 02T19:00"]
    assert titles("2026-03-02") == [
        f"at 02T{time}" for time in ("07:00", "09:00", "18:15", "19:00")
    ]


def test_without_shifts_there_is_no_log_of_a_shift(desk):
    rules(desk, DUTY_LOG)
    desk.write(
        "calendar.yaml", "zone: Asia/Shanghai\nhours: {mon: [08:00-18:00]}\nholidays: none\n"
    )
    result = desk.run("report", "duty-log")
    assert (result.code, result.err) == (2, "error: --period: the calendar has no shifts\n")
