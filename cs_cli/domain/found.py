"""A record as the index knows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from cs_cli.domain.language import Text


class Found(NamedTuple):
    """Another record as the index knows it."""

    id: str
    kind: str
    type: str | None
    status: str
    values: Mapping[str, Any]


class Owes(NamedTuple):
    """Something owed as the index knows it: of a record (or a duty), what, and when it is due."""

    id: str | None
    kind: str
    what: Text
    due: datetime | None
