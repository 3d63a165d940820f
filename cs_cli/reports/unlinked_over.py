"""A figure over its limit that should have led to another record, and did not (TKT-20).

given: with: {field: lookup_seconds, over: "30", kind: callback}
found: a ticket with 45 seconds that no callback is about
not:   one with 30 seconds, or with a callback
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.reports import unlinked
from cs_cli.reports.sight import Hit, Sight


def check(sight: Sight, found: Found, with_: Mapping[str, str]) -> Hit | None:
    """Find a record whose figure is over the limit while nothing is linked to it."""
    field = with_.get("field", "")
    value = found.values.get(field)
    try:
        over = Decimal(str(value)) > Decimal(with_.get("over", ""))
    except InvalidOperation:
        return None
    hit = unlinked.check(sight, found, with_) if over else None
    if hit is None:
        return None
    label = sight.kind_of(found).fields[field].label
    en = f"{label.en} {value}, over {with_['over']}: {hit.says.en}"
    return Hit(Text(en, f"{label.zh} {value}，超过 {with_['over']}：{hit.says.zh}"), hit.at)
