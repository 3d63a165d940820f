"""Every record that a record names is there, is of the right kind and is in use.

A void record is no partner: whoever still works on this one would act on something that was
taken back. Records that are done with may keep naming it, and so may any while two clones
contradict each other in whether it is void.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    customer: C-260101-0A1B2C
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    customer: C-991231-ZZZZZZ
    opened_at: 2026-03-02T09:14:05+08:00
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}

Unlike the other checks this one comes in two halves, because a record can be held against
others only once all of them were seen.
"""

from collections.abc import Iterator
from gettext import gettext as _
from typing import NamedTuple

from cs_cli.checks.subject import Fault, Place, Subject, leaves
from cs_cli.domain.contested import STATUS, rivals
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.ids import is_id
from cs_cli.domain.kind import VOID

RULE = "references"


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to; ``in_doubt`` where people have yet to settle if it is void."""

    kind: str
    status: str
    in_doubt: bool = False


class Named(NamedTuple):
    """A record that another one names: which, of what kinds, and whether it must be in use."""

    id: str
    kinds: tuple[str, ...]
    live: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where a record names another one."""

    place: Place
    named: Named


def references(subject: Subject) -> Iterator[Reference]:
    """Give the records that a record names; a void one may name what it likes."""
    if subject.kind is None or subject.is_void:
        return
    open_ = not subject.kind.is_final(subject.text("status") or "")
    for leaf in leaves(subject):
        if leaf.field.type == "record" and is_id(leaf.value):
            live = open_ and leaf.place[0] != "log"
            yield Reference(leaf.place, Named(leaf.value, leaf.field.to, live))


def target_of(subject: Subject) -> Target:
    """Give a record as others name it."""
    kind, record, status = subject.kind, subject.record, subject.text("status") or ""
    in_doubt = (
        subject.is_void
        and kind is not None
        and record is not None
        and any(one.field == STATUS for one in rivals(record, kind))
    )
    return Target(subject.text("kind") or "", status, in_doubt)


def judge(reference: Reference, target: Target | None) -> Fault | None:
    """Complain about a reference to nothing, to another kind or to a void record."""
    id_, kinds, live = reference.named
    if target is None:
        return Fault(_("there is no record {id}").format(id=id_), reference.place)
    if kinds and target.kind not in kinds:
        message = _("{id} is a {kind}; expected here: {kinds}").format(
            id=id_, kind=target.kind, kinds=", ".join(kinds)
        )
        return Fault(message, reference.place)
    if live and target.status == VOID and not target.in_doubt:
        return Fault(_("{id} is void").format(id=id_), reference.place)
    return None


def is_sound(named: Named, target: Target | None) -> bool:
    """Tell whether :func:`judge` has nothing to say, wherever the record is named."""
    return judge(Reference((), named), target) is None
