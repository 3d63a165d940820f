"""Exchange with a remote repository: fetch, merge, push. Hold the desk's lock around all of it."""

import shlex
from collections.abc import Mapping
from contextlib import suppress
from gettext import gettext as _

from cs_cli.domain.errors import Busy, CsError, NotFound
from cs_cli.domain.frozen import dataclass
from cs_cli.store import merging, repository, wiring
from cs_cli.store.git import Git
from cs_cli.store.repository import complaint


@dataclass(frozen=True, slots=True)
class Remote:
    """The branch of another repository that this desk is exchanged with."""

    name: str
    branch: str

    @property
    def tracking(self) -> str:
        """Give the ref that says how it was when last fetched."""
        return f"refs/remotes/{self.name}/{self.branch}"


class Rejected(Exception):
    """A push was not taken: somebody was faster, or the other side has something against it.

    ``said`` is what a hook over there had to say, line by line.
    """

    def __init__(self, reason: str, *, faster: bool, said: str = "") -> None:
        super().__init__(reason)
        self.faster = faster
        self.said = said


def find(git: Git, branch: str) -> Remote:
    """Give the remote of a branch: its own, else the only one there is; raise NotFound."""
    name = git.get(f"branch.{branch}.remote")
    there = git.get(f"branch.{branch}.merge").removeprefix("refs/heads/")
    names = git.run(["remote"]).decode(errors="replace").split("\n")[:-1]
    if name not in names:
        name = names[0] if len(names) == 1 else "origin" if "origin" in names else ""
    if not name:
        raise NotFound(
            _("the desk has no remote to exchange with"),
            hint=_("name one with: git remote add origin URL"),
        )
    return Remote(name, there or branch)


def fetch(git: Git, remote: Remote) -> None:
    """Get what the other side has; raise CsError where it cannot be had."""
    git.run(["fetch", "--quiet", "--end-of-options", remote.name])


def apart(git: Git, remote: Remote) -> tuple[int, int]:
    """Give how many commits each side has that the other has not: ours, theirs."""
    done = git.attempt(["rev-list", "--left-right", "--count", f"HEAD...{remote.tracking}"])
    if done.returncode != 0 and not git.has(remote.tracking):
        known = f"--remotes={remote.name}"  # other branches of it may have most of ours
        return int(git.run(["rev-list", "--count", "HEAD", "--not", known])), 0
    ours, _tab, theirs = git.insist(done).strip().partition(b"\t")
    if not theirs:
        raise Busy(_("git was killed"), hint=_("run the command again"))
    return int(ours), int(theirs)


def refuse_unrelated(git: Git, remote: Remote) -> None:
    """Raise Busy where the other side holds a history that has nothing to do with this one."""
    if git.attempt(["merge-base", "--end-of-options", "HEAD", remote.tracking]).returncode == 0:
        return
    hint = _("see whether it is the right one with: git remote -v")
    if git.run(["rev-parse", "--is-shallow-repository"]).strip() == b"true":
        hint = _("fetch the rest with: git fetch --unshallow")
    message = _("{remote} has nothing in common with the history of this desk")
    raise Busy(message.format(remote=f"{remote.name}/{remote.branch}"), hint=hint)


def parting(git: Git, remote: Remote) -> str | None:
    """Give the commit since which there is anything that only one side has; None where none is."""
    if not git.has(remote.tracking):
        return None
    listed = git.run(["rev-list", "--boundary", f"HEAD...{remote.tracking}"]).decode().split()
    known = [commit[1:] for commit in listed if commit.startswith("-")]
    if len(known) < 2:
        return known[0] if known else None
    return git.run(["merge-base", "--octopus", *known]).decode().strip()


def merge(git: Git, remote: Remote, message: bytes, author: Mapping[str, str]) -> None:
    """Merge what was fetched, records by meaning; raise Busy where a person is needed.

    Nothing is half merged: what cannot be merged leaves the desk as it was.
    """
    command = ["merge", "--quiet", "--no-verify", "--cleanup=verbatim", *git.signing.words]
    driver = [f"{wiring.DRIVER}={wiring.driver()}"]
    refuse_unrelated(git, remote)
    merging.begin(git, remote.tracking)
    done = git.attempt(
        [*command, "-m", message.decode(), "--end-of-options", remote.tracking],
        extra=author,
        options=[*driver, *git.signing.options],
    )
    if done.returncode == 0:
        merging.end(git)
        return
    left = git.names(["diff", "--name-only", "-z", "--diff-filter=U", "--no-ext-diff", "--"])
    trouble = git.trouble(done.stderr)
    with suppress(CsError):  # where not even that is possible, the next command does it
        merging.recover(git)
    if not left or _is_hindered(git, done.stderr):
        hint = trouble.hint or git.signing.hint or _("then run cs sync again")
        raise Busy(trouble.message, hint=hint)
    raise Busy(
        _("changed on both sides, a person must merge: {paths}").format(paths=", ".join(left)),
        hint=_("git merge {branch}, edit the files, git commit, then cs sync again").format(
            branch=shlex.quote(f"{remote.name}/{remote.branch}")
        ),
    )


def _is_hindered(git: Git, stderr: bytes) -> bool:
    """Tell whether a lock or the system was in git's way: nobody has to merge anything then."""
    found = repository.blocking_lock(stderr), repository.refusal(stderr, git.root)
    return any(one is not None for one in found)


def push(git: Git, remote: Remote, branch: str) -> None:
    """Send what is here to a branch over there; raise Rejected or CsError."""
    target = f"HEAD:refs/heads/{branch}"
    done = git.attempt(
        ["push", "--porcelain", "--no-verify", "--end-of-options", remote.name, target]
    )
    if done.returncode == 0:
        return
    said = done.stdout.decode(errors="replace")
    refused = next((line for line in said.splitlines() if line.startswith("!\t")), "")
    if "[remote rejected]" in refused:
        reason = refused.rpartition("[remote rejected]")[2].strip(" ()")
        raise Rejected(reason, faster=False, said=_said(done.stderr))
    if "[rejected]" in refused:
        raise Rejected("", faster=True)
    raise CsError(complaint(done.stderr))


def _said(stderr: bytes) -> str:
    """Give what the other side said, as git passes it on."""
    lines = stderr.decode(errors="replace").splitlines()
    return "\n".join(
        line.removeprefix("remote: ").rstrip() for line in lines if line.startswith("remote: ")
    )
