"""What git has to know so that it merges records by meaning.

``.gitattributes`` says which files go to the driver and travels with the desk; the driver itself is
a setting of each clone, because what travels must not run programs. A clone without it falls
back to git's own lines of conflict.
"""

import shlex
import sys

from cs_cli.store.git import Git

ATTRIBUTES = ".gitattributes"
LINE = "*.md merge=cs"
DRIVER = "merge.cs.driver"
NAME = "merge.cs.name"
COMMAND = "merge-driver"


def driver() -> str:
    """Give the command line that git runs: this Python, nothing of the desk on its path."""
    return f"{shlex.quote(sys.executable)} -P -m cs_cli {COMMAND} %O %A %B %P"


def is_installed(git: Git) -> bool:
    """Tell whether this clone knows a driver that is there."""
    return git.get(DRIVER) == driver()


def install(git: Git) -> None:
    """Let this clone merge records by meaning."""
    git.put(NAME, "merge records by meaning")
    git.put(DRIVER, driver())
