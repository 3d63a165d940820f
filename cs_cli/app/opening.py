"""Draft a new record: the one way for what is typed and for what ``cs`` makes by itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import Any

from cs_cli.app.draft import Draft, Missing, allowed, complete, defaults, today, worked_out
from cs_cli.app.work import Work
from cs_cli.domain.act import Act, Warned
from cs_cli.domain.errors import Refused, UsageError
from cs_cli.domain.frozen import replace
from cs_cli.domain.ids import derived, mint, path_of
from cs_cli.domain.kind import OPENED, VOID, Case, Kind, Verb
from cs_cli.domain.match import fits
from cs_cli.domain.schema import is_blank
from cs_cli.rules import RULES
from cs_cli.rules.guard import ensure_open, judge

Values = Mapping[str, Any]


def typed(work: Work, kind: Kind, values: Values, note: str | None, body: str) -> Draft:
    """Draft what somebody typed. Raises :class:`Missing`, :class:`Refused`."""
    draft = _opened(work, kind, _verb(kind), _minted(work, kind), values, note, judged=True)
    return replace(draft, body="" if is_blank(body) else body)


def made(
    work: Work, kind: Kind, id_: str, values: Values, row: str, ref: str | None, *,
    note: str | None = None, body: str = "", judged: bool = True,
) -> Draft:  # fmt: skip
    """Draft what ``cs`` makes for a row, of which nobody can be asked for anything more.

    Unless it is ``judged``, no guard and no role is asked; a sealed month is shut all the same.
    Raises :class:`Refused`, also where the row leaves out what such a record needs.
    """
    verb = replace(_verb(kind), note=False)
    try:
        draft = _opened(work, kind, verb, id_, values, note, judged=judged)
    except Missing as missing:
        message = _("{row} makes an incomplete {kind}: {message}")
        said = message.format(row=row, kind=kind.label, message=missing.message)
        raise Refused(said, rule=ref) from None
    return replace(draft, body=body)


def free_id(work: Work, kind: Kind, day: date, *cause: str, taken: str) -> str:
    """Give the id every clone gives to a cause; the next one where that record is void.

    Raises :class:`UsageError` with the sentence ``taken`` where it is there and is not void.
    """
    causes = list(cause)
    while not _is_free(work, kind, id_ := derived(kind.prefix, day, *causes)):
        found = work.records.get(id_)
        if found is None or found.status != VOID:
            raise UsageError(taken)
        causes.append(id_)
    return id_


def _minted(work: Work, kind: Kind) -> str:
    """Mint until free: with a seed the same ids come up again and again."""
    while True:
        id_ = mint(kind.prefix, today(work), work.random_bits)
        if _is_free(work, kind, id_):
            return id_


def _is_free(work: Work, kind: Kind, id_: str) -> bool:
    return not (work.root / path_of(kind.kind, id_)).exists()


def _verb(kind: Kind) -> Verb:
    return kind.open or Verb(OPENED)


def _opened(
    work: Work, kind: Kind, verb: Verb, id_: str, values: Values, note: str | None, *,
    judged: bool,
) -> Draft:  # fmt: skip
    """Draft a record with its defaults, what ``open`` sets by itself and everything it needs."""
    whole = {**defaults(kind.fields, work), **values}
    act = Act(id_, kind, kind.type, "open", whole, {}, frozenset(values))
    act = worked_out(act, verb, work)
    if judged:
        allowed(verb, act, work)
    complete(act, verb, [name for name, what in kind.fields.items() if what.required], note)
    warnings: tuple[Warned, ...] = ()
    if judged:
        warnings = judge(act, work.world, RULES)
    else:
        ensure_open(act, work.world)
    said = {} if is_blank(note) else {"note": note}
    event = {"at": work.now, "by": work.actor.id, "do": "open", **said}
    return Draft(act, _first_state(kind.start, act.values), event, warnings=warnings)


def _first_state(cases: Sequence[Case], values: Values) -> str:
    """Give the state that a new record with these values begins in."""
    return next((case.state for case in cases if fits(case.when, values)), cases[-1].state)
