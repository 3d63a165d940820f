"""Records that have some texts in them, found by reading their files.

A file that cannot have them is told by its bytes, and only the others are parsed. Files are read
rather than kept in the index, because what staff write is Chinese: an index of words would have
to know where they end, and one of three characters finds none of one or two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from cs_cli.domain.errors import Broken, NotFound, Problem
from cs_cli.domain.fulltext import Hit, Sought, places
from cs_cli.domain.ids import path_of
from cs_cli.store import files
from cs_cli.store.aside import cores, spread
from cs_cli.store.entering import parse

AT_ONCE = 250  # records
_MANY = 4
"""So many times; from there on further processes are worth starting."""

Row = tuple[str, str]
"""Id and kind of a record."""


class _Part(NamedTuple):
    """What some records came to, in their order."""

    hits: list[Hit]
    problems: list[Problem]


class Seeker:
    """Looks for texts in records of a desk; ``problems`` are those that could not be read."""

    def __init__(self, root: Path, sought: Sequence[Sought]) -> None:
        self._root = root
        self._sought = sought
        self.problems: list[Problem] = []

    def hits(self, rows: Iterable[Row]) -> Iterator[Hit]:
        """Give those of these records that have all of the texts, in their order."""
        for part in self._parts(iter(rows)):
            self.problems += part.problems
            yield from part.hits

    def _parts(self, rows: Iterator[Row]) -> Iterator[_Part]:
        chunks = iter(lambda: list(islice(rows, AT_ONCE)), [])
        few = list(islice(chunks, _MANY))
        if len(few) < _MANY or cores() < 2:
            yield from map(self._part, chain(few, chunks))
            return
        yield from (part for _rows, part in spread(self._part, chain(few, chunks)))

    def _part(self, rows: Sequence[Row]) -> _Part:
        folders: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, (id_, kind) in enumerate(rows):
            folder, _slash, name = path_of(kind, id_).rpartition("/")
            folders[f"{folder}/"].append((number, name))
        found: dict[int, Hit] = {}
        problems: list[Problem] = []
        for folder, names in folders.items():
            for number, hit in self._in_folder(folder, names, problems):
                found[number] = hit
        return _Part([found[number] for number in sorted(found)], problems)

    def _in_folder(
        self, folder: str, names: Iterable[tuple[int, str]], problems: list[Problem]
    ) -> Iterator[tuple[int, Hit]]:
        try:
            with files.folder(self._root, folder) as content:
                for number, name in names:
                    hit = self._in_file(folder + name, name, content, problems)
                    if hit is not None:
                        yield number, hit
        except OSError:
            return  # gone, or shut, since the index looked at it; the next look will tell

    def _in_file(
        self, path: str, name: str, content: files.Content, problems: list[Problem]
    ) -> Hit | None:
        try:
            raw = content(name)
            low = raw.lower()
            if not all(one.may_be_in(raw, low) for one in self._sought):
                return None
            record = parse(raw, path)
        except NotFound:
            return None  # gone meanwhile
        except Broken as error:
            problems += error.problems
            return None
        found = places(record, self._sought)
        return Hit.of(record, found) if found else None
