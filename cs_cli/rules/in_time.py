"""What was asked for within a time counted from a day or moment was asked for in time (ORD-11).

``with`` names the field ``from`` which it counts, the field ``at`` that says when it was asked for,
and the ``limit``. Where either is not known yet nothing is refused.

    from 2026-03-02, 7 calendar days
    passes:  asked for until the end of 2026-03-09
    refused: asked for on 2026-03-10
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from cs_cli.domain import limit as limits
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.limit import Limit
from cs_cli.domain.record import day, instant


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse what came after the limit had ended, and say when that was."""
    start = _moment(act.values.get(with_["from"]), world)
    asked = _moment(act.values.get(with_["at"]), world)
    if start is None or asked is None:
        return None
    ends = limits.due(start, Limit.parse(with_["limit"]), world.calendar).at
    if ends is None or asked <= ends:
        return None
    last = _said(world.calendar.local(ends))
    field = act.kind.fields[with_["from"]].label
    return Text(
        f"too late: it was possible until {last} ({with_['limit']} from: {field.en})",
        f"已过期限：截止{last}（自{field.zh}起{with_['limit']}）",
    )


def _said(ends: datetime) -> str:
    """Say the end of a day as 24:00 of that day."""
    if ends.time() == time():
        return f"{ends.date() - timedelta(days=1)} 24:00"
    return f"{ends:%Y-%m-%d %H:%M}"


def _moment(value: object, world: World) -> datetime | None:
    try:
        return instant(value)
    except Invalid:
        pass
    try:
        return world.calendar.midnight(day(value))
    except Invalid:
        return None
