"""Bring the Chinese messages up to date with the code.

    .venv/bin/python tests/refresh_messages.py

It collects the messages of ``cs_cli`` and of the installed click (which asks the same
catalogue for its own words), adds the new ones to ``cs_cli/locale/zh/LC_MESSAGES/cs.po``
with an empty text, removes those that are no longer used, keeps every translation that is
there, compiles ``cs.mo``, and lists what still needs a Chinese text. Nothing is guessed from
similar messages, so nothing is ever fuzzy. Fill in the empty texts and run it again.

The words of click are listed in ``tests/click.pot``, with the version they are from.
"""

import sys
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "cs_cli"
PO = CODE / "locale" / "zh" / "LC_MESSAGES" / "cs.po"
MO = PO.with_suffix(".mo")
CLICK = ROOT / "tests" / "click.pot"
# Real dates in a catalogue would make every refresh a conflict.
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Refresh the three files; give 1 when texts are missing."""
    words = extracted(Path(click.__file__).parent)
    CLICK.write_bytes(f"# Messages of click {click_version()}\n\n".encode() + written(words))
    catalogue = refreshed(read(PO) if PO.exists() else new(), extracted(CODE), words)
    PO.write_bytes(HEADER.encode() + written(catalogue))
    MO.write_bytes(compiled(read(PO)))
    missing = [message.id for message in messages(catalogue) if not is_translated(message)]
    for identifier in missing:
        print(f"no Chinese text: {identifier}", file=sys.stderr)
    return 1 if missing else 0


def extracted(folder: Path) -> Catalog:
    """Collect the messages below a folder."""
    found = new()
    for _name, _line, message, comments, context in extract_from_dir(
        folder, [("**.py", "python")], keywords=DEFAULT_KEYWORDS
    ):
        found.add(message, auto_comments=comments, context=context)
    return found


def refreshed(catalogue: Catalog, *templates: Catalog) -> Catalog:
    """Give a catalogue with exactly the messages of the templates and the texts it had."""
    fresh = new()
    for template in templates:
        for message in messages(template):
            known = catalogue.get(message.id, message.context)
            fresh.add(
                message.id,
                known.string if known else None,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return fresh


def new() -> Catalog:
    """Give an empty Chinese catalogue."""
    return Catalog(locale="zh", creation_date=EPOCH, revision_date=EPOCH, fuzzy=False)


def read(path: Path) -> Catalog:
    """Read a catalogue file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh", abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = EPOCH
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Give the text of a catalogue: in alphabetical order, one line a message, no header."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Give what gettext reads."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def messages(catalogue: Catalog) -> list[Message]:
    """Give the messages without the header."""
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    """Say whether every form has a text and none is marked fuzzy."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(forms) and all(forms) and not message.fuzzy


def click_version() -> str:
    """Give the version of the installed click."""
    return version("click")


HEADER = """\
# Chinese messages of cs, and of click, which asks this catalogue too.
# tests/refresh_messages.py writes this file; only the msgstr lines are edited by hand.
msgid ""
msgstr ""
"Language: zh\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

if __name__ == "__main__":
    sys.exit(main())
