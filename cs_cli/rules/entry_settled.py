"""What came of an entry is written beside it: the log of a duty, the findings of an inspection.

An entry keeps what was said of it; only what is still blank is added (HND-03, HND-18).

    given: entries 1 "burst main" and 2 "parcel"; settle --number 1 --result "valve shut"
    gives: entry 1 with that result; entry 2 as it was
"""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import UsageError

LISTS = ("entries", "findings")


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Add the result; raise :class:`UsageError` for an entry there is not."""
    name = next(one for one in LISTS if one in act.kind.fields)
    entries = list(act.values.get(name) or [])
    number = str(act.event.get("number") or "")
    if not number:
        return {}
    if not number.isdecimal() or not 0 < int(number) <= len(entries):
        message = _("--number: there are entries 1 to {count}")
        raise UsageError(message.format(count=len(entries)))
    said = entries[int(number) - 1]
    if said.get("result"):
        raise UsageError(_("entry {number} has its result already").format(number=number))
    entries[int(number) - 1] = {**said, "result": act.event.get("result")}
    return {name: entries}
