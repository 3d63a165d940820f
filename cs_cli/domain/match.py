"""Conditions in data: equality, and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

Match = Mapping[str, tuple[str, ...]]
"""Field name to the values that fit; the words ``any`` and ``none`` mean filled and empty."""


def fits(wanted: Match, values: Mapping[str, Any]) -> bool:
    """Tell whether every field named holds one of its wanted values."""
    return all(_one_fits(options, values.get(name)) for name, options in wanted.items())


def _one_fits(options: Sequence[str], value: object) -> bool:
    filled = value not in (None, "", [])
    for option in options:
        if option == "any" and filled:
            return True
        if option == "none" and not filled:
            return True
        if filled and (value == option or (isinstance(value, list) and option in value)):
            return True
    return False
