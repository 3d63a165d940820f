"""What happened to a record, and what differs between two states of the desk, in words."""

from gettext import gettext as _

from cs_cli.app.find import record_of
from cs_cli.app.work import Work
from cs_cli.checks import names
from cs_cli.domain.errors import Broken, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.history import Happened, between, history
from cs_cli.domain.kind import Kind
from cs_cli.domain.record import Record
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec, trees
from cs_cli.store.trees import Content, GitTree, Tree, WorkingTree


@dataclass(frozen=True, slots=True)
class Story:
    """A record and what happened to it; nothing at all means that it was there and is gone.

    ``private`` are words of personal data that must not be shown in its texts.
    """

    record: Record
    kind: Kind
    happened: tuple[Happened, ...]
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A file of the desk that is no record, and differs: whether it was there, and still is."""

    path: str
    was: bool
    is_there: bool


def log(work: Work, part: str) -> Story:
    """Give everything that happened to a record; raises NotFound, Ambiguous, Broken."""
    kind, record = record_of(work, part)
    private = work.records.private_words(record.id)
    return Story(record, kind, tuple(history(record, kind)), private)


def diff(work: Work, revisions: str | None) -> tuple[list[Story], list[Beside], list[Problem]]:
    """Give what differs, record by record: of a range, else what is not committed yet.

    Files that are no records are named, what cannot be read is given as problems. Raises NotFound
    without a repository.
    """
    git = work.git
    if not git.available:
        raise NotFound(_("git is not installed"))
    if not git.inside_repository():
        raise NotFound(_("the desk is in no git repository, so nothing can be compared"))
    after: Tree
    if revisions is None:
        after, before, paths = WorkingTree(work.root), GitTree(git, "HEAD"), git.differing_paths()
    else:
        after, before, paths = trees.between(git, revisions)
    kinds = frozenset(work.policy.kinds)
    changed = [path for path in sorted(paths) if names.is_record(path, kinds)]
    problems: list[Problem] = []
    old = dict(before.read(changed))
    new = dict(after.read(changed))
    stories = (_story(path, old.get(path), new.get(path), work, problems) for path in changed)
    others = sorted({*paths} - {*changed})
    was, there = ({p for p, content in tree.read(others) if content} for tree in (before, after))
    beside = [Beside(path, path in was, path in there) for path in others]
    return [story for story in stories if story is not None], beside, problems


def _story(
    path: str, old: Content, new: Content, work: Work, problems: list[Problem]
) -> Story | None:
    one, other = (_record(path, content, work, problems) for content in (old, new))
    if other is None:
        return Story(*one, ()) if one is not None and new is None else None
    record, kind = other
    happened = tuple(between(one[0] if one else None, record, kind))
    private = work.records.private_words(record.id)
    return Story(record, kind, happened, private) if happened else None


def _record(
    path: str, content: Content, work: Work, problems: list[Problem]
) -> tuple[Record, Kind] | None:
    if not isinstance(content, bytes):
        problems += content.problems if content else ()
        return None
    try:
        document = codec.read(content, path=path)
        found = Record.parse(document.data, document.body)
        kind = work.policy.kinds[found.kind].of(found.type)
        return Record.parse(canonical_values(kind, document.data), document.body), kind
    except Broken as error:
        problems += error.problems
    except (Invalid, KeyError) as fault:
        problems.append(Problem(path, str(fault)))
    return None
