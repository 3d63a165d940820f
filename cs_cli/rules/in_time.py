"""What was asked for while it was possible was asked for in time (ORD-11, ORD-13).

``with`` names the ``window``, a deadline whose limit tells how long it is possible, the field
``from`` which it counts, and the field ``at`` that says when it was asked for. Where either is not
known yet, or no limit is set, nothing is refused.

    window of 7 calendar days from 2026-03-02
    passes:  asked for until the end of 2026-03-09
    refused: asked for on 2026-03-10
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from cs_cli.domain import limit_words, window
from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse what came after the window had closed, and say when that was."""
    start = window.begins(act.values.get(with_["from"]), world.calendar)
    asked = window.begins(act.values.get(with_["at"]), world.calendar)
    if start is None or asked is None:
        return None
    ends = window.ends(with_["window"], start, world.policy, world.calendar)
    limit = window.limit_of(with_["window"], world.calendar.date_of(start), world.policy)
    if ends is None or limit is None or asked <= ends:
        return None
    last = _said(world.calendar.local(ends))
    field = act.kind.fields[with_["from"]].label
    return Text(
        f"too late: it was possible until {last} ({limit} from: {field.en})",
        f"已过期限：截止{last}（自{field.zh}起{limit_words.said(limit, 'zh')}）",
    )


def _said(ends: datetime) -> str:
    """Say the end of a day as 24:00 of that day."""
    if ends.time() == time():
        return f"{ends.date() - timedelta(days=1)} 24:00"
    return f"{ends:%Y-%m-%d %H:%M}"
