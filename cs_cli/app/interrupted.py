"""What a command came to that was broken off by hand: what the desk's files say, not a guess."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from cs_cli.app.work import Work
from cs_cli.store import pending, transaction

State = Literal["nothing", "begun", "saved", "noted", "committed"]


def reached(opened: Iterable[Work]) -> State:
    """Tell how far the writing of a command had come.

    ``begun``: a change of several files that the next command finishes; ``noted``: saved, and the
    next command commits it; ``saved``: on a desk whose commits are made by hand, or without git.
    """
    saved: list[tuple[Path, str]] = []
    kept = False
    for work in opened:
        if work.begun and transaction.is_unfinished(work.root):
            return "begun"
        kept = kept or work.keeps_history
        saved += [
            (work.root, path)
            for path, digest in work.begun.items()
            if pending.is_as(work.root, path, digest)
        ]
    if not saved:
        return "nothing"
    if any(path in pending.waiting(root) for root, path in saved):
        return "noted"
    return "committed" if kept else "saved"
