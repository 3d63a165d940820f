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

from cs_cli.domain.absence import EVER, Span, span
from cs_cli.domain.absences import absences, instead, taken_over
from cs_cli.domain.act import Act, World
from cs_cli.domain.coverage import Absence, Desk, Gap, lost, stints, without
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
    hours, records = hours_of(world), world.records
    duty += instead(records, hours, duty, other_than=act.id)
    duty += taken_over(act.seen, hours, duty)
    duty = without(duty, list(absences(records, hours, other_than=act.id)))
    desk = Desk(world.calendar, world.people, world.policy)
    yield from lost(desk, duty, Absence(person, *found), first, last)


def _said(short: Sequence[Gap], world: World) -> Text:
    gap = short[0]
    ends = _at(gap.end, world)[-5:]
    when = f"{_at(gap.start, world)}-{'24:00' if ends == '00:00' else ends}"
    there, row = len(gap.people), gap.row
    ref = f" ({row.ref})" if row.ref else ""
    return Text(
        f"{when} would have {there} on duty, at least {row.least}: {row.label.en}{ref}; "
        "name who takes the shift: --replacement PERSON",
        f"{when} 在岗将只有{there}人，至少{row.least}人：{row.label.zh}{ref}；"
        "请写明顶班人：--replacement 人员",
    )


def _at(at: datetime, world: World) -> str:
    return at.astimezone(world.calendar.zone).strftime("%Y-%m-%d %H:%M")
