"""Where a server keeps a desk laid out between two pushes, so that each lays out what it changes.

A cache inside the repository, for its owner alone; it may be deleted at any time. While somebody
works on it nothing says what lies there: what was broken off is laid out anew, and so is all of it
after a restart of the computer, which may have come before the disk had everything.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cs_cli.domain.errors import Broken, CsError, NotFound
from cs_cli.store import files, lock

_LAID = ".cs/laid"
_BOOT = Path("/proc/sys/kernel/random/boot_id")

Newest = Mapping[str, datetime | None]


@dataclass
class Stage:
    """A folder, the tree of git that lies in it, and the newest event that led to some commits."""

    root: Path
    tree: str | None = None
    newest: Newest = field(default_factory=dict)

    def clear(self) -> None:
        """Take away all that lies there; raises OSError."""
        for place in self.root.iterdir():
            if place.is_symlink() or not place.is_dir():
                place.unlink()
            elif place.name != ".cs":
                shutil.rmtree(place)

    def keep(self, tree: str, newest: Newest) -> None:
        """Write down what lies there, for the next push; raises CsError."""
        said = {commit: at.isoformat() if at else None for commit, at in newest.items()}
        content = json.dumps({"boot": _boot(), "tree": tree, "newest": said}).encode()
        files.create(self.root, _LAID, content)


@contextmanager
def stage(repository: Path, desk: str) -> Iterator[Stage | None]:
    """Give the stage of a desk; None while another push has it, or where nothing can be kept."""
    root = repository / "cs" / hashlib.sha256(desk.encode()).hexdigest()[:16]
    with ExitStack() as held:
        found = None
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            held.enter_context(lock.hold(root, command="pre-receive", wait=0.0))
            found = _taken(root)
        except (OSError, CsError):
            found = None
        yield found


def _taken(root: Path) -> Stage:
    """Give what lies there; from now on nothing says so any more."""
    try:
        said = json.loads(files.read(root, _LAID))
        files.remove(root, _LAID)
        if said["boot"] == _boot():
            newest = {
                commit: datetime.fromisoformat(at) if at else None
                for commit, at in said["newest"].items()
            }
            return Stage(root, said["tree"], newest)
    except (NotFound, Broken, ValueError, KeyError, TypeError, AttributeError):
        pass  # nothing that can be relied on
    return Stage(root)


def _boot() -> str:
    """Tell one run of the computer from another, where the system does."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""
