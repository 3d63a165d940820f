"""Leave that somebody took on their own authority: nobody had approved it (LVE-12).

Looked for on the leave that was asked for. A shift of it that stands on the roster, is over and
that the person did not come for, by no other leave either, is what is found.

given: leave asked for 5 March, refused; on the roster that day, and no clock-in
found: the leave
not:   the same with a clock-in, or once a superior has approved it after all
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cs_cli.domain.absence import span
from cs_cli.domain.attendance import ABSENT, WITHOUT_LEAVE, Expected
from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.reports.attendance import KIND, Judge
from cs_cli.reports.sight import Hit, Sight

_DAY = timedelta(days=1)


def check(sight: Sight, found: Found, _with: Mapping[str, str]) -> Hit | None:
    """Find leave without approval whose shift its person did not come for."""
    missed = next(_missed(sight, found), None)
    if missed is None:
        return None
    on = missed.day.isoformat()
    return Hit(
        Text(f"stayed away on {on}, the leave not approved", f"{on} 未获批准而缺勤"), missed.start
    )


def _missed(sight: Sight, found: Found) -> Iterator[Expected]:
    person = str(found.values.get("person"))
    judge = Judge.of(sight, person)
    for on in _days(sight, found, judge):
        query = Query(KIND, {"person": (person,), "date": (on.isoformat(),)})
        came = sight.found(query) if KIND in sight.policy.kinds else ()
        due, said = judge.day(person, on, came[0] if came else None)
        is_over = due is not None and due.end <= sight.now
        if due is not None and is_over and {ABSENT, WITHOUT_LEAVE} & {*said.results}:
            yield due


def _days(sight: Sight, found: Found, judge: Judge) -> Iterator[date]:
    """Give the days of the leave so far on which the person stands on the roster."""
    when = span(found.values, judge.hours)
    if when is None:
        return
    on, last = (sight.calendar.date_of(at) for at in (when[0], min(when[1], sight.now)))
    while on <= last:
        if str(found.values.get("person")) in judge.hours.on_duty(on):
            yield on
        on += _DAY
