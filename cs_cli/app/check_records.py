"""Hold records against everything that must hold for them, in one pass over their files."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cs_cli.app.check_files import problem, told
from cs_cli.app.check_settings import Examined
from cs_cli.checks import RECORD, conflict, place, references
from cs_cli.checks.references import Named, Target
from cs_cli.checks.subject import Around, Fault, Subject
from cs_cli.domain.errors import Broken, Did, Invalid, Problem
from cs_cli.domain.ids import is_id, path_of
from cs_cli.domain.kind import Kind
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record, replay
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec
from cs_cli.store.aside import cores, spread
from cs_cli.store.codec import Document
from cs_cli.store.trees import Content, Tree, WorkingTree


class _Part(NamedTuple):
    """What some records showed: what is wrong, what others may name, and whom each names."""

    problems: list[Problem]
    targets: dict[Target, list[str]]
    naming: list[tuple[str, frozenset[Named]]]


AT_ONCE = 200  # records
_MANY = 4
"""So many times; from there on further processes are worth starting."""


class Inspection:
    """One pass over records; what each shows is forgotten but for what others may name."""

    def __init__(self, settings: Examined, tree: Tree) -> None:
        self._settings = settings
        self._tree = tree
        policy = settings.policy
        self._around = policy and Around(policy, settings.people, settings.zone)
        self._targets: dict[str, Target] = {}

    def problems(self, paths: Iterable[str]) -> Iterator[Problem]:
        """Give everything wrong with these records, references to others last."""
        waiting: dict[str, frozenset[Named]] = {}
        for part in self._parts(_named_first(paths, self._settings.policy)):
            for target, ids in part.targets.items():
                self._targets |= dict.fromkeys(ids, target)
            waiting |= self._unsound(part.naming)
            yield from part.problems
        wanted = {one.id for named in waiting.values() for one in named}
        self._look_up(id_ for id_ in wanted if id_ not in self._targets)
        yield from self._dangling([path for path, _named in self._unsound(waiting.items())])

    def _unsound(
        self, naming: Iterable[tuple[str, frozenset[Named]]]
    ) -> Iterator[tuple[str, frozenset[Named]]]:
        """Give those that name what is not there as they need it, as far as is known."""
        for path, named in naming:
            if not all(references.is_sound(one, self._targets.get(one.id)) for one in named):
                yield path, named

    def _dangling(self, paths: Iterable[str]) -> Iterator[Problem]:
        """Tell where records name what is not there: they are read again to find the lines."""
        for path, content in self._tree.read(paths):
            try:
                document = codec.read(content if isinstance(content, bytes) else b"", path=path)
            except Broken:
                continue  # written over since it was looked at
            for one in references.references(subject_of(document, self._settings.policy)):
                fault = references.judge(one, self._targets.get(one.named.id))
                if fault is not None:
                    yield problem(path, fault, references.RULE, document.node)

    def _parts(self, paths: Sequence[str]) -> Iterator["_Part"]:
        """Look at records some at a time; other processes help with many files on the disk."""
        if not isinstance(self._tree, WorkingTree):
            yield self._part(paths)  # git gives all of them in one go
            return
        some = [paths[at : at + AT_ONCE] for at in range(0, len(paths), AT_ONCE)]
        if len(some) < _MANY or cores() < 2:
            yield from map(self._part, some)
        else:
            yield from (part for _some, part in spread(self._part, some))

    def _part(self, paths: Sequence[str]) -> "_Part":
        part = _Part([], {}, [])
        for path, content in self._tree.read(paths):
            part.problems.extend(self._record(path, content, part))
        return part

    def _record(self, path: str, content: Content, part: _Part) -> Iterator[Problem]:
        if not isinstance(content, bytes):
            yield from told(content.problems if content else ())
            return
        try:
            document = codec.read(content, path=path)
        except Broken as error:
            yield from told(error.problems)
            return
        subject = subject_of(document, self._settings.policy)
        id_ = _id_in_its_place(subject)
        if id_ is not None:
            part.targets.setdefault(references.target_of(subject), []).append(id_)
        named = frozenset(one.named for one in references.references(subject))
        if named:
            part.naming.append((path, named))
        for rule, fault in self._faults(subject):
            yield problem(path, fault, rule, document.node, events=did(subject, fault))

    def _faults(self, subject: Subject) -> Iterator[tuple[str, Fault]]:
        if self._around is None:
            # Without rules there is still its place, and the halves of a merge.
            yield from ((place.RULE, fault) for fault in place.lies(subject))
            found = conflict.faults(subject.body, first_line=subject.body_line)
            yield from ((conflict.RULE, fault) for fault in found)
            return
        for one in RECORD:
            yield from ((one.RULE, fault) for fault in one.check(subject, self._around))

    def _look_up(self, ids: Iterable[str]) -> None:
        """Find records that were not in this pass, each where its id says it lies."""
        policy = self._settings.policy
        kinds = policy.kinds.values() if policy else ()
        wanted = {
            path_of(kind.kind, id_): (kind.kind, id_)
            for id_ in sorted(ids)
            for kind in kinds
            if _prefixed(kind, id_)
        }
        for path, content in self._tree.read(wanted):
            kind_name, id_ = wanted[path]
            if content is not None:
                self._targets[id_] = _target(path, kind_name, content, policy)


def _named_first(paths: Iterable[str], policy: Policy | None) -> list[str]:
    """Put the kinds that others name most first, so that few of these wait for what they name."""
    variants = [one for kind in (policy.kinds if policy else {}).values() for one in kind.variants]
    fields = [field for kind in variants for field in kind.fields.values()]
    named = Counter(to for field in fields if field.type == "record" for to in field.to)
    return sorted(paths, key=lambda path: -named[path.partition("/")[0]])


def _id_in_its_place(subject: Subject) -> str | None:
    """Give the id that others name a record by, None where it lies elsewhere than they look."""
    kind, id_ = subject.text("kind"), subject.text("id")
    return id_ if kind and id_ and is_id(id_) and path_of(kind, id_) == subject.path else None


def did(subject: Subject, fault: Fault) -> tuple[Did, ...]:
    """Tell of the events of a fault."""
    log = subject.record.log if subject.record else ()
    events = ((n, log[n]) for n in fault.events)
    return tuple(Did(n + 1, e.at.isoformat(), e.by, e.do) for n, e in events)


def subject_of(document: Document, policy: Policy | None) -> Subject:
    """Prepare a record that was read for its checks."""
    data, body = document.data, document.body
    name, type_ = data.get("kind"), data.get("type")
    kind = policy.kinds.get(name) if policy and isinstance(name, str) else None
    if kind is not None:
        kind = kind.of(type_ if isinstance(type_, str) else None)
    record = _parsed(document, kind)
    return Subject(
        path=document.path,
        data=data,
        body=body,
        body_line=document.raw.count(b"\n", 0, len(document.raw) - len(body.encode())) + 1,
        kind=kind,
        record=record,
        steps=tuple(replay(record, kind)) if record and kind else (),
    )


def _parsed(document: Document, kind: Kind | None) -> Record | None:
    values = canonical_values(kind, document.data) if kind else document.data
    try:
        return Record.parse(values, document.body)
    except Invalid:
        return None  # the checks say what is wrong, and where


def _prefixed(kind: Kind, id_: str) -> bool:
    prefix = id_.partition("-")[0]
    return prefix in [variant.prefix for variant in kind.variants]


def _target(path: str, kind: str, content: Content, policy: Policy | None) -> Target:
    """Give a record that another one names; what is wrong with it is not asked."""
    if not isinstance(content, bytes):
        return Target(kind, "")
    try:
        found = references.target_of(subject_of(codec.read(content, path=path), policy))
    except Broken:
        return Target(kind, "")
    return Target(kind, found.status, found.in_doubt)
