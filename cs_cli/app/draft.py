"""Work a command out in full before anything is written: values, state, refusals, follow-ups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from gettext import gettext as _
from typing import Any

from cs_cli.app.reading import written
from cs_cli.app.work import Work
from cs_cli.domain.act import Act
from cs_cli.domain.errors import Refused, UsageError
from cs_cli.domain.ids import derived, mint, path_of
from cs_cli.domain.kind import VOID, VOIDED, Case, FieldDef, Kind, Verb
from cs_cli.domain.language import Text
from cs_cli.domain.match import fits
from cs_cli.domain.policy import FollowUp, applies, in_force
from cs_cli.domain.record import Record, target
from cs_cli.rules import FILLS, RULES
from cs_cli.rules.guard import judge

EVERY: Mapping[str, Verb] = {
    "set": Verb(Text("change fields", "修改"), from_=("any", "final")),
    "note": Verb(Text("note", "备注"), from_=("any", "final"), note=True),
    VOID: Verb(Text("void", "作废"), from_=("any", "final"), note=True),
}
"""Verbs that every kind has."""


class Missing(UsageError):
    """Fields that a command needs were not given; a terminal may ask for them."""

    def __init__(self, message: str, *, fields: Mapping[str, FieldDef], note: bool = False) -> None:
        super().__init__(message)
        self.fields = fields
        self.note = note


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it will be: its values in the order they are written, and the new event."""

    act: Act
    status: str
    event: Mapping[str, Any]
    appended: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    body: str = ""
    follow_ups: tuple["Draft", ...] = ()


def new(work: Work, kind: Kind, values: Mapping[str, Any], note: str | None, body: str) -> Draft:
    """Draft a new record. Raises :class:`Missing`, :class:`Refused`."""
    verb = kind.open or Verb(Text("open", "登记"))
    whole = {**_defaults(kind, work), **values, **_put(verb, work)}
    id_ = _free_id(work, kind)
    act = Act(id_, kind, kind.type, "open", whole, {}, frozenset(values))
    act = _filled(act, verb, work)
    _allowed(verb, act, work)
    required = [name for name, what in kind.fields.items() if what.required]
    _complete(act, verb, required, note)
    judge(act, work.world, RULES)
    status = first_state(kind.start, act.values)
    event = {"at": work.now, "by": work.actor.id, "do": "open", **({"note": note} if note else {})}
    return Draft(act, status, event, body=body, follow_ups=tuple(_follow_ups(act, work)))


def change(
    work: Work, kind: Kind, record: Record, do: str, values: Mapping[str, Any], note: str | None
) -> Draft:
    """Draft a verb on a record. Raises :class:`Missing`, :class:`Refused`."""
    verb = EVERY.get(do) or kind.verbs[do]
    _from_here(verb, do, kind, record)
    event_values = {name: value for name, value in values.items() if name in verb.fields}
    lists = {n: v for n, v in values.items() if do != "set" and _is_list(kind, n)}
    given = {n: v for n, v in values.items() if n not in event_values and n not in lists}
    appended = {**lists, **_appended(verb, work, {**event_values, **given}, kind)}
    after = {**record.values, **given, **_put(verb, work)}
    for name, items in appended.items():
        after[name] = [*(record.values.get(name) or []), *items]
    act = Act(record.id, kind, record.type, do, after, event_values, frozenset(values), record)
    act = _filled(act, verb, work)
    _allowed(verb, act, work)
    emptied = [n for n in values if n in kind.fields and kind.fields[n].required]
    _complete(act, verb, emptied, note)
    judge(act, work.world, RULES)
    status = target(kind, do, record.status, {**act.values, **act.event})
    event = _event(work, act, record, note, appended)
    return Draft(act, status, event, appended, follow_ups=tuple(_follow_ups(act, work)))


def _free_id(work: Work, kind: Kind) -> str:
    """Mint until free: with a seed the same ids come up again and again."""
    while True:
        id_ = mint(kind.prefix, _today(work), work.random_bits)
        if not (work.root / path_of(kind.kind, id_)).exists():
            return id_


def _defaults(kind: Kind, work: Work) -> dict[str, Any]:
    fields = kind.fields.items()
    return {name: _word(what.default, work) for name, what in fields if what.default is not None}


def _put(verb: Verb, work: Work) -> dict[str, Any]:
    """Give what the verb sets; the word ``none`` takes a value away."""
    return {n: None if text == "none" else _word(text, work) for n, text in verb.put.items()}


def _word(text: str, work: Work) -> str:
    local = work.now.astimezone(work.desk.calendar.zone)
    words = {"@me": work.actor.id, "@now": written(local), "@today": local.date().isoformat()}
    return words.get(text, text)


def _today(work: Work) -> date:
    return work.now.astimezone(work.desk.calendar.zone).date()


def _is_list(kind: Kind, name: str) -> bool:
    return name in kind.fields and kind.fields[name].type == "list"


def _appended(verb: Verb, work: Work, values: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Give the entry that a verb such as ``attempt`` adds to a list field."""
    if verb.append is None:
        return {}
    known = kind.fields[verb.append].fields
    entry = {"at": _word("@now", work), "by": work.actor.id, **values}
    return {verb.append: [{n: v for n, v in entry.items() if n in known and v is not None}]}


def _filled(act: Act, verb: Verb, work: Work) -> Act:
    """Let the verb's rules work out further values."""
    values = dict(act.values)
    for name in verb.fill:
        values.update(FILLS[name](_with(act, values), work.world))
    return _with(act, values)


def _with(act: Act, values: Mapping[str, Any]) -> Act:
    return Act(act.id, act.kind, act.type, act.do, dict(values), act.event, act.changed, act.before)


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
    every = {**kind.verbs, **EVERY}
    able = [name for name, verb in every.items() if _possible(verb, kind, here)]
    return _("possible now: {verbs}").format(verbs=", ".join(able) or _("nothing"))


def _from_here(verb: Verb, do: str, kind: Kind, record: Record) -> None:
    here = record.status
    if _possible(verb, kind, here):
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


def _possible(verb: Verb, kind: Kind, here: str) -> bool:
    return here != VOID and (
        here in verb.from_
        or ("any" in verb.from_ and not kind.is_final(here))
        or ("final" in verb.from_ and kind.is_final(here))
    )


def _allowed(verb: Verb, act: Act, work: Work) -> None:
    if verb.roles and not work.actor.has(*verb.roles):
        roles = work.policy.roles
        names = ", ".join(str(roles[r].label) for r in verb.roles if r in roles)
        raise Refused(
            _("{person} may not do this; it needs: {roles}").format(
                person=work.actor.id, roles=names
            )
        )


def _complete(act: Act, verb: Verb, required: Sequence[str], note: str | None) -> None:
    """Raise :class:`Missing` when something that must be there is not."""
    wanted = [*required]
    for need in verb.require:
        if fits(need.when, act.seen):
            wanted += need.fields
    known = {**act.kind.fields, **verb.fields}
    missing = {n: known[n] for n in dict.fromkeys(wanted) if act.seen.get(n) in (None, "", [])}
    lacks_note = verb.note and not note
    if not missing and not lacks_note:
        return
    said = [f"--{name.replace('_', '-')} ({what.label})" for name, what in missing.items()]
    if lacks_note:
        said.append(_("-m (the reason, in words)"))
    message = _("still needed: {fields}").format(fields=", ".join(said))
    raise Missing(message, fields=missing, note=lacks_note)


def first_state(cases: Sequence[Case], values: Mapping[str, Any]) -> str:
    """Give the state that a new record with these values begins in."""
    return next((case.state for case in cases if fits(case.when, values)), cases[-1].state)


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
    if note:
        event["note"] = note
    if was:
        event["was"] = was
    return event


def _follow_ups(act: Act, work: Work) -> Iterator[Draft]:
    """Draft the records that this verb makes besides (rows ``followups``)."""
    today = _today(work)
    for name, versions in work.policy.rows.followups.items():
        row = in_force(versions, today)
        if row is None or not applies(row.on, act.kind.kind, act.type):
            continue
        wanted = act.do in (row.on.do or ("open",)) and fits(row.on.match, act.seen)
        if wanted and not _owed_already(row, act, work):
            yield _follow_up(name, row, act, work)


def _owed_already(row: FollowUp, act: Act, work: Work) -> bool:
    """Tell whether such a record about this one is still open: one at a time is enough."""
    open_ones = work.records.find(row.create, {}, open_only=True, about=act.id)
    return any(found.type == row.type for found in open_ones)


def _follow_up(name: str, row: FollowUp, act: Act, work: Work) -> Draft:
    kind = work.policy.kinds[row.create].of(row.type)
    values = {**_defaults(kind, work), kind.title: _title(row, act, work), "about": [act.id]}
    for field_name, options in row.fields.items():
        found = next((v for v in (_copied(o, act, work) for o in options) if v), None)
        if found is not None:
            values[field_name] = found
    # The same cause makes the same record in every clone.
    times = sum(event.do == act.do for event in act.before.log) if act.before else 0
    id_ = derived(kind.prefix, _today(work), act.id, name, act.do, str(times))
    made = Act(id_, kind, kind.type, "open", values, {}, frozenset())
    event = {"at": work.now, "by": work.actor.id, "do": "open"}
    return Draft(made, first_state(kind.start, values), event)


def _copied(text: str, act: Act, work: Work) -> Any:  # noqa: ANN401 - a field's value
    return act.seen.get(text[1:]) if text.startswith("$") else _word(text, work)


def _title(row: FollowUp, act: Act, work: Work) -> str:
    """Say the title in the desk's own language, so that every clone says the same."""
    sentence = row.title.zh if work.desk.settings.language == "zh" else row.title.en
    return sentence.replace("{title}", str(act.seen.get(act.kind.title) or act.id))
