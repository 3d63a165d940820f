"""How much leave everybody has taken in a year, by type, and how much is left (LVE-14).

A type has a figure where the setting ``leave.allowance`` gives one; without it nothing is left or
lacking. Leave asked for counts as taken, so that nothing is promised twice.

    given:   leave.allowance: annual 5; Li took two days and asked for half a day
    gives:   li, annual leave, 5 a year, 2.5 taken, 2.5 left
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cs_cli.domain.absence import Hours
from cs_cli.domain.kind import Choice, FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.leave_balance import COUNTED, spent
from cs_cli.domain.leave_settings import allowances
from cs_cli.domain.match import Query
from cs_cli.reports.sight import Asked, Column, Sight, Table

_NONE = {"none": Choice(Text("no limit set", "未定"))}


def fill(sight: Sight, asked: Asked) -> Table:
    """List people and types by the order of the people file, those with a figure always."""
    types = sight.policy.kinds["leave"].types
    labels = {name: Choice(kind.label) for name, kind in types.items()}
    columns = (
        Column("person", FieldDef(Text("person", "人员"), "person")),
        Column("leave", FieldDef(Text("leave", "假别"), "choice", choices=labels)),
        Column("allowance", FieldDef(Text("days a year", "全年天数"), "choice", choices=_NONE)),
        Column("taken", FieldDef(Text("taken or asked for", "已用（含申请）"), "number")),
        Column("left", FieldDef(Text("left", "剩余"), "number")),
    )
    return Table(columns, list(_rows(sight, asked.period.last.year)))


def _rows(sight: Sight, year: int) -> Iterator[Mapping[str, Any]]:
    allowed = allowances(sight.policy)
    hours = Hours(sight.calendar, sight.roster)
    every = sight.found(Query("leave", {"status": COUNTED}))
    for person in sight.people:
        own = [one for one in every if one.values.get("person") == person.id]
        for name in sight.policy.kinds["leave"].types:
            taken = spent((one.values for one in own if one.type == name), year, hours)
            if name not in allowed and not taken:
                continue
            figure = allowed.get(name)
            yield {
                "person": person.id,
                "leave": name,
                "allowance": "none" if figure is None else _number(figure),
                "taken": _number(taken),
                "left": None if figure is None else _number(figure - taken),
            }


def _number(days: Decimal) -> int | float:
    return int(days) if days == days.to_integral_value() else float(days)
