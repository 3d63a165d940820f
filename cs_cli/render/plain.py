"""Aligned columns without any library: what scripts, cron mail and record views get."""

from collections.abc import Iterable, Sequence

from cs_cli.render.colour import paint
from cs_cli.render.safe import clean, lines
from cs_cli.render.table import Align, Column, Listing
from cs_cli.render.width import longest_piece, pad, width, wrap

GAP = "  "
NARROWEST = 8  # a wide column, when there is no room at all
COMFORT = 16  # a wide column, before the others give way
NARROW = 10  # another column that gives way: a day still stands on one line


def plain(listing: Listing) -> str:
    """Write one line per row under a line of labels; nothing is cut, wrapped or coloured."""
    if not listing.rows:
        return ""
    rows = _with_labels(listing)
    # Looked at as a whole, as nearly always nothing in it must be hidden or put on one line.
    tidy = "".join(map("".join, rows)).isprintable()
    cells = [[cell.strip() if tidy else one_line(cell) for cell in row] for row in rows]
    columns = list(zip(*cells, strict=True))
    filled = [
        _filled(column, align) for column, align in zip(columns, _aligns(listing), strict=True)
    ]
    return "".join(GAP.join(row).rstrip(" ") + "\n" for row in zip(*filled, strict=True))


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


def _aligns(listing: Listing) -> list[Align]:
    return [column.align for column in listing.columns]


def _filled(cells: Sequence[str], align: Align) -> list[str]:
    """Give the cells of a column, each of one line, all as wide as the widest."""
    sizes = [width(cell) for cell in cells]
    widest = max(sizes)
    spaces = [" " * (widest - size) for size in sizes]
    if align == "right":
        return [space + cell for cell, space in zip(cells, spaces, strict=True)]
    return [cell + space for cell, space in zip(cells, spaces, strict=True)]


def one_line(cell: str) -> str:
    """Put a cell on one line without tabs."""
    return clean(lines(cell).expandtabs(1).replace("\n", " ").strip())


def fit(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], room: int | None
) -> list[list[str]]:
    """Wrap the cells of wide columns so that a row fits into ``room`` terminal columns.

    Where that leaves wide ones too little the others are wrapped too, between words. ``room``
    None wraps nothing. What cannot fit even so is left to run over.
    """
    cells = [[clean(lines(cell).expandtabs(4).strip("\n")) for cell in row] for row in rows]
    limits = _limits(columns, cells, room)
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


def _limits(columns: Sequence[Column], rows: list[list[str]], room: int | None) -> list[int]:
    """Share what the narrow columns leave among the wide ones, the smallest first."""
    limits = [max(1, size) for size in _sizes(rows)]
    if room is None:
        return limits
    wide = sorted((at for at, column in enumerate(columns) if column.wide), key=limits.__getitem__)
    left = room - len(GAP) * (len(columns) - 1)
    left -= sum(limit for limit, column in zip(limits, columns, strict=True) if not column.wide)
    lack = sum(min(limits[at], COMFORT) for at in wide) - left
    if lack > 0:
        left += _give_way(columns, rows, limits, lack)
    for done, at in enumerate(wide):
        share = max(NARROWEST, left // (len(wide) - done))
        limits[at] = min(limits[at], share)
        left -= limits[at]
    return limits


def _give_way(
    columns: Sequence[Column], rows: list[list[str]], limits: list[int], lack: int
) -> int:
    """Make columns that are not wide narrower, never cutting a word; tell by how much."""
    spare = {
        at: limits[at] - max(NARROW, max(longest_piece(row[at]) for row in rows))
        for at, column in enumerate(columns)
        if not column.wide
    }
    given = 0
    for at in sorted(spare, key=spare.__getitem__, reverse=True):
        less = max(0, min(spare[at], lack - given))
        limits[at] -= less
        given += less
    return given


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
