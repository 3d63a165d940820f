"""Definitions in the form they were last worked out in, kept to be read without parsing.

They are read by an unpickler that knows the value types of ``cs_cli.domain`` and nothing else: a
file that came with somebody else's desk can name no other code.
"""

import io
import pickle
import sys
from collections.abc import Iterable
from typing import Any

from cs_cli.domain.kind import Kind

TYPES = {
    "cs_cli.domain.cover": {"Cover"},
    "cs_cli.domain.kind": {
        "Case", "Choice", "Count", "FieldDef", "Kind", "Moment", "Need", "Put", "State", "Verb",
    },
    "cs_cli.domain.language": {"Text"},
    "cs_cli.domain.limit": {"Limit"},
    "cs_cli.domain.match": {"Query"},
    "cs_cli.domain.policy": {
        "Ahead", "Audit", "Deadline", "Each", "Entries", "FollowUp", "Guard", "On", "Origin",
        "Policy", "Role", "Rows", "Urgent",
    },
    "cs_cli.domain.recurring": {"Duty"},
    "cs_cli.domain.reporting": {"Mean", "Report", "Share"},
    "datetime": {"date"},
}  # fmt: skip
_OF_KINDS = ("cs_cli.domain.kind", "cs_cli.domain.language", "cs_cli.domain.match")


class Reader(pickle.Unpickler):
    """Read value types of the domain; refuse every other name."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as in pickle
        """Give one of the known types."""
        if name not in TYPES.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def shapes(modules: Iterable[str]) -> list[Any]:
    """Say what the types of loaded modules hold: one with other fields would be read wrong."""
    types = [getattr(sys.modules[name], kind) for name in modules for kind in sorted(TYPES[name])]
    return [[kind.__name__, *getattr(kind, "_fields", kind.__slots__)] for kind in types]


def kept(kind: Kind) -> bytes:
    """Give a kind as it is kept."""
    return pickle.dumps([shapes(_OF_KINDS), kind], protocol=5)


def kind(content: bytes) -> Kind | None:
    """Give a kind that was kept, None where that cannot be read, for whatever reason."""
    try:
        shape, found = Reader(io.BytesIO(content)).load()
        return found if shape == shapes(_OF_KINDS) and isinstance(found, Kind) else None
    except Exception:
        # A cache: unreadable, old and forged ones are all the same to us.
        return None
