"""``dataclass`` of the standard library for frozen values, defined in a tenth of its time.

The standard library writes and compiles six functions for every class, most of which no command
ever calls: with the hundred value types that a command loads, that was a quarter of its time. Here
comparing, hashing, telling and refusing to change are the same functions for all classes, and what
makes an instance is the standard library's own, made when the first one is.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """Make frozen classes with slots, as the standard library does; no others."""
        if not (frozen and slots):
            raise TypeError("dataclasses has the other sorts")
        return _frozen


class _Fields:
    """What ``dataclasses`` knows of a class, worked out when somebody asks."""

    def __get__(self, _instance: object, owner: type) -> Any:  # noqa: ANN401 - as in dataclasses
        return _twin(owner).__dataclass_fields__  # type: ignore[attr-defined]


def _frozen(cls: type[T]) -> type[T]:
    body = {name: value for name, value in vars(cls).items() if name not in _OF_CLASSES}
    own = tuple(body.get("__annotations__", {}))
    inherited = getattr(cls, "__match_args__", ())
    names = (*inherited, *(name for name in own if name not in inherited))
    defaults = {name: body.pop(name) for name in own if name in body}
    hidden = {
        name
        for name, value in defaults.items()
        if isinstance(value, dataclasses.Field) and not value.compare
    }
    compared = [name for name in names if name not in hidden]
    common = {
        **_COMMON,
        "__slots__": tuple(name for name in own if name not in inherited),
        "__match_args__": names,
        "__qualname__": cls.__qualname__,
        "__dataclass_fields__": _Fields(),
        "_defaults": {**getattr(cls, "_defaults", {}), **defaults},
        "_compared": attrgetter(*(compared or ["__class__"])),
    }
    made: type[T] = type(cls)(cls.__name__, cls.__bases__, {**common, **body})  # type: ignore[misc]
    return made


def _twin(cls: type) -> type:
    """Let the standard library define the same class; take over what it is asked for."""
    types = {name: kind for one in reversed(cls.__mro__)
             for name, kind in vars(one).get("__annotations__", {}).items()}  # fmt: skip
    head = {"__annotations__": types, "__module__": cls.__module__, "__doc__": cls.__doc__ or ""}
    body = {**head, **cls._defaults}  # type: ignore[attr-defined]
    if hasattr(cls, "__post_init__"):
        body["__post_init__"] = cls.__post_init__
    make = dataclasses.dataclass(frozen=True, repr=False, eq=False)
    twin: type = make(type(cls.__name__, (), body))
    cls.__dataclass_fields__ = twin.__dataclass_fields__  # type: ignore[attr-defined]
    if cls.__init__ is _init:  # type: ignore[misc]
        cls.__init__ = twin.__init__  # type: ignore[misc]
    return twin


def _init(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401
    """Make the first instance."""
    cls = next(one for one in type(self).__mro__ if vars(one).get("__init__") is _init)
    _twin(cls)
    self.__init__(*values, **named)


def _repr(self: Any) -> str:  # noqa: ANN401
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({told})"


def _eq(self: Any, other: Any) -> Any:  # noqa: ANN401
    if other.__class__ is self.__class__:
        return self._compared(self) == other._compared(other)
    return NotImplemented


def _hash(self: Any) -> int:  # noqa: ANN401
    return hash(self._compared(self))


def _setattr(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, name) for name in self.__match_args__]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


_OF_CLASSES = {"__dict__", "__weakref__"}
_COMMON = {
    "__init__": _init, "__repr__": _repr, "__eq__": _eq, "__hash__": _hash,
    "__setattr__": _setattr, "__delattr__": _delattr,
    "__getstate__": _getstate, "__setstate__": _setstate,
}  # fmt: skip
