"""The call lists of a studio's day, the recording, staff rated, good wishes (WED)."""

import pytest
from given import at, refused

AFTERNOON, MORNING = at("15:00"), at("03-03T09:00")
LIST = ("campaign", "new", "--type", "call-list")


@pytest.fixture
def studio(under):
    """Give a desk of the studio; Li Na and Wang Wei are its clerks, both on the roster."""
    return under("WED")


def slips(desk, number, *words, now=AFTERNOON):
    """Book for customers of their own at the counter."""
    return [
        desk.new("booking", "--slip", f"03{n}", "--customer",
                 desk.new("customer", "--name", f"客人{n}"), *words, now=now, as_="wu.gang")
        for n in range(number)
    ]  # fmt: skip


def shared(desk, *words, now=MORNING, **options):
    """Make the list of the day; give the calls by their callers, and all of them."""
    desk.ok(*LIST, *words, now=now, **options)
    calls = desk.json("callback", "list", "--status", "planned", now=now)
    callers = [one["owner"] for one in calls]
    return {who: callers.count(who) for who in sorted(set(callers))}, calls


class TestCallLists:
    def test_cbk_13_five_slips_are_three_for_one_and_two_for_the_other(self, studio):
        bookings = slips(studio, 5)
        slips(studio, 1, now=MORNING)  # today's is for tomorrow
        callers, calls = shared(studio)
        assert callers == {"li.na": 3, "wang.wei": 2}
        assert {one["type"] for one in calls} == {"booking"}
        assert sorted(one["about"][1] for one in calls) == sorted(bookings)

    def test_cbk_13_one_takes_all_while_the_other_is_off(self, studio):
        studio.write("roster/2026-03.yaml", "2026-03-03: {day: [wang.wei]}\n")
        slips(studio, 5)
        assert shared(studio)[0] == {"wang.wei": 5}

    def test_cbk_13_one_takes_all_while_the_other_is_on_leave(self, studio):
        words = ("--type", "annual", "--from", "2026-03-03", "--to", "2026-03-03")
        leave = studio.new("leave", *words, as_="wang.wei", now=at("03-01T09:00"))
        studio.ok("leave", "approve", leave, "--opinion", "yes", as_="chen.jing")
        slips(studio, 5)
        assert shared(studio)[0] == {"li.na": 5}

    def test_cbk_13_the_calls_made_meet_the_bookings_own_deadlines(self, studio):
        slips(studio, 2)
        _callers, calls = shared(studio)
        late = at("03-04T00:00:01")
        assert len(owed(studio, late)) == 2
        for one in calls:
            done = ("callback", "done", one["id"], "--result", "content")
            studio.ok(*done, as_=one["owner"], now=at("03-03T16:00"))
        assert owed(studio, late) == []

    def test_cbk_13_shooting_viewing_and_pick_up_stay_with_the_customer_s_caller(self, studio):
        """CBK-05: whoever made the first call makes the later ones."""
        (id_,) = slips(studio, 1)
        (first,) = shared(studio)[1]
        studio.ok("callback", "done", first["id"], "--result", "x", as_=first["owner"], now=MORNING)
        for field, day in (("shooting", "2026-03-10"), ("viewing", "2026-03-12"),
                           ("pickup", "2026-03-14")):  # fmt: skip
            studio.ok("booking", "arrange", id_, f"--{field}-on", day)
            now = at(f"03-{int(day[8:]) + 1}T09:00")
            (made,) = [c for c in shared(studio, now=now)[1] if c["type"] == field]
            assert (made["owner"], made["about"][1]) == (first["owner"], id_)

    def test_cbk_13_a_booking_nobody_called_about_is_shared_out_later(self, studio):
        for number in range(3):
            studio.new("booking", "--slip", f"old {number}", "--shooting-on", "2026-03-02",
                       "--booked-on", "2026-01-10")  # fmt: skip
        callers, calls = shared(studio)
        assert callers == {"li.na": 2, "wang.wei": 1}
        assert {one["type"] for one in calls} == {"shooting"}

    def test_cbk_13_one_list_is_made_for_a_day_and_a_missed_one_can_be_made_up(self, studio):
        slips(studio, 1)
        studio.ok(*LIST, now=MORNING)
        assert "2026-03-02" in refused(studio, "CBK-13", *LIST, now=MORNING)
        said = studio.run("回访活动", "新建", "--type", "回访名单", now=MORNING, lang="zh")
        assert "2026-03-02 的回访名单已有" in said.err
        studio.ok(*LIST, "--day", "2026-03-01", now=MORNING)

    def test_cbk_13_the_duty_of_the_day_is_done_with_the_list(self, studio):
        late = at("03-04T00:00:01")
        missed = [o["what"] for o in studio.json("due", "--kind", "duty", now=late)]
        assert missed.count("call-lists") == 2
        studio.ok(*LIST, now=MORNING)
        (duty,) = [d for d in studio.json("duty", now=late) if d["name"] == "call-lists"]
        assert duty["missed"] == ["2026-03-02"]
        why = refused(studio, "CBK-13", "duty", "done", "call-lists", now=late)
        assert "cs campaign new --type call-list" in why

    def test_cbk_13_a_list_made_up_later_is_for_the_day_that_was_missed(self, studio):
        """That of 1 March was owed on the 2nd; nothing more than its day is typed."""
        late = at("03-03T09:00")
        id_ = studio.new(*LIST[:1], *LIST[2:], "--day", "2026-03-01", now=late)
        assert studio.json("campaign", "show", id_)["period"] == "2026-03-02"
        studio.ok(*LIST, now=late)
        after = at("03-04T00:00:01")
        (duty,) = [d for d in studio.json("duty", now=after) if d["name"] == "call-lists"]
        assert duty["missed"] == []
        refused(studio, "CBK-13", "campaign", "set", id_, "--day", "2026-02-27", now=late)

    def test_cbk_13_what_happened_on_a_friday_is_called_about_on_monday(self, studio):
        """This studio works from Monday to Friday."""
        monday = at("03-09T09:00")
        id_ = studio.new(*LIST[:1], *LIST[2:], "--day", "2026-03-06", now=monday)
        assert studio.json("campaign", "show", id_, now=monday)["period"] == "2026-03-09"
        typed = ("--day", "2026-03-05", "--period", "2026-03-05")
        id_ = studio.new(*LIST[:1], *LIST[2:], *typed, now=monday)
        assert studio.json("campaign", "show", id_, now=monday)["period"] == "2026-03-05"

    def test_cbk_13_a_list_is_of_a_day_that_has_come(self, studio):
        why = refused(studio, "CBK-13", *LIST, "--day", "2026-03-04", now=MORNING)
        assert "--day" in why
        said = studio.run(*LIST, "--day", "2026-03-04", now=MORNING, lang="zh").err
        assert "不得晚于现在" in said
        assert studio.json("campaign", "list") == []
        studio.ok(*LIST, "--day", "2026-03-03", now=at("03-03T17:50"))

    def test_cbk_13_a_list_goes_only_after_its_planned_calls(self, studio):
        slips(studio, 2)
        (one, other) = shared(studio)[1]
        (id_,) = [c["id"] for c in studio.json("campaign", "list", now=MORNING)]
        void = ("campaign", "void", id_, "-m", "wrong callers")
        why = refused(studio, "CBK-13", *void, now=MORNING)
        assert one["id"] in why and other["id"] in why
        for call in (one, other):
            studio.ok("callback", "void", call["id"], "-m", "wrong caller", now=MORNING)
        studio.ok(*void, now=MORNING)
        assert len(shared(studio)[1]) == 2

    def test_cbk_13_slips_of_completed_bookings_are_shared_out_too(self, studio):
        for id_ in slips(studio, 2):
            studio.ok("booking", "complete", id_, now=AFTERNOON)
        assert shared(studio)[0] == {"li.na": 1, "wang.wei": 1}

    def test_cbk_13_the_slip_is_printed_with_its_calls(self, studio):
        customer = studio.new("customer", "--name", "张三", "--phone", "13800138000")
        words = ("--slip", "0312", "--shooting-on", "2026-03-20", "--counter-clerk", "wu.gang")
        id_ = studio.new("booking", "--customer", customer, *words, now=AFTERNOON)
        shared(studio)
        paper = studio.ok("booking", "print", id_, "--form", "booking-slip", now=MORNING)
        assert paper.startswith("# 预约单\n")
        for told in (id_, "张三", "13800138000", "2026-03-20", "吴刚", "Booking call: 0312"):
            assert told in paper

    def test_cbk_13_callers_may_be_named_and_another_studio_has_others_call(self, studio):
        slips(studio, 2)
        assert shared(studio, "--callers", "chen.jing")[0] == {"chen.jing": 2}
        role = "{among: [role:supervisor]}"
        studio.write("policy/own.yaml", f"followups: {{share-bookings: {role}}}\n")
        slips(studio, 3, now=MORNING)
        callers, calls = shared(studio, now=at("03-04T09:00"))
        assert callers["chen.jing"] == len(calls) == 5


def owed(desk, now):
    return [o["id"] for o in desk.json("due", "--kind", "booking", now=now)]


class TestRecording:
    def ready(self, desk, *words):
        id_ = desk.new("checklist", "--type", "recording")
        return ("checklist", "complete", id_, "--recording-ready", "yes", *words)

    def test_cbk_14_the_first_call_without_the_check_is_warned(self, studio):
        id_ = studio.new("callback", "--title", "x")
        result = studio.run("callback", "start", id_)
        assert result.code == 0
        assert "CBK-14" in result.err
        assert "cs checklist new --type recording" in result.err
        assert "今日尚未检查录音" in studio.run("callback", "start", id_, lang="zh").err

    def test_cbk_14_after_the_check_of_the_day_nothing_is_said(self, studio):
        id_ = studio.new("callback", "--title", "x")
        refused(studio, "CBK-14", *self.ready(studio))
        studio.ok(*self.ready(studio, "--tape-enough", "yes"))
        studio.ok("callback", "start", id_)
        tomorrow = studio.run("callback", "start", id_, now=MORNING)
        assert "CBK-14" in tomorrow.err

    def test_cbk_14_a_studio_may_refuse_instead(self, studio):
        studio.write("policy/own.yaml", 'guards: {recording-first: {warn: "false"}}\n')
        refused(studio, "CBK-14", "callback", "start", studio.new("callback", "--title", "x"))


class TestStaffRated:
    def rated(self, desk, person, rating, *words):
        id_ = desk.new("callback", "--title", "album")
        ratings = f"person={person}, role=photographer, rating={rating}"
        desk.ok("callback", "done", id_, "--result", "x", "--ratings", ratings, *words)
        return id_

    def test_cbk_40_four_and_five_are_four_and_a_half(self, studio):
        for person, rating in (("wu.gang", 4), ("wu.gang", 5), ("wang.wei", 3)):
            self.rated(studio, person, rating)
        report = ("report", "staff-ratings", "--period", "2026-03")
        rows = studio.json(*report)["rows"]
        means = {row["ratings.person"]: row["mean"] for row in rows}
        assert means == {"wu.gang": 4.5, "wang.wei": 3}
        assert "4.5" in studio.ok(*report)
        assert "吴刚" in studio.ok(*report, lang="zh")

    @pytest.mark.parametrize("rating", ["0", "6", "4.5", "very good"])
    def test_cbk_40_ratings_go_from_one_to_five(self, studio, rating):
        id_ = studio.new("callback", "--title", "album")
        done = ("callback", "done", id_, "--result", "x", "--ratings")
        result = studio.run(*done, f"person=wu.gang, rating={rating}")
        assert (result.code, studio.json("show", id_)["status"]) == (2, "planned")

    @pytest.mark.parametrize(("given", "lacks"), [
        ("person=wu.gang, role=photographer", "rating"), ("rating=4", "person"),
    ])  # fmt: skip
    def test_cbk_40_a_rating_says_whom_and_how_good(self, studio, given, lacks):
        id_ = studio.new("callback", "--title", "album")
        done = ("callback", "done", id_, "--result", "x", "--ratings")
        why = refused(studio, "CBK-40", *done, "person=wu.gang, rating=5", "--ratings", given)
        assert "rating 2" in why and lacks in why
        studio.ok(*done, "person=wu.gang, rating=5")

    def test_cbk_40_a_fault_in_the_process_becomes_a_task_for_the_superior(self, studio):
        id_ = self.rated(studio, "wu.gang", 4, "--finding", "slips come without a phone number")
        (task,) = studio.json("task", "list")
        assert (task["title"], task["owner"], task["about"]) == (
            "slips come without a phone number", "chen.jing", [id_],
        )  # fmt: skip
        assert task["id"] in [o["id"] for o in studio.json("due", "--all")]


class TestGoodWishes:
    def wishes(self, desk, day):
        found = desk.json("due", "--date", day, "--kind", "customer", now=f"{day}T08:00:00+08:00")
        return [(o["what"], o["owner"], o["rule"]) for o in found]

    def test_cbk_41_no_birthday_greeting_until_the_studio_says_from_when_on(self, studio):
        words = ("--birthday", "1998-06-18", "--callback-owner", "wang.wei")
        id_ = studio.new("customer", "--name", "张三", *words)
        assert self.wishes(studio, "2026-06-18") == []
        studio.write("policy/wishes.yaml", "duties: {birthday-greeting: {since: 2026-03-01}}\n")
        assert self.wishes(studio, "2026-06-18") == [("birthday-greeting", "wang.wei", "CBK-41")]
        assert self.wishes(studio, "2026-06-17") == []
        said = studio.run("到期", "--date", "2026-06-18", now=at("06-18T08:00"), lang="zh")
        assert "生日祝福" in said.out
        done = ("duty", "done", "birthday-greeting", "--for", id_)
        studio.ok(*done, as_="wang.wei", now=at("06-18T09:00"))
        assert self.wishes(studio, "2026-06-18") == []

    def test_cbk_41_a_wedding_is_once(self, studio):
        studio.new("booking", "--slip", "0312", "--wedding-on", "2026-05-01")
        late = [o["what"] for o in studio.json("due", now="2026-05-02T09:00")]
        assert late.count("wedding-day") == 1
        assert "wedding-day" not in [
            o["what"] for o in studio.json("due", "--date", "2026-04-30", now="2026-04-30T09:00")
        ]
