"""Comma-separated values that no spreadsheet takes for formulas."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cs_cli.render.formats import plain_value
from cs_cli.render.safe import clean
from cs_cli.render.table import Listing

_FORMULA = re.compile(r"[ \u00a0\u3000]*[=+\-@＝＋－＠]|[\t\r\n]")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')


def csv(listing: Listing) -> str:
    """Write RFC 4180, always with a header; a spreadsheet finds no formula in it."""
    keys = listing.keys or _keys(listing.items) or tuple(column.key for column in listing.columns)
    rows = ([_csv_cell(item.get(key)) for key in keys] for item in listing.items)
    return clean(
        "".join(",".join(map(_quote, row)) + "\r\n" for row in [list(keys), *rows]), crlf=True
    )


def _keys(items: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for item in items for key in item))


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    text = value if isinstance(value, str) else _structure(value)
    return "'" + text if _FORMULA.match(text) else text


def _structure(value: object) -> str:
    return plain_value(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
