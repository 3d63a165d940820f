"""Prove that a merge is the merge by meaning of what it merges, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _
from pathlib import PurePosixPath

from cs_cli.app.evidence import Reader, checked, parsed
from cs_cli.app.replay import Parsed
from cs_cli.domain import logged
from cs_cli.domain.errors import Broken, Invalid
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.ledger import Change, Commit
from cs_cli.domain.proof import Flaw
from cs_cli.store import versions
from cs_cli.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class _Met:
    """A file at a merge: what the merge has, what each side had, what both had before."""

    path: str
    result: str
    sides: tuple[str, ...]
    bases: tuple[str, ...]


def faults(
    ledger: Ledger, commit: Commit, changes: Sequence[Sequence[Change]], reader: Reader
) -> Iterator[Flaw]:
    """Tell what a merge lost, added or made otherwise; what contradicts itself is a remark."""
    bases = ledger.bases(*commit.parents)
    if not bases:
        message = _("it merges a history that has nothing to do with this one")
        yield Flaw("merge", message)
    trees = ledger.trees(bases)
    before = ledger.changes([(trees[base], commit.tree) for base in bases])
    met = list(_met(changes, before))
    wanted = (one for file in met for one in (*file.bases, *file.sides, file.result))
    reader = Reader(reader.desk, {**reader.blobs, **ledger.blobs(wanted)})
    for file in met:
        yield from _judged(file, reader, ledger, commit)


def _met(changes: Sequence[Sequence[Change]], before: Sequence[Sequence[Change]]) -> Iterator[_Met]:
    by_side = [{change.path: change for change in side} for side in changes]
    by_base = [{change.path: change for change in base} for base in before]
    for path in dict.fromkeys(path for side in by_side for path in side):
        result = next(side[path].new for side in by_side if path in side)
        sides = tuple(side[path].old if path in side else result for side in by_side)
        bases = tuple(base[path].old if path in base else result for base in by_base) or ("",)
        yield _Met(path, result, sides, bases)


def _judged(file: _Met, reader: Reader, ledger: Ledger, commit: Commit) -> Iterator[Flaw]:
    simple = {_simply(file.sides, base) for base in file.bases}
    if file.result in simple:
        return
    id_ = PurePosixPath(file.path).stem
    hint = _("merge again with: cs sync")
    if not reader.is_record(file.path):
        if not _by_lines(file, reader, ledger):
            message = _("the merge made it otherwise than either side")
            yield Flaw("merge", message, path=file.path, hint=hint)
        return
    if _by_meaning(file, reader):
        yield from _contradictions(file, reader)
        return
    said = False
    for one in _events(file, reader):
        said = True
        yield Flaw("merge", one, path=file.path, id=id_, hint=hint)
    if not said:
        message = _("the record is not what the merge by meaning gives")
        yield Flaw("merge", message, path=file.path, id=id_, hint=hint)


def _simply(sides: Sequence[str], base: str) -> str | None:
    """Give what a file becomes of which one side alone has changed it, None where more did."""
    changed = {side for side in sides if side != base}
    if not changed:
        return base
    return changed.pop() if len(changed) == 1 else None


def _by_meaning(file: _Met, reader: Reader) -> bool:
    """Tell whether it is the merge by meaning, from any of the common ancestors or theirs."""
    result = reader.blobs.get(file.result)
    texts = [reader.blobs.get(side) for side in file.sides if side]
    if result is None or None in texts:
        return False
    bases = [reader.blobs.get(base, b"") for base in dict.fromkeys(file.bases)]
    if len(bases) > 1:
        bases.append(_folded(b"", bases, file, reader) or b"")
    return any(_folded(base, [t for t in texts if t is not None], file, reader) == result
               for base in bases)  # fmt: skip


def _folded(base: bytes, texts: Sequence[bytes], file: _Met, reader: Reader) -> bytes | None:
    """Merge some versions of a record, one after the other; None where they have no merge."""
    merged, *rest = texts
    for other in rest:
        try:
            name = parsed(merged, file.path, reader.desk.policy).record.kind
            kind = reader.desk.policy.kinds[name]  # as the merge driver knows it
            merged = versions.merged(base, merged, other, kind, path=file.path)
        except (Broken, Invalid, ValueError, LookupError, TypeError):
            return None
    return merged


def _by_lines(file: _Met, reader: Reader, ledger: Ledger) -> bool:
    """Tell whether a file that is no record is what git makes of its lines."""
    texts = [reader.blobs.get(side) for side in file.sides]
    if len(texts) != len(("ours", "theirs")) or texts[0] is None or texts[1] is None:
        return False
    bases = (reader.blobs.get(base, b"") for base in file.bases)
    result = reader.blobs.get(file.result)
    return any(ledger.merged_lines(base, texts[0], texts[1]) == result for base in bases)


def _events(file: _Met, reader: Reader) -> Iterator[str]:
    """Tell events that the merge lost of any side, or has and neither side had."""
    result = _log(file.path, file.result, reader)
    sides = [_log(file.path, side, reader) for side in file.sides]
    if result is None:
        yield _("the merge took the record away, or broke it")
        return
    for side in sides:
        for number in logged.added(result, side or ()):
            yield _("the merge lost the event {verb} by {person} at {at}").format(
                **_said((side or ())[number])
            )
    united = [entry for side in sides for entry in side or ()]
    for number in logged.added(united, result):
        yield _("the merge added the event {verb} by {person} at {at}").format(
            **_said(result[number])
        )


def _said(entry: object) -> Mapping[str, object]:
    found = entry if isinstance(entry, Mapping) else {}
    return {"verb": found.get("do"), "person": found.get("by"), "at": found.get("at")}


def _log(path: str, blob: str, reader: Reader) -> Sequence[object] | None:
    found = _read(path, blob, reader)
    return found.log if found else None


def _read(path: str, blob: str, reader: Reader) -> Parsed | None:
    try:
        return reader.parsed(path, blob)
    except Broken:
        return None


def _contradictions(file: _Met, reader: Reader) -> Iterator[Flaw]:
    """Tell what the united record breaks and neither side did: people must settle that."""
    result = _read(file.path, file.result, reader)
    if result is None:
        return
    sides = (_read(file.path, side, reader) for side in file.sides)
    known = {
        (one.rule, one.message)
        for side in sides
        if side is not None
        for one in checked(file.path, side, reader.desk)
    }
    for one in checked(file.path, result, reader.desk):
        if (one.rule, one.message) not in known:
            yield Flaw(
                "contradiction", one.message, path=file.path, id=result.record.id, line=one.line,
                rule=one.rule, hint=one.hint, remark=True,
            )  # fmt: skip
