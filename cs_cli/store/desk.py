"""A desk on disk: its settings, people, calendar and roster, each read when asked for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from gettext import gettext as _
from pathlib import Path
from typing import Any, Literal, TypeVar

from cs_cli.domain.calendar import Calendar
from cs_cli.domain.errors import Broken, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Language
from cs_cli.domain.ledger import TOLERANCE, Tolerance
from cs_cli.domain.people import People, Roster, parse_roster
from cs_cli.domain.policy import Policy
from cs_cli.domain.shape import build
from cs_cli.store import compiled, files, yamltext
from cs_cli.store.holidays import kept_years
from cs_cli.store.parsed import Parsed
from cs_cli.store.place import MARK

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``cs.yaml`` says, ``format`` being how the desk is written.

    ``started`` is the day from which duties are expected; without it, that of the first record.

    ``identity`` is what the history proves of persons: the author of a commit, also a signature by
    a key in the file ``signers``, or nothing. ``keepers`` are the roles that may change settings,
    those that lead a department where none is named. ``tolerance`` is how far clocks may differ,
    ``clock: strict`` that no command may be told another time than that of the clock.
    """

    packs: tuple[str, ...]
    started: date | None = None
    zone: str = "Asia/Shanghai"
    language: Language = "zh"
    commit: Literal["auto", "manual"] = "auto"
    format: Literal["1"] = "1"
    people: str = "people.yaml"
    calendar: str = "calendar.yaml"
    identity: Literal["author", "signed", "none"] = "author"
    signers: str = "allowed_signers"
    keepers: tuple[str, ...] = ()
    tolerance: Tolerance = TOLERANCE
    clock: Literal["told", "strict"] = "told"


class Desk:
    """Everything on a desk that is not a record. Raises :class:`Broken` with file and line."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parsed = Parsed(root)

    @cached_property
    def settings(self) -> Settings:
        """Give what ``cs.yaml`` says."""
        return self._parse(MARK, lambda data: build(Settings, data))

    @cached_property
    def people(self) -> People:
        """Give everybody in ``people.yaml``."""
        return self._parse(self.settings.people, People.parse)

    @cached_property
    def calendar(self) -> Calendar:
        """Give the desk's calendar, in the zone of ``cs.yaml`` where it names none."""
        zone = self.settings.zone
        return self._parse(
            self.settings.calendar,
            lambda data: Calendar.parse(
                data, published=kept_years(self._parsed), default_zone=zone
            ),
        )

    @cached_property
    def roster(self) -> Roster:
        """Give who works when; each month is read when a day of it is asked for."""
        return _Months(self)

    @cached_property
    def policy(self) -> Policy:
        """Give the rules in force, from the packs and the desk's own ``policy/``."""
        packs = self.settings.packs
        kept = compiled.load(self.root, packs)
        if kept is not None:
            return kept
        # Loaded only now that rules must be read.
        from cs_cli.store import definitions

        try:
            # Signed before they are read: a file changed in between counts as changed.
            signs = compiled.signed(self._policy_files())
            policy = definitions.load(packs, self.root)
        except NotFound as error:
            line = yamltext.parse(files.read(self.root, MARK), path=MARK).line("packs")
            raise Broken([Problem(MARK, error.message, line, hint=error.hint)]) from None
        compiled.keep(self.root, packs, signs, policy)
        return policy

    def month(self, name: str) -> Roster:
        """Give one month (``2026-03``) of the roster, empty where there is no file."""
        path = f"roster/{name}.yaml"
        if not (self.root / path).exists():
            return {}
        return self._parse(path, parse_roster)

    def months(self) -> list[str]:
        """Give the months that have a roster."""
        return sorted(path.stem for path in (self.root / "roster").glob("*.yaml"))

    def setting_files(self) -> list[Path]:
        """Give every file and folder whose change changes what is owed."""
        names = (MARK, self.settings.people, self.settings.calendar, "roster")
        own = [self.root / name for name in names]
        return [*own, *sorted((self.root / "roster").glob("*.yaml")), *self._policy_files()]

    def _policy_files(self) -> list[Path]:
        from cs_cli.store import definitions

        folders = [self.root / name for name in ("policy", "templates/kinds", "templates/packs")]
        return [*folders, *definitions.files(self.settings.packs, self.root)]

    def _parse(self, path: str, read: Callable[[Any], T]) -> T:
        try:
            text = files.read(self.root, path)
        except NotFound:
            raise Broken([Problem(path, _("the file is missing"))]) from None
        data = self._parsed.get(path, text)
        if data is None:
            data = yamltext.parse(text, path=path).data
            self._parsed.put(path, text, data)
        try:
            return read(data)
        except Invalid as fault:
            line = yamltext.parse(text, path=path).line(*fault.place)
            raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None


class _Months(Mapping[date, Mapping[str, tuple[str, ...]]]):
    """The roster as one mapping over its monthly files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read: dict[str, Roster] = {}

    def __getitem__(self, day: date) -> Mapping[str, tuple[str, ...]]:
        month = f"{day:%Y-%m}"
        if month not in self._read:
            self._read[month] = self._desk.month(month)
        return self._read[month][day]

    def __iter__(self) -> Iterator[date]:
        for month in self._desk.months():
            yield from self._desk.month(month)

    def __len__(self) -> int:
        return sum(1 for _day in self)
