"""One file as the index keeps it: read, and everything that its record tells by itself.

What depends on other records is worked out in :mod:`cs_cli.store.reindex`. Nothing here touches
the index, so that several processes can read at the same time.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any, NamedTuple

from cs_cli.domain.duties import Duties
from cs_cli.domain.errors import Broken, CsError, Invalid, Problem
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import Kind
from cs_cli.domain.obligation import is_urgent, may_owe
from cs_cli.domain.policy import Policy
from cs_cli.domain.reasons import reason
from cs_cli.domain.record import Record
from cs_cli.domain.schema import canonical_values
from cs_cli.store import codec, files, front


class Own(NamedTuple):
    """What the rules make of a record by itself; ``rests`` where it owes nothing whatever others
    come to, ``canonical`` its values as JSON where they are not those in the file.
    """

    final: bool
    rests: bool
    urgent: bool
    title: str
    owner: str | None
    customer: str | None
    canonical: str | None
    private: list[str]
    proofs: list[tuple[str, str | None, int]]


NOTHING = Own(False, True, False, "", None, None, None, [], [])  # noqa: FBT003
"""Of a record whose kind the rules do not know."""


class Entered(NamedTuple):
    """A record: its columns, its values as JSON, what it is about, and its own."""

    id: str
    kind: str
    type: str | None
    status: str
    opened: int
    changed: int
    data: str
    targets: list[str]
    own: Own


class Read(NamedTuple):
    """What a file came to: its digest, what is wrong with it or what it holds.

    Neither where it is as it was.
    """

    path: str
    digest: str
    problems: Sequence[Problem] = ()
    entered: Entered | None = None


class Reader:
    """Reads the files of a desk by its rules."""

    def __init__(self, root: Path, policy: Policy, duties: Duties) -> None:
        self._root = root
        self._policy = policy
        self._duties = duties

    def read(self, folder: str, wanted: Sequence[tuple[str, str | None]]) -> Iterator[Read]:
        """Read files of one folder: their names, each with the digest it had when last read."""
        try:
            with files.folder(self._root, folder) as content:
                for name, known in wanted:
                    yield self._file(folder + name, name, known, content)
        except OSError as error:  # gone, or shut, since it was listed
            message = reason(error)
            yield from (
                Read(folder + name, "", [Problem(folder + name, message)])
                for name, _known in wanted
            )

    def _file(self, path: str, name: str, known: str | None, content: files.Content) -> Read:
        try:
            raw = content(name)
        except Broken as error:
            return Read(path, "", error.problems)
        except CsError as error:
            return Read(path, "", [Problem(path, error.message, hint=error.hint)])
        digest = files.digest(raw)
        if digest == known:
            return Read(path, digest)
        try:
            return Read(path, digest, (), self.entered(parse(raw, path)))
        except Broken as error:
            return Read(path, digest, error.problems)

    def entered(self, record: Record) -> Entered:
        """Give a record as the index keeps it."""
        changed = max(event.at for event in record.log)
        targets = [target for target in record.about if isinstance(target, str)]
        return Entered(
            record.id, record.kind, record.type, record.status, seconds(record.opened_at),
            seconds(changed), json.dumps(record.values, ensure_ascii=False), targets,
            self.own(record),
        )  # fmt: skip

    def own(self, record: Record) -> Own:
        """Give what the rules make of it."""
        kind = self._policy.kinds.get(record.kind)
        if kind is None:
            return NOTHING
        return self._described(kind.of(record.type), record)

    def _described(self, kind: Kind, raw: Record) -> Own:
        record = in_canonical_form(raw, kind)
        title = record.values.get(kind.title)
        same = record.values == raw.values
        held = (record.values.get(name) for name, field in kind.fields.items() if field.pii)
        proofs = [(duty, p.period, seconds(p.at)) for duty, p in self._duties.proofs(record, kind)]
        owes = may_owe(record, self._policy) or self._duties.concern(record, kind)
        final = kind.is_final(record.status)
        urgent = not final and is_urgent(record, self._policy, self._duties.calendar)
        return Own(
            final, not owes, urgent, title if isinstance(title, str) else "",
            record.person("owner", "person", "first_responsible"), record.person("customer"),
            None if same else json.dumps(record.values, ensure_ascii=False),
            [word for word in held if isinstance(word, str) and len(word) > 1], proofs,
        )  # fmt: skip


def in_canonical_form(record: Record, kind: Kind) -> Record:
    """Give the record with all its values in canonical form."""
    values = canonical_values(kind, record.values)
    return record if values == record.values else Record.parse(values, record.body)


def recalled(data: str) -> Record:
    """Give a record from its values as JSON."""
    return Record.parse(json.loads(data))


def known(data: str, policy: Policy) -> tuple[Record, Kind] | None:
    """Give a record from its canonical values as JSON, with its definition.

    None where the rules know no such kind.
    """
    values: Mapping[str, Any] = json.loads(data)
    if values.get("kind") not in policy.kinds:
        return None
    return Record.parse(values), policy.kinds[values["kind"]].of(values.get("type"))


def seconds(instant: datetime) -> int:
    """Give an instant as the index keeps it."""
    return int(instant.timestamp())


def parse(raw: bytes, path: str) -> Record:
    """Read a record and hold it against its own file name; raise :class:`Broken`."""
    plain = front.plain(raw)
    if plain is not None:
        with suppress(Invalid, ValueError):
            found = Record.parse(*plain)
            if path_of(found.kind, found.id) == path:
                return found
    document = codec.read(raw, path=path)
    try:
        record = Record.parse(document.data, document.body)
    except Invalid as fault:
        line = document.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None
    try:
        expected = path_of(record.kind, record.id)
    except ValueError:
        expected = ""
    if expected != path:
        message = _("the file's name and folder must be those of its id {id}").format(id=record.id)
        raise Broken([Problem(path, message, document.line("id"))])
    return record
