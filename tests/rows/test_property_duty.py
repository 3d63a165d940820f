"""A shift at a service centre is handed over with its log; the director looks in on it."""

import pytest
from given import HANDOVER, clocks, moment, policy, refused

WU, BOSS = "wu.gang", "sun.li"
EVENING, NIGHT = "2026-03-02T17:30", "2026-03-02T18:20"


def handover(desk, *words):
    return desk.new("handover", "--shift", "day", "--to", WU, *words, now=EVENING)


def until_signed(desk, *words):
    """Bring a handover to where only the incoming signature is missing."""
    id_ = handover(desk, *words)
    desk.ok("handover", "ready", id_, now=EVENING)
    desk.ok("handover", "sign", id_, now=EVENING)
    desk.ok("handover", "arrive", id_, now=NIGHT, as_=WU)
    desk.ok("handover", "read", id_, now=NIGHT, as_=WU)
    return id_


def clock(name, text):
    found = clocks(text, "PSC")[name]
    return found.due, found.verdict


def test_hnd_01_a_major_problem_on_duty_is_with_the_director_at_once(under):
    desk = under("PSC")
    id_ = desk.new("duty-log", "--shift", "day")
    desk.ok("duty-log", "enter", id_, "--text", "parcel", "--progress", "in the safe")
    assert desk.json("escalation", "list") == []
    for text in ("burst main", "smoke in hall 2"):
        desk.ok("duty-log", "enter", id_, "--text", text, "--severity", "major")
    found = desk.json("escalation", "list")
    assert sorted(one["title"] for one in found) == ["burst main", "smoke in hall 2"]
    assert {(one["to"], one["owner"]) for one in found} == {(BOSS, "li.na")}
    owed = desk.json("due", "--kind", "escalation", now="2026-03-02T10:00:01")
    assert {(o["what"], o["state"], o["rule"]) for o in owed if o["due_at"]} == {
        ("duty-problem-to-director", "overdue", "HND-01")
    }
    desk.write("policy/own.yaml", "deadlines: {duty-problem-to-director: {limit: 10 minutes}}\n")
    assert [o for o in desk.json("due", now="2026-03-02T10:10") if o["state"] == "overdue"] == []


def test_hnd_01_a_log_is_one_of_its_shift_and_not_written_ahead(under):
    desk = under("PSC")
    id_ = desk.new("duty-log", "--shift", "day")
    assert id_ in refused(desk, None, "duty-log", "new", "--shift", "day")
    refused(desk, None, "duty-log", "set", id_, "--shift", "night")
    refused(desk, None, "duty-log", "new", "--shift", "night", "--date", "2026-03-03")
    assert desk.run("duty-log", "set", id_, "--entries", "nothing at all").code == 2
    desk.new("值班记录", "--班次", "night", lang="zh")


def test_hnd_02_the_desk_is_in_order_fifteen_minutes_before_the_end():
    """The shift ends at 16:00."""
    ready = "      {at} ready outgoing_ready_at: 2026-03-02T{at}:00+08:00\n"
    assert clock("handover-ready", HANDOVER) == (moment("15:45"), "open")
    assert clock("handover-ready", HANDOVER + ready.format(at="15:45"))[1] == "met"
    assert clock("handover-ready", HANDOVER + ready.format(at="15:46"))[1] == "late"
    late = clocks(HANDOVER + ready.format(at="15:50"), "PSC")["handover-ready"]
    assert (late.decided - late.due).total_seconds() == 5 * 60


def test_hnd_02_ready_is_said_by_whoever_hands_over_and_not_typed_in(under):
    desk = under("PSC")
    typed = ("--outgoing-ready-at", "2026-03-02 17:00")
    assert desk.run("handover", "new", "--shift", "day", "--to", WU, *typed).code == 2
    id_ = handover(desk)
    assert desk.run("handover", "set", id_, *typed).code == 2
    refused(desk, None, "handover", "ready", id_, as_=WU)
    assert "cs handover ready" in refused(desk, "HND-02", "handover", "sign", id_)
    desk.ok("handover", "ready", id_, now="2026-03-02T17:50")
    why = desk.ok("why", id_, now="2026-03-02T17:50")
    assert "5m late" in why


def test_hnd_03_a_matter_without_result_or_status_is_named_by_its_number(under):
    desk = under("PSC")
    id_ = handover(desk, "--items", "keys, result=returned", "--items", "a parcel")
    desk.ok("handover", "ready", id_)
    said = refused(desk, "HND-03", "handover", "sign", id_)
    assert said.startswith("matter 2 lacks: status, or its result")
    assert "第2项" in refused(desk, "HND-03", "handover", "sign", id_, lang="zh")
    desk.ok("handover", "add", id_, "--items", "a parcel, status=in the safe")
    desk.ok("handover", "sign", id_)


def test_hnd_03_the_log_of_the_shift_has_no_blanks(under):
    desk = under("PSC")
    log = desk.new("duty-log", "--shift", "day")
    desk.ok("duty-log", "enter", log, "--text", "fire drill", "--progress", "till noon")
    desk.ok("duty-log", "enter", log, "--text", "lost child")
    id_ = handover(desk)
    desk.ok("handover", "ready", id_, now=EVENING)
    assert log in refused(desk, "HND-03", "handover", "sign", id_)
    complete = ("duty-log", "complete", log)
    assert refused(desk, "HND-03", *complete).startswith("entry 2 lacks: status, or its result")
    settle = ("duty-log", "settle", log, "--result", "found at 11:00", "--number")
    assert desk.run(*settle, "3").code == desk.run(*settle, "0").code == 2
    desk.ok(*settle, "2")
    assert desk.run(*settle, "2").code == 2
    desk.ok(*complete)
    desk.ok("handover", "sign", id_, now=EVENING)
    desk.ok("check", now=EVENING)


def test_hnd_04_the_incoming_person_is_there_five_minutes_before_the_start():
    """The next shift begins at 16:00."""
    there = "      {at} arrive incoming_at: 2026-03-02T{at}:00+08:00\n"
    assert clock("incoming-present", HANDOVER) == (moment("15:55"), "open")
    assert clock("incoming-present", HANDOVER + there.format(at="15:55"))[1] == "met"
    assert clock("incoming-present", HANDOVER + there.format(at="15:56"))[1] == "late"


def test_hnd_04_what_is_to_be_counted_comes_from_the_desk_and_from_the_last_handover(under):
    desk = under("PSC")
    objects = "settings: {handover.objects: 'telephone 3、computer 2, water dispenser'}\n"
    desk.write("policy/own.yaml", objects)
    id_ = until_signed(desk, "--inventory", "umbrella, expected=10")
    accept = ("handover", "accept", id_)
    said = refused(desk, "HND-04", *accept, now=NIGHT, as_=WU)
    assert said.startswith("object 1, 2, 3, 4 is not counted yet")
    count = ("handover", "inspect", id_)
    found = ("telephone, found=2", "computer, found=2", "water dispenser, found=1",
             "umbrella,  found=10")  # fmt: skip
    words = [word for one in found for word in ("--inventory", one)]
    desk.ok(*count, *words, now=NIGHT, as_=WU)
    said = refused(desk, "HND-04", *accept, now=NIGHT, as_=WU)
    assert said == "explain the difference (explanation=…): telephone 2 of 3\n"
    explain = ("handover", "add", id_, "--inventory", "telephone, explanation=one is mended")
    desk.ok(*explain, now=NIGHT)
    desk.ok(*accept, now=NIGHT, as_=WU)
    next_ = ("--shift", "night", "--to", "li.na")
    id_ = desk.new("handover", *next_, now="2026-03-02T23:00", as_=WU)
    inventory = desk.json("show", id_)["inventory"]
    assert [(one["item"], one.get("expected"), one.get("found")) for one in inventory] == [
        ("telephone", 3, None), ("computer", 2, None), ("water dispenser", None, None),
        ("umbrella", 10, None),
    ]  # fmt: skip


def test_hnd_04_objects_are_named_once_each_in_the_policy(under):
    desk = under("PSC")
    desk.write("policy/own.yaml", "settings: {handover.objects: '3, telephone 2'}\n")
    result = desk.run("check")
    assert (result.code, "no object to count" in result.out) == (5, True)


def test_hnd_05_the_incoming_person_reads_the_log_and_nobody_says_so_for_him(under):
    desk = under("PSC")
    id_ = handover(desk)
    desk.ok("handover", "ready", id_, now=EVENING)
    desk.ok("handover", "sign", id_)
    desk.ok("handover", "arrive", id_, as_=WU)
    refused(desk, None, "handover", "read", id_)
    assert desk.run("handover", "set", id_, "--read-log", "yes").code == 2
    made = ("handover", "new", "--shift", "night", "--to", WU, "--read-log", "yes")
    assert desk.run(*made).code == 2
    for less in ((), ("--read-log", "no")):
        said = refused(desk, "HND-05", "handover", "accept", id_, *less, as_=WU)
        assert said == f"read the log first: cs handover read {id_}\n"
    desk.ok("handover", "accept", id_, "--read-log", "yes", as_=WU)


def test_hnd_06_nothing_is_logged_for_somebody_whose_shift_has_not_started(under):
    desk = under("PSC")
    id_ = until_signed(desk)
    new = ("ticket", "new", "--title", "x")
    assert id_ in refused(desk, "HND-06", *new, now=NIGHT, as_=WU)
    assert id_ in refused(desk, "HND-06", *new, "--received-by", WU, now=NIGHT)
    desk.ok(*new, now=NIGHT)
    desk.write("policy/own.yaml", "guards: {shift-started: {warn: 'true'},"
               " shift-of-receiver-started: {warn: 'true'}}\n")  # fmt: skip
    result = desk.run(*new, now=NIGHT, as_=WU)
    assert (result.code, "HND-06" in result.err) == (0, True)
    desk.write("policy/own.yaml", "")
    desk.ok("handover", "accept", id_, now=NIGHT, as_=WU)
    desk.ok(*new, now=NIGHT, as_=WU)


def test_hnd_06_work_of_every_sort_waits_for_both_signatures(under):
    people = "\n".join(
        f"- {{id: {one}, name: x, roles: [front-desk, area-manager]}}" for one in ("li.na", WU)
    )
    desk = under("property-desk", people=people)
    lamp = desk.new("ticket", "--title", "lamp")
    id_ = handover(desk)
    desk.ok("handover", "ready", id_)
    work = [
        ("ticket", "--title", "x"), ("callback", "--title", "x"), ("task", "--title", "x"),
        ("fee", "--title", "x", "--amount", "3"), ("customer", "--name", "x"),
        ("duty-log", "--shift", "night"),
        ("work-order", "--title", "x", "--department", "works", "--area-manager", "li.na",
         "--about", lamp),
    ]  # fmt: skip
    desk.ok("handover", "sign", id_)
    for kind, *words in work:
        said = refused(desk, "HND-06", kind, "new", *words, as_=WU)
        assert said == (
            f"your shift has not started: sign handover {id_} first (cs handover accept {id_})\n"
        )
    # Nor does anybody write it down for him; leave of his own is no work of the shift.
    for words in (("fee", *work[3][1:], "--received-by"), ("duty-log", *work[5][1:], "--owner")):
        assert f"the shift of {WU} has not started" in refused(
            desk, "HND-06", words[0], "new", *words[1:], WU
        )


def test_hnd_06_a_handover_that_nobody_signs_holds_the_next_shift_up_from_its_start(under):
    desk = under("PSC")
    id_ = handover(desk)
    new = ("task", "new", "--title", "x")
    desk.ok(*new, now=EVENING, as_=WU)
    desk.ok(*new, now="2026-03-02T17:59:59", as_=WU)
    said = refused(desk, "HND-06", *new, now="2026-03-02T18:00", as_=WU)
    assert said == (
        f"your shift has not started: handover {id_} is not signed: first li.na "
        f"(cs handover sign {id_}), then {WU} (cs handover accept {id_})\n"
    )
    desk.ok("handover", "refuse", id_, "--reason", "unclean", now=NIGHT, as_=WU)
    # The way out of a refused one is its own.
    assert f"(cs handover redo {id_})" in refused(desk, "HND-06", *new, now=NIGHT, as_=WU)
    assert f"（cs handover redo {id_}）" in refused(
        desk, "HND-06", *new, now=NIGHT, as_=WU, lang="zh"
    )
    desk.ok("handover", "void", id_, "-m", "nobody comes", now=NIGHT)
    desk.ok(*new, now=NIGHT, as_=WU)


def test_hnd_06_both_sign_in_order_and_by_no_other_way(under):
    desk = under("PSC")
    id_ = handover(desk, "--items", "keys, status=with the guard")
    refused(desk, None, "handover", "accept", id_, as_=WU)
    desk.ok("handover", "ready", id_)
    refused(desk, None, "handover", "sign", id_, as_=WU)
    assert desk.run("handover", "set", id_, "--status", "incoming-signed").code == 2
    desk.ok("handover", "sign", id_)
    refused(desk, None, "handover", "set", id_, "--to", "wang.wei")
    refused(desk, None, "handover", "set", id_, "--items", "all is well")
    desk.ok("handover", "refuse", id_, "--reason", "unclean", as_=WU)
    refused(desk, None, "handover", "sign", id_)
    assert id_ in refused(desk, "HND-06", "ticket", "new", "--title", "x", as_=WU)


def test_hnd_07_there_are_four_reasons_and_a_desk_may_add_others(under):
    assert list(policy("PSC").kinds["handover"].fields["reason"].choices) == [
        "log-unclear", "unclean", "property-missing", "major-repair-open",
    ]  # fmt: skip
    desk = under("PSC")
    id_ = until_signed(desk)
    refuse = ("handover", "refuse", id_, "--reason", "keys-missing")
    assert desk.run(*refuse, as_=WU).code == 2
    desk.write("policy/own.yaml", "kinds: {handover: {fields: {reason: {choices:"
               " {keys-missing: {en: keys missing, zh: 钥匙缺失}}}}}}\n")  # fmt: skip
    desk.ok(*refuse, as_=WU)


def test_hnd_07_a_small_repair_does_not_stand_in_the_way_a_major_one_does(under):
    desk = under("PSC")
    id_ = until_signed(desk)
    repair = desk.new("ticket", "--type", "repair", "--title", "pump", now=NIGHT)
    accept = ("handover", "accept", id_)
    desk.ok("ticket", "set", repair, "--severity", "major", now=NIGHT)
    said = refused(desk, "HND-07", *accept, now=NIGHT, as_=WU)
    assert said == f"major repair {repair} is unfinished\n"
    assert f"重大维修 {repair} 未完成" in refused(
        desk, "HND-07", *accept, now=NIGHT, as_=WU, lang="zh"
    )
    desk.ok("ticket", "set", repair, "--severity", "normal", now=NIGHT)
    desk.ok(*accept, now=NIGHT, as_=WU)


@pytest.mark.parametrize("pack", ["ONE", "CHD"])
def test_hnd_07_other_companies_list_unfinished_work_and_refuse_nothing(under, pack):
    desk = under(pack)
    repair = desk.new("ticket", "--type", "repair", "--title", "pump", "--severity", "major")
    id_ = handover(desk)
    assert [one["about"] for one in desk.json("show", id_)["items"]] == [repair]
    desk.ok("handover", "inspect", id_, "--unclean", "yes", as_=WU)
    desk.ok("handover", "sign", id_)
    desk.ok("handover", "accept", id_, as_=WU)


def test_hnd_17_games_on_duty_are_a_violation_of_whoever_has_duty(under):
    desk = under("PSC")
    id_ = desk.new("duty-check", "--title", "hall 1", as_=BOSS)
    assert desk.json("show", id_)["person"] == "li.na"
    desk.ok("值班抽查", "登记问题", id_, "--违纪情形", "玩游戏", as_=BOSS, lang="zh")
    desk.ok("duty-check", "find", id_, "--finding", "badge", "--text", "at noon", as_=BOSS)
    desk.ok("duty-check", "find", id_, "--text", "a lamp is broken", as_=BOSS)
    found = desk.json("violation", "list")
    assert {(one["title"], one["person"], one["sort"]) for one in found} == {
        ("On duty: games", "li.na", "duty"), ("On duty: no badge", "li.na", "duty"),
    }  # fmt: skip
    assert all(one["about"] == [id_] for one in found)
    night = desk.new("duty-check", "--title", "night", as_=BOSS, now="2026-03-02T20:00")
    assert desk.json("show", night)["person"] == WU
    nobody = desk.new("duty-check", "--title", "early", as_=BOSS, now="2026-03-03T05:00")
    find = ("duty-check", "find", nobody, "--finding", "chess")
    assert "--person" in refused(desk, "HND-17", *find, as_=BOSS)


def test_hnd_18_a_finding_stays_listed_until_it_is_dealt_with(under):
    desk = under("PSC")
    new = ("duty-check", "new", "--title", "hall 2")
    assert "director" in refused(desk, "HND-18", *new)
    id_ = desk.new("duty-check", "--title", "hall 2", as_=BOSS)
    desk.ok("duty-check", "find", id_, "--text", "door does not lock", as_=BOSS)
    later = "2026-05-04T09:00"
    owed = [(o["id"], o["what"], o["rule"]) for o in desk.json("due", now=later) if o["id"]]
    assert owed == [(id_, "findings-settled", "HND-18")]
    close = ("duty-check", "close", id_)
    assert refused(desk, "HND-18", *close, as_=BOSS).startswith("finding 1 is not dealt with")
    desk.ok("duty-check", "settle", id_, "--number", "1", "--result", "new lock", as_=BOSS)
    desk.ok(*close, as_=BOSS)
    assert [o for o in desk.json("due", now=later) if o["id"] == id_] == []
    # No interval is given: the duty is there and never late.
    (duty,) = [d for d in desk.json("duty", "list", now=later) if d["name"] == "duty-inspection"]
    assert (duty["missed"], duty["rrule"]) == ([], None)
