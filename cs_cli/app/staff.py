"""Who works here, as far as the asking person may know: the job behind ``cs staff``."""

from collections.abc import Iterator

from cs_cli.app.work import Work
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.people import Person


@dataclass(frozen=True, slots=True)
class Seen:
    """A member of staff; ``is_superior`` tells that who asks may see what is private."""

    person: Person
    is_superior: bool

    @property
    def lodging(self) -> str | None:
        """Give the note about lodging, to superiors alone (SFT-22)."""
        return self.person.lodging if self.is_superior else None

    @property
    def is_hidden(self) -> bool:
        """Tell whether there is a note that the asking person may not see."""
        return bool(self.person.lodging) and not self.is_superior


def everybody(work: Work) -> Iterator[Seen]:
    """Give everybody in the order of ``people.yaml``."""
    return (_seen(work, person) for person in work.desk.people)


def one(work: Work, word: str) -> Seen:
    """Give somebody by id or name; raise :class:`NotFound`."""
    return _seen(work, work.desk.people.named(word))


def _seen(work: Work, person: Person) -> Seen:
    asking = work.desk.people.named(work.as_) if work.as_ else None
    return Seen(person, asking is not None and _is_above(asking, person, work))


def _is_above(asking: Person, person: Person, work: Work) -> bool:
    """Tell whether somebody stands above a person: in their line, or by rank in general."""
    ranks = [work.policy.roles[role].rank for role in asking.roles if role in work.policy.roles]
    return asking.id != person.id and (
        asking in work.desk.people.line(person.id) or max(ranks, default=0) > 0
    )
