"""A desk on a server: its repository has no files, and git is asked for what is needed.

``repo.git`` names the one desk in it, wherever it lies there, ``repo.git/FOLDER`` one of several.
An empty folder stands for the top of the tree, so that git and all who ask it work as they do in
a clone.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.work import Work
from cs_cli.domain.errors import Ambiguous, NotFound
from cs_cli.store import place, repository
from cs_cli.store.git import Git
from cs_cli.store.repository import Bare

_NO_PARTS = frozenset({"", ".", "..", ".git"})


def place_of(start: Path) -> tuple[Path, str] | None:
    """Give the repository without files that a path leads into, and the rest of the path.

    None where it leads to a desk first, or into no such repository.
    """
    for folder in (start, *start.parents):
        if place.is_desk(folder):
            return None
        if repository.is_bare(folder):
            rest = start.relative_to(folder).as_posix()
            return folder, "" if rest == "." else rest
    return None


class Served:
    """The desks of a repository without files."""

    def __init__(self, work: Work, bare: Bare) -> None:
        self._work = work
        self._bare = bare
        self.git = Git(bare.top, bare=bare)

    @property
    def main(self) -> str:
        """Give the ref of the branch that the repository is about."""
        return repository.main_branch(self._bare.folder)

    def folders(self, revision: str) -> list[str]:
        """Give the folders of all desks as of a commit, the top as an empty one."""
        listing = ["ls-tree", "-r", "-z", "--end-of-options", revision]
        found = []
        for line in self.git.run(listing).split(b"\0"):
            head, _tab, name = line.partition(b"\t")
            folder, _slash, file = os.fsdecode(name).rpartition("/")
            if file == place.MARK and head.startswith(b"100") and _is_plain(folder):
                found.append(folder)
        return sorted(found)

    def desk(self, folder: str) -> Work:
        """Open the desk in a folder of the tree."""
        root = self._bare.top / folder
        root.mkdir(parents=True, exist_ok=True)
        return self._work.within(root, self._bare)

    def named(self, folder: str, revision: str) -> Work:
        """Open the desk that was named, or the only one; raises NotFound, Ambiguous."""
        there = self.folders(revision)
        if folder in there:
            return self.desk(folder)
        if folder or not there:
            message = _("there is no desk in {folder} of {revision}")
            where = f"{self._bare.folder.name}/{folder}"
            raise NotFound(message.format(folder=where, revision=revision))
        if len(there) > 1:
            raise Ambiguous(
                _("there are several desks: {folders}").format(folders=", ".join(there)),
                candidates=there,
                hint=_("name one: -C {folder}").format(folder=self._bare.folder / there[-1]),
            )
        return self.desk(there[0])


@contextmanager
def serving(work: Work, folder: Path, pushed: Mapping[str, str]) -> Iterator[Served]:
    """Look at a repository without files, also at what is being pushed to it just now."""
    with tempfile.TemporaryDirectory(prefix="cs-") as top:
        yield Served(work, Bare(folder.resolve(), Path(top).resolve(), pushed))


@contextmanager
def opened(work: Work, revision: str) -> Iterator[Work]:
    """Give the desk that a command was told of, also where it lies on a server."""
    where = place_of(work.start)
    if where is None:
        yield work
        return
    folder, rest = where
    Git(folder).run(["rev-parse", "--git-dir"])  # git says whether it trusts this repository
    with serving(work, folder, {}) as there:
        yield there.named(rest, revision)


def _is_plain(folder: str) -> bool:
    return not folder or not any(part in _NO_PARTS for part in folder.split("/"))
