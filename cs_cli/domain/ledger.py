"""The ledger as values: its commits, what each changed, how far clocks may differ."""

from datetime import datetime, timedelta
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.limit import Limit

PROGRAM = "100755"
FILE = ("100644", PROGRAM)
"""Modes of plain files; links, and desks of other repositories, have others."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the desk that differs between two trees: blobs and modes, empty for no file."""

    path: str
    old: str
    new: str
    mode: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: who made it, when the command acted (``at``), when it was made by the clock."""

    id: str
    tree: str
    parents: tuple[str, ...]
    name: str
    email: str
    at: datetime
    committed: datetime
    message: str

    @property
    def trailers(self) -> tuple[tuple[str, str], ...]:
        """Give the trailers of ``cs`` in the last paragraph of the message.

        To git a name is the same in small letters, and no blank is needed after its colon.
        """
        last = self.message.rstrip("\n").rpartition("\n\n")[2] if "\n\n" in self.message else ""
        found = (line.partition(":") for line in last.split("\n"))
        named = ((name.rstrip().title(), value.strip()) for name, colon, value in found if colon)
        return tuple((name, value) for name, value in named if name.startswith("Cs-"))

    @property
    def subject(self) -> str:
        """Give the first line of the message."""
        return self.message.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far clocks may differ before a time counts as another one."""

    span: timedelta
    text: str

    @classmethod
    def parse(cls, text: object) -> "Tolerance":
        """Read minutes, hours or days; raise :class:`Invalid`."""
        limit = Limit.parse(text)
        if limit.clock != "elapsed":
            raise Invalid(_("a tolerance is minutes or hours, such as 30 minutes"))
        return cls(timedelta(seconds=limit.amount), limit.text)


TOLERANCE = Tolerance(timedelta(minutes=30), "30 minutes")
"""What holds where a desk says nothing.

Clocks of office computers that no server sets drift by minutes, and a command waits for its
signature, for a lock or for a person who is asked for a passphrase; nothing honest takes half an
hour. Whoever saves what is committed later keeps the time of the saving.
"""
