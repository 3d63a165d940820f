"""The folder of the desk's own machinery: lock, journal, index. Git ignores all of it."""

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from cs_cli.domain.errors import Busy
from cs_cli.store import files
from cs_cli.store.place import HOME, has_own_home

__all__ = ["HOME", "keep", "make_home"]


def make_home(root: Path) -> None:
    """Make the folder where it is missing; raise OSError or Busy where it cannot be made."""
    if not has_own_home(root):
        raise OSError(errno.ELOOP, "")
    (root / HOME).mkdir(mode=0o770, exist_ok=True)
    ignored = root / HOME / ".gitignore"
    if os.path.lexists(ignored) and not stat.S_ISREG(ignored.lstat().st_mode):
        raise OSError(errno.ENXIO, "")  # git would wait for a pipe there
    if files.is_new(root, f"{HOME}/.gitignore"):
        try:
            files.create(root, f"{HOME}/.gitignore", b"*\n")
        except Busy:
            # Somebody else who has just come makes it too.
            if files.is_new(root, f"{HOME}/.gitignore"):
                raise


def keep(root: Path, name: str, content: bytes) -> None:
    """Keep what can be worked out anew, as a file of the desk, if that can be."""
    # Named as all temporary files are, so that it is swept up after a kill.
    place = root / name
    new = place.with_name(f".{place.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    with suppress(Exception):
        make_home(root)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as file:  # noqa: PTH123
            file.write(content)
        new.replace(place)
