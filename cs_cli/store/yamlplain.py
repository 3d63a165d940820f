"""The plain YAML that ``cs`` itself writes, read in one pass; anything else is left to YAML.

Lines of ``key: value``, of ``- value`` and of both together, indented by what they belong to:
nine of ten records are nothing else, and the index reads a hundred thousand of them. What is
read here, :mod:`cs_cli.store.yamltext` reads to the same values; a test holds them together.
"""

import re
from typing import Any

MAX_BYTES = 1 << 20
CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
# Text, because what can be printed is looked at no further: most of a desk is that.
UNSTORABLE = f"[{CONTROL}\ud800-\udfff]"
# NEL, LS and PS end a line for YAML 1.1 and not for 1.2; a lone CR ends one for YAML only.
UNREADABLE = f"[{CONTROL}\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)"

# A value that is one text on one line, whatever stands in it: it begins with no sign of YAML's
# own, or stands in quotes without any escape. What would end it early is looked for in the whole.
_VALUE = r"""[^ \n\-?:,\[\]{}#&*!|>'"%@`~][^\n]*|'[^'\n]*'|"[^"\\\n]*\""""
_LINE = re.compile(
    rf"^( *)(- )?(?:([A-Za-z_][A-Za-z0-9_-]*):(?: ({_VALUE}))?|({_VALUE}))$", re.MULTILINE
)
_DEEPEST = 32

Level = tuple[int, Any]
"""How far a mapping or list is indented, and itself."""


def read(text: str) -> dict[str, Any] | None:
    """Give what the lines of a mapping say; None where any of them may be anything else."""
    if not text.endswith("\n") or len(text) > MAX_BYTES // 4 or not is_readable(text):
        return None
    if any(sign in text for sign in (" #", " \n", "\t", "\r")):
        return None
    rows = _LINE.findall(text)
    valued = sum(1 for row in rows if row[3])
    keyed = sum(1 for row in rows if row[2])
    lines, ended = text.count("\n"), text.count(":\n")
    if (len(rows), text.count(": "), ended) != (lines, valued, keyed - valued):
        return None
    return _nested(rows)


def is_readable(text: str) -> bool:
    """Tell whether a text has no character in it that no YAML may have."""
    return text.replace("\n", "").isprintable() or re.search(UNREADABLE, text) is None


def _nested(rows: list[tuple[str, str, str, str, str]]) -> dict[str, Any] | None:
    """Put lines into each other by how far they are indented."""
    root: dict[str, Any] = {}
    levels: list[Level] = [(0, root)]
    open_key: str | None = None
    for spaces, dash, key, value, item in rows:
        indent = len(spaces)
        if open_key is not None:
            _fill(levels, open_key, indent, dash)
            open_key = None
        holder = _level(levels, indent, dash)
        if holder is None:
            return None
        if dash:
            if not key:
                holder.append(_text(item))
                continue
            inner: dict[str, Any] = {}
            holder.append(inner)
            levels.append((indent + 2, inner))
            holder = inner
        if not key or key in holder:
            return None
        holder[key] = _text(value) if value else None
        open_key = None if value else key
    return root


def _fill(levels: list[Level], key: str, indent: int, dash: str) -> None:
    """Begin what a key without a value holds, if the next line belongs to it."""
    above, holder = levels[-1]
    if dash and indent >= above:
        holder[key] = []
    elif indent > above:
        holder[key] = {}
    else:
        return
    levels.append((indent, holder[key]))


def _level(levels: list[Level], indent: int, dash: str) -> Any:  # noqa: ANN401 - a list or mapping
    """Give the list or mapping that a line belongs to, None where there is no such."""
    while levels:
        at, holder = levels[-1]
        if at == indent and isinstance(holder, list) == bool(dash):
            return holder if len(levels) < _DEEPEST else None
        if at < indent or (at == indent and dash):
            return None
        levels.pop()
    return None


def _text(value: str) -> str:
    return value[1:-1] if value[0] in "'\"" else value
