"""Values as YAML lines that every reader takes for what they are.

Most values of a record are ids, times, words and Chinese sentences, which need no quoting by any
reading of YAML; these are written here. For everything else ruamel.yaml is loaded, which takes
longer than all the rest of a command; where both can write a value, they write the same lines.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.store.values import Plain, Value
from cs_cli.store.yamltext import UNSTORABLE

_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+.:/_-]*[A-Za-z0-9])?")
_KEY = re.compile(r"[a-z][a-z_]{2,}")
# A sentence: Chinese, or at least two words; no reading of YAML takes it for a number or a flag.
_SENTENCE = re.compile(
    r"(?:[\u4e00-\u9fff]|[A-Za-z]{2,} [A-Za-z0-9])[\u4e00-\u9fffA-Za-z0-9，。、；！？（）()+./_-]*"
    r"(?: [\u4e00-\u9fffA-Za-z0-9（(][\u4e00-\u9fffA-Za-z0-9，。、；！？（）()+./_-]*)*"
)


class _Hard(Exception):
    """A value that needs the whole emitter."""


def mapping(data: Mapping[str, Value]) -> str:
    """Give a block mapping; raise Invalid for a text that cannot be stored exactly."""
    _check_all(data)
    try:
        return "".join(f"{line}\n" for line in _mapping(data))
    except _Hard:
        from cs_cli.store import emit_any

        return emit_any.mapping(data)


def entry(key: str, value: Value) -> list[str]:
    """Give the lines of ``key: value``; raise Invalid for a text that cannot be stored."""
    _check_all(value, key)
    try:
        return list(_entry(key, value))
    except _Hard:
        from cs_cli.store import emit_any

        return emit_any.entry(key, value)


def items(values: Sequence[Value], *, column: int) -> list[str]:
    """Give the lines of list items whose dashes stand in this column."""
    lines = entry("key", list(values))[1:]
    return [line and " " * column + line[2:] for line in lines]


def _entry(key: str, value: Value) -> Iterator[str]:
    if not _KEY.fullmatch(key):
        raise _Hard
    if isinstance(value, (str, Plain)):
        yield f"{key}: {_scalar(value)}"
        return
    if not value:
        raise _Hard
    yield f"{key}:"
    lines = _mapping(value) if isinstance(value, Mapping) else _list(value)
    yield from (f"  {line}" for line in lines)


def _mapping(data: Mapping[str, Value]) -> Iterator[str]:
    if not data:
        raise _Hard
    for key, value in data.items():
        yield from _entry(key, value)


def _list(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, (str, Plain)):
            yield f"- {_scalar(value)}"
        elif isinstance(value, Mapping):
            first, *rest = _mapping(value)
            yield f"- {first}"
            yield from (f"  {line}" for line in rest)
        else:
            raise _Hard


def _scalar(value: str | Plain) -> str:
    text, pattern = (value.text, _BARE) if isinstance(value, Plain) else (value, _SENTENCE)
    if not pattern.fullmatch(text):
        raise _Hard
    return text


def _check_all(value: Value, *place: str | int) -> None:
    """Look at every text, keys included, before a line is written."""
    if isinstance(value, Plain):
        check(value.text, *place)
    elif isinstance(value, str):
        check(value, *place)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            check(key, *place, key)
            _check_all(inner, *place, key)
    elif value is not None:
        for number, inner in enumerate(value):
            _check_all(inner, *place, number)


def check(text: str, *place: str | int) -> None:
    """Raise Invalid when a text cannot be stored and read back exactly."""
    odd = UNSTORABLE.search(text)
    if odd is not None:
        message = _("the text holds an unreadable character, U+{code:04X}")
        raise Invalid(message.format(code=ord(odd[0])), *place)
