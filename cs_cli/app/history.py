"""What happened to a record, and what differs between two states of the desk, in words."""

from collections.abc import Iterable, Sequence
from gettext import gettext as _

from cs_cli.app.find import record_of
from cs_cli.app.work import Work
from cs_cli.checks import names
from cs_cli.domain.errors import Broken, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.history import PATH, Change, Happened, between, history
from cs_cli.domain.ids import path_of
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
    before, after, paths = _compared(work, revisions)
    kinds = frozenset(work.policy.kinds)
    changed = [path for path in sorted(paths) if names.is_record(path, kinds)]
    problems: list[Problem] = []
    old, new = (_records(tree.read(changed), work, problems) for tree in (before, after))
    moved = {found[0].id: path for path, found in old.items() if path not in new}
    stories: list[Story] = []
    for path, (record, kind) in new.items():
        place = path if path in old else moved.pop(record.id, None)
        happened = list(between(old[place][0] if place else None, record, kind))
        if place and place != path:
            happened.append(Happened(None, (Change(PATH, place, path),), {}))
        if happened:
            stories.append(_story(work, record, kind, happened))
    gone = [path for path, content in after.read(moved.values()) if content is None]
    stories += [_story(work, *old[path], ()) for path in gone]
    stories.sort(key=lambda story: path_of(story.record.kind, story.record.id))
    others = sorted({*paths} - {*changed})
    was, there = ({p for p, content in tree.read(others) if content} for tree in (before, after))
    return stories, [Beside(path, path in was, path in there) for path in others], problems


def _compared(work: Work, revisions: str | None) -> tuple[Tree, Tree, Iterable[str]]:
    """Give the state before, the state after, and the paths that differ; raises NotFound."""
    git = work.git
    if revisions is not None:
        later, earlier, paths = trees.between(git, revisions)
        return earlier, later, paths
    here = WorkingTree(work.root)
    if not git.has("HEAD"):  # nothing was ever committed: all of it is new
        nothing = GitTree(git, trees.commit(git, trees.NOTHING))
        return nothing, here, [path for path, _form in here.lying([])]
    return GitTree(git, "HEAD"), here, git.differing_paths()


def _story(work: Work, record: Record, kind: Kind, happened: Sequence[Happened]) -> Story:
    return Story(record, kind, tuple(happened), work.records.private_words(record.id))


def _records(
    read: Iterable[tuple[str, Content]], work: Work, problems: list[Problem]
) -> dict[str, tuple[Record, Kind]]:
    """Read records; what cannot be read is told."""
    found = ((path, _record(path, content, work, problems)) for path, content in read)
    return {path: one for path, one in found if one is not None}


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
