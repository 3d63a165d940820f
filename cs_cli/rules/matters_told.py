"""Whoever hands over tells the next shift what is unfinished, matter by matter (HND-09).

given: three matters, tell --numbers 1 --numbers 3
gives: the first and the third are told; without numbers all three
"""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import UsageError
from cs_cli.rules import handover_items


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Mark matters as told; raise :class:`UsageError` for one there is not."""
    entries = handover_items.of(act.values)
    every = [str(number) for number in range(1, len(entries) + 1)]
    named = act.event.get("numbers") or every
    wanted = [str(one) for one in (named if isinstance(named, list) else [named])]
    if not set(wanted) <= set(every):
        message = _("--numbers: there are matters 1 to {count}")
        raise UsageError(message.format(count=len(entries)))
    told = [
        {**entry, "told": "true"} if number in wanted else dict(entry)
        for number, entry in zip(every, entries, strict=True)
    ]
    return {"items": told} if told else {}
