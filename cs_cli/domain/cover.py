"""What a coverage row may say; where it is not met is in :mod:`cs_cli.domain.coverage`."""

from datetime import date
from typing import Literal

from cs_cli.domain.frozen import dataclass
from cs_cli.domain.hours import WEEKDAYS
from cs_cli.domain.language import Text

DAYS = ("all", "working", "holidays", *WEEKDAYS)
"""Which days a row is for; days of the calendar may be named as well."""
DURING = ("hours", "shifts", "day")
"""When people must be there; the name of a shift stands for that shift."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Who must be on duty when.

    Of those with one of the ``roles`` (else of everybody) and a role of at least this ``rank``,
    ``least`` must and ``most`` may be on duty: in all open ``hours``, in all ``shifts`` that
    anybody works, in the shifts named, or some time of the ``day``. With ``warn`` it is told and
    nothing more.

    ``turns`` says how a roster of the shifts named is drawn up: people take turns beginning anew
    every ``week``, day by ``day`` whether or not it is worked, or from one shift to the next.
    """

    label: Text
    ref: str | None = None
    roles: tuple[str, ...] = ()
    rank: int = 0
    least: int | None = None
    most: int | None = None
    days: tuple[str, ...] = ("all",)
    during: tuple[str, ...] = ("hours",)
    turns: Literal["week", "day", "shift"] | None = None
    warn: bool = False
    since: date | None = None
