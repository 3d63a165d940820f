"""Hold what lies in sealed months against their seals."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from cs_cli.app.check_files import problem
from cs_cli.checks import sealed
from cs_cli.domain import seals
from cs_cli.domain.errors import Broken, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.seals import KIND, SEALED, Seal
from cs_cli.store import codec, files, trees
from cs_cli.store.aside import cores, spread
from cs_cli.store.trees import GitTree, Tree

_AT_ONCE = 500  # files
_MANY = 4
"""So many times; from there on further processes are worth starting."""


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals that are in force in a tree, by path, and the paths of what each covers."""

    tree: Tree
    known: Mapping[str, Seal]
    covered: Mapping[str, Sequence[str]]

    def touched(self, paths: Iterable[str]) -> list[str]:
        """Give the seals that some of these paths lie under, or are themselves."""
        named: set[str] = set()
        folders: set[str] = set()
        for path in paths:  # a million of them need not be held once more
            folders.add(seals.folder_of(path))
            if path in self.known:
                named.add(path)
        return [
            path
            for path, seal in sorted(self.known.items())
            if path in named or not folders.isdisjoint(seal.folders)
        ]

    def problems(self, path: str, changed: Callable[[], Iterable[str]]) -> list[Problem]:
        """Give what is not as a seal says; ``changed`` is asked what may be named for it."""
        seal, paths = self.known[path], self.covered[path]
        found = list(zip(paths, _digests(self.tree, paths), strict=True))
        faults = [*sealed.of_itself(seal, path), *sealed.check(seal, path, found, changed)]
        return [problem(one, fault, sealed.RULE) for one, fault in faults]

    def united(self, found: Iterable[Problem], before: GitTree | None) -> Iterator[Problem]:
        """Give those that only a merge has brought about: written where there was no seal yet."""
        wrong = [one for one in found if one.rule == sealed.RULE and not _is_seal(one.path)]
        if not wrong or before is None or not isinstance(self.tree, GitTree):
            return
        git = self.tree.git
        paths = sorted({one.path for one in wrong})
        knowing = set()
        for path, parents in trees.written_on(self.tree, before, paths):
            seals_ = self.touched([path])
            there = git.contents([(parent, one) for parent in parents[:1] for one in seals_])
            if any(raw is not None and in_force(raw, one) for (_at, one), raw in there):
                knowing.add(path)
        yield from (one for one in wrong if one.path not in knowing)


def seals_in(tree: Tree, paths: Iterable[str]) -> Seals:
    """Find the seals in force among the files of a tree."""
    lying = list(paths)
    known = dict(_in_force(tree, [path for path in lying if _is_seal(path)]))
    by_folder: dict[str, list[str]] = {one: [] for seal in known.values() for one in seal.folders}
    for path in lying if by_folder else ():
        folder = seals.folder_of(path)
        if folder in by_folder and path.endswith(".md"):
            by_folder[folder].append(path)
    covered = {
        path: [one for folder in seal.folders for one in by_folder[folder]]
        for path, seal in known.items()
    }
    return Seals(tree, known, covered)


def _is_seal(path: str) -> bool:
    return path.startswith(f"{KIND}/") and path.endswith(".md")


def _in_force(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, Seal]]:
    for path, content in tree.read(paths):
        seal = in_force(content, path) if isinstance(content, bytes) else None
        if seal is not None:
            yield path, seal


def in_force(raw: bytes, path: str) -> Seal | None:
    """Read a seal; None for one that is none, is broken or was taken back."""
    try:
        data = codec.read(raw, path=path).data
    except Broken:
        return None
    return Seal.of(data) if data.get("status") == SEALED else None


def _digests(tree: Tree, paths: Sequence[str]) -> Iterator[str]:
    """Give the SHA-256 of files, nothing for what cannot be read."""
    stream = iter(paths)
    some = iter(lambda: list(islice(stream, _AT_ONCE)), [])
    if isinstance(tree, GitTree) or len(paths) < _MANY * _AT_ONCE or cores() < 2:
        found: Iterable[list[str]] = (_of(tree, part) for part in some)
    else:
        found = (done for _part, done in spread(lambda part: _of(tree, part), some))
    for part in found:
        yield from part


def _of(tree: Tree, paths: Sequence[str]) -> list[str]:
    read = tree.read(paths)
    return [files.digest(one) if isinstance(one, bytes) else "" for _path, one in read]
