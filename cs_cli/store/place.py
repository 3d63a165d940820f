"""Where a desk is."""

import os
from gettext import gettext as _
from pathlib import Path

from cs_cli.domain.errors import Broken, NotFound, Problem
from cs_cli.domain.language import Language

MARK = "cs.yaml"
EXAMPLE = "records"
HOME = ".cs"
_BEGINNING = 65536  # bytes
_NAMES: dict[bytes, Language] = {b"zh": "zh", b"en": "en"}
_KEY = b"language:"
FORMAT = 1
"""How this program writes a desk: settings, records, logs. A newer one it does not touch."""
_FORMAT = b"format:"


def is_desk(folder: Path) -> bool:
    """Tell whether a folder is a desk, or has one where the example lies."""
    return any((candidate / MARK).is_file() for candidate in (folder, folder / EXAMPLE))


def find(start: Path) -> Path:
    """Give the desk at or above a folder, or in a ``records/`` beside the way up.

    Raises :class:`NotFound` with what to do, Broken for a desk of a newer format.
    """
    return look(start)[0]


def look(start: Path) -> tuple[Path, bytes]:
    """Give the desk as :func:`find` does, with the first of what its ``cs.yaml`` holds."""
    for folder in (start, *start.parents):
        for candidate in (folder, folder / EXAMPLE):
            if os.path.isfile(candidate / MARK):  # noqa: PTH113 - one that is shut is none
                settings = settings_of(candidate)
                refuse_newer(settings)
                return candidate, settings
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


def language_in(settings: bytes) -> Language | None:
    """Peek into ``cs.yaml`` for the language: help is written before settings are read.

    None where it names none.
    """
    lines = settings[:_BEGINNING].split(b"\n")
    words = (line.removeprefix(_KEY).split(b"#")[0].strip() for line in lines if line[:9] == _KEY)
    return next((_NAMES[word] for word in words if word in _NAMES), None)


def refuse_newer(settings: bytes) -> None:
    """Raise Broken for the settings of a desk that a newer program has written (promise R13).

    What this one does not know it would lose or misread: so it neither reads nor writes such a
    desk. A desk that names no format is of the first one.
    """
    if _FORMAT not in settings:
        return  # as nearly always
    for number, line in enumerate(settings[:_BEGINNING].split(b"\n"), start=1):
        word = line.removeprefix(_FORMAT).split(b"#")[0].strip().strip(b"\"'")
        if line[: len(_FORMAT)] == _FORMAT and word.isdigit() and int(word[:9]) > FORMAT:
            message = _("the desk is of format {number}, this cs knows none above {known}")
            said = message.format(number=word[:9].decode(), known=FORMAT)
            hint = _("bring cs up to date; nothing was read or changed")
            raise Broken([Problem(MARK, said, number, hint=hint)])


def settings_of(root: Path) -> bytes:
    """Give the first of what ``cs.yaml`` holds; nothing where it cannot be read."""
    try:
        with (root / MARK).open("rb") as file:
            return file.read(_BEGINNING)
    except OSError:
        return b""
