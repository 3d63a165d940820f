"""Files read by one process, or by several where there are many."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from cs_cli.store.aside import cores, spread
from cs_cli.store.entering import Read, Reader
from cs_cli.store.walk import Signature

MANY = 500
"""From so many files on further processes are worth starting."""


class Batch(NamedTuple):
    """Files of one folder: their names, signatures, and the digests they had when last read."""

    folder: str
    files: list[tuple[str, Signature, str | None]]


Found = tuple[Batch, list[Read]]


def read_all(reader: Reader, batches: Iterable[Batch]) -> Iterator[Found]:
    """Read batches, in their order: the first ones here, many by one process for each core."""
    stream = iter(batches)
    first, count = [], 0
    for batch in stream:
        first.append(batch)
        count += len(batch.files)
        if count >= MANY and cores() > 1:
            yield from spread(lambda batch: _read(reader, batch), chain(first, stream))
            return
    yield from ((batch, _read(reader, batch)) for batch in first)


def _read(reader: Reader, batch: Batch) -> list[Read]:
    wanted = [(name, digest) for name, _signature, digest in batch.files]
    return list(reader.read(batch.folder, wanted))
