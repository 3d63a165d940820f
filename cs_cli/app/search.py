"""Look for texts in records of any kind: the job behind ``cs search``."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from gettext import gettext as _
from itertools import islice
from typing import NamedTuple

from cs_cli.app.listing import ListAsked, wanted
from cs_cli.app.work import Work
from cs_cli.domain.errors import NotFound, Problem, UsageError
from cs_cli.domain.fulltext import Hit, Sought
from cs_cli.domain.kind import Kind
from cs_cli.domain.match import fits
from cs_cli.store.query import Wanted
from cs_cli.store.seeking import Seeker


class Searched(NamedTuple):
    """What was found, newest first, each with the words of personal data to be masked in it.

    ``kinds`` are those of the records by name, ``problems`` what could not be read.
    """

    sought: tuple[Sought, ...]
    hits: tuple[Hit, ...]
    private: tuple[tuple[str, ...], ...]
    kinds: Mapping[str, Kind]
    problems: Sequence[Problem]


def search(work: Work, texts: Sequence[str], kinds: Sequence[str], asked: ListAsked) -> Searched:
    """Give the records that have every one of the texts, and are what a list would be asked for.

    ``kinds`` are as typed, none meaning all. Raises :class:`UsageError` where a text is empty or
    no kind knows what is asked for, :class:`NotFound` for a kind there is not.
    """
    sought = tuple(map(Sought, texts))
    if not sought or not all(one.text for one in sought):
        raise UsageError(_("say what to look for"), hint="cs search TEXT")
    ways = _ways(work, kinds, asked)
    seeker = Seeker(work.root, sought)
    found = _fitting(seeker.hits(work.records.newest(ways)), ways)
    hits = tuple(islice(found, asked.limit))
    found.close()  # no further file is read once there are enough
    private = tuple(work.records.private_words(hit.id) for hit in hits)
    named = {hit.kind: work.kind(hit.kind) for hit in hits}
    held = {(problem.path, problem.line): problem for problem in work.index.problems}
    held |= {(problem.path, problem.line): problem for problem in seeker.problems}
    return Searched(sought, hits, private, named, list(held.values()))


def _fitting(hits: Iterable[Hit], ways: Mapping[str, Wanted]) -> Generator[Hit]:
    for hit in hits:
        values = {**hit.values, "type": hit.type, "status": hit.status}
        if fits(ways[hit.kind].match, values):
            yield hit


def _ways(work: Work, kinds: Sequence[str], asked: ListAsked) -> dict[str, Wanted]:
    """Give what is asked for by kind; a kind that knows no such state, type or owner has none."""
    known = work.policy.kinds
    named = [_kind(known, word) for word in kinds]
    ways: dict[str, Wanted] = {}
    fault: UsageError | None = None
    for kind in named or known.values():
        if asked.owner and "owner" not in kind.every_field and len(named) != 1:
            continue
        try:
            ways[kind.kind] = wanted(work, kind, asked)
        except UsageError as error:
            fault = fault or error
    if fault is not None and not ways:
        more = fault.hint if len(named) == 1 else _("name the kind with --kind KIND")
        raise UsageError(fault.message, hint=more)
    return ways


def _kind(kinds: Mapping[str, Kind], word: str) -> Kind:
    """Find a kind by its name or label."""
    for kind in kinds.values():
        if word in (kind.kind, f"{kind.kind}s", kind.label.zh):
            return kind
    raise NotFound(
        _("there is no kind {kind}").format(kind=word),
        hint=_("known: {values}").format(values=", ".join(kinds)),
    )
