"""Deadlines of records: the rows of the rulebook with their figures, by the real packs."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from given import (
    BOOKING,
    CALLBACK,
    HANDOVER,
    HARD,
    LEAVE,
    SOFT,
    calendar,
    clocks,
    moment,
    policy,
    record,
)

from cs_cli.domain import clock
from cs_cli.domain.clock import Fact
from cs_cli.domain.kind import Moment
from cs_cli.domain.obligation import is_urgent, owed
from cs_cli.domain.people import People
from cs_cli.domain.record import replay
from cs_cli.store import definitions


def verdicts(text, *packs, **more):
    return {name: one.verdict for name, one in clocks(text, *packs, **more).items()}


def test_the_record_of_the_design_is_open_after_its_log():
    """An `assign` gives the owner and keeps the state."""
    text = """
        kind: ticket
        type: complaint
        title: Lift stopped between floors
        status: open
        severity: serious
        owner: li
        log:
          09:14:05 open
          09:20:31 assign owner: li
    """
    rules = policy("PSC")
    known = record(text, rules)
    assert known.values["severity"] == "major"
    kind = rules.kinds["ticket"].of("complaint")
    assert [step.status for step in replay(known, kind)] == ["open", "open"]


def test_a_soft_complaint_reacted_to_in_14_minutes_only_waits_for_its_verification():
    """CMP-29."""
    text = SOFT + "  10:14 react first_reaction_at: 2026-03-02T10:14:00+08:00\n"
    found = clocks(text, "FUR")
    assert found["soft-react"].verdict == "met"
    assert found["soft-verify"].verdict == "open"
    assert set(found) == {"soft-react", "soft-verify"}


def test_a_reaction_written_down_later_counts_from_when_it_happened():
    text = SOFT + "  11:00 set first_reaction_at: 2026-03-02T10:14:00+08:00\n"
    found = clocks(text, "FUR")["soft-react"]
    assert (found.verdict, found.decided) == ("met", moment("10:14"))


def test_a_deadline_counts_from_the_receipt_when_the_entry_came_later():
    text = SOFT.replace("class: soft", "class: soft\n    received_at: 2026-03-02T09:40:00+08:00")
    assert clocks(text, "FUR")["soft-react"].due == moment("09:55")


def test_an_unanswered_call_is_no_first_response():
    """Design section 5, rule 10."""
    text = (
        HARD + "      09:30 call reached: false\n      09:40 assign owner: li\n      09:45 note\n"
    )
    assert verdicts(text, "FUR")["hard-first-response"] == "open"
    text += "      09:50 call reached: true, responses: 1\n"
    assert verdicts(text, "FUR")["hard-first-response"] == "met"


def test_a_second_response_after_three_hours_is_late():
    """CMP-36."""
    second = "responses: 2, second_response_at: 2026-03-02T12:01:00+08:00"
    text = HARD + f"      09:50 reply responses: 1\n      12:01 reply {second}\n"
    found = verdicts(text, "FUR")
    assert found["hard-first-response"] == "met"
    assert found["hard-second-response"] == "late"


def test_met_exactly_at_the_due_time_is_in_time():
    text = HARD + "      10:00 reply responses: 1\n"
    assert verdicts(text, "FUR")["hard-first-response"] == "met"


def test_the_customer_is_told_after_every_change_that_matters():
    """CMP-12: the entry goes with a reply and comes back with the next change."""
    text = HARD + "      11:00 find-cause cause: glue\n"
    assert verdicts(text, "FUR")["inform-customer"] == "open"
    text += "      11:30 reply responses: 1\n"
    assert verdicts(text, "FUR")["inform-customer"] == "met"
    text += "      12:00 execute\n"
    assert verdicts(text, "FUR")["inform-customer"] == "open"


def test_a_service_report_is_owed_even_after_the_complaint_is_archived():
    """CMP-39."""
    text = HARD + "      11:00 resolve\n      12:00 reply responses: 1\n      13:00 close\n"
    found = clocks(text, "FUR")["service-report"]
    assert (found.verdict, found.due) == ("open", None)


@pytest.mark.parametrize(("verb", "verdict"), [("complete", "open"), ("cancel", "met")])
def test_a_call_outlives_the_completed_booking_and_ends_with_a_cancelled_one(verb, verdict):
    """CBK-07."""
    status = {"complete": "completed", "cancel": "cancelled"}[verb]
    text = f"kind: booking\nslip: x\nstatus: {status}\nshooting_on: 2026-03-20\nlog:\n"
    assert verdicts(f"{text}09:00 open\n10:00 {verb}\n", "WED")["shooting-call"] == verdict


def test_another_deadline_is_dropped_when_the_record_is_closed():
    text = "kind: student\nname: x\nstatus: dropped\nlog:\n09:00 open\n10:00 trial\n11:00 drop\n"
    rules = policy("ENG")
    row = replace(rules.rows.deadlines["after-trial"][0], until=())
    rows = replace(rules.rows, deadlines={"after-trial": (row,)})
    assert verdicts(text, rules=replace(rules, rows=rows)) == {"after-trial": "dropped"}


BOOKING_CALL = """
    kind: callback
    type: booking
    status: {status}
    about: [X-260302-000000]
    log:
      03-02T10:00 open
"""


def test_a_callback_about_the_booking_satisfies_its_call():
    """CBK-06; the type of the callback says which call it was. Filing it later changes nothing."""
    call = (
        BOOKING_CALL.format(status="archived")
        + "03-03T10:00 done result: ok\n03-09T10:00 archive\n"
    )
    found = clocks(BOOKING, "WED", facts=[call])
    assert (found["booking-call"].verdict, found["viewing-call"].verdict) == ("met", "open")
    assert found["booking-call"].decided == moment("03-03T10:00")


def test_a_call_that_was_only_planned_satisfies_nothing():
    planned = BOOKING_CALL.format(status="planned")
    assert verdicts(BOOKING, "WED", facts=[planned])["booking-call"] == "open"


def test_pre_event_tasks_move_with_the_event():
    """CBK-15: the shooting moves from the 20th to the 25th."""
    text = BOOKING.replace("2026-03-20", "2026-03-25")
    text += "      10:00 arrange shooting_on: 2026-03-25, was: {shooting_on: 2026-03-20}\n"
    assert clocks(text, "WED")["dress-notice"].due == moment("03-20")


def test_a_customer_reached_in_the_afternoon_ends_the_chase():
    """CBK-11."""
    text = "kind: callback\nstatus: attempted\nlog:\n09:00 open\n11:00 attempt reached: false\n"
    assert verdicts(text, "WED")["unreached-today"] == "open"
    assert verdicts(text + "17:00 attempt reached: true\n", "WED")["unreached-today"] == "met"


def test_a_callback_an_hour_after_its_24_hours_is_late():
    """CBK-28: handled 10:00, contact next day 11:00."""
    text = CALLBACK.format(type="complaint").replace("15:00", "10:00").replace("planned", "done")
    found = clocks(text + "      03-03T11:00 done result: ok\n", "FUR")["call-complaint"]
    assert found.verdict == "late"
    assert (found.decided - found.due).total_seconds() == 3600


def test_a_callback_without_time_or_rule_is_owed_without_a_limit():
    found = clocks("kind: callback\nstatus: planned\nlog:\n10:00 open\n")
    assert found["call-sometime"].due is None
    timed = "kind: callback\nstatus: planned\ndue_at: 2026-03-03T09:00:00+08:00\nlog:\n10:00 open\n"
    assert list(clocks(timed)) == ["call"]


@pytest.mark.parametrize(
    ("type_", "asked", "name", "verdict"),
    [
        ("ordinary-personal", "03-04T08:00", "ordinary-notice", "met"),
        ("ordinary-personal", "03-04T20:00", "ordinary-notice", "met"),
        ("ordinary-personal", "03-05T07:00", "ordinary-notice", "late"),
        ("special-personal", "03-05T07:30", "special-notice", "met"),
        ("special-personal", "03-05T07:31", "special-notice", "late"),
    ],
)
def test_leave_is_asked_for_in_time_or_late(type_, asked, name, verdict):
    """LVE-03, LVE-04."""
    assert verdicts(LEAVE.format(type=type_, asked=asked), "TEL")[name] == verdict


def test_who_is_back_from_leave_owes_no_return():
    """LVE-01."""
    text = LEAVE.format(type="annual", asked="09:00").replace("requested\n", "returned\n")
    text += "      10:00 approve approved_at: 2026-03-02T10:00:00+08:00\n"
    found = verdicts(text + "      03-06T08:00 return\n", "TEL")
    assert (found["return"], found["approved-or-absent"]) == ("late", "met")


def test_leave_that_was_rejected_owes_nothing():
    text = LEAVE.format(type="annual", asked="09:00").replace("requested\n", "rejected\n")
    found = verdicts(text + "      10:00 reject\n", "TEL")
    assert "return" not in found
    assert found["approved-or-absent"] == "dropped"


def test_a_desk_in_order_ten_minutes_before_the_end_is_five_late():
    """HND-02: shift end 16:00, ready 15:50."""
    text = HANDOVER + "      15:50 ready outgoing_ready_at: 2026-03-02T15:50:00+08:00\n"
    found = clocks(text, "PSC")["handover-ready"]
    assert found.verdict == "late"
    assert (found.decided - found.due).total_seconds() == 300


PROMISE = """
    kind: ticket
    status: {status}
    promised_at: 2026-03-02T17:00:00+08:00
    log:
      09:00 open
      10:00 promise promised_at: 2026-03-02T15:00:00+08:00
      14:00 promise promised_at: 2026-03-02T17:00:00+08:00, reason: no parts
"""


def test_a_moved_promise_keeps_the_first_and_counts_the_move():
    """TKT-25."""
    found = clocks(PROMISE.format(status="open"), "CHD")["promise"]
    assert (found.due, found.first_due, found.moves) == (moment("17:00"), moment("15:00"), 1)
    assert (found.row.ref, found.verdict) == ("TKT-25", "open")


APPOINTMENT = """
    kind: ticket
    status: {status}
    log:
      09:00 open
      10:00 schedule appointment_at: 2026-03-02T15:00:00+08:00
      11:00 set appointment_at: ""
"""


def test_what_counts_from_a_field_is_dropped_once_that_is_empty():
    """Not met, and not owed: there is nothing left to count from."""
    found = clocks(APPOINTMENT.format(status="open"))["appointment"]
    assert (found.verdict, found.decided, found.emptied) == ("dropped", moment("11:00"), True)
    text = APPOINTMENT.format(status="resolved") + "      16:00 resolve\n"
    assert verdicts(text)["appointment"] == "dropped"


def test_a_field_filled_anew_begins_anew():
    later = "      12:00 schedule appointment_at: 2026-03-03T09:00:00+08:00\n"
    text = APPOINTMENT.format(status="open") + later
    found = clocks(text)["appointment"]
    assert (found.verdict, found.due, found.moves) == ("open", moment("03-03T09:00"), 0)


def test_what_was_met_stays_met_when_the_field_is_emptied_later():
    settled = "      10:30 resolve\n      11:00"
    text = APPOINTMENT.format(status="resolved").replace("      11:00", settled)
    assert verdicts(text)["appointment"] == "met"


def test_a_call_made_before_the_date_was_taken_away_met_it():
    """CBK-07; one made afterwards meets nothing."""
    text = (
        "kind: booking\nslip: x\nstatus: booked\nlog:\n"
        "03-02T09:00 open shooting_on: 2026-03-02\n03-05T09:00 set shooting_on: ''\n"
    )
    call = (
        "kind: callback\ntype: shooting\nstatus: done\nabout: [X-260302-000000]\nlog:\n"
        "{day}T09:00 open\n{day}T10:00 done result: ok\n"
    )
    made = [verdicts(text, "WED", facts=[call.format(day=day)]) for day in ("03-03", "03-06")]
    assert [one["shooting-call"] for one in made] == ["met", "dropped"]


def test_a_clock_that_began_otherwise_goes_on_without_the_field():
    """Here from the opening; a promise only moves it."""
    rules = policy("PSC")
    row = rules.rows.deadlines["promise"][0]
    row = replace(row, start=(Moment.parse("do:open"), *row.start))
    rows = replace(rules.rows, deadlines={"promise": (row,)})
    text = PROMISE.format(status="open") + '      15:00 set promised_at: ""\n'
    assert verdicts(text, rules=replace(rules, rows=rows)) == {"promise": "open"}


def test_a_promise_is_kept_by_any_settled_state():
    text = PROMISE.format(status="resolved") + "      16:00 resolve\n"
    assert verdicts(text)["promise"] == "met"


def test_reopening_continues_the_clock_without_the_resolved_time():
    """Design section 5, rule 11: resolved from 10:30 to 11:30, so the hour ends at 11:00."""
    text = HARD.replace("09:00 open", "10:00 open").replace("open\n    log", "resolved\n    log")
    rules = policy("FUR")
    resolved = text + "      10:30 resolve\n"
    assert verdicts(resolved, rules=rules)["hard-second-response"] == "met"
    reopened = resolved.replace("resolved\n    log", "open\n    log") + "      11:30 reopen\n"
    found = clocks(reopened, rules=rules)["hard-second-response"]
    assert (found.verdict, found.due) == ("open", moment("14:00"))


def test_the_next_reply_runs_from_the_oldest_unanswered_message():
    text = "kind: ticket\nstatus: open\nlog:\n09:00 open\n10:00 message\n11:00 message\n"
    assert clocks(text)["next-reply"].since == moment("10:00")
    assert verdicts(text + "11:30 reply responses: 1\n")["next-reply"] == "met"
    again = clocks(text + "11:30 reply responses: 1\n14:00 message\n")["next-reply"]
    assert (again.since, again.verdict) == (moment("14:00"), "open")


WAITING = """
    kind: ticket
    status: {status}
    recheck_at: 2026-03-03T09:00:00+08:00
    log:
      09:00 open
      10:00 wait recheck_at: 2026-03-03T09:00:00+08:00, reason: parts
"""


def test_a_waiting_record_is_looked_at_again():
    assert clocks(WAITING.format(status="pending"))["recheck"].due == moment("03-03T09:00")
    resumed = WAITING.format(status="open") + "      03-02T15:00 resume\n"
    assert "recheck" not in clocks(resumed)


def test_an_appointment_is_kept_by_arriving():
    """TKT-13."""
    text = """
        kind: ticket
        type: repair
        status: {status}
        appointment_at: 2026-03-10T14:00:00+08:00
        log:
          09:00 open
          10:00 schedule appointment_at: 2026-03-10T14:00:00+08:00
    """
    found = clocks(text.format(status="open"), "HOT")["appointment"]
    assert (found.due, found.row.ref) == (moment("03-10T14:00"), "TKT-13")
    arrived = text.format(status="arrived") + "      03-10T13:50 arrive\n"
    assert verdicts(arrived, "HOT")["appointment"] == "met"


def test_someone_trapped_in_a_lift_comes_first():
    """TKT-23."""
    text = "kind: ticket\ntype: incident\ncategory: {}\nstatus: open\nlog:\n09:00 open\n"
    rules = policy("CHD")
    assert is_urgent(record(text.format("电梯困人"), rules), rules, calendar())
    assert not is_urgent(record(text.format("other"), rules), rules, calendar())


def test_a_decision_on_leave_is_owed_by_the_next_in_line():
    people = People.parse([{"id": "li", "name": "李娜"}, {"id": "chen", "name": "陈静"}])
    rules = policy("TEL")
    text = LEAVE.format(type="annual", asked="09:00")
    asked = record(text.replace("    log", "    next_approver: chen\n    log"), rules)
    found = {item.what: item.owner for item in owed(asked, rules, calendar(), people)}
    assert found["approval"] == "chen"


@pytest.fixture
def own(tmp_path: Path):
    """A desk whose own policy has waiting stop a four-hour deadline, and another limit later."""
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy/own.yaml").write_text(
        """
deadlines:
  answer:
    label: {en: answer, zh: 答复}
    on: {kind: ticket}
    limit: 4 hours
    until: state:settled
    pauses: pending
  quick:
    label: {en: quick, zh: 快}
    on: {kind: ticket}
    limit: 2 hours
    until: state:settled
"""
    )
    (tmp_path / "policy/spring.yaml").write_text(
        "deadlines: {quick: {since: 2026-03-10, limit: 1 hour}}\n"
        "urgent: {all: {since: 2026-03-10, on: {kind: ticket}}}\n"
    )
    return definitions.load([], tmp_path)


def test_waiting_stops_a_clock_that_the_policy_says_it_stops(own):
    """Waiting from 10:00 to 11:30: four hours from 09:00 end at 14:30."""
    text = WAITING.format(status="open") + "      11:30 resume\n"
    assert clocks(text, rules=own)["answer"].due == moment("14:30")
    assert clocks(WAITING.format(status="pending"), rules=own)["answer"].verdict == "paused"


def test_a_record_is_judged_by_the_row_in_force_when_its_clock_started(own):
    text = "kind: ticket\nstatus: open\nlog:\n{} open\n"
    assert clocks(text.format("03-09T09:00"), rules=own)["quick"].due == moment("03-09T11:00")
    assert clocks(text.format("03-10T09:00"), rules=own)["quick"].due == moment("03-10T10:00")


@pytest.mark.parametrize(("opened", "urgent"), [("15:59:59", False), ("16:00:00", True)])
def test_what_is_urgent_goes_by_the_day_it_was_opened_on_at_the_desk(own, opened, urgent):
    """Of a record from another zone too: midnight in Shanghai is 16:00 in UTC."""
    one = record("kind: ticket\nstatus: open\nlog:\n03-09T09:00 open\n", own)
    event = replace(one.log[0], at=datetime.fromisoformat(f"2026-03-09T{opened}+00:00"))
    assert is_urgent(replace(one, log=(event,)), own, calendar()) is urgent


REGULAR = """
deadlines:
  regular-call:
    ref: CBK-04
    label: {en: regular callback, zh: 定期回访}
    on: {kind: customer}
    start: [do:open, {linked: {kind: callback, status: done}}]
    limit: 30 calendar days
    until: {linked: {kind: callback, status: done}}
  any-news:
    label: {en: any news, zh: 进展}
    on: {kind: ticket}
    start: do:any
    limit: 2 hours
    until: do:any
  since-call:
    label: {en: since the call, zh: 回访之后}
    on: {kind: ticket}
    start: {linked: {kind: callback, status: done}}
    limit: 90 calendar days
    until: state:settled
  told-or-done:
    label: {en: told or done, zh: 告知或完成}
    on: {kind: task}
    limit: 2 hours
    until: [state:done, {linked: {kind: callback, status: done}}]
"""


@pytest.fixture
def regular(tmp_path: Path):
    """A desk whose customers are called again thirty days after each call."""
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy/own.yaml").write_text(REGULAR)
    return definitions.load([], tmp_path)


def runs(text, rules, *facts):
    """Give the runs of every clock: when each began, was due and how it came out."""
    others = [record(fact, rules) for fact in facts]
    linked = [Fact.of(one, rules.kinds[one.kind].of(one.type)) for one in others]
    found = clock.clocks(record(text, rules), rules, calendar(), linked)
    return [(one.since, one.due, one.verdict) for one in found]


CUSTOMER = "kind: customer\nname: A\nstatus: active\nlog:\n{} open\n"
CALL = (
    "kind: callback\nstatus: done\nabout: [X-260302-000000]\nlog:\n{}T09:00 open\n{}T10:00 done\n"
)


def test_whatever_comes_first_ends_a_clock_the_record_itself_or_a_linked_one(regular):
    text = "kind: task\nstatus: done\nlog:\n03-02T09:00 open\n03-02T16:00 done\n"
    due = moment("03-02T09:00"), moment("03-02T11:00")
    assert runs(text, regular)[-1] == (*due, "late")
    assert runs(text, regular, CALL.format("03-02", "03-02"))[-1] == (*due, "met")
    assert runs(text, regular, CALL.format("03-03", "03-03"))[-1] == (*due, "late")


def test_a_customer_is_called_again_thirty_days_after_the_last_call(regular):
    """CBK-04: last call on 1 February, due on 3 March; before any call it counts from the start."""
    text = CUSTOMER.format("01-02T09:00")
    assert runs(text, regular) == [(moment("01-02T09:00"), moment("02-01"), "open")]
    assert runs(text, regular, CALL.format("02-01", "02-01")) == [
        (moment("01-02T09:00"), moment("02-01"), "met"),
        (moment("02-01T10:00"), moment("03-03"), "open"),
    ]


def test_every_call_leaves_its_verdict_whatever_order_they_are_known_in(regular):
    """The date that counts is that of the call, not of its entry into the callback's file."""
    calls = [CALL.format("03-05", "03-05"), CALL.format("01-20", "02-01")]
    found = runs(CUSTOMER.format("01-02T09:00"), regular, *calls)
    assert [verdict for _since, _due, verdict in found] == ["met", "late", "open"]


def test_a_call_from_before_the_record_was_opened_counts(regular):
    found = runs(CUSTOMER.format("02-20T09:00"), regular, CALL.format("02-01", "02-01"))
    assert found == [(moment("02-01T10:00"), moment("03-03"), "open")]


def test_two_entries_of_one_call_begin_it_once(regular):
    call = CALL.format("02-01", "02-01")
    found = runs(CUSTOMER.format("01-02T09:00"), regular, call, call)
    assert [verdict for _since, _due, verdict in found] == ["met", "open"]


def test_a_planned_call_or_a_customer_who_left_restarts_nothing(regular):
    planned = "kind: callback\nstatus: planned\nabout: [X-260302-000000]\nlog:\n02-01T09:00 open\n"
    assert len(runs(CUSTOMER.format("01-02T09:00"), regular, planned)) == 1
    gone = CUSTOMER.format("01-02T09:00").replace("active", "inactive") + "01-20T09:00 deactivate\n"
    assert [verdict for _s, _d, verdict in runs(gone, regular)] == ["dropped"]


def test_ninety_days_count_from_the_last_call_while_nothing_ends_them(regular):
    """CBK-34: the next contact is the last one and ninety days."""
    text = "kind: ticket\nstatus: open\nlog:\n01-02T09:00 open\n"
    calls = [CALL.format(day, day) for day in ("01-10", "02-01")]
    assert runs(text, regular, *calls)[-1] == (moment("02-01T10:00"), moment("05-02"), "open")


def test_any_event_ends_the_clock_and_begins_it_again(regular):
    text = "kind: ticket\nstatus: {}\nlog:\n09:00 open\n10:00 note\n12:30 assign owner: li\n"
    assert runs(text.format("open"), regular) == [
        (moment("09:00"), moment("11:00"), "met"),
        (moment("10:00"), moment("12:00"), "late"),
        (moment("12:30"), moment("14:30"), "open"),
    ]
    closed = runs(text.format("closed") + "13:00 resolve\n13:10 close\n", regular)
    assert [verdict for *_when, verdict in closed] == ["met", "late", "met", "met", "dropped"]
