"""A new record as a draft for the editor, and the draft read back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app.work import Work
from cs_cli.domain.kind import Kind
from cs_cli.store import codec, files, home


def draft_text(kind: Kind, fields: Mapping[str, Any], body: str) -> str:
    """Give front matter with every field of the kind, those unused as comments."""
    lines = ["---", "# " + _("Lines with # are left out. Needed fields have *.")]
    for name, field in kind.fields.items():
        if field.fixed or field.type == "list":
            continue
        given = fields.get(name)
        values = given if isinstance(given, tuple) else (given,)
        shown = ", ".join(str(v) for v in values if v is not None)
        mark = "*" if field.required else ""
        choices = f" [{', '.join(field.choices)}]" if field.choices else ""
        comment = f"  # {field.label}{mark}{choices}"
        lead = "" if shown or field.required else "# "
        lines.append(f"{lead}{name}: {_quoted(shown)}{comment}")
    type_ = [f"type: {kind.type}"] if kind.type else []
    return "\n".join([*lines, *type_, "---", body])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' if text else ""


def read_draft(text: str) -> tuple[dict[str, Any], str]:
    """Give what was typed, by field, and the body; raise Broken with the line that is wrong."""
    document = codec.read(text.encode(), path=_("your draft"))
    return {k: v for k, v in document.data.items() if v is not None}, document.body


@contextmanager
def draft_file(work: Work, text: str) -> Iterator[Path]:
    """Give a file with a draft for the editor; it is gone afterwards."""
    file = keep_draft(work, text)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


def keep_draft(work: Work, text: str) -> Path:
    """Keep a draft that was not accepted in the desk's own folder; give the file."""
    content = text.encode()
    path = f"{home.HOME}/draft-{files.digest(content)[:8]}.md"
    home.make_home(work.root)
    if files.is_new(work.root, path):
        files.create(work.root, path, content)
    return work.root / path
