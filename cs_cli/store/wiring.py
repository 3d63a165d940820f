"""What git has to know of a desk: how its records are merged, and what is checked when.

``.gitattributes`` says which files go to the merge driver and travels with the desk. The driver and
the hooks are settings of each clone, because what travels must not run programs: a clone without
them falls back to git's own lines of conflict, and commits unchecked what people change by hand.
A server has no desk, only its repository: there a hook looks at every push before it is taken.
"""

import os
import re
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from cs_cli.domain.errors import CsError
from cs_cli.domain.frozen import dataclass
from cs_cli.store import files, repository
from cs_cli.store.git import Git
from cs_cli.store.place import MARK

ATTRIBUTES = ".gitattributes"
LINE = "*.md merge=cs"
DRIVER = "merge.cs.driver"
NAME = "merge.cs.name"
COMMAND = "merge-driver"
GATE = "pre-receive"
_FRAMEWORK = ".pre-commit-config.yaml"
_HEAD = """\
#!/bin/sh
# Made by cs: a {what} that breaks the desk is refused.
python={python}
mend={mend}
"$python" -P -c 'import cs_cli' 2>/dev/null || {{
    echo "cs is no longer in $python: nothing can be checked. Install it again, then: $mend" >&2
    echo "cs 已不在 $python，无法检查。请重新安装 cs，然后运行：$mend" >&2{pass_by}
    exit 1
}}
"""
_ONCE = """
    echo "Unchecked, this once / 仅此一次不检查: git commit --no-verify" >&2"""
_CHECK = """\
if [ -e {mark} ] || git cat-file -e HEAD:./{mark} 2>/dev/null; then
    "$python" -P -m cs_cli -C {desk} check --staged || exit
fi
"""
_OURS = "# Made by cs: "
_CHECKED = re.compile(r'"\$python" -P -m cs_cli -C (.+) check --staged \|\| exit$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Hook:
    """A program that git runs: where, how ours reads, and the words by which another calls us."""

    path: Path
    script: str
    called: re.Pattern[str]

    @property
    def works(self) -> bool:
        """Tell whether it is ours as it should be, or another that calls us."""
        text = _text(self.path)
        ours = text == self.script if _OURS in text else self.called.search(text) is not None
        return ours and os.access(self.path, os.X_OK)

    @property
    def is_taken(self) -> bool:
        """Tell whether somebody else's is there."""
        return self.path.exists() and _OURS not in _text(self.path)

    def install(self) -> bool:
        """Put it in place; tell whether it works now. Somebody else's stays as it is."""
        if self.is_taken or self.works:
            return self.works
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            new.write_text(self.script)
            new.chmod(0o750)
            new.replace(self.path)
        except OSError:
            return False
        return True


def program() -> str:
    """Give the command line of this ``cs``: this Python, nothing of the desk on its path."""
    return f"{shlex.quote(sys.executable)} -P -m cs_cli"


def driver() -> str:
    """Give the command line that git runs to merge a record."""
    return f"{program()} {COMMAND} %O %A %B %P"


def has_attributes(root: Path) -> bool:
    """Tell whether the desk says which files are merged by meaning."""
    try:
        return LINE in files.read(root, ATTRIBUTES).decode(errors="replace").splitlines()
    except CsError:
        return False


def has_driver(git: Git) -> bool:
    """Tell whether this clone knows how."""
    return git.get(DRIVER) == driver()


def install_driver(git: Git) -> None:
    """Let this clone merge records by meaning."""
    git.put(NAME, "merge records by meaning")
    git.put(DRIVER, driver())


def hooks_elsewhere(git: Git) -> str:
    """Give the folder that git was told to look for hooks in, empty where it is git's own."""
    return git.hooks_path()


def has_hook(root: Path, git: Git) -> bool:
    """Tell whether commits by hand are checked first, by our hook or by one that calls it."""
    found = repository.find(root)
    if found is None:
        return False
    elsewhere = hooks_elsewhere(git)
    if not elsewhere:
        hook = _before_commit(root, found)
        return hook.works or _in_framework(hook.path, found.top)
    folder = found.top / elsewhere
    # Husky keeps what people write beside the folder that git looks into.
    folders = (folder, folder.parent) if folder.name == "_" else (folder,)
    hooks = [place / "pre-commit" for place in folders]
    return any("check --staged" in _text(hook) for hook in hooks) or _in_framework(
        hooks[0], found.top
    )


def is_taken(root: Path, git: Git) -> bool:
    """Tell whether the hook of a clone is not for us to write."""
    found = repository.find(root)
    return bool(hooks_elsewhere(git)) or (
        found is not None and _before_commit(root, found).is_taken
    )


def install_hook(root: Path, git: Git) -> bool:
    """Let commits by hand be checked; tell whether there is now a hook that does.

    Somebody else's hook stays as it is, and so does a folder of hooks that is not git's own.
    """
    found = repository.find(root)
    if found is None or has_hook(root, git) or is_taken(root, git):
        return found is not None and has_hook(root, git)
    return _before_commit(root, found).install()


def gate(folder: Path, git: Git) -> Hook:
    """Give the hook of a server: every push is looked at before it is taken."""
    where = folder / (hooks_elsewhere(git) or "hooks") / GATE
    mend = f"cs -C {shlex.quote(str(folder))} doctor --mend"
    script = _head("push", mend, "") + f'exec "$python" -P -m cs_cli {GATE}\n'
    return Hook(where, script, re.compile(rf"\b(cs|cs_cli) {GATE}\b"))


def _before_commit(root: Path, found: repository.Repository) -> Hook:
    """Give the hook of a clone; it knows every desk of the repository."""
    path = found.shared / "hooks" / "pre-commit"
    here = os.path.relpath(root.resolve(), found.top)
    desks = dict.fromkeys([*_desks(_text(path), found.top), here])
    checks = "".join(
        _CHECK.format(desk=shlex.quote(desk), mark=shlex.quote(f"{desk}/{MARK}")) for desk in desks
    )
    return Hook(
        path, _head("commit", "cs doctor --mend", _ONCE) + checks, re.compile("check --staged")
    )


def _desks(script: str, top: Path) -> Iterable[str]:
    """Give the desks that a hook of ours looks at and that are still there."""
    for quoted in _CHECKED.findall(script):
        with suppress(ValueError):
            (desk,) = shlex.split(quoted)
            if (top / desk / MARK).is_file():
                yield desk


def _head(what: str, mend: str, pass_by: str) -> str:
    python, mend = shlex.quote(sys.executable), shlex.quote(mend)
    return _HEAD.format(what=what, python=python, mend=mend, pass_by=pass_by)


def _in_framework(hook: Path, top: Path) -> bool:
    """Tell whether a framework that was given the hook knows ours."""
    given = "pre-commit" in _text(hook) or "pre_commit" in _text(hook)
    asked = re.search(r"id: *cs-check\b|check --staged", _text(top / _FRAMEWORK))
    return given and asked is not None


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
