"""Merge three files that git hands over: the job behind the merge driver."""

from contextlib import suppress
from pathlib import Path

from cs_cli.app import clashes
from cs_cli.domain.errors import Broken, CsError, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import Kind
from cs_cli.domain.reasons import reason
from cs_cli.store import codec, place, versions
from cs_cli.store.desk import Desk
from cs_cli.store.git import Git


@dataclass(frozen=True, slots=True)
class Merged:
    """Whether nothing is left to a person, and what was decided that a person should look at."""

    done: bool
    told: tuple[Problem, ...] = ()


def merge_files(base: Path, ours: Path, theirs: Path, path: str, top: Path) -> Merged:
    """Write what two versions come to over ``ours``.

    ``path`` is where the record lies below ``top``. What is no record, or cannot be read as one,
    is merged by lines as git does it, with its lines of conflict where that fails.
    """
    ancestor, one, other = (_content(place) for place in (base, ours, theirs))
    try:
        kind = _kind(one, path, top)
        new = versions.merged(ancestor, one, other, kind, path=path)
        told = tuple(clashes.problems(ancestor, one, other, kind, path=path))
        ours.write_bytes(new)
    except (Broken, Invalid):
        return Merged(Git(top).merge_lines(ours, base, theirs))
    return Merged(done=True, told=told)


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        raise NotFound(f"{place}: {reason(error)}") from None


def _kind(raw: bytes, path: str, top: Path) -> Kind | None:
    """Give the kind of a record by the rules of its desk, None where they cannot be read."""
    data = codec.read(raw, path=path).data
    root = place.find((top / path).parent)  # raises Broken for a newer format: git merges by lines
    with suppress(CsError):
        return Desk(root).policy.kinds.get(str(data.get("kind")))
    return None
