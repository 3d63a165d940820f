"""Which words the parts of a policy may use: fields, values, paths; complaints about others."""

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _

from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind, Verb
from cs_cli.domain.match import Match, Query
from cs_cli.domain.meaning import COPY, WORDS
from cs_cli.domain.paths import ACTOR, HEAD, PERSON
from cs_cli.domain.policy import Policy
from cs_cli.domain.shape import unknown

EVENTS = ("open", "set", "note", "void", "undo", "adjudicate", "erase")


def known(words: Iterable[str], among: Iterable[str], *place: str) -> Iterator[Invalid]:
    """Complain about words that are none of those there are."""
    able = list(among)
    for word in words:
        if word not in able:
            fault = unknown(word, sorted(set(able)))
            yield Invalid(fault.message, *place, hint=fault.hint)


def match_faults(wanted: Match, kinds: Sequence[Kind], *place: str) -> Iterator[Invalid]:
    """Complain about fields that do not exist, and values they can never hold."""
    for name, options in wanted.items():
        yield from known([name], all_fields(kinds), *place)
        copies = [option for option in options if _stands_for(option)]
        for option in copies:
            message = _("{word} stands for nothing here: no record is acted on")
            yield Invalid(message.format(word=option), *place, name)
        plain = [option for option in options if option not in copies]
        fields = list(defined(name, kinds))
        yield from _plain_faults(plain, fields, _values(name, fields, kinds), *place, name)


def act_match_faults(
    wanted: Match, kinds: Sequence[Kind], policy: Policy, *place: str
) -> Iterator[Invalid]:
    """Complain likewise where a record is acted on: fields may be paths, values copied."""
    for name, options in wanted.items():
        yield from path_faults([name], kinds, policy, *place)
        fields, values = _values_at(name, kinds, policy)
        yield from _option_faults(options, fields, values, kinds, policy, (*place, name))


def query_faults(
    query: Query, policy: Policy, place: Sequence[str], acted_on: Sequence[Kind] = ()
) -> Iterator[Invalid]:
    """Complain about a query; values may be copied from the sorts of records ``acted_on``."""
    yield from known([query.kind], policy.kinds, *place, "kind")
    if query.kind not in policy.kinds:
        return
    sought = policy.kinds[query.kind].variants
    if not acted_on:
        yield from match_faults(query.match, sought, *place)
        return
    for name, options in query.match.items():
        yield from known([name], all_fields(sought), *place)
        fields = list(defined(name, sought))
        values = _values(name, fields, sought)
        yield from _option_faults(options, fields, values, acted_on, policy, (*place, name))


def path_faults(
    paths: Iterable[str], kinds: Sequence[Kind], policy: Policy, *place: str
) -> Iterator[Invalid]:
    """Complain about paths that lead nowhere from these sorts of records."""
    for path in paths:
        name, dot, inner = path.partition(".")
        if dot and name == ACTOR:
            yield from known([inner], PERSON, *place)
            continue
        fields = all_fields(kinds)
        if name not in fields:
            yield from known([name], [*fields, ACTOR] if dot else fields, *place)
        elif dot:
            yield from _inner_faults(path, kinds, policy, place)


def stands_for_faults(
    options: Iterable[str], kinds: Sequence[Kind], policy: Policy, *place: str
) -> Iterator[Invalid]:
    """Complain about values that stand for others and for nothing here: ``$PATH``, ``@me``."""
    words = list(options)
    copied = [word[len(COPY) :] for word in words if word.startswith(COPY)]
    yield from path_faults(copied, kinds, policy, *place)
    yield from known([word for word in words if word.startswith("@")], WORDS, *place)


def value_faults(
    text: str, field: FieldDef, kinds: Sequence[Kind], policy: Policy, *place: str
) -> Iterator[Invalid]:
    """Complain about a value that is set: ``$PATH``, ``@me``, or one the field can hold."""
    yield from stands_for_faults([text], kinds, policy, *place)
    if not _stands_for(text):
        yield from _plain_faults([text], [field], _values("", [field], kinds), *place, no="any")


def all_fields(kinds: Iterable[Kind]) -> list[str]:
    """Give every name a condition on these sorts of records may use."""
    own = [name for kind in kinds for name in kind.fields]
    said = [name for kind in kinds for verb in _verbs(kind) for name in verb.fields]
    return [*HEAD, *own, *said]


def all_verbs(kinds: Iterable[Kind]) -> list[str]:
    """Give every verb of these sorts of records, those that each has among them."""
    return [*EVENTS, *(verb for kind in kinds for verb in kind.verbs)]


def defined(name: str, kinds: Iterable[Kind]) -> Iterator[FieldDef]:
    """Give what a name means in each of these sorts of records, and in their verbs."""
    for kind in kinds:
        for fields in (kind.fields, *(verb.fields for verb in _verbs(kind))):
            if name in fields:
                yield fields[name]


def _verbs(kind: Kind) -> list[Verb]:
    return [*kind.verbs.values(), *([kind.open] if kind.open else [])]


def _stands_for(option: str) -> bool:
    return option.startswith((COPY, "@"))


def _option_faults(
    options: Sequence[str],
    fields: Sequence[FieldDef],
    values: set[str],
    kinds: Sequence[Kind],
    policy: Policy,
    place: Sequence[str],
) -> Iterator[Invalid]:
    yield from stands_for_faults(options, kinds, policy, *place)
    plain = [option for option in options if not _stands_for(option)]
    yield from _plain_faults(plain, fields, values, *place)


def _plain_faults(
    options: Iterable[str], fields: Sequence[FieldDef], values: set[str], *place: str, no: str = ""
) -> Iterator[Invalid]:
    """Complain about values that a field never holds; ``no`` is a word that means nothing here."""
    words = [word for word in ("any", "none") if word != no]
    if values:
        yield from known(options, [*values, *words], *place)
    elif fields and all(what.type == "money" for what in fields):
        for option in options:
            if option not in words and str(money.held(option)) != option:
                message = _("{value} is not an amount of money as records hold it: 500.00 CNY")
                yield Invalid(message.format(value=option), *place)


def _values(name: str, fields: Sequence[FieldDef], kinds: Iterable[Kind]) -> set[str]:
    """Give what a field can hold; nothing when that is open."""
    if name == "status":
        return {state for kind in kinds for state in (*kind.states, "void", "")}
    if name == "type":
        return {type_ for kind in kinds for type_ in (*kind.types, kind.type) if type_}
    found: set[str] = set()
    for what in fields:
        if what.type == "flag":
            found |= {"true", "false"}
        elif what.type == "choice" and what.choices:
            found |= set(what.choices)
        else:
            return set()
    return found


def _values_at(
    path: str, kinds: Sequence[Kind], policy: Policy
) -> tuple[Sequence[FieldDef], set[str]]:
    """Give the fields a path leads to, and what they can hold."""
    name, dot, inner = path.partition(".")
    leads = list(defined(name, kinds))
    if not dot:
        return leads, _values(name, leads, kinds)
    if name == ACTOR or any(what.type == "person" for what in leads):
        return (), set(policy.roles) if inner == "roles" else set()
    there = _targets(leads, policy)
    fields = list(defined(inner, there))
    return fields, _values(inner, fields, there)


def _inner_faults(
    path: str, kinds: Sequence[Kind], policy: Policy, place: Sequence[str]
) -> Iterator[Invalid]:
    name, _dot, inner = path.partition(".")
    leads = [what for what in defined(name, kinds) if what.type in ("person", "record")]
    if not leads:
        message = _("{field} names no record and no person, so {path} leads nowhere")
        yield Invalid(message.format(field=name, path=path), *place)
        return
    able = list(PERSON) if any(what.type == "person" for what in leads) else []
    records = [what for what in leads if what.type == "record"]
    if records:
        able += [*HEAD, *(n for kind in _targets(records, policy) for n in kind.fields)]
    yield from known([inner], able, *place)


def _targets(leads: Iterable[FieldDef], policy: Policy) -> list[Kind]:
    """Give the sorts of records that these fields may name; any where they do not say."""
    names = dict.fromkeys(name for what in leads for name in (what.to or policy.kinds))
    return [one for name in names if name in policy.kinds for one in policy.kinds[name].variants]
