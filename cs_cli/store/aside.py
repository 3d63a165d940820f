"""Work done by several processes at the same time: Python lets one thread work at a time."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")
_WHOLE = b"\0\0"  # ends what was told in full


def side_by_side(mine: Callable[[], T], other: Callable[[], str]) -> tuple[T, str] | None:
    """Give what both come to, ``other`` worked out by a second process.

    ``other`` only reads. None where there can be no second process, or it came to nothing.
    """
    try:
        reading, writing = os.pipe()
        gc.freeze()  # what is there already stays shared
        child = os.fork()
    except OSError:
        return None
    if child == 0:
        _tell(writing, other)
    os.close(writing)
    with open(reading, "rb") as told:  # noqa: PTH123 - a descriptor
        try:
            found = mine()
            said = told.read()
        finally:
            told.close()
            os.waitpid(child, 0)
    if not said.endswith(_WHOLE):
        return None
    return found, os.fsdecode(said[: -len(_WHOLE)])


def _tell(writing: int, work: Callable[[], str]) -> None:
    """Work as the second process, and end it at once, whatever happens."""
    try:
        said = os.fsencode(work()) + _WHOLE
        while said:
            said = said[os.write(writing, said) :]
    finally:
        os._exit(0)


def cores() -> int:
    """Give how many processes can work at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R]]:
    """Give each item with what the work makes of it, in their order, done by other processes.

    They share what is there when they begin, and read ahead of whoever takes in what they found.
    Where one of them dies, what is left is done here.
    """
    # Deferred: only much work is worth what it costs to load.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    stream, left = iter(items), deque[T]()
    with ProcessPoolExecutor(
        cores(), mp_context=get_context("fork"), initializer=_begin, initargs=(work,)
    ) as pool:
        try:
            ahead: deque[Future[R]] = deque()
            for item in stream:
                left.append(item)
                ahead.append(pool.submit(_there, item))
                if len(left) > _AHEAD * cores():
                    found = ahead.popleft().result()
                    yield left.popleft(), found
            while left:
                found = ahead.popleft().result()
                yield left.popleft(), found
        except BrokenProcessPool:
            yield from ((item, work(item)) for item in chain(left, stream))


def shared_out(
    work: Callable[[list[T]], R], items: Iterable[T], *, some: int, many: int
) -> Iterator[tuple[list[T], R]]:
    """Give ``some`` items at a time with what the work makes of them, in their order.

    Other processes do it where there are as ``many`` items or more.
    """
    stream = iter(items)
    first = list(islice(stream, many))
    whole = chain(first, stream)
    parts = iter(lambda: list(islice(whole, some)), [])
    if len(first) < many or cores() < 2:
        return ((part, work(part)) for part in parts)
    return spread(work, parts)


_AHEAD = 8  # items for each process
_works: list[Callable[[Any], Any]] = []  # the one of a further process


def _begin(work: Callable[[Any], Any]) -> None:
    """Begin as a further process; Ctrl-C is for the first one, and none outlives it.

    What it holds, the lock of the desk too, would stay held.
    """
    # Deferred: warm commands never come here.
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _works[:] = [work]
    Thread(target=_leave_with_the_first, daemon=True).start()


def _leave_with_the_first() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    first = parent_process()
    if first is not None:
        wait([first.sentinel])
        os._exit(1)


def _there(item: Any) -> Any:  # noqa: ANN401 - whatever it is made of
    return _works[0](item)
