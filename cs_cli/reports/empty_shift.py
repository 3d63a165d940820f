"""A swapped shift that nobody came for, where the two had not briefed each other (SFT-05).

``with: {look: there}`` is the shift that was given away, ``look: back`` the one in return.

given: a swap on the roster with one briefing only; the taker neither came nor had leave
found: the swap
not:   the same with briefings by both, or with a clock-in
"""

from collections.abc import Mapping

from cs_cli.domain.attendance import WITHOUT_LEAVE
from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.record import day
from cs_cli.domain.schema import is_blank
from cs_cli.reports.attendance import KIND, Judge
from cs_cli.reports.sight import Hit, Sight

_SIDES = {"there": ("date", "shift", "to"), "back": ("date_back", "shift_back", "from")}


def check(sight: Sight, found: Found, with_: Mapping[str, str]) -> Hit | None:
    """Find a swap whose shift stayed empty without a briefing by both."""
    on, shift, name = (found.values.get(n) for n in _SIDES[with_["look"]])
    if not is_blank(found.values.get("briefed_by_both")):
        return None
    try:
        person, when = str(name), day(on)
    except Invalid:
        return None
    query = Query(KIND, {"person": (person,), "date": (str(on),)})
    came = sight.found(query) if KIND in sight.policy.kinds else ()
    due, said = Judge.of(sight, person).day(person, when, came[0] if came else None)
    if due is None or WITHOUT_LEAVE not in said.results:
        return None
    return Hit(
        Text(
            f"{shift} on {on} stayed empty, and the two had not briefed each other",
            f"{on} 班次 {shift} 空班，双方未交代清楚",
        ),
        due.end,
    )
