"""Who may change the settings of a desk: its staff, its rules, its calendar, its keys."""

from collections.abc import Iterable, Sequence

from cs_cli.domain.people import People, Person
from cs_cli.domain.policy import Policy

_LEADING = 2
"""The rank from which on a role leads a department, as that of ``manager`` does."""


def keepers(named: Sequence[str], policy: Policy) -> tuple[str, ...]:
    """Give the roles that may: those that ``cs.yaml`` names, else all that lead a department."""
    leading = [name for name, role in policy.roles.items() if role.rank >= _LEADING]
    return tuple(named) or tuple(leading)


def authors(people: Iterable[Person], email: str) -> list[Person]:
    """Give those whom an e-mail address belongs to; who has none is known by the id."""
    wanted = email.casefold()
    return [
        person
        for person in people
        if wanted in [one.casefold() for one in person.emails or (person.id,)]
    ]


def raised(before: People, after: People, persons: Iterable[Person], policy: Policy) -> list[str]:
    """Give the roles that somebody has afterwards, of a higher rank than any they had before.

    Whoever leads a department may take over a clerk's work, but not a director's.
    """
    gained: dict[str, None] = {}
    for person in persons:
        had, has = before.get(person.id), after.get(person.id)
        if had is not None and has is not None:
            highest = max((_rank(role, policy) for role in had.roles), default=-1)
            higher = (role for role in has.roles if _rank(role, policy) > highest)
            gained.update(dict.fromkeys(role for role in higher if role not in had.roles))
    return list(gained)


def _rank(role: str, policy: Policy) -> int:
    found = policy.roles.get(role)
    return found.rank if found else 0
