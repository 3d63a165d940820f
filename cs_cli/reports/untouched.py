"""Tickets about which nothing was written for a number of days (TKT-41).

How many days is ``days`` of the row, else the setting ``untouched.days``; without either the report
gives every open ticket, and the audit finds nothing.

    given:  two days, the last event on 2 March
    listed: on 5 March, the 3rd and the 4th having gone by without any; not on 4 March
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from cs_cli.domain import silence
from cs_cli.domain.found import Found
from cs_cli.domain.kind import Choice, FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.reports.sight import Asked, Column, Hit, Sight, Table

_COLUMNS = (
    Column("id", FieldDef(Text("record", "记录"))),
    Column("title", FieldDef(Text("title", "标题"))),
    Column("owner", FieldDef(Text("owner", "经办人"), "person")),
    Column("last_event_at", FieldDef(Text("last event", "最近动态"), "instant")),
    Column("days", FieldDef(Text("days untouched", "无动态天数"), "number")),
    Column(
        "limit",
        FieldDef(
            Text("limit in days", "期限（天）"),
            "choice",
            choices={"none": Choice(Text("no limit set", "未定期限"))},
        ),
    ),
)


def fill(sight: Sight, asked: Asked) -> Table:
    """List what was silent for longer than allowed at the end of the period, longest first."""
    limit = _limit(asked.with_, sight)
    as_of = min(sight.now, asked.period.end)
    rows = [row for row in _rows(sight, asked, as_of) if limit is None or row["days"] >= limit]
    rows.sort(key=lambda row: (-row["days"], row["id"]))
    said = "none" if limit is None else str(limit)
    return Table(_COLUMNS, [{**row, "limit": said} for row in rows])


def check(sight: Sight, found: Found, with_: Mapping[str, str]) -> Hit | None:
    """Find a record that is open and was silent for longer than allowed."""
    limit = _limit(with_, sight)
    last = _last(sight, found, sight.now)
    if limit is None or last is None:
        return None
    days = _days(sight, last, sight.now)
    if days < limit:
        return None
    noticed = sight.calendar.midnight(sight.day(last) + timedelta(days=limit + 1))
    return Hit(Text(f"{days} days without any event", f"{days} 天无任何动态"), noticed)


def _rows(sight: Sight, asked: Asked, as_of: datetime) -> Iterator[dict[str, Any]]:
    query = asked.of or Query("ticket")
    for found in sight.found(Query(query.kind, query.match)):
        last = _last(sight, found, as_of)
        if last is not None:
            yield {
                "id": found.id,
                "title": found.values.get(sight.kind_of(found).title),
                "owner": found.values.get("owner") or found.values.get("first_responsible"),
                "last_event_at": last.isoformat(),
                "days": _days(sight, last, as_of),
            }


def _last(sight: Sight, found: Found, as_of: datetime) -> datetime | None:
    """Give the last event by then, None for what was not there yet or done with."""
    steps = [step for step in sight.steps(found) if step.event.at <= as_of]
    if not steps or sight.kind_of(found).is_final(steps[-1].status):
        return None
    return max(step.event.at for step in steps)


def _days(sight: Sight, last: datetime, as_of: datetime) -> int:
    """Count the whole days between the day of an event and another one."""
    end = as_of - timedelta(microseconds=1)  # 24:00 is the end of its own day
    return max((sight.day(end) - sight.day(last)).days - 1, 0)


def _limit(with_: Mapping[str, str], sight: Sight) -> int | None:
    return silence.days(with_.get(silence.DAYS) or sight.policy.settings.get(silence.SETTING))
