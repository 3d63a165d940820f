"""Hold a desk, or a part of it, against everything that must hold: the job behind ``cs check``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from gettext import gettext as _
from pathlib import Path

from cs_cli.app import check_templates, served
from cs_cli.app.check_files import problem, told
from cs_cli.app.check_records import Inspection
from cs_cli.app.check_seals import Seals, seals_in
from cs_cli.app.check_settings import examine
from cs_cli.app.united import united_in
from cs_cli.app.work import Work
from cs_cli.checks import append_only, names
from cs_cli.domain import erasure
from cs_cli.domain.errors import Broken, CsError, NotFound, Problem, UsageError
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.ids import is_id
from cs_cli.domain.lying import Lying
from cs_cli.domain.policy import Policy
from cs_cli.domain.seals import folder_of
from cs_cli.store import codec, repository, trees
from cs_cli.store.git import Git
from cs_cli.store.trees import GitTree, Tree, WorkingTree


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked: all, what git has staged, what a range changed; of it some paths.

    ``here`` is the folder that paths are seen from, ``index`` another index that git works with
    (inside a hook). What lies in sealed months is held against the seal; ``whole`` holds it record
    by record against the rules besides.
    """

    staged: bool = False
    revisions: str | None = None
    paths: tuple[str, ...] | None = None
    here: Path = Path()
    index: Path | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, by path and line; ``broken`` when the rules themselves cannot be read.

    Of what was found ``united`` came about only by uniting the work of two people, each of whom
    did what was right where it was written (:mod:`cs_cli.app.united`).
    """

    problems: tuple[Problem, ...]
    records: int
    broken: bool
    united: frozenset[Problem] = frozenset()


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is looked at: these files, below these folders; None for no bounds."""

    files: frozenset[str] | None = None
    under: tuple[str, ...] | None = None

    @property
    def is_bound(self) -> bool:
        """Tell whether less than everything is looked at."""
        return self.files is not None or self.under is not None

    def __contains__(self, path: str) -> bool:
        if self.files is not None and path not in self.files:
            return False
        return self.under is None or any(
            not top or path == top or path.startswith(f"{top}/") for top in self.under
        )


@dataclass(frozen=True, slots=True)
class _View:
    """What is checked, in which state, and the state it is compared with."""

    tree: Tree
    scope: _Scope
    before: GitTree | None = None


def worsened(work: Work, start: str, end: str) -> Checked:
    """Give what a range made wrong on a desk: neither what was so before, nor what is nobody's.

    A ``start`` of zeros is nothing. Rules that cannot be read are ``broken``.
    """
    found = _readable(work, start, end)
    wrong = tuple(one for one in found.problems if one not in found.united)
    if not wrong or found.broken or trees.is_nothing(start):
        return replace(found, problems=wrong)
    paths = tuple(dict.fromkeys(one.path for one in wrong))
    known = Counter(map(_said, _readable(work, "0" * len(start), start, paths).problems))
    made = []
    for one in wrong:
        if known[_said(one)]:
            known[_said(one)] -= 1
        else:
            made.append(one)
    return replace(found, problems=tuple(made))


def _readable(work: Work, start: str, end: str, paths: tuple[str, ...] | None = None) -> Checked:
    try:
        return check(work, Asked(revisions=f"{start}..{end}", paths=paths))
    except Broken as error:
        return Checked(error.problems, 0, broken=True)


def _said(one: Problem) -> tuple[str, str, str | None]:
    return one.path, one.message, one.rule


def check(work: Work, asked: Asked) -> Checked:
    """Check what was asked for; raise UsageError, NotFound for what cannot be looked at."""
    with served.opened(work, trees.end_of(asked.revisions or "")) as at:
        return _checked(at, asked)


def _checked(work: Work, asked: Asked) -> Checked:
    view = _view(work, asked)
    shut: list[Problem] = []
    lying = view.tree.lying(shut)
    with view.tree.settings() as folder:
        settings = examine(folder, [path for path, _form in lying])
    kinds = frozenset(settings.policy.kinds) if settings.policy else frozenset[str]()
    paths = [
        path
        for path, form in lying
        if form == "file" and path in view.scope and names.is_record(path, kinds)
    ]
    seals = seals_in(view.tree, (path for path, form in lying if form == "file"))
    unlike, intact = _held_against(seals, work, view, paths)
    inspection = Inspection(settings, view.tree)
    judged = paths
    if not (asked.whole or view.scope.is_bound):
        judged = [path for path in paths if folder_of(path) not in intact]
    found = [
        *settings.fatal,
        *(p for p in settings.problems if p.path in view.scope),
        *(p for p in told(shut) if p.path in view.scope),
        *_misplaced(lying, kinds, view.scope),
        *unlike,
        *inspection.problems(judged),
        *_templates(view, lying, settings.policy),
        *_history(view, lying, kinds),
    ]
    found.sort(key=lambda one: (one.path, one.line or 0))
    united = frozenset(united_in(found, view.tree, view.before, settings))
    united |= {*seals.united(unlike, view.before)}
    if asked.staged and repository.merged_in(work.root):
        # Who commits a merge could only leave out what others did, and that is not his to do.
        found = [one for one in found if one not in united]
    return Checked(tuple(dict.fromkeys(found)), len(paths), bool(settings.fatal), united)


def _held_against(
    seals: Seals, work: Work, view: _View, paths: Iterable[str]
) -> tuple[list[Problem], frozenset[str]]:
    """Hold what is looked at against its seals; give what is wrong, and the folders as sealed."""
    files = view.scope.files
    looked_at = paths if files is None else [path for path in files if path in view.scope]
    unlike: list[Problem] = []
    right: set[str] = set()
    wrong: set[str] = set()
    for path in seals.touched(looked_at):
        changed = partial(_changed_since, work, path, seals) if files is None else lambda: looked_at
        found = seals.problems(path, changed)
        unlike += found
        (wrong if found else right).update(seals.known[path].folders)
    return unlike, frozenset(right - wrong)


def _changed_since(work: Work, path: str, seals: Seals) -> list[str]:
    """Give what git knows to be otherwise since a seal was written, nothing without git."""
    with suppress(CsError):
        if work.git.available and work.git.inside_repository():
            return work.git.paths_since(path, seals.known[path].folders)
    return []


def _view(work: Work, asked: Asked) -> _View:
    under = None if asked.paths is None else _under(work.root, asked.paths, asked)
    if work.bare and asked.revisions is None:
        message = _("a repository on a server has no files to check")
        raise UsageError(message, hint=_("name what to check: cs check --rev RANGE"))
    if not asked.staged and asked.revisions is None:
        return _View(WorkingTree(work.root), _Scope(None, under))
    if asked.staged and asked.revisions is not None:
        raise UsageError(_("--staged and --rev exclude each other"))
    git = _git(work, asked.index)
    if asked.revisions is None:
        tree, before, changed = trees.staged(git)
    else:
        tree, before, changed = trees.between(git, asked.revisions)
    return _View(tree, _Scope(frozenset(changed), under), before)


def _git(work: Work, index: Path | None) -> Git:
    """Give the ledger; with another index only where that is one of this repository."""
    if not work.git.inside_repository():
        message = _("the desk is in no git repository, so nothing is staged and nothing committed")
        raise NotFound(message, hint=_("check the files themselves with: cs check"))
    if not work.git.available:
        raise NotFound(_("git is not installed"))
    found = repository.find(work.root)
    if index is not None and found is not None and repository.is_index_of(found, index):
        return Git(work.root, index=index)
    return work.git


def _under(root: Path, paths: Iterable[str], asked: Asked) -> tuple[str, ...]:
    """Give the paths that were named as seen from the desk; raise NotFound, UsageError."""
    return tuple(_inside(root, path, asked) for path in paths)


def _inside(root: Path, path: str, asked: Asked) -> str:
    if "\0" in path:
        raise UsageError(_("this is no path inside the desk"))
    in_git = asked.staged or asked.revisions is not None
    candidates = [folder / path for folder in (asked.here, root)]
    there = [place for place in candidates if in_git or _exists(place)]
    if not there:
        raise NotFound(_("there is no {path}").format(path=path))
    for place in there:
        # Folders are followed through links; what is named itself only if nothing else helps.
        itself = place.parent.resolve() / place.name
        for seen in (place.resolve(),) if place.name == ".." else (itself, place.resolve()):
            with suppress(ValueError):
                relative = seen.relative_to(root.resolve()).as_posix()
                return "" if relative == "." else relative
    raise UsageError(_("{path} is not on this desk, {desk}").format(path=path, desk=root))


def _exists(path: Path) -> bool:
    try:
        path.lstat()
    except OSError:
        return False
    return True


def _templates(view: _View, lying: Iterable[Lying], policy: Policy | None) -> Iterator[Problem]:
    """Hold the desk's own forms and phrases against the kinds."""
    if policy is not None:
        paths = [path for path, form in lying if form == "file" and path in view.scope]
        yield from check_templates.problems(view.tree, paths, policy)


def _misplaced(lying: Sequence[Lying], kinds: frozenset[str], scope: _Scope) -> Iterator[Problem]:
    for path, fault in names.check(lying, kinds):
        if path in scope:
            yield problem(path, fault, names.RULE)


def _history(view: _View, lying: Iterable[Lying], kinds: frozenset[str]) -> Iterator[Problem]:
    """Hold the logs of changed records against what they were."""
    if view.before is None or view.scope.files is None:
        return
    changed = [p for p in sorted(view.scope.files) if p in view.scope and _is_kept(p, kinds)]
    here = {Path(path).name for path, _form in lying}
    after = dict(view.tree.read(changed))
    for path, old in view.before.read(changed):
        new = after.get(path)
        if isinstance(old, bytes) and isinstance(new, bytes):
            yield from _altered(path, old, new)
        elif isinstance(old, bytes) and new is None and Path(path).name not in here:
            yield problem(path, append_only.deleted(), append_only.RULE)


def _is_kept(path: str, kinds: frozenset[str]) -> bool:
    return names.is_record(path, kinds) and is_id(Path(path).stem)


def _altered(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    try:
        before, after = codec.read(old, path=path), codec.read(new, path=path)
    except Broken:
        return  # the new state is reported where it is read; an old one may have been broken
    logs = [document.data.get("log") for document in (before, after)]
    said, says = (log if isinstance(log, list) else [] for log in logs)
    if erasure.is_erasing(said, says):
        said = erasure.like(said, says)
    for fault in append_only.check(said, says):
        yield problem(path, fault, append_only.RULE, after.node)
