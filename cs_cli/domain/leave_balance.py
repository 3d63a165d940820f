"""How much of a year's leave has been taken or asked for, and how much is left (LVE-14).

Every working day of leave counts in its own year, leave over New Year in both. Leave that was
rejected or cancelled counts nothing; leave that ended early counts up to the return.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cs_cli.domain.absence import ASKED, Hours, days

COUNTED = (*ASKED, "returned")
"""The states of leave whose days count."""


def spent(leaves: Iterable[Mapping[str, Any]], year: int, hours: Hours) -> Decimal:
    """Give how many days of a year these leaves take."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return sum((days(one, hours, first, last) for one in leaves), Decimal(0))
