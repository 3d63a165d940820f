"""Reports and audits that data cannot say; one file each, listed here by hand.

``figures`` works out all others. ``cs_cli.domain.named`` holds the same names, for those who
check a policy without running it.
"""

from collections.abc import Mapping

from cs_cli.reports import (
    adherence,
    attendance,
    duty_log,
    empty_shift,
    leave_balance,
    opening_list,
    own_leave,
    unlinked,
    unlinked_over,
    untouched,
    visit_round,
)
from cs_cli.reports.sight import Check, Fill

REPORTS: Mapping[str, Fill] = {
    "adherence": adherence.fill,
    "attendance": attendance.fill,
    "duty-log": duty_log.fill,
    "leave-balance": leave_balance.fill,
    "opening-list": opening_list.fill,
    "untouched": untouched.fill,
    "visit-round": visit_round.fill,
}
AUDITS: Mapping[str, Check] = {
    "attendance": attendance.check,
    "empty-shift": empty_shift.check,
    "own-leave": own_leave.check,
    "unlinked": unlinked.check,
    "unlinked-over": unlinked_over.check,
    "untouched": untouched.check,
}
