"""A listing as a table of Markdown, and texts that Markdown shows as they are."""

import re

from cs_cli.render.safe import clean, lines
from cs_cli.render.table import Listing

_MARKDOWN = re.compile(r"[\\|<\[\]*`~&]|(?<!\w)_|_(?!\w)")


def markdown(listing: Listing) -> str:
    """Write a table with a line of labels; nothing for an empty listing."""
    if not listing.rows:
        return ""
    labels = [column.label for column in listing.columns]
    rules = ["---:" if column.align == "right" else "---" for column in listing.columns]
    rows = [[escape_markdown(cell) for cell in row] for row in [labels, *listing.texts()]]
    return "".join(f"| {' | '.join(row)} |\n" for row in [rows[0], rules, *rows[1:]])


def escape_markdown(text: str) -> str:
    """Give a text that Markdown shows as it is, on one line of a table."""
    flat = lines(text).strip().expandtabs(4)
    return clean(_MARKDOWN.sub(r"\\\g<0>", flat).replace("\n", "<br>"))
