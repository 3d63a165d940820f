"""List records: the job behind ``cs KIND list``."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from gettext import gettext as _
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cs_cli.app.work import Work
from cs_cli.domain.errors import CsError, Invalid, UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import DUE, Kind, State
from cs_cli.domain.language import spoken
from cs_cli.domain.match import Match
from cs_cli.store.query import Wanted


class ListAsked(NamedTuple):
    """What a list is asked for, as typed; several values of a field mean any of them.

    ``named`` asks who or what the records are that the ones listed name.
    """

    where: Sequence[str] = ()
    status: Sequence[str] = ()
    owner: Sequence[str] = ()
    type: Sequence[str] = ()
    fields: Mapping[str, str | Sequence[str]] = MappingProxyType({})
    since: str | None = None
    until: str | None = None
    open_only: bool = False
    sort: str | None = None
    limit: int | None = None
    named: bool = False


class Listed(NamedTuple):
    """The records found, and how they are shown: the kind and the fields of the columns.

    ``private`` are, record by record, the words of personal data to be masked in its texts;
    ``urgent`` tells, record by record, whether it comes before the others; ``due`` holds, by id,
    when one owes something next (None: no limit is set), read where a column tells it; ``names``
    says, by id, who or what a record is that others name, where that was asked for.
    """

    kind: Kind
    found: tuple[Found, ...]
    columns: tuple[str, ...]
    zone: ZoneInfo
    private: tuple[tuple[str, ...], ...] = ()
    urgent: tuple[bool, ...] = ()
    due: Mapping[str, datetime | None] = MappingProxyType({})
    names: Mapping[str, str] = MappingProxyType({})


def listed(work: Work, kind_name: str, asked: ListAsked) -> Listed:
    """Give the records of a kind that are asked for, urgent and oldest first; raise UsageError."""
    kind = work.kind(kind_name)
    found: Iterable[Found] = work.records.listed(kind_name, wanted(work, kind, asked))
    urgent = work.records.urgent(kind_name)
    due = _due(work, kind, asked.sort)
    if asked.sort:
        # Deferred: most lists come in the order of the index.
        from cs_cli.app.order import in_order

        found = in_order(list(found), kind, asked.sort, due)
    cut = list(islice(found, None if asked.limit is None else min(asked.limit, sys.maxsize)))
    columns = kind.columns or (kind.title,)
    private = tuple(work.records.private_words(one.id) for one in cut)
    return Listed(
        kind, tuple(cut), columns, work.zone, private,
        tuple(one.id in urgent for one in cut), due,
        _names(work, kind, cut) if asked.named else {},
    )  # fmt: skip


def wanted(work: Work, kind: Kind, asked: ListAsked) -> Wanted:
    """Give which records of a kind are asked for; raise UsageError for what it does not know."""
    return Wanted(
        _match(work, kind, asked), _bound(work, asked.since, "start"),
        _bound(work, asked.until, "end"), asked.open_only,
    )  # fmt: skip


def _due(work: Work, kind: Kind, sort: str | None) -> dict[str, datetime | None]:
    """Give when each record owes something next, where a column or the order needs to know."""
    told = DUE in kind.columns or field_name(kind, (sort or "").removeprefix("-")) == DUE
    if DUE in kind.fields or not told:
        return {}
    zone = work.zone
    owed = work.obligations.next_due(kind.kind, now=int(work.now.timestamp()))
    return {i: None if at is None else datetime.fromtimestamp(at, zone) for i, at in owed.items()}


def _names(work: Work, kind: Kind, cut: Iterable[Found]) -> dict[str, str]:
    # Deferred: few lists are asked for the names on them.
    from cs_cli.app.naming import names

    return names(work, kind, (one.values for one in cut))


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
        typed.append((field_name(kind, name.strip()), value.strip()))
    match: dict[str, tuple[str, ...]] = {}
    for name, text in typed:
        match[name] = (*match.get(name, ()), *_values(work, kind, name, text))
    return match


def field_name(kind: Kind, word: str) -> str:
    """Give the name of a field from its name, option or label; other words stay."""
    name = word.replace("-", "_")
    every = [f for variant in kind.variants for f in variant.fields.items()]
    if any(name == known for known, _field in every):
        return name
    labels = {label: n for n, f in reversed(every) for label in (f.label.en, f.label.zh)}
    own = {"状态": "status", "类型": "type", "编号": "id", "到期": DUE}
    return {**labels, **own}.get(word, name)


def _values(work: Work, kind: Kind, name: str, text: str) -> tuple[str, ...]:
    """Read the wanted value of a field as it would be stored; ``any`` and ``none`` stay."""
    if text in ("any", "none"):
        return (text,)
    if name == "status":
        return _state(kind, text)
    if name == "type":
        return _type(kind, text)
    if name == "id":
        # Deferred, as below: a list by state or type needs neither.
        from cs_cli.app.find import find_id

        return (find_id(work, text, kind.kind),)
    fields = [variant.fields[name] for variant in kind.variants if name in variant.fields]
    if not fields:
        known = ", ".join(kind.fields)
        raise UsageError(
            _("{field} is not a field of {kind}").format(field=name, kind=kind.kind),
            hint=_("known: {values}").format(values=known),
        )
    return _first_reading(work, fields, text)


def _first_reading(work: Work, fields: Sequence[Any], text: str) -> tuple[str, ...]:
    """Read a value by the first type of the kind whose field knows it."""
    from cs_cli.app.reading import read_value

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
    every = [item for variant in kind.variants for item in variant.states.items()]
    found = [name for name, state in every if text in (name, state.label.en, state.label.zh)]
    if not found:
        message = _("{state} is not a state of {kind}").format(state=text, kind=kind.kind)
        raise UsageError(message, hint=_known(every))
    return tuple(dict.fromkeys([text] if text in found else found))


def _type(kind: Kind, text: str) -> tuple[str, ...]:
    """Give the types that a name or label stands for; a misspelt one must not look like none."""
    found = [n for n, one in kind.types.items() if text in (n, one.label.en, one.label.zh)]
    if not found:
        message = _("{type} is not a type of {kind}").format(type=text, kind=kind.kind)
        raise UsageError(message, hint=_known(kind.types.items()))
    return tuple(found)


def _known(items: Iterable[tuple[str, Kind | State]]) -> str | None:
    """Give the words that would be understood, in the language of the reader."""
    words = dict.fromkeys(one.label.zh if spoken() == "zh" else name for name, one in items)
    return _("known: {values}").format(values=", ".join(words)) if words else None


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
