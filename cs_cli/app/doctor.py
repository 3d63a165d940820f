"""Look for what crashes, full disks and half-made clones leave, and mend it: ``cs doctor``.

What a person changed is never touched. What has to be decided by a person is told with the command
that does it. Twice is once: a second run finds nothing that the first one mended.
"""

import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path, PurePath

from cs_cli.app import hooks, served
from cs_cli.app.findings import Finding, Ill
from cs_cli.app.work import Work
from cs_cli.domain import ids
from cs_cli.domain.errors import Broken, CsError
from cs_cli.store import database, files, merging, pending, repository, sharing, transaction, wiring
from cs_cli.store.git import Git
from cs_cli.store.repository import Repository

_FIRST = ("git-lock", "git-index")
"""What keeps git from mending anything else."""


def examine(work: Work, *, mend: bool) -> list[Finding]:
    """Give everything found; mend what can be with ``mend``. Raises Busy while others write."""
    place = served.place_of(work.start)
    if place is not None:
        return _server(work, place[0], mend=mend)
    found = list(_found(work))
    if not mend or work.dry_run or not found:
        return [_told(one) for one in found]
    # Whoever takes the lock finishes what was broken off: that is mended by now.
    work.again = "cs doctor --mend"
    with transaction.writing(work.root, command="doctor", wait=work.wait):
        found.sort(key=lambda one: one.name not in _FIRST)
        return [_mended(one) for one in found]


def _server(work: Work, folder: Path, *, mend: bool) -> list[Finding]:
    """Look at a repository without files: all that can be missing there is its hook."""
    found = hooks.of_server(folder, Git(folder))
    done = _mended if mend and not work.dry_run else _told
    return [done(one) for one in found]


def _told(one: Finding | Ill) -> Finding:
    if isinstance(one, Finding):
        return one
    return Finding(one.name, one.message, hint=one.hint or _("mend it with: cs doctor --mend"))


def _mended(one: Finding | Ill) -> Finding:
    if isinstance(one, Finding):
        return one
    try:
        done = one.mend()
    except (CsError, OSError) as error:
        return Finding(one.name, f"{one.message}: {error}", hint=one.hint)
    return Finding(one.name, one.message, mended=done, hint=None if done else one.hint)


def _found(work: Work) -> Iterator[Finding | Ill]:
    yield from _leftovers(work)
    yield from _index(work)
    yield from _shared(work)
    git = work.git
    if not git.available:
        yield Finding("git", _("git is not installed"), hint=_("without it there is no history"))
    elif not git.inside_repository():
        yield Finding(
            "repository", _("the desk is in no git repository"), hint=_("make one: git init")
        )
    else:
        yield from _repository(work, git)


def _shared(work: Work) -> Iterator[Finding]:
    """Warn of a disk on which the lock of one machine is none for another."""
    kind = sharing.shared_by(work.root.resolve())
    if kind is not None:
        message = _("the desk lies on a disk that several machines share: {kind}")
        yield Finding(
            "shared", message.format(kind=kind),
            hint=_("let everybody have a clone on a disk of their own, and exchange with: cs sync"),
        )  # fmt: skip


def _leftovers(work: Work) -> Iterator[Finding | Ill]:
    """Whatever a killed writer left: a change half made, temporary files, commits not made."""
    if transaction.is_unfinished(work.root):
        yield Ill("journal", _("a change was broken off"), lambda: _recovered(work))
    if merging.is_unfinished(work.root):
        yield Ill("merge", _("a merge was broken off"), lambda: merging.recover(work.git))
    litter = transaction.litter(work.root)
    if litter:
        message = _("temporary files were left: {paths}").format(paths=", ".join(litter))
        yield Ill("temporary", message, lambda: transaction.clean(work.root))
    try:
        waiting = _waiting(work.root)
    except Broken as error:
        yield Ill("pending", str(error), lambda: _given_up(work))
        return
    if waiting and work.git.available and work.git.inside_repository():
        message = _("saved and not committed: {n}").format(n=waiting)
        yield Ill("pending", message, lambda: work.git.commit_pending() >= 0)


def _waiting(root: Path) -> int:
    """Count the changes that are there, or will be, and are not committed."""
    coming = transaction.unfinished(root)
    return sum(
        any(
            path in coming or pending.is_as(root, path, saved)
            for path, saved in one.digests.items()
        )
        for one in pending.load(root)
    )


def _given_up(work: Work) -> bool:
    pending.give_up(work.root)
    return True


def _recovered(work: Work) -> bool:
    transaction.recover(work.root)
    return True


def _index(work: Work) -> Iterator[Finding | Ill]:
    if database.is_damaged(work.root):
        yield Ill(
            "index", _("the index is damaged; it is only a cache"),
            lambda: database.thrown_away(work.root),
        )  # fmt: skip


def _repository(work: Work, git: Git) -> Iterator[Finding | Ill]:
    root = work.root
    found = repository.find(root)
    if found is None:
        return
    yield from _git_left(found, git)
    taken_back = merging.is_unfinished(root)  # and with it all that it touched
    conflicts = [] if taken_back or not git.reads_its_index() else git.unmerged()
    if conflicts:
        yield _conflict(conflicts, repository.begun(found))
    elif not taken_back:
        yield from _unfinished(found)
    if (found.shared / "shallow").exists():
        yield Finding(
            "shallow", _("this clone has only a part of the history"),
            hint=_("fetch the rest with: git fetch --unshallow"),
        )  # fmt: skip
    yield from _wiring(work, git)
    yield from _drivers(git)
    if not git.has("HEAD"):
        return
    if not git.reads_its_index():
        yield Ill("git-index", _("git's index is damaged"), git.rebuild_index)
        return
    try:
        by_hand = [] if taken_back else _by_hand(work, git)
    except CsError as error:  # git may even crash over objects that it has no longer
        message = _("git cannot compare the files with the last commit: {reason}")
        yield Finding(
            "objects", message.format(reason=error.message),
            hint=_("fetch it again from another clone; look with: git fsck --full"),
        )  # fmt: skip
        return
    changed = [path for path in by_hand if path not in conflicts]
    if changed:
        yield Finding(
            "uncommitted",
            _("changed by hand and not committed: {paths}").format(paths=", ".join(changed)),
            hint=_("look at it with git diff, then git commit; cs leaves it as it is"),
        )


def _unfinished(found: Repository) -> Iterator[Finding]:
    try:
        repository.ensure_ready(found)
    except CsError as error:
        yield Finding("unfinished", error.message, hint=error.hint)


def _conflict(paths: Sequence[str], begun: Sequence[str]) -> Finding:
    """Tell what git could not merge by lines, and how it is merged anew, now by meaning."""
    message = _("git left conflicts in: {paths}").format(paths=", ".join(paths))
    if begun:
        again = f"git {begun[0]} --abort && git {shlex.join(begun)}"
    else:  # git stash pop keeps what it could not apply
        again = f"git checkout HEAD -- {shlex.join(paths)} && git stash pop"
    hint = _("cs doctor --mend, then do it again: {commands}").format(commands=again)
    return Finding("conflict", message, hint=hint)


def _git_left(found: Repository, git: Git) -> Iterator[Finding | Ill]:
    """Whatever a killed git left: locks, and files that it had only half written."""
    for lock in repository.locks(found):
        message = _("a lock was left by a git that is gone: {path}").format(path=lock.name)
        yield Ill(
            "git-lock", message, partial(git.unlock, lock),
            hint=_("wait for the git that has it to end, then: cs doctor --mend"),
        )  # fmt: skip
    litter = git.litter()
    if litter:
        message = _("git left half-written files: {n}").format(n=len(litter))
        yield Ill("git-temporary", message, lambda: git.swept(litter))


def _by_hand(work: Work, git: Git) -> list[str]:
    """Give what people changed, new records among it, and not what cs itself has yet to commit."""
    known = set(git.changed_by_hand())
    ours = transaction.unfinished(work.root) | pending.waiting(work.root)
    return [
        path
        for path in git.differing_paths()
        if (path in known or ids.is_id(PurePath(path).stem)) and path not in ours
    ]


def _wiring(work: Work, git: Git) -> Iterator[Finding | Ill]:
    root = work.root
    if not wiring.has_attributes(root):
        yield Ill(
            "attributes", _("git does not know which files are records"),
            lambda: _attributed(work),
        )  # fmt: skip
    if not wiring.has_driver(git):
        yield Ill(
            "merge-driver", _("this clone merges by lines, with conflicts, not by meaning"),
            lambda: _wired(git),
        )  # fmt: skip
    yield from hooks.of_clone(root, git)


def _drivers(git: Git) -> Iterator[Finding]:
    """Programs that are not ours, and that git's settings run on files of the desk."""
    for name, paths in git.foreign_drivers().items():
        message = _("git's settings run a program on files of the desk: {name} on {n} of them")
        yield Finding(
            "driver", message.format(name=name, n=len(paths)),
            hint=_("see .gitattributes and: git config --get-regexp '{what}'").format(
                what=name.replace("=", r"\.")
            ),
        )  # fmt: skip


def _wired(git: Git) -> bool:
    wiring.install_driver(git)
    return True


def _attributed(work: Work) -> bool:
    """Add the line for records; it is committed like any other change of the desk."""
    try:
        old = files.read(work.root, wiring.ATTRIBUTES)
    except CsError:
        old = None
    text = (old or b"").decode(errors="replace")
    new = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{wiring.LINE}\n".encode()
    digest = files.digest(old) if old is not None else None
    files.stage(work.root, wiring.ATTRIBUTES, new, expecting=digest).publish()
    person = work.actor
    trailers = {"Cs-Op": "doctor", "Cs-By": person.id}
    work.git.commit(
        [wiring.ATTRIBUTES], "desk: doctor", trailers, person.author, work.now, new=True
    )
    return True
