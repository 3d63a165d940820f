"""Named rules: what a row of data cannot say. One file each, listed here by hand.

Each is loaded when it is named: a command calls two or three of them.
``cs_cli.domain.named`` holds the same names, for those who check a policy without running it.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar

from cs_cli.domain.act import Act, World
from cs_cli.rules.guard import Rule

Fill = Callable[[Act, World], Mapping[str, Any]]
"""Work values out before a command is judged: field to value, those to be set only."""

F = TypeVar("F")


class _Named(Mapping[str, F]):
    """Functions by the names that rows call them by, each told as ``file.function``."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def __getitem__(self, name: str) -> F:
        file, _dot, function = self._places[name].partition(".")
        found: F = getattr(import_module(f"{__name__}.{file}"), function)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


RULES: Mapping[str, Rule] = _Named(
    {
        "cash-explained": "cash_counted.check",
        "all-signed": "all_signed.check",
        "all-ticked": "all_ticked.check",
        "apology": "apology.check",
        "approval-line": "approval_line.check",
        "approved-by": "approved_by.check",
        "away": "away.check",
        "cancel-fee": "cancel_fee.check",
        "charge-agreed": "charge_agreed.check",
        "differs": "differs.check",
        "fee": "fee.check",
        "goods-accepted": "goods_accepted.check",
        "goods-loaded": "goods_loaded.check",
        "in-order": "in_order.check",
        "in-person": "in_person.check",
        "in-time": "in_time.check",
        "inventory-explained": "inventory_explained.check",
        "leave-allowance": "leave_allowance.check",
        "leave-back": "leave_back.check",
        "leave-cover": "leave_cover.check",
        "late-shift": "late_shift.check",
        "leave-held": "leave_held.check",
        "leave-span": "leave_span.check",
        "keeper": "month_sealed.keeper",
        "matters-kept": "open_matters.kept",
        "month-closed": "month_sealed.check",
        "month-unchanged": "month_sealed.unchanged",
        "not-ahead": "not_ahead.check",
        "nothing-left-out": "open_matters.check",
        "paid-in-full": "payments.check",
        "promise-moved": "promise_moved.check",
        "quiet-hours": "quiet_hours.check",
        "quoted": "quoted.check",
        "renewed": "renewed.check",
        "sample-drawn": "draw_sample.check",
        "second-approval": "second_approval.check",
        "shift-started": "shift_started.check",
        "stands-in": "stands_in.check",
        "superior": "superior.check",
        "swap-limit": "swap.limit",
        "swap-shifts": "swap.shifts",
    }
)
FILLS: Mapping[str, Fill] = _Named(
    {
        "cash-recorded": "cash_counted.fill",
        "approval-line": "approval_line.fill",
        "cancel-fee": "cancel_fee.fill",
        "clock-times": "clock_times.fill",
        "balance": "balance.fill",
        "day-after": "day_after.fill",
        "draw-sample": "draw_sample.fill",
        "duty-owner": "duty_owner.fill",
        "entry-settled": "entry_settled.fill",
        "fee": "fee.fill",
        "for-cashier": "for_cashier.fill",
        "leave-back": "leave_back.fill",
        "leave-by": "leave_by.fill",
        "leave-request": "leave_request.fill",
        "matters-told": "matters_told.fill",
        "month-sealed": "month_sealed.fill",
        "next-in-turn": "next_in_turn.fill",
        "objects-to-count": "objects_to_count.fill",
        "on-behalf": "superior.fill",
        "on-duty-then": "on_duty_then.fill",
        "open-matters": "open_matters.fill",
        "payments": "payments.fill",
        "said-again": "handover_items.said_again",
        "select-customers": "select_customers.fill",
        "swap": "swap.fill",
    }
)
