"""``people.yaml`` says who is who, without gaps.

Rights come from roles, escalations from lines: a role that no pack knows gives no right, and a
line that leads to nobody leaves a deadline without anybody to tell.

Passes::

    - {id: li.na, name: 李娜, roles: [clerk], reports_to: chen.jing}
    - {id: chen.jing, name: 陈静, roles: [supervisor]}

Fails::

    - {id: li.na, name: 李娜, roles: [clark], reports_to: chen.jin}
    - {id: chen.jing, name: 陈静, roles: [supervisor]}
"""

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _

from cs_cli.checks.subject import Fault
from cs_cli.domain.errors import Invalid
from cs_cli.domain.people import People, Person
from cs_cli.domain.shape import build, unknown

RULE = "people-file"


def check(data: object, roles: Iterable[str] | None) -> Iterator[Fault]:
    """Complain about entries, roles (where the policy tells them) and lines of superiors."""
    everyone: dict[int, Person] = {}
    for number, entry in enumerate(data if isinstance(data, list) else [data]):
        try:
            everyone[number] = build(Person, entry)
        except Invalid as fault:
            yield Fault(fault.message, (number, *fault.place), fault.hint)
    known = {person.id for person in everyone.values()} | _named(data)
    for number, person in everyone.items():
        yield from _person(number, person, sorted(known))
        yield from _roles(number, person, roles)
    yield from _twice(everyone)
    yield from _circles(everyone)


def _named(data: object) -> set[str]:
    """Give the ids of entries that may be wrong in other ways."""
    entries = data if isinstance(data, list) else []
    return {str(entry["id"]) for entry in entries if isinstance(entry, dict) and entry.get("id")}


def _person(number: int, person: Person, known: Sequence[str]) -> Iterator[Fault]:
    for key, other in (("reports_to", person.reports_to), ("deputy", person.deputy)):
        if other is not None and other not in known:
            message = _("there is nobody called {id}").format(id=other)
            yield Fault(message, (number, key), unknown(other, list(known)).hint)


def _roles(number: int, person: Person, roles: Iterable[str] | None) -> Iterator[Fault]:
    if roles is None:
        return
    known = list(roles)
    for at, role in enumerate(person.roles):
        if role not in known:
            message = _("no pack of this desk knows the role {role}").format(role=role)
            yield Fault(message, (number, "roles", at), unknown(role, known).hint)


def _twice(everyone: dict[int, Person]) -> Iterator[Fault]:
    """Complain about ids and e-mail addresses that two entries have."""
    ids: set[str] = set()
    emails: set[str] = set()
    for number, person in everyone.items():
        if person.id in ids:
            yield Fault(_("{id} is listed twice").format(id=person.id), (number, "id"))
        ids.add(person.id)
        for email in {address.casefold() for address in person.emails}:
            if email in emails:
                message = _("{email} belongs to two people").format(email=email)
                yield Fault(message, (number, "emails"))
            emails.add(email)


def _circles(everyone: dict[int, Person]) -> Iterator[Fault]:
    people = People({person.id: person for person in everyone.values()})
    for number, person in everyone.items():
        if any(above.id == person.id for above in people.line(person.id)):
            message = _("{id} reports to themselves").format(id=person.id)
            yield Fault(message, (number, "reports_to"))
