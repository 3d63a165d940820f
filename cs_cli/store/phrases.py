"""Phrases and call scripts as files of YAML."""

from gettext import gettext as _
from pathlib import Path, PurePosixPath

from cs_cli.domain.errors import Invalid
from cs_cli.domain.form import Phrase
from cs_cli.domain.shape import build
from cs_cli.store import templates, yamltext
from cs_cli.store.yamltext import Node

FOLDER, ENDING = "phrases", ".yaml"


def load(desk: Path | None) -> dict[str, Phrase]:
    """Give every phrase there is, by name; raise :class:`Broken` with file and line."""
    return templates.found(FOLDER, ENDING, desk, _read)


def read(raw: bytes, path: str) -> tuple[Phrase, Node]:
    """Read one phrase, and where its lines stand; raise :class:`Broken` with file and line."""
    node = yamltext.parse(raw, path=path)
    name = PurePosixPath(path).stem
    try:
        phrase = build(Phrase, node.data)
        if phrase.phrase != name:
            message = _("the file's name says {name}, so {key}: {name} is expected")
            raise Invalid(message.format(name=name, key="phrase"), "phrase")
    except Invalid as fault:
        raise templates.broken(path, node, fault) from None
    return phrase, node


def _read(raw: bytes, path: str, _own: bool) -> Phrase:  # noqa: FBT001
    return read(raw, path)[0]
