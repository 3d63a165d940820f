"""The record files of a desk, folder by folder, as fast as the system tells.

Apart from :mod:`cs_cli.store.files`, because every ``cs due`` walks and most read nothing.
"""

import os
import stat
from array import array
from collections.abc import Iterable, Iterator
from gettext import gettext as _
from typing import NamedTuple

from cs_cli.domain.errors import Problem
from cs_cli.domain.reasons import reason

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

Signature = tuple[int, int, int, int]
Sign = tuple[str, int, int, int, int]
"""Name, size, mtime_ns, ctime_ns, inode."""


class Entry(NamedTuple):
    """A record file: its path from the root, and (size, mtime_ns, ctime_ns, inode)."""

    path: str
    signature: Signature


class Folder(NamedTuple):
    """A folder: its path from the root with ``/`` at the end, its own (mtime_ns, ctime_ns,
    inode), the folders and records right in it, and whether anything else lies there.
    """

    path: str
    own: tuple[int, int, int]
    inner: list[str]
    signs: list[Sign]
    loose: bool

    def entries(self) -> Iterator[Entry]:
        """Give the records."""
        for name, *signature in self.signs:
            yield Entry(self.path + name, tuple(signature))  # type: ignore[arg-type]

    def packed(self, *, before: int) -> "Packed":
        """Give all of it to be kept for later walks, empty where it may yet change unseen.

        ``before`` is the time on the disk, in nanoseconds, that everything must be older than.
        """
        times = [self.own[1], *(sign[3] for sign in self.signs)]
        if self.loose or max(times) >= before:
            return Packed("", "", b"")
        numbers = array("q", self.own)
        for sign in self.signs:
            numbers.extend(sign[1:])
        names = "/".join(sign[0] for sign in self.signs)
        return Packed("/".join(self.inner), names, numbers.tobytes())


class Packed(NamedTuple):
    """A folder as it was: inner folders and records, joined by ``/``, and all the numbers."""

    inner: str
    names: str
    numbers: bytes


def walk(
    root: os.PathLike[str],
    kinds: Iterable[str],
    odd: list[Problem],
    known: dict[str, Packed] | None = None,
) -> Iterator[Folder]:
    """Give every folder under those of the kinds that is not as it is known.

    What is ``known``, packed, by path, is taken out of there as it is met: what stays is gone.
    Links and odd files are reported in ``odd``. The order is that of the disk, the quickest.
    """
    known = {} if known is None else known
    waiting = [f"{kind}/" for kind in kinds]
    top = os.path.join(root, "")
    while waiting:
        path = waiting.pop()
        packed = known.pop(path, None)
        inner = _unchanged(top + path[:-1], packed) if packed and packed.numbers else None
        if inner is None:
            folder = look(root, path, odd)
            if folder is None:
                if packed is not None:
                    known[path] = packed
                continue
            yield folder
            inner = folder.inner
        waiting += [f"{path}{name}/" for name in inner]


def _unchanged(place: str, packed: Packed) -> list[str] | None:
    """Give the folders in a folder in which nothing has changed, else None.

    A folder's own time tells that nothing came, went or was renamed in it, which spares listing
    it. Its descriptor spares the system the way to every file.
    """
    try:
        numbers = array("q", packed.numbers).tolist()
        descriptor = os.open(place, _FOLDER)
    except (OSError, ValueError):
        return None
    try:
        same = _own(descriptor) == tuple(numbers[:3]) and _same(descriptor, packed, numbers[3:])
    except (OSError, ValueError):  # gone, or a damaged index
        same = False
    finally:
        os.close(descriptor)
    return _names(packed.inner) if same else None


def _same(descriptor: int, packed: Packed, numbers: list[int]) -> bool:
    look, names = os.stat, _names(packed.names)
    signs = zip(numbers[::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True)
    for name, (size, mtime, ctime, inode) in zip(names, signs, strict=True):
        s = look(name, dir_fd=descriptor, follow_symlinks=False)
        if s.st_ctime_ns != ctime or s.st_mtime_ns != mtime:
            return False
        if s.st_size != size or s.st_ino != inode:
            return False
    return True


def _names(joined: str) -> list[str]:
    return joined.split("/") if joined else []


def _own(descriptor: int) -> tuple[int, int, int]:
    found = os.fstat(descriptor)
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def look(root: os.PathLike[str], path: str, odd: list[Problem]) -> Folder | None:
    """Look into a folder; None where there is none, or none that can be read."""
    place = os.path.join(root, path[:-1])  # with the slash, a link would be followed
    try:
        descriptor = os.open(place, _FOLDER)
    except OSError as error:
        if os.path.islink(place):
            odd.append(_is_odd(path[:-1], stat.S_IFLNK))
        elif not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            odd.append(Problem(path, reason(error)))
        return None
    try:
        return _listed(descriptor, path, odd)
    except OSError as error:
        odd.append(Problem(path, reason(error)))
        return None
    finally:
        os.close(descriptor)


def _listed(descriptor: int, path: str, odd: list[Problem]) -> Folder:
    folder = Folder(path, _own(descriptor), [], [], loose=False)
    with os.scandir(descriptor) as found:
        others = [entry for entry in found if not _take(entry, folder, odd)]
    return folder._replace(loose=bool(others))


def _take(entry: os.DirEntry[str], folder: Folder, odd: list[Problem]) -> bool:
    """Take a record or an inner folder; leave what is hidden or odd, or has just gone."""
    name = entry.name
    if name[0] == ".":
        return True
    if name.endswith(".md"):
        return _take_record(entry, folder, odd)
    if entry.is_dir(follow_symlinks=False):
        folder.inner.append(name)
        return True
    if entry.is_symlink():
        odd.append(_is_odd(folder.path + name, stat.S_IFLNK))
    return False


def _take_record(entry: os.DirEntry[str], folder: Folder, odd: list[Problem]) -> bool:
    path = folder.path + entry.name
    try:
        s = entry.stat(follow_symlinks=False)
    except OSError as error:
        odd.append(Problem(path, reason(error)))
        return False
    if not stat.S_ISREG(s.st_mode):
        odd.append(_is_odd(path, stat.S_IFMT(s.st_mode)))
        return False
    folder.signs.append((entry.name, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino))
    return True


def _is_odd(path: str, form: int) -> Problem:
    if form == stat.S_IFLNK:
        return Problem(path, _("it is a symbolic link"), hint=_("put the record itself there"))
    return Problem(path, _("it is no regular file"))


def sign(path: str) -> list[str | int]:
    """Give the path and signature of a setting file or folder; the path alone if there is none."""
    try:
        s = os.stat(path)
    except OSError:
        return [path]
    return [path, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino]
