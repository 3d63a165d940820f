"""What can go wrong, each with its exit code and a sentence for people.

Raise these anywhere below ``cli``; one boundary in ``cli`` prints them.
"""

from collections.abc import Sequence
from gettext import gettext as _
from typing import NamedTuple


class Did(NamedTuple):
    """An event of a log: its number there from 1, when, who, what."""

    entry: int
    at: str
    by: str
    do: str


class Problem(NamedTuple):
    """One thing wrong with one file: where, what, which rule, what to do next.

    ``events`` are those that contradict each other, where it is that: people settle it.
    """

    path: str
    message: str
    line: int | None = None
    rule: str | None = None
    hint: str | None = None
    events: tuple[Did, ...] = ()

    def __str__(self) -> str:
        """Give ``path:line: message (rule); hint``."""
        path = self.path.replace("\n", "\\n")
        place = path if self.line is None else f"{path}:{self.line}"
        rule = f" ({self.rule})" if self.rule else ""
        hint = f" - {self.hint}" if self.hint else ""
        return f"{place}: {self.message}{rule}{hint}"


class CsError(Exception):
    """Base of everything ``cs`` says no with."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None, rule: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.rule = rule

    def __str__(self) -> str:
        """Give the sentence a person reads first."""
        return self.message


class UsageError(CsError):
    """The command line is wrong."""

    exit_code = 2


class Refused(CsError):
    """A rule of the department forbids it; nothing was written."""

    exit_code = 3

    def __str__(self) -> str:
        """Name the rule before the reason."""
        if self.rule:
            return _("refused ({rule}): {message}").format(rule=self.rule, message=self.message)
        return _("refused: {message}").format(message=self.message)


class NotFound(CsError):
    """No such record, person, pack, rule."""

    exit_code = 4


class Ambiguous(CsError):
    """More than one record answers to that part of an id."""

    exit_code = 4

    def __init__(self, message: str, *, candidates: Sequence[str], hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.candidates = tuple(candidates)


class Broken(CsError):
    """Data, policy or calendar cannot be read as what it should be."""

    exit_code = 5

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Busy(CsError):
    """Somebody else holds the desk, or changed it meanwhile."""

    exit_code = 6


class Invalid(Exception):
    """A value inside a document is not what was expected there.

    ``place`` is the path of keys and positions to it; whoever read the document
    turns it into a line and a :class:`Problem`. ``ref`` names the rows of the rulebook that
    say what is expected.
    """

    def __init__(
        self, message: str, *place: str | int, hint: str | None = None, ref: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint
        self.ref = tuple(ref)

    def within(self, *outer: str | int) -> "Invalid":
        """Give the same complaint seen from further out."""
        return Invalid(self.message, *outer, *self.place, hint=self.hint, ref=self.ref)
