"""The record files of a desk, folder by folder, as fast as the system tells.

Apart from :mod:`cs_cli.store.files`, because every ``cs due`` walks and most read nothing.
"""

import os
import stat
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from gettext import gettext as _
from typing import NamedTuple

from cs_cli.domain.errors import Problem
from cs_cli.domain.reasons import reason
from cs_cli.store.aside import cores, side_by_side

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

Signature = tuple[int, int, int, int]
Sign = tuple[str, int, int, int, int]
"""Name, size, mtime_ns, ctime_ns, inode."""

# From so many files on a second process is worth starting: it costs as much as a thousand.
LARGE = 6_000


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

    def known(self, *, before: int) -> "Known":
        """Give all of it to be kept for later walks, empty where it may yet change unseen.

        ``before`` is the time on the disk, in nanoseconds, that everything must be older than.
        """
        times = [self.own[1], *(sign[3] for sign in self.signs)]
        if self.loose or max(times) >= before:
            return Known(self.path, "", b"")
        numbers = array("q", self.own)
        for sign in self.signs:
            numbers.extend(sign[1:])
        names = "/".join(sign[0] for sign in self.signs)
        return Known(self.path, names, numbers.tobytes())


class Known(NamedTuple):
    """A folder as it was: its path, its records joined by ``/``, and all the numbers.

    One that its seal guards tells no records: it is looked at as a whole.
    """

    path: str
    names: str
    numbers: bytes

    @property
    def weight(self) -> int:
        """Give how much there is to look at."""
        return len(self.numbers) >> 5


def changed(root: os.PathLike[str], known: Sequence[Known]) -> list[str]:
    """Give the paths of the folders in which anything has changed, or that are gone.

    A folder's own time tells that nothing came, went or was renamed in it, which spares listing
    it; a file written over in its place tells so itself. Where there are many files a second
    process looks at half of the folders.
    """
    if sum(one.weight for one in known) < LARGE or cores() < 2:
        return _changed(root, known)
    mine, others = known[::2], known[1::2]
    found = side_by_side(lambda: _changed(root, mine), lambda: "\0".join(_changed(root, others)))
    if found is None:
        return _changed(root, known)
    first, second = found
    return [*first, *filter(None, second.split("\0"))]


def _changed(root: os.PathLike[str], known: Iterable[Known]) -> list[str]:
    top = os.path.join(root, "")
    return [one.path for one in known if not _is_same(top + one.path, one)]


def _is_same(place: str, known: Known) -> bool:
    """Tell whether nothing has changed in a folder.

    Its descriptor spares the system the way to every file.
    """
    if not known.numbers:
        return False
    try:
        numbers = array("q", known.numbers).tolist()
        if not known.names:
            return _own(os.stat(place[:-1], follow_symlinks=False)) == tuple(numbers)
        descriptor = os.open(place[:-1], _FOLDER)  # with the slash, a link would be followed
    except (OSError, ValueError):
        return False
    try:
        own = _own(os.fstat(descriptor))
        return own == tuple(numbers[:3]) and _same(descriptor, known, numbers[3:])
    except (OSError, ValueError):  # gone, or a damaged index
        return False
    finally:
        os.close(descriptor)


def _same(descriptor: int, known: Known, numbers: list[int]) -> bool:
    look, names = os.stat, known.names.split("/")
    signs = zip(numbers[::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True)
    for name, (size, mtime, ctime, inode) in zip(names, signs, strict=True):
        s = look(name, dir_fd=descriptor, follow_symlinks=False)
        if s.st_ctime_ns != ctime or s.st_mtime_ns != mtime:
            return False
        if s.st_size != size or s.st_ino != inode:
            return False
    return True


def _own(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def walk(
    root: os.PathLike[str], paths: Iterable[str], odd: list[Problem], known: Container[str] = ()
) -> Iterator[Folder]:
    """Give these folders, and every one within that is not ``known``; those that are gone not.

    Links and odd files are reported in ``odd``. The order is that of the disk, the quickest.
    """
    waiting = list(paths)
    while waiting:
        folder = look(root, waiting.pop(), odd)
        if folder is not None:
            yield folder
            inner = (f"{folder.path}{name}/" for name in folder.inner)
            waiting += [path for path in inner if path not in known]


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
    folder = Folder(path, _own(os.fstat(descriptor)), [], [], loose=False)
    with os.scandir(descriptor) as found:
        others = [entry for entry in found if not _take(entry, folder, odd)]
    return folder._replace(loose=bool(others))


def _take(entry: os.DirEntry[str], folder: Folder, odd: list[Problem]) -> bool:
    """Take a record or an inner folder; leave what is hidden or odd, or has just gone."""
    name = entry.name
    if name[0] == ".":
        return True
    if not name.isascii() and not _is_text(name):
        odd.append(Problem(_shown(folder.path + name), _("its name is no UTF-8 text")))
        return False
    if name.endswith(".md"):
        return _take_record(entry, folder, odd)
    if entry.is_dir(follow_symlinks=False):
        folder.inner.append(name)
        return True
    if entry.is_symlink():
        odd.append(_is_odd(folder.path + name, stat.S_IFLNK))
    return False


def _is_text(name: str) -> bool:
    """Tell whether a name can be written; bytes that are no UTF-8 arrive as lone surrogates."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return path.encode(errors="backslashreplace").decode()


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
