"""Recurring duties done: daily, weekly, monthly, quarterly; a few are left out on purpose.

Some are done by ticking them off (``cs duty done``), others by a record of their own: the audits
of the callbacks by reviews, the monthly count by a report, the director's sample by the campaigns
that ``stories`` tell of.
"""

from collections.abc import Container, Iterator
from datetime import date, timedelta
from pathlib import Path

from records.maker.routine import Row, rows
from records.maker.script import YEAR, Line, line

LAST = date(2026, 11, 21)


def lines(folder: Path) -> Iterator[Line]:
    """Give the commands for every period that was not missed."""
    missed = {(row["duty"], row["period"]) for row in rows(folder / "missed.table")}
    comments = {
        (row["duty"], row["period"]): row["comment"] for row in rows(folder / "duties.table")
    }
    yield from _counts(missed)
    for number, row in enumerate(rows(folder / "audits.table"), 2):
        yield from _audit(row, f"audits.table:{number}")
    for when, by, duty, period in [*_weeks(), *_days()]:
        if (duty, period) in missed:
            continue
        said = comments.get((duty, period)) or comments[duty, ""]
        words = ["duty", "done", duty, "--period", period, "-m", said]
        yield line(when, by, words, f"duties.py: {duty} {period}")


def _weeks() -> Iterator[tuple[str, str, str, str]]:
    """Friday afternoons, from the first week on."""
    day = date(2026, 1, 9)
    while day <= LAST:
        year, week, _weekday = day.isocalendar()
        yield f"{day:%m-%d} 16:20", "zhou.min", "log-review", f"{year}-W{week:02}"
        day += timedelta(weeks=1)


def _days() -> Iterator[tuple[str, str, str, str]]:
    day = date(2026, 11, 2)
    while day <= LAST:
        if day.weekday() == 5:  # On Saturdays the deputy is at the desk.
            yield f"{day:%m-%d} 11:40", "li.na", "complaint-check", day.isoformat()
        elif day.weekday() < 5:
            yield f"{day:%m-%d} 17:10", "zhou.min", "complaint-check", day.isoformat()
        day += timedelta(days=1)


def _counts(missed: Container[tuple[str, str]]) -> Iterator[Line]:
    """Count the complaints by category on the 27th, with a report for the file."""
    duty = "complaint-categories"
    for month in range(1, 11):
        day = date(YEAR, month, 27)
        period = f"{day:%Y-%m}"
        if (duty, period) not in missed:
            words = ["report", duty, "--period", period, "--save"]
            yield line(f"{day:%m-%d} 17:20", "li.na", words, f"duties.py: {duty} {period}")


def _audit(row: Row, place: str) -> Iterator[Line]:
    """Look through callbacks of the quarter and score them."""
    name = f"考核{row['period']}{row['department']}"
    sample = [word for one in row["sample"].split() for word in ("--sample", f"@{one}/回访")]
    told = ["--title", row["title"], "--department", row["department"], "--period", row["period"]]
    new = ["review", "new", "--type", "回访抽查考核", *told, *sample, "=", name]
    yield line(f"{row['day']} {row['from']}", row["by"], new, place)
    said = [w for f in ("score", "lessons", "measures") if row[f] for w in (f"--{f}", row[f])]
    yield line(f"{row['day']} {row['to']}", row["by"], ["review", "done", f"@{name}", *said], place)
