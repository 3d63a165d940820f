"""Merge the files of kinds, packs and the desk's own policy into one :class:`Policy`.

Everything is merged as plain data, later sources winning key by key, and read into typed
definitions once. A fault is reported at the last source that wrote the place.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from gettext import gettext as _
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.errors import Broken, Invalid
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import FieldDef, Kind, Verb
from cs_cli.domain.language import Text
from cs_cli.domain.policy import SECTIONS, Origin, Policy, Role, Rows
from cs_cli.domain.shape import build, mapping, unknown
from cs_cli.domain.source import Data, Source, blame, problem_at

OFF = "off"
_PARTS = ("fields", "states", "verbs", "signals")  # of a kind, each with names
BASE = "base"
PACK_KEYS = ("pack", "label", "about", "extends", "kinds", "roles", "settings", "desk", *SECTIONS)


def merge(under: Data, over: Data, *, keep_off: bool = False) -> dict[str, Any]:
    """Lay one mapping over another, key by key; the word ``off`` takes a key away.

    ``keep_off`` leaves the word, for what is laid over something else later on.
    """
    result = dict(under)
    for key, value in over.items():
        if value == OFF and not keep_off:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            inner = result.get(key)
            below = inner if isinstance(inner, Mapping) else {}
            result[key] = merge(below, value, keep_off=keep_off)
        else:
            result[key] = value
    return result


def policy(kinds: Sequence[Source], packs: Sequence[Source]) -> Policy:
    """Build the policy of a desk.

    ``kinds`` are the kind and type files, ``packs`` the packs in force in order, the desk's own
    ``policy/`` files last. Raises :class:`Broken` with file and line.
    """
    for source in kinds:
        _reading(source, _kind_shape, source.data)
    for source in packs:
        _reading(source, _pack_shape, source.data)
    raw = _with_packs(_kinds(kinds), packs)
    sources = (*kinds, *packs)
    built = {name: _at(sources, name, partial(_kind, data)) for name, data in raw.items()}
    versions, origins = _rows(raw, kinds, packs)
    rows = _located(sources, lambda: build(Rows, versions))
    merged: dict[str, Any] = {"roles": {}, "settings": {}}
    for source in packs:
        merged = merge(merged, {k: source.data.get(k) or {} for k in merged})
    # An empty setting takes an earlier one back.
    merged["settings"] = {k: v for k, v in merged["settings"].items() if v not in (None, "")}
    common = _located(packs, lambda: build(_Common, merged))
    usual = common.settings.get(money.SETTING, money.USUAL)
    priced = {name: _priced(kind, usual) for name, kind in built.items()}
    return Policy(priced, common.roles, rows, common.settings, origins)


@dataclass(frozen=True, slots=True)
class _Common:
    roles: Mapping[str, Role]
    settings: Mapping[str, str]


def _pack_shape(data: Data) -> None:
    for key in mapping(data):
        if key not in PACK_KEYS:
            raise unknown(key, list(PACK_KEYS))
    for key in ("label", "about"):
        if key in data:
            _label_at(data, key)
    _mergeable(data, (*SECTIONS, "roles"))
    _mergeable({"kinds": {k: v or {} for k, v in mapping_at(data, "kinds").items()}}, ("kinds",))
    for key in ("settings", "desk"):
        mapping_at(data, key)


def _label_at(data: Data, key: str) -> None:
    try:
        Text.parse(data[key])
    except Invalid as fault:
        raise fault.within(key) from None


def _kind_shape(data: Data) -> None:
    _mergeable(data, (*SECTIONS, "types"))


def _mergeable(data: Data, sections: Sequence[str]) -> None:
    """Refuse sections that are not names with keys and values."""
    for section in sections:
        for name, row in mapping_at(mapping(data), section).items():
            if row != OFF and not isinstance(row, Mapping):
                raise Invalid(_("expected keys and values"), section, name)


def mapping_at(data: Data, key: str) -> Data:
    """Give the mapping under a key; raise :class:`Invalid` with that place."""
    try:
        return mapping(data.get(key))
    except Invalid as fault:
        raise fault.within(key) from None


def _kinds(sources: Sequence[Source]) -> dict[str, dict[str, Any]]:
    """Give each kind's data, the files of its types put under ``types``."""
    raw: dict[str, dict[str, Any]] = {}
    for source in sources:
        if "extends" not in source.data:
            raw[source.name] = merge(raw.get(source.name, {}), source.data)
    for source in sources:
        parent = source.data.get("extends")
        if parent is None:
            continue
        if parent not in raw:
            raise _nothing(source, str(parent), list(raw), "extends")
        own = {k: v for k, v in source.data.items() if k not in ("kind", "extends")}
        raw[parent] = merge(raw[parent], {"types": {source.name: own}}, keep_off=True)
    return raw


def _with_packs(raw: dict[str, dict[str, Any]], packs: Sequence[Source]) -> dict[str, Any]:
    """Lay what packs say about kinds over them; keep optional kinds only if named."""
    named: set[str] = set()
    for source in packs:
        for key, over in mapping(source.data.get("kinds")).items():
            kind, _slash, type_ = key.partition("/")
            if kind not in raw:
                raise _nothing(source, kind, list(raw), "kinds", key)
            named.add(kind)
            if type_ and type_ not in raw[kind].get("types", {}) and "label" not in mapping(over):
                raise _nothing(source, type_, list(raw[kind].get("types", {})), "kinds", key)
            wrapped = {"types": {type_: over or {}}} if type_ else over or {}
            # What a type takes away may be the kind's own, which lies underneath later.
            raw[kind] = merge(raw[kind], wrapped, keep_off=bool(type_))
    return {k: v for k, v in raw.items() if v.get("optional") != "true" or k in named}


def _kind(data: Data) -> Kind:
    types = mapping(data.get("types"))
    own = {k: v for k, v in data.items() if k not in ("types", *SECTIONS)}
    kind = build(Kind, own)
    built = {}
    for name, over in types.items():
        try:
            whole = mapping(_whole(types, over))
            laid = {k: v for k, v in whole.items() if k not in SECTIONS}
            built[name] = _variant(kind, own, {**merge(own, laid), "type": name})
        except Invalid as fault:
            raise fault.within("types", name) from None
    return replace(kind, types=built)


def _whole(types: Data, over: Data) -> Data:
    """Give a type with all of another one underneath, where it ``extends`` that."""
    own = {k: v for k, v in mapping(over).items() if k != "extends"}
    under = mapping(over).get("extends")
    if under is None:
        return own
    known = [name for name, other in types.items() if "extends" not in mapping(other)]
    if under not in known:
        fault = unknown(str(under), known)
        raise Invalid(fault.message, "extends", hint=fault.hint)
    return merge(mapping(types[under]), own, keep_off=True)


def _variant(kind: Kind, own: Data, whole: Data) -> Kind:
    """Read a type: only what differs from its kind is read again, a tenth of all there is."""
    said = {part: mapping(whole.get(part)) for part in _PARTS}
    # What a type leaves alone is the very same object after merging.
    new = {
        part: {k: v for k, v in entries.items() if v is not mapping(own.get(part)).get(k)}
        for part, entries in said.items()
    }
    read = build(Kind, {**whole, **new})
    parts = {part: {**getattr(kind, part), **getattr(read, part)} for part in _PARTS}
    whole_parts: dict[str, Any] = {p: {k: parts[p][k] for k in said[p]} for p in _PARTS}
    return replace(read, **whole_parts)


def _priced(kind: Kind, usual: str) -> Kind:
    """Give a kind whose amounts of money are in the usual currency where nothing is said."""
    verbs = {name: _priced_verb(verb, usual) for name, verb in kind.verbs.items()}
    return replace(
        kind,
        fields=_priced_fields(kind.fields, usual),
        verbs=verbs,
        open=kind.open and _priced_verb(kind.open, usual),
        types={name: _priced(one, usual) for name, one in kind.types.items()},
    )


def _priced_verb(verb: Verb, usual: str) -> Verb:
    fields = _priced_fields(verb.fields, usual)
    return verb if fields == verb.fields else replace(verb, fields=fields)


def _priced_fields(fields: Mapping[str, FieldDef], usual: str) -> Mapping[str, FieldDef]:
    return {name: _priced_field(field, usual) for name, field in fields.items()}


def _priced_field(field: FieldDef, usual: str) -> FieldDef:
    if field.type == "money" and not field.currency:
        return replace(field, currency=usual)
    if not field.fields:
        return field
    inner = _priced_fields(field.fields, usual)
    return field if inner == field.fields else replace(field, fields=inner)


def _rows(
    raw: Mapping[str, Data], kinds: Sequence[Source], packs: Sequence[Source]
) -> tuple[dict[str, dict[str, list[Data]]], dict[tuple[str, str], Origin]]:
    """Collect the versions of every row: those of kinds first, then pack after pack."""
    versions: dict[str, dict[str, list[Data]]] = {section: {} for section in SECTIONS}
    origins: dict[tuple[str, str], Origin] = {}
    for source, pack, section, name, row in _written(raw, kinds, packs):
        held = versions[section]
        origins[section, name] = Origin(pack, source.path, source.line(section, name))
        if row == OFF:
            if name not in held:
                raise Broken([problem_at(source, unknown(name, list(held)).within(section))])
            held.pop(name)
        elif name not in held:
            held[name] = [row]
        elif "since" in row:
            held[name].append(merge(held[name][-1], row))
        else:
            held[name] = [merge(version, row) for version in held[name]]
    return versions, origins


def _written(
    raw: Mapping[str, Data], kinds: Sequence[Source], packs: Sequence[Source]
) -> Iterable[tuple[Source, str, str, str, Any]]:
    for source in kinds:
        kind = source.data.get("extends", source.name)
        if kind not in raw:
            continue
        on = {"kind": kind}
        if "extends" in source.data:
            on["type"] = source.name
        for section in SECTIONS:
            for name, row in mapping(source.data.get(section)).items():
                yield source, BASE, section, name, _of_kind(section, mapping(row), on)
    for source in packs:
        for section in SECTIONS:
            for name, row in mapping(source.data.get(section)).items():
                yield source, source.name, section, name, row


def _of_kind(section: str, row: Data, on: Data) -> Data:
    """Let a row in the file of a kind or type be about that kind or type."""
    if section == "duties":
        return row
    key = "of" if section == "reports" else "on"
    return {**row, key: {**on, **mapping(row.get(key))}}


def _at(sources: Sequence[Source], kind: str, read: Callable[[], Kind]) -> Kind:
    """Read one kind; a fault lies in its own file, in a type's file, or in a pack."""
    try:
        return read()
    except Invalid as fault:
        raise Broken([blame(sources, fault.within("kinds", kind))]) from None


def _located(sources: Sequence[Source], read: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Read merged rows; report a fault at the last source that wrote the row."""
    try:
        return read()
    except Invalid as fault:
        place = list(fault.place)
        if len(place) > 2 and place[0] in SECTIONS:
            del place[2]  # rows are read version by version; files know nothing of these
        raise Broken([blame(sources, Invalid(fault.message, *place, hint=fault.hint))]) from None


def _nothing(source: Source, word: str, known: list[str], *place: str) -> Broken:
    """Complain about a word at a place that names nothing known."""
    fault = unknown(word, known)
    return Broken([problem_at(source, Invalid(fault.message, *place, hint=fault.hint))])


def _reading(source: Source, read: Callable[[Data], None], data: Data) -> None:
    try:
        read(data)
    except Invalid as fault:
        raise Broken([problem_at(source, fault)]) from None
