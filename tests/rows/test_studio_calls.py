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


@pytest.mark.parametrize(("what", "field", "event", "day", "row"), MILESTONES[:4])
def test_cbk_06_cbk_07_cbk_08_cbk_09_by_18_00_of_that_day(studio, what, field, event, day, row):
    """CBK-06: booked on 2 March, the call is due on 3 March by 18:00."""
    booked(studio, f"--{field.replace('_', '-')}", event)
    (item,) = [o for o in studio.json("due", "--all", "--kind", "booking") if o["what"] == what]
    assert (item["due_at"], item["rule"]) == (f"{day}T18:00:00+08:00", row)


def test_cbk_07_a_studio_that_calls_until_noon(studio):
    policy = "deadlines: {shooting-call: {limit: 1 个自然日 12:00}}\n"
    studio.write("policy/own.yaml", policy)
    booked(studio, "--shooting-on", "2026-03-10")
    late = studio.json("due", "--kind", "booking", now=at("03-11T12:01"))
    assert "shooting-call" in [o["what"] for o in late if o["state"] == "overdue"]


def test_cbk_07_cbk_08_cbk_09_cbk_10_cbk_15_a_completed_booking_owes_the_later_calls(studio):
    id_ = booked(studio, *(word for _what, field, event, _day, _row in MILESTONES[1:5]
                           for word in (f"--{field.replace('_', '-')}", event)))  # fmt: skip
    every = {what for what, *_more in MILESTONES} | {"crew", "crew-makeup"}
    studio.ok("booking", "complete", id_)
    assert set(owed(studio, "2026-05-01")) == every
    now = at("03-11T09:00")
    studio.ok("booking", "notify-dress", id_, now=now)
    call(studio, id_, "shooting", now=now)
    assert set(owed(studio, "2026-05-01")) == every - {"dress-notice", "shooting-call"}


def test_cbk_07_cbk_10_a_cancelled_booking_owes_nothing_and_its_planned_calls_go(studio):
    id_ = booked(studio, "--shooting-on", "2026-03-10", "--wedding-on", "2026-05-01")
    planned = studio.new("callback", "--type", "wedding", "--title", "x", "--about", id_)
    said = studio.ok("booking", "cancel", id_)
    assert planned in said
    assert studio.json("callback", "show", planned)["status"] == "void"
    assert owed(studio, "2026-05-01") == {}


def test_cbk_07_cbk_15_what_counts_from_a_date_goes_with_the_date(studio):
    id_ = booked(studio, "--shooting-on", "2026-03-10")
    studio.ok("booking", "set", id_, "--shooting-on", "")
    assert set(owed(studio, "2026-03-11")) == {"booking-call"}
    why = studio.ok("why", id_)
    assert "the time it counts from was taken away 2026-03-02 10:00:00 Mon" in why
    assert studio.run("booking", "set", id_, "--booked-on", "").code == 2
    studio.ok("booking", "arrange", id_, "--shooting-on", "2026-03-12")
    assert "shooting-call" in owed(studio, "2026-03-13")


@pytest.mark.parametrize("type_", ["booking", "shooting", "viewing", "pickup", "wedding"])
def test_cbk_13_a_planned_call_is_owed_by_itself_or_through_its_booking(studio, type_):
    alone = studio.new("callback", "--type", type_, "--title", "x")
    (item,) = studio.json("due", "--kind", "callback")
    assert (item["id"], item["what"], item["state"]) == (alone, "milestone-call", "no-limit")
    assert "待回访" in studio.ok("due", "--kind", "callback", lang="zh")
    other = studio.new("customer", "--name", "张三")
    row = {"booking": 6, "shooting": 7, "viewing": 8, "pickup": 9, "wedding": 10}[type_]
    new = ("callback", "new", "--type", type_, "--title", "x")
    why = refused(studio, f"CBK-{row:02}", *new, "--about", other)
    assert "--due-at" in why
    if type_ != "booking":
        id_ = booked(studio)
        why = refused(studio, f"CBK-{row:02}", *new, "--about", id_)
        assert f"cs booking arrange {id_} --{type_}-on DATE" in why
        timed = studio.new(*new[:1], *new[2:], "--about", id_, "--due-at", "2026-03-05 10:00")
        assert timed in [o["id"] for o in studio.json("due", "--all", "--kind", "callback")]


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
    crew = {"crew", "crew-makeup"}
    assert crew <= set(owed(studio, "2026-03-19"))
    studio.ok("booking", "arrange", id_, "--photographer", "wu.gang")
    assert crew & set(owed(studio, "2026-03-19")) == {"crew-makeup"}
    studio.ok("booking", "arrange", id_, "--makeup-artist", "wang.wei")
    assert not crew & set(owed(studio, "2026-03-19"))


def test_cbk_15_who_is_named_with_the_booking_need_not_be_arranged_again(studio):
    people = ("--photographer", "wu.gang", "--makeup-artist", "wang.wei")
    booked(studio, "--shooting-on", "2026-03-20", *people)
    assert not {"crew", "crew-makeup"} & set(owed(studio, "2026-03-19"))


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
