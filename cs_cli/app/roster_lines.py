"""The files of the roster as they will be, with some shifts changed; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cs_cli.app.save import Saved
from cs_cli.app.work import Work
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.people import parse_roster
from cs_cli.store import files, rosters, yamltext
from cs_cli.store.rosters import Line

Shifts = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift of a day with the people who are to work it."""

    day: date
    shift: str
    people: tuple[str, ...]


def after(work: Work, changes: Iterable[Turn], known: Mapping[str, Saved]) -> dict[date, Shifts]:
    """Give the days that change, as they will be; shifts stand in the order of the calendar.

    ``known`` are files that the same command changes already.
    """
    found: dict[date, Shifts] = {}
    for turn in changes:
        shifts = found.setdefault(turn.day, _shifts(work, turn.day, known))
        shifts.pop(turn.shift, None)
        if turn.people:
            shifts[turn.shift] = turn.people
    order = {name: number for number, name in enumerate(work.desk.calendar.shifts)}
    return {
        day: {shift: shifts[shift] for shift in sorted(shifts, key=lambda s: order.get(s, -1))}
        for day, shifts in found.items()
    }


def _shifts(work: Work, day: date, known: Mapping[str, Saved]) -> Shifts:
    saved = known.get(rosters.path_of(day))
    if saved is None:
        return dict(work.desk.roster.get(day, {}))
    data = yamltext.parse(saved.after, path=saved.path).data
    return dict(parse_roster(data).get(day, {}))


def planned(
    work: Work, days: Mapping[date, Mapping[str, Sequence[str]]], reason: str,
    known: Mapping[str, Saved],
) -> tuple[Saved, ...]:  # fmt: skip
    """Give the files of the roster as they will be with these days; none that stays the same."""
    months: dict[str, list[Line]] = {}
    for day, shifts in days.items():
        if _shifts(work, day, known) != shifts:
            months.setdefault(rosters.path_of(day), []).append(Line(day, shifts, reason))
    return tuple(_saved(work, path, lines, known) for path, lines in sorted(months.items()))


def _saved(work: Work, path: str, lines: Sequence[Line], known: Mapping[str, Saved]) -> Saved:
    saved = known.get(path)
    if saved is not None:
        return Saved(path, saved.before, rosters.edited(saved.after, lines, path))
    raw = files.read(work.root, path) if (work.root / path).exists() else None
    return Saved(path, raw, rosters.edited(raw, lines, path))
