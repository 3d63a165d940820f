"""Exchange the desk with its remote: the job behind ``cs sync``.

What others did is fetched and merged by meaning, what is here is sent. Somebody who was faster is
merged too, as often as it takes. A branch that only a review may change is left alone: what is
here goes to a branch of its own. Offline, everything stays here and is said to.
"""

from gettext import gettext as _

from cs_cli.app.check import Asked, Checked, check
from cs_cli.app.work import Work
from cs_cli.checks import log_order
from cs_cli.domain.errors import Busy, CsError, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import merging, pending, place, remote, repository, transaction
from cs_cli.store.pending import Work as Commit
from cs_cli.store.remote import Rejected, Remote

MOST = 8
"""How often somebody else may be faster before we give up for now."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What an exchange came to: with whom, how many commits came and went.

    ``review`` names the branch on which ours wait for a review. ``problems`` is what is wrong with
    what came; nothing was sent then (``held``), unless these are only contradictions: what two
    clones did to one record at once is for people to settle, and others must see it too.
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
    received, held, problems = 0, False, tuple[Problem, ...]()
    for _attempt in range(MOST):
        _fetched(work, there)
        _ours, theirs = remote.apart(work.git, there)
        if theirs and not work.dry_run:
            found = _taken_in(work, there)
            problems = (*problems, *found.problems)
            held = held or any(_holds(one, found) for one in found.problems)
        received += theirs
        ours, _theirs = remote.apart(work.git, there)
        if not ours or held or work.dry_run:
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


def _taken_in(work: Work, there: Remote) -> Checked:
    """Merge what was fetched; give what is wrong with it. Raises Broken for a newer format."""
    for _path, settings in work.git.blobs(there.tracking, [place.MARK]):
        place.refuse_newer(settings or b"")
    before = work.git.head()
    person = work.actor
    author = (person.name, person.emails[0] if person.emails else person.id)
    said = Commit({}, "desk: merge", {"Cs-Op": "merge", "Cs-By": person.id}, author, work.now)
    remote.merge(work.git, there, pending.message(said), pending.authorship(said))
    work.refresh()
    return check(work, Asked(revisions=f"{before}..HEAD"))


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
