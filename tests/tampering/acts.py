"""What the rules of the time forbade, and values changed without an event that says so."""

import re
from collections.abc import Iterator

from tampering.events import by_hand
from tampering.kinds import ATTACKER, LATER, Found, Kinds
from tampering.ledger import Ledger, event

ACTS = Kinds()


def entry_of(at: str, by: str, **more: str) -> str:
    """Give an entry of a list as its event made it."""
    return event(at, by, "", **more).replace("    do: \n", "")


SILENT = entry_of("03-02 15:30", "li.na", reached="false", outcome="silent")


def approved(desk: Ledger, by: str, at: str = LATER, *, whole: bool = True) -> str:
    """Write an approval of the open leave as ``cs`` would; give the path."""
    more = {"approved_at": f"2026-{at.replace(' ', 'T')}:00+08:00"} if whole else {}
    entry = event(at, by, "approve", **more)
    top = f"approvals:\n{entry_of(at, by)}"
    top += "".join(f"{name}: {value}\n" for name, value in more.items())
    if whole:
        desk.edit("open-leave", "status: requested", "status: approved")
    desk.edit("open-leave", "log:\n", f"{top}log:\n")
    return desk.log("open-leave", entry)


def call_after(desk: Ledger) -> str:
    """Give the path of the call that a rule makes when the gate is settled by a command."""
    words = ("ticket", "resolve", desk.ids["gate"], "--result", "closed", "--dry-run")
    code, said, _err = desk.run(*words, at=LATER, as_=ATTACKER)
    assert code == 0
    return re.findall(r"callback/\S+\.md", said)[0]


@ACTS.kind()
def approved_by_one_without_the_role(desk: Ledger) -> Iterator[Found]:
    """A technician approves a clerk's leave."""
    path = approved(desk, "wu.gang")
    bad = desk.commit("wu.gang", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("guard", bad, path, "wu.gang", "LVE-07")


@ACTS.kind()
def approved_over_the_supervisors_head(desk: Ledger) -> Iterator[Found]:
    """The manager approves first, as the last one."""
    path = approved(desk, "zhao.min")
    bad = desk.commit("zhao.min", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("guard", bad, path, "zhao.min", "LVE-07")


@ACTS.kind()
def approved_by_the_first_level_alone(desk: Ledger) -> Iterator[Found]:
    """The supervisor's approval is written as if it were the last one."""
    path = approved(desk, "chen.jing")
    bad = desk.commit("chen.jing", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("verbs", bad, path, "chen.jing")


@ACTS.kind()
def own_leave_approved(desk: Ledger) -> Iterator[Found]:
    path = approved(desk, ATTACKER)
    bad = desk.commit(ATTACKER, LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("guard", bad, path, ATTACKER, "LVE-07")


@ACTS.kind()
def approvals_written_without_an_event(desk: Ledger) -> Iterator[Found]:
    """Two approvals appear in the list; no event says that anybody gave them."""
    given = entry_of("03-04 10:00", "chen.jing") + entry_of("03-04 11:00", "zhao.min")
    path = desk.edit("open-leave", "log:\n", f"approvals:\n{given}log:\n")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def approved_twice_by_the_same_person(desk: Ledger) -> Iterator[Found]:
    """The supervisor writes a second approval of her own where the manager's is asked for."""
    late, done = "03-19 10:05", {"approved_at": "2026-03-19T10:05:00+08:00"}
    given = entry_of(LATER, "chen.jing") + entry_of(late, "chen.jing")
    top = f"approvals:\n{given}approved_at: {done['approved_at']}\n"
    desk.edit("open-leave", "status: requested", "status: approved")
    desk.edit("open-leave", "log:\n", f"{top}log:\n")
    desk.log("open-leave", event(LATER, "chen.jing", "approve"))
    path = desk.log("open-leave", event(late, "chen.jing", "approve", **done))
    bad = desk.commit("chen.jing", late, f"leave {desk.ids['open-leave']}: approve")
    yield Found("verbs", bad, path, "chen.jing")
    yield Found("guard", bad, path, "chen.jing", "LVE-07")


@ACTS.kind()
def call_that_a_rule_wants_left_out(desk: Ledger) -> Iterator[Found]:
    """Settled by hand, so that nobody is told to ask the customer: there is no callback."""
    call = call_after(desk)
    desk.edit("gate", "status: open", "status: resolved")
    desk.edit("gate", "log:\n", "result: closed\nlog:\n")
    desk.log("gate", event(LATER, ATTACKER, "resolve", result="closed"))
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: resolve")
    yield Found("followup", bad, call, ATTACKER, "TKT-15")


@ACTS.kind()
def handover_accepted_with_a_major_repair_open(desk: Ledger) -> Iterator[Found]:
    desk.edit("late-shift", "status: outgoing-signed", "status: incoming-signed")
    path = desk.log("late-shift", event(LATER, "wu.gang", "accept"))
    bad = desk.commit("wu.gang", LATER, f"handover {desk.ids['late-shift']}: accept")
    yield Found("guard", bad, path, "wu.gang", "HND-07")


@ACTS.kind()
def first_responsible_person_changed(desk: Ledger) -> Iterator[Found]:
    """Logged, and still forbidden."""
    desk.edit("gate", "first_responsible: li.na", "first_responsible: wang.wei")
    path = desk.log("gate", event(LATER, "li.na", "set", first_responsible=ATTACKER)
                    + "    was:\n      first_responsible: li.na\n")  # fmt: skip
    bad = desk.commit("li.na", LATER, f"ticket {desk.ids['gate']}: set")
    yield Found("guard", bad, path, "li.na", "TKT-07")


@ACTS.kind()
def leave_of_somebody_else_cancelled(desk: Ledger) -> Iterator[Found]:
    """The technician needs the clerk on that day."""
    desk.edit("open-leave", "status: requested", "status: cancelled")
    path = desk.log("open-leave", event(LATER, "wu.gang", "cancel"))
    bad = desk.commit("wu.gang", LATER, f"leave {desk.ids['open-leave']}: cancel")
    yield Found("guard", bad, path, "wu.gang")


@ACTS.kind()
def solved_without_what_the_desk_requires(desk: Ledger) -> Iterator[Found]:
    """The desk's own rule: a complaint is solved with a result."""
    desk.edit("gate", "status: open", "status: resolved")
    path = desk.log("gate", event(LATER, ATTACKER, "resolve"))
    yield from by_hand(desk, path, "needs", "guard")


@ACTS.kind()
def promised_a_time_that_is_over(desk: Ledger) -> Iterator[Found]:
    past = "2026-03-18T09:00:00+08:00"
    desk.edit("gate", "log:\n", f"promised_at: {past}\nlog:\n")
    path = desk.log("gate", event(LATER, ATTACKER, "promise", promised_at=past))
    (bad,) = by_hand(desk, path, "guard")
    yield Found("guard", bad.commit, path, ATTACKER, "TKT-25")


@ACTS.kind()
def leave_asked_for_too_late(desk: Ledger) -> Iterator[Found]:
    """A day before is too late for ordinary leave, had ``cs`` been asked."""
    text = desk.read("open-leave").replace("special", "ordinary").replace("03-03", "03-19")
    text = text.replace("L-260303", "L-260319").replace("T13:40", "T10:00").replace("-20", "-19")
    path = desk.path("open-leave").replace("260303", "260319").replace("03/03", "03/19")
    desk.write(path, text)
    (bad,) = by_hand(desk, path, "guard")
    yield Found("guard", bad.commit, path, ATTACKER, "LVE-03")


@ACTS.kind()
def title_taken_out(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", "title: Gate open\n", "")
    yield from by_hand(desk, path, "required", "unlogged")


@ACTS.kind()
def verb_that_may_not_start_there(desk: Ledger) -> Iterator[Found]:
    """Nothing is reopened that was never closed."""
    path = desk.log("gate", event(LATER, ATTACKER, "reopen", reason="again"))
    yield from by_hand(desk, path, "verbs")


@ACTS.kind()
def verb_that_there_is_not(desk: Ledger) -> Iterator[Found]:
    path = desk.log("gate", event(LATER, ATTACKER, "forget"))
    yield from by_hand(desk, path, "verbs")


@ACTS.kind()
def status_without_an_event(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", "status: open", "status: resolved")
    yield from by_hand(desk, path, "status")


@ACTS.kind()
def owner_without_an_event(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", "owner: li.na\nlog", "owner: wu.gang\nlog")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def field_taken_out_without_an_event(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("noise", "promised_at: 2026-03-06T12:00:00+08:00\nc", "c")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def received_time_changed_without_an_event(desk: Ledger) -> Iterator[Found]:
    """A deadline field: what the customer waited for begins later."""
    path = desk.edit("gate", "received_at: 2026-03-04T10:00", "received_at: 2026-03-04T16:00")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def opening_time_changed(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", "opened_at: 2026-03-04T10:00", "opened_at: 2026-03-05T10:00")
    yield from by_hand(desk, path, "opened-at", "unlogged")


@ACTS.kind()
def field_changed_beside_an_honest_event(desk: Ledger) -> Iterator[Found]:
    desk.edit("gate", "severity: minor\nowner", "severity: normal\nowner")
    path = desk.log("gate", event(LATER, ATTACKER, "note", note="asked again"))
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def another_value_than_the_event_says(desk: Ledger) -> Iterator[Found]:
    """The event speaks of one value, the field gets another."""
    desk.edit("gate", "owner: li.na\nlog", "owner: wu.gang\nlog")
    path = desk.log("gate", event(LATER, ATTACKER, "assign", owner=ATTACKER))
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def body_rewritten(desk: Ledger) -> Iterator[Found]:
    path = desk.write(desk.path("gate"), f"{desk.read('gate')}The customer was rude.\n")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def attempt_taken_out_of_the_list(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("call", SILENT, "")
    yield from by_hand(desk, path, "appended", "unlogged")


@ACTS.kind()
def attempt_changed_in_the_list(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("call", SILENT, SILENT.replace("false", "true"))
    yield from by_hand(desk, path, "appended", "unlogged")


@ACTS.kind()
def attempt_made_up_in_the_list(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("call", SILENT, SILENT + SILENT.replace("15:30", "16:30"))
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def matter_taken_out_of_a_signed_handover(desk: Ledger) -> Iterator[Found]:
    text, path = desk.read("shift"), desk.path("shift")
    start = text.index("  - text: Noise at night")
    desk.write(path, text[:start] + text[text.index("about:\n  - B", start) :])
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def matter_changed_in_a_signed_handover(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("shift", "    status: registered", "    status: settled")
    yield from by_hand(desk, path, "unlogged")


@ACTS.kind()
def signed_handover_changed_with_an_event(desk: Ledger) -> Iterator[Found]:
    """Logged, but what is signed stays as it is."""
    desk.edit("shift", "to: wang.wei", "to: ma.li")
    path = desk.log("shift", event(LATER, ATTACKER, "set", to="ma.li")
                    + "    was:\n      to: wang.wei\n")  # fmt: skip
    yield from by_hand(desk, path, "guard")


@ACTS.kind()
def value_of_no_field(desk: Ledger) -> Iterator[Found]:
    path = desk.edit("gate", "log:\n", "approved_by: zhao.min\nlog:\n")
    yield from by_hand(desk, path, "unknown-keys", "unlogged")


@ACTS.kind()
def link_to_a_record_that_is_not_there(desk: Ledger) -> Iterator[Found]:
    desk.edit("gate", "log:\n", "about:\n  - T-260101-000000\nlog:\n")
    entry = event(LATER, ATTACKER, "set") + "    about:\n      - T-260101-000000\n"
    yield from by_hand(desk, desk.log("gate", entry), "references")


@ACTS.kind()
def act_of_somebody_who_has_left(desk: Ledger) -> Iterator[Found]:
    """Ma Li has no role any more, and approves all the same."""
    path = approved(desk, "ma.li")
    bad = desk.commit("ma.li", LATER, f"leave {desk.ids['open-leave']}: approve")
    yield Found("guard", bad, path, "ma.li", "LVE-07")


@ACTS.kind()
def followup_forged(desk: Ledger) -> Iterator[Found]:
    """A rule makes a call with the id of its cause; this one was made up, as done, for Li Na."""
    desk.edit("gate", "status: open", "status: resolved")
    desk.edit("gate", "log:\n", "result: closed\nlog:\n")
    desk.log("gate", event(LATER, ATTACKER, "resolve", result="closed"))
    path = "callback/2026/03/19/B-260319-000000.md"
    done = {"result": "content", "satisfaction": "satisfied"}
    log = event(LATER, "li.na", "open") + event(LATER, "li.na", "done", **done)
    desk.write(path, f"""\
---
id: B-260319-000000
kind: callback
title: 'Callback: Gate open'
status: done
about:
  - {desk.ids["gate"]}
owner: wang.wei
opened_at: 2026-03-19T10:00:00+08:00
result: content
satisfaction: satisfied
log:
{log}---
""")  # fmt: skip
    bad = desk.commit(ATTACKER, LATER, f"ticket {desk.ids['gate']}: resolve")
    yield Found("author", bad, path)
