"""How commits are signed: with the person's own key, as git is told it, by SSH and nothing else.

What a repository names for it is not run: the program is the ``ssh-keygen`` of this computer.
"""

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.frozen import dataclass

PROGRAM = "ssh-keygen"
_NOTHING = "/dev/null"


@dataclass(frozen=True, slots=True)
class Signing:
    """The words and settings of a command of git that makes commits."""

    words: Sequence[str] = ()
    options: Sequence[str] = ()
    hint: str | None = None


def unsigned() -> Signing:
    """Give how most desks commit: git itself decides."""
    return Signing()


def program() -> str | None:
    """Give the program that makes and proves signatures, by a whole path: never one that lies
    where somebody happens to stand."""
    # Deferred: most desks sign nothing.
    from shutil import which

    found = which(PROGRAM)
    return found if found and Path(found).is_absolute() else None


def options() -> list[str]:
    """Give the settings with which git signs and verifies by SSH alone, with this program alone."""
    return [
        "gpg.format=ssh", f"gpg.ssh.program={program() or _NOTHING}", "gpg.ssh.defaultKeyCommand=",
        f"gpg.program={_NOTHING}", f"gpg.x509.program={_NOTHING}",
    ]  # fmt: skip


def signed() -> Signing:
    """Give how a desk commits that asks for signatures (``identity: signed``)."""
    hint = _(
        "this desk wants signed commits: git config --global user.signingkey KEY.pub, and the key"
        " unlocked"
    )
    return Signing(("--gpg-sign",), tuple(options()), hint)
