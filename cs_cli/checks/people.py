"""Whoever a record names is somebody in ``people.yaml``.

What somebody unknown owes reaches nobody. People who leave stay in the file, without roles.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: li.na
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: lina
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Place, Subject, entries, leaves
from cs_cli.domain.people import People
from cs_cli.domain.shape import unknown

RULE = "people"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about names of nobody, in fields, in lists and in the log."""
    if around.people is None:
        return
    for place, word in _named(subject):
        if around.people.get(word) is None:
            message = _("there is nobody called {id}").format(id=word)
            yield Fault(message, place, _hint(word, around.people))


def _named(subject: Subject) -> Iterator[tuple[Place, str]]:
    for leaf in leaves(subject):
        if leaf.field.type == "person":
            yield leaf.place, leaf.value
    for number, entry in entries(subject):
        if isinstance(entry.get("by"), str):
            yield ("log", number, "by"), entry["by"]


def _hint(word: str, people: People) -> str | None:
    for person in people:
        if person.name == word:
            return _("write the id, {id}").format(id=person.id)
    return unknown(word, list(people.by_id)).hint
