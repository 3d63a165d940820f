"""What two clones did to one record at once, each without the other, is settled by a person.

The merge keeps both events in the log and the later word in the field, and marks them under
``contested``. Of two values one is lost that way; a record voided here may have been worked on
there. Whoever says what holds, by ``cs settle`` or by a later change of that field, settles it.

Passes::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: li.na
    opened_at: 2026-03-02T09:14:05+08:00
    contested:
      - {field: owner, event: 2026-03-02T09:20:00+08:00 li.na set}
      - {field: owner, event: 2026-03-02T09:25:00+08:00 wang.wei set}
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: set, owner: li.na}
      - {at: 2026-03-02T09:25:00+08:00, by: wang.wei, do: set, owner: wang.wei}
      - {at: 2026-03-02T09:40:00+08:00, by: li.na, do: set, owner: li.na}

Fails::

    id: T-260302-7K3FQM
    kind: ticket
    title: Lift stopped
    status: open
    owner: wang.wei
    opened_at: 2026-03-02T09:14:05+08:00
    contested:
      - {field: owner, event: 2026-03-02T09:20:00+08:00 li.na set}
      - {field: owner, event: 2026-03-02T09:25:00+08:00 wang.wei set}
    log:
      - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
      - {at: 2026-03-02T09:20:00+08:00, by: li.na, do: set, owner: li.na}
      - {at: 2026-03-02T09:25:00+08:00, by: wang.wei, do: set, owner: wang.wei}
"""

from collections.abc import Iterator, Sequence
from gettext import gettext as _

from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.checks.verbs import settled_by
from cs_cli.domain.common_verbs import label_of
from cs_cli.domain.contested import KEY, STATUS, rivals
from cs_cli.domain.kind import Kind

RULE = "contested"


def check(subject: Subject, around: Around) -> Iterator[Fault]:
    """Name the events that two clones contradict each other by, until somebody settles them."""
    if subject.kind is None or subject.record is None:
        return
    marks = subject.data.get(KEY)
    if marks is not None and not _is_read(marks):
        yield Fault(_("contested is a list of a field and an event each"), (KEY,))
        return
    pairs: dict[tuple[int, int], list[str]] = {}
    for one in rivals(subject.record, subject.kind):
        pairs.setdefault((one.lost, one.held), []).append(one.field)
    for pair, fields in pairs.items():
        yield _fault(subject, subject.kind, pair, fields)


def _is_read(marks: object) -> bool:
    return isinstance(marks, list) and all(
        isinstance(mark, dict) and mark.keys() == {"field", "event"} for mark in marks
    )


def _fault(subject: Subject, kind: Kind, pair: tuple[int, int], fields: Sequence[str]) -> Fault:
    lost, held = (subject.steps[n].event for n in pair)
    labels = [_("status") if n == STATUS else str(kind.fields[n].label) for n in fields]
    message = _(
        "{field}: {verb} by {person} at {at}, and at the same time elsewhere "
        "{other} by {somebody} at {then}, which stands"
    ).format(
        field=", ".join(labels), verb=label_of(kind, lost.do), person=lost.by,
        at=lost.at.isoformat(), other=label_of(kind, held.do), somebody=held.by,
        then=held.at.isoformat(),
    )  # fmt: skip
    return Fault(message, ("log", pair[0]), settled_by(subject, *pair), events=pair)
