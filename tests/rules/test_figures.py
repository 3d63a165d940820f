"""Every deadline row of groups B, E, F and H that has an example: when it is due."""

import pytest
from given import BOOKING, CALLBACK, HANDOVER, HARD, LEAVE, SOFT, clocks, moment

# What the rulebook's own examples say: row, packs, record, deadline, when it ends.
FIGURES = [
    ("CMP-04", "HOT", """
        kind: ticket
        type: complaint
        status: unresolved
        next_reply_at: 2026-03-06T10:00:00+08:00
        log:
          09:00 open
          10:00 unresolved next_reply_at: 2026-03-06T10:00:00+08:00
     """, "next-agreed-reply", "03-06T10:00"),
    ("CMP-07", "HOT", """
        kind: ticket
        type: complaint
        severity: grave
        status: open
        log:
          09:00 open
          10:00 set severity: major
     """, "report-to-manager", "10:00"),
    ("CMP-14", "PSC", SOFT, "clear-answer", "03-05"),
    ("CMP-14", "PSC", SOFT.replace("class: soft", "severity: 小问题"), "small-problem", "10:00"),
    ("CMP-21", "ONE", SOFT, "follow-up-form", "10:00"),
    ("CMP-22", "ONE", """
        kind: ticket
        type: complaint
        status: notified
        log:
          08:00 open
          09:00 notify department: 工程部
     """, "slip-fetch", "09:15"),
    ("CMP-23", "ONE", """
        kind: ticket
        type: complaint
        status: slip-with-department
        log:
          08:00 open
          09:10 collect slip_receiver: 老吴
     """, "slip-return", None),
    ("CMP-29", "FUR", SOFT, "soft-react", "10:15"),
    ("CMP-29", "FUR", SOFT, "soft-verify", "10:30"),
    ("CMP-30", "FUR", """
        kind: ticket
        type: complaint
        status: agreed
        customer_agreed: true
        plan_at: 2026-03-04T14:00:00+08:00
        log:
          09:00 open
          10:00 agree plan_at: 2026-03-04T14:00:00+08:00, customer_agreed: true
     """, "carry-out-plan", "03-04T14:00"),
    ("CMP-36", "FUR", HARD, "hard-first-response", "10:00"),
    ("CMP-36", "FUR", HARD, "hard-second-response", "12:00"),
    ("CMP-36", "FUR", """
        kind: ticket
        type: complaint
        class: hard
        status: open
        estimated_resolution_at: 2026-03-04T12:00:00+08:00
        log:
          09:00 open
          09:50 reply responses: 1
          11:00 reply responses: 2, estimated_resolution_at: 2026-03-04T12:00:00+08:00
     """, "hard-settlement", "03-04T12:00"),
    ("CMP-43", "CHD", SOFT.replace("class: soft", "severity: 严重"),
     "report-to-centre-manager", None),
    ("CMP-46", "WED", SOFT, "red-note", "18:00"),
    ("CBK-03", "HOT", CALLBACK.format(type="campaign"), "call-campaign", "03-05"),
    ("CBK-39", "HOT", CALLBACK.format(type="after-handling"), "call-after-handling", "03-05"),
    ("CBK-06", "WED", BOOKING, "booking-call", "03-03T18:00"),
    ("CBK-07", "WED", BOOKING, "shooting-call", "03-21T18:00"),
    ("CBK-08", "WED", BOOKING, "viewing-call", "03-15T18:00"),
    ("CBK-09", "WED", BOOKING, "pickup-call", "03-10T18:00"),
    ("CBK-10", "WED", BOOKING, "wedding-day", "05-01"),
    ("CBK-15", "WED", BOOKING, "dress-notice", "03-15"),
    ("CBK-11", "WED", """
        kind: callback
        status: attempted
        log:
          09:00 open
          11:00 attempt reached: false
          15:00 attempt reached: false
     """, "unreached-today", "18:00"),
    ("CBK-17", "PSC", CALLBACK.format(type="repair"), "call-repair", "03-02"),
    ("CBK-21", "ONE", CALLBACK.format(type="slip"), "call-slip", None),
    ("CBK-23", "FUR", """
        kind: order
        status: placed
        ordered_at: 2026-03-02T15:00:00+08:00
        log:
          15:10 open
     """, "sale-call", "03-03T15:00"),
    ("CBK-24", "FUR", """
        kind: order
        status: signed
        signed_at: 2026-03-02
        log:
          15:10 open
     """, "thank-you-letter", "03-09"),
    ("CBK-25", "FUR", """
        kind: order
        status: signed
        letter_sent_at: 2026-03-05
        log:
          15:10 open
     """, "letter-call", "03-12"),
    ("CBK-26", "FUR", CALLBACK.format(type="delivery"), "call-delivery", None),
    ("CBK-27", "FUR", CALLBACK.format(type="repaired-return"), "call-repaired", "03-03T15:00"),
    ("CBK-28", "FUR", CALLBACK.format(type="complaint"), "call-complaint", "03-03T15:00"),
    ("CBK-31", "CHD", CALLBACK.format(type="handled"), "call-handled", "03-02"),
    ("LVE-01", "TEL", """
        kind: leave
        type: annual
        person: li
        from: 2026-03-03
        to: 2026-03-04
        status: approved
        log:
          09:00 open
          10:00 approve approved_at: 2026-03-02T10:00:00+08:00
     """, "return", "03-04"),
    ("LVE-03", "TEL", LEAVE.format(type="ordinary-personal", asked="03-04T20:00"),
     "ordinary-notice", "03-04"),
    ("LVE-04", "TEL", LEAVE.format(type="special-personal", asked="03-05T07:30"),
     "special-notice", "03-05T07:30"),
    ("LVE-06", "TEL", LEAVE.format(type="annual", asked="09:00"),
     "approved-or-absent", "03-05T08:30"),
    ("HND-01", "PSC", SOFT.replace("class: soft", "severity: major"),
     "report-to-director", "10:00"),
    ("HND-02", "PSC", HANDOVER, "handover-ready", "15:45"),
    ("HND-04", "PSC", HANDOVER, "incoming-present", "15:55"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "pack", "text", "name", "due"), FIGURES)
def test_a_row_of_the_rulebook_is_due_when_its_example_says(row, pack, text, name, due):
    found = clocks(text, pack)[name]
    assert found.row.ref == row
    assert found.due == (moment(due) if due else None)
