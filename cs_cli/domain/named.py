"""The names by which kinds and packs call for Python: what refuses, works out, reports, audits.

They stand here, apart from the code behind them in ``rules`` and ``reports``, so that a policy can
be checked by those who never run it. A test holds both lists to each other.
"""

RULES = (
    "all-signed",
    "all-ticked",
    "apology",
    "approval-line",
    "approved-by",
    "away",
    "cancel-fee",
    "fee",
    "goods-accepted",
    "goods-loaded",
    "in-order",
    "in-person",
    "in-time",
    "inventory-explained",
    "leave-allowance",
    "leave-back",
    "leave-cover",
    "leave-held",
    "leave-span",
    "matters-kept",
    "not-ahead",
    "nothing-left-out",
    "paid-in-full",
    "promise-moved",
    "quiet-hours",
    "renewed",
    "sample-drawn",
    "second-approval",
    "stands-in",
    "superior",
)
FILLS = (
    "approval-line",
    "balance",
    "cancel-fee",
    "clock-times",
    "day-after",
    "draw-sample",
    "duty-owner",
    "entry-settled",
    "fee",
    "for-cashier",
    "leave-back",
    "leave-by",
    "leave-request",
    "next-in-turn",
    "objects-to-count",
    "on-behalf",
    "on-duty-then",
    "open-matters",
    "payments",
    "said-again",
    "select-customers",
)
REPORTS = (
    "attendance",
    "duty-log",
    "leave-balance",
    "untouched",
    "visit-round",
)
AUDITS = (
    "attendance",
    "unlinked",
    "unlinked-over",
    "untouched",
)
