"""What git has to know of a desk: how its records are merged, and that a commit is checked first.

``.gitattributes`` says which files go to the merge driver and travels with the desk. The driver and
the hook are settings of each clone, because what travels must not run programs: a clone without
them falls back to git's own lines of conflict, and commits unchecked what people change by hand.
"""

import os
import shlex
import sys
from pathlib import Path

from cs_cli.store import repository
from cs_cli.store.git import Git

ATTRIBUTES = ".gitattributes"
LINE = "*.md merge=cs"
DRIVER = "merge.cs.driver"
NAME = "merge.cs.name"
COMMAND = "merge-driver"
HOOK = "pre-commit"
_MARK = "# Made by cs: a commit that breaks the desk is refused."


def program() -> str:
    """Give the command line of this ``cs``: this Python, nothing of the desk on its path."""
    return f"{shlex.quote(sys.executable)} -P -m cs_cli"


def driver() -> str:
    """Give the command line that git runs to merge a record."""
    return f"{program()} {COMMAND} %O %A %B %P"


def has_attributes(root: Path) -> bool:
    """Tell whether the desk says which files are merged by meaning."""
    try:
        return LINE in (root / ATTRIBUTES).read_text(errors="replace").splitlines()
    except OSError:
        return False


def has_driver(git: Git) -> bool:
    """Tell whether this clone knows how."""
    return git.get(DRIVER) == driver()


def install_driver(git: Git) -> None:
    """Let this clone merge records by meaning."""
    git.put(NAME, "merge records by meaning")
    git.put(DRIVER, driver())


def hook_of(root: Path) -> Path | None:
    """Give where git looks for the hook of this clone, None outside of a repository."""
    found = repository.find(root)
    return found.shared / "hooks" / HOOK if found else None


def has_hook(root: Path) -> bool:
    """Tell whether commits by hand are checked first, by our hook or by one that calls it."""
    hook = hook_of(root)
    try:
        return hook is not None and "check --staged" in hook.read_text(errors="replace")
    except OSError:
        return False


def install_hook(root: Path) -> bool:
    """Let commits by hand be checked; tell whether there is now a hook that does.

    Somebody else's hook stays as it is.
    """
    hook, found = hook_of(root), repository.find(root)
    if hook is None or found is None:
        return False
    desk = shlex.quote(os.path.relpath(root.resolve(), found.top))
    script = f"#!/bin/sh\n{_MARK}\nexec {program()} -C {desk} check --staged\n"
    try:
        if hook.exists() and _MARK not in hook.read_text(errors="replace"):
            return has_hook(root)
        hook.parent.mkdir(exist_ok=True)
        new = hook.with_name(f".{HOOK}.{os.getpid()}")
        new.write_text(script)
        new.chmod(0o755)
        new.replace(hook)
    except OSError:
        return False
    return True
