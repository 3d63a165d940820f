"""Prove that the history of a desk obeyed its rules: the job behind ``cs audit [RANGE]``.

The whole branch, a range of it, or what came since the last proof of this clone. What is found is
told with commit, file, rule and person; where nothing is, this clone remembers how far it is proven
and goes on from there, and notices when what it has proven is no longer part of the branch.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from gettext import gettext as _

from cs_cli.app import damage, prove_signatures, served
from cs_cli.app.prove import Proof
from cs_cli.app.rehearsal import rehearsal
from cs_cli.app.work import Work
from cs_cli.domain.errors import Busy, CsError, NotFound, UsageError
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.ledger import Change, Commit
from cs_cli.domain.proof import Flaw
from cs_cli.store import proven, repository, trees
from cs_cli.store.ledger import Ledger
from cs_cli.store.proven import Proven

_KEPT = 50
"""Of how many commits a server keeps the newest event."""
_AT_ONCE = 200
"""How many commits are read from git together."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found, in the order of history, and how much of it was looked at.

    ``unproven`` counts commits of a time in which the desk said that its history proves nothing
    (``identity: none``); ``since`` is the commit from which a proof went on; ``silent`` tells that
    the desk says so today, and nothing was looked at.
    """

    flaws: tuple[Flaw, ...] = ()
    commits: int = 0
    events: int = 0
    unproven: int = 0
    since: str | None = None
    silent: bool = False

    @property
    def findings(self) -> tuple[Flaw, ...]:
        """Give what is against the rules."""
        return tuple(one for one in self.flaws if not one.remark)

    @property
    def remarks(self) -> tuple[Flaw, ...]:
        """Give what is only worth knowing."""
        return tuple(one for one in self.flaws if one.remark)


def is_kept(work: Work) -> bool:
    """Tell whether there is any history to be proven."""
    return work.git.available and work.git.inside_repository() and work.git.has("HEAD")


def prove(work: Work, revisions: str | None, *, whole: bool = False) -> Proved:
    """Prove the history of the branch, or of a range. Raises NotFound, UsageError."""
    if revisions is None:
        return _prove(work, None, whole=whole)
    with served.opened(work, trees.end_of(revisions)) as at:
        return _prove(at, revisions, whole=whole)


def _prove(work: Work, revisions: str | None, *, whole: bool) -> Proved:
    if not work.git.available:
        raise NotFound(_("git is not installed"))
    if not work.git.inside_repository():
        raise NotFound(_("the desk is in no git repository, so it has no history to be proven"))
    ledger = Ledger(work.git, work.root)
    if revisions is not None:
        start, end = _ends(ledger, revisions)
        return _proved(work, ledger, [end], [start] if start else [])
    return _branch(work, ledger, whole=whole)


def _ends(ledger: Ledger, revisions: str) -> tuple[str, str]:
    """Read a range: ``A`` is ``A..HEAD``, ``A...B`` starts where B left A; raise UsageError."""
    start, dots, end = trees.parts(revisions)
    other = ledger.commit(end or "HEAD")
    if trees.is_nothing(start):  # as a hook says of a new branch
        return "", other
    one = ledger.commit(start or "HEAD")
    if dots == "...":
        common = ledger.bases(one, other)
        if not common:
            raise UsageError(_("{range}: these have nothing in common").format(range=revisions))
        one = common[0]
    return one, other


def _branch(work: Work, ledger: Ledger, *, whole: bool) -> Proved:
    head = ledger.commit("HEAD")
    branch = repository.branch(work.root) or head
    kept = proven.load(work.root)
    last = None if whole else kept.get(branch)
    if last is None and not whole and work.desk.settings.identity == "none":
        return Proved(silent=True)
    lost = [] if branch not in kept else list(_rewritten(ledger, kept[branch], head))
    since = last.head if last is not None and not lost else None
    found = _proved(work, ledger, [head], [since] if since else [], thorough=since is None)
    found = replace(found, flaws=(*lost, *found.flaws), since=since)
    if not found.findings and not work.dry_run:
        before = last if since and last else Proven(head)
        kept[branch] = Proven(head, before.commits + found.commits, before.events + found.events)
        with suppress(CsError, OSError):
            proven.keep(work.root, kept)
    return found


def _rewritten(ledger: Ledger, last: Proven, head: str) -> Iterator[Flaw]:
    """Tell that what was proven is no longer part of the branch."""
    if not ledger.leads_to(last.head, head):
        message = _(
            "the history that was proven here up to {commit} (events: {n}) is no longer part of"
            " the branch"
        )
        yield Flaw(
            "rewritten", message.format(commit=last.head[:12], n=last.events), commit=last.head,
            hint=_(
                "look at what is gone with: git log {commit}; where it was meant: rm {file}"
            ).format(commit=last.head[:12], file=proven.PATH),
        )  # fmt: skip


def _proved(
    work: Work, ledger: Ledger, tips: Sequence[str], known: Sequence[str], *, thorough: bool = False
) -> Proved:
    flaws = list(damage.disguised(ledger))
    ends = ledger.ends()
    if ends:
        message = _("this clone has only a part of the history")
        hint = _("fetch the rest with: git fetch --unshallow")
        return Proved((*flaws, Flaw(damage.CODE, message, commit=ends[0], hint=hint)))
    wrong = damage.damaged(ledger) if thorough else []
    if wrong:
        return Proved((*flaws, *wrong))
    try:
        with rehearsal(ledger, work) as stage:
            proof = Proof(ledger, stage, begun=bool(known))
            proof.newest.update(stage.kept.newest if stage.kept else {})
            commits = ledger.commits(tips, known)
            order = {commit.id: number for number, commit in enumerate(commits)}
            for commit, changes, blobs in _walked(ledger, commits):
                proof.take(commit, changes, blobs)
            if known and (proof.commits or proof.unproven):
                # What is pushed may be refused, and is gone then; where it began is there.
                stage.rest(proof.tree_of(known[0]), dict([*proof.newest.items()][-_KEPT:]))
            unsigned = prove_signatures.faults(work.git, proof.signed, proof.authors)
            flaws += _in_order([*proof.flaws, *proof.owed.values(), *unsigned], order)
            return Proved(tuple(flaws), proof.commits, proof.events, proof.unproven)
    except (Busy, NotFound):
        raise
    except CsError as error:
        flaws.append(damage.unreadable(error.message))
        return Proved(tuple(dict.fromkeys(flaws)))


def _in_order(flaws: Sequence[Flaw], order: Mapping[str, int]) -> list[Flaw]:
    return sorted(flaws, key=lambda one: order.get(one.commit, len(order)))


def _walked(
    ledger: Ledger, commits: Sequence[Commit]
) -> Iterator[tuple[Commit, list[tuple[Change, ...]], dict[str, bytes]]]:
    """Give commits with what they changed against each parent, and the contents of it."""
    trees = {commit.id: commit.tree for commit in commits}
    for start in range(0, len(commits), _AT_ONCE):
        some = commits[start : start + _AT_ONCE]
        before = {one for commit in some for one in commit.parents if one not in trees}
        trees.update(ledger.trees(sorted(before)))
        pairs = [(old, commit.tree) for commit in some for old in _old(commit, trees, ledger)]
        changes = iter(ledger.changes(pairs))
        changed = [[next(changes) for _old_tree in _old(one, trees, ledger)] for one in some]
        wanted = (blob for each in changed for one in each for c in one for blob in (c.old, c.new))
        blobs = ledger.blobs(wanted)
        for commit, each in zip(some, changed, strict=True):
            yield commit, each, blobs


def _old(commit: Commit, trees: dict[str, str], ledger: Ledger) -> list[str]:
    return [trees[one] for one in commit.parents] or [ledger.nothing]
