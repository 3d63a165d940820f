"""What a coverage row may say; where it is not met is in :mod:`cs_cli.domain.coverage`."""

from dataclasses import dataclass
from datetime import date

from cs_cli.domain.language import Text

DAYS = ("all", "working", "holidays")
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
    """

    label: Text
    ref: str | None = None
    roles: tuple[str, ...] = ()
    rank: int = 0
    least: int | None = None
    most: int | None = None
    days: tuple[str, ...] = ("all",)
    during: tuple[str, ...] = ("hours",)
    warn: bool = False
    since: date | None = None
