"""Setting files as ``cs init`` writes them; afterwards they belong to people."""

from collections.abc import Mapping, Sequence
from textwrap import indent

from cs_cli.store import emit
from cs_cli.store.values import Value


def mapping_text(data: Mapping[str, Value]) -> bytes:
    """Give a file of keys and values."""
    return emit.mapping(data).encode()


def list_text(items: Sequence[Mapping[str, Value]]) -> bytes:
    """Give a file that is a list of such."""
    entries = (indent(emit.mapping(item), "  ").replace("  ", "- ", 1) for item in items)
    return "".join(entries).encode()
