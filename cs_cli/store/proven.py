"""How far this clone has proven the history of each branch: kept in ``.cs``, never in git."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cs_cli.domain.errors import Broken, NotFound
from cs_cli.domain.frozen import dataclass
from cs_cli.store import files

PATH = ".cs/proven"


@dataclass(frozen=True, slots=True)
class Proven:
    """The last commit before which nothing was found, and how much that was."""

    head: str
    commits: int = 0
    events: int = 0


def load(root: Path) -> dict[str, Proven]:
    """Give what was proven of each branch; what cannot be read counts as nothing."""
    try:
        said = json.loads(files.read(root, PATH))
        return {branch: Proven(**one) for branch, one in said.items()}
    except (NotFound, Broken, ValueError, TypeError, AttributeError):
        return {}


def keep(root: Path, proven: Mapping[str, Proven]) -> None:
    """Keep it; on a desk that nobody can write to it is proven anew each time."""
    content = json.dumps({branch: asdict(one) for branch, one in sorted(proven.items())}).encode()
    try:
        before = files.digest(files.read(root, PATH))
    except NotFound:
        before = None
    files.stage(root, PATH, content, expecting=before).publish()
