"""The names by which kinds and packs call for Python: rules that refuse, rules that work out.

They stand here, apart from the code behind them in ``rules``, so that a policy can be checked by
those who never run it. A test holds both lists to each other.
"""

RULES = (
    "approval-line",
    "fixed-caller",
    "in-order",
    "inventory-explained",
    "nothing-left-out",
    "promise-moved",
    "renewed",
    "shift-started",
    "superior",
)
FILLS = (
    "approval-line",
    "count-responses",
    "leave-request",
    "open-matters",
)
