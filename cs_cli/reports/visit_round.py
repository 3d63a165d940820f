"""The visits of a day in the order they are made: brand customers, then time, then area (REP-31).

``first`` of the row names the tiers of customers that come before all others, in their order.

    given:  09:30 normal in the east, 09:30 brand in the west, 09:00 normal in the east
    gives:  the brand customer, then 09:00, then 09:30
"""

from collections.abc import Iterator
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import Choice, FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.record import instant
from cs_cli.reports.sight import Asked, Column, Sight, Table


def fill(sight: Sight, asked: Asked) -> Table:
    """List what is agreed for the period, in the order of the round."""
    first = [tier.strip() for tier in asked.with_.get("first", "").split(",") if tier.strip()]
    rows = list(_rows(sight, asked))
    rows.sort(key=lambda row: (_rank(row["tier"], first), row["at"], row["area"] or "", row["id"]))
    return Table(_columns(sight), rows)


def _rank(tier: str | None, first: list[str]) -> int:
    return first.index(tier) if tier in first else len(first)


def _rows(sight: Sight, asked: Asked) -> Iterator[dict[str, Any]]:
    query = asked.of or Query("visit")
    for found in sight.found(query):
        at = found.values.get("appointment_at")
        if not _is_at(at) or not asked.period.holds(at):
            continue
        customer = _customer(found, sight)
        yield {
            "id": found.id,
            "at": instant(at).astimezone(sight.calendar.zone).isoformat(),
            "tier": customer.get("tier"),
            "area": found.values.get("area") or customer.get("region"),
            "title": found.values.get("title"),
            "customer": customer.get("name"),
            "address": found.values.get("address") or customer.get("address"),
            "leave_by": found.values.get("leave_by"),
            "owner": found.values.get("owner"),
            "status": str(sight.kind_of(found).states[found.status].label),
        }


def _is_at(value: object) -> bool:
    try:
        instant(value)
    except Invalid:
        return False
    return True


def _customer(found: Found, sight: Sight) -> dict[str, Any]:
    customer = sight.records.get(str(found.values.get("customer")))
    return dict(customer.values) if customer is not None else {}


def _columns(sight: Sight) -> tuple[Column, ...]:
    tiers = sight.policy.kinds["customer"].fields.get("tier")
    choices: dict[str, Choice] = dict(tiers.choices) if tiers is not None else {}
    instants = {
        "at": Text("appointment", "预约时间"),
        "leave_by": Text("leave by", "最晚出发"),
    }
    return (
        Column("at", FieldDef(instants["at"], "instant")),
        Column("id", FieldDef(Text("visit", "编号"))),
        Column("tier", FieldDef(Text("tier", "客户等级"), "choice", choices=choices)),
        Column("area", FieldDef(Text("area", "区域"))),
        Column("title", FieldDef(Text("job", "服务事项"))),
        Column("customer", FieldDef(Text("customer", "客户"), pii=True)),
        Column("address", FieldDef(Text("address", "地址"), pii=True)),
        Column("leave_by", FieldDef(instants["leave_by"], "instant")),
        Column("owner", FieldDef(Text("by", "服务人员"), "person")),
        Column("status", FieldDef(Text("state", "状态"))),
    )
