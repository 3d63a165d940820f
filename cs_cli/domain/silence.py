"""How many days a matter may go by without any event: the setting ``untouched.days`` (TKT-41).

Written as a whole number; absent means that no limit is set. A row that looks for such matters
may have ``days`` of its own.
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.policy import Policy

SETTING = "untouched.days"
DAYS = "days"
RULE = "untouched"


def days(text: str | None) -> int | None:
    """Read a number of days, None for no limit; raise :class:`Invalid` for anything else."""
    if not text:
        return None
    if not text.isdecimal():
        raise Invalid(_("{text} is not a whole number of days").format(text=text))
    return int(text)


def faults(policy: Policy) -> Iterator[Invalid]:
    """Give what is wrong with the setting and with rows of their own, each at its place."""
    for text, place in _written(policy):
        try:
            days(text)
        except Invalid as fault:
            yield fault.within(*place)


def _written(policy: Policy) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    yield policy.settings.get(SETTING), ("settings", SETTING)
    for name, reports in policy.rows.reports.items():
        for row in reports:
            if row.fill == RULE:
                yield row.with_.get(DAYS), ("reports", name, "with", DAYS)
    for name, audits in policy.rows.audits.items():
        for audit in audits:
            if audit.rule == RULE:
                yield audit.with_.get(DAYS), ("audits", name, "with", DAYS)
