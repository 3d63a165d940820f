"""A record as the index knows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """Another record as the index knows it."""

    id: str
    kind: str
    type: str | None
    status: str
    values: Mapping[str, Any]
