"""Everyday matters told in one row each, spread out into the commands of a usual day.

The tables in ``stories/*.table`` have cells parted by ``|``; their first row names the columns.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from records.maker.script import Line, line

Row = Mapping[str, str]
Step = tuple[int, str, list[str]]
"""Minutes after the first command, who types it, its words."""

TAKEN_DOWN = ["--apology-for-inconvenience", "是", "--customer-confirmed", "是"]
"""How a complaint is taken down: sorry first, and what was said repeated at the end."""

SATISFIED = {"满意": ("好", "合格"), "非常满意": ("很好", "很好")}
"""What satisfies, and what such a customer says of attitude and quality."""


def lines(folder: Path) -> Iterator[Line]:
    """Give the commands of every table."""
    for name, steps in (("repairs", _repair), ("inquiries", _inquiry), ("complaints", _complaint)):
        for number, row in enumerate(rows(folder / f"{name}.table"), 2):
            place = f"{name}.table:{number}"
            for minutes, by, words in steps(row, f"{name}-{number}"):
                first = line(row["when"], by, words, place)
                at = first.at + timedelta(minutes=minutes)
                yield Line(at, by, first.words, first.refused, first.name, place)


def rows(file: Path) -> Iterator[Row]:
    """Read a table: one row a line, cells parted by bars, empty lines and # left out."""
    told = file.read_text(encoding="utf-8").splitlines()
    cells = [[c.strip() for c in t.split("|")] for t in told if t.strip() and t[0] != "#"]
    for row in cells[1:]:
        if len(row) != len(cells[0]):
            raise ValueError(f"{file.name}: {len(row)} cells in: {' | '.join(row)}")
        yield dict(zip(cells[0], row, strict=True))


def _options(row: Row, *names: str) -> list[str]:
    return [w for name in names if row[name] for w in (f"--{name.replace('_', '-')}", row[name])]


def _end(row: Row, name: str, after: int, asked: list[str]) -> Iterator[Step]:
    """Call the customer the same day, then close what satisfied; who cannot be called is not."""
    about, call = f"@{name}", f"@{name}/回访"
    if not row["said"]:
        return
    if not row["satisfaction"]:
        yield after, row["clerk"], ["callback", "void", call, "-m", row["said"]]
        return
    happy = _options(row, "satisfaction")
    yield after, row["clerk"], ["callback", "done", call, "--result", row["said"], *happy, *asked]
    if row["satisfaction"] in SATISFIED:
        yield after + 2, row["clerk"], ["ticket", "close", about, *happy]


def _four_answers(row: Row) -> list[str]:
    """Give what a same-day callback asks besides satisfaction."""
    attitude, quality = SATISFIED.get(row["satisfaction"], ("一般", "一般"))
    return ["--attitude", attitude, "--quality", quality, "--irregular-charge", "否"]


def _ratings(row: Row) -> list[str]:
    """Give the three ratings of a repair; what took long is not rated as timely."""
    timely = "好" if int(row["minutes"]) <= 120 else "一般"
    rated = ["--repair-quality", "好", "--timeliness", timely, "--service-attitude", "好"]
    return [*rated, "--irregular-charge", "否"]


def _repair(row: Row, name: str) -> Iterator[Step]:
    told = ["--type", "报修", "--customer", f"@{row['customer']}", "--channel", row["channel"]]
    fields = _options(row, "title", "category", "place", "symptom", "promised_at")
    yield 0, row["clerk"], ["ticket", "new", *told, *fields, "=", name]
    head, done = "zhao.gang", int(row["minutes"])
    yield 3, row["clerk"], ["ticket", "notify", f"@{name}", "--department", "工程部"]
    job = ["--department", "工程部", "--owner", row["technician"]]
    job += ["--planned-done-at", row["promised_at"]]
    yield 6, head, ["ticket", "dispatch", f"@{name}", *job]
    there = min(25, done - 5)
    yield there, row["technician"], ["ticket", "arrive", f"@{name}"]
    if row["charge"]:
        price = ["ticket", "quote", f"@{name}", "--quote", row["charge"]]
        yield there + 1, row["technician"], price
        yield there + 2, row["technician"], ["ticket", "accept-quote", f"@{name}"]
    result = _options(row, "result", "charge")
    yield done, row["technician"], ["ticket", "resolve", f"@{name}", *result]
    yield from _end(row, name, done + 95, _ratings(row))


def _inquiry(row: Row, name: str) -> Iterator[Step]:
    told = ["--type", "咨询", "--channel", row["channel"]]
    told += ["--customer", f"@{row['customer']}"] if row["customer"] else []
    asked = _options(row, "title", "question")
    yield 0, row["clerk"], ["ticket", "new", *told, *asked, "=", name]
    minutes = int(row["minutes"])
    yield minutes, row["clerk"], ["ticket", "answer", f"@{name}", *_options(row, "answer")]
    yield from _end(row, name, minutes + 140, _four_answers(row))


def _complaint(row: Row, name: str) -> Iterator[Step]:
    told = ["--type", "投诉", "--customer", f"@{row['customer']}", "--channel", row["channel"]]
    fields = _options(row, "title", "category", "severity", "happened_at", "place", "course")
    fields += ["--details", f"业户反映：{row['course']}", *_options(row, "against")]
    yield 0, row["clerk"], ["ticket", "new", *told, *fields, *TAKEN_DOWN, "=", name]
    about = f"@{name}"
    if row["severity"] == "轻微":
        yield (
            0,
            row["clerk"],
            ["ticket", "call", about, "--reached", "是", "--outcome", "已致歉并说明马上处理"],
        )
    yield 4, row["clerk"], ["ticket", "notify", about, "--department", row["department"]]
    fetched = 4 + int(row["fetched"])
    yield fetched, row["head"], ["ticket", "collect", about, "--slip-receiver", row["receiver"]]
    back = fetched + int(row["minutes"])
    did = f"{row['receiver']}取单后到{row['place']}核实处理"
    yield back - 5, row["head"], ["ticket", "handle", about, "--text", did]
    signed = [*_options(row, "result"), "--dept-head-signature", row["signature"]]
    yield back, row["head"], ["ticket", "return-slip", about, *signed]
    yield back + 8, row["clerk"], ["ticket", "check-slip", about]
    yield back + 15, row["clerk"], ["ticket", "resolve", about]
    yield back + 20, row["clerk"], ["ticket", "reply", about, *_options(row, "result")]
    yield from _end(row, name, back + 60, _four_answers(row))
