"""One listing in every format there is."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from gettext import gettext as _
from typing import Any, Literal, get_args

from cs_cli.domain.errors import UsageError
from cs_cli.render.plain import plain
from cs_cli.render.safe import clean, lines
from cs_cli.render.table import Listing

Format = Literal["table", "plain", "json", "jsonl", "csv", "md", "ics"]
FORMATS: tuple[Format, ...] = get_args(Format)

_FORMULA = re.compile(r"[ \u00a0\u3000]*[=+\-@＝＋－＠]|[\t\r\n]")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_MARKDOWN = re.compile(r"[\\|<\[\]*`~&]|(?<!\w)_|_(?!\w)")


def listing(listing: Listing, format: Format, *, colour: bool, width: int | None) -> str:
    """Write a listing; an empty one is nothing for people, an empty list for machines.

    Raises :class:`UsageError` for ``ics``, which only lists of dates have:
    see :func:`cs_cli.render.ics.calendar`.
    """
    if format == "table":
        # Deferred: tabulate is heavy, and only a terminal gets tables.
        from cs_cli.render.tables import table

        return table(listing, colour=colour, width=width)
    if format == "ics":
        raise UsageError(_("only lists of deadlines and callbacks can be written as a calendar"))
    return _WRITERS[format](listing)


def as_json(value: object) -> str:
    """Write any JSON value the way every ``--json`` answer is written."""
    return clean(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)) + "\n"


def as_json_line(value: object) -> str:
    """Write any JSON value on one line."""
    return clean(json.dumps(value, ensure_ascii=False, default=_plain)) + "\n"


def escape_markdown(text: str) -> str:
    """Give a text that Markdown shows as it is, on one line of a table."""
    flat = lines(text).strip().expandtabs(4)
    return clean(_MARKDOWN.sub(r"\\\g<0>", flat).replace("\n", "<br>"))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a JSON value")


def _json(listing: Listing) -> str:
    return as_json([dict(item) for item in listing.items])


def _jsonl(listing: Listing) -> str:
    return "".join(as_json_line(dict(item)) for item in listing.items)


def _csv(listing: Listing) -> str:
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
    return _plain(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def _markdown(listing: Listing) -> str:
    if not listing.rows:
        return ""
    labels = [column.label for column in listing.columns]
    rules = ["---:" if column.align == "right" else "---" for column in listing.columns]
    rows = [[escape_markdown(cell) for cell in row] for row in [labels, *listing.texts()]]
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rules, *rows[1:]])


_WRITERS: Mapping[str, Callable[[Listing], str]] = {
    "plain": plain,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "md": _markdown,
}
