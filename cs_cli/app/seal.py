"""Close months for good, and open them again: the jobs behind ``cs seal`` and ``cs unseal``."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from gettext import gettext as _
from itertools import groupby
from typing import NamedTuple

from cs_cli.app import draft as drafts
from cs_cli.app import opening, records
from cs_cli.app.draft import Draft
from cs_cli.app.find import load
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain.errors import Busy, NotFound, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import VOID
from cs_cli.domain.seals import KIND, SEALED, Lot, Seal, folder_of, is_month
from cs_cli.store import months as index
from cs_cli.store import pending
from cs_cli.store.months import Count


class Month(NamedTuple):
    """What lies in a month, kind by kind, and the state of its seal: id, status, what it covers.

    None where there is no seal.
    """

    month: str
    counts: tuple[Count, ...]
    id: str | None
    status: str | None
    seal: Seal | None

    def is_covered(self, kind: str) -> bool:
        """Tell whether a seal that is in force covers a kind."""
        return self.status == SEALED and self.seal is not None and kind in self.seal.kinds


def months(work: Work) -> Iterator[Month]:
    """Give every month that records lie in, the latest first."""
    known = _seals(work)
    counts = (one for one in index.counts(work.index.db) if one.kind != KIND)
    for month, of_it in groupby(counts, key=lambda one: one.month):
        found = known.get(month)
        id_, status = (found.id, found.status) if found else (None, None)
        yield Month(month, tuple(of_it), id_, status, Seal.of(found.values) if found else None)


def _seals(work: Work) -> dict[str, Found]:
    """Give the seal of each month, of several the one in force."""
    found = [one for one in work.records.find(KIND, {}) if one.status != VOID]
    found.sort(key=lambda one: one.status == SEALED)
    return {Seal.of(one.values).month: one for one in found}


def _in_force(work: Work, month: str) -> list[Found]:
    """Give the seals of a month that are in force: one, unless somebody wrote more by hand."""
    found = work.records.find(KIND, {"status": (SEALED,)})
    return [one for one in found if Seal.of(one.values).month == month]


def seal(work: Work, named: Sequence[str], note: str | None) -> Iterator[Done]:
    """Close months for good, one after the other.

    Raises :class:`UsageError` for what is no month, :class:`Refused` for one that is not over or
    still at work, Busy.
    """
    wanted = _read(named)
    with records.changing(work, KIND):
        for month in wanted:
            yield _seal(work, month, note)


def _seal(work: Work, month: str, note: str | None) -> Done:
    known = _seals(work).get(month)
    if known is None:
        kind = work.policy.kinds[KIND]
        taken = _("{month} is sealed already").format(month=month)
        first = date.fromisoformat(f"{month}-01")
        id_ = opening.free_id(work, kind, first, KIND, month, taken=taken)
        draft = opening.made(work, kind, id_, {"month": month}, KIND, None, note=note)
        _ensure_committed(work, draft)
        return records.finish(work, draft, None)
    if known.status == SEALED:
        hint = _("to seal what was left out: cs unseal {month} -m REASON, then cs seal {month}")
        message = _("{month} is sealed already").format(month=month)
        raise UsageError(message, hint=hint.format(month=month))
    return _do(work, known.id, KIND, note)


def _ensure_committed(work: Work, draft: Draft) -> None:
    """Raise Busy where the seal would be committed without some of what it covers."""
    git, folders = work.git, Seal.of(draft.act.values).folders
    if work.desk.settings.commit != "auto" or not git.inside_repository() or not git.has("HEAD"):
        return
    ours = pending.waiting(work.root)
    paths = (path for path in git.differing_paths() if path not in ours)
    changed = [path for path in paths if folder_of(path) in folders]
    if changed:
        message = _("changed by hand and not committed: {paths}")
        hint = _("look at it with git diff, then git commit; cs leaves it as it is")
        raise Busy(message.format(paths=", ".join(changed)), hint=hint)


def unseal(work: Work, named: Sequence[str], note: str | None) -> Iterator[Done]:
    """Open months again, one after the other.

    Raises :class:`UsageError`, :class:`Missing` without a reason, :class:`NotFound` for a month
    that is not sealed, :class:`Refused`, Busy.
    """
    wanted = _read(named)
    with records.changing(work, "unseal"):
        for month in wanted:
            found = _in_force(work, month)
            if not found:
                message = _("{month} is not sealed").format(month=month)
                raise NotFound(message, hint=_("see the months: cs seal"))
            for one in found:
                yield _do(work, one.id, "unseal", note)


def _do(work: Work, id_: str, do: str, note: str | None) -> Done:
    kind, record, document = load(work, KIND, id_)
    draft = drafts.change(work, kind, record, do, {}, note)
    if do == KIND:
        _ensure_committed(work, draft)
    return records.finish(work, draft, document)


def _read(named: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(named))
    for word in wanted:
        if not is_month(word):
            message = _("'{text}' is no month; write it as 2025-03")
            raise UsageError(message.format(text=word))
    if not wanted:
        raise UsageError(_("which month? such as 2025-03"))
    return wanted


def left_out(work: Work, done: Done) -> list[Lot]:
    """Give the kinds that a seal has left out, because they live on or are not done with."""
    found = work.records.get(done.id)
    if found is None or found.status != SEALED:
        return []
    seal = Seal.of(found.values)
    lots = work.records.in_month(seal.month)
    return [one for one in lots if one.open and one.kind not in {*seal.kinds, KIND}]
