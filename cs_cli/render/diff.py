"""What a change would do to files, for ``--dry-run``."""

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from cs_cli.render.colour import Tone, paint
from cs_cli.render.safe import clean

Change = tuple[str, bytes | None, bytes | None]
"""Path, bytes before (None: no such file), bytes after (None: removed)."""

_TONES: dict[str, Tone] = {"+": "good", "-": "alarm", "@": "mark"}


def diff(changes: Iterable[Change], *, colour: bool = False) -> str:
    """Write a unified diff that ``git apply`` reads; a file that stays the same is left out."""
    return "".join(_file(path, old, new, colour=colour) for path, old, new in changes)


def _file(path: str, old: bytes | None, new: bytes | None, *, colour: bool) -> str:
    before = "/dev/null" if old is None else f"a/{path}"
    after = "/dev/null" if new is None else f"b/{path}"
    body = [*unified_diff(_lines(old), _lines(new), before, after, lineterm="")]
    head = [paint(clean(line), "title", colour=colour) + "\n" for line in body[:2]]
    return "".join([*head, *_painted(body[2:], colour=colour)])


def _lines(content: bytes | None) -> list[str]:
    """Split at line feeds only, as git does; bytes that are not UTF-8 are shown as escapes."""
    found = (content or b"").decode(errors="backslashreplace").split("\n")
    last = found.pop()
    return [line + "\n" for line in found] + ([last] if last else [])


def _painted(body: Iterable[str], *, colour: bool) -> Iterator[str]:
    for line in body:
        text = clean(line.removesuffix("\n"))
        yield paint(text, _TONES.get(line[:1], "none"), colour=colour) + "\n"
        if not line.endswith("\n") and not line.startswith("@@"):
            yield "\\ No newline at end of file\n"
