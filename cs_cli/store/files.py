"""Files of a desk: never outside it, never through a link, never half written.

Works on descriptors, folder by folder from the root, because a path can be swapped for a link
between looking and opening.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from typing import BinaryIO

from cs_cli.domain.errors import Broken, Busy, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.reasons import reason, way_out

MAX_BYTES = 4 << 20

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE_MODE, _FOLDER_MODE = 0o660, 0o770
_NO_PARTS = {"", ".", "..", ".git"}  # what lies in .git can make git run programs
left = set[str]()
"""Temporary files that the disk did not let this process take away."""
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def digest(content: bytes) -> str:
    """Give the SHA-256 in hex."""
    # Deferred: whoever only looks whether files have changed needs no digest.
    from hashlib import sha256

    return sha256(content).hexdigest()


def read(root: Path, relative: str) -> bytes:
    """Give a file's bytes; raise NotFound, or Broken for what is no readable regular file."""
    try:
        with _folder(root, relative) as (folder, name):
            return _read(folder, name)
    except FileNotFoundError:
        raise NotFound(_("there is no {path}").format(path=relative)) from None
    except OSError as error:
        raise Broken([Problem(relative, reason(error))]) from None


Content = Callable[[str], bytes]


@contextmanager
def folder(root: Path, relative: str) -> Iterator[Content]:
    """Give what gives the bytes of a folder's files by name, as :func:`read` does.

    ``relative`` ends with ``/``. The way to the folder is gone only once.
    """

    def content(name: str) -> bytes:
        path = relative + name
        try:
            return _read(descriptor, name)
        except FileNotFoundError:
            raise NotFound(_("there is no {path}").format(path=path)) from None
        except OSError as error:
            raise Broken([Problem(path, reason(error))]) from None

    with _folder(root, f"{relative}any") as (descriptor, _any):
        yield content


def opened(path: os.PathLike[str]) -> BinaryIO:
    """Open a regular file of the desk's own machinery, never through a link; raise OSError."""
    file = open(os.open(path, _READ), "rb")  # noqa: SIM115 - given away
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.ENXIO, "")
    return file


def create(root: Path, relative: str, content: bytes) -> None:
    """Write a new file; raise Busy when it exists or cannot be written."""
    stage(root, relative, content).publish()


def replace(root: Path, relative: str, content: bytes, *, expecting: str) -> None:
    """Write over a file whose digest is still ``expecting``; raise Busy otherwise."""
    stage(root, relative, content, expecting=expecting).publish()


@dataclass(frozen=True, slots=True)
class Staged:
    """A file's new content, durable beside it and not yet in its place."""

    root: Path
    relative: str
    temporary: str
    expecting: str | None

    def publish(self) -> None:
        """Put it in place; raise Busy, with nothing changed, where that cannot be."""
        with _said(self.relative), _folder(self.root, self.relative) as (folder, name):
            try:
                if self.expecting is None:
                    _link(folder, self.temporary, name)
                else:
                    _expect(folder, name, self.expecting, self.relative)
                    os.rename(self.temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                _unlink(folder, self.temporary)
                raise
            self._confirm(folder)

    def _confirm(self, folder: int) -> None:
        """Let the disk confirm the new name; raise Busy, which says that it is there, if not."""
        try:
            os.fsync(folder)
        except OSError as error:
            message = _("{path} is saved, but the disk does not confirm it: {reason}")
            raise Busy(
                message.format(path=self.relative, reason=reason(error)), hint=way_out(error)
            ) from None

    def discard(self) -> None:
        """Take it away again."""
        with _said(self.relative), _folder(self.root, self.relative) as (folder, _name):
            _unlink(folder, self.temporary)


def stage(root: Path, relative: str, content: bytes, *, expecting: str | None = None) -> Staged:
    """Write content beside its place, fsynced; no ``expecting`` means that it must be new."""
    with _said(relative), _folder(root, relative, make=expecting is None) as (folder, name):
        mode = _expect(folder, name, expecting, relative)
        temporary = f".{name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
        descriptor = os.open(temporary, _NEW, _FILE_MODE, dir_fd=folder)
        try:
            try:
                if mode is not None:
                    os.fchmod(descriptor, mode)
                _write(descriptor, content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except BaseException:
            _unlink(folder, temporary)
            raise
    return Staged(root, relative, temporary, expecting)


def remove(root: Path, relative: str, *, surely: bool = True) -> None:
    """Take away a file of the desk's own machinery, if it is there.

    Not ``surely`` means that it does no harm where a power cut brings it back.
    """
    try:
        with _said(relative), _folder(root, relative) as (folder, name):
            os.unlink(name, dir_fd=folder)
            if surely:
                os.fsync(folder)
    except NotFound:
        return


def is_new(root: Path, relative: str) -> bool:
    """Tell whether nothing is there yet."""
    try:
        with _folder(root, relative) as (folder, name):
            os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise Busy(f"{relative}: {reason(error)}", hint=way_out(error)) from None
    return False


@contextmanager
def _folder(root: Path, relative: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """Give a descriptor of the folder a file is in, and the file's name."""
    *folders, name = _parts(relative)
    descriptor = os.open(root, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for folder in folders:
            inner = _enter(descriptor, folder, make=make)
            os.close(descriptor)
            descriptor = inner
        yield descriptor, name
    finally:
        os.close(descriptor)


def _enter(parent: int, folder: str, *, make: bool) -> int:
    try:
        return os.open(folder, _FOLDER, dir_fd=parent)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):
        os.mkdir(folder, _FOLDER_MODE, dir_fd=parent)
    os.fsync(parent)
    return os.open(folder, _FOLDER, dir_fd=parent)


def _parts(relative: str) -> list[str]:
    parts = relative.split("/")
    if "\0" in relative or any(part.lower() in _NO_PARTS for part in parts):
        raise Broken([Problem(repr(relative)[1:-1], _("this is no path inside the desk"))])
    return parts


def _read(folder: int, name: str) -> bytes:
    descriptor = os.open(name, _READ, dir_fd=folder)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ENXIO, "")
        return _content(descriptor, found.st_size)
    finally:
        os.close(descriptor)


def _content(descriptor: int, size: int) -> bytes:
    """Read all of a file, at once where it is as long as it says; raise OSError if too long.

    Asking for what there is costs a fifth of asking for as much as there may be.
    """
    content = b"" if size > MAX_BYTES else os.read(descriptor, size + 1)
    while len(content) != size:  # it has changed since, or there is more to come
        if max(size, len(content)) > MAX_BYTES:
            raise OSError(errno.EFBIG, "")
        more = os.read(descriptor, MAX_BYTES + 1 - len(content))
        if not more:
            break
        content += more
    return content


def _expect(folder: int, name: str, expecting: str | None, relative: str) -> int | None:
    """Give the mode of the file that is there; raise Busy when it is not what was read."""
    try:
        mode = stat.S_IMODE(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        if expecting is None:
            return None
        raise Busy(_("{path} is gone; read it again").format(path=relative)) from None
    if expecting is None:
        raise Busy(_("{path} is there already").format(path=relative))
    if digest(_read(folder, name)) != expecting:
        hint = _("run the command again")
        raise Busy(_("{path} has changed meanwhile").format(path=relative), hint=hint)
    return mode & 0o777


def _link(folder: int, temporary: str, name: str) -> None:
    """Give a new file its name, which never overwrites."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without hard links: the desk's lock keeps other writers away.
        _expect(folder, name, None, name)
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        _unlink(folder, temporary)  # in place is in place, even with a second name that stays


def _unlink(folder: int, name: str) -> None:
    """Take a temporary file away, as far as the disk lets; the next writer sweeps up the rest."""
    try:
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        return
    except OSError:
        left.add(name)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


@contextmanager
def _said(relative: str) -> Iterator[None]:
    """Turn what the system says into one sentence."""
    try:
        yield
    except FileNotFoundError:
        raise NotFound(_("there is no {path}").format(path=relative)) from None
    except FileExistsError:
        raise Busy(_("{path} is there already").format(path=relative)) from None
    except OSError as error:
        message = _("{path} was not written: {reason}")
        raise Busy(
            message.format(path=relative, reason=reason(error)), hint=way_out(error)
        ) from None
