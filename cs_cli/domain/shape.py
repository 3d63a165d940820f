"""Read plain mappings into frozen typed definitions, or say exactly what is wrong where.

A definition is data of nested mappings, lists and texts (every scalar as it was typed).
The dataclass says what is expected; nothing else is accepted. A class that has its own
``parse`` classmethod is read by that.
"""

import types
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import cache
from gettext import gettext as _
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import needs

T = TypeVar("T")


def build(cls: type[T], data: object) -> T:
    """Give a ``cls`` made from ``data``; raise :class:`Invalid` with the place of the fault."""
    return cast("T", _reader(cast("Hashable", cls))(data))


def unknown(word: str, known: list[str]) -> Invalid:
    """Give the complaint about a misspelt key, with the nearest known ones."""
    # Deferred: most runs meet no misspelt key.
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    hint = (
        _("did you mean {word}?").format(word=near[0])
        if near
        else _("known here: {words}").format(words=", ".join(sorted(known)))
    )
    return Invalid(_("{word} is not known here").format(word=word), word, hint=hint)


def mapping(data: object) -> Mapping[str, Any]:
    """Give ``data`` if it is a mapping (nothing counts as an empty one)."""
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise Invalid(_("expected keys and values"))
    return data


def text(data: object) -> str:
    """Give ``data`` if it is a text that is not empty."""
    if not isinstance(data, str) or not data.strip():
        raise Invalid(_("expected a text"))
    return data


@cache
def _reader(hint: Any) -> Callable[[object], Any]:  # noqa: ANN401 - a type hint is any object
    if hasattr(hint, "parse"):
        return cast("Callable[[object], Any]", hint.parse)
    if hint in _SCALARS:
        return _SCALARS[hint]
    needed = needs(hint)
    return _generic(hint) if needed is None else lambda data: _frozen(hint, needed, data)


def _generic(hint: Any) -> Callable[[object], Any]:  # noqa: ANN401
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        return lambda data: _items(_reader(arguments[0]), data)
    if origin is Literal:
        return lambda data: _one_of(arguments, data)
    if origin in (Union, types.UnionType):
        inner = next(a for a in arguments if a is not type(None))
        return lambda data: None if data is None else _reader(inner)(data)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return lambda data: _values(_reader(arguments[1]), data)
    raise TypeError(hint)


def _frozen(cls: type, needed: Mapping[str, bool], data: object) -> object:
    given = mapping(data)
    known = {name.rstrip("_"): name for name in needed}
    for key in given:
        if key not in known:
            raise unknown(key, list(known))
    hints = _hints(cls)
    values = {
        name: _within(key, _reader(hints[name]), given[key])
        for key, name in known.items()
        if key in given
    }
    for key, name in known.items():
        if name not in values and needed[name]:
            raise Invalid(_("{key} is missing").format(key=key))
    return cls(**values)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _within(place: str | int, read: Callable[[object], T], data: object) -> T:
    try:
        return read(data)
    except Invalid as fault:
        raise fault.within(place) from None


def _items(read: Callable[[object], T], data: object) -> tuple[T, ...]:
    """Read a list; one thing alone counts as a list of one."""
    if data is None:
        return ()
    if not isinstance(data, list):
        return (read(data),)
    return tuple(_within(number, read, item) for number, item in enumerate(data))


def _values(read: Callable[[object], T], data: object) -> Mapping[str, T]:
    return {key: _within(key, read, value) for key, value in mapping(data).items()}


def _one_of(words: tuple[str, ...], data: object) -> str:
    if data not in words:
        raise Invalid(_("{given} is not one of {words}").format(given=data, words=", ".join(words)))
    return str(data)


def _flag(data: object) -> bool:
    return _one_of(("true", "false"), data) == "true"


def _whole(data: object) -> int:
    if not isinstance(data, str) or not data.isascii() or not data.lstrip("-").isdigit():
        raise Invalid(_("expected a whole number"))
    return int(data)


def _day(data: object) -> date:
    try:
        return date.fromisoformat(text(data))
    except ValueError:
        raise Invalid(_("expected a date such as 2026-03-02")) from None


_SCALARS: dict[Any, Callable[[object], Any]] = {
    str: text,
    bool: _flag,
    int: _whole,
    date: _day,
}
