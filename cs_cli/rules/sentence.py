"""Put words into the sentence of a refusal: what is wrong, and the command that mends it.

``{id}``, ``{ids}``, ``{fields}``, the record's own values and paths such as
``{customer.callback_owner}`` may stand in it; with ``entries`` also ``{numbers}``, ``{count}``,
``{least}`` and ``{most}``. What is empty, personal or leads nowhere is a dash.
"""

import re
from collections.abc import Iterable, Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.domain.meaning import is_private, value_at
from cs_cli.domain.options import way_to

Details = Mapping[str, str]

_PLACE = re.compile(r"\{([a-z_.]+)\}")
_NOTHING = "–"
# What a record is called that has no id yet: as it stands in the commands told.
_ID = Text("ID", "编号")


def fill(sentence: str, act: Act, world: World, details: Details) -> str:
    """Put details, the record's own values and paths into a sentence."""

    def told(found: re.Match[str]) -> str:
        key = found[1]
        if key in details:
            return details[key] or _NOTHING
        if key == "id" and act.before is None:
            return str(_ID)
        return _told(key, act, world)

    return _PLACE.sub(told, sentence)


def texts(value: object) -> list[str]:
    """Give the texts of a value, which may be a list of them."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]


def labels(act: Act, names: Iterable[str], world: World) -> Details:
    """Name fields by their labels, each with what to type for it."""
    return {"fields": ", ".join(_label(name, act, world) for name in names)}


def _told(path: str, act: Act, world: World) -> str:
    field = _field(path, act.kind, act.do)
    private = is_private(path, act, world) or (field is not None and field.pii)
    value = None if private else value_at(path, act, world)
    return ", ".join(texts(value)) or _NOTHING


def _label(name: str, act: Act, world: World) -> str:
    head, _dot, inner = name.partition(".")
    field = _field(head, act.kind, act.do)
    if field is None:
        return name
    if inner:
        return _label_beyond(head, inner, field, act, world)
    return _with(str(field.label), _way(name, act))


def _label_beyond(head: str, inner: str, field: FieldDef, act: Act, world: World) -> str:
    """Name a field of the record that another field names, else the way to name one."""
    if field.type == "person":  # another person is named
        return _with(str(field.label), _way(head, act))
    id_ = next(iter(texts(act.seen.get(head))), "")
    found = world.records.get(id_)
    if found is not None and found.kind in world.policy.kinds:
        kind = world.policy.kinds[found.kind].of(found.type)
        way = way_to(inner, kind, "", found.id, found.status)
    else:
        way = _way(head, act)
    kinds = [world.policy.kinds[kind] for kind in field.to if kind in world.policy.kinds]
    said = next((kind.fields[inner].label for kind in kinds if inner in kind.fields), inner)
    return _with(f"{field.label} / {said}", way)


def _way(name: str, act: Act) -> str | None:
    here = act.before.status if act.before else ""
    return way_to(name, act.kind, act.do, act.id, here)


def _field(name: str, kind: Kind, do: str) -> FieldDef | None:
    """Give what a name means: for this command, in the record, or in an event of another verb."""
    own = kind.verbs[do].fields if do in kind.verbs else {}
    others = next((v.fields for v in kind.verbs.values() if name in v.fields), {})
    return {**others, **kind.fields, **own}.get(name)


def _with(label: str, way: str | None) -> str:
    return label if way is None else f"{label} ({way})"
