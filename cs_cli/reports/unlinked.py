"""A record without the other one that should be linked to it (TKT-17).

``with`` says what is looked for: ``kind``, and ``type`` or ``status`` where they matter.

    given: with: {kind: escalation}, on severity major
    found: a major ticket that no escalation is about
"""

from collections.abc import Mapping

from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.reports.sight import Hit, Sight

MATCHED = ("type", "status")


def check(sight: Sight, found: Found, with_: Mapping[str, str]) -> Hit | None:
    """Find a record about which there is no such record."""
    kind = sight.policy.kinds.get(with_.get("kind", ""))
    if kind is None:
        return None
    wanted = {name: (with_[name],) for name in MATCHED if name in with_}
    if sight.linked(found.id, Query(kind.kind, wanted)):
        return None
    label = kind.of(with_.get("type")).label
    return Hit(Text(f"no {label.en} was made", f"未登记{label.zh}"))
