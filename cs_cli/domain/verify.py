"""Find the words in a policy that name nothing: kinds, verbs, fields, states, roles, rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain import duty
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import COMMANDS, RESERVED, SETTLED, FieldDef, Kind, Moment, Verb
from cs_cli.domain.match import Match
from cs_cli.domain.policy import Deadline, Duty, FollowUp, Guard, On, Policy, Query, Row
from cs_cli.domain.shape import unknown

COMMON = ("id", "kind", "type", "status", "opened_at")
EVENTS = ("open", "set", "note", "void")
SHIFT = ("start", "end", "next")


def faults(policy: Policy, rules: Iterable[str], fills: Iterable[str]) -> Iterator[Invalid]:
    """Give a complaint for every word that names nothing.

    Its place is ``kinds, KIND, …`` or ``kinds, KIND, types, TYPE, …``, or that of a row:
    ``deadlines, NAME, …``.
    """
    known_fills = list(fills)
    for name, kind in policy.kinds.items():
        own = list(_kind_faults(kind, policy, known_fills))
        yield from (fault.within("kinds", name) for fault in own)
        # A type inherits the faults of its kind, which are told once.
        told = {(fault.message, fault.place) for fault in own}
        for type_, variant in kind.types.items():
            for fault in _kind_faults(variant, policy, known_fills):
                if (fault.message, fault.place) not in told:
                    yield fault.within("kinds", name, "types", type_)
    yield from _all_row_faults(policy, list(rules))


def _all_row_faults(policy: Policy, rules: list[str]) -> Iterator[Invalid]:
    rows = policy.rows
    sections: Mapping[str, Mapping[str, Sequence[Row]]] = {
        "guards": rows.guards, "deadlines": rows.deadlines, "followups": rows.followups,
        "duties": rows.duties, "urgent": rows.urgent,
    }  # fmt: skip
    for section, named in sections.items():
        for name, versions in named.items():
            for row in versions:
                for fault in _row_faults(row, policy, rules):
                    yield fault.within(section, name)


def _kind_faults(kind: Kind, policy: Policy, fills: list[str]) -> Iterator[Invalid]:
    for case in kind.start:
        yield from _known([case.state], list(kind.states), "start")
        yield from _match_faults(case.when, [kind], "start")
    yield from _known([kind.title], list(kind.fields), "title")
    yield from _known(kind.columns, list(kind.fields), "columns")
    yield from _own_names(kind)
    for field, what in kind.fields.items():
        yield from _known(what.to, list(policy.kinds), "fields", field, "to")
    for name, verb in kind.verbs.items():
        yield from _verb_faults(kind, ("verbs", name), verb, policy, fills)
    if kind.open is not None:
        yield from _verb_faults(kind, ("open",), kind.open, policy, fills)
    for name, moments in kind.signals.items():
        for moment in moments:
            yield from _moment_faults(moment, kind, "signals", name)


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
    kind: Kind, place: tuple[str, ...], verb: Verb, policy: Policy, fills: list[str]
) -> Iterator[Invalid]:
    fields = [*kind.fields, *verb.fields]
    lists = [name for name, what in kind.fields.items() if what.type == "list"]
    yield from _known(verb.from_, [*kind.states, "any", "final"], *place, "from")
    yield from _known([case.state for case in verb.to], list(kind.states), *place, "to")
    yield from _known(verb.ask, list(kind.fields), *place, "ask")
    yield from _known(verb.put, list(kind.fields), *place, "put")
    yield from _known([verb.append] if verb.append else [], lists, *place, "append")
    yield from _known([n for need in verb.require for n in need.fields], fields, *place, "require")
    yield from _known(verb.roles, list(policy.roles), *place, "roles")
    yield from _known(verb.fill, fills, *place, "fill")
    for case in verb.to:
        yield from _match_faults(case.when, [kind], *place, "to")
    for need in verb.require:
        yield from _match_faults(need.when, [kind], *place, "require")


def _row_faults(row: Row, policy: Policy, rules: list[str]) -> Iterator[Invalid]:
    if isinstance(row, Duty):
        yield from _duty_faults(row, policy)
        return
    yield from _on_faults(row.on, policy)
    kinds = variants(row.on, policy)
    if isinstance(row, Guard) and kinds:
        yield from _guard_faults(row, kinds, policy, rules)
    elif isinstance(row, Deadline) and kinds:
        yield from _deadline_faults(row, kinds, policy)
    elif isinstance(row, FollowUp) and kinds:
        yield from _follow_up_faults(row, kinds, policy)


def _duty_faults(row: Duty, policy: Policy) -> Iterator[Invalid]:
    yield from _known([row.role], list(policy.roles), "role")
    try:
        duty.check(row)
    except Invalid as fault:
        yield fault


def _follow_up_faults(row: FollowUp, kinds: list[Kind], policy: Policy) -> Iterator[Invalid]:
    yield from _known([row.create], list(policy.kinds), "create")
    if row.create not in policy.kinds:
        return
    made = policy.kinds[row.create]
    yield from _known([row.type] if row.type else [], list(made.types), "type")
    yield from _known(row.fields, list(made.of(row.type).fields), "fields")
    copied = [
        word[1:] for words in row.fields.values() for word in words if word.startswith("$")
    ]  # fmt: skip
    yield from _known(copied, _all_fields(kinds), "fields")


def variants(on: On, policy: Policy) -> list[Kind]:
    """Give the kind, or the types of it, that a row is for."""
    kind = policy.kinds.get(on.kind)
    if kind is None:
        return []
    named = [kind.types[name] for name in on.type if name in kind.types]
    return named or [kind, *kind.types.values()]


def _on_faults(on: On, policy: Policy) -> Iterator[Invalid]:
    yield from _known([on.kind], list(policy.kinds), "on", "kind")
    if on.kind not in policy.kinds:
        return
    yield from _known(on.type, [*policy.kinds[on.kind].types, "none"], "on", "type")
    kinds = variants(on, policy)
    yield from _known(on.do, [*_all_verbs(kinds)], "on", "do")
    yield from _match_faults(on.match, kinds, "on")


def _match_faults(wanted: Match, kinds: list[Kind], *place: str) -> Iterator[Invalid]:
    """Complain about fields that do not exist, and values they can never hold."""
    for name, options in wanted.items():
        yield from _known([name], _all_fields(kinds), *place)
        values = _values(name, kinds)
        if values:
            yield from _known(options, [*values, "any", "none"], *place, name)


def _values(name: str, kinds: list[Kind]) -> set[str]:
    """Give what a field can hold; nothing when that is open."""
    if name == "status":
        return {state for kind in kinds for state in (*kind.states, "void", "")}
    if name == "type":
        return {type_ for kind in kinds for type_ in (*kind.types, kind.type) if type_}
    found: set[str] = set()
    for what in _defined(name, kinds):
        if what.type == "flag":
            found |= {"true", "false"}
        elif what.type == "choice" and what.choices:
            found |= set(what.choices)
        else:
            return set()
    return found


def _defined(name: str, kinds: list[Kind]) -> Iterator[FieldDef]:
    for kind in kinds:
        for fields in (kind.fields, *(verb.fields for verb in _verbs(kind))):
            if name in fields:
                yield fields[name]


def _verbs(kind: Kind) -> list[Verb]:
    return [*kind.verbs.values(), *([kind.open] if kind.open else [])]


def _all_verbs(kinds: list[Kind]) -> list[str]:
    return [*EVENTS, *(verb for kind in kinds for verb in kind.verbs)]


def _all_fields(kinds: list[Kind]) -> list[str]:
    own = [name for kind in kinds for name in kind.fields]
    said = [name for kind in kinds for verb in _verbs(kind) for name in verb.fields]
    return [*COMMON, *own, *said]


def _guard_faults(
    row: Guard, kinds: list[Kind], policy: Policy, rules: list[str]
) -> Iterator[Invalid]:
    fields = _all_fields(kinds)
    for key in ("require", "future", "keep", "by", "same"):
        yield from _known(getattr(row, key), fields, key)
    yield from _match_faults(row.must, kinds, "must")
    yield from _known(row.roles, list(policy.roles), "roles")
    yield from _known([row.rule] if row.rule else [], rules, "rule")
    yield from _known([row.ahead.field] if row.ahead else [], fields, "ahead", "field")
    yield from _known([row.entries.list] if row.entries else [], fields, "entries", "list")
    for key, query in (("forbid", row.forbid), ("exists", row.exists)):
        if query is not None:
            yield from _query_faults(query, policy, key)


def _query_faults(query: Query, policy: Policy, key: str) -> Iterator[Invalid]:
    yield from _known([query.kind], list(policy.kinds), key, "kind")
    if query.kind in policy.kinds:
        kind = policy.kinds[query.kind]
        yield from _match_faults(query.match, [kind, *kind.types.values()], key)


def _deadline_faults(row: Deadline, kinds: list[Kind], policy: Policy) -> Iterator[Invalid]:
    for key in ("start", "until"):
        for moment in getattr(row, key):
            yield from _any_moment_faults(moment, kinds, policy, key)
    states = [state for kind in kinds for state in kind.states]
    yield from _known(row.pauses, states, "pauses")
    owners = [name for name in row.owner if not name.startswith("role:")]
    yield from _known(owners, [*_all_fields(kinds), "owner", "first_responsible"], "owner")
    roles = [name.removeprefix("role:") for name in row.owner if name.startswith("role:")]
    yield from _known(roles, list(policy.roles), "owner")
    yield from _known([row.escalate] if row.escalate else [], list(policy.roles), "escalate")


def _any_moment_faults(
    moment: Moment, kinds: list[Kind], policy: Policy, key: str
) -> Iterator[Invalid]:
    """Complain about a moment that none of the types knows."""
    if moment.sort == "linked":
        found = [list(_linked_faults(moment, policy, key))]
    else:
        found = [list(_moment_faults(moment, kind, key)) for kind in kinds]
    if all(found):
        yield found[0][0]


def _linked_faults(moment: Moment, policy: Policy, key: str) -> Iterator[Invalid]:
    yield from _known([moment.name], list(policy.kinds), key)
    if moment.name in policy.kinds:
        kind = policy.kinds[moment.name]
        yield from _match_faults(moment.match, [kind, *kind.types.values()], key)


def _moment_faults(moment: Moment, kind: Kind, *place: str) -> Iterator[Invalid]:
    known = {
        "do": _all_verbs([kind]),
        "state": [*kind.states, SETTLED],
        "field": _all_fields([kind]),
        "signal": list(kind.signals),
        "shift": list(SHIFT),
    }
    yield from _known([moment.name], known[moment.sort], *place)
    if moment.sort == "do":
        yield from _match_faults(moment.match, [kind], *place)


def _known(words: Iterable[str], known: Sequence[str], *place: str) -> Iterator[Invalid]:
    for word in words:
        if word not in known:
            fault = unknown(word, sorted(set(known)))
            yield Invalid(fault.message, *place, hint=fault.hint)


__all__ = ["faults", "variants"]
