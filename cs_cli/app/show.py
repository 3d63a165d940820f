"""Show and list records: the jobs behind ``cs show`` and ``cs KIND list``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from gettext import gettext as _
from typing import Any
from zoneinfo import ZoneInfo

from cs_cli.app import telling
from cs_cli.app.due import Item, private_items
from cs_cli.app.find import find_id, load
from cs_cli.app.reading import read_value
from cs_cli.app.telling import Told
from cs_cli.app.work import Work
from cs_cli.domain.errors import CsError, Invalid, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import Kind
from cs_cli.domain.match import Match
from cs_cli.domain.obligation import urgent_with
from cs_cli.domain.policy import Policy
from cs_cli.domain.record import Record, day
from cs_cli.store.query import Wanted


@dataclass(frozen=True, slots=True)
class Shown:
    """One record in full, with what it owes and what is linked to it.

    ``banner`` is what is to be read first, ``told`` what the records it names have to tell.
    """

    kind: Kind
    record: Record
    owed: tuple[Item, ...]
    linked: tuple[Found, ...]
    zone: ZoneInfo
    banner: tuple[Told, ...] = ()
    told: tuple[Told, ...] = ()


def show(work: Work, part: str, kind: str | None = None) -> Shown:
    """Give the record that ``part`` of an id stands for; raise NotFound, Ambiguous, Broken."""
    id_ = find_id(work, part, kind)
    found = work.records.get(id_)
    if found is None:
        raise CsError(id_)
    definition, record, _document = load(work, found.kind, id_)
    zone = work.desk.calendar.zone
    owed = tuple(private_items(work, work.obligations.of(id_), zone))
    return Shown(
        definition, record, owed, tuple(work.records.linked(id_)), zone,
        telling.banner(definition, record.values),
        tuple(telling.banners(work, definition, record.values)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What a list is asked for, as typed; several values of a field mean any of them."""

    where: Sequence[str] = ()
    status: Sequence[str] = ()
    owner: Sequence[str] = ()
    type: Sequence[str] = ()
    fields: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    open_only: bool = False
    sort: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The records found, and how they are shown: the kind and the fields of the columns.

    ``private`` are, record by record, the words of personal data to be masked in its texts;
    ``urgent`` tells, record by record, whether it comes before the others.
    """

    kind: Kind
    found: tuple[Found, ...]
    columns: tuple[str, ...]
    zone: ZoneInfo
    private: tuple[tuple[str, ...], ...] = ()
    urgent: tuple[bool, ...] = ()


def listed(work: Work, kind_name: str, asked: ListAsked) -> Listed:
    """Give the records of a kind that are asked for, urgent and oldest first; raise UsageError."""
    kind = work.policy.kinds[kind_name]
    wanted = Wanted(
        _match(work, kind, asked), _bound(work, asked.since, "start"),
        _bound(work, asked.until, "end"), asked.open_only,
    )  # fmt: skip
    found = list(work.records.listed(kind_name, wanted))
    urgent = {one.id for one in found if _is_urgent(work.policy, kind, one)}
    if asked.sort:
        found = _sorted(found, kind, asked.sort)
    else:
        found.sort(key=lambda one: one.id not in urgent)
    cut = found[: asked.limit] if asked.limit is not None else found
    columns = kind.columns or (kind.title,)
    private = tuple(work.records.private_words(one.id) for one in cut)
    return Listed(
        kind, tuple(cut), columns, work.desk.calendar.zone, private,
        tuple(one.id in urgent for one in cut),
    )  # fmt: skip


def _is_urgent(policy: Policy, kind: Kind, one: Found) -> bool:
    """Tell whether a record is urgent (TKT-23); nothing is that is done with."""
    if kind.of(one.type).is_final(one.status):
        return False
    # The day is that of the record's own offset, as it is for what the record owes.
    opened = day(str(one.values["log"][0]["at"])[:10])
    return urgent_with(one.kind, one.type, one.values, opened, policy)


def _match(work: Work, kind: Kind, asked: ListAsked) -> Match:
    typed = [
        (name, text)
        for name, texts in (
            ("status", asked.status), ("owner", asked.owner), ("type", asked.type),
            *asked.fields.items(),
        )
        for text in ([texts] if isinstance(texts, str) else texts)
    ]  # fmt: skip
    for condition in asked.where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise UsageError(_("write --where FIELD=VALUE, not {text}").format(text=condition))
        typed.append((_name(kind, name.strip()), value.strip()))
    match: dict[str, tuple[str, ...]] = {}
    for name, text in typed:
        match[name] = (*match.get(name, ()), *_values(work, kind, name, text))
    return match


def _name(kind: Kind, word: str) -> str:
    """Give the name of a field from its name, option or label; other words stay."""
    name = word.replace("-", "_")
    every = [f for variant in (kind, *kind.types.values()) for f in variant.fields.items()]
    if any(name == known for known, _field in every):
        return name
    labels = {label: n for n, f in reversed(every) for label in (f.label.en, f.label.zh)}
    own = {"状态": "status", "类型": "type", "编号": "id"}
    return {**labels, **own}.get(word, name)


def _values(work: Work, kind: Kind, name: str, text: str) -> tuple[str, ...]:
    """Read the wanted value of a field as it would be stored; ``any`` and ``none`` stay."""
    if text in ("any", "none"):
        return (text,)
    if name == "status":
        return _state(kind, text)
    if name == "type":
        return tuple(n for n, k in kind.types.items() if text in (n, k.label.en, k.label.zh)) or (
            text,
        )
    if name == "id":
        return (find_id(work, text, kind.kind),)
    variants = (kind, *kind.types.values())
    fields = [variant.fields[name] for variant in variants if name in variant.fields]
    if not fields:
        known = ", ".join(kind.fields)
        raise UsageError(
            _("{field} is not a field of {kind}").format(field=name, kind=kind.kind),
            hint=_("known: {values}").format(values=known),
        )
    return _first_reading(work, fields, text)


def _first_reading(work: Work, fields: Sequence[Any], text: str) -> tuple[str, ...]:
    """Read a value by the first type of the kind whose field knows it."""
    fault: CsError | Invalid | None = None
    for one in fields:
        try:
            read = read_value(one, text, work)
            return tuple(read) if isinstance(read, list) else (str(read),)
        except (Invalid, CsError) as error:
            fault = fault or error
    raise UsageError(fault.message if fault else text, hint=fault.hint if fault else None)


def _state(kind: Kind, text: str) -> tuple[str, ...]:
    """Give the states that a name or label stands for; types may label the same one differently."""
    if text in ("void", "已作废", "作废"):
        return ("void",)
    every = [item for v in (kind, *kind.types.values()) for item in v.states.items()]
    found = [name for name, state in every if text in (name, state.label.en, state.label.zh)]
    if not found:
        known = ", ".join(dict.fromkeys(name for name, _state in every))
        raise UsageError(
            _("{state} is not a state of {kind}").format(state=text, kind=kind.kind),
            hint=_("known: {values}").format(values=known),
        )
    return tuple(dict.fromkeys([text] if text in found else found))


def _bound(work: Work, text: str | None, edge: str) -> int | None:
    if text is None:
        return None
    # Deferred, as in reading: most lists have no bounds.
    from cs_cli.domain import phrases

    default: phrases.Default = "start" if edge == "start" else "end"
    try:
        instant: datetime = phrases.instant(text, work.now, work.desk.calendar, default=default)
    except Invalid as fault:
        raise UsageError(fault.message, hint=fault.hint) from None
    return int(instant.timestamp())


def _sorted(found: list[Found], kind: Kind, field: str) -> list[Found]:
    """Sort by a field, ``-FIELD`` downwards; records without it come last."""
    name = _name(kind, field.removeprefix("-"))
    names = {"id", "status", "type", "opened_at", *kind.fields}
    names |= {n for variant in kind.types.values() for n in variant.fields}
    if name not in names:
        raise UsageError(
            _("{field} is not a field of {kind}").format(field=name, kind=kind.kind),
            hint=_("known: {values}").format(values=", ".join(sorted(names))),
        )
    having = [f for f in found if _key(f, name)]
    lacking = [f for f in found if not _key(f, name)]
    return sorted(having, key=lambda f: _key(f, name), reverse=field.startswith("-")) + lacking


def _key(found: Found, name: str) -> str:
    own = {"id": found.id, "status": found.status, "type": found.type}
    return str(own.get(name) or found.values.get(name) or "")
