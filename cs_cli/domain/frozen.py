"""``dataclass`` of the standard library for frozen values, defined in a tenth of its time.

The standard library writes and compiles six functions for every class, most of which no command
ever calls: with the hundred value types that a command loads, that was a quarter of its time, and
loading it takes half as long as loading click. Here comparing, hashing, telling and refusing to
change are the same functions for all classes, and making an instance is worked out when the first
one is made. ``dataclasses`` itself is loaded when it is asked about such a class.
"""

from collections import namedtuple
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

T = TypeVar("T")
_MISSING: Any = object()
_NOTHING = (_MISSING, _MISSING)


class _Default:
    """What a field is where it is not given: a value, or one that is made for every instance."""

    def __init__(
        self, *, default: object = _MISSING, default_factory: Callable[[], object] = _MISSING,
        compare: bool = True,
    ) -> None:  # fmt: skip
        self.default, self.factory, self.compare = default, default_factory, compare


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    field = _Default

    def replace(value: T, /, **changes: object) -> T:
        """Give a value like another one but for some fields."""
        return type(value)(
            **{name: getattr(value, name) for name in value.__match_args__} | changes
        )

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type[T]], type[T]]:
        """Make frozen classes with slots, as the standard library does; no others."""
        if not (frozen and slots):
            raise TypeError("dataclasses has the other sorts")
        return _frozen


def needs(cls: Any) -> dict[str, bool] | None:  # noqa: ANN401 - anything may be asked about
    """Give the fields of such a class, each with whether it must be given; None for any other."""
    defaults = getattr(cls, "_defaults", None)
    if defaults is None:
        return None
    has = {name for name, one in defaults.items() if (one.default, one.factory) != _NOTHING}
    return {name: name not in has for name in cls.__match_args__}


class _Fields:
    """What ``dataclasses`` knows of a class, worked out when somebody asks."""

    def __get__(self, _instance: object, owner: Any) -> Any:  # noqa: ANN401 - as in dataclasses
        import dataclasses

        types = {name: kind for one in reversed(owner.__mro__)
                 for name, kind in vars(one).get("__annotations__", {}).items()}  # fmt: skip
        head = {"__annotations__": types, "__module__": owner.__module__, "__doc__": "as asked"}
        twin: Any = type(owner.__name__, (), {**head, **owner._defaults})
        for name, default in owner._defaults.items():
            told = {"default": default.default, "default_factory": default.factory}
            known = {word: value for word, value in told.items() if value is not _MISSING}
            setattr(twin, name, dataclasses.field(compare=default.compare, **known))
        twin = dataclasses.dataclass(init=False, repr=False, eq=False)(twin)
        owner.__dataclass_fields__ = twin.__dataclass_fields__
        return owner.__dataclass_fields__


def _frozen(cls: type[T]) -> type[T]:
    body = {name: value for name, value in vars(cls).items() if name not in _OF_CLASSES}
    own = tuple(body.get("__annotations__", {}))
    inherited = getattr(cls, "__match_args__", ())
    names = (*inherited, *(name for name in own if name not in inherited))
    given = {name: body.pop(name) for name in own if name in body}
    said: dict[str, Any] = {
        name: value if isinstance(value, _Default) else _Default(default=value)
        for name, value in given.items()
    }
    defaults: dict[str, Any] = {**getattr(cls, "_defaults", {}), **said}
    compared = [name for name in names if name not in defaults or defaults[name].compare]
    common = {
        **_COMMON,
        "__slots__": tuple(name for name in own if name not in inherited),
        "__match_args__": names,
        "__qualname__": cls.__qualname__,
        "__dataclass_fields__": _Fields(),
        "_defaults": defaults,
        "_compared": attrgetter(*(compared or ["__class__"])),
    }
    made: Any = type(cls)(cls.__name__, cls.__bases__, {**common, **body})  # type: ignore[misc]
    made._puts = tuple(getattr(made, name).__set__ for name in names)
    return cast("type[T]", made)


def _init(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401
    """Make the first instance, by a function that its class keeps for the others."""
    cls: Any = next(one for one in type(self).__mro__ if vars(one).get("__init__") is _init)
    cls.__init__ = _initializer(cls)
    self.__init__(*values, **named)


def _initializer(cls: Any) -> Callable[..., None]:  # noqa: ANN401
    puts = cls._puts
    makes = [
        (number, cls._defaults[name].factory)
        for number, name in enumerate(cls.__match_args__)
        if name in cls._defaults and cls._defaults[name].factory is not _MISSING
    ]
    check = getattr(cls, "__post_init__", None)

    @cache
    def sorter() -> Callable[..., Any]:
        """Let a named tuple sort out what is given by name or left out."""
        given = [cls._defaults[name] for name in cls.__match_args__ if name in cls._defaults]
        usual = [one.default for one in given if (one.default, one.factory) != _NOTHING]
        return namedtuple(cls.__name__, cls.__match_args__, defaults=usual)

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: ANN401
        whole = not named and len(values) == len(puts)
        found: Any = values if whole else sorter()(*values, **named)
        for put, value in zip(puts, found, strict=True):
            put(self, value)
        for number, make in makes:
            if found[number] is _MISSING:
                puts[number](self, make())
        if check is not None:
            check(self)

    return __init__


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
    _refuse(f"cannot assign to field {name!r}")


def _delattr(_self: object, name: str) -> None:
    _refuse(f"cannot delete field {name!r}")


def _refuse(message: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(message)


def _getstate(self: Any) -> list[Any]:  # noqa: ANN401
    return [getattr(self, name) for name in self.__match_args__]


def _setstate(self: Any, state: list[Any]) -> None:  # noqa: ANN401
    for put, value in zip(self._puts, state, strict=True):
        put(self, value)


_OF_CLASSES = {"__dict__", "__weakref__"}
_COMMON = {
    "__init__": _init, "__repr__": _repr, "__eq__": _eq, "__hash__": _hash,
    "__setattr__": _setattr, "__delattr__": _delattr,
    "__getstate__": _getstate, "__setstate__": _setstate,
}  # fmt: skip
