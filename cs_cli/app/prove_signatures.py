"""Prove that commits are signed by their authors, where the desk asks for it.

A signature says who holds a key, not who the author is: so the name by which the desk knows the key
must be the author's address. Keys are those that the desk gave out before the commit; git holds
their times against the time the commit was made.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from gettext import gettext as _

from cs_cli.domain.errors import NotFound
from cs_cli.domain.ledger import Commit
from cs_cli.domain.proof import Flaw
from cs_cli.store import signatures, signing
from cs_cli.store.git import Git
from cs_cli.store.signatures import GOOD, NONE, Signature


def faults(
    git: Git, asked: dict[bytes, list[Commit]], authors: Mapping[str, str]
) -> Iterator[Flaw]:
    """Tell commits without a valid signature; ``asked`` has them by the signers of their time.

    ``authors`` are the persons who made them.

    Raises :class:`NotFound` without the program that proves signatures.
    """
    if asked and signing.program() is None:
        raise NotFound(
            _("signatures cannot be proven: there is no ssh-keygen"), hint=_("install OpenSSH")
        )
    for signers, commits in asked.items():
        known = {one.commit: one for one in signatures.verified(git, _ids(commits), signers)}
        for commit in commits:
            said = _said(commit, known.get(commit.id))
            if said:
                yield Flaw(
                    "signature", said, commit=commit.id, at=commit.at,
                    person=authors.get(commit.id, commit.email),
                    hint=_("keys are in the file of signers; sign with: git commit -S"),
                )  # fmt: skip


def _ids(commits: Sequence[Commit]) -> list[str]:
    return [commit.id for commit in commits]


def _said(commit: Commit, found: Signature | None) -> str | None:
    if found is None or found.state == NONE:
        return _("the commit is not signed")
    if found.state == "B":
        return _("the signature is not of this commit")
    if found.state != GOOD:
        return _("signed by a key that the desk did not know, or not at that time")
    author = commit.email.casefold()
    if not any(fnmatchcase(author, one.casefold()) for one in found.signers):
        return _("signed by {signer}, the author is {author}").format(
            signer=", ".join(found.signers), author=commit.email
        )
    return None
