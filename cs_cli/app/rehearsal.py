"""A desk laid out as it was: history is played again in a folder of its own.

The folder follows the commits, and an ordinary desk is opened in it, so that a command of that time
is judged by the same engine, rules and questions as one of today: with the people, calendar,
roster, policy and records of then. Packs that ``cs`` brings along are those of the ``cs`` that
audits; ``since:`` on their rows keeps what was done before a rule was made.
"""

import errno
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import datetime, timedelta
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.work import Work
from cs_cli.domain import reasons, seals
from cs_cli.domain.errors import Broken, Busy, CsError, Invalid, NotFound
from cs_cli.domain.found import Found
from cs_cli.domain.ledger import FILE, Change
from cs_cli.domain.match import Match
from cs_cli.domain.people import Person
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record
from cs_cli.store import codec, files, stages
from cs_cli.store.desk import Desk
from cs_cli.store.index import AHEAD, Index
from cs_cli.store.ledger import Ledger
from cs_cli.store.place import MARK
from cs_cli.store.query import Records
from cs_cli.store.stages import Newest, Stage

_OWN = ("policy/", "templates/")
_NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
"""What only says that there can be no such file: a name too long, a folder where one was."""
_UNUSABLE = frozenset({"", ".", "..", ".git", ".cs"})


class Then(Work):
    """The desk as one event found it: ``now`` is when it says it happened, ``as_`` who did it."""

    def __init__(self, stage: "Rehearsal", now: datetime, person: Person) -> None:
        super().__init__(stage.root, now, person.id)
        self._stage = stage
        self.__dict__.update(root=stage.root, desk=stage.desk, actor=person)

    @property
    def records(self) -> Records:
        """Give the records; nothing is read before a rule asks for any."""
        return _WhenAsked(self)

    @property
    def index(self) -> Index:
        """Give the index of the rehearsal, brought up to date when somebody asks."""
        return self._stage.index(self.now)


class _WhenAsked(Records):
    """The records of a rehearsal: most commands ask for none, and the index need not follow."""

    def __init__(self, then: Then) -> None:
        self._then = then
        self._planned = then.planned

    def find(
        self, kind: str, match: Match, *, open_only: bool = False, about: str | None = None
    ) -> Sequence[Found]:
        """Give the records of a kind that fit; where none lies there, none is looked for."""
        months = match.get("month", ()) if kind == seals.KIND else ()
        is_one = len(months) == 1 and seals.is_month(months[0])
        where = seals.folder(kind, months[0]) if is_one else kind
        if not self._planned and not (self._then.root / where).is_dir():
            return []  # as for nearly every event: no month is asked for that is sealed
        return super().find(kind, match, open_only=open_only, about=about)

    @property
    def _db(self) -> sqlite3.Connection:  # type: ignore[override]
        return self._then.index.db


class Rehearsal:
    """A folder in which one state of the desk after the other lies."""

    def __init__(self, root: Path, ledger: Ledger, today: Work, kept: Stage | None = None) -> None:
        self.root = root
        self.kept = kept
        self.tree = ledger.nothing
        self._ledger = ledger
        self._contents: dict[str, bytes] = {}
        self._policies: dict[object, Policy] = {}
        self._desk: Desk | None = None
        self._index: Index | None = None
        self._laid_out_at: datetime | None = None
        self._dirty: set[str] = set()
        self._know(today)

    @property
    def desk(self) -> Desk:
        """Give the desk as it lies; where its settings cannot be read, as they last could."""
        if self._desk is None or self._stale:
            self._stale = False
            fresh = Desk(self.root)
            with suppress(Broken):
                self._read(fresh)
                self._desk = fresh
        return self._desk or Desk(self.root)

    @property
    def is_desk(self) -> bool:
        """Tell whether a desk lies there at all."""
        return (self.root / MARK).is_file()

    @property
    def is_readable(self) -> bool:
        """Tell whether its settings can be read, or ever could."""
        try:
            return bool(self.desk.settings.packs) and self.desk.policy is not None
        except CsError:
            return False

    def resume(self, tree: str) -> None:
        """Take over a folder in which a state lies already."""
        self.tree = tree
        self._contents = _own(self.root)

    def rest(self, tree: str, newest: Newest) -> None:
        """Leave a state for the next push, where this one may be kept."""
        if self.kept is not None:
            self.go(tree)
            self.close()
            if self._whole:
                with suppress(CsError):
                    self.kept.keep(tree, newest)

    def go(self, tree: str) -> None:
        """Lay out another state."""
        if tree != self.tree:
            (changes,) = self._ledger.changes([(self.tree, tree)])
            self.lay(changes, self._ledger.blobs(one.new for one in changes), tree)

    def lay(self, changes: Iterable[Change], blobs: Mapping[str, bytes], tree: str) -> None:
        """Lay out what a commit changed."""
        changes = list(changes)
        for change in sorted(changes, key=lambda one: bool(one.new)):  # what goes makes room
            if _is_usable(change.path):
                content = blobs.get(change.new) if change.mode in FILE else None
                self._put(change.path, content)
        self.tree = tree

    def work(self, now: datetime, person: Person) -> Then:
        """Give the desk for one command of that time."""
        return Then(self, now, person)

    def index(self, now: datetime) -> Index:
        """Give the index, brought up to date."""
        laid = self._laid_out_at
        over = laid is not None and not timedelta(0) <= now - laid < AHEAD / 2
        if self._index is None or over:
            self.close()
            desk = self.desk
            self._index, self._laid_out_at = Index(self.root, now, lambda: desk), now
        elif self._dirty:
            self._index.take_in(sorted(self._dirty))
        self._dirty.clear()
        return self._index

    def text(self, path: str) -> bytes:
        """Give a file of the desk, empty where there is none."""
        try:
            return files.read(self.root, path)
        except (NotFound, Broken):
            return b""

    def newest(self) -> datetime | None:
        """Give the newest event of all records."""
        found: datetime | None = None
        for kind in self.desk.policy.kinds if self.is_desk else ():
            for place in (self.root / kind).rglob("*.md"):
                with suppress(Broken, Invalid, OSError):
                    path = place.relative_to(self.root).as_posix()
                    log = Record.parse(codec.read(place.read_bytes(), path=path).data).log
                    found = max(event.at for event in log) if found is None else max(
                        found, *(event.at for event in log)
                    )  # fmt: skip
        return found

    def close(self) -> None:
        """Close the index; it is made again when somebody asks."""
        if self._index is not None:
            self._index.db.close()
            self._index = None

    def _put(self, path: str, content: bytes | None) -> None:
        place = self.root / path
        try:
            if content is None or len(content) > files.MAX_BYTES:
                place.unlink(missing_ok=True)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        except OSError as error:
            self._whole = False
            if error.errno not in _NO_FILE:
                raise _no_room(self.root, error) from None
        if path.endswith(".md") and not path.startswith(_OWN):
            self._dirty.add(path)
        elif path.endswith(".yaml") or path.startswith(_OWN):
            self._contents.pop(path, None)
            if content is not None:
                self._contents[path] = content
            self._stale = True
            self.close()

    _stale = True
    _whole = True

    def _read(self, desk: Desk) -> None:
        """Read everything; rules only when they are others than those of some earlier state."""
        packs, _people, _calendar = desk.settings.packs, desk.people, desk.calendar
        own = {path: text for path, text in self._contents.items() if path.startswith(_OWN)}
        key = (packs, frozenset(own.items()))
        if key in self._policies:
            desk.__dict__["policy"] = self._policies[key]
        self._policies[key] = desk.policy

    def _know(self, today: Work) -> None:
        """Take the rules of the desk of today, which are mostly those of then."""
        with suppress(Broken, OSError):
            key = (today.desk.settings.packs, frozenset(_own(today.root).items()))
            self._policies[key] = today.policy


@contextmanager
def rehearsal(ledger: Ledger, today: Work) -> Iterator[Rehearsal]:
    """Give a rehearsal: an empty one whose folder is gone afterwards, or the one of a server."""
    with ExitStack() as held:
        kept = held.enter_context(_kept(today))
        if kept is None:
            temporary = tempfile.TemporaryDirectory(prefix="cs-", ignore_cleanup_errors=True)
            stage = Rehearsal(Path(held.enter_context(temporary)), ledger, today)
        else:
            stage = Rehearsal(kept.root, ledger, today, kept)
            if kept.tree is not None and ledger.has(kept.tree):
                stage.resume(kept.tree)
            else:
                kept.clear()
        try:
            yield stage
        finally:
            stage.close()


def _kept(today: Work) -> AbstractContextManager[Stage | None]:
    """Give what a server keeps of the desk between two pushes; None anywhere else."""
    bare = today.bare
    if bare is None or not bare.pushed:
        return nullcontext()
    return stages.stage(bare.folder, today.root.relative_to(bare.top).as_posix())


def _own(root: Path) -> dict[str, bytes]:
    """Give the rules and templates of the desk itself."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in _OWN
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


def _no_room(folder: Path, error: OSError) -> Busy:
    message = _("history cannot be laid out in {folder}: {reason}")
    return Busy(
        message.format(folder=folder.parent, reason=reasons.reason(error)),
        hint=_("make room there, or name another folder in TMPDIR"),
    )


def _is_usable(path: str) -> bool:
    """Tell whether a path of a tree, which anybody can write, stays inside a folder."""
    return not _UNUSABLE & set(path.lower().split("/")) and "\0" not in path
