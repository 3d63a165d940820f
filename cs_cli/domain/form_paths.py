"""Whether a path of a form or phrase leads anywhere: see :mod:`cs_cli.domain.worded`."""

from collections.abc import Iterable, Mapping, Sequence

from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.paths import ACTOR, HEAD, PERSON
from cs_cli.domain.shape import unknown
from cs_cli.domain.worded import LOG, OWN


def fault(path: str, variants: Sequence[Kind], kinds: Mapping[str, Kind]) -> Invalid | None:
    """Say which word of a path is none, looking at every variant the record may be of."""
    found = (_fault(one.strip(), variants, kinds) for one in path.split("/"))
    return next((one for one in found if one is not None), None)


def _fault(path: str, variants: Sequence[Kind], kinds: Mapping[str, Kind]) -> Invalid | None:
    words = path.split(".")
    if len(words) > 1 and not words[-1]:
        words = words[:-1]  # `{alerts.}`: value by value
    head, rest = words[0], words[1:]
    if head == "log" and rest:
        return _last(rest, LOG)
    if head == ACTOR:
        return _within(PERSON, rest, kinds)
    if head == "linked" and rest:
        known = list(kinds)
        return _linked(rest, kinds) if rest[0] in known else unknown(rest[0], known)
    return _record(words, variants, kinds, OWN)


def _linked(words: Sequence[str], kinds: Mapping[str, Kind]) -> Invalid | None:
    if len(words) == 1:
        return unknown("", list(kinds[words[0]].fields))
    return _record(words[1:], kinds[words[0]].variants, kinds)


def _record(
    words: Sequence[str],
    among: Sequence[Kind],
    kinds: Mapping[str, Kind],
    own: Iterable[str] = HEAD,
) -> Invalid | None:
    name, *rest = words
    if name in own and not rest:
        return None
    fields = [kind.fields[name] for kind in among if name in kind.fields]
    if not fields:
        return unknown(name, [*dict.fromkeys(n for kind in among for n in kind.fields), *own])
    if not rest:
        return None
    found = [_after(field, rest, kinds) for field in fields]
    return None if None in found else found[0]


def _after(field: FieldDef, words: Sequence[str], kinds: Mapping[str, Kind]) -> Invalid | None:
    """Follow a path beyond a field."""
    if field.type == "record":
        among = [v for name in field.to or kinds if name in kinds for v in kinds[name].variants]
        return _record(words, among, kinds)
    return _within(PERSON if field.type == "person" else field.fields, words, kinds)


def _within(
    fields: Mapping[str, FieldDef], words: Sequence[str], kinds: Mapping[str, Kind]
) -> Invalid | None:
    """Hold a path against what there is of a person, or in the entries of a list."""
    if not words:
        return None
    name, *rest = words
    if name not in fields:
        return unknown(name, list(fields))
    return _after(fields[name], rest, kinds) if rest else None


def _last(words: Sequence[str], known: Iterable[str]) -> Invalid | None:
    """Hold the last word of a path against those there are."""
    word = ".".join(words)
    return None if word in known else unknown(word, list(known))
