"""Settings files as they were parsed, by their bytes, so that no YAML is loaded for them again.

Kept in ``.cs/parsed``. Whatever is wrong with it, the files are parsed. It bears the version of
this program and the signature of ``cs.yaml`` on this disk, which nobody can know elsewhere: what
came with a clone could otherwise let people be what no file says they are.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from cs_cli import __version__
from cs_cli.store import files
from cs_cli.store.home import HOME, keep
from cs_cli.store.place import MARK, has_own_home
from cs_cli.store.walk import sign

_NAME = f"{HOME}/parsed"
_LARGEST = 4 * 1024 * 1024
_MOST = 32  # files, the newest: settings and some months of the roster


class Parsed:
    """What the settings of one desk hold: nested mappings, lists and texts."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get(self, path: str, text: bytes) -> Any:  # noqa: ANN401 - data is any nested value
        """Give what these bytes hold, None where that is not known."""
        found = self._known.get(path)
        return json.loads(found[1]) if found and found[0] == files.digest(text) else None

    def put(self, path: str, text: bytes, data: Any) -> None:  # noqa: ANN401 - as above
        """Keep what these bytes hold, if that can be."""
        self._known.pop(path, None)
        self._known[path] = (files.digest(text), json.dumps(data, ensure_ascii=False))
        held = [self._made_here(), dict(list(self._known.items())[-_MOST:])]
        keep(self._root, _NAME, json.dumps(held, ensure_ascii=False).encode())

    @cached_property
    def _known(self) -> dict[str, tuple[str, str]]:
        """Give every file with its digest and what it holds, still as JSON."""
        if not has_own_home(self._root):
            return {}
        try:
            with files.opened(self._root / _NAME) as file:
                made, kept = json.loads(file.read(_LARGEST))
            if made != self._made_here():
                return {}
            return {str(path): (str(digest), str(data)) for path, (digest, data) in kept.items()}
        except Exception:
            # A cache: missing, unreadable and forged ones are all the same to us.
            return {}

    def _made_here(self) -> list[str | int]:
        return [__version__, *sign(str(self._root / MARK))]
