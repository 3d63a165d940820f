"""What is open goes through the shifts until it is closed, and nothing is lost between two."""

from dataclasses import replace

import pytest
from given import PACKS, calendar, clocks, moment, refused

from cs_cli.domain.limit import Limit
from cs_cli.domain.limit import due as due_by

WU = "wu.gang"
WHERE = ("--place", "hall", "--symptom", "stuck")
EVENING, NIGHT, MORNING = "2026-03-02T17:30", "2026-03-02T23:30", "2026-03-03T07:30"


def handover(desk, *words, shift="day", to=WU, now=EVENING, **options):
    id_ = desk.new("handover", "--shift", shift, "--to", to, *words, now=now, **options)
    return id_, desk.json("handover", "show", id_, now=now).get("items", [])


def signed(desk, id_, *, now=EVENING, as_="li.na", to=WU):
    desk.ok("handover", "sign", id_, now=now, as_=as_)
    desk.ok("handover", "accept", id_, now=now, as_=to)


def loose(desk, *words, now=EVENING, code=1):
    found = desk.json("handover", "check", *words, now=now, code=code)
    return {one["id"]: one["why"] for one in found["loose"]}


def about(items):
    return [item.get("about") for item in items]


def test_hnd_10_two_open_repairs_and_an_entrusted_call_are_three_matters(under):
    desk = under("ONE")
    one, two = (desk.new("ticket", "--type", "repair", "--title", t) for t in ("gate", "lamp"))
    call = desk.new("callback", "--title", "ask about the gate", "--due-at", "2026-03-20 10:00")
    desk.ok("callback", "delegate", call, "--owner", "wang.wei")
    id_, items = handover(desk)
    assert sorted(about(items)) == sorted([one, two, call])
    assert {item["shifts"] for item in items} == {1}
    assert {item["since"] for item in items} == {"2026-03-02"}
    less = ("handover", "set", id_, "--items", f"gate, about={one}, status=open")
    assert two in refused(desk, "HND-10", *less)
    assert "尚未办结" in refused(desk, "HND-10", *less, lang="zh")
    assert about(desk.json("handover", "show", id_)["items"]) == about(items)
    desk.ok("ticket", "resolve", two)
    desk.ok("callback", "done", call, "--result", "content")
    desk.ok(*less)


def test_hnd_10_a_matter_comes_again_with_its_age_until_it_is_closed(under):
    desk = under("ONE")
    tap = desk.new("ticket", "--type", "repair", "--title", "tap")
    first, _items = handover(desk, "--items", "keys of 3-201, status=with the guard")
    signed(desk, first)
    second, items = handover(desk, shift="night", to="li.na", now=NIGHT, as_=WU)
    ages = {item.get("about") or item["text"]: item["shifts"] for item in items}
    assert ages == {"keys of 3-201": 2, tap: 2}
    assert {item["since"] for item in items} == {"2026-03-02"}
    # What came with an earlier shift stays until somebody says what came of it.
    assert "keys" in refused(desk, "HND-10", "handover", "set", second, "--items",
                             f"tap, about={tap}", now=NIGHT, as_=WU)  # fmt: skip
    desk.ok("handover", "add", second, "--items", "Keys of 3-201, result=fetched", now=NIGHT)
    (keys,) = [i for i in desk.json("show", second)["items"] if i.get("result")]
    assert (keys["status"], keys["result"], keys["shifts"]) == ("with the guard", "fetched", 2)
    signed(desk, second, now=NIGHT, as_=WU, to="li.na")
    _third, items = handover(desk, now="2026-03-03T17:30")
    assert [(item["about"], item["shifts"]) for item in items] == [(tap, 3)]
    desk.ok("ticket", "resolve", tap, now="2026-03-03T17:40")
    _fourth, items = handover(desk, shift="night", to="li.na", now="2026-03-03T23:30", as_=WU)
    assert tap not in about(items)


@pytest.mark.parametrize("pack", ["PSC", "TAO", "HOT"])
def test_hnd_10_other_companies_have_them_listed_and_are_not_refused(under, pack):
    desk = under(pack)
    words = ("--title", "parcel", "--channel", "phone")
    ticket = desk.new("ticket", *words)
    book = ("--customer-questions", "none", "--pending", "none") if pack == "TAO" else ()
    id_, items = handover(desk, *book)
    assert about(items) == [ticket]
    desk.ok("handover", "set", id_, "--items", "nothing else, status=none")


def test_hnd_10_a_handover_made_anew_replaces_the_refused_one_and_ages_nothing(under):
    desk = under("PSC")
    ticket = desk.new("ticket", "--title", "parcel", "--channel", "phone")
    id_, _items = handover(desk, "--items", "umbrella, status=lent")
    desk.ok("handover", "refuse", id_, "--reason", "unclean", now=EVENING, as_=WU)
    again = ("handover", "new", "--shift", "day", "--to", WU)
    assert id_ in refused(desk, None, *again, now=EVENING)
    desk.ok("handover", "redo", id_, now=EVENING)
    desk.ok("handover", "void", id_, "-m", "wrong shift", now=EVENING)
    _id, items = handover(desk)
    assert [(item["about"], item["shifts"]) for item in items] == [(ticket, 1)]


def test_hnd_10_what_was_signed_for_is_added_to_and_not_changed(under):
    desk = under("PSC")
    id_, _items = handover(desk, "--items", "keys, status=with the guard")
    desk.ok("handover", "ready", id_, now=EVENING)
    desk.ok("handover", "sign", id_, now=EVENING)
    again = ("handover", "add", id_, "--items")
    desk.ok(*again, "keys, status=lost, result=back", "--items", "parcel, status=new", now=EVENING)
    keys, parcel = desk.json("show", id_)["items"]
    assert (keys["status"], keys["result"], parcel["status"]) == ("with the guard", "back", "new")


def test_rep_20_an_open_repair_of_the_day_is_named_when_it_is_left_out(under):
    desk = under("ONE")
    id_, items = handover(desk, now="2026-03-02T17:00")
    assert items == []
    late = desk.new("ticket", "--type", "repair", "--title", "door", *WHERE, now="2026-03-02T17:10")
    desk.ok("ticket", "notify", late, "--department", "engineering", now="2026-03-02T17:11")
    sign = ("handover", "sign", id_)
    assert f"{late} is not handed over" in refused(desk, "REP-20", *sign, now=EVENING)
    assert desk.json("show", id_)["status"] == "prepared"
    desk.ok("handover", "refresh", id_, now=EVENING)
    desk.ok(*sign, now=EVENING)
    again = desk.new("ticket", "--type", "repair", "--title", "gate", now="2026-03-02T17:50")
    accept = ("handover", "accept", id_)
    assert again in refused(desk, "REP-20", *accept, now="2026-03-02T18:00", as_=WU)
    desk.ok("ticket", "resolve", again, now="2026-03-02T18:05")
    desk.ok(*accept, now="2026-03-02T18:10", as_=WU)


NOTIFIED = """
    kind: ticket
    type: repair
    status: notified
    log:
      14:00 open
      14:10 notify
"""
HANDED_OVER = """
    kind: handover
    shift: day
    date: 2026-03-02
    from: li
    to: wang
    about: [X-260302-000000]
    status: outgoing-signed
    log:
      15:30 open
      {signed} sign
"""


def test_rep_20_a_repair_sent_out_is_confirmed_or_handed_over_before_the_shift_ends():
    """The day shift ends at 16:00, the night shift at 24:00."""
    (due, verdict) = confirmed(NOTIFIED)
    assert (due, verdict) == (moment("16:00"), "open")
    assert confirmed(NOTIFIED + "      16:00 resolve\n")[1] == "met"
    assert confirmed(NOTIFIED + "      16:01 resolve\n")[1] == "late"
    assert confirmed(NOTIFIED, HANDED_OVER.format(signed="16:00"))[1] == "met"
    assert confirmed(NOTIFIED, HANDED_OVER.format(signed="16:01"))[1] == "late"
    night = NOTIFIED.replace("14:10", "16:00")
    assert confirmed(night)[0] == moment("03-02T24:00")
    own = Limit.parse("end of shift")
    without = replace(calendar(), shifts={})
    assert due_by(moment("10:00"), own, without).at == moment("18:00")


def confirmed(ticket, *facts):
    found = clocks(ticket, "ONE", facts=facts)["repair-confirmed"]
    return found.due, found.verdict


def test_hnd_20_an_open_call_that_nobody_of_the_next_shift_has_is_listed(under):
    desk = under("HOT")
    mine = desk.new("callback", "--title", "call Mrs Gu")
    theirs = desk.new("callback", "--title", "call Mr Bo", "--owner", WU)
    later = desk.new("callback", "--title", "in spring", "--due-at", "2026-03-20 10:00")
    assert loose(desk) == {mine: "not-in-next-shift"}
    shown = desk.run("handover", "check", now=EVENING)
    assert (shown.code, mine in shown.out, theirs in shown.out, later in shown.out) == (
        1, True, False, False,
    )  # fmt: skip
    said = desk.run("交接班", "核对", now=EVENING, lang="zh")
    assert (said.code, "不在下一班" in said.out) == (1, True)
    id_, items = handover(desk)
    assert loose(desk, code=0) == {}
    assert mine in about(items)
    said = desk.ok("handover", "check", "--format", "md", now=EVENING)
    assert said == "open matters: 2; each is handed over, or with somebody of 2026-03-02 night\n"
    assert desk.ok("handover", "check", now=EVENING) == ""
    # The night shift has a handover of its own to make.
    assert mine not in loose(desk, id_, now=NIGHT, code=0)
    assert loose(desk, now="2026-03-03T08:00") == {mine: "not-in-next-shift"}


@pytest.mark.parametrize("pack", PACKS)
def test_hnd_20_the_desk_of_every_company_is_checked(under, pack):
    desk = under(pack)
    desk.write(
        "callback/2026/03/02/B-260302-000001.md",
        "---\nid: B-260302-000001\nkind: callback\ntitle: ask again\nstatus: planned\n"
        "owner: li.na\nopened_at: 2026-03-02T09:00:00+08:00\n"
        "log:\n  - {at: 2026-03-02T09:00:00+08:00, by: li.na, do: open}\n---\n",
    )
    assert loose(desk) == {"B-260302-000001": "not-in-next-shift"}


def test_hnd_20_every_open_ticket_and_promise_has_somebody(under):
    desk = under("HOT")
    channel = ("--channel", "phone")
    promised = desk.new("ticket", "--title", "a promise", "--owner", "li.na", *channel)
    desk.ok("ticket", "promise", promised, "--promised-at", "2026-03-02 21:00")
    held = desk.new("ticket", "--title", "with the night", "--owner", WU, *channel)
    done = desk.new("ticket", "--title", "done with", "--owner", "li.na", *channel)
    desk.ok("ticket", "resolve", done, "--result", "told")
    found = desk.json("handover", "check", now=EVENING, code=1)
    (one, *_calls) = found["loose"]
    assert (one["id"], one["due_at"]) == (promised, "2026-03-02T21:00:00+08:00")
    assert (found["shift"], found["next_shift"]) == ("2026-03-02 day", "2026-03-02 night")
    assert found["people"] == [WU]
    assert not {held, done} & set(loose(desk))
    # The director is on no roster: at work by day, not by night.
    desk.ok("ticket", "assign", promised, "--owner", "sun.li")
    assert loose(desk)[promised] == "not-in-next-shift"
    assert set(loose(desk, now=NIGHT)) == {held}


def test_hnd_20_leave_and_people_who_left_hold_nothing(under):
    desk = under("HOT")
    words = ("--title", "a matter", "--channel", "phone", "--owner", WU)
    ticket = desk.new("ticket", *words)
    assert loose(desk, code=0) == {}
    desk.write(
        "leave/2026/03/02/L-260302-000001.md",
        "---\nid: L-260302-000001\nkind: leave\ntype: sick\nperson: wu.gang\nstatus: approved\n"
        "from: 2026-03-02\nto: 2026-03-02\nopened_at: 2026-03-02T09:00:00+08:00\n"
        "log:\n  - {at: 2026-03-02T09:00:00+08:00, by: wu.gang, do: open}\n---\n",
    )
    assert loose(desk) == {ticket: "on-leave"}
    hours = desk.read("leave/2026/03/02/L-260302-000001.md")
    hours = hours.replace("from: 2026-03-02", "from: 2026-03-02T18:30:00+08:00")
    for until, away in (("18:30", {}), ("20:00", {ticket: "on-leave"})):
        at = hours.replace("to: 2026-03-02", f"to: 2026-03-02T{until}:00+08:00")
        desk.write("leave/2026/03/02/L-260302-000001.md", at)
        assert loose(desk, code=1 if away else 0) == away
    whole = hours.replace("from: 2026-03-02T18:30:00+08:00", "from: 2026-03-02")
    late = whole.replace("from: 2026-03-02\n", "from: 2026-03-02\nfrom_half: afternoon\n")
    desk.write("leave/2026/03/02/L-260302-000001.md", late)
    assert loose(desk, code=0) == {}
    desk.write("people.yaml", desk.read("people.yaml").replace("wu.gang", "wu.ping"))
    assert loose(desk)[ticket] == "unknown-owner"


def test_hnd_20_a_refused_handover_covers_nothing_and_a_desk_without_shifts_is_checked_too(under):
    desk = under("PSC")
    ticket = desk.new("ticket", "--title", "parcel", "--channel", "phone")
    id_, _items = handover(desk)
    assert loose(desk, code=0) == {}
    desk.ok("handover", "refuse", id_, "--reason", "unclean", now=EVENING, as_=WU)
    assert loose(desk) == {ticket: "not-in-next-shift"}
    refused(desk, "HND-20", "handover", "check", id_, now=EVENING)
    hours = "zone: Asia/Shanghai\nhours: {mon: [08:00-18:00]}\nholidays: none\n"
    desk.write("calendar.yaml", hours)
    assert loose(desk, code=0) == {}
