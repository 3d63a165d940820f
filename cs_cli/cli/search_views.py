"""What was found as a listing: where in a record, and what stands there around it."""

from collections.abc import Iterator, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.app.search import Searched
from cs_cli.cli.due_views import hidden
from cs_cli.cli.list_views import hide, state_label
from cs_cli.domain.fulltext import Hit, Place, Sought
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.render.table import Column, Listing

KEYS = ("id", "kind", "type", "status", "title", "owner", "opened_at", "hits")
_BEFORE, _AFTER = 16, 32  # characters told around a hit
_LONGEST = 60  # characters told of a hit itself


def search_listing(found: Searched, *, masked: bool) -> Listing:
    """Give what was found; people see the first place of each text, programs every place."""
    columns = (
        Column("id", _("record")), Column("kind", _("kind")), Column("status", _("status")),
        Column("title", _("title"), wide=True), Column("found", _("found"), wide=True),
    )  # fmt: skip
    rows, items, marks = [], [], []
    for hit, private in zip(found.hits, found.private, strict=True):
        kind = found.kinds[hit.kind].of(hit.type)
        told = private if masked else None
        title = _title(kind, hit, told)
        texts = [
            (place, excerpt(found.sought, shown(kind, place, told), place.text))
            for place in hit.places
        ]
        items.append(_data(hit, title, texts))
        first = [f"{label(kind, place)}: {text}" for place, text in texts[: len(found.sought)]]
        whole = "\n".join(first)
        marks.append(_found_in(found.sought, f"{title}\n{whole}"))
        rows.append({
            "id": hit.id, "kind": _kind(found.kinds[hit.kind], kind),
            "status": state_label(kind, hit.status), "title": title, "found": whole,
        })  # fmt: skip
    return Listing(columns, rows, items, KEYS, marks=marks)


def _data(hit: Hit, title: str, texts: Sequence[tuple[Place, str]]) -> dict[str, Any]:
    hits = [{"field": ".".join(place.names), "text": text} for place, text in texts]
    values = (
        hit.id, hit.kind, hit.type, hit.status, title, hit.owner, hit.opened_at.isoformat(), hits
    )  # fmt: skip
    return dict(zip(KEYS, values, strict=True))


def _kind(kind: Kind, variant: Kind) -> str:
    return str(kind.label) if kind is variant else f"{kind.label}/{variant.label}"


def _title(kind: Kind, hit: Hit, private: tuple[str, ...] | None) -> str:
    title = hit.values.get(kind.title)
    return shown(kind, Place((kind.title,), title), private) if isinstance(title, str) else ""


def label(kind: Kind, place: Place) -> str:
    """Say where something stands, such as ``phone``, ``log`` or ``log/owner``."""
    if place.names == ("body",):
        return _("text")
    said = [_("log")] if place.names[0] == "log" else []
    for name, field in _fields(kind, place):
        said.append(str(field.label) if field else _("record") if name == "id" else name)
    return "/".join(said)


def shown(kind: Kind, place: Place, private: tuple[str, ...] | None) -> str:
    """Give the text of a place, personal data in it unreadable; ``private`` None shows all."""
    if private is None or place.names == ("id",):
        return place.text
    fields = [field for _name, field in _fields(kind, place)]
    personal = next((field for field in fields if field and field.pii), None)
    field = personal or (fields[-1] if fields else None)
    return str(hide(field, place.text, private)) if field else hidden(place.text, private)


def _fields(kind: Kind, place: Place) -> Iterator[tuple[str, FieldDef | None]]:
    """Give the field that a place is in and those inside it, None for one that is not known.

    A note of the log and the body are in no field.
    """
    names = list(place.names)
    while names and names[0] in ("log", "was"):
        del names[0]
    if names == ["body"] or place.names == ("log", "note"):
        return
    field = _field(kind, names[0])
    yield names[0], field
    for name in names[1:]:
        field = field.fields.get(name) if field else None
        yield name, field


def _field(kind: Kind, name: str) -> FieldDef | None:
    """Find a field of a kind, or of what its verbs ask for alone, personal data first."""
    verbs = [*kind.verbs.values(), *([kind.open] if kind.open else [])]
    every = [kind.fields.get(name), *(verb.fields.get(name) for verb in verbs)]
    known = [field for field in every if field is not None]
    return next((field for field in known if field.pii), known[0] if known else None)


def excerpt(sought: Sequence[Sought], text: str, whole: str) -> str:
    """Give, on one line, what stands around the first thing found in a text.

    Where it was made unreadable, it is looked for as far into the text as it stands in ``whole``.
    """
    begin, end = _first(sought, text) or _about(_first(sought, whole), len(text), len(whole))
    end = min(end, begin + _LONGEST)
    start, stop = max(0, begin - _BEFORE), min(len(text), end + _AFTER)
    said = " ".join(text[start:stop].split())
    return f"{'…' if start else ''}{said}{'…' if stop < len(text) else ''}"


def _first(sought: Sequence[Sought], text: str) -> tuple[int, int] | None:
    return next((spans[0] for one in sought if (spans := one.spans(text))), None)


def _about(span: tuple[int, int] | None, size: int, whole: int) -> tuple[int, int]:
    begin = span[0] * size // max(1, whole) if span else 0
    return begin, begin


def _found_in(sought: Sequence[Sought], text: str) -> list[str]:
    return list(dict.fromkeys(text[b:e] for one in sought for b, e in one.spans(text)))
