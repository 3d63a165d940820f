"""The folder of the desk's own machinery: lock, journal, index. Git ignores all of it."""

import errno
from pathlib import Path

from cs_cli.domain.errors import Busy
from cs_cli.store import files

HOME = ".cs"


def make_home(root: Path) -> None:
    """Make the folder where it is missing; raise OSError or Busy where it cannot be made."""
    home = root / HOME
    if home.is_symlink():
        raise OSError(errno.ELOOP, "")
    home.mkdir(mode=0o770, exist_ok=True)
    if files.is_new(root, f"{HOME}/.gitignore"):
        try:
            files.create(root, f"{HOME}/.gitignore", b"*\n")
        except Busy:
            # Somebody else who has just come makes it too.
            if files.is_new(root, f"{HOME}/.gitignore"):
                raise
