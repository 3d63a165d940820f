"""Find a record by its id or any part of it that only it has, and read it."""

from gettext import gettext as _
from typing import TYPE_CHECKING

from cs_cli.app.work import Work
from cs_cli.domain.errors import Ambiguous, Broken, CsError, Invalid, NotFound, Problem
from cs_cli.domain.found import Found
from cs_cli.domain.ids import is_id, looked_for, matches, path_of
from cs_cli.domain.kind import VOID, Kind
from cs_cli.domain.record import Record
from cs_cli.store import files, front

if TYPE_CHECKING:
    from cs_cli.store.codec import Document

SHOWN = 10


def find_id(work: Work, part: str, kind: str | None = None) -> str:
    """Give the one id that ``part`` stands for: a part of it, or what the record goes by.

    Raises :class:`NotFound`, or :class:`Ambiguous` listing the candidates.
    """
    wanted = part.strip()
    whole = work.records.get(wanted.upper()) if is_id(wanted.upper()) else None
    if whole is not None and kind in (None, whole.kind):
        return whole.id
    looked = looked_for(wanted)
    found = work.records.matching(looked, kind) if looked else []
    found = found or _named(work, wanted, kind)
    if len(found) == 1:
        return found[0]
    if not found:
        _unreadable(work, wanted, kind)
        raise NotFound(
            _("there is no record {part}").format(part=part),
            hint=_("look with: cs {kind} list").format(kind=kind or _kind_of(work, wanted)),
        )
    listed = found[:SHOWN]
    more = _(" and {count} more").format(count=len(found) - SHOWN) if len(found) > SHOWN else ""
    raise Ambiguous(
        _("{part} could be: {ids}{more}").format(part=part, ids=", ".join(listed), more=more),
        candidates=found,
        hint=_("type more of the id"),
    )


def record_of(work: Work, part: str, kind: str | None = None) -> tuple[Kind, Record]:
    """Read the record that ``part`` of an id stands for; raise NotFound, Ambiguous, Broken."""
    id_ = find_id(work, part, kind)
    found = work.records.get(id_)
    if found is None:
        raise CsError(id_)
    definition, record, _document = load(work, found.kind, id_)
    return definition, record


def _named(work: Work, wanted: str, kind: str | None) -> list[str]:
    """Give the records of a kind that go by this number or name of their own (REP-45)."""
    definition = work.policy.kinds.get(kind or "")
    if definition is None or definition.title == "title":
        return []
    named = definition.fields.get(definition.title)
    if named is None or named.type != "text" or not named.required:
        return []
    try:
        wanted.encode()
    except UnicodeEncodeError:
        return []  # bytes that are no text are in no record
    found = work.records.find(definition.kind, {definition.title: (wanted,)})
    return [one.id for one in found if one.status != VOID]


def _kind_of(work: Work, part: str) -> str:
    """Give the kind whose ids begin as this part does, ``KIND`` where it could be any."""
    letters = part.upper().partition("-")[0]
    named = [kind.kind for kind in work.policy.kinds.values() if kind.prefix == letters]
    return named[0] if named else "KIND"


def _unreadable(work: Work, wanted: str, kind: str | None) -> None:
    """Raise :class:`Broken` when a record of that id is there but cannot be read."""
    found = []
    for problem in work.index.problems:
        folder, _slash, name = problem.path.rpartition("/")
        of_kind = kind is None or folder.startswith(f"{kind}/")
        if of_kind and matches(wanted, name.removesuffix(".md")):
            found.append(problem)
    if found:
        raise Broken(found)


def seen(work: Work, found: Found) -> tuple[Kind, Record]:
    """Read a record to be shown; raise :class:`Broken` with file and line."""
    kind = work.known_kind(found.kind)
    plain = front.plain(files.read(work.root, path_of(found.kind, found.id)))
    if kind is not None and plain is not None and plain[0] == found.values:
        # The index has its values in canonical form: they are those in the file.
        return kind.of(found.type), Record.parse(*plain)
    definition, record, _document = load(work, found.kind, found.id)
    return definition, record


def load(
    work: Work, kind_name: str, id_: str, raw: bytes | None = None
) -> "tuple[Kind, Record, Document]":
    """Read a record from its file, or from ``raw``; raise :class:`Broken` with file and line."""
    # Deferred: what is only shown is mostly plain, and needs no YAML.
    from cs_cli.domain.schema import canonical_values
    from cs_cli.store import codec

    path = path_of(kind_name, id_)
    document = codec.read(files.read(work.root, path) if raw is None else raw, path=path)
    try:
        found = Record.parse(document.data, document.body)
    except Invalid as fault:
        line = document.line(*fault.place)
        raise Broken([Problem(path, fault.message, line, hint=fault.hint)]) from None
    kind = work.policy.kinds[kind_name].of(found.type)
    return kind, Record.parse(canonical_values(kind, document.data), document.body), document
