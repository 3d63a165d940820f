"""Look at a push before a server takes it: the job behind the ``pre-receive`` hook.

Nothing may get lost: a branch only grows, and the one that the repository is about stays. What a
branch grows by must leave every desk in it in order, and its history must prove that the rules were
kept; what was wrong before is not held against who pushes now, and neither is a contradiction that
only uniting the work of two people has brought about. Branches for review, ``cs/PERSON/COMMIT``,
are looked at like any other and may go again. Tags and what else is no branch pass.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.check import worsened
from cs_cli.app.proof import prove
from cs_cli.app.served import Served, serving
from cs_cli.app.work import Work
from cs_cli.domain.errors import CsError, NotFound, Problem, UsageError
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Language
from cs_cli.domain.proof import Flaw
from cs_cli.store import place, trees

PUSHED = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
"""The variables by which git tells a hook where the objects of a push lie."""
BRANCHES = "refs/heads/"
_REVIEW = re.compile(r"refs/heads/cs/[^/]+/[0-9a-f]{7,64}")
_LINE = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (refs/\S+)")
_SHOWN = 10
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Update:
    """A ref that a push wants to change; zeros stand for nothing there."""

    old: str
    new: str
    ref: str

    @property
    def name(self) -> str:
        """Give the name that people know it by."""
        return self.ref.removeprefix(BRANCHES)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a ref is not changed: what is wrong, in whose commit, or ``reason`` for all of it."""

    name: str
    reason: str
    hint: str
    problems: tuple[tuple[Problem, str], ...] = ()


def read(lines: Iterable[str]) -> list[Update]:
    """Read what git tells the hook, ``OLD NEW REF`` on each line; raises UsageError."""
    updates = []
    for line in lines:
        found = _LINE.fullmatch(line.rstrip("\n"))
        if found is None:
            message = _("this is called by git, which says what is pushed: OLD NEW REF")
            raise UsageError(message)
        updates.append(Update(*found.groups()))
    return updates


def language(
    work: Work, folder: Path, pushed: Mapping[str, str], updates: Iterable[Update]
) -> Language | None:
    """Give the language of the desk that is pushed to, None where nothing tells."""
    with serving(work, folder, pushed) as there, suppress(CsError):
        for revision in [there.main, *(one.new for one in updates)]:
            for desk in _desks(there, revision):
                found = place.language_in(there.desk(desk).git.blob(revision, place.MARK))
                if found:
                    return found
    return None


def receive(
    work: Work, folder: Path, pushed: Mapping[str, str], updates: Iterable[Update]
) -> list[Refusal]:
    """Give what speaks against a push, nothing when it may be taken."""
    with serving(work, folder, pushed) as there:
        return [refusal for update in updates for refusal in _refused(there, update)]


def _refused(there: Served, update: Update) -> Iterator[Refusal]:
    if update.ref.startswith("refs/replace/"):
        yield Refusal(
            update.ref, _("it would show other commits in place of those that were made"),
            _("correct a record by another event"),
        )  # fmt: skip
    if not update.ref.startswith(BRANCHES):
        return
    if trees.is_nothing(update.new):
        yield from _deleted(there, update)
    elif not trees.is_nothing(update.old) and not _grows(there, update):
        message = _("a forced push would lose {n} commits: {commits}")
        hint = _("take in what others did and push again: cs sync, or git pull")
        yield Refusal(update.name, _losing(there, message, [update.old], [update.new]), hint)
    else:
        yield from _wrong(there, update)


def _deleted(there: Served, update: Update) -> Iterator[Refusal]:
    if update.ref == there.main:
        hint = _("nothing is deleted here; a record that was a mistake is voided with a reason")
        yield Refusal(update.name, _("the branch that the desk is about stays"), hint)
    elif not _REVIEW.fullmatch(update.ref):
        others = [ref for ref in _branches(there) if ref != update.ref]
        message = _("deleting it would lose {n} commits: {commits}")
        said = _losing(there, message, [update.old], others)
        if said:
            yield Refusal(update.name, said, _("merge it first, or leave it"))


def _grows(there: Served, update: Update) -> bool:
    return _commits(there, [update.old], [update.new]) == []


def _losing(there: Served, message: str, ours: list[str], kept: list[str]) -> str:
    """Say which commits would be reachable no more, nothing where there are none."""
    lost = _commits(there, ours, kept)
    if not lost:
        return ""
    named = lost[:_SHOWN] + (["…"] if len(lost) > _SHOWN else [])
    return message.format(n=len(lost), commits=", ".join(named))


def _commits(there: Served, ours: list[str], without: list[str]) -> list[str]:
    listing = ["rev-list", "--abbrev-commit", "--end-of-options"]
    return there.git.run([*listing, *ours, *(f"^{one}" for one in without)]).decode().split()


def _branches(there: Served) -> list[str]:
    return there.git.run(["for-each-ref", "--format=%(refname)", BRANCHES]).decode().split()


def _start(there: Served, update: Update) -> str:
    """Give where a branch starts to grow: a new one where it left what the server has."""
    if not trees.is_nothing(update.old):
        return update.old
    known = _branches(there)
    if not known:
        return update.old
    try:
        found = there.git.run(["merge-base", "--end-of-options", update.new, *known])
    except CsError:
        return update.old  # it has nothing in common with what is there
    return found.decode().strip()


def _wrong(there: Served, update: Update) -> Iterator[Refusal]:
    """Look at every desk as the push leaves it."""
    start = _start(there, update)
    before, after = _desks(there, start), _desks(there, update.new)
    for folder in sorted({*before, *after}):
        if folder not in after:
            message = _("the desk in {folder} would be gone").format(folder=folder or ".")
            yield Refusal(update.name, message, _("bring back its {file}").format(file=place.MARK))
            continue
        desk = there.desk(folder)
        found = worsened(desk, start, update.new)
        flaws = () if found.broken else prove(desk, f"{start}..{update.new}").findings
        known = {(one.path, one.code, one.message) for one in flaws}
        problems = [one for one in found.problems if (one.path, one.rule, one.message) not in known]
        blamed = list(_blamed(there, folder, problems, start, update.new))
        blamed += [_of(one, folder) for one in flaws]
        if blamed:
            reason = _("problems: {n}").format(n=len(blamed))
            hint = (
                _way_back(start) if flaws else _("put it right in another commit, then push again")
            )
            yield Refusal(update.name, reason, hint, tuple(blamed))


def _way_back(start: str) -> str:
    """Say how commits that history must not hold are taken out of a push."""
    if trees.is_nothing(start):
        return _("take these commits out, and do it again with cs: git rebase -i --root")
    message = _("take these commits out, and do it again with cs: git rebase -i {commit}")
    return message.format(commit=start[:_DIGITS])


def _of(flaw: Flaw, folder: str) -> tuple[Problem, str]:
    path = flaw.path or "-"
    place = f"{folder}/{path}" if folder and flaw.path else path
    rule = f"{flaw.code} {flaw.rule}" if flaw.rule else flaw.code
    problem = Problem(place, flaw.message, flaw.line, rule, flaw.hint)
    return problem, f"{flaw.commit[:_DIGITS]} {flaw.person or ''}".strip()


def _desks(there: Served, revision: str) -> list[str]:
    return there.folders(revision) if there.git.has(revision) else []


def _blamed(
    there: Served, folder: str, problems: list[Problem], start: str, end: str
) -> Iterator[tuple[Problem, str]]:
    """Give the problems as seen from the top, with the last commit that wrote each file."""
    since = [] if trees.is_nothing(start) else [f"^{start}"]
    known: dict[str, str] = {}
    for one in problems:
        path = f"{folder}/{one.path}" if folder else one.path
        if path not in known and len(known) < _SHOWN * _SHOWN:
            listing = ["log", "-1", "--format=%H %an", "--end-of-options", end, *since, "--", path]
            commit, _space, author = there.git.run(listing).decode(errors="replace").partition(" ")
            known[path] = f"{commit[:_DIGITS]} {author}".strip()
        yield one._replace(path=path), known.get(path, "")


def repository_of(here: Path, named: str | None) -> Path:
    """Give the repository that a hook runs for; raises NotFound where git says none."""
    if named is None:
        raise NotFound(_("this is called by git as the hook of a repository"))
    return here / named
