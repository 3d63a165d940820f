"""The day shift hands over to the next, typed in both languages (HND-02 to HND-07, HND-10).

Li Na hands over, Wang Wei takes over; the shift ends at 18:00, the next begins at 18:30.
"""

import pytest
from clerk import packs

WANG = "wang.wei"


@pytest.fixture
def handover(clerk):
    """A handover in order, before any signature."""
    id_ = clerk.new("handover new --shift day --to wang.wei", "17:30")
    clerk.ok(f"handover ready {id_}", "17:40")
    return id_


@pytest.fixture
def signed(clerk, handover):
    """A handover that Li Na has signed; Wang Wei is there and has read the log."""
    clerk.ok(f"handover sign {handover}", "17:50")
    clerk.ok(f"handover arrive {handover}", "18:20", WANG)
    clerk.ok(f"handover read {handover}", "18:21", WANG)
    return handover


def refusal(clerk, row):
    return clerk.sees(f"refused ({row})", f"不允许（{row}）")


FLAGS = {
    "log-unclear": ("records are unclear", "记录不清，不得接班"),
    "unclean": ("the desk is not clean", "卫生不洁，不得接班"),
    "property-missing": ("public property is missing", "公物缺失，不得接班"),
}


@pytest.mark.parametrize("reason", FLAGS)
def test_three_of_the_four_refusals_are_seen_at_the_desk(clerk, signed, reason):
    """HND-07: nobody accepts what was found wrong; refused for that reason, done again, signed."""
    clerk.ok(f"handover inspect {signed} --{reason} yes", "18:22", WANG)
    why = clerk.refused(f"handover accept {signed}", "18:23", WANG)
    assert refusal(clerk, "HND-07") in why
    assert clerk.sees(*FLAGS[reason]) in why
    said = clerk.ok(f"handover refuse {signed} --reason {reason}", "18:24", WANG)
    assert said.startswith(f"{signed}: {clerk.sees('refused', '拒接')}\n")
    assert clerk.sees("put right and hand over again", "整改后重新交接") in said
    clerk.refused(f"handover accept {signed}", "18:25", WANG)
    clerk.ok(f"handover redo {signed}", "18:30")
    clerk.ok(f"handover sign {signed}", "18:31")
    said = clerk.ok(f"handover accept {signed}", "18:32", WANG)
    assert said == f"{signed}: {clerk.sees('incoming signed', '接班已签')}\n"


def test_the_fourth_refusal_is_an_unfinished_major_repair(clerk):
    """HND-07: named in the refusal; a small repair does not stand in the way."""
    clerk.new("ticket new --type repair --title Tap", "09:00")
    repair = clerk.new("ticket new --type repair --severity major --title Lift", "09:01")
    id_ = clerk.new("handover new --shift day --to wang.wei", "17:30")
    for verb, person in (("ready", "li.na"), ("sign", "li.na"), ("arrive", WANG), ("read", WANG)):
        clerk.ok(f"handover {verb} {id_}", "17:40", person)
    why = clerk.refused(f"handover accept {id_}", "18:23", WANG)
    unfinished = clerk.sees(f"major repair {repair} is unfinished", f"重大维修 {repair} 未完成")
    assert why.startswith(f"{refusal(clerk, 'HND-07')}{clerk.sees(': ', '：')}{unfinished}")
    said = clerk.ok(f"handover refuse {id_} --reason major-repair-open", "18:24", WANG)
    assert said.startswith(f"{id_}: {clerk.sees('refused', '拒接')}\n")
    clerk.ok(f"ticket resolve {repair} --result mended", "18:28")
    clerk.ok(f"handover redo {id_}", "18:30")
    clerk.ok(f"handover sign {id_}", "18:31")
    clerk.ok(f"handover accept {id_}", "18:32", WANG)
    log = [(entry["do"], entry["by"]) for entry in clerk.shown(id_)["log"]]
    assert log[-3:] == [("redo", "li.na"), ("sign", "li.na"), ("accept", WANG)]


def test_there_is_no_fifth_reason(clerk, signed):
    """HND-07: exactly four."""
    result = clerk.types(f"handover refuse {signed} --reason tired", "18:24", WANG)
    assert result.code == 2
    assert clerk.sees("public property missing", "公物缺失") in result.err


def test_a_shift_begins_when_both_have_signed_and_not_in_another_order(clerk, handover):
    """HND-06: the incoming signature comes second, and before it Wang registers nothing."""
    clerk.refused(f"handover accept {handover}", "17:45", WANG)
    clerk.refused(f"handover sign {handover}", "17:45", WANG)
    clerk.ok(f"handover sign {handover}", "17:50")
    clerk.refused(f"handover accept {handover}", "17:51")
    why = clerk.refused("ticket new --title Early", "18:00", WANG)
    assert refusal(clerk, "HND-06") in why
    assert clerk.sees("your shift has not started", "尚未接班") in why
    clerk.ok(f"handover arrive {handover}", "18:20", WANG)
    clerk.ok(f"handover accept {handover} --read-log yes", "18:21", WANG)
    clerk.ok("ticket new --title First", "18:22", WANG)


def test_nobody_signs_for_both_sides(clerk):
    """HND-06: whoever hands over to himself has nobody to sign with."""
    why = clerk.refused("handover new --shift day --to li.na", "17:30")
    assert clerk.sees("is handed over to somebody else", "不得自己交给自己") in why
    id_ = clerk.new("handover new --shift day --to wang.wei", "17:31")
    clerk.refused(f"handover set {id_} --to li.na", "17:32")
    # Nor where it was written into the file by hand.
    (file,) = clerk.desk.root.rglob(f"{id_}.md")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("to: wang.wei", "to: li.na"), encoding="utf-8")
    for verb in ("ready", "sign"):
        why = clerk.refused(f"handover {verb} {id_}", "17:40")
        assert clerk.sees("is handed over to somebody else", "不得自己交给自己") in why
        assert f"cs handover set {id_} --to" in why
    clerk.ok(f"handover set {id_} --to wang.wei", "17:41")
    clerk.ok(f"handover ready {id_}", "17:42")
    clerk.ok(f"handover sign {id_}", "17:43")


def test_the_desk_is_put_in_order_before_the_outgoing_signature(clerk):
    """HND-02: 15 minutes before 18:00."""
    id_ = clerk.new("handover new --shift day --to wang.wei", "17:30")
    assert refusal(clerk, "HND-02") in clerk.refused(f"handover sign {id_}", "17:40")
    late = (id_, "handover-ready", "HND-02")
    assert late not in clerk.due("17:45")
    assert late in clerk.due("17:45:01")
    clerk.ok(f"handover ready {id_}", "17:46")
    assert late not in clerk.due("17:47")


def test_the_incoming_person_is_there_five_minutes_early_and_reads_the_log(clerk, handover):
    """HND-04, HND-05."""
    clerk.ok(f"handover sign {handover}", "17:50")
    absent = (handover, "incoming-present", "HND-04")
    assert absent not in clerk.due("18:25")
    assert absent in clerk.due("18:25:01")
    why = clerk.refused(f"handover accept {handover} --read-log yes", "18:26", WANG)
    assert refusal(clerk, "HND-04") in why
    clerk.ok(f"handover arrive {handover}", "18:27", WANG)
    assert absent not in clerk.due("18:27")
    for less in ("", " --read-log no"):
        why = clerk.refused(f"handover accept {handover}{less}", "18:28", WANG)
        assert refusal(clerk, "HND-05") in why
        assert clerk.sees("read the log first", "请先阅读值班记录") in why
    clerk.ok(f"handover accept {handover} --read-log yes", "18:29", WANG)


def test_a_difference_in_the_inventory_is_explained(clerk, signed):
    """HND-04: telephone, expected 2, found 1; neither signs before it is explained."""
    counted = '--inventory "telephone, expected=2, found=1"'
    clerk.ok(f"handover inspect {signed} {counted}", "18:22", WANG)
    why = clerk.refused(f"handover accept {signed}", "18:23", WANG)
    assert refusal(clerk, "HND-04") in why
    assert clerk.sees("explain the difference", "须说明") in why
    assert clerk.sees("telephone 1 of 2", "telephone实有1应有2") in why
    explained = '--inventory "telephone, expected=2, found=1, explanation=under repair"'
    clerk.ok(f"handover set {signed} {explained}", "18:24")
    clerk.ok(f"handover accept {signed}", "18:25", WANG)


def test_the_outgoing_person_does_not_sign_an_unexplained_difference(clerk):
    line = 'handover new --shift day --to wang.wei --inventory "telephone, expected=2, found=1"'
    id_ = clerk.new(line, "17:30")
    clerk.ok(f"handover ready {id_}", "17:40")
    assert "HND-04" in clerk.refused(f"handover sign {id_}", "17:41")


def test_the_log_has_no_blanks(clerk, handover):
    """HND-03: the entry without a status is named."""
    clerk.ok(f'handover add {handover} --items "keys of 3-201, status=with the guard"', "17:41")
    clerk.ok(f'handover add {handover} --items "parcel"', "17:42")
    why = clerk.refused(f"handover sign {handover}", "17:50")
    assert refusal(clerk, "HND-03") in why
    assert clerk.sees("matter 2 lacks: status", "第2项交接事项缺少进展") in why
    items = '--items "keys, status=with the guard" --items "parcel, status=in the safe"'
    clerk.ok(f"handover set {handover} {items}", "17:51")
    clerk.ok(f"handover sign {handover}", "17:52")


def test_open_repairs_and_entrusted_calls_are_written_for_the_next_shift(clerk):
    """HND-10: two open repairs and one delegated callback are three items, none left out."""
    packs(clerk.desk, "PSC", "ONE")
    repairs = [clerk.new(f"ticket new --type repair --title {t}", "09:00") for t in ("Tap", "Door")]
    done = clerk.new("ticket new --type repair --title Lamp", "09:00")
    clerk.ok(f"ticket resolve {done} --result mended", "09:30")
    call = clerk.new("callback new --title Album", "09:00")
    mine = clerk.new("callback new --title Mine", "09:00")
    (thanks,) = [c["id"] for c in clerk.desk.json("callback", "list") if c.get("type") == "repair"]
    clerk.ok(f"callback delegate {call} --owner wang.wei", "09:10")
    id_ = clerk.new("handover new --shift day --to wang.wei", "17:30")
    items = clerk.shown(id_)["items"]
    assert {item["about"] for item in items} == {*repairs, call, mine, thanks}
    assert {"Tap", "Door", "Album", "Mine"} < {item["text"] for item in items}
    clerk.ok(f"handover ready {id_}", "17:40")
    less = f'handover set {id_} --items "Tap, about={repairs[0]}, status=open"'
    why = clerk.refused(less, "17:41")
    assert refusal(clerk, "HND-10") in why
    assert clerk.sees("is still open and stays", "尚未办结，不得删除") in why
    late = clerk.new("ticket new --type repair --title Late", "17:42")
    why = clerk.refused(f"handover sign {id_}", "17:43")
    assert refusal(clerk, "REP-20") in why
    assert clerk.sees(f"{late} is not handed over", f"{late} 未写入交接事项") in why
    clerk.ok(f'handover add {id_} --items "Late, about={late}, status=open"', "17:44")
    clerk.ok(f"handover sign {id_}", "17:45")
