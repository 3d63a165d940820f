"""What a command fills in by itself, worked out again from the record before it.

Nobody types such a field: when a leave is approved, who decides next, how often a customer was
reached. So nobody may write another value there, whatever else the event says.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cs_cli.app import draft as drafts
from cs_cli.app.work import Work
from cs_cli.domain import erasure, logged, seals
from cs_cli.domain.act import Act
from cs_cli.domain.errors import CsError, Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Verb
from cs_cli.domain.record import OPEN
from cs_cli.domain.schema import canonical_values
from cs_cli.domain.seals import Seal
from cs_cli.store import files

if TYPE_CHECKING:
    from cs_cli.app.replay import Step


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A field that holds something else than the command would have put there."""

    name: str
    held: Any
    due: Any


def otherwise(step: "Step", verb: Verb, typed: frozenset[str], work: Work) -> Iterator[Otherwise]:
    """Give the fields that an event filled in otherwise than its command does."""
    before = _before(step, verb, typed, work)
    after: Act | None = None
    with suppress(CsError, Invalid, ValueError, LookupError, TypeError, AttributeError):
        after = drafts.worked_out(before, verb, work)
    if after is None:
        return  # what cannot be worked out any more is judged by its guards alone
    due = canonical_values(step.kind, after.values)
    had = canonical_values(step.kind, before.values)
    for name, field in step.kind.fields.items():
        if (
            not field.fixed
            or name in typed
            or (name not in step.event.values and due.get(name) == had.get(name))
        ):
            continue
        if field.type == "list" and name not in step.grown:
            continue
        held = step.after.values.get(name)
        if not logged.same(held, due.get(name)) and not (
            step.kind.kind == seals.KIND and name == "digest" and _is_erased(step, work)
        ):
            yield Otherwise(name, held, due.get(name))


def _is_erased(step: "Step", work: Work) -> bool:
    """Tell whether something was erased from what a seal covers, perhaps from the history since.

    Its digest is of what was there before, which nobody can work out again; what lies there
    today is held against the seal of today all the same.
    """
    seal = Seal.of(step.after.values)
    lots = (lot for lot in work.records.in_month(seal.month) if lot.kind in seal.kinds)
    paths = (path for lot in lots for path, _digest in lot.files)
    return any(erasure.MARK.encode() in files.read(work.root, path) for path in paths)


def _before(step: "Step", verb: Verb, typed: frozenset[str], work: Work) -> Act:
    """Give the act as far as somebody typed it."""
    kind, record = step.kind, step.after
    if step.before is None:
        told = {name: record.values[name] for name in typed}
        values = {**drafts.defaults(kind.fields, work), **told}
        return Act(record.id, kind, record.type, OPEN, values, {}, typed)
    said = step.event.values
    options = {name: value for name, value in said.items() if name in verb.fields}
    given = {name: said[name] for name in typed if name in said and name not in verb.fields}
    lists: Mapping[str, Any] = {
        **{name: entries for name, entries in step.grown.items() if name in typed},
        **drafts.appended(verb, work, {**options, **given}, kind),
    }
    values = {**step.before.values, **given}
    for name, entries in lists.items():
        values[name] = [*(step.before.values.get(name) or []), *entries]
    return Act(record.id, kind, record.type, step.event.do, values, options, typed, step.before)
