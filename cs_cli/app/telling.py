"""What a command tells besides: fields a verb names, earlier records, what to know of a customer.

Three words of a kind's definition say so: ``tell`` and ``recall`` of a verb, ``banner`` of a kind.
"""

from cs_cli.app.banners import Told, banners
from cs_cli.app.work import Work
from cs_cli.domain import meaning
from cs_cli.domain.act import Act, World
from cs_cli.domain.common_verbs import verb_of
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.domain.paths import ACTOR, HEAD, head_field
from cs_cli.domain.record import instant

_ACTOR = Text("acting person", "操作人")


@dataclass(frozen=True, slots=True)
class Recalled:
    """Earlier records of a kind, the newest last, each with its words of personal data."""

    kind: Kind
    found: tuple[Found, ...] = ()
    private: tuple[tuple[str, ...], ...] = ()


def told(work: Work, act: Act, status: str) -> tuple[Told, ...]:
    """Give what a verb tells once it is done; a new record also what it names has to tell."""
    verb, world = verb_of(act.kind, act.do), work.world
    after = replace(act, values={**act.values, "status": status})
    found = list(banners(work, act.kind, act.values)) if act.do == "open" else []
    for path in verb.tell if verb else ():
        value = meaning.value_at(path, after, world)
        if value not in (None, "", []):
            label, field = _labelled(path, after, world)
            found.append(Told(path, label, value, field, _private(path, after, work)))
    return tuple(found)


def recalled(work: Work, act: Act) -> Recalled | None:
    """Give the records that a verb recalls, without the one it was done on."""
    verb = verb_of(act.kind, act.do)
    if verb is None or verb.recall is None or verb.recall.kind not in work.policy.kinds:
        return None
    found = [f for f in meaning.find(verb.recall, act, work.world) if f.id != act.id]
    found.sort(key=lambda one: (instant(one.values["log"][0]["at"]), one.id))
    private = tuple(work.records.private_words(one.id) for one in found)
    return Recalled(work.policy.kinds[verb.recall.kind], tuple(found), private)


def _labelled(path: str, act: Act, world: World) -> tuple[str, FieldDef | None]:
    """Give the label of what a path leads to, and the field it is in."""
    name, dot, inner = path.partition(".")
    verb = verb_of(act.kind, act.do)
    more = verb.fields if verb else {}
    if name in HEAD:
        outer: FieldDef | None = head_field(name, act.kind, world.policy.kinds)
    else:
        outer = act.kind.fields.get(name) or more.get(name)
    if not dot:
        return (str(outer.label) if outer else name), outer
    end = meaning.end_at(path, act, world)
    whose = str(_ACTOR) if name == ACTOR else str(outer.label) if outer else name
    label = str(end.field.label) if end else inner
    return (label if label.startswith(whose) else f"{whose} {label}"), end.field if end else None


def _private(path: str, act: Act, work: Work) -> tuple[str, ...]:
    """Give the words of personal data of the record that a path ends in."""
    name, dot, _inner = path.partition(".")
    words = work.records.private_words(act.id)
    inner = work.records.private_words(_first(name, act, work.world)) if dot else ()
    return tuple(dict.fromkeys((*words, *inner)))


def _first(name: str, act: Act, world: World) -> str:
    """Give what a field names, of several the first."""
    value = meaning.value_at(name, act, world)
    return str((value[0] if isinstance(value, list) and value else value) or "")
