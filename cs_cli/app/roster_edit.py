"""Write who works when: the changing jobs behind ``cs roster``, and what swaps change.

A change is judged like any other command: as the verb ``set`` of the kind ``shift``, by the rows
of the packs. What a coverage row asks of a shift is judged when that shift is set; what it asks of
hours or days can only be judged once the roster stands (``cs roster check``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from gettext import gettext as _

from cs_cli.app import records, roster, roster_lines, save
from cs_cli.app.roster import Finding, Span
from cs_cli.app.roster_lines import Shifts, Turn
from cs_cli.app.save import Saved
from cs_cli.app.work import Work
from cs_cli.domain import coverage, turns
from cs_cli.domain.act import Act, Warned
from cs_cli.domain.cover import Cover
from cs_cli.domain.coverage import Gap
from cs_cli.domain.errors import Refused, UsageError
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.policy import rows_on
from cs_cli.domain.shape import unknown
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge
from cs_cli.store import files
from cs_cli.store.transaction import Created, Replaced

KIND = "shift"
NOBODY = ("none", "nobody", "无", "-")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: shifts with their people, warnings, what is still missing those days."""

    turns: tuple[Turn, ...]
    saved: tuple[Saved, ...]
    warnings: tuple[Warned, ...] = ()
    left: tuple[Finding, ...] = ()


def put(work: Work, day: str, shift: str, people: Sequence[str], reason: str | None) -> Written:
    """Say who works a shift of a day; ``none`` for nobody.

    Raises :class:`UsageError`, :class:`NotFound` for nobody of that name, :class:`Refused`.
    """
    with records.changing(work, "roster set"):
        on, _last = roster.days(work, Span(day, day))
        named = () if list(people) in ([one] for one in NOBODY) else people
        if not people:
            raise UsageError(_("who? name people, or none"))
        ids = tuple(dict.fromkeys(work.desk.people.named(word).id for word in named))
        return _write(work, [Turn(on, _shift(work, shift), ids)], reason, "set")


def plan(work: Work, span: Span, order: Sequence[str], *, replace: bool) -> Written:
    """Draw up the shifts that rows with ``turns`` ask for, where nobody works them yet.

    ``order`` are those who take turns, else everybody with the role. Raises as :func:`put`.
    """
    with records.changing(work, "roster plan"):
        first, last = roster.days(work, span)
        people = [work.desk.people.named(word).id for word in order]
        drawn = _drawn(work, first, last, people, replace=replace)
        if not drawn:
            raise UsageError(
                _("nothing to plan: no row with turns asks for a shift that nobody works yet"),
                hint=_("rows: cs policy list; to plan anew: --replace"),
            )
        return _write(work, drawn, None, "plan")


def _shift(work: Work, word: str) -> str:
    shifts = work.desk.calendar.shifts
    if word not in shifts:
        raise UsageError(
            _("{shift} is not a shift of this desk").format(shift=word),
            hint=unknown(word, list(shifts)).hint,
        )
    return word


def _write(work: Work, changes: Sequence[Turn], reason: str | None, do: str) -> Written:
    said = " ".join((reason or "").split())
    warned = [one for turn in changes for one in judged(work, turn, said)]
    after = roster_lines.after(work, changes, {})
    _refuse_short(work, after, changes)
    saved = roster_lines.planned(work, after, said, {})
    if not saved:
        raise UsageError(_("nothing to change: every value is as it was"))
    if not work.dry_run:
        _save(work, saved, do)
    days = sorted({turn.day for turn in changes})
    return Written(tuple(changes), saved, tuple(dict.fromkeys(warned)), _left(work, after, days))


def judged(work: Work, turn: Turn, reason: str) -> tuple[Warned, ...]:
    """Hold a change against the guards of the packs; raise :class:`Refused`."""
    values = {"date": turn.day.isoformat(), "shift": turn.shift, "people": list(turn.people)}
    if reason:
        values["reason"] = reason
    kind = work.policy.kinds[KIND]
    act = Act(f"{turn.day} {turn.shift}", kind, None, "set", values, {}, frozenset(values))
    return judge(act, work.world, RULES)


def _gaps(work: Work, after: Mapping[date, Shifts], day: date) -> Iterator[Gap]:
    """Give where a day would be short, or too full, were it so."""
    whole = {day: after[day], **_day_before(work, day, after)}
    found = coverage.stints(whole, work.desk.calendar, day, day)
    there = roster.present(work, found)
    yield from coverage.gaps(roster.desk_of(work), there, day, day, found)


def _day_before(work: Work, day: date, after: Mapping[date, Shifts]) -> dict[date, Shifts]:
    earlier = date.fromordinal(day.toordinal() - 1)
    return {earlier: after.get(earlier, dict(work.desk.roster.get(earlier, {})))}


def _refuse_short(work: Work, after: Mapping[date, Shifts], changes: Iterable[Turn]) -> None:
    """Raise :class:`Refused` where a shift that is set is not what a row asks of it."""
    for turn in changes:
        for gap in _gaps(work, after, turn.day):
            if gap.shift == turn.shift and turn.people and not gap.row.warn:
                who = ", ".join(gap.people) or _("nobody")
                said = _("{day} {shift}: {label}; of these there is: {people}")
                raise Refused(
                    said.format(day=turn.day, shift=turn.shift, label=gap.row.label, people=who),
                    rule=gap.row.ref,
                    hint=_("name all of the shift: {command}").format(
                        command=f"cs roster set {turn.day} {turn.shift} PERSON PERSON"
                    ),
                )


def _left(work: Work, after: Mapping[date, Shifts], days: Iterable[date]) -> tuple[Finding, ...]:
    return tuple(roster.of_gap(gap) for day in days for gap in _gaps(work, after, day))


def _save(work: Work, saved: Sequence[Saved], do: str) -> None:
    changes = [
        Created(one.path, one.after)
        if one.before is None
        else Replaced(one.path, one.after, files.digest(one.before))
        for one in saved
    ]
    months = ", ".join(one.path.removeprefix("roster/").removesuffix(".yaml") for one in saved)
    trailers = {"Cs-Op": f"roster.{do}", "Cs-By": work.actor.id}
    save.record(work, changes, f"roster {months}: {do}", trailers)


def _drawn(
    work: Work, first: date, last: date, people: Sequence[str], *, replace: bool
) -> list[Turn]:
    """Give the shifts of these days that rows ask for in turns, day by day."""
    made: dict[tuple[date, str], tuple[str, ...]] = {}

    def had(day: date, shift: str) -> Sequence[str]:
        return made.get((day, shift)) or work.desk.roster.get(day, {}).get(shift, ())

    for number in range((last - first).days + 1):
        day = date.fromordinal(first.toordinal() + number)
        for row in rows_on(work.policy.rows.coverage, day).values():
            if row.turns is None or not coverage.is_for(row, day, work.desk.calendar):
                continue
            for shift in row.during:
                if shift not in work.desk.calendar.shifts or (not replace and had(day, shift)):
                    continue
                order = _order(work, row, people)
                last_one = turns.before(lambda at, shift=shift: had(at, shift), day, order)  # type: ignore[misc]
                chosen = turns.whose(row, order, day, last_one, _off(work, day, shift))
                if chosen:
                    made[day, shift] = chosen
    return [Turn(day, shift, chosen) for (day, shift), chosen in made.items()]


def _order(work: Work, row: Cover, people: Sequence[str]) -> list[str]:
    """Give those of the people who may work a row's shift, in their order."""
    able = [one.id for one in work.desk.people if coverage.counts(row, one, work.policy)]
    return [one for one in people if one in able] if people else able


def _off(work: Work, day: date, shift: str) -> set[str]:
    """Give who is on leave at some time of a shift."""
    start, end = work.desk.calendar.shift_bounds(shift, day)
    return {one.person for one in roster.away(work) if one.start < end and start < one.end}
