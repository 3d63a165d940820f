"""One listing in every format there is; a run loads only the writer that it needs."""

from datetime import date
from gettext import gettext as _
from typing import Literal, get_args

from cs_cli.domain.errors import UsageError
from cs_cli.render.plain import plain
from cs_cli.render.safe import clean
from cs_cli.render.table import Listing

Format = Literal["table", "plain", "json", "jsonl", "csv", "md", "ics"]
FORMATS: tuple[Format, ...] = get_args(Format)


def listing(listing: Listing, format: Format, *, colour: bool, width: int | None) -> str:
    """Write a listing; an empty one is nothing for people, an empty list for machines.

    Raises :class:`UsageError` for ``ics``, which only lists of dates have:
    see :func:`cs_cli.render.ics.calendar`.
    """
    if format == "plain":
        return plain(listing)
    if format == "table":
        # tabulate is heavy, and only a terminal gets tables.
        from cs_cli.render.tables import table

        return table(listing, colour=colour, width=width)
    if format == "csv":
        from cs_cli.render.csv import csv

        return csv(listing)
    if format == "md":
        from cs_cli.render.markdown import markdown

        return markdown(listing)
    if format == "json":
        return as_json([dict(item) for item in listing.items])
    if format == "jsonl":
        return "".join(as_json_line(dict(item)) for item in listing.items)
    raise UsageError(_("only lists of deadlines and callbacks can be written as a calendar"))


def as_json(value: object) -> str:
    """Write any JSON value the way every ``--json`` answer is written."""
    import json

    return clean(json.dumps(value, ensure_ascii=False, indent=2, default=plain_value)) + "\n"


def as_json_line(value: object) -> str:
    """Write any JSON value on one line."""
    import json

    return clean(json.dumps(value, ensure_ascii=False, default=plain_value)) + "\n"


def plain_value(value: object) -> str:
    """Give a day or an instant as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not a JSON value")
