"""The record files of a desk, folder by folder, as fast as the system tells.

Apart from :mod:`cs_cli.store.files`, because every ``cs due`` walks and most read nothing.
"""

import marshal
import os
import stat
from collections.abc import Iterable, Iterator
from gettext import gettext as _
from typing import NamedTuple

from cs_cli.domain.errors import Problem
from cs_cli.store.reasons import reason

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FORM, _REGULAR = 0o170000, stat.S_IFREG
# From version 3 on, the bytes depend on who else holds the same object.
_WITHOUT_REFERENCES = 2

Signature = tuple[int, int, int, int]
Sign = tuple[str, int, int, int, int]
"""Name, size, mtime_ns, ctime_ns, inode."""


class Entry(NamedTuple):
    """A record file: its path from the root, and (size, mtime_ns, ctime_ns, inode)."""

    path: str
    signature: Signature


class Folder(NamedTuple):
    """A folder with records right in it: its path from the root, ``/`` at the end, and they."""

    path: str
    signs: list[Sign]

    def packed(self) -> bytes:
        """Give all of it as bytes, to be compared at once."""
        return marshal.dumps(self.signs, _WITHOUT_REFERENCES)

    def entries(self) -> Iterator[Entry]:
        """Give the records."""
        for name, *signature in self.signs:
            yield Entry(self.path + name, tuple(signature))  # type: ignore[arg-type]


def walk(root: os.PathLike[str], folders: Iterable[str], odd: list[Problem]) -> Iterator[Folder]:
    """Give every folder under these that holds ``*.md``; report links and odd files in ``odd``.

    They come in the order of the disk, which is the quickest.
    """
    for folder in folders:
        top = os.path.join(root, folder)
        if os.path.islink(top):
            odd.append(_is_odd(folder, stat.S_IFLNK))
        elif os.path.isdir(top):
            yield from _walk(top + "/", folder + "/", odd)


def _walk(top: str, prefix: str, odd: list[Problem]) -> Iterator[Folder]:
    waiting = [prefix]
    while waiting:
        path = waiting.pop()
        inner: list[str] = []
        try:
            signs = _signs(top + path[len(prefix) :], path, inner, odd)
        except OSError as error:
            odd.append(Problem(path, reason(error)))
            continue
        waiting += inner
        if signs:
            yield Folder(path, signs)


def _signs(place: str, path: str, inner: list[str], odd: list[Problem]) -> list[Sign]:
    """Look at one folder through its descriptor, which spares the system the way to it."""
    signs: list[Sign] = []
    descriptor = os.open(place, _FOLDER)
    try:
        with os.scandir(descriptor) as found:
            for entry in found:
                name = entry.name
                if not name.endswith(".md") or name[0] == ".":
                    _look_at_other(entry, path, inner, odd)
                    continue
                s = entry.stat(follow_symlinks=False)
                if s.st_mode & _FORM == _REGULAR:
                    signs.append((name, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino))
                else:
                    odd.append(_is_odd(path + name, stat.S_IFMT(s.st_mode)))
    finally:
        os.close(descriptor)
    return signs


def _look_at_other(
    entry: os.DirEntry[str], path: str, inner: list[str], odd: list[Problem]
) -> None:
    if entry.name[0] == ".":
        return
    if entry.is_dir(follow_symlinks=False):
        inner.append(f"{path}{entry.name}/")
    elif entry.is_symlink():
        odd.append(_is_odd(path + entry.name, stat.S_IFLNK))


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
