"""A desk as it lies in its folder, or as git has it: the same questions to either.

What git has is looked at without touching the working tree: records come straight from git, and
the few files of settings are laid out in a temporary folder, so that one reader serves both.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from gettext import gettext as _
from itertools import groupby, islice
from pathlib import Path

from cs_cli.domain.errors import Broken, CsError, NotFound, Problem, UsageError
from cs_cli.domain.lying import Form, Lying
from cs_cli.domain.reasons import reason
from cs_cli.store import files, repository
from cs_cli.store.git import Git
from cs_cli.store.place import MARK

NOTHING = "0" * 40
"""Git's word for a commit that is not there."""
_REVISION = re.compile(r"(?!-)[\w./@^~{}+=-]+")
_MODES: dict[str, Form] = {"100644": "file", "100755": "file", "120000": "link"}
_AT_ONCE = 500  # files in one call of git

Content = bytes | Broken | None
"""The bytes of a file, why they cannot be had, or None where there is no such file."""


class WorkingTree:
    """The desk in its folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def lying(self, odd: list[Problem]) -> list[Lying]:
        """Give everything but hidden folders and what desks within hold; ``odd`` is shut."""
        return list(_lying(str(self._root), "", odd))

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, Content]]:
        """Give files, one after the other; the way to those of one folder is gone once."""
        for folder, some in groupby(paths, lambda path: path[: path.rfind("/") + 1]):
            yield from self._read(folder, list(some))

    def _read(self, folder: str, paths: Sequence[str]) -> Iterator[tuple[str, Content]]:
        try:
            with files.folder(self._root, folder) as content:
                yield from ((path, _had(content, path[len(folder) :])) for path in paths)
        except (OSError, Broken):  # there is no such folder, or it is shut: each file tells so
            yield from ((path, _had(partial(files.read, self._root), path)) for path in paths)

    @contextmanager
    def settings(self) -> Iterator[Path]:
        """Give the folder to read the settings from."""
        yield self._root


def _had(content: Callable[[str], bytes], name: str) -> Content:
    try:
        return content(name)
    except NotFound:
        return None
    except Broken as error:
        return error


class GitTree:
    """The desk as of a revision, or as git's index has it (``""``)."""

    def __init__(self, git: Git, revision: str) -> None:
        self.git = git
        self.revision = revision

    def lying(self, _odd: list[Problem]) -> list[Lying]:
        """Give everything but hidden folders and what desks within hold."""
        listing = ["ls-files", "--stage", "-z", "--"]
        if self.revision:
            listing = ["ls-tree", "-r", "-z", "--end-of-options", self.revision]
        lines = [line.partition(b"\t") for line in self.git.run(listing).split(b"\0") if line]
        found = {os.fsdecode(name): head.decode().split() for head, _tab, name in lines}
        inner = [path for path in found if path.endswith(f"/{MARK}") and not _is_hidden(path)]
        folders = tuple(path.removesuffix(MARK) for path in inner)
        return [
            Lying(path, _form(head))
            for path, head in found.items()
            if not _is_hidden(path) and (path in inner or not path.startswith(folders))
        ]

    def read(self, paths: Iterable[str]) -> Iterator[tuple[str, Content]]:
        """Give files, some hundred by each call of git."""
        rest = iter(paths)
        while some := list(islice(rest, _AT_ONCE)):
            found = dict(self.git.blobs(self.revision, some))
            for path in some:
                yield path, _limited(path, found.get(path))

    @contextmanager
    def settings(self) -> Iterator[Path]:
        """Give a folder with the settings alone; it is gone afterwards."""
        lying = self.lying([])
        wanted = [path for path, form in lying if form == "file" and path.endswith(".yaml")]
        with tempfile.TemporaryDirectory(prefix="cs-") as name:
            folder = Path(name)
            for path, content in self.read(wanted):
                if isinstance(content, bytes):
                    files.create(folder, path, content)
            yield folder


Tree = WorkingTree | GitTree


def staged(git: Git) -> tuple[GitTree, GitTree, list[str]]:
    """Give what the next commit holds, what the last one held, and the paths that differ."""
    return GitTree(git, ""), GitTree(git, "HEAD"), git.staged_paths()


def between(git: Git, revisions: str) -> tuple[GitTree, GitTree, list[str]]:
    """Give the end of a range, its start, and the paths that differ; raise NotFound.

    ``A`` alone means ``A..HEAD``; ``A...B`` starts where B left A; a revision of zeros alone is
    git's word for nothing there yet.
    """
    start, dots, end = parts(revisions)
    one, other = commit(git, start or "HEAD"), commit(git, end or "HEAD")
    if dots == "..." and not is_nothing(start):
        one = git.run(["merge-base", one, other]).decode().strip()
    return GitTree(git, other), GitTree(git, one), git.paths_between(one, other)


def end_of(revisions: str) -> str:
    """Give the revision that a range ends with."""
    return parts(revisions)[2] or "HEAD"


def written(
    after: GitTree, before: GitTree, paths: Sequence[str]
) -> Iterator[tuple[str, bytes, list[bytes]]]:
    """Give how files were written between two states: path, content, that of every parent.

    ``after`` and ``before`` are those of :func:`staged` or :func:`between`.
    """
    for path, content, _parents, olds in _anew(after, before, paths):
        if content is not None:
            yield path, content, [old for old in olds if old is not None]


def written_on(
    after: GitTree, before: GitTree, paths: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """Give the path and the parents of every commit that :func:`written` tells, or that deletes."""
    for path, _content, parents, _olds in _anew(after, before, paths):
        yield path, parents


def _anew(
    after: GitTree, before: GitTree, paths: Sequence[str]
) -> Iterator[tuple[str, bytes | None, list[str], list[bytes | None]]]:
    """Give what each commit writes that no parent of it has: path, content, parents, theirs."""
    git = after.git
    steps = _staged_step(git) if not after.revision else _steps(git, after, before)
    wanted = {(revision, path) for step in steps for revision in step for path in paths}
    found = dict(git.contents(sorted(wanted)))
    for one, *parents in steps:
        for path in paths:
            content = found.get((one, path))
            olds = [found.get((parent, path)) for parent in parents]
            if content not in olds:
                yield path, content, parents, olds


def _staged_step(git: Git) -> list[list[str]]:
    return [["", "HEAD", *repository.merged_in(git.root)]]


def _steps(git: Git, after: GitTree, before: GitTree) -> list[list[str]]:
    """Give the commits of a range, each followed by its parents."""
    since = [f"^{before.revision}"] if git.has(before.revision) else []
    listed = git.run(["rev-list", "--parents", "--end-of-options", after.revision, *since])
    return [line.split() for line in listed.decode().splitlines()]


def parts(revisions: str) -> tuple[str, str, str]:
    """Take a range apart: its start, its dots, its end."""
    start, dots, end = revisions.partition("..." if "..." in revisions else "..")
    return start, dots, end


def is_nothing(revision: str) -> bool:
    """Tell whether a revision is git's word for none: zeros alone, as many as an id has."""
    return len(revision) in (40, 64) and not revision.strip("0")


def commit(git: Git, revision: str) -> str:
    """Give the whole name of a commit, or of the tree without files."""
    if not _REVISION.fullmatch(revision):
        raise UsageError(_("'{revision}' is no revision").format(revision=revision))
    git.run(["rev-parse", "--git-dir"])  # whatever else is wrong is said first
    if is_nothing(revision):
        return git.run(["hash-object", "-t", "tree", "--stdin"]).decode().strip()
    question = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    try:
        return git.run(question).decode().strip()
    except CsError:
        message = _("git knows no revision {revision}").format(revision=revision)
        raise NotFound(message) from None


def _lying(folder: str, prefix: str, odd: list[Problem]) -> Iterator[Lying]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        odd.append(Problem(prefix, reason(error)))
        return
    if prefix and any(entry.name == MARK for entry in entries):
        yield Lying(prefix + MARK)
        return
    for entry in entries:
        path = prefix + entry.name
        if entry.is_symlink():
            yield Lying(path, "link")
        elif entry.is_file():
            yield Lying(path, "file")
        elif not entry.is_dir() or entry.name.endswith(".md"):
            yield Lying(path, "other")
        elif not entry.name.startswith("."):
            yield from _lying(entry.path, f"{path}/", odd)


def _form(head: list[str]) -> Form:
    """Read git's mode, and the stage that only its index has."""
    if len(head) == 3 and head[2] != "0" and head[1] != "blob":
        return "unmerged"
    return _MODES.get(head[0], "other")


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/")[:-1])


def _limited(path: str, content: bytes | None) -> Content:
    if content is not None and len(content) > files.MAX_BYTES:
        return Broken([Problem(path, _("it is too large"))])
    return content
