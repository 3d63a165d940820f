"""Leave that leaves too few on duty is not approved, or only with a warning (SFT-15 and others).

Who must be there when is said by the ``coverage`` rows of packs and policy. Who else is on leave
then is away; a named replacement takes the person's shifts. What was short before the leave is
none of its doing. ``with`` says which rows are looked at: those that ``refuse``, or that ``warn``.

    row:     least 1 of the role clerk in every shift
    passes:  Li's leave while Wang has the same shift, or with Wang as replacement
    refused: Wang's leave on the same day once Li's is approved
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cs_cli.domain.absence import AWAY, EVER, Span, span
from cs_cli.domain.absences import absences
from cs_cli.domain.act import Act, World
from cs_cli.domain.coverage import Absence, Desk, Gap, Stint, lost, stints, without
from cs_cli.domain.found import Found
from cs_cli.domain.language import Text
from cs_cli.rules.at_work import hours_of

WARN = "warn"
_YEAR = timedelta(days=366)


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse, or warn of, a leave that leaves too few on duty."""
    found = span(act.seen, hours_of(world))
    if found is None or not world.policy.rows.coverage or _is_as_before(act):
        return None
    if found[1] == EVER:
        found = (found[0], world.calendar.end_of_day(world.calendar.date_of(found[0])))
    warns = with_["look"] == WARN
    short = [gap for gap in _short(act, found, world) if gap.row.warn == warns]
    return _said(short, world) if short else None


def _is_as_before(act: Act) -> bool:
    """Tell whether a change of fields leaves it open or filled as it was who takes the shifts."""
    return act.do == "set" and "replacement" not in act.changed


def _short(act: Act, found: Span, world: World) -> Iterator[Gap]:
    person = str(act.seen.get("person") or "")
    first = world.calendar.date_of(found[0])
    last = min(world.calendar.date_of(found[1]), first + _YEAR)
    everybody = [one.id for one in world.people]
    duty = stints(world.roster, world.calendar, first, last, everybody)
    others = absences(world.records, hours_of(world), other_than=act.id)
    replaced = [
        *((one.values, span(one.values, hours_of(world))) for one in _replaced(act, world)),
        (act.seen, found),
    ]
    instead = [new for values, when in replaced if when for new in _taken_over(duty, values, when)]
    duty = [*without(duty, list(others)), *instead]
    desk = Desk(world.calendar, world.people, world.policy)
    yield from lost(desk, duty, Absence(person, *found), first, last)


def _replaced(act: Act, world: World) -> list[Found]:
    """Give other leave that is approved and in which somebody takes the shifts."""
    every = world.records.find("leave", {"status": AWAY, "replacement": ("any",)})
    return [one for one in every if one.id != act.id]


def _taken_over(duty: Sequence[Stint], values: Mapping[str, Any], when: Span) -> list[Stint]:
    """Give the time on duty that a leave takes from somebody to whoever replaces."""
    by = str(values.get("replacement") or "")
    own = [one for one in duty if by and one.person == values.get("person")]
    met = ((one, max(one.start, when[0]), min(one.end, when[1])) for one in own)
    return [Stint(by, one.day, one.shift, start, end) for one, start, end in met if start < end]


def _said(short: Sequence[Gap], world: World) -> Text:
    gap = short[0]
    when = f"{_at(gap.start, world)}-{_at(gap.end, world)[-5:]}"
    there = len(gap.people)
    return Text(
        f"{when} would have {there} on duty, at least {gap.row.least}: {gap.row.label.en} "
        f"(--replacement PERSON, who takes the shift)",
        f"{when} 在岗将只有{there}人，至少{gap.row.least}人：{gap.row.label.zh}"
        "（--replacement 顶班人员）",
    )


def _at(at: datetime, world: World) -> str:
    return at.astimezone(world.calendar.zone).strftime("%Y-%m-%d %H:%M")
