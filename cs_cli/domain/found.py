"""A record as the index knows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Text


@dataclass(frozen=True, slots=True)
class Found:
    """Another record as the index knows it."""

    id: str
    kind: str
    type: str | None
    status: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Owes:
    """Something owed as the index knows it: of a record (or a duty), what, and when it is due."""

    id: str | None
    kind: str
    what: Text
    due: datetime | None
