"""What one run knows of its surroundings. The only place that reads the clock."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.work import Work, language_of, system_bits
from cs_cli.domain.errors import CsError, Invalid, NotFound, UsageError
from cs_cli.domain.language import Language, speak
from cs_cli.render.formats import FORMATS, Format


def use_language(language: Language) -> None:
    """Let gettext, click through it, and all labels speak a language from now on."""
    os.environ["LANGUAGE"] = language
    speak(language)


class Run:
    """One run: the common options it was given, its environment, where it stands."""

    def __init__(
        self, given: Mapping[str, str], environment: Mapping[str, str], here: Path
    ) -> None:
        self.given, self.environment, self.here = given, environment, here
        self.opened: list[Work] = []

    @cached_property
    def desk_folder(self) -> Path:
        """Give the folder to look for the desk from."""
        named = self.given.get("desk") or self.environment.get("CS_DESK")
        folder = self.here / named if named else self.here
        if not folder.is_dir() and not _is_served(folder):
            raise NotFound(_("there is no folder {folder}").format(folder=folder))
        return folder

    @property
    def named_language(self) -> Language | None:
        """Give the language that ``--lang`` or ``CS_LANG`` names."""
        for named in (self.given.get("lang"), self.environment.get("CS_LANG")):
            if named:
                return _language(named)
        return None

    @cached_property
    def language(self) -> Language:
        """Choose the language: ``--lang``, ``CS_LANG``, the locale, the desk, English."""
        if self.named_language:
            return self.named_language
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            locale = self.environment.get(name)
            # C and POSIX say nothing of a person: cron has them everywhere.
            if locale and locale.split(".")[0] not in ("C", "POSIX"):
                return _language(locale)
        try:
            return language_of(self.desk_folder) or "en"
        except CsError:
            return "en"

    @cached_property
    def now(self) -> datetime:
        """Give the instant of this run, aware, to the second.

        ``--now 15:00`` is of the day of ``CS_NOW`` where that is set.
        """
        now = datetime.now(UTC).replace(microsecond=0)
        with suppress(ValueError):  # TZ may name a zone a day and more from UTC
            now = now.astimezone()
        told = {"CS_NOW": self.environment.get("CS_NOW"), "--now": self.given.get("now")}
        for name, text in told.items():
            now = self._told(name, text, now) if text else now
        return now

    def _told(self, name: str, told: str, now: datetime) -> datetime:
        try:
            exact = datetime.fromisoformat(told)
        except ValueError:
            exact = None
        if exact is not None and exact.tzinfo is not None:
            return exact
        # A phrase, or a time without an offset, is one of the desk's zone. Before `cs init` there
        # is no desk yet, and most runs need neither of these.
        from cs_cli.app.when import calendar_of
        from cs_cli.domain import phrases

        try:
            calendar = calendar_of(Work(self.desk_folder, now))
            return phrases.instant(told, now, calendar, default="start")
        except Invalid as fault:
            raise UsageError(f"{name}: {fault.message}", hint=fault.hint) from None

    @cached_property
    def work(self) -> Work:
        """Open the desk for this run."""
        return self.work_at(self.desk_folder)

    def work_at(self, folder: Path) -> Work:
        """Open a folder as a desk for this run."""
        work = Work(
            start=folder,
            now=self.now,
            as_=self.given.get("as_") or self.environment.get("CS_AS") or None,
            dry_run="dry_run" in self.given,
            random_bits=_random(self.environment.get("CS_SEED")),
            wait=_seconds(self.environment.get("CS_WAIT")),
        )
        self.opened.append(work)
        return work

    @cached_property
    def format(self) -> Format:
        """Give the format of the answer: ``--json``, ``--format``, else by where it goes."""
        if "json" in self.given:
            return "json"
        named = self.given.get("format")
        if named is None:
            return "table" if self.on_terminal else "plain"
        if named not in FORMATS:
            raise UsageError(
                _("{format} is not a format").format(format=named),
                hint=_("known: {values}").format(values=", ".join(FORMATS)),
            )
        return named

    @property
    def speaks_json(self) -> bool:
        """Tell whether errors are written for a program."""
        return "json" in self.given or self.given.get("format") in ("json", "jsonl")

    @cached_property
    def on_terminal(self) -> bool:
        """Tell whether the answer goes to a terminal."""
        return sys.stdout.isatty()

    @cached_property
    def may_ask(self) -> bool:
        """Tell whether somebody is there to be asked."""
        refused = "no_input" in self.given or self.environment.get("CS_NO_INPUT")
        return not refused and sys.stdin.isatty() and sys.stderr.isatty()

    @cached_property
    def colour(self) -> bool:
        """Choose colour: ``--color``, ``NO_COLOR``, ``FORCE_COLOR``, else on terminals only."""
        wish = self.given.get("color", "auto")
        if wish not in ("auto", "always", "never"):
            raise UsageError(_("--color is auto, always or never"))
        if wish != "auto":
            return wish == "always"
        if self.environment.get("NO_COLOR"):
            return False
        if self.environment.get("FORCE_COLOR"):
            return True
        return self.on_terminal and self.environment.get("TERM") != "dumb"

    @property
    def width(self) -> int | None:
        """Give the columns of the terminal, None where the answer goes elsewhere."""
        if not self.on_terminal:
            return None
        # Some terminals know no size and say 0.
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80


def _is_served(folder: Path) -> bool:
    """Tell whether a folder that is none names a desk in a repository without files."""
    # Deferred: only a wrong or a server's path comes here.
    from cs_cli.app.served import place_of

    return place_of(folder) is not None


def _language(named: str) -> Language:
    """Read a language or a locale; every other one is answered in English."""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def _random(seed: str | None) -> Callable[[int], int]:
    """Give the source of new ids; a seed makes them repeatable for examples and tests."""
    if not seed:
        return system_bits
    # Deferred: only examples and tests repeat themselves.
    from random import Random

    return Random(seed).getrandbits  # noqa: S311


def _seconds(told: str | None) -> float:
    """Read ``CS_WAIT``, how many seconds to wait for somebody else who is writing."""
    try:
        return float(told) if told else 10.0
    except ValueError:
        raise UsageError(_("CS_WAIT is a number of seconds")) from None
