"""Where a desk is."""

import os
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.errors import NotFound
from cs_cli.domain.language import Language

MARK = "cs.yaml"
EXAMPLE = "records"
HOME = ".cs"
_BEGINNING = 65536  # bytes
_NAMES: dict[bytes, Language] = {b"zh": "zh", b"en": "en"}
_KEY = b"language:"


def is_desk(folder: Path) -> bool:
    """Tell whether a folder is a desk, or has one where the example lies."""
    return any((candidate / MARK).is_file() for candidate in (folder, folder / EXAMPLE))


def find(start: Path) -> Path:
    """Give the desk at or above a folder, or in a ``records/`` beside the way up.

    Raises :class:`NotFound` with what to do.
    """
    for folder in (start, *start.parents):
        for candidate in (folder, folder / EXAMPLE):
            if os.path.isfile(candidate / MARK):  # noqa: PTH113 - one that is shut is none
                return candidate
    # Deferred: only a wrong path comes here.
    from cs_cli.store import repository

    if repository.is_bare(start):
        raise NotFound(
            _("a repository on a server has no files to work on"),
            hint=_("cs check --rev RANGE and cs audit RANGE look into it; work in a clone"),
        )
    raise NotFound(
        _("there is no desk here: no {file} in {folder} or above it").format(
            file=MARK, folder=start
        ),
        hint=_("make one with: cs init DIR --pack CODE, or name it with -C DIR"),
    )


def has_own_home(root: Path) -> bool:
    """Tell whether the folder of the desk's machinery, where there is one, is no link elsewhere."""
    return not os.path.islink(root / HOME)  # noqa: PTH114 - asked on every run


def language_of(root: Path) -> Language | None:
    """Peek into ``cs.yaml`` for the language: help is written before settings are read."""
    try:
        with (root / MARK).open("rb") as file:
            return language_in(file.read(_BEGINNING))
    except OSError:
        return None


def language_in(settings: bytes) -> Language | None:
    """Give the language that the text of ``cs.yaml`` names, None where it names none."""
    lines = settings[:_BEGINNING].split(b"\n")
    words = (line.removeprefix(_KEY).split(b"#")[0].strip() for line in lines if line[:9] == _KEY)
    return next((_NAMES[word] for word in words if word in _NAMES), None)
