"""Read the policy of a desk, telling all of what is wrong with it and not only the first fault."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cs_cli.app.check_files import read, told
from cs_cli.domain.errors import Broken, NotFound, Problem
from cs_cli.domain.frozen import replace
from cs_cli.domain.policy import SECTIONS, Policy
from cs_cli.domain.source import Source
from cs_cli.store import definitions
from cs_cli.store.place import MARK

RULE = "policy"
_OWN = ("policy", "templates/kinds", "templates/packs")
_MOST = 100  # problems told of one policy


def policy_of(
    packs: Sequence[str], folder: Path, line: int | None, problems: list[Problem]
) -> Policy | None:
    """Give the policy, or add to ``problems`` what it lacks; ``line`` is where packs are named."""
    try:
        return definitions.load(packs, folder)
    except NotFound as error:
        problems.append(Problem(MARK, error.message, line, RULE, error.hint))
    except Broken as error:
        found = [*_unreadable(folder), *told(error.problems, RULE), *_more(packs, folder)]
        # The same line may have been reached twice, by different readers.
        problems += {(one.path, one.line): one for one in reversed(found)}.values()
    return None


def _unreadable(folder: Path) -> list[Problem]:
    problems: list[Problem] = []
    for name in _OWN:
        for path in sorted((folder / name).glob("*.yaml")):
            read(folder, path.relative_to(folder).as_posix(), problems)
    return problems


def _more(packs: Sequence[str], folder: Path) -> Iterator[Problem]:
    """Build the policy again and again, each time without the row that was wrong."""
    try:
        kinds, chain = definitions.sources(packs, folder)
    except (Broken, NotFound):
        return
    own = list(_own(folder))
    for _number in range(_MOST):
        try:
            definitions.built(kinds, [*chain, *own])
        except Broken as error:
            yield from told(error.problems, RULE)
            rest = [_without(source, error.problems) for source in own]
            if len(error.problems) > 1 or rest == own:
                return
            own = rest
        else:
            return


def _own(folder: Path) -> Iterator[Source]:
    for file in sorted((folder / "policy").glob("*.yaml")):
        path = file.relative_to(folder).as_posix()
        node = read(folder, path, [])
        if node is not None and isinstance(node.data, dict):
            yield Source(path, f"policy/{file.stem}", node.data, node.line)


def _without(source: Source, problems: Sequence[Problem]) -> Source:
    """Leave out the row, or the key that is none, on whose lines a problem was found."""
    for one in problems:
        if one.path == source.path and one.line is not None:
            section, name = _row_at(source, one.line)
            return _dropped(source, section, name)
    return source


def _row_at(source: Source, line: int) -> tuple[str, str | None]:
    """Give the last section, and row of it, that begins at or above a line."""
    found: tuple[str, str | None] = ("", None)
    for section, rows in source.data.items():
        names = list(rows) if section in SECTIONS and isinstance(rows, dict) else []
        for name in (None, *names):
            place = (section,) if name is None else (section, name)
            if source.line(*place) <= line:
                found = (section, name)
    return found


def _dropped(source: Source, section: str, name: str | None) -> Source:
    rows = source.data.get(section)
    if name is not None and isinstance(rows, dict):
        left = {key: row for key, row in rows.items() if key != name}
        return replace(source, data={**source.data, section: left})
    if section in ("kinds", "roles"):
        return source  # what others build on: without it they would be wrong as well
    return replace(source, data={k: v for k, v in source.data.items() if k != section})
