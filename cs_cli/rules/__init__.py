"""Named rules: what a row of data cannot say. One file each, listed here by hand.

``cs_cli.domain.named`` holds the same names, for those who check a policy without running it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.rules import (
    all_signed,
    apology,
    approval_line,
    approved_by,
    away,
    cancel_fee,
    clock_times,
    day_after,
    draw_sample,
    duty_owner,
    entry_settled,
    fee,
    for_cashier,
    handover_items,
    in_order,
    in_person,
    in_time,
    inventory_explained,
    leave_allowance,
    leave_back,
    leave_cover,
    leave_held,
    leave_request,
    leave_span,
    next_in_turn,
    not_ahead,
    objects_to_count,
    on_duty_then,
    open_matters,
    payments,
    promise_moved,
    quiet_hours,
    renewed,
    second_approval,
    select_customers,
    stands_in,
    superior,
)
from cs_cli.rules.guard import Rule

Fill = Callable[[Act, World], Mapping[str, Any]]
"""Work values out before a command is judged: field to value, those to be set only."""

RULES: Mapping[str, Rule] = {
    "all-signed": all_signed.check,
    "apology": apology.check,
    "approval-line": approval_line.check,
    "approved-by": approved_by.check,
    "away": away.check,
    "cancel-fee": cancel_fee.check,
    "fee": fee.check,
    "in-order": in_order.check,
    "in-person": in_person.check,
    "in-time": in_time.check,
    "inventory-explained": inventory_explained.check,
    "matters-kept": open_matters.kept,
    "leave-allowance": leave_allowance.check,
    "leave-back": leave_back.check,
    "leave-cover": leave_cover.check,
    "leave-held": leave_held.check,
    "leave-span": leave_span.check,
    "not-ahead": not_ahead.check,
    "nothing-left-out": open_matters.check,
    "paid-in-full": payments.check,
    "promise-moved": promise_moved.check,
    "quiet-hours": quiet_hours.check,
    "renewed": renewed.check,
    "sample-drawn": draw_sample.check,
    "second-approval": second_approval.check,
    "stands-in": stands_in.check,
    "superior": superior.check,
}
FILLS: Mapping[str, Fill] = {
    "approval-line": approval_line.fill,
    "cancel-fee": cancel_fee.fill,
    "clock-times": clock_times.fill,
    "day-after": day_after.fill,
    "draw-sample": draw_sample.fill,
    "duty-owner": duty_owner.fill,
    "entry-settled": entry_settled.fill,
    "fee": fee.fill,
    "for-cashier": for_cashier.fill,
    "leave-back": leave_back.fill,
    "leave-request": leave_request.fill,
    "next-in-turn": next_in_turn.fill,
    "objects-to-count": objects_to_count.fill,
    "on-behalf": superior.fill,
    "on-duty-then": on_duty_then.fill,
    "open-matters": open_matters.fill,
    "payments": payments.fill,
    "said-again": handover_items.said_again,
    "select-customers": select_customers.fill,
}
