"""Tell what came about only by uniting the work of two people: nobody did wrong.

    here:   10:05 resolve, with the result that is there     elsewhere:  10:04 set result: nothing
    united: resolved without a result

Each of them did what was right where it was written, so no gate holds it against who merges or
sends it; ``cs check`` names it until people have settled it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from cs_cli.app.check_records import subject_of
from cs_cli.app.check_settings import Examined
from cs_cli.checks import RECORD, contested, verbs
from cs_cli.checks.subject import Around
from cs_cli.domain.errors import Broken, Problem
from cs_cli.store import codec, trees
from cs_cli.store.trees import GitTree, Tree

_MET = 2
"""How many versions a merge unites, at least."""


def united_in(
    found: Iterable[Problem], tree: Tree, before: GitTree | None, settings: Examined
) -> Iterator[Problem]:
    """Give those of the problems between two states that only a merge has brought about."""
    marked = [one for one in found if one.rule == contested.RULE and one.events]
    yield from marked
    wrong = [one for one in found if one not in marked and one.path.endswith(".md")]
    policy = settings.policy
    if not wrong or policy is None or before is None or not isinstance(tree, GitTree):
        return
    around = Around(policy, settings.people, settings.zone)
    steps = list(trees.written(tree, before, sorted({one.path for one in wrong})))
    by_hand = {path for path, new, olds in steps if _is_by_hand(path, new, olds, around)}
    only = _only_met(steps, around)
    for one in wrong:
        if one.path not in by_hand if one.rule == verbs.RULE else _said(one) in only[one.path]:
            yield one


def _is_by_hand(path: str, new: bytes, olds: Iterable[bytes], around: Around) -> bool:
    """Tell whether a version of a record adds an event that was impossible there."""
    known = [entry for old in olds for entry in _log(old, path)]
    log = _log(new, path)
    try:
        subject = subject_of(codec.read(new, path=path), around.policy)
    except Broken:
        return False
    return any(log[number] not in known for number in verbs.impossible(subject, around))


def _only_met(
    steps: Iterable[tuple[str, bytes, list[bytes]]], around: Around
) -> dict[str, set[tuple[str | None, str]]]:
    """Give what is wrong with records since a merge, and was in none of its sides."""
    met: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    made: dict[str, set[tuple[str | None, str]]] = defaultdict(set)
    for path, new, olds in steps:
        before = set().union(*(_faults(old, path, around) for old in olds))
        found = met if len(olds) >= _MET else made
        found[path] |= _faults(new, path, around) - before
    return defaultdict(set, {path: found - made[path] for path, found in met.items()})


def _faults(raw: bytes, path: str, around: Around) -> set[tuple[str | None, str]]:
    try:
        subject = subject_of(codec.read(raw, path=path), around.policy)
    except Broken:
        return set()
    return {(fault.rule or check.RULE, fault.message)
            for check in RECORD for fault in check.check(subject, around)}  # fmt: skip


def _said(one: Problem) -> tuple[str | None, str]:
    return one.rule, one.message


def _log(raw: bytes, path: str) -> Sequence[object]:
    try:
        log = codec.read(raw, path=path).data.get("log")
    except Broken:
        return ()
    return log if isinstance(log, list) else ()
