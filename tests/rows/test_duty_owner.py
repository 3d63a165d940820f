"""TKT-29: whoever had duty when a matter was received answers for it."""

import pytest

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [front-desk], department: service}
- {id: sun.yue, name: 孙悦, roles: [duty-clerk], department: service}
- {id: hu.ming, name: 胡明, roles: [guard], department: security}
"""
ROSTER = """\
2026-03-03: {late: [hu.ming]}
2026-03-04: {day: [hu.ming, li.na, sun.yue], late: [li.na, hu.ming]}
"""
AT = "2026-03-04T13:00:00+08:00"


@pytest.fixture
def tower(under):
    """An office tower with a day shift, and a late one that ends at two in the morning."""
    desk = under("TOW", people=PEOPLE, now=AT)
    desk.write("roster/2026-03.yaml", ROSTER)
    shifts = desk.read("calendar.yaml").replace("night: 18:30-24:00", "late: 18:30-02:00")
    desk.write("calendar.yaml", shifts)
    return desk


def opened(desk, type_="repair", *words, **options):
    made = desk.new("ticket", "--type", type_, "--title", "Lamp", *words, **options)
    shown = desk.json("ticket", "show", made)
    return made, shown.get("duty"), shown.get("duty_owner")


def test_tkt_29_a_repair_of_that_day_is_the_duty_clerk_s(tower):
    id_, *duty = opened(tower)
    assert duty == ["2026-03-04", "sun.yue"]
    assert [one["id"] for one in tower.json("ticket", "list", "--duty", "2026-03-04")] == [id_]
    assert tower.json("ticket", "list", "--duty", "2026-03-05") == []
    assert id_ in tower.ok("工单", "列表", "--值班责任人", "sun.yue", lang="zh")


def test_tkt_29_the_clerk_on_duty_sees_it_until_it_is_settled(tower):
    id_, *_duty = opened(tower, "complaint", "--owner", "hu.ming")
    (owed,) = tower.json("due", "--mine", as_="sun.yue")
    assert (owed["id"], owed["rule"], owed["state"]) == (id_, "TKT-29", "no-limit")
    assert "值班事项负责到底" in tower.ok("due", lang="zh")
    tower.ok("ticket", "resolve", id_)
    assert [one for one in tower.json("due") if one["kind"] == "ticket"] == []


def test_tkt_29_what_counts_is_when_it_was_received(tower):
    """A shift that runs past midnight belongs to the day on which it began."""
    received = ("--received-at", "2026-03-05 01:30")
    assert opened(tower, "repair", *received)[1:] == ("2026-03-04", "li.na")
    received = ("--received-at", "2026-03-04 00:30")
    assert opened(tower, "repair", *received)[1:] == ("2026-03-03", "hu.ming")


def test_tkt_29_outside_every_shift_nobody_had_duty(tower):
    received = ("--received-at", "2026-03-04 18:15")
    assert opened(tower, "repair", *received)[1:] == ("2026-03-04", None)
    received = ("--received-at", "2026-03-20 10:00")
    assert opened(tower, "repair", *received)[1:] == ("2026-03-20", None)


def test_tkt_29_an_emergency_is_owned_by_the_clerk_on_duty(tower):
    id_, *_duty = opened(tower, "incident")
    assert tower.json("ticket", "show", id_)["owner"] == "sun.yue"
    id_, *_duty = opened(tower, "incident", "--owner", "hu.ming")
    assert tower.json("ticket", "show", id_)["owner"] == "hu.ming"
    id_, *_duty = opened(tower, "repair")
    assert tower.json("ticket", "show", id_).get("owner") is None


def test_tkt_29_the_duty_follows_when_the_time_of_receipt_is_put_right(tower):
    id_, *_duty = opened(tower, "incident")
    received = ("--received-at", "2026-03-05 01:30")
    said = tower.run("ticket", "set", id_, *received)
    assert (said.code, f"cs ticket receive {id_}" in said.err, "TKT-29" in said.err) == (
        3,
        True,
        True,
    )
    tower.ok("ticket", "receive", id_, "--received-at", "2026-03-04 01:30")
    shown = tower.json("ticket", "show", id_)
    kept = [shown[name] for name in ("duty", "duty_owner", "owner")]
    assert kept == ["2026-03-03", "hu.ming", "hu.ming"]
    tower.ok("工单", "更正受理时间", id_, "--受理时间", "2026-03-04 18:15", lang="zh")
    shown = tower.json("ticket", "show", id_)
    assert (shown["duty"], shown.get("duty_owner")) == ("2026-03-04", None)


def test_tkt_29_an_emergency_that_somebody_has_taken_over_stays_theirs(tower):
    id_, *_duty = opened(tower, "incident")
    tower.ok("ticket", "assign", id_, "--owner", "li.na")
    tower.ok("ticket", "receive", id_, "--received-at", "2026-03-04 01:30")
    shown = tower.json("ticket", "show", id_)
    assert (shown["duty_owner"], shown["owner"]) == ("hu.ming", "li.na")


def test_tkt_29_duty_that_was_swapped_is_put_right_by_hand(tower):
    id_, *duty = opened(tower, "repair", "--duty-owner", "li.na")
    assert duty == ["2026-03-04", "li.na"]
    tower.ok("ticket", "set", id_, "--duty-owner", "sun.yue")
    assert tower.json("ticket", "show", id_)["duty_owner"] == "sun.yue"
