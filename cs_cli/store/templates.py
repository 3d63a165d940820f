"""Forms and phrases as files: the built-in ones, and those of a desk, which win by name."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cs_cli.domain.errors import Broken, Invalid, Problem
from cs_cli.domain.reasons import reason
from cs_cli.store import files
from cs_cli.store.yamltext import Node

T = TypeVar("T")

Reader = Callable[[bytes, str, bool], T]
"""What reads one file: its bytes, its path as it is shown, whether it is the desk's own."""


def found(folder: str, ending: str, desk: Path | None, read: Reader[T]) -> dict[str, T]:
    """Read every file of a folder of templates, by name; raise :class:`Broken`."""
    top = built_in().parent
    there = {
        path.stem: read(_bytes(path), path.relative_to(top).as_posix(), False)  # noqa: FBT003
        for path in sorted((built_in() / folder).glob(f"*{ending}"))
    }
    own = sorted((desk / "templates" / folder).glob(f"*{ending}")) if desk is not None else []
    for path in own:
        relative = f"templates/{folder}/{path.name}"
        content = files.read(desk, relative) if desk is not None else b""
        there[path.stem] = read(content, relative, True)  # noqa: FBT003
    return there


def built_in() -> Path:
    """Give the folder of the templates that come with ``cs``."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def content(folder: str, name: str) -> bytes:
    """Give a built-in template as it lies in its file."""
    return _bytes(built_in() / folder / name)


def broken(path: str, node: Node, fault: Invalid) -> Broken:
    """Give a fault of a template its file and line."""
    return Broken([Problem(path, fault.message, node.line(*fault.place), hint=fault.hint)])


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Broken([Problem(path.name, reason(error))]) from None
