"""Read everything on a desk that is not a record, telling all of what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app.check_files import problem, read
from cs_cli.app.check_policy import policy_of
from cs_cli.checks import people_file, roster_file
from cs_cli.checks.subject import Fault, Place
from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Invalid, Problem
from cs_cli.domain.people import People
from cs_cli.domain.policy import Policy
from cs_cli.domain.shape import build
from cs_cli.store.desk import Settings
from cs_cli.store.holidays import published_years
from cs_cli.store.place import MARK, refuse_newer, settings_of
from cs_cli.store.yamltext import Node

SETTINGS, CALENDAR = "settings", "calendar"
_MOST = 100  # problems told of one calendar


@dataclass(frozen=True, slots=True)
class Examined:
    """What could be read, and what is wrong; ``fatal`` is what nothing can be judged without."""

    policy: Policy | None
    people: People | None
    zone: tzinfo
    fatal: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def examine(folder: Path, paths: Iterable[str]) -> Examined:
    """Examine the settings of a desk that lie in a folder; ``paths`` names its files.

    Raises Broken for a newer format.
    """
    refuse_newer(settings_of(folder))
    return _Examination(folder).of(sorted(paths))


@dataclass
class _Examination:
    folder: Path
    fatal: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, paths: Sequence[str]) -> Examined:
        node = read(self.folder, MARK, self.fatal)
        settings = self._settings(node)
        policy = None
        if node is not None and settings.packs == _packs(node.data):
            policy = policy_of(settings.packs, self.folder, node.line("packs"), self.fatal)
        calendar = self._calendar(settings)
        people = self._people(settings, policy)
        for path in paths:
            if path.startswith("roster/") and path.endswith(".yaml"):
                self._roster(path, people, calendar)
        zone = calendar.zone if calendar else UTC
        return Examined(policy, people, zone, tuple(self.fatal), tuple(self.problems))

    def _settings(self, node: Node | None) -> Settings:
        """Read ``cs.yaml``; what is wrong in it counts as not said."""
        said: dict[str, Any] = {"packs": []}
        for fault in _flat_faults(node.data, said) if node else ():
            self.fatal.append(problem(MARK, fault, SETTINGS, node))
        return build(Settings, said)

    def _calendar(self, settings: Settings) -> Calendar | None:
        node = read(self.folder, settings.calendar, self.fatal)
        if node is None:
            return None

        def parsed(data: Any) -> Calendar:  # noqa: ANN401 - a document is any value
            years = published_years()
            return Calendar.parse(data, published=years, default_zone=settings.zone)

        try:
            return parsed(node.data)
        except Invalid:
            for fault in _faults(parsed, node.data):
                self.fatal.append(problem(settings.calendar, fault, CALENDAR, node))
        return None

    def _people(self, settings: Settings, policy: Policy | None) -> People | None:
        node = read(self.folder, settings.people, self.problems)
        if node is None:
            return None
        roles = policy.roles if policy else None
        for fault in people_file.check(node.data, roles):
            self.problems.append(problem(settings.people, fault, people_file.RULE, node))
        try:
            return People.parse(node.data)
        except Invalid:
            return None

    def _roster(self, path: str, people: People | None, calendar: Calendar | None) -> None:
        node = read(self.folder, path, self.problems)
        if node is None:
            return
        month = path.removeprefix("roster/").removesuffix(".yaml")
        names = people.by_id if people else None
        shifts = calendar.shifts if calendar else None
        for fault in roster_file.check(node.data, month, names, shifts):
            self.problems.append(problem(path, fault, roster_file.RULE, node))


def _packs(data: object) -> tuple[str, ...] | None:
    """Give the packs that are named, None where that cannot be told."""
    try:
        return build(tuple[str, ...], data["packs"]) if isinstance(data, dict) else None
    except (Invalid, KeyError):
        return None


def _flat_faults(data: object, said: dict[str, Any]) -> Iterator[Fault]:
    """Read keys one by one, each held against defaults; add those that are right to ``said``."""
    if not isinstance(data, Mapping):
        yield Fault(_("expected keys and values"))
        return
    for key in said:
        if key not in data:
            yield Fault(_("{key} is missing").format(key=key))
    for key, value in data.items():
        try:
            build(Settings, {**said, key: value})
            said[key] = value
        except Invalid as fault:
            yield Fault(fault.message, fault.place, fault.hint)


def _faults(parse: Callable[[Any], object], data: Any) -> Iterator[Fault]:  # noqa: ANN401
    """Give one fault after the other, reading again without the place of each.

    What is then missing because of that is not said: it ends the search.
    """
    taken: list[Place] = []
    for _number in range(_MOST):
        try:
            parse(data)
        except Invalid as fault:
            if taken and not _holds(data, fault.place):
                return
            yield Fault(fault.message, _as_typed(fault.place, taken), fault.hint)
            if not fault.place or not _holds(data, fault.place):
                return
            data = _without(data, fault.place)
            taken.append(fault.place)
        else:
            return


def _holds(data: Any, place: Place) -> bool:  # noqa: ANN401
    for key in place:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return False
    return bool(place)


def _without(data: Any, place: Place) -> Any:  # noqa: ANN401
    key, *rest = place
    if isinstance(data, list):
        inner = [_without(data[int(key)], tuple(rest))] if rest else []
        return [*data[: int(key)], *inner, *data[int(key) + 1 :]]
    if rest:
        return {**data, key: _without(data[key], tuple(rest))}
    return {name: value for name, value in data.items() if name != key}


def _as_typed(place: Place, taken: Sequence[Place]) -> Place:
    """Give a place as it was before items above it were taken out of their lists."""
    for gone in reversed(taken):
        *outer, last = gone
        depth = len(outer)
        if isinstance(last, int) and len(place) > depth and list(place[:depth]) == outer:
            at = place[depth]
            if isinstance(at, int) and at >= last:
                place = (*place[:depth], at + 1, *place[depth + 1 :])
    return place
