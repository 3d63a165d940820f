"""Handovers from the day shift to the late one, by the roster.

A row of ``handovers.table`` is a day that went as it should; ``stories`` tell the others.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from records.maker.routine import rows
from records.maker.script import YEAR, Line, line
from records.maker.settings import on_duty

INVENTORY = (
    "对讲机, expected=4, found=4",
    "备用钥匙, expected=26, found=26",
    "雨伞, expected=10, found=10",
    "应急手电, expected=2, found=2",
)


def lines(folder: Path) -> Iterator[Line]:
    """Give the commands of every handover in the table."""
    for number, row in enumerate(rows(folder / "handovers.table"), 2):
        day = datetime.strptime(f"{YEAR}-{row['day']}", "%Y-%m-%d").date()
        leaving, coming = row["from"] or on_duty(day, "day")[0], on_duty(day, "late")[0]
        coming = row["to"] or coming
        name, place = f"交接{row['day']}", f"handovers.table:{number}"
        for clock, by, words in _steps(row["matters"], name, leaving, coming):
            yield line(f"{row['day']} {clock}", by, words, place)


def _steps(
    matters: str, name: str, leaving: str, coming: str
) -> Iterator[tuple[str, str, list[str]]]:
    items = [word for text in matters.split("；") if text for word in ("--items", text)]
    counted = [word for text in INVENTORY for word in ("--inventory", text)]
    new = ["handover", "new", "--shift", "day", "--to", coming, *items, *counted]
    yield "16:36", leaving, [*new, "=", name]
    yield "16:42", leaving, ["handover", "ready", f"@{name}"]
    yield "16:51", coming, ["handover", "arrive", f"@{name}"]
    yield "16:54", leaving, ["handover", "sign", f"@{name}"]
    yield "16:57", coming, ["handover", "read", f"@{name}"]
    yield "17:00", coming, ["handover", "accept", f"@{name}"]
