"""What a log says stays said: events are added, never changed, moved or taken away.

Held between two states of a record in git. A correction is another event; a record that was a
mistake is voided with a reason.

Passes::

    - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
    --- becomes
    - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
    - {at: 2026-03-02T10:00:00+08:00, by: li.na, do: close}

Fails::

    - {at: 2026-03-02T09:14:05+08:00, by: li.na, do: open}
    --- becomes
    - {at: 2026-03-02T08:14:05+08:00, by: li.na, do: open}
"""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.checks.subject import Fault

RULE = "append-only"


def check(before: Sequence[Any], after: Sequence[Any]) -> Iterator[Fault]:
    """Complain about events of ``before`` that ``after`` does not have as they were."""
    lost = [entry for entry in before if entry not in after]
    for entry in lost:
        yield _lost(entry, after)
    if not lost and not _in_order(before, after):
        yield Fault(_("the events of the log have changed places"), ("log",), _hint())


def deleted() -> Fault:
    """Complain about a record that is gone."""
    hint = _("bring it back with git, and void it with a reason")
    return Fault(_("the record was deleted; nothing is deleted here"), hint=hint)


def _lost(entry: object, after: Sequence[Any]) -> Fault:
    if not isinstance(entry, Mapping):
        return Fault(_("an event of the log is gone"), ("log",), _hint())
    said = {"verb": entry.get("do"), "person": entry.get("by"), "at": entry.get("at")}
    for number, other in enumerate(after):
        if isinstance(other, Mapping) and _alike(entry, other):
            message = _("the event {verb} by {person} at {at} was changed").format(**said)
            return Fault(message, ("log", number), _hint())
    message = _("the event {verb} by {person} at {at} is gone from the log").format(**said)
    return Fault(message, ("log",), _hint())


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether an event is another one changed: two of its three marks are the same."""
    return sum(bool(one.get(key) == other.get(key)) for key in ("at", "by", "do")) >= 2


def _in_order(before: Sequence[Any], after: Sequence[Any]) -> bool:
    rest = iter(after)
    return all(entry in rest for entry in before)


def _hint() -> str:
    return _("put it back as it was; what was wrong is corrected by another event")
