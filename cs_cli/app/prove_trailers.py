"""Hold what the message of a commit says of itself against its author and its events."""

import re
from collections.abc import Iterator, Sequence
from gettext import gettext as _

from cs_cli.app.replay import Step
from cs_cli.domain.ledger import Commit
from cs_cli.domain.people import Person
from cs_cli.domain.policy import Policy
from cs_cli.domain.proof import Flaw

_SUBJECT = re.compile(r"([a-z][\w-]*) ([A-Z]{1,3}-[0-9]{6}-[0-9A-Z]{6}): ([\w-]+)")
_ALSO = {"settle": ("undo", "adjudicate")}
"""What the events of a command are called where it has another name."""
_OP, _BY = "Cs-Op", "Cs-By"


def record(commit: Commit) -> str | None:
    """Give the record that a commit of ``cs`` names."""
    found = _SUBJECT.fullmatch(commit.subject)
    return found[2] if found else None


def faults(
    commit: Commit, who: Sequence[Person], steps: Sequence[Step] | None, policy: Policy
) -> Iterator[Flaw]:
    """Tell trailers that say something else than author and events (None: they are not asked)."""
    names = [person.id for person in who]
    for name in (_BY, _OP):
        said = [value for key, value in commit.trailers if key == name]
        if len(said) > 1:
            yield _flaw(commit, _("{trailer} is said more than once").format(trailer=name))
    for key, value in commit.trailers:
        if key == _BY and names and value not in names:
            message = _("{trailer} says {said}, the author is {author}").format(
                trailer=key, said=value, author=", ".join(names)
            )
            yield _flaw(commit, message)
        if key == _OP and steps is not None and not _was_done(value, commit, steps, policy):
            message = _("{trailer} says {said}, which no event of the commit is").format(
                trailer=key, said=value
            )
            yield _flaw(commit, message)


def _was_done(op: str, commit: Commit, steps: Sequence[Step], policy: Policy) -> bool:
    kind, _dot, do = op.partition(".")
    if kind not in policy.kinds or not do:
        return True  # of the desk itself: doctor, merge, roster
    named, done = record(commit), (do, *_ALSO.get(do, ()))
    return any(
        step.after.kind == kind and step.event.do in done and named in (None, step.after.id)
        for step in steps
    )


def _flaw(commit: Commit, message: str) -> Flaw:
    return Flaw("trailer", message)
