"""Calls about delivered projects, and the gift of every December."""

import pytest
from given import refused


@pytest.fixture
def firm(under):
    desk = under("ITS")
    desk.write("cs.yaml", "packs: [ITS]\nstarted: 2026-01-01\nlanguage: en\n")
    return desk


def project(desk, delivered):
    customer = desk.new("customer", "--name", "张三", now=f"{delivered}T08:00")
    words = ("--title", "Web shop", "--customer", customer, "--delivered-at", delivered)
    return desk.new("project", *words, now=f"{delivered}T09:00")


def call(desk, id_, now):
    made = desk.new(
        "callback", "--type", "project", "--title", "How is it?", "--about", id_, now=now
    )
    desk.ok("callback", "done", made, "--result", "well", now=now)
    return made


def late(desk, id_, now):
    (row,) = [row for row in desk.json("duty", "list", now=now) if row["id"] == id_]
    return row["missed"]


def owed(desk, now, what):
    rows = desk.json("due", now=now)
    return [(row["id"], row["due_at"], row["rule"]) for row in rows if row["what"] == what]


def test_cbk_16_a_project_is_called_monthly_for_a_year_and_quarterly_after_that(firm):
    id_ = project(firm, "2026-01-15")
    assert owed(firm, "2026-02-15T23:00", "project-callback") == []
    (first,) = owed(firm, "2026-02-16T09:00", "project-callback")
    assert first == (id_, "2026-02-16T00:00:00+08:00", "CBK-16")
    months = [f"2026-{month:02}" for month in range(2, 13)]
    assert late(firm, id_, "2027-03-01T09:00") == [*months, "2027-01"]
    assert late(firm, id_, "2027-04-16T09:00") == [*months, "2027-01", "2027-04"]
    assert "项目电话回访" in firm.ok("due", now="2026-02-16T09:00", lang="zh")


def test_cbk_16_where_the_month_lacks_the_day_its_last_counts(firm):
    id_ = project(firm, "2026-01-31")
    assert owed(firm, "2026-02-28T23:00", "project-callback") == []
    (first,) = owed(firm, "2026-03-01T00:01", "project-callback")
    assert first[:2] == (id_, "2026-03-01T00:00:00+08:00")


def test_cbk_16_a_call_made_is_in_the_callback_file_and_no_longer_owed(firm):
    id_ = project(firm, "2026-01-15")
    made = call(firm, id_, "2026-02-10T09:00")
    assert owed(firm, "2026-02-16T09:00", "project-callback") == []
    shown = firm.json("callback", "show", made)
    assert shown["customer"] == firm.json("project", "show", id_)["customer"]
    assert "How is it?" in firm.ok("project", "print", id_, now="2026-02-16T09:00")
    assert late(firm, id_, "2026-03-16T09:00") == ["2026-03"]


def test_cbk_16_another_rhythm_is_a_line_of_the_desk(firm):
    id_ = project(firm, "2026-01-15")
    rhythm = "duties:\n  project-callback: {rrule: FREQ=MONTHLY;INTERVAL=2;SKIP=BACKWARD}\n"
    firm.write("policy/own.yaml", rhythm)
    assert late(firm, id_, "2026-06-01T09:00") == ["2026-03", "2026-05"]


def gift(desk, customer, now, *words):
    made = desk.new(
        "callback", "--type", "gift", "--title", "New Year", "--customer", customer, *words, now=now
    )
    asked = ("--result", "pleased", "--gift-sent", "yes", "--demand-plan", "a second server")
    desk.ok("callback", "done", made, *asked, now=now)
    return made


def test_cbk_35_every_customer_gets_a_gift_and_is_asked_for_plans_in_december(firm):
    old, new = (
        firm.new("customer", "--name", name, now=f"{day}T09:00")
        for name, day in (("张三", "2026-01-05"), ("李四", "2026-12-20"))
    )
    due = ("due", "--within", "60d")
    assert firm.json(*due, now="2026-11-30T12:00") == []
    shown = [(row["id"], row["due_at"]) for row in firm.json(*due, now="2026-12-21T00:00")]
    assert sorted(shown) == sorted((id_, "2027-01-01T00:00:00+08:00") for id_ in (old, new))
    gift(firm, new, "2026-12-21T10:00")
    (item,) = owed(firm, "2027-01-01T00:01", "december-gift")
    assert item == (old, "2027-01-01T00:00:00+08:00", "CBK-35")
    assert late(firm, old, "2027-01-02T09:00") == ["2026"]
    assert "新年礼品" in firm.ok("due", now="2027-01-02T09:00", lang="zh")
    # Made up for in January, with the year it is for.
    gift(firm, old, "2027-01-04T09:00", "--period", "2026")
    assert owed(firm, "2027-01-05T09:00", "december-gift") == []


def test_cbk_35_the_call_is_done_with_a_gift_and_the_plans(firm):
    customer = firm.new("customer", "--name", "张三")
    words = ("--type", "gift", "--title", "New Year", "--customer", customer)
    id_ = firm.new("callback", *words)
    assert firm.json("callback", "show", id_)["about"] == [customer]
    done = ("callback", "done", id_, "--result", "pleased")
    sent, plan = ("--gift-sent", "yes"), ("--demand-plan", "none")
    assert "--demand-plan" in refused(firm, "CBK-35", *done, *sent)
    assert "须已寄送礼品" in firm.run(*done, *plan, lang="zh").err
    firm.ok(*done, *sent, *plan)


def test_cbk_35_a_desk_may_open_its_window_earlier(firm):
    customer = firm.new("customer", "--name", "张三")
    due = ("due", "--within", "90d")
    assert firm.json(*due, now="2026-11-20T09:00") == []
    firm.write("policy/own.yaml", "duties:\n  december-gift: {window: 60 calendar days before}\n")
    assert [row["id"] for row in firm.json(*due, now="2026-11-20T09:00")] == [customer]
