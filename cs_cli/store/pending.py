"""What is saved and not yet committed."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.domain.errors import Broken, CsError, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.store import files

PATH = ".cs/pending"

_UNSAYABLE = "[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_TRAILER = re.compile(r"[A-Za-z][A-Za-z-]*")


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be one commit: paths with the digests of their contents, and the message."""

    digests: Mapping[str, str]
    subject: str
    trailers: Mapping[str, str]
    author: tuple[str, str]
    """Name and e-mail."""
    when: datetime | None = None
    """The instant the command acted at, as it was told or by the clock."""
    new: bool = False
    """Whether git may not know some of the paths yet; only a matter of speed."""


def load(root: Path) -> list[Work]:
    """Give what waits, oldest first; raise Broken where that cannot be read."""
    try:
        return [_work(entry) for entry in json.loads(files.read(root, PATH))]
    except NotFound:
        return []
    except (ValueError, LookupError, TypeError):
        message = _("what was to be committed cannot be read")
        raise Broken([Problem(PATH, message, hint=_("commit with git by hand"))]) from None


def give_up(root: Path) -> None:
    """Forget what cannot be read, so that the next command is not kept from its work."""
    files.remove(root, PATH)


def waiting(root: Path) -> set[str]:
    """Give the paths that are still as they were saved and wait to be committed."""
    try:
        works = load(root)
    except Broken:
        return set()
    return {
        path for work in works for path, saved in work.digests.items() if is_as(root, path, saved)
    }


def is_as(root: Path, path: str, saved: str) -> bool:
    """Tell whether a file is as it was saved."""
    try:
        return files.digest(files.read(root, path)) == saved
    except CsError:
        return False


def save(root: Path, works: Sequence[Work]) -> None:
    """Write down what waits."""
    try:
        before = files.digest(files.read(root, PATH))
    except NotFound:
        before = None
    if works:
        content = json.dumps([_entry(work) for work in works]).encode()
        files.stage(root, PATH, content, expecting=before).publish()
    elif before is not None:
        files.remove(root, PATH, surely=False)


def message(work: Work) -> bytes:
    """Give a commit message that nothing in it can forge; raise Invalid."""
    trailers = [f"{name}: {value}" for name, value in work.trailers.items()]
    lines = [work.subject, *trailers]
    if not work.subject or not all(map(_is_sayable, lines)):
        raise Invalid(_("a commit message is lines of words"), "subject")
    if not all(_TRAILER.fullmatch(name) for name in work.trailers):
        raise Invalid(_("this is no name of a trailer"), "trailers")
    return "\n".join([work.subject, "", *trailers, ""] if trailers else [work.subject, ""]).encode()


def _is_sayable(line: str) -> bool:
    return line.isprintable() or re.search(_UNSAYABLE, line) is None


def authorship(work: Work) -> dict[str, str]:
    """Give author and time by environment, where no other user can read them.

    The author's date is when the command acted, the committer's that of the clock as the commit is
    made: history shows what was recorded late, or under a time that somebody told.
    """
    name, email = (re.sub(r"[\x00-\x1f\x7f<>]", " ", part).strip() for part in work.author)
    who = {"GIT_AUTHOR_NAME": name or email, "GIT_AUTHOR_EMAIL": email}
    if work.when is None or work.when.timestamp() < 0:  # git counts from 1970
        return who
    return {**who, "GIT_AUTHOR_DATE": f"@{int(work.when.timestamp())} {work.when:%z}"}


def _entry(work: Work) -> dict[str, Any]:
    named: dict[str, Any] = {name: getattr(work, name) for name in work.__match_args__}
    return {**named, "when": work.when and work.when.isoformat()}


def _work(entry: dict[str, Any]) -> Work:
    name, email = entry["author"]
    when = entry["when"] and datetime.fromisoformat(entry["when"])
    return Work(
        entry["digests"], entry["subject"], entry["trailers"], (name, email), when, entry["new"]
    )
