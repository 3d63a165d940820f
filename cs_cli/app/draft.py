"""Work a command out in full before anything is written: values, state, refusals."""

from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import Any

from cs_cli.app.work import Work
from cs_cli.domain import meaning
from cs_cli.domain.act import Act, Warned, World
from cs_cli.domain.common_verbs import CORRECTING as CORRECTING
from cs_cli.domain.common_verbs import EVERY as EVERY
from cs_cli.domain.common_verbs import verb_of as verb_of
from cs_cli.domain.errors import Refused, UsageError
from cs_cli.domain.frozen import dataclass, field, replace
from cs_cli.domain.kind import ERASE, VOID, VOIDED, FieldDef, Kind, Put, Verb
from cs_cli.domain.match import fits
from cs_cli.domain.options import is_possible
from cs_cli.domain.record import Record, target
from cs_cli.domain.schema import is_blank
from cs_cli.rules import FILLS, RULES
from cs_cli.rules.guard import judge


class Missing(UsageError):
    """Fields that a command needs were not given; a terminal may ask for them."""

    def __init__(self, message: str, *, fields: Mapping[str, FieldDef], note: bool = False) -> None:
        super().__init__(message)
        self.fields = fields
        self.note = note


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it will be: its values in the order they are written, and the new event.

    ``appended`` are the entries that lists get, ``removed`` the positions of those they lose.
    """

    act: Act
    status: str
    event: Mapping[str, Any]
    appended: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    body: str = ""
    warnings: tuple[Warned, ...] = ()
    removed: Mapping[str, frozenset[int]] = field(default_factory=dict)


def change(
    work: Work, kind: Kind, record: Record, do: str, values: Mapping[str, Any], note: str | None
) -> Draft:
    """Draft a verb on a record. Raises :class:`Missing`, :class:`Refused`."""
    verb = EVERY.get(do) or kind.verbs[do]
    from_here(verb, do, kind, record)
    typed = {name: value for name, value in values.items() if name in verb.fields}
    event_values = {**defaults(verb.fields, work), **typed}
    lists = {n: v for n, v in values.items() if do != "set" and _is_list(kind, n)}
    given = {n: v for n, v in values.items() if n not in typed and n not in lists}
    added = {**lists, **appended(verb, work, {**event_values, **given}, kind)}
    after = {**record.values, **given}
    for name, items in added.items():
        after[name] = [*(record.values.get(name) or []), *items]
    act = Act(record.id, kind, record.type, do, after, event_values, frozenset(values), record)
    act = worked_out(act, verb, work)
    added = _grown(kind, record, act) if verb.fill else added
    allowed(verb, act, work)
    emptied = [n for n in values if n in kind.fields and kind.fields[n].required]
    complete(act, verb, emptied, note)
    warnings = judge(act, work.world, RULES)
    status = target(kind, do, record.status, {**act.values, **act.event})
    event = _event(work, act, record, note, added)
    return Draft(act, status, event, added, warnings=warnings)


def word(text: str, work: Work) -> str:
    """Give what a word such as ``@me`` stands for; every other text is itself."""
    return meaning.word(text, work.actor.id, work.desk.calendar.local(work.now))


def defaults(fields: Mapping[str, FieldDef], work: Work) -> dict[str, Any]:
    """Give the values that fields have when nobody says otherwise."""
    every = fields.items()
    return {name: word(what.default, work) for name, what in every if what.default is not None}


def today(work: Work) -> date:
    """Give the day it is at the desk."""
    return work.desk.calendar.date_of(work.now)


def _is_list(kind: Kind, name: str) -> bool:
    return name in kind.fields and kind.fields[name].type == "list"


def appended(verb: Verb, work: Work, values: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Give the entry that a verb such as ``attempt`` adds to a list field."""
    if verb.append is None:
        return {}
    known = kind.fields[verb.append].fields
    entry = {"at": word("@now", work), "by": work.actor.id, **values}
    return {verb.append: [{n: v for n, v in entry.items() if n in known and v is not None}]}


def _grown(kind: Kind, record: Record, act: Act) -> dict[str, Any]:
    """Give the entries that named rules put at the end of list fields."""
    grown = {}
    for name in filter(lambda name: _is_list(kind, name), kind.fields):
        old, new = record.values.get(name) or [], act.values.get(name) or []
        if len(new) > len(old) and new[: len(old)] == old:
            grown[name] = new[len(old) :]
    return grown


def worked_out(act: Act, verb: Verb, work: Work) -> Act:
    """Add what the verb sets by itself: its ``put``, its ``count``, its named rules."""
    if not (verb.put or verb.count or verb.fill):
        return act
    world = work.world
    act = _with(act, {**_put(act, verb, world), **_counted(act, verb, world)})
    for name in verb.fill:
        act = _with(act, FILLS[name](act, world))
    return act


def _with(act: Act, values: Mapping[str, Any]) -> Act:
    return replace(act, values={**act.values, **values})


def _put(act: Act, verb: Verb, world: World) -> dict[str, Any]:
    """Give what the verb sets; the word ``none`` takes a value away."""
    values: dict[str, Any] = {}
    for name, put in verb.put.items():
        if _gives_way(name, put, act) or not meaning.holds(put.when, act, world):
            continue
        found = None if put.value == "none" else meaning.meant(put.value, act, world)
        if put.value == "none" or found not in (None, "", []):
            values[name] = meaning.shaped(act.kind.fields[name], found)
    return values


def _gives_way(name: str, put: Put, act: Act) -> bool:
    """Tell whether what was typed goes before: a condition, or a copy for a new record."""
    typed = name in act.changed and act.values.get(name) not in (None, "", [])
    return typed and (bool(put.when) or (act.do == "open" and put.value.startswith(meaning.COPY)))


def _counted(act: Act, verb: Verb, world: World) -> dict[str, str]:
    """Give the numbers that the verb makes one higher; what is no number begins at one."""
    counts = [one for one in verb.count if meaning.holds(one.when, act, world)]
    wanted = [name for one in counts for name in one.fields]
    old = {name: str(act.values.get(name) or "0") for name in wanted}
    return {name: str(int(was) + 1) if was.isdecimal() else "1" for name, was in old.items()}


def known(kind: Kind, record: Record, do: str) -> None:
    """Raise :class:`Refused` for a verb that only other types have."""
    if do in EVERY or do in kind.verbs:
        return
    raise Refused(
        _("{id} is of type {type}, which has no {verb}").format(
            id=record.id, type=record.type or kind.kind, verb=do
        ),
        hint=_able(kind, record.status),
    )


def _able(kind: Kind, here: str) -> str:
    every = {**kind.verbs, **{name: EVERY[name] for name in EVERY if name != ERASE}}
    able = [name for name, verb in every.items() if is_possible(verb, kind, here)]
    return _("possible now: {verbs}").format(verbs=", ".join(able) or _("nothing"))


def from_here(verb: Verb, do: str, kind: Kind, record: Record) -> None:
    """Raise :class:`Refused` for a verb that the state of the record does not allow."""
    here = record.status
    if is_possible(verb, kind, here):
        return
    states = [str(kind.states[s].label) for s in verb.from_ if s in kind.states]
    labels = {VOID: VOIDED, **{name: state.label for name, state in kind.states.items()}}
    label = labels.get(here, here)
    raise Refused(
        _("{id} is {state}; {verb} is not possible then").format(
            id=record.id, state=label, verb=do
        ),
        hint=_("possible from: {states}").format(states=", ".join(states))
        if states
        else _able(kind, here),
    )


def allowed(verb: Verb, act: Act, work: Work) -> None:
    """Raise :class:`Refused` for a verb that only others may do."""
    if act.do == ERASE and not _is_superior(work):
        raise Refused(_("only a superior may erase personal data"))
    if verb.roles and not work.actor.has(*verb.roles):
        roles = work.policy.roles
        names = ", ".join(str(roles[r].label) for r in verb.roles if r in roles)
        raise Refused(
            _("{person} may not do this; it needs: {roles}").format(
                person=work.actor.id, roles=names
            )
        )


def _is_superior(work: Work) -> bool:
    roles = work.policy.roles
    return any(roles[role].rank > 0 for role in work.actor.roles if role in roles)


def complete(act: Act, verb: Verb, required: Sequence[str], note: str | None) -> None:
    """Raise :class:`Missing` when something that must be there is not."""
    wanted = [*required]
    for need in verb.require:
        if fits(need.when, act.seen):
            wanted += need.fields
    known = {**act.kind.fields, **verb.fields}
    missing = {n: known[n] for n in dict.fromkeys(wanted) if act.seen.get(n) in (None, "", [])}
    lacks_note = verb.note and is_blank(note)
    if not missing and not lacks_note:
        return
    said = [f"--{name.replace('_', '-')} ({what.label})" for name, what in missing.items()]
    if lacks_note:
        said.append(_("-m (the reason, in words)"))
    message = _("still needed: {fields}").format(fields=", ".join(said))
    raise Missing(message, fields=missing, note=lacks_note)


def _event(
    work: Work, act: Act, record: Record, note: str | None, appended: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the log entry: what was set, and what a first change of a field replaced."""
    changed = {
        name: value
        for name, value in act.values.items()
        if name not in appended and value != record.values.get(name)
    }
    logged = {name for event in record.log for name in event.values}
    was = {
        name: record.values[name]
        for name in changed
        if name not in logged and record.values.get(name) not in (None, "", [])
    }
    event: dict[str, Any] = {
        "at": work.now,
        "by": work.actor.id,
        "do": act.do,
        **changed,
        **act.event,
    }
    if not is_blank(note):
        event["note"] = note
    if was:
        event["was"] = was
    return event
