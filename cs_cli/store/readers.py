"""Files read by one process, or by several where there are many."""

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.store.aside import cores
from cs_cli.store.entering import Read, Reader
from cs_cli.store.walk import Signature

if TYPE_CHECKING:
    from concurrent.futures import Future

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
            yield from _side_by_side(reader, chain(first, stream))
            return
    yield from ((batch, _read(reader, batch)) for batch in first)


def _read(reader: Reader, batch: Batch) -> list[Read]:
    wanted = [(name, digest) for name, _signature, digest in batch.files]
    return list(reader.read(batch.folder, wanted))


def _side_by_side(reader: Reader, batches: Iterator[Batch]) -> Iterator[Found]:
    """Let other processes read ahead of the one that takes in what they found.

    Where one of them dies, what is left is read here.
    """
    # Deferred: only many files are worth what it costs to load.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    left: deque[Batch] = deque()
    with ProcessPoolExecutor(
        cores(), mp_context=get_context("fork"), initializer=_begin, initargs=(reader,)
    ) as pool:
        try:
            ahead: deque[Future[list[Read]]] = deque()
            for batch in chain(batches, repeat(None)):
                if batch is not None:
                    left.append(batch)
                    ahead.append(pool.submit(_read_there, batch))
                if not left:
                    return
                if batch is None or len(left) > _AHEAD * cores():
                    found = ahead.popleft().result()
                    yield left.popleft(), found
        except BrokenProcessPool:
            yield from ((batch, _read(reader, batch)) for batch in chain(left, batches))


_AHEAD = 8  # batches for each process
_readers: list[Reader] = []  # the one of a further process


def _begin(reader: Reader) -> None:
    """Begin as a further process: it shares what was read of the rules, and Ctrl-C is not its."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _readers[:] = [reader]


def _read_there(batch: Batch) -> list[Read]:
    return _read(_readers[0], batch)
