"""Forms as files: Markdown under front matter."""

from gettext import gettext as _
from pathlib import Path, PurePosixPath

from cs_cli.domain.errors import Invalid
from cs_cli.domain.form import Form, Head
from cs_cli.domain.shape import build
from cs_cli.store import codec, templates

FOLDER, ENDING = "forms", ".md"


def load(desk: Path | None) -> dict[str, Form]:
    """Give every form there is, by name; raise :class:`Broken` with file and line."""
    return templates.found(FOLDER, ENDING, desk, _read)


def read(raw: bytes, path: str, *, own: bool) -> Form:
    """Read one form; raise :class:`Broken` with file and line."""
    document = codec.read(raw, path=path)
    try:
        head = build(Head, document.data)
        _check(head, PurePosixPath(path).stem)
    except Invalid as fault:
        raise templates.broken(path, document.node, fault) from None
    above = len(raw) - len(document.body.encode())
    text = document.body.replace("\r\n", "\n").rstrip("\n")
    return Form(head, text, path, raw.count(b"\n", 0, above) + 1, own)


def _check(head: Head, name: str) -> None:
    if head.form != name:
        message = _("the file's name says {name}, so {key}: {name} is expected")
        raise Invalid(message.format(name=name, key="form"), "form")
    if head.on.do:
        raise Invalid(_("a form is for records, not for verbs"), "on", "do")


def _read(raw: bytes, path: str, own: bool) -> Form:  # noqa: FBT001
    return read(raw, path, own=own)
