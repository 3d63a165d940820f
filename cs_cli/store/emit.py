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
from cs_cli.store.yamlplain import UNSTORABLE

_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+.:/_-]*[A-Za-z0-9])?")
# Keys of three letters and more, true, null and the like apart, and the short ones of a log.
_KEY = re.compile(r"(?!(?:true|false|null|yes|off)$)[a-z][a-z_]{2,}|id|at|by|do|to")
# What may stand inside a sentence besides letters, figures and single spaces.
_INSIDE = str.maketrans(dict.fromkeys("，。、；！？（）()+./_-"))


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
    if isinstance(value, Plain):
        text, plain = value.text, _BARE.fullmatch(value.text) is not None
    else:
        text, plain = value, _is_sentence(value)
    if not plain:
        raise _Hard
    return text


def _is_sentence(text: str) -> bool:
    """Tell whether it is Chinese, or two words and more: nobody takes that for a number or flag.

    By hand, because a pattern with all of Chinese in it takes milliseconds to compile.
    """
    words = text.split(" ")
    chinese = "\u4e00" <= text[:1] <= "\u9fff"
    if not chinese and (len(words) < 2 or len(words[0]) < 2 or not words[0].isalpha()):
        return False
    return all(word[:1].isalnum() and word.translate(_INSIDE).isalnum() for word in words)


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
    odd = None if text.isprintable() else re.search(UNSTORABLE, text)
    if odd is not None:
        message = _("the text holds an unreadable character, U+{code:04X}")
        raise Invalid(message.format(code=ord(odd[0])), *place)
