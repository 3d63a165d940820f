"""Aligned columns without any library: what scripts, cron mail and record views get."""

from collections.abc import Iterable, Sequence

from cs_cli.render.colour import paint
from cs_cli.render.safe import clean, lines
from cs_cli.render.table import Column, Listing
from cs_cli.render.width import pad, width, wrap

GAP = "  "
NARROWEST = 12


def plain(listing: Listing) -> str:
    """Write one line per row under a line of labels; nothing is cut, wrapped or coloured."""
    if not listing.rows:
        return ""
    cells = [[one_line(cell) for cell in row] for row in _with_labels(listing)]
    sizes = _sizes(cells)
    return "".join(line + "\n" for row in cells for line in _align(listing.columns, row, sizes))


def fitted(listing: Listing, columns: int | None, *, colour: bool = False) -> str:
    """Write the same with wide columns wrapped to fit into that many terminal columns."""
    if not listing.rows:
        return ""
    rows = fit(listing.columns, _with_labels(listing), columns)
    sizes = _sizes(rows)
    done: list[str] = []
    for at, row in enumerate(rows):
        tone = listing.tone(at - 1) if at else "title"
        done += [paint(line, tone, colour=colour) for line in _align(listing.columns, row, sizes)]
    return "".join(line + "\n" for line in done)


def one_line(cell: str) -> str:
    """Put a cell on one line without tabs."""
    return clean(lines(cell).expandtabs(1).replace("\n", " ").strip())


def fit(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], room: int | None
) -> list[list[str]]:
    """Wrap the cells of wide columns so that a row fits into ``room`` terminal columns.

    ``room`` None wraps nothing. What cannot fit even so is left to run over.
    """
    cells = [[clean(lines(cell).expandtabs(4).strip("\n")) for cell in row] for row in rows]
    limits = _limits(columns, _sizes(cells), room)
    return [
        ["\n".join(wrap(cell, limit)) for cell, limit in zip(row, limits, strict=True)]
        for row in cells
    ]


def _with_labels(listing: Listing) -> list[list[str]]:
    return [[column.label for column in listing.columns], *listing.texts()]


def _sizes(rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(width(line) for cell in column for line in cell.split("\n"))
        for column in zip(*rows, strict=True)
    ]


def _limits(columns: Sequence[Column], sizes: list[int], room: int | None) -> list[int]:
    """Share what the narrow columns leave among the wide ones, the smallest first."""
    limits = [max(1, size) for size in sizes]
    if room is None:
        return limits
    wide = sorted((at for at, column in enumerate(columns) if column.wide), key=sizes.__getitem__)
    narrow = sum(size for size, column in zip(sizes, columns, strict=True) if not column.wide)
    left = room - narrow - len(GAP) * (len(columns) - 1)
    for done, at in enumerate(wide):
        share = max(NARROWEST, left // (len(wide) - done))
        limits[at] = min(limits[at], share)
        left -= limits[at]
    return limits


def _align(columns: Sequence[Column], row: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Give the lines of one row; cells of several lines stand side by side."""
    stacks = [cell.split("\n") for cell in row]
    done: list[str] = []
    for at in range(max(map(len, stacks))):
        parts = [
            pad(stack[at] if at < len(stack) else "", size, column.align)
            for column, stack, size in zip(columns, stacks, sizes, strict=True)
        ]
        done.append(GAP.join(parts).rstrip(" "))
    return done
