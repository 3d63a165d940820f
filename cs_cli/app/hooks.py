"""Where hooks are missing and what a person does about one that ``cs`` leaves alone."""

from collections.abc import Iterator
from functools import partial
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.findings import Finding, Ill
from cs_cli.store import wiring
from cs_cli.store.git import Git


def way_out(git: Git) -> str:
    """Say what to do where the hook of a clone is not for ``cs`` to write."""
    elsewhere = wiring.hooks_elsewhere(git)
    if elsewhere:
        message = _("git looks for hooks in {folder}: let pre-commit there call: cs check --staged")
        return message.format(folder=elsewhere)
    return _("another hook is there; let it call: cs check --staged")


def of_clone(root: Path, git: Git) -> Iterator[Ill]:
    """Find commits by hand that nobody checks."""
    if not wiring.has_hook(root, git):
        message = _("commits by hand are not checked before they are made")
        mend = partial(wiring.install_hook, root, git)
        yield Ill("hook", message, mend, hint=way_out(git) if wiring.is_taken(root, git) else None)


def of_server(folder: Path, git: Git) -> Iterator[Finding | Ill]:
    """Find pushes that nobody checks."""
    hook = wiring.gate(folder, git)
    if not hook.works:
        hint = _("another hook is there; let it give its input to: cs pre-receive")
        yield Ill(
            "gate", _("pushes are not checked before they are taken"), hook.install,
            hint=hint if hook.is_taken else None,
        )  # fmt: skip
