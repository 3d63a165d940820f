"""The history of a repository written anew, without certain words: for erasing, for nothing else.

Every commit that comes after one of them gets another name, so every clone must be made anew.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from gettext import gettext as _

from cs_cli.domain.erasure import MARK
from cs_cli.domain.errors import Busy
from cs_cli.store import repository
from cs_cli.store.git import Git

_EXPORT = ("fast-export", "--all", "--signed-tags=strip", "--tag-of-filtered-object=rewrite")
_LEFT = ("FETCH_HEAD", "ORIG_HEAD")
_DATA = re.compile(rb"data (\d+)\n")


def ensure_possible(git: Git) -> None:
    """Raise Busy where the history is not all here, or something is not committed."""
    found = repository.find(git.root)
    if found is not None and (found.shared / "shallow").exists():
        raise Busy(
            _("this clone has only a part of the history"),
            hint=_("fetch the rest with: git fetch --unshallow"),
        )
    changed = git.changed_by_hand()
    if changed:
        raise Busy(
            _("changed by hand and not committed: {paths}").format(paths=", ".join(changed)),
            hint=_("look at it with git diff, then git commit; cs leaves it as it is"),
        )


def without(
    git: Git, words: re.Pattern[str], paths: Collection[str], telling: re.Pattern[str] | None
) -> None:
    """Write all branches and tags anew; nothing of the old ones is kept.

    ``words`` go from every version of the files ``paths``, ``telling`` ones from all files and
    messages: a short name elsewhere may be that of somebody else.
    """
    stream = git.read_objects(_EXPORT)
    new = _blotted(stream, words, _marks(stream, paths), telling)
    git.read_objects(["fast-import", "--quiet", "--force"], stdin=new)
    git.run(["reset", "--quiet"])
    found = repository.find(git.root)
    for name in _LEFT if found else ():
        with suppress(OSError):
            (found.own / name).unlink()  # type: ignore[union-attr]
    git.run(["reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all"])
    git.read_objects(["gc", "--quiet", "--prune=now"])


def _chunks(stream: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Give what git exported: its commands line by line, each with the data that follows."""
    at = 0
    while at < len(stream):
        end = stream.index(b"\n", at) + 1
        found = _DATA.fullmatch(stream, at, end)
        line, at = stream[at:end], end
        if found is None:
            yield line, None
            continue
        at += int(found[1])
        yield line, stream[end:at]


def _marks(stream: bytes, paths: Collection[str]) -> frozenset[bytes]:
    """Give the marks of all versions of these files, which are named from the desk."""
    ends = tuple(path.encode() for path in paths)
    changes = (line for line, data in _chunks(stream) if data is None and line.startswith(b"M "))
    parts = (line.rstrip(b"\n").split(b" ", 3) for line in changes)
    return frozenset(mark for _m, _mode, mark, path in parts if path.endswith(ends))


def _blotted(
    stream: bytes, words: re.Pattern[str], marks: Collection[bytes], telling: re.Pattern[str] | None
) -> bytes:
    parts: list[bytes] = []
    used: re.Pattern[str] | None = telling
    for line, data in _chunks(stream):
        if data is None:
            if line.startswith(b"mark "):
                used = words if line[5:].rstrip(b"\n") in marks else telling
            parts.append(line)
            continue
        text = data.decode(errors="surrogateescape")
        new = used.sub(MARK, text).encode(errors="surrogateescape") if used else data
        parts += [b"data %d\n" % len(new), new]
    return b"".join(parts)
