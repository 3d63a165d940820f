"""One writer per desk at a time."""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.errors import Busy, CsError
from cs_cli.domain.reasons import reason, way_out
from cs_cli.store import files
from cs_cli.store.home import make_home

_LOCK = ".cs/lock"
_PAUSE = 0.02  # seconds between tries
_OPEN = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_HELD = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}


@contextmanager
def hold(root: Path, *, command: str, wait: float = 10.0) -> Iterator[bool]:
    """Hold the desk and give whether its last holder left in order, with nothing to sweep up.

    Raise Busy, naming the holder, after ``wait`` seconds. The lock ends with the process,
    however it ends; the file stays.
    """
    descriptor = _open(root)
    try:
        _take(descriptor, wait)
        left_in_order = not os.pread(descriptor, 1, 0)
        _sign(descriptor, f"{os.getpid()} {command}\n")
        try:
            yield left_in_order
        except CsError:
            _sign_off(descriptor)
            raise
        _sign_off(descriptor)
    finally:
        os.close(descriptor)


def _sign_off(descriptor: int) -> None:
    """Say that all is in order, unless the disk kept something from being taken away."""
    if not files.left:
        _sign(descriptor, "")


def _open(root: Path) -> int:
    try:
        make_home(root)
        descriptor = os.open(root / _LOCK, _OPEN, 0o660)
    except OSError as error:
        raise _unlockable(error) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Busy(_("the desk cannot be locked: {path} is no regular file").format(path=_LOCK))
    return descriptor


def _take(descriptor: int, wait: float) -> None:
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if error.errno not in _HELD:
                raise _unlockable(error) from None
        if time.monotonic() >= end:
            raise _busy(descriptor)
        time.sleep(_PAUSE)


def _unlockable(error: OSError) -> Busy:
    message = _("the desk cannot be locked: {reason}")
    return Busy(message.format(reason=reason(error)), hint=way_out(error))


def _busy(descriptor: int) -> Busy:
    pid, _space, command = os.pread(descriptor, 200, 0).decode(errors="replace").partition(" ")
    hint = _("wait for it to end and try again")
    if not pid:
        return Busy(_("the desk is being changed by another command"), hint=hint)
    message = _("the desk is being changed by process {pid} ({command})")
    return Busy(message.format(pid=pid, command=command.strip()), hint=hint)


def _sign(descriptor: int, text: str) -> None:
    """Say who holds the lock; a full disk must not keep anybody from it."""
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)
    except OSError:
        return
