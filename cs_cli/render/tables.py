"""The table of a terminal.

tabulate takes longer to load than everything else of ``cs due`` together, so
:mod:`cs_cli.render.formats` imports this module only when a table is wanted.
"""

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
            [paint(cell, listing.tone(at), colour=colour) for cell in row]
            for at, row in enumerate(rows)
        ],
        headers=[paint(label, "title", colour=colour) for label in head],
        tablefmt="simple",
        colalign=[column.align for column in listing.columns],
        headersalign=[column.align for column in listing.columns],
        disable_numparse=True,
    )
    return "".join(line.rstrip(" ") + "\n" for line in drawn.split("\n"))
