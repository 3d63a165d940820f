"""Quick first responses without a figure (TKT-30): GPS, RCG, TEL."""

import pytest

PACKS = ["GPS", "RCG", "TEL"]
RESPONSE = "deadlines:\n  first-response: {limit: 30 minutes}\n"


def owed(desk, id_, **options):
    due = desk.json("due", "--all", "--kind", "ticket", **options)
    return [one for one in due if one["id"] == id_ and one["what"] == "first-response"]


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_30_a_ticket_nobody_has_answered_is_listed_without_a_limit(under, pack):
    desk = under(pack)
    said = desk.ok("ticket", "new", "--title", "No signal", "--channel", "phone")
    id_ = said.split()[0]
    assert "no limit set  first response (TKT-30)  li.na" in said
    (one,) = owed(desk, id_, now="2027-03-02T10:00:00+08:00")
    assert (one["due_at"], one["state"], one["rule"]) == (None, "no-limit", "TKT-30")
    assert "未设时限" in desk.ok("due", lang="zh")


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_30_a_call_that_does_not_get_through_answers_nothing(under, pack):
    desk = under(pack)
    id_ = desk.new("ticket", "--title", "No signal", "--channel", "letter")
    desk.ok("ticket", "assign", id_, "--owner", "wang.wei")
    desk.ok("ticket", "call", id_, "--reached", "no")
    assert [one["owner"] for one in owed(desk, id_)] == ["wang.wei"]
    desk.ok("ticket", "call", id_, "--reached", "yes")
    assert owed(desk, id_) == []


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_30_the_time_to_the_first_response_is_told_for_every_channel(under, pack):
    desk = under(pack)
    for channel, answered in (("phone", "10:10"), ("phone", "10:20"), ("letter", "11:00")):
        id_ = desk.new("ticket", "--title", "No signal", "--channel", channel)
        desk.ok("ticket", "reply", id_, now=f"2026-03-02T{answered}:00+08:00")
    desk.new("ticket", "--title", "Nobody answered", "--channel", "visit")
    lines = {line["channel"]: line for line in desk.json("report", "first-response")["rows"]}
    minutes = {channel: lines[channel]["mean"] for channel in ("phone", "letter", "visit", "fax")}
    assert minutes == {"phone": 15, "letter": 60, "visit": None, "fax": None}
    assert (lines["visit"]["count"], lines["fax"]["count"]) == (1, 0)
    assert "各渠道首次答复用时" in desk.ok("report", "first-response", lang="zh")


@pytest.mark.parametrize("pack", PACKS)
def test_tkt_30_a_desk_sets_its_own_figure(under, pack):
    desk = under(pack)
    desk.write("policy/ours.yaml", RESPONSE)
    id_ = desk.new("ticket", "--title", "No signal", "--channel", "phone")
    (one,) = owed(desk, id_, now="2026-03-02T10:30:01+08:00")
    assert (one["due_at"], one["state"]) == ("2026-03-02T10:30:00+08:00", "overdue")
