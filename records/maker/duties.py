"""Recurring duties done: daily, weekly, monthly, quarterly; a few are left out on purpose."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from records.maker.routine import rows
from records.maker.script import Line, line

LAST = date(2026, 11, 21)


def lines(folder: Path) -> Iterator[Line]:
    """Give ``cs duty done`` for every period that was not missed."""
    missed = {(row["duty"], row["period"]) for row in rows(folder / "missed.table")}
    comments = {
        (row["duty"], row["period"]): row["comment"] for row in rows(folder / "duties.table")
    }
    for when, by, duty, period in [*_weeks(), *_days(), *_months(), *_quarters()]:
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


def _months() -> Iterator[tuple[str, str, str, str]]:
    for month in range(1, 11):
        day = date(2026, month, 27)
        yield f"{day:%m-%d} 15:30", "li.na", "complaint-categories", f"{day:%Y-%m}"


def _quarters() -> Iterator[tuple[str, str, str, str]]:
    for day in (date(2026, 3, 30), date(2026, 6, 29), date(2026, 9, 29)):
        quarter = f"2026-Q{day.month // 3}"
        yield f"{day:%m-%d} 10:10", "shen.huimin", "director-sample", quarter
        yield f"{day:%m-%d} 14:00", "he.ying", "quality-audit", quarter
        yield f"{day:%m-%d} 14:20", "tang.bo", "production-audit", quarter
