"""A record says what it is: id, kind, type and status.

Everything else is held against the kind, so a record whose kind nobody knows can be checked
no further. A kind goes missing when a pack is taken from ``cs.yaml``.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    type: complaint
    title: Lift stopped
    status: open
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    type: complain
    title: Lift stopped
    status: opne
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterable, Iterator
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.kind import VOID
from cs_cli.domain.shape import unknown

RULE = "head"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Complain about a missing or unknown kind, type or status."""
    for key in ("id", "kind", "status"):
        if not subject.text(key):
            yield Fault(_("{key} is missing").format(key=key), (key,))
    kind = subject.text("kind")
    if kind and kind not in around.policy.kinds:
        message = _("{word} is no kind of record here").format(word=kind)
        yield Fault(message, ("kind",), _near(kind, around.policy.kinds))
    if subject.kind is None or kind is None:
        return
    yield from _type(subject, around.policy.kinds[kind].types)
    status = subject.text("status")
    if status and status != VOID and status not in subject.kind.states:
        message = _("{state} is not a state of {kind}").format(state=status, kind=kind)
        yield Fault(message, ("status",), _near(status, subject.kind.states))


def _type(subject: Subject, types: Iterable[str]) -> Iterator[Fault]:
    type_ = subject.data.get("type")
    if type_ is None:
        return
    if not isinstance(type_, str):
        yield Fault(_("type is one word"), ("type",))
    elif type_ not in types:
        kind = subject.data["kind"]
        message = _("{type} is not a type of {kind}").format(type=type_, kind=kind)
        yield Fault(message, ("type",), _near(type_, types))


def _near(word: str, known: Iterable[str]) -> str | None:
    return unknown(word, list(known)).hint
