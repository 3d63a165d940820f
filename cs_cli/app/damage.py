"""What is wrong with the history itself: objects damaged or missing, or others shown instead.

A desk whose history is damaged is not judged any further: whoever wrote the rest is not to blame
for what cannot be read. What git is told to show in place of a commit hides nothing from the
audit, which reads what is there; it hides it from people who look.
"""

import re
from collections.abc import Iterator
from gettext import gettext as _

from cs_cli.domain.errors import CsError
from cs_cli.domain.proof import Flaw
from cs_cli.store.ledger import Ledger

CODE = "object"
_FOLDER = re.compile(r"\b([0-9a-f]{2})/([0-9a-f]{38,62})\b")
_ID = re.compile(r"\b[0-9a-f]{40,64}\b")


def damaged(ledger: Ledger) -> list[Flaw]:
    """Give what git finds wrong with its objects, each with the commit and file it is of."""
    lines = ledger.damage()
    wrong = dict.fromkeys(id_ for line in lines for id_ in _ID.findall(_FOLDER.sub(r"\1\2", line)))
    found = [missing(*place) for place in _places(ledger, set(wrong))]
    return found or [unreadable(line) for line in lines[:1]]


def unreadable(said: str) -> Flaw:
    """Tell that git cannot read the history, in its own words."""
    return _flaw(_("git cannot read all of the history: {reason}").format(reason=said))


def missing(object_: str, commit: str, path: str | None) -> Flaw:
    """Tell that git does not have a commit, or a file, as it was written."""
    return _flaw(_("its object {id} is damaged or missing").format(id=object_[:12]), commit, path)


def disguised(ledger: Ledger) -> Iterator[Flaw]:
    """Tell commits of which git shows something else in this clone."""
    for id_ in ledger.replaced():
        message = _("git is told to show another object in place of this one")
        hint = _("show it as it is again: git replace -d {id}").format(id=id_)
        yield Flaw(CODE, message, commit=id_, hint=hint)
    for id_ in ledger.grafted():
        message = _("git is told that this commit has other parents than it has")
        yield Flaw(CODE, message, commit=id_, hint=_("take the file .git/info/grafts away"))


def _flaw(message: str, commit: str = "", path: str | None = None) -> Flaw:
    hint = _("fetch it again from another clone; look with: git fsck --full")
    return Flaw(CODE, message, commit=commit, path=path, hint=hint)


def _places(ledger: Ledger, wrong: set[str]) -> Iterator[tuple[str, str, str | None]]:
    """Give damaged objects with the first commit, and the file, that each is of."""
    try:
        commits = ledger.commits(["HEAD"]) if wrong else []
        for commit in commits:
            yield from ((one, commit.id, None) for one in (commit.id, commit.tree) if one in wrong)
        trees = {commit.id: commit.tree for commit in commits}
        pairs = [
            (trees[one.parents[0]] if one.parents else ledger.nothing, one.tree) for one in commits
        ]
        left = set(wrong)
        for commit, changes in zip(commits, ledger.changes(pairs), strict=True):
            for change in (one for one in changes if one.new in left):
                left.discard(change.new)
                yield change.new, commit.id, change.path
    except CsError:
        return  # not even the commits can be read
