"""Erase somebody's personal data: the job behind ``cs erase`` (promise S12).

From the record itself goes everything that its kind marks as personal, the text below and all
notes; from other records go those words. What had to be done, when and by whom stays. The history
in git still has it all, until ``history`` writes that anew; clones keep what they have.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app import draft as drafts
from cs_cli.app import save
from cs_cli.app.find import find_id, load
from cs_cli.app.records import changing
from cs_cli.app.work import Work
from cs_cli.domain import erasure
from cs_cli.domain.act import Act
from cs_cli.domain.errors import Broken, CsError, NotFound, Refused
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.ids import path_of
from cs_cli.domain.kind import ERASE, Kind
from cs_cli.domain.record import Record
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge, sealed_month, way_in
from cs_cli.store import codec, database, files, home, rewrite
from cs_cli.store.codec import Document, Plain, Value
from cs_cli.store.transaction import Replaced

_HEAD = frozenset({"id", "kind", "type", "status", "opened_at"})
_EVENT = frozenset({"at", "by", "do"})


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing came to: the record, others changed with it, others that have such a name.

    ``rewritten`` tells that the history was written anew.
    """

    id: str
    also: tuple[str, ...]
    named: tuple[str, ...]
    rewritten: bool


def erase(work: Work, part: str, note: str | None, *, history: bool) -> Erased:
    """Erase a record's personal data here, and in the history where that is asked for.

    Raises :class:`NotFound`, :class:`Refused` for whoever may not, :class:`Missing` without a
    reason, Broken, Busy.
    """
    with changing(work, ERASE):
        id_ = find_id(work, part)
        found = work.records.get(id_)
        if found is None:
            raise NotFound(id_)
        kind, record, document = load(work, found.kind, id_)
        _ensure_allowed(work, kind, record, note)
        if history:
            rewrite.ensure_possible(work.git)
        words = erasure.words_of(kind, document.data)
        words |= _words_before(work, kind, document.path) if history else frozenset()
        changes = dict(_changes(work, id_, kind, document, words, note or ""))
        _ensure_open(work, changes)
        also = tuple(sorted(one.rpartition("/")[2].removesuffix(".md") for one in changes))
        named = tuple(sorted(_named(work, words, set(changes) | {document.path})))
        if not work.dry_run:
            _write(work, kind, id_, changes)
            _forget(work, words)
        found_words = erasure.pattern(words)
        rewritten = history and found_words is not None and not work.dry_run
        if rewritten and found_words is not None:
            paths = {document.path, *changes, *_linked(work, id_)}
            rewrite.without(work.git, found_words, paths, erasure.pattern(erasure.telling(words)))
        return Erased(id_, tuple(one for one in also if one != id_), named, rewritten)


def _ensure_allowed(work: Work, kind: Kind, record: Record, note: str | None) -> None:
    act = Act(record.id, kind, record.type, ERASE, record.values, {}, frozenset(), record)
    verb = drafts.EVERY[ERASE]
    drafts.allowed(verb, act, work)
    drafts.complete(act, verb, [], note)
    judge(act, work.world, RULES)


def _words_before(work: Work, kind: Kind, path: str) -> frozenset[str]:
    """Give the personal data that the record held at any time in the history."""
    listing = ["log", "--format=%H", "--all", "--", path]
    words: set[str] = set()
    for commit in work.git.read_objects(listing).decode().split():
        with suppress(CsError):
            document = codec.read(work.git.blob(commit, path), path=path)
            words |= erasure.words_of(kind, document.data)
    return frozenset(words)


def _changes(
    work: Work, id_: str, kind: Kind, document: Document, words: frozenset[str], note: str
) -> Iterator[tuple[str, Replaced]]:
    """Give the records to be written anew, that of the person first."""
    every = erasure.pattern(words)
    own = erasure.emptied(kind, document.data)
    own = erasure.blotted(own, every, kind.fields) if every else own
    body = erasure.MARK + "\n" if document.body.strip() else document.body
    if (own, body) != (document.data, document.body):
        said = every.sub(erasure.MARK, note) if every else note
        yield document.path, _replaced(work, kind, document, own, body, said)
    telling = erasure.pattern(erasure.telling(words))
    for path, other, definition in _others(work, document.path):
        is_linked = id_ in other.raw.decode()
        found = every if is_linked else telling
        if found is None or not found.search(other.raw.decode()):
            continue
        data = erasure.blotted(other.data, found, definition.fields)
        if not is_linked:
            data |= {n: other.data[n] for n, f in definition.fields.items() if f.pii and n in data}
        text = found.sub(erasure.MARK, other.body)
        if (data, text) != (other.data, other.body):
            yield path, _replaced(work, definition, other, data, text, id_)


def _ensure_open(work: Work, changes: Iterable[str]) -> None:
    """Raise :class:`Refused` where records in sealed months tell of the person."""
    found = ((path.split("/")[0], Path(path).stem) for path in changes)
    months = {sealed_month(kind, id_, work.world) for kind, id_ in found} - {None}
    if months:
        named = sorted(str(one) for one in months)
        message = _("records in sealed months tell of the person: {months}")
        raise Refused(message.format(months=", ".join(named)), hint=way_in(named))


def _others(work: Work, own: str) -> Iterator[tuple[str, Document, Kind]]:
    for kind in work.policy.kinds.values():
        for id_ in work.records.ids(kind.kind):
            path = path_of(kind.kind, id_)
            with suppress(Broken):
                document = codec.read(files.read(work.root, path), path=path)
                if path != own:
                    yield path, document, kind.of(document.data.get("type"))


def _named(work: Work, words: frozenset[str], changed: set[str]) -> Iterator[str]:
    """Give records left alone in which such a name stands, perhaps of somebody else."""
    found = erasure.pattern(words)
    for path, document, _kind in _others(work, ""):
        if path not in changed and found is not None and found.search(document.raw.decode()):
            yield str(document.data.get("id"))


def _linked(work: Work, id_: str) -> Iterator[str]:
    """Give the files of the records that name this one; they may have been erased earlier."""
    for path, document, _kind in _others(work, ""):
        if id_ in document.raw.decode():
            yield path


def _replaced(
    work: Work, kind: Kind, document: Document, data: Mapping[str, Any], body: str, note: str
) -> Replaced:
    """Give a record written anew, comments and all, with the event that says so."""
    event = {"at": save.local(work, work.now), "by": work.actor.id, "do": ERASE, "note": note}
    values: dict[str, Value] = {
        name: Plain(str(value)) if name in _HEAD else save.stored(kind.fields.get(name), value)
        for name, value in data.items()
        if name != "log" and value is not None
    }
    values["log"] = [_entry(kind, one) for one in (*data["log"], event)]
    return Replaced(document.path, codec.compose(values, body), document.digest)


def _entry(kind: Kind, entry: Mapping[str, Any]) -> dict[str, Value]:
    verb = kind.verbs.get(str(entry.get("do")))
    fields = {**kind.fields, **(verb.fields if verb else {})}
    found: dict[str, Value] = {}
    for name, value in entry.items():
        if name in _EVENT:
            found[name] = Plain(str(value))
        elif name == "was" and isinstance(value, Mapping):
            found[name] = {n: save.stored(fields.get(n), one) for n, one in value.items()}
        else:
            found[name] = save.stored(fields.get(name), value)
    return found


def _write(work: Work, kind: Kind, id_: str, changes: Mapping[str, Replaced]) -> None:
    if not changes:
        return
    trailers = {"Cs-Op": f"{kind.kind}.{ERASE}", "Cs-By": work.actor.id}
    save.record(work, list(changes.values()), f"{kind.kind} {id_}: {ERASE}", trailers)


def _forget(work: Work, words: frozenset[str]) -> None:
    """Throw away what the machinery holds of it: the index, drafts that were kept."""
    work.index.db.close()
    database.thrown_away(work.root)
    work.__dict__.pop("index", None)
    found = erasure.pattern(words)
    for draft in (work.root / home.HOME).glob("draft-*.md"):
        with suppress(OSError, UnicodeDecodeError):
            if found is not None and re.search(found, draft.read_text("utf-8")):
                draft.unlink()
