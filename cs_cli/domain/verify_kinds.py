"""Find the words in the kinds of a policy that name nothing."""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain import money
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import COMMANDS, DUE, RESERVED, SETTLED, FieldDef, Kind, Moment, Verb
from cs_cli.domain.policy import Policy
from cs_cli.domain.verify_words import (
    act_match_faults,
    all_fields,
    all_verbs,
    known,
    match_faults,
    path_faults,
    query_faults,
    value_faults,
)

SHIFT = ("start", "end", "next")


def kind_faults(kind: Kind, policy: Policy, fills: Sequence[str]) -> Iterator[Invalid]:
    """Complain about a kind, or a type of one with what it has from its kind."""
    for case in kind.start:
        yield from known([case.state], kind.states, "start")
        yield from match_faults(case.when, [kind], "start")
    yield from known([kind.title], kind.fields, "title")
    yield from known(kind.columns, (*kind.fields, DUE), "columns")
    yield from known(kind.banner, kind.fields, "banner")
    yield from _own_names(kind)
    yield from _type_faults(kind.fields, policy, "fields")
    for field, what in kind.fields.items():
        yield from known(what.to, policy.kinds, "fields", field, "to")
    for name, verb in kind.verbs.items():
        yield from _verb_faults(kind, ("verbs", name), verb, policy, fills)
    if kind.open is not None:
        yield from _verb_faults(kind, ("open",), kind.open, policy, fills)
    for name, moments in kind.signals.items():
        for moment in moments:
            yield from moment_faults(moment, kind, "signals", name)


def moment_faults(moment: Moment, kind: Kind, *place: str) -> Iterator[Invalid]:
    """Complain about a moment that records of one sort do not know."""
    able = {
        "do": [*all_verbs([kind]), "any"],
        "state": [*kind.states, SETTLED],
        "field": all_fields([kind]),
        "signal": list(kind.signals),
        "shift": list(SHIFT),
    }
    yield from known([moment.name], able[moment.sort], *place)
    if moment.sort == "do":
        yield from match_faults(moment.match, [kind], *place)


def _type_faults(fields: Mapping[str, FieldDef], policy: Policy, *place: str) -> Iterator[Invalid]:
    """Complain about odd currencies, and about what only fields of another type can be."""
    usual = policy.settings.get(money.SETTING)
    for name, what in fields.items():
        if what.currency and what.type != "money":
            message = _("only an amount of money has a currency")
            yield Invalid(message, *place, name, "currency")
        elif what.currency not in ("", usual) and not money.is_currency(what.currency):
            yield money.no_currency(what.currency).within(*place, name, "currency")
        if what.exact and what.type != "instant":
            message = _("only an instant is exact")
            yield Invalid(message, *place, name, "exact")
        yield from _type_faults(what.fields, policy, *place, name, "fields")


def _own_names(kind: Kind) -> Iterator[Invalid]:
    """Complain about fields and verbs with a name that every record or command has already."""
    message = _("{name} has a meaning of its own; choose another name")
    for name in sorted(kind.verbs.keys() & COMMANDS):
        yield Invalid(message.format(name=name), "verbs", name)
    for name in sorted(kind.fields.keys() & RESERVED):
        yield Invalid(message.format(name=name), "fields", name)
    for verb, what in kind.verbs.items():
        for name in sorted(what.fields.keys() & RESERVED):
            yield Invalid(message.format(name=name), "verbs", verb, "fields", name)


def _verb_faults(
    kind: Kind, place: Sequence[str], verb: Verb, policy: Policy, fills: Sequence[str]
) -> Iterator[Invalid]:
    fields = [*kind.fields, *verb.fields]
    lists = [name for name, what in kind.fields.items() if what.type == "list"]
    yield from known(verb.from_, [*kind.states, "any", "final"], *place, "from")
    yield from known([case.state for case in verb.to], kind.states, *place, "to")
    yield from known(verb.ask, kind.fields, *place, "ask")
    yield from known([verb.append] if verb.append else [], lists, *place, "append")
    yield from known([n for need in verb.require for n in need.fields], fields, *place, "require")
    yield from known(verb.roles, policy.roles, *place, "roles")
    yield from known(verb.fill, fills, *place, "fill")
    for case in verb.to:
        yield from match_faults(case.when, [kind], *place, "to")
    for need in verb.require:
        yield from match_faults(need.when, [kind], *place, "require")
    yield from _type_faults(verb.fields, policy, *place, "fields")
    yield from _set_faults(kind, place, verb, policy)
    yield from path_faults(verb.tell, [kind], policy, *place, "tell")
    if verb.recall is not None:
        yield from query_faults(verb.recall, policy, (*place, "recall"), [kind])


def _set_faults(kind: Kind, place: Sequence[str], verb: Verb, policy: Policy) -> Iterator[Invalid]:
    """Complain about what a verb sets by itself: ``put`` and ``count``."""
    for name, put in verb.put.items():
        yield from known([name], kind.fields, *place, "put")
        if name in kind.fields:
            field = kind.fields[name]
            yield from value_faults(put.value, field, [kind], policy, *place, "put", name)
        yield from act_match_faults(put.when, [kind], policy, *place, "put", name, "when")
    numbers = [name for name, what in kind.fields.items() if what.type == "number"]
    for count in verb.count:
        yield from known(count.fields, numbers, *place, "count")
        yield from act_match_faults(count.when, [kind], policy, *place, "count")
