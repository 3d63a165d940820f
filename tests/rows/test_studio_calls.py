"""The calls of a photo studio, from the booking to the wedding day (WED)."""

import pytest
from given import at, refused

MILESTONES = [
    ("booking-call", "booked_on", "2026-03-02", "2026-03-03", "CBK-06"),
    ("shooting-call", "shooting_on", "2026-03-10", "2026-03-11", "CBK-07"),
    ("viewing-call", "viewing_on", "2026-03-05", "2026-03-15", "CBK-08"),
    ("pickup-call", "pickup_on", "2026-03-05", "2026-03-10", "CBK-09"),
    ("wedding-day", "wedding_on", "2026-05-01", "2026-05-01", "CBK-10"),
    ("dress-notice", "shooting_on", "2026-03-20", "2026-03-15", "CBK-15"),
]


@pytest.fixture
def studio(under):
    """Give a desk of the studio."""
    return under("WED")


def booked(desk, *words, **options):
    return desk.new("booking", "--slip", "0312", *words, **options)


def owed(desk, day, time="10:00"):
    """Give what is owed by the end of a day, as it was in its morning: name and row."""
    now = f"{day}T{time}:00+08:00"
    found = desk.json("due", "--date", day, "--kind", "booking", now=now)
    return {o["what"]: o["rule"] for o in found}


def call(desk, id_, type_, *words, **options):
    made = desk.new("callback", "--type", type_, "--title", "call", "--about", id_, **options)
    desk.ok("callback", "done", made, "--result", "content", *words, **options)


def test_cbk_06_cbk_07_cbk_08_cbk_09_cbk_10_cbk_15_each_on_its_day(studio):
    for what, field, event, day, row in MILESTONES:
        option = f"--{field.replace('_', '-')}"
        id_ = booked(studio, option, event)
        if what != "wedding-day":
            before = f"2026-{day[5:7]}-{int(day[8:]) - 1:02}"
            assert what not in owed(studio, before), what
        assert owed(studio, day)[what] == row
        studio.ok("booking", "cancel", id_)


def test_cbk_06_the_call_is_owed_until_somebody_has_made_it(studio):
    id_ = booked(studio)
    now = at("03-03T15:00")
    planned = studio.new("callback", "--type", "booking", "--title", "x", "--about", id_, now=now)
    assert "booking-call" in owed(studio, "2026-03-03", "15:00")
    studio.ok("callback", "done", planned, "--result", "date not arranged yet", now=now)
    assert "booking-call" not in owed(studio, "2026-03-03", "15:01")


def test_cbk_07_a_call_for_another_milestone_does_not_count(studio):
    id_ = booked(studio, "--shooting-on", "2026-03-10")
    call(studio, id_, "booking", now=at("03-11T09:00"))
    assert "shooting-call" in owed(studio, "2026-03-11")
    call(studio, id_, "shooting", now=at("03-11T09:30"))
    assert "shooting-call" not in owed(studio, "2026-03-11")


@pytest.mark.parametrize(("days", "due"), [("9", "2026-03-14"), ("12", "2026-03-17")])
def test_cbk_08_a_studio_that_counts_in_another_way_says_so(studio, days, due):
    studio.write(
        "policy/own.yaml", f"deadlines: {{viewing-call: {{limit: {days} calendar days}}}}\n"
    )
    booked(studio, "--viewing-on", "2026-03-05")
    assert "viewing-call" in owed(studio, due)
    assert "viewing-call" not in owed(studio, f"2026-03-{int(due[8:]) - 1}")


def test_cbk_10_good_wishes_by_phone_or_message(studio):
    id_ = booked(studio, "--wedding-on", "2026-05-01")
    said = studio.run("due", "--date", "2026-05-01", "--kind", "booking", now=at("05-01T09:00"))
    assert "congratulate on the wedding day" in said.out
    said = studio.run("到期", "--date", "2026-05-01", now=at("05-01T09:00"), lang="zh")
    assert "婚期当天祝贺" in said.out
    call(studio, id_, "wedding", "--sent-by", "短信", now=at("05-01T09:30"))
    assert "wedding-day" not in owed(studio, "2026-05-01")


def test_cbk_15_the_notice_is_the_counter_clerk_s_and_moves_with_the_shooting(studio):
    id_ = booked(studio, "--shooting-on", "2026-03-20", "--counter-clerk", "wu.gang")
    (notice,) = [o for o in studio.json("due", "--all") if o["what"] == "dress-notice"]
    assert (notice["owner"], notice["due_at"][:10]) == (
        "wu.gang",
        "2026-03-16",
    )  # 24:00 of the 15th
    studio.ok("booking", "arrange", id_, "--shooting-on", "2026-03-25")
    assert "dress-notice" not in owed(studio, "2026-03-19")
    assert "dress-notice" in owed(studio, "2026-03-20")
    studio.ok("booking", "notify-dress", id_)
    assert "dress-notice" not in owed(studio, "2026-03-20")


def test_cbk_15_photographer_and_make_up_artist_are_arranged_beforehand(studio):
    id_ = booked(studio, "--shooting-on", "2026-03-20")
    assert "crew" in owed(studio, "2026-03-19")
    studio.ok("booking", "arrange", id_, "--photographer", "wu.gang")
    assert "crew" in owed(studio, "2026-03-19")
    studio.ok("booking", "arrange", id_, "--makeup-artist", "wang.wei")
    assert "crew" not in owed(studio, "2026-03-19")


class TestOneCaller:
    def test_cbk_05_another_clerk_needs_a_word_on_why(self, studio):
        customer = studio.new("customer", "--name", "张三", "--callback-owner", "li.na")
        id_ = studio.new("callback", "--title", "x", "--customer", customer)
        done = ("callback", "done", id_, "--result", "ok")
        assert "--takeover" in refused(studio, "CBK-05", *done, as_="wang.wei")
        studio.ok(*done, "--takeover", "Li is on leave", as_="wang.wei")

    def test_cbk_05_whoever_has_the_booking_keeps_the_customer(self, studio):
        customer = studio.new("customer", "--name", "张三")
        id_ = booked(studio, "--customer", customer)
        assert "owner" not in studio.json("show", id_)
        studio.ok("booking", "assign", id_, "--owner", "wang.wei")
        assert studio.json("show", customer)["callback_owner"] == "wang.wei"
        again = booked(studio, "--customer", customer)
        assert studio.json("show", again)["owner"] == "wang.wei"

    def test_cbk_12_a_call_begins_with_what_earlier_ones_brought(self, studio):
        customer = studio.new("customer", "--name", "张三")
        for number, result in enumerate(("shooting in May", "wants the small album")):
            now = at(f"03-0{number + 2}T10:00")
            id_ = studio.new(
                "callback", "--title", f"call {number}", "--customer", customer, now=now
            )
            studio.ok("callback", "done", id_, "--result", result, now=now)
        third = studio.new("callback", "--title", "call 2", "--customer", customer)
        said = studio.run("callback", "start", third, now=at("03-04T10:00"))
        assert "shooting in May" in said.out
        assert "wants the small album" in said.out
        assert studio.json("show", third)["history_viewed"] is True


class TestUnreached:
    def test_cbk_11_such_a_call_is_recorded_in_detail(self, studio):
        id_ = studio.new("callback", "--title", "x")
        attempt = ("callback", "attempt", id_, "--reached", "no")
        refused(studio, "CBK-11", *attempt)
        studio.ok(*attempt, "--outcome", "busy twice", now=at("11:00"))
        assert studio.json("callback", "show", id_)["attempts"][0]["outcome"] == "busy twice"

    def test_cbk_11_it_is_made_again_until_18_00(self, studio):
        id_ = studio.new("callback", "--title", "x")
        attempt = ("callback", "attempt", id_, "--reached", "no", "--outcome", "busy")
        studio.ok(*attempt, now=at("11:00"))

        def late(now):
            found = studio.json("due", "--kind", "callback", now=now)
            return [o["what"] for o in found if o["state"] == "overdue"]

        assert late(at("18:00")) == []
        assert late(at("18:00:01")) == ["unreached-today"]
        studio.ok("callback", "done", id_, "--result", "content", now=at("18:30"))
        assert late(at("19:00")) == []
        verdicts = {c["what"]: c["verdict"] for c in studio.json("why", id_, now=at("19:00"))}
        assert verdicts["unreached-today"] == "late"
