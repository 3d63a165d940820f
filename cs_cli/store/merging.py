"""A merge by git is done or taken back: whoever comes after a kill need not know git.

Before git merges, where it starts is written down. A note that is still there when the desk's lock
is taken tells that the merge was broken off: what it touched is put back as it was before, and the
next ``cs sync`` merges anew. Hold the desk's lock to call anything here.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.errors import Busy, CsError, NotFound
from cs_cli.store import files, repository
from cs_cli.store.git import Git

PATH = ".cs/merging"
_CHANGED = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
_NAMED = ("--pathspec-from-file=-", "--pathspec-file-nul")


def is_unfinished(root: Path) -> bool:
    """Tell whether a merge was broken off."""
    return (root / PATH).exists()


def begin(git: Git, target: str) -> None:
    """Write down what is to be merged; raise Busy where somebody works on the same files by hand.

    ``target`` is a ref.
    """
    ours = git.head()
    touched = git.names([*_CHANGED, f"{ours}...{target}", "--"])
    by_hand = sorted({*touched} & {*_in_work(git)})
    if by_hand:
        raise Busy(
            _("changed by hand, and by others too: {paths}").format(paths=", ".join(by_hand)),
            hint=_("commit or take back what was changed by hand"),
        )
    files.create(git.root, PATH, json.dumps({"ours": ours, "touched": touched}).encode())


def end(git: Git) -> None:
    """Strike the note out: git has merged, and may be unable to strike out its own."""
    found = repository.find(git.root)
    if found is not None and (found.own / "MERGE_HEAD").exists():
        git.attempt(["merge", "--quit"])
    with suppress(Busy):  # the commit tells as well
        files.remove(git.root, PATH)


def recover(git: Git) -> bool:
    """Take a merge back that was broken off; tell whether there was one. Raises CsError, Busy."""
    try:
        note = json.loads(files.read(git.root, PATH))
        ours, touched = str(note["ours"]), [str(path) for path in note["touched"]]
    except NotFound:
        return False
    except (ValueError, LookupError, TypeError):
        files.remove(git.root, PATH)
        return False
    git.attempt(["merge", "--quit"])
    if git.head() == ours:
        _put_back(git, ours, touched)
    files.remove(git.root, PATH)
    return True


def catch_up(git: Git) -> None:
    """Bring to an end what earlier commands began, before anything new; raise Busy if it fails."""
    try:
        recover(git)
    except CsError as error:
        message = _("nothing was done: a merge that was broken off cannot be taken back: {reason}")
        raise Busy(message.format(reason=error.message), hint=error.hint) from None
    git.catch_up()


def _in_work(git: Git) -> list[str]:
    """Give what differs from the last commit, new files among it, as seen from the top."""
    changed = git.names([*_CHANGED, "HEAD", "--"])
    new = git.names(["ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--"])
    return [*changed, *new]


def _put_back(git: Git, ours: str, touched: Sequence[str]) -> None:
    found = repository.find(git.root)
    if found is None or not touched:
        return
    here = git.root.resolve()
    seen = {path: os.path.relpath(found.top / path, here) for path in touched}
    held = {*git.names(["ls-tree", "-r", "-z", "--name-only", "--full-tree", ours])}
    before = [seen[path] for path in touched if path in held]
    came = [path for path in touched if path not in held]
    if before:
        git.alter(["checkout", "--quiet", "--force", *_NAMED, ours], stdin=_listed(before))
    if came:
        names = _listed([seen[path] for path in came])
        gone = ["rm", "--cached", "--quiet", "--force", "--ignore-unmatch", *_NAMED]
        git.alter(gone, stdin=names)
        for path in came:
            files.remove(found.top, path)
    for left in found.top.glob(".merge_file_*"):
        left.unlink(missing_ok=True)


def _listed(paths: Sequence[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)
