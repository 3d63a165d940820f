"""Staff: who they are, what roles they hold, whom they report to; and the roster."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from gettext import gettext as _

from cs_cli.domain.errors import Invalid, NotFound
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.shape import build

# It goes into logs, commit messages, names of branches and what a shell completes.
_ID = re.compile(r"[^\W_][\w.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff, as ``people.yaml`` lists them; ``lodging`` is for superiors only."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    department: str | None = None
    reports_to: str | None = None
    deputy: str | None = None
    emails: tuple[str, ...] = ()
    lodging: str | None = None

    @property
    def author(self) -> tuple[str, str]:
        """Give name and e-mail for a commit; the id where there is no e-mail."""
        return self.name, self.emails[0] if self.emails else self.id

    def has(self, *roles: str) -> bool:
        """Tell whether the person holds one of these roles."""
        return any(role in self.roles for role in roles)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on a desk, by id."""

    by_id: Mapping[str, Person] = field(default_factory=dict)

    @classmethod
    def parse(cls, data: object) -> "People":
        """Read the list in ``people.yaml``; raise :class:`Invalid` with the place.

        Somebody who left and is still named as superior or deputy stops nobody's work: that is
        for ``cs check`` to tell.
        """
        everyone = build(tuple[Person, ...], data)
        by_id: dict[str, Person] = {}
        for number, person in enumerate(everyone):
            if not _ID.fullmatch(person.id):
                message = _("{id} cannot be an id: letters and digits, with . _ - @ among them")
                raise Invalid(message.format(id=person.id), number, "id")
            if person.id in by_id:
                raise Invalid(_("{id} is listed twice").format(id=person.id), number, "id")
            by_id[person.id] = person
        return cls(by_id)

    def __iter__(self) -> Iterator[Person]:
        """Go through everybody in the order of the file."""
        return iter(self.by_id.values())

    def get(self, id_: str) -> Person | None:
        """Give the person with that id."""
        return self.by_id.get(id_)

    def named(self, word: str) -> Person:
        """Find somebody by id or name; raise :class:`NotFound` naming the nearest."""
        for person in self:
            if word in (person.id, person.name):
                return person
        known = ", ".join(list(self.by_id)[:12])
        raise NotFound(
            _("there is nobody called {word}").format(word=word),
            hint=_("known: {people}").format(people=known),
        )

    def line(self, id_: str) -> tuple[Person, ...]:
        """Give the superiors of somebody, nearest first."""
        above: list[Person] = []
        person = self.by_id.get(id_)
        while person is not None and person.reports_to is not None:
            person = self.by_id.get(person.reports_to)
            if person is None or person in above:
                break
            above.append(person)
        return tuple(above)

    def holder(self, role: str, near: str | None = None) -> Person | None:
        """Give who holds a role: first in the line above ``near``, else first on the list."""
        above = self.line(near) if near else ()
        return next((person for person in (*above, *self) if person.has(role)), None)

    def by_email(self, email: str) -> Person | None:
        """Give the person with that e-mail address."""
        wanted = email.casefold()
        return next((p for p in self if wanted in (e.casefold() for e in p.emails)), None)


Roster = Mapping[date, Mapping[str, tuple[str, ...]]]


def parse_roster(data: object) -> Roster:
    """Read one month of ``roster/``: day to shift to the people who work it."""
    days = build(dict[str, dict[str, tuple[str, ...]]], data)
    roster: dict[date, Mapping[str, tuple[str, ...]]] = {}
    for key, shifts in days.items():
        try:
            roster[date.fromisoformat(key)] = shifts
        except ValueError:
            raise Invalid(
                _("{day} is not a date such as 2026-03-02").format(day=key), key
            ) from None
    return roster
