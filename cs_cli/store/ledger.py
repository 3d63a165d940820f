"""Read the ledger as it is: commits from the oldest on, what each changed, contents of files.

Three calls of git for some hundred commits. Replaced objects, grafts and kept graphs of commits
are left out of it: they show another history than the one that is there.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from gettext import gettext as _
from itertools import islice
from pathlib import Path

from cs_cli.domain.errors import CsError, NotFound, UsageError
from cs_cli.domain.ledger import Change, Commit
from cs_cli.store import repository
from cs_cli.store.git import Git

_FIELDS = "%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%ct%x00%B"
_COUNT = 8
_DIFF = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--relative", "--full-index")
_GONE = "000000"
_BATCH = ("cat-file", "--batch", "--buffer")


class Ledger:
    """The history of the repository that a desk lies in."""

    def __init__(self, git: Git, root: Path) -> None:
        self._git = git
        found = repository.find(root)
        self._shared = found.shared if found else root
        self.is_whole = not git.read_objects(["rev-parse", "--show-prefix"]).strip()
        """Whether the desk is all that the repository is about, and every commit one of its own."""
        self.nothing = git.read_objects(["hash-object", "-t", "tree", "--stdin"]).decode().strip()

    def commits(self, tips: Sequence[str], known: Sequence[str] = ()) -> list[Commit]:
        """Give what leads to some commits and not to those known, the oldest first.

        Raises :class:`CsError` where git cannot read it.
        """
        log = ["log", "-z", "--topo-order", "--reverse", "--no-show-signature", "--no-color"]
        asked = "".join(f"{tip}\n" for tip in tips) + "".join(f"^{one}\n" for one in known)
        said = self._git.read_objects(
            [*log, "--encoding=UTF-8", f"--format={_FIELDS}", "--stdin"], stdin=asked.encode()
        )
        fields = said.decode(errors="replace").split("\0")
        return [_commit(fields[n : n + _COUNT]) for n in range(0, len(fields) - 1, _COUNT)]

    def changes(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Change, ...]]:
        """Give what differs between pairs of trees, in their order."""
        if not pairs:
            return []
        asked = "".join(f"{old} {new}\n" for old, new in pairs)
        said = self._git.read_objects(_DIFF, stdin=asked.encode())
        found: list[tuple[Change, ...]] = []
        at = 0
        for old, new in pairs:
            head = f"{old} {new}\n".encode()
            if not said.startswith(head, at):
                raise CsError(_("git does not say what differs between two trees"))
            changed, at = _changes(said, at + len(head))
            found.append(changed)
        return found

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Give the contents of files by their ids; those that git does not have are left out."""
        wanted = iter(dict.fromkeys(one for one in ids if one))
        found: dict[str, bytes] = {}
        while some := list(islice(wanted, 1000)):
            asked = "".join(f"{one}\n" for one in some)
            found.update(_contents(self._git.read_objects(_BATCH, stdin=asked.encode())))
        return found

    def commit(self, revision: str) -> str:
        """Give the whole name of a commit; raise NotFound, UsageError."""
        if revision.startswith("-") or any(one in revision for one in "\0\n: "):
            raise UsageError(_("'{revision}' is no revision").format(revision=revision))
        question = ["rev-parse", "--verify", "--quiet", "--end-of-options"]
        try:
            found = self._git.read_objects([*question, f"{revision}^{{commit}}"])
        except CsError:
            message = _("git knows no revision {revision}").format(revision=revision)
            raise NotFound(message) from None
        return found.decode().strip()

    def has(self, tree: str) -> bool:
        """Tell whether git has an object."""
        try:
            self._git.read_objects(["cat-file", "-e", tree])
        except CsError:
            return False
        return True

    def bases(self, *commits: str) -> list[str]:
        """Give the best common ancestors of commits; none for histories that never met."""
        question = ["merge-base", "--all", *(["--octopus"] if len(commits) > 2 else [])]
        try:
            return self._git.read_objects([*question, *commits]).decode().split()
        except CsError:
            return []

    def leads_to(self, ancestor: str, commit: str) -> bool:
        """Tell whether a commit is among those that lead to another."""
        try:
            self._git.read_objects(["merge-base", "--is-ancestor", ancestor, commit])
        except CsError:
            return False
        return True

    def merged_lines(self, base: bytes, ours: bytes, theirs: bytes) -> bytes | None:
        """Give what git makes of the lines of two versions, None where it finds a conflict."""
        with tempfile.TemporaryDirectory(prefix="cs-") as folder:
            places = [Path(folder, name) for name in ("ours", "base", "theirs")]
            for place, text in zip(places, (ours, base, theirs), strict=True):
                place.write_bytes(text)
            return places[0].read_bytes() if self._git.merge_lines(*places) else None

    def damage(self) -> list[str]:
        """Give what git says is wrong with its objects, one line each; of a sound one nothing."""
        return self._git.fsck()

    def replaced(self) -> list[str]:
        """Give the objects in place of which git shows others."""
        refs = self._git.read_objects(["for-each-ref", "--format=%(refname)", "refs/replace/"])
        return [ref.rpartition("/")[2] for ref in refs.decode().split()]

    def grafted(self) -> list[str]:
        """Give the commits that git is told to have other parents than they have."""
        return [line.split(" ")[0] for line in self._told("info/grafts")]

    def ends(self) -> list[str]:
        """Give the commits before which this clone has nothing, though there is more."""
        return self._told("shallow")

    def _told(self, name: str) -> list[str]:
        try:
            lines = (self._shared / name).read_text(errors="replace").splitlines()
        except OSError:
            return []
        return [line for line in lines if line.strip() and not line.startswith("#")]

    def trees(self, commits: Sequence[str]) -> dict[str, str]:
        """Give the trees of commits."""
        if not commits:
            return {}
        asked = "".join(f"{one}\n" for one in commits).encode()
        show = ["log", "--no-walk=unsorted", "--no-show-signature", "--format=%H %T", "--stdin"]
        lines = self._git.read_objects(show, stdin=asked).decode().splitlines()
        return {line.split(" ")[0]: line.split(" ")[1] for line in lines}


def _commit(fields: Sequence[str]) -> Commit:
    id_, tree, parents, name, email, at, committed, message = fields
    return Commit(
        id_.strip(), tree, tuple(parents.split()), name, email, _time(at), _time(committed), message
    )


def _time(seconds: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _changes(said: bytes, at: int) -> tuple[tuple[Change, ...], int]:
    """Read the changes that stand at a place of what git said; give the place after them."""
    found: list[Change] = []
    while said.startswith(b":", at):
        middle = said.index(b"\0", at)
        end = said.index(b"\0", middle + 1)
        _old_mode, mode, old, new, _status = said[at + 1 : middle].decode().split(" ")
        gone = mode == _GONE
        path = os.fsdecode(said[middle + 1 : end])
        found.append(Change(path, _blob(old), "" if gone else _blob(new), "" if gone else mode))
        at = end + 1
    return tuple(found), at


def _blob(id_: str) -> str:
    return id_ if id_.strip("0") else ""


def _contents(said: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(said):
        line = said.index(b"\n", at)
        words = said[at:line].decode(errors="replace").split(" ")
        at = line + 1
        if len(words) != len(("id", "type", "size")):  # missing
            continue
        size = int(words[2])
        if words[1] == "blob":
            yield words[0], said[at : at + size]
        at += size + 1
