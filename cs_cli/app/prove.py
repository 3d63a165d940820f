"""Hold one commit after the other against the rules of its time: people, times, verbs, settings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from gettext import gettext as _
from itertools import chain

from cs_cli.app import (
    consequences,
    damage,
    evidence,
    flaws_of,
    prove_merge,
    prove_settings,
    prove_trailers,
)
from cs_cli.app.check_settings import Examined, examine
from cs_cli.app.consequences import Judged
from cs_cli.app.evidence import Memory, Reader
from cs_cli.app.rehearsal import Rehearsal
from cs_cli.app.replay import Step
from cs_cli.domain import keepers, moments
from cs_cli.domain.frozen import replace
from cs_cli.domain.ledger import FILE, Change, Commit
from cs_cli.domain.people import Person
from cs_cli.domain.proof import Flaw
from cs_cli.store import desk as desks
from cs_cli.store.ledger import Ledger
from cs_cli.store.place import MARK

Blobs = Mapping[str, bytes]


@dataclass
class Proof:
    """What was proven so far; ``newest`` is the newest event that led to each commit.

    ``owed`` are flaws of records that rules make and that nobody has made so far, by path.
    """

    ledger: Ledger
    stage: Rehearsal
    trees: dict[str, str] = field(default_factory=dict)
    newest: dict[str, datetime | None] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    commits: int = 0
    events: int = 0
    unproven: int = 0
    begun: bool = False
    memory: Memory = field(default_factory=Memory)
    signed: dict[bytes, list[Commit]] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    owed: dict[str, Flaw] = field(default_factory=dict)

    def take(self, commit: Commit, changes: Sequence[Sequence[Change]], blobs: Blobs) -> None:
        """Judge a commit; ``changes`` are those against each of its parents."""
        self.trees[commit.id] = commit.tree
        newest = moments.newest(self.newest_of(one) for one in commit.parents)
        found: Iterable[Flaw] = ()
        names: Sequence[str] = ()
        lost = [one for one in changes[0] if one.mode in FILE and one.new not in blobs]
        if lost:  # nobody is blamed for what cannot be read
            self.stage.go(commit.tree)
            found = [damage.missing(one.new, commit.id, one.path) for one in lost]
        elif any(changes) or self.ledger.is_whole or not commit.parents:
            self.stage.go(
                self.tree_of(commit.parents[0]) if commit.parents else self.ledger.nothing
            )
            names = self._names(commit)
            if not self.stage.is_desk:
                found, newest = self._outside(commit, changes, blobs)
            elif not self.stage.is_readable:
                found = self._unreadable(commit, changes[0], blobs)
            elif self.stage.desk.settings.identity == "none":
                self.unproven += 1
                self.stage.lay(changes[0], blobs, commit.tree)
            elif len(commit.parents) > 1:
                found, newest = self._merge(commit, changes, blobs, newest)
            else:
                found, newest = self._one(commit, changes[0], blobs, newest)
        self.newest[commit.id] = newest
        names = names or self._names(commit) or (commit.email,)
        self.authors[commit.id] = names[0]
        self._note(commit, changes, found, () if lost else names)

    def _note(
        self, commit: Commit, changes: Sequence[Sequence[Change]], found: Iterable[Flaw],
        names: Sequence[str],
    ) -> None:  # fmt: skip
        """Keep what was found in a commit; what was left out earlier may be there now."""
        for change in chain.from_iterable(changes):
            self.owed.pop(change.path, None)
        for one in found:
            told = replace(
                one, commit=commit.id, at=one.at or commit.at,
                person=one.person if one.person in names else next(iter(names), None),
            )  # fmt: skip
            if one.code == flaws_of.LEFT_OUT:
                self.owed[str(one.path)] = told
            else:
                self.flaws.append(told)

    def _names(self, commit: Commit) -> list[str]:
        """Give who made a commit, as the desk that is laid out knows the person.

        That is whom a finding is about: a name in an event is only what the author wrote there.
        """
        people = self.stage.desk.people if self.stage.is_readable else ()
        return [person.id for person in keepers.authors(people, commit.email)]

    def _ask(self, commit: Commit) -> None:
        """Note a commit that must be signed, by the keys that the desk knew before it."""
        settings = self.stage.desk.settings
        if settings.identity == "signed":
            self.signed.setdefault(self.stage.text(settings.signers), []).append(commit)

    def tree_of(self, commit: str) -> str:
        """Give the tree of a commit, whether it is of the range or before it."""
        if commit not in self.trees:
            self.trees.update(self.ledger.trees([commit]))
        return self.trees[commit]

    def newest_of(self, commit: str) -> datetime | None:
        """Give the newest event of a commit and all before it."""
        if commit not in self.newest:
            self.stage.go(self.tree_of(commit))
            self.newest[commit] = self.stage.newest()
        return self.newest[commit]

    def _outside(
        self, commit: Commit, changes: Sequence[Sequence[Change]], blobs: Blobs
    ) -> tuple[list[Flaw], datetime | None]:
        """Look at a commit before which there was no desk: it may be the one that makes it."""
        self.stage.lay(changes[0] if changes else (), blobs, commit.tree)
        if not self.stage.is_desk:
            self.unproven += self.begun
            return [], None
        found: list[Flaw] = []
        if self.begun:
            message = _("another desk begins here, beside the one that there was")
            found.append(Flaw("settings", message, path=MARK))
        self.begun = True
        if not self.stage.is_readable:
            return [*found, *self._unreadable(commit, (), blobs)], None
        desk = self.stage.desk
        if desk.settings.identity == "none":
            self.unproven += 1
            return found, self.stage.newest()
        self.commits += 1
        if not keepers.authors(desk.people, commit.email):
            found.append(flaws_of.unknown(commit, desk))
        reader = Reader(desk, blobs)
        held = sum(reader.is_record(one.path) for one in changes[0])
        if held:
            message = _("records that were there before the history began: {n}").format(n=held)
            found.append(Flaw("imported", message, remark=True))
        return found, self.stage.newest()

    def _unreadable(
        self, commit: Commit, changes: Sequence[Change], blobs: Blobs
    ) -> Iterator[Flaw]:
        """Tell why nothing can be judged: the settings cannot be read, and never could."""
        self.stage.lay(changes, blobs, commit.tree)
        self.unproven += 1
        yield from prove_settings.broken(self.stage.root, None, None)

    def _one(
        self, commit: Commit, changes: Sequence[Change], blobs: Blobs, before: datetime | None
    ) -> tuple[list[Flaw], datetime | None]:
        """Judge a commit with one parent."""
        stage = self.stage
        desk = stage.desk
        self._ask(commit)
        who = keepers.authors(desk.people, commit.email)
        settings = [c for c in changes if prove_settings.is_setting(c.path, desk)
                    or c.path.startswith(prove_settings.ROSTER)]  # fmt: skip
        examined = self._examined(settings)
        after = self._after(changes, blobs, commit)
        found = evidence.examine(changes, Reader(desk, blobs), after, self.memory)
        flaws = list(found.flaws)
        if self.stage.tree == commit.tree:  # laid out to be read; judged in what was before
            stage.go(self.tree_of(commit.parents[0]))
        flaws += [] if who else [flaws_of.unknown(commit, desk)]
        flaws += prove_trailers.faults(commit, who, found.steps, desk.policy)
        flaws += flaws_of.persons(found.steps, who, commit)
        flaws += self._times(found.steps, commit, before, desk.settings)
        judged = consequences.judge(
            stage, found.steps, prove_trailers.record(commit), found.contents
        )
        flaws += flaws_of.left_out(judged, desk.policy)
        flaws += prove_settings.changed(changes, blobs, desk, who)
        flaws += self._roster(changes, blobs, judged, commit, who)
        flaws += flaws_of.told(commit, desk)
        stage.lay(changes, blobs, commit.tree)
        flaws += flaws_of.engine(judged if settings else consequences.seals_again(stage, judged))
        for path, old, new in found.read:
            flaws += evidence.dangling(path, old, new, Reader(stage.desk, blobs))
        flaws += self._settings_after(settings, examined, desk, who)
        self.commits += 1
        self.events += len(found.steps)
        times = moments.counted(
            (step.event for step in found.steps), commit, desk.settings.tolerance.span
        )
        return flaws_of.unique(flaws, found.steps), moments.newest([before, *times])

    def _after(self, changes: Sequence[Change], blobs: Blobs, commit: Commit) -> Reader:
        """Give a reader with the settings after the commit, which are mostly those before."""
        desk = self.stage.desk
        if any(prove_settings.is_setting(one.path, desk) for one in changes):
            self.stage.lay(changes, blobs, commit.tree)
        return Reader(self.stage.desk, blobs)

    def _times(
        self, steps: Sequence[Step], commit: Commit, before: datetime | None, said: desks.Settings
    ) -> Iterator[Flaw]:
        late = said.commit == "manual"
        for step in steps:
            event, span = step.event, said.tolerance.span
            for code, message in moments.faults(event, commit, before, span, late=late):
                yield flaws_of.of(step, code, message)

    def _roster(
        self, changes: Sequence[Change], blobs: Blobs, judged: Judged, commit: Commit,
        who: Sequence[Person],
    ) -> Iterator[Flaw]:  # fmt: skip
        for change in changes:
            if change.path.startswith(prove_settings.ROSTER) and who:
                work = self.stage.work(commit.at, who[0])
                yield from prove_settings.roster(change, blobs, work, judged.files)

    def _examined(self, changes: Sequence[Change]) -> Examined | None:
        if not changes:
            return None
        return examine(self.stage.root, [one.path for one in changes])

    def _settings_after(
        self, changes: Sequence[Change], before: Examined | None, desk: desks.Desk,
        who: Sequence[Person],
    ) -> Iterator[Flaw]:  # fmt: skip
        """Tell what a change of settings came to."""
        if not changes:
            return
        yield from prove_settings.raised(desk, self.stage.desk, who)
        if not self.stage.is_desk:
            yield Flaw("settings", _("after it there is no desk any more"), path=MARK)
        paths = [one.path for one in changes if one.new]
        yield from prove_settings.broken(self.stage.root, paths, before)

    def _merge(
        self, commit: Commit, changes: Sequence[Sequence[Change]], blobs: Blobs,
        before: datetime | None,
    ) -> tuple[list[Flaw], datetime | None]:  # fmt: skip
        """Judge a merge: it adds nothing, loses nothing, and is the merge by meaning."""
        desk = self.stage.desk
        self._ask(commit)
        who = keepers.authors(desk.people, commit.email)
        flaws = [] if who else [flaws_of.unknown(commit, desk)]
        flaws += prove_trailers.faults(commit, who, None, desk.policy)
        flaws += prove_merge.faults(self.ledger, commit, changes, Reader(desk, blobs))
        flaws += flaws_of.told(commit, desk)
        self.stage.lay(changes[0], blobs, commit.tree)
        self.commits += 1
        return flaws_of.unique(flaws), before
