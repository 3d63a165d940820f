"""TKT-21 to TKT-25 and TKT-36: a property centre that staffs urgent matters first."""

import pytest
from given import refused

PEOPLE = """\
- {id: li.na, name: 李娜, roles: [clerk, front-desk], department: service, reports_to: gao.yuan}
- {id: wu.gang, name: 吴刚, roles: [technician], department: engineering}
- {id: ma.jun, name: 马军, roles: [guard], department: security}
- {id: gao.yuan, name: 高远, roles: [cs-head], department: service}
"""
PHONE = ("--channel", "phone")


@pytest.fixture
def centre(under):
    """The desk of the centre; Gao Yuan is the head of customer service."""
    return under("CHD", people=PEOPLE)


def opened(desk, title="Lamp", *words, **options):
    return desk.new("ticket", *PHONE, "--type", "repair", "--title", title, *words, **options)


def at(time):
    return f"2026-03-02T{time}:00+08:00"


@pytest.mark.parametrize("priority", ["high", "urgent"])
def test_tkt_21_an_important_ticket_warns_until_the_key_content_was_repeated(centre, priority):
    new = ("ticket", "new", *PHONE, "--title", "Burst pipe", "--priority", priority)
    result = centre.run(*new)
    assert result.code == 0
    assert "TKT-21" in result.err
    assert "repeat the key content" in result.err
    id_ = result.out.split()[0]
    centre.ok("ticket", "set", id_, "--confirmed-back", "yes")
    assert centre.ok(*new, "--confirmed-back", "yes")
    centre.ok("ticket", "new", *PHONE, "--title", "Lamp", "--priority", "normal")
    said = centre.run(
        "工单", "新建", "--受理渠道", "电话", "--标题", "爆管", "--优先级", "加急", lang="zh"
    ).err
    assert "重复核对关键内容" in said


def test_tkt_21_a_strict_desk_refuses_it(centre):
    centre.write("policy/strict.yaml", "guards:\n  key-content-repeated: {warn: 'false'}\n")
    new = ("ticket", "new", *PHONE, "--title", "Burst pipe", "--priority", "important")
    refused(centre, "TKT-21", *new)
    assert not list(centre.root.glob("ticket/**/*.md"))


def test_tkt_21_the_warning_says_what_helps_now_and_later(centre):
    new = ("ticket", "new", *PHONE, "--title", "Burst pipe", "--priority", "high")
    said = centre.run(*new).err
    assert "add --confirmed-back yes" in said
    assert "{" not in said
    centre.ok(*new, "--confirmed-back", "yes")


@pytest.mark.parametrize("verb", ["message", "chase"])
def test_tkt_21_what_becomes_important_later_is_judged_too(centre, verb):
    id_ = opened(centre)
    later = ("ticket", verb, id_, *(["--priority", "urgent"] if verb == "message" else []))
    assert "TKT-21" in centre.run(*later).err
    centre.write("policy/strict.yaml", "guards:\n  key-content-repeated: {warn: 'false'}\n")
    refused(centre, "TKT-21", *later)
    centre.ok(*later, "--confirmed-back", "yes")


def test_tkt_21_a_desk_that_becomes_strict_does_not_find_its_older_tickets_wanting(centre):
    id_ = opened(centre)
    assert "TKT-21" in centre.run("ticket", "set", id_, "--priority", "urgent").err
    assert "TKT-21" in centre.run("ticket", "set", id_, "--details", "in hall 3").err
    centre.write("policy/strict.yaml", "guards:\n  key-content-repeated: {warn: 'false'}\n")
    assert centre.run("check", centre.path(id_)).code == 0


def test_tkt_22_a_dispatch_of_two_people_is_in_the_log_of_the_shift(centre):
    id_ = opened(centre, now=at("09:00"))
    sent = ("--persons", "wu.gang", "--persons", "ma.jun", "--planned-done-at", "2026-03-02 11:00")
    centre.ok("ticket", "dispatch", id_, "--department", "engineering", *sent, now=at("09:20"))
    (kept,) = centre.json("ticket", "show", id_)["dispatches"]
    assert kept == {
        "at": at("09:20"), "by": "li.na", "department": "engineering",
        "persons": ["wu.gang", "ma.jun"], "planned_done_at": at("11:00"),
    }  # fmt: skip
    log = centre.json("report", "duty-log", "--period", "2026-03-02 day", now=at("12:00"))
    assert log["rule"] in ("TKT-02", "TKT-22", "HND-12")
    (entry,) = [row for row in log["rows"] if row["what"] == "dispatched"]
    assert (entry["at"], entry["people"], entry["id"]) == (
        at("09:20"), ["wu.gang", "ma.jun"], id_,
    )  # fmt: skip
    said = centre.ok("报表", "值班记录", lang="zh", now=at("12:00"))
    assert "09:20" in said
    assert id_ in said


@pytest.mark.parametrize("category", ["lift-entrapment", "water-leak", "power-cut"])
def test_tkt_23_what_is_urgent_comes_before_what_came_first(centre, category):
    lamp = opened(centre, now=at("08:00"))
    urgent = opened(centre, "Help!", "--category", category, now=at("09:00"))
    assert [one["id"] for one in centre.json("ticket", "list")] == [urgent, lamp]
    for id_ in (lamp, urgent):
        centre.ok("ticket", "set", id_, "--planned-done-at", "2026-03-02 09:30", now=at("09:10"))
    owed = centre.json("due", "--kind", "ticket", now=at("10:00"))
    assert [(one["id"], one["urgent"]) for one in owed] == [(urgent, True), (lamp, False)]


@pytest.mark.parametrize("word", ["停电", "渗漏水", "电梯困人", "Power cut", "water leakage"])
def test_tkt_23_the_words_are_urgent_where_the_category_is_free_text(centre, word):
    lamp = opened(centre, now=at("08:00"))
    call = ("--title", "Help!", "--category", word)
    urgent = centre.new("ticket", *PHONE, *call, now=at("09:00"))
    request = centre.new("ticket", *PHONE, "--type", "help", *call, now=at("09:30"))
    assert [one["id"] for one in centre.json("ticket", "list")] == [urgent, request, lamp]


def test_tkt_23_a_desk_names_other_urgent_matters(centre):
    centre.write(
        "policy/own.yaml", "urgent:\n  urgent-categories: {on: {category: [doors-windows]}}\n"
    )
    first = opened(centre, "Trapped", "--category", "电梯困人", now=at("08:00"))
    door = opened(centre, "Door", "--category", "门窗", now=at("09:00"))
    assert [one["id"] for one in centre.json("ticket", "list")] == [door, first]


def test_tkt_24_a_dispatch_has_a_planned_time_and_is_listed_before_and_after_it(centre):
    id_ = opened(centre, now=at("09:00"))
    send = ("ticket", "dispatch", id_, "--department", "engineering")
    assert "--planned-done-at" in refused(centre, "TKT-24", *send)
    centre.ok(*send, "--planned-done-at", "2026-03-02 11:00", now=at("09:20"))
    assert centre.json("due", "--kind", "ticket", now=at("10:30")) == []
    (soon,) = centre.json("due", "--kind", "ticket", "--within", "1h", now=at("10:30"))
    assert (soon["id"], soon["state"]) == (id_, "due")
    (late,) = centre.json("due", "--kind", "ticket", now=at("11:05"))
    assert (late["id"], late["rule"], late["state"], late["late_s"]) == (
        id_, "TKT-24", "overdue", 300,
    )  # fmt: skip
    assert "按计划完成" in centre.ok("due", lang="zh", now=at("11:05"))


def test_tkt_24_every_dispatch_has_a_planned_time_of_its_own_that_lies_ahead(centre):
    id_ = opened(centre, now=at("09:00"))
    send = ("ticket", "dispatch", id_, "--department", "engineering")
    past = ("--planned-done-at", "2026-03-02 08:00")
    refused(centre, "TKT-24", *send, *past, now=at("09:20"))
    refused(centre, "TKT-24", "ticket", "assign", id_, "--owner", "wu.gang", *past)
    refused(centre, "TKT-24", "ticket", "new", *PHONE, "--title", "Lamp", *past)
    centre.ok(*send, "--planned-done-at", "2026-03-02 17:00", now=at("09:20"))
    assert "--planned-done-at" in refused(centre, "TKT-24", *send, now=at("10:00"))
    centre.ok(*send, "--planned-done-at", "2026-03-02 15:00", now=at("10:00"))


def test_tkt_25_a_promise_lies_ahead_and_is_carried_over_once_the_customer_knows(centre):
    id_ = opened(centre)
    past = ("--promised-at", "2026-03-02 09:00")
    refused(centre, "TKT-25", "ticket", "promise", id_, *past)
    refused(centre, "TKT-25", "ticket", "set", id_, *past)
    refused(centre, "TKT-25", "ticket", "new", *PHONE, "--title", "Lamp", *past)
    centre.ok("ticket", "promise", id_, "--promised-at", "2026-03-02 15:00")
    carry = ("ticket", "carry-over", id_, "--reason", "no parts")
    over = (*carry, "--promised-at", "2026-03-03 11:00")
    refused(centre, "TKT-25", *over)
    refused(centre, "TKT-25", *carry, *past, "--customer-informed", "yes")
    centre.ok(*over, "--customer-informed", "yes")
    assert centre.json("ticket", "show", id_)["status"] == "carried-over"


def test_tkt_25_a_promise_is_moved_with_a_reason_after_telling_the_customer(centre):
    id_ = opened(centre)
    centre.ok("ticket", "promise", id_, "--promised-at", "2026-03-02 15:00")
    move = ("ticket", "promise", id_, "--promised-at", "2026-03-02 17:00")
    refused(centre, "TKT-25", *move)
    refused(centre, "TKT-25", *move, "--reason", "no parts")
    refused(centre, "TKT-25", *move, "--customer-informed", "yes")
    refused(centre, "TKT-25", "ticket", "set", id_, "--promised-at", "2026-03-02 17:00")
    assert "原承诺时间为 2026-03-02 15:00" in refused(centre, "TKT-25", *move, lang="zh")
    centre.ok(*move, "--reason", "no parts", "--customer-informed", "yes", now=at("14:00"))
    promised = [
        event["promised_at"] for event in centre.json("ticket", "show", id_)["log"]
        if "promised_at" in event
    ]  # fmt: skip
    assert promised == [at("15:00"), at("17:00")]
    log = centre.json("report", "duty-log", "--period", "2026-03-02 day", now=at("18:00"))
    (moved,) = [row for row in log["rows"] if row["what"] == "promise-moved"]
    assert (moved["at"], moved["reason"]) == (at("14:00"), "no parts")
    assert centre.json("due", "--kind", "ticket", now=at("16:59")) == []
    for later in (at("17:01"), "2026-05-02T09:00:00+08:00"):
        owed = [one["what"] for one in centre.json("due", "--kind", "ticket", now=later)]
        assert owed == ["promise"]


class TestSpecialTracking:
    """TKT-36."""

    def test_tkt_36_what_cannot_be_completed_is_the_head_s_until_somebody_tracks_it(self, centre):
        id_ = opened(centre)
        still = centre.run("ticket", "special", id_)
        assert (still.code, "--reason" in still.err) == (2, True)
        centre.ok("ticket", "special", id_, "--reason", "the maker is bankrupt")
        (owed,) = centre.json("due", "--mine", "--kind", "ticket", as_="gao.yuan")
        assert (owed["id"], owed["rule"], owed["state"]) == (id_, "TKT-36", "no-limit")

    def test_tkt_36_only_the_head_names_who_tracks_it_and_somebody_is_named(self, centre):
        id_ = opened(centre)
        track = ("ticket", "track", id_, "--reason", "the maker is bankrupt")
        refused(centre, "TKT-36", *track, "--owner", "wu.gang")
        said = refused(centre, "TKT-36", *track, as_="gao.yuan")
        assert "--owner" in said
        silent = centre.run("ticket", "track", id_, "--owner", "wu.gang", as_="gao.yuan")
        assert (silent.code, "--reason" in silent.err) == (2, True)
        assert centre.json("ticket", "show", id_)["status"] == "open"
        centre.ok(*track, "--owner", "wu.gang", as_="gao.yuan")
        shown = centre.json("ticket", "show", id_)
        assert (shown["status"], shown["owner"], shown["tracking_head"]) == (
            "special-tracking", "wu.gang", "gao.yuan",
        )  # fmt: skip

    def test_tkt_36_it_is_listed_apart_from_the_rest(self, centre):
        id_, lamp = opened(centre, "Old lift"), opened(centre)
        centre.ok("ticket", "set", lamp, "--planned-done-at", "2026-03-02 10:30")
        special = ("--reason", "制造商停产", "--owner", "wu.gang")
        centre.ok("ticket", "track", id_, *special, as_="gao.yuan")
        said = centre.ok("due", "--kind", "ticket", lang="zh", now=at("11:00"))
        usual, _head, apart = said.partition("重点跟踪")
        assert lamp in usual
        assert id_ not in usual
        assert id_ in apart
        assert "重点跟踪至办结" in apart
        centre.ok("ticket", "resolve", id_)
        assert id_ not in centre.ok("due", "--kind", "ticket", now=at("11:00"))

    def test_tkt_36_while_it_is_tracked_only_the_head_changes_who_does_it(self, centre):
        id_ = opened(centre)
        track = ("ticket", "track", id_, "--reason", "no maker", "--owner")
        centre.ok(*track, "wu.gang", as_="gao.yuan")
        ma = ("--owner", "ma.jun")
        planned = ("--planned-done-at", "2026-03-02 17:00")
        for words in (
            ("assign", id_, *ma), ("transfer", id_, *ma, "--reason", "busy"), ("resume", id_),
            ("set", id_, *ma), ("dispatch", id_, *ma, "--department", "security", *planned),
        ):  # fmt: skip
            refused(centre, "TKT-36", "ticket", *words, as_="wu.gang")
        assert "重点跟踪" in refused(centre, "TKT-36", "工单", "恢复处理", id_, lang="zh")
        centre.ok("ticket", "set", id_, "--details", "asked two other makers", as_="wu.gang")
        centre.ok(*track, "ma.jun", as_="gao.yuan")
        centre.ok("ticket", "resume", id_, as_="gao.yuan")
        assert centre.json("ticket", "show", id_).get("tracking_head") is None
        centre.ok("ticket", "assign", id_, "--owner", "wu.gang")

    def test_tkt_36_while_it_waits_it_is_tracked_as_well(self, centre):
        id_ = opened(centre)
        track = ("ticket", "track", id_, "--reason", "no maker", "--owner", "wu.gang")
        centre.ok(*track, as_="gao.yuan")
        later = ("--reason", "asked another maker", "--recheck-at", "2026-03-03 10:00")
        centre.ok("ticket", "wait", id_, *later, as_="wu.gang")
        refused(centre, "TKT-36", "ticket", "assign", id_, "--owner", "ma.jun", as_="wu.gang")
        assert "tracked" in [one["what"] for one in centre.json("due", "--all") if one["id"] == id_]

    def test_tkt_36_another_desk_lets_supervisors_name_them(self, centre):
        centre.write("policy/own.yaml", "guards:\n  tracker-named-by-head: {roles: [clerk]}\n")
        id_ = opened(centre)
        centre.ok("ticket", "track", id_, "--owner", "wu.gang", "--reason", "no maker")
