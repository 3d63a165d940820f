"""Frozen values are what the standard library's dataclasses are."""

import copy
import dataclasses
import importlib
import pickle
import pkgutil
from typing import Any

import pytest

import cs_cli
from cs_cli.domain import frozen


def define(make: Any, field: Any) -> tuple[Any, ...]:
    @make(frozen=True, slots=True)
    class Place:
        """A place."""

        name: str
        floor: int = 1
        note: str = field(default="", compare=False)
        tags: tuple[str, ...] = field(default_factory=tuple)

        @property
        def label(self) -> str:
            return f"{self.name} {self.floor}"

    @make(frozen=True, slots=True)
    class Room(Place):
        doors: int = 1

        def __post_init__(self) -> None:
            if self.doors < 0:
                raise ValueError(self.doors)

    @make(frozen=True, slots=True)
    class Nothing:
        pass

    return Place, Room, Nothing


OURS = define(frozen.dataclass, frozen.field)
THEIRS = define(dataclasses.dataclass, dataclasses.field)
# Pickle finds classes by their names.
for found in OURS:
    found.__qualname__ = found.__name__
    globals()[found.__name__] = found


def _words(error: Exception) -> str:
    """Give what an error says; by which function arguments are sorted out does not matter."""
    return str(error).replace("define.<locals>.", "").replace("__new__", "__init__")


def told(question: Any) -> list[Any]:
    """Give what both sorts of classes answer, exceptions by their sort and words."""
    answers: list[Any] = []
    for place, room, nothing in (OURS, THEIRS):
        try:
            answers.append(question(place, room, nothing))
        except Exception as error:
            answers.append((type(error), _words(error)))
    return answers


@pytest.mark.parametrize(
    "question",
    [
        lambda place, room, _: place("a") == place("a", 1, "other", ()),
        lambda place, room, _: place("a") == place("b"),
        lambda place, room, _: place("a") == room("a"),
        lambda place, room, _: place("a") == "a",
        lambda place, room, nothing: nothing() == nothing() and hash(nothing()) == hash(nothing()),
        lambda place, room, _: hash(place("a")) == hash(place("a", note="other")),
        lambda place, room, _: len({room("a"), room("a"), room("b")}),
        lambda place, room, nothing: [repr(one).rpartition(".")[2] for one in
                                      (place("a", 2), room("b", doors=3), nothing())],
        lambda place, room, _: room("a", 2, "n", ("x",), 4).label,
        lambda place, room, _: dataclasses.asdict(room("a", doors=2)),
        lambda place, room, _: dataclasses.replace(room("a", doors=2), name="b").doors,
        lambda place, room, _: place("a").tags + room("b").tags,
        lambda place, room, _: [one.compare for one in dataclasses.fields(place)],
        lambda place, room, _: dataclasses.replace(place("a"), wrong=1),
        lambda place, room, _: [one.name for one in dataclasses.fields(room)],
        lambda place, room, _: dataclasses.is_dataclass(place) and place.__match_args__,
        lambda place, room, nothing: [one.__slots__ for one in (place, room, nothing)],
        lambda place, room, _: hasattr(room("a"), "__dict__"),
        lambda place, room, _: [place.__doc__, place.__name__, room.__mro__[1].__name__],
        lambda place, room, _: setattr(place("a"), "name", "b"),
        lambda place, room, _: delattr(room("a"), "doors"),
        lambda place, room, _: room("a", doors=-1),
        lambda place, room, _: copy.deepcopy(room("a", doors=2)).doors,
        lambda place, room, _: room("a", doors=2).__getstate__(),
        lambda place, room, _: isinstance(room("a"), place),
    ],
)  # fmt: skip
def test_both_answer_alike(question: Any) -> None:
    ours, theirs = told(question)
    assert ours == theirs


@pytest.mark.parametrize("values", [(), ("a", 1, "", (), 1, 1)])
def test_wrong_arguments_are_refused(values: tuple[Any, ...]) -> None:
    for room in (OURS[1], THEIRS[1]):
        with pytest.raises(TypeError, match="argument"):
            room(*values)
    with pytest.raises(TypeError, match="unexpected keyword"):
        OURS[0](nane="a")


def test_values_survive_being_kept() -> None:
    _place, room, nothing = OURS
    for value in (room("a", doors=2), nothing()):
        assert pickle.loads(pickle.dumps(value, protocol=5)) == value


def test_values_are_matched_by_place() -> None:
    match OURS[1]("a", 2):
        case Room(name, floor):  # noqa: F821 - put there above
            assert (name, floor) == ("a", 2)


def test_other_sorts_are_left_to_the_standard_library() -> None:
    with pytest.raises(TypeError, match="dataclasses"):
        frozen.dataclass(frozen=False, slots=True)  # type: ignore[call-overload]


def every_class() -> list[Any]:
    modules = pkgutil.walk_packages(cs_cli.__path__, "cs_cli.")
    loaded = [importlib.import_module(one.name) for one in modules if "__main__" not in one.name]
    found = {value for module in loaded for value in vars(module).values()
             if isinstance(value, type) and value.__module__ == module.__name__}  # fmt: skip
    return [one for one in found if isinstance(vars(one).get("_defaults"), dict)]


def test_every_value_type_of_the_product_is_one_for_the_standard_library() -> None:
    """A default that others share, or one before a needed field, shows here, not at a desk."""
    every = every_class()
    assert len(every) > 100
    for one in every:
        names = tuple(field.name for field in dataclasses.fields(one))
        assert names == one.__match_args__, one
