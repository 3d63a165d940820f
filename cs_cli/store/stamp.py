"""The file system's own clock, to tell young files from settled ones."""

import os
from functools import cached_property
from pathlib import Path

from cs_cli.store.place import has_own_home

# The kernel stamps files with a coarse clock of some milliseconds; two ticks are safe.
_TICKS = 20_000_000
_OPEN = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK


class Stamp:
    """The time on the disk of a desk, in nanoseconds; files not older than it are young."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / ".cs" / "stamp"

    @cached_property
    def time(self) -> int:
        """Touch a file and read its time; 0, so that nothing counts as settled, if it cannot."""
        if not has_own_home(self._root):
            return 0
        try:
            handle = os.open(self._path, _OPEN, 0o660)
            try:
                os.utime(handle)
                return os.fstat(handle).st_ctime_ns - _TICKS
            finally:
                os.close(handle)
        except OSError:
            return 0
