"""The policy of a desk in the form it was last worked out in, so that rules are not parsed anew.

Kept in ``.cs/policy`` with the signatures of every file it came from. Whatever is wrong with it,
the rules are read again.
"""

import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cs_cli import __version__
from cs_cli.domain.policy import Policy
from cs_cli.store import files, home
from cs_cli.store.home import HOME
from cs_cli.store.pickled import TYPES, Reader, shapes
from cs_cli.store.place import MARK, has_own_home
from cs_cli.store.stamp import Stamp
from cs_cli.store.walk import sign

_NAME = f"{HOME}/policy"
_LARGEST = 16 * 1024 * 1024


def load(root: Path, packs: Sequence[str]) -> Policy | None:
    """Give the policy of these packs as it was kept, None when any of its files has changed."""
    if not has_own_home(root):
        return None
    try:
        with files.opened(root / _NAME) as file:
            if os.fstat(file.fileno()).st_size > _LARGEST:
                return None
            kept = Reader(file).load()
        version, where, named, signs, policy = kept
        # A desk that was copied with its cache, or cloned, has another file of settings.
        is_own = [version, where, named] == [_version(), _place(root), list(packs)]
        current = is_own and signs == _signs(signs)
    except Exception:
        # A cache: unreadable, old and forged ones are all the same to us.
        return None
    return policy if current and isinstance(policy, Policy) else None


def signed(paths: Sequence[Path]) -> list[Any]:
    """Give the signatures of files and folders."""
    return [sign(str(path)) for path in paths]


def keep(root: Path, packs: Sequence[str], signs: Sequence[Any], policy: Policy) -> None:
    """Keep a policy with the signatures its files had before they were read, if that can be."""
    young = Stamp(root).time
    if any(len(entry) > 1 and entry[3] >= young for entry in signs):
        # Changed within a tick of the disk's clock: another change might leave no trace.
        return
    held = [_version(), _place(root), list(packs), list(signs), policy]
    home.keep(root, _NAME, pickle.dumps(held, protocol=5))


def _place(root: Path) -> list[str | int]:
    return sign(str(root.resolve() / MARK))


def _signs(held: Sequence[Any]) -> list[Any]:
    return [sign(entry[0]) for entry in held]


def _version() -> list[Any]:
    """Say what is kept, and how: a value type with other fields would be read wrong."""
    return [__version__, shapes([name for name in TYPES if name.startswith("cs_cli.")])]
