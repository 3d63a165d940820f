"""A desk opened for one command: when it is, who acts, and everything read only when needed.

The readers of settings, rules and git are loaded by the properties that need them: ``due`` on a
desk where nothing changed needs none of them.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cs_cli.domain.errors import UsageError
from cs_cli.store import place
from cs_cli.store.index import Index
from cs_cli.store.owed import Obligations

if TYPE_CHECKING:
    from cs_cli.domain.act import World
    from cs_cli.domain.kind import Kind
    from cs_cli.domain.language import Language
    from cs_cli.domain.people import Person
    from cs_cli.domain.policy import Policy
    from cs_cli.store.desk import Desk
    from cs_cli.store.git import Git
    from cs_cli.store.query import Planned, Records
    from cs_cli.store.repository import Bare
    from cs_cli.store.signing import Signing


def system_bits(count: int) -> int:
    """Give that many bits from the system, as ``secrets.randbits`` does without its imports."""
    whole, rest = -(-count // 8), -count % 8
    return int.from_bytes(os.urandom(whole)) >> rest


class Work:
    """One command at a desk. ``now`` is the instant it acts at, ``as_`` who it acts for.

    ``wait`` is how many seconds it waits for somebody else who is writing; ``heard`` collects
    phrases for times, each with the time it was read as; ``planned`` are the records that the
    command is about to write. On a server the desk lies in a ``bare`` repository and has no files.

    For whoever breaks it off: ``begun`` are the files that it saves, each with the digest that it
    will have, ``keeps_history`` whether it commits them; ``again`` is what to go on with, where
    that is a command of its own.
    """

    def __init__(
        self, start: Path, now: datetime, as_: str | None = None, *, dry_run: bool = False,
        random_bits: Callable[[int], int] = system_bits, wait: float = 10.0,
        bare: "Bare | None" = None,
    ) -> None:  # fmt: skip
        self.start, self.now, self.as_, self.bare = start, now, as_, bare
        self.dry_run, self.random_bits, self.wait = dry_run, random_bits, wait
        self.heard: list[tuple[str, str]] = []
        self.planned: dict[str, Planned] = {}
        self.begun: dict[str, str] = {}
        self.keeps_history, self.again = False, ""

    def at(self, now: datetime) -> "Work":
        """Give the same desk as it is seen from another instant."""
        other = Work(
            self.start, now, self.as_, dry_run=self.dry_run, random_bits=self.random_bits,
            wait=self.wait, bare=self.bare,
        )  # fmt: skip
        other.heard, other.planned, other.begun = self.heard, self.planned, self.begun
        return other

    def within(self, root: Path, bare: "Bare") -> "Work":
        """Give the desk that lies in a repository without files."""
        return Work(
            root, self.now, self.as_, dry_run=self.dry_run, random_bits=self.random_bits,
            wait=self.wait, bare=bare,
        )  # fmt: skip

    @cached_property
    def root(self) -> Path:
        """Give the folder of the desk; raise :class:`NotFound` where there is none."""
        return self.start if self.bare else place.find(self.start)

    @cached_property
    def desk(self) -> "Desk":
        """Give its settings, people, calendar, roster and rules."""
        from cs_cli.store.desk import Desk

        return Desk(self.root)

    @cached_property
    def index(self) -> Index:
        """Give its index, brought up to date."""
        return Index(self.root, self.now, lambda: self.desk)

    @property
    def records(self) -> "Records":
        """Give its records, for questions."""
        # Deferred: ``due`` asks for no records.
        from cs_cli.store.query import Records

        return Records(self.index.db, self.planned)

    @property
    def obligations(self) -> Obligations:
        """Give what is owed on it, for questions."""
        return Obligations(self.index.db)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Give the zone of its calendar."""
        return ZoneInfo(self.index.about_desk("zone"))

    def kind(self, name: str) -> "Kind":
        """Give a kind, from the index where that spares reading every rule."""
        return self.known_kind(name) or self.policy.kinds[name]

    def known_kind(self, name: str) -> "Kind | None":
        """Give a kind, None where there is no such."""
        found = None if "desk" in self.__dict__ else self.index.kind(name)
        return found or self.policy.kinds.get(name)

    @property
    def policy(self) -> "Policy":
        """Give the rules in force."""
        return self.desk.policy

    @cached_property
    def git(self) -> "Git":
        """Give the ledger."""
        from cs_cli.store.git import Git

        return Git(self.root, bare=self.bare, signing=self._signing)

    def _signing(self) -> "Signing":
        """Give how commits are signed on this desk."""
        from cs_cli.store.signing import signed, unsigned

        return signed() if self.desk.settings.identity == "signed" else unsigned()

    @cached_property
    def actor(self) -> "Person":
        """Give who acts: the person named, else the one with git's e-mail."""
        if self.as_:
            return self.desk.people.named(self.as_)
        email = self.git.user()[1] if self.git.available else ""
        everybody = list(self.desk.people)
        person = self.desk.people.by_email(email) if email else None
        if not email and len(everybody) == 1:
            # Nobody else can be meant, as on a new desk of somebody whom git does not know.
            person = everybody[0]
        if person is None:
            raise UsageError(
                _("who is acting? nobody in {file} has git's e-mail address").format(
                    file=self.desk.settings.people
                ),
                hint=_("name the person with --as ID or CS_AS, or add the address to the file"),
            )
        return person

    @property
    def me(self) -> "Person":
        """Give the person named with ``--as``; reading commands do not ask git."""
        if not self.as_:
            raise UsageError(_("who are you?"), hint=_("say it with --as ID or CS_AS"))
        return self.desk.people.named(self.as_)

    @property
    def world(self) -> "World":
        """Give what rules may look at."""
        from cs_cli.domain.act import World
        from cs_cli.domain.keepers import keepers

        desk = self.desk
        return World(
            now=self.now, actor=self.actor, people=desk.people, calendar=desk.calendar,
            roster=desk.roster, policy=desk.policy, records=self.records,
            started=desk.settings.started, keepers=keepers(desk.settings.keepers, desk.policy),
        )  # fmt: skip

    def take_in(self, paths: Sequence[str]) -> None:
        """Let the index see what this command has written."""
        if "index" in self.__dict__:
            self.index.take_in(paths)

    def refresh(self) -> None:
        """Bring the index up to date again, after a change by anybody."""
        if "index" in self.__dict__:
            self.index.db.close()
            del self.__dict__["index"]


def language_of(folder: Path) -> "Language | None":
    """Give the language of the desk there, before anything of it is read; None without one."""
    return place.language_in(place.look(folder)[1])
