"""Reports as data: which records, of which period, grouped and worked out how."""

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.language import Text
from cs_cli.domain.match import Match, Query, match
from cs_cli.domain.shape import build, mapping, text


@dataclass(frozen=True, slots=True)
class Mean:
    """What is averaged: the numbers in a field, or the minutes from one moment to another.

    Moments are fields, or words such as ``do:open`` and ``signal:response``.
    """

    field: str = ""
    from_: str = ""
    to: str = ""

    @classmethod
    def parse(cls, data: object) -> "Mean":
        """Read a field's name, or ``{from, to}``."""
        if isinstance(data, str):
            return cls(text(data))
        ends = build(_Ends, data)
        return cls("", ends.from_, ends.to)


@dataclass(frozen=True, slots=True)
class _Ends:
    from_: str
    to: str


@dataclass(frozen=True, slots=True)
class Share:
    """Which of the records count for the percentage.

    Those whose fields fit and, with ``linked``, about which there are ``least`` such records.
    """

    match: Match = field(default_factory=dict)
    linked: Query | None = None
    least: int = 1

    @classmethod
    def parse(cls, data: object) -> "Share":
        """Read ``{FIELD: VALUE, linked: {kind, …}, least: N}``."""
        given = dict(mapping(data))
        linked = given.pop("linked", None)
        least = build(_Least, {"least": given.pop("least")}).least if "least" in given else 1
        if linked is None:
            if not given or least != 1:
                raise Invalid(_("say which records count: FIELD: VALUE, or linked"))
            return cls(match(given))
        try:
            return cls(match(given), Query.parse(linked), least)
        except Invalid as fault:
            raise fault.within("linked") from None


@dataclass(frozen=True, slots=True)
class _Least:
    least: int


@dataclass(frozen=True, slots=True)
class Report:
    """What is counted, of which records, for which period.

    The records are those of ``of`` whose ``at`` lies in the period. ``by`` makes one line for
    each value of a field or two, else there is only the total; ``columns`` lists the records
    instead. ``max`` tells the greatest beside the ``mean``; ``trend`` compares with the period
    before. ``fill`` names a report in Python.
    """

    label: Text
    of: Query | None = None
    ref: str | None = None
    at: str = "opened_at"
    period: str = "month"
    by: tuple[str, ...] = ()
    share: Share | None = None
    mean: Mean | None = None
    max: bool = False
    sum: str | None = None
    columns: tuple[str, ...] = ()
    trend: bool = False
    fill: str | None = None
    with_: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
