"""The table of a terminal.

tabulate takes longer to load than everything else of ``cs due`` together, so
:mod:`cs_cli.render.formats` imports this module only when a table is wanted.
"""

import re
from collections.abc import Sequence

from tabulate import tabulate

from cs_cli.render.colour import paint
from cs_cli.render.plain import fit
from cs_cli.render.table import Listing


def table(listing: Listing, *, colour: bool, width: int | None) -> str:
    """Draw a listing with ruled labels, wide columns wrapped to ``width`` terminal columns."""
    if not listing.rows:
        return ""
    labels = [column.label for column in listing.columns]
    head, *rows = fit(listing.columns, [labels, *listing.texts()], width)
    drawn = tabulate(
        [
            [
                paint(_marked(cell, marks, colour=colour), listing.tone(at), colour=colour)
                for cell, marks in zip(row, _marks(listing, at), strict=True)
            ]
            for at, row in enumerate(rows)
        ],
        headers=[paint(label, "title", colour=colour) for label in head],
        tablefmt="simple",
        colalign=[column.align for column in listing.columns],
        headersalign=[column.align for column in listing.columns],
        disable_numparse=True,
    )
    return "".join(line.rstrip(" ") + "\n" for line in drawn.split("\n"))


def _marks(listing: Listing, row: int) -> list[Sequence[str]]:
    """Give what is to be marked in each cell of a row."""
    marks = listing.marks[row] if row < len(listing.marks) else ()
    return [marks if column.wide else () for column in listing.columns]


def _marked(cell: str, marks: Sequence[str], *, colour: bool) -> str:
    """Mark texts in a cell, also where one was wrapped onto the next line."""
    if not (colour and marks):
        return cell
    # The longest first, or a part of it would be taken for all.
    longest = sorted(marks, key=len, reverse=True)
    pattern = "|".join("\\n?".join(map(_or_break, mark)) for mark in longest if mark)
    return re.sub(pattern, lambda found: paint(found[0], "mark", colour=True), cell)


def _or_break(character: str) -> str:
    return "[ \\n]" if character == " " else re.escape(character)
