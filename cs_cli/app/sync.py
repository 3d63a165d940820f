"""Exchange the desk with its remote: the job behind ``cs sync``.

What others did is fetched and merged by meaning, what is here is sent. Somebody who was faster is
merged too, as often as it takes. A branch that only a review may change is left alone: what is
here goes to a branch of its own. Offline, everything stays here and is said to.
"""

from collections.abc import Iterator, Sequence
from gettext import gettext as _

from cs_cli.app import clashes
from cs_cli.app.check import Asked, Checked, check
from cs_cli.app.work import Work
from cs_cli.checks import log_order
from cs_cli.domain.errors import Busy, CsError, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import merging, pending, place, remote, repository, transaction, trees
from cs_cli.store.pending import Work as Commit
from cs_cli.store.remote import Rejected, Remote

MOST = 8
"""How often somebody else may be faster before we give up for now."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What an exchange came to: with whom, how many commits came and went.

    ``review`` names the branch on which ours wait for a review. ``problems`` is what is wrong with
    what came, and with what was to be sent. Nothing is sent (``held``) for as long as it is there,
    unless these are only contradictions: what two clones did to one record at once is for people
    to settle, and others must see it too.
    """

    remote: str
    branch: str
    received: int
    sent: int
    review: str | None = None
    problems: tuple[Problem, ...] = ()
    held: bool = False


def sync(work: Work) -> Synced:
    """Exchange; raise NotFound without a remote, Busy offline or where a person must merge."""
    git = work.git
    if not git.available:
        raise NotFound(_("git is not installed"))
    if not git.inside_repository():
        raise NotFound(_("the desk is in no git repository, so there is nothing to exchange"))
    with transaction.writing(work.root, command="sync", wait=work.wait):
        merging.catch_up(git)
        git.ensure_ready()
        git.refuse_drivers(None, "filter", "merge")
        there = remote.find(git, repository.branch(work.root))
        work.again = "cs sync"
        return _exchanged(work, there)


def _exchanged(work: Work, there: Remote) -> Synced:
    received, problems = 0, tuple[Problem, ...]()
    for _attempt in range(MOST):
        _fetched(work, there)
        ours, theirs = remote.apart(work.git, there)
        received += theirs
        if work.dry_run:
            return Synced(there.name, there.branch, received, ours)
        since = remote.parting(work.git, there) if ours or theirs else None
        sides = work.git.head(), there.tracking
        came = _taken_in(work, there) if theirs else ()
        told, held = _wrong(work, since, came) if since else ((), False)
        decided = _decided(work, sides) if theirs and ours else ()
        problems = tuple(dict.fromkeys((*problems, *decided, *told)))
        if theirs:
            ours, _theirs = remote.apart(work.git, there)
        if not ours or held:
            return Synced(there.name, there.branch, received, 0, None, problems, held)
        try:
            remote.push(work.git, there, there.branch)
        except Rejected as refusal:
            if refusal.faster:
                continue
            branch = _for_review(work, there, refusal)
            return Synced(there.name, there.branch, received, ours, branch, problems)
        return Synced(there.name, there.branch, received, ours, None, problems)
    raise Busy(_("others keep changing the desk faster"), hint=_("try again in a moment"))


def _fetched(work: Work, there: Remote) -> None:
    try:
        remote.fetch(work.git, there)
    except CsError as error:
        ours, _theirs = remote.apart(work.git, there)
        raise Busy(
            _("{remote} cannot be reached: {reason}; commits waiting to be sent: {n}").format(
                remote=there.name, reason=error.message, n=ours
            ),
            hint=_("everything is kept here; cs sync sends it later"),
        ) from None


def _taken_in(work: Work, there: Remote) -> Sequence[str]:
    """Merge what was fetched; give the paths that came. Raises Broken for a newer format."""
    for _path, settings in work.git.blobs(there.tracking, [place.MARK]):
        place.refuse_newer(settings or b"")
    before = work.git.head()
    person = work.actor
    said = Commit(
        {}, "desk: merge", {"Cs-Op": "merge", "Cs-By": person.id}, person.author, work.now
    )
    remote.merge(work.git, there, pending.message(said), pending.authorship(said))
    work.refresh()
    return work.git.paths_between(before, "HEAD")


def _decided(work: Work, sides: tuple[str, str]) -> Iterator[Problem]:
    """Give what the merge decided by itself, where people had written into files by hand."""
    base = work.git.run(["merge-base", *sides]).decode().strip()
    yield from clashes.of_merge(work.git, work.policy, base, sides)


def _wrong(work: Work, since: str, came: Sequence[str]) -> tuple[tuple[Problem, ...], bool]:
    """Give what is wrong since a commit, and whether nothing may be sent for it.

    What was wrong before, and what people settle, is told of the paths that came, and holds
    nothing back.
    """
    found = check(work, Asked(revisions=f"{since}..HEAD"))
    wrong = [one for one in found.problems if _holds(one, found)]
    if wrong:
        known = _known(work, since, wrong)
        wrong = [one for one in wrong if _named(one) not in known]
    told = [one for one in found.problems if one in wrong or one.path in came]
    return tuple(told), bool(wrong)


def _known(work: Work, since: str, wrong: Sequence[Problem]) -> set[tuple[str, ...]]:
    """Give what was wrong with these files already at a commit."""
    paths = tuple(dict.fromkeys(one.path for one in wrong))
    asked = Asked(revisions=f"{trees.NOTHING}..{since}", paths=paths, here=work.root)
    return {_named(one) for one in check(work, asked).problems}


def _named(one: Problem) -> tuple[str, ...]:
    return one.path, one.message, one.rule or ""


def _holds(problem: Problem, found: Checked) -> bool:
    """Tell whether nothing is sent for this: it is neither a contradiction nor a wrong clock."""
    return problem not in found.united and problem.rule != log_order.RULE


def _for_review(work: Work, there: Remote, refused: Rejected) -> str:
    """Send ours to a branch for review; give its name."""
    branch = f"cs/{work.actor.id}/{work.git.head()[:12]}"
    try:
        remote.push(work.git, there, branch)
    except Rejected as again:
        message = _("{remote} takes neither the branch nor one for review: {reason}").format(
            remote=there.name, reason=str(again) or str(refused)
        )
        said = refused.said or again.said
        raise CsError(f"{message}\n{said}" if said else message) from None
    return branch
