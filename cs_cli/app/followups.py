"""What a verb makes happen besides (rows ``followups``): records made, verbs done on others.

All of it is worked out before anything is written, and written as one with the command itself:
what is refused at the last record leaves the first as it was. A verb done on another record is a
verb like any other, by the same person: that record's guards judge it, and its own follow-ups
happen too. A record that a rule makes has the defaults of its kind, what ``open`` sets by itself
and all required fields, but no guard and no role is asked: the habits of a desk at opening (a
caller's number, a reason) must not keep a rule from being followed. Its own follow-ups happen too.
"""

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from typing import Any

from cs_cli.app import draft as drafts
from cs_cli.app.cause import EMPTY, Cause, Item, causes
from cs_cli.app.draft import Draft, Missing
from cs_cli.app.find import find_id
from cs_cli.app.opening import made
from cs_cli.app.save import Plan, is_nothing
from cs_cli.app.work import Work
from cs_cli.domain.act import Act
from cs_cli.domain.errors import NotFound, Refused
from cs_cli.domain.found import Found
from cs_cli.domain.ids import derived, path_of
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.meaning import holds, shaped
from cs_cli.domain.policy import FollowUp, applies, rows_on
from cs_cli.domain.record import day

DEEPEST = 3
"""How many follow-ups may follow from one another."""

NOTE = "note"
ROSTER = "shift"


def follow(plan: Plan, act: Act, chain: tuple[str, ...] = ()) -> None:
    """Add everything that follows from a command, and what follows from that, to its plan.

    Raises :class:`Refused` when any of it is refused, :class:`Broken`.
    """
    for name, row in list(_rows(act, plan.work)):
        plan.reveal()
        for cause in list(causes(name, row, act, plan.work.world)):
            for draft in _happens(plan, cause):
                if len(chain) == DEEPEST:
                    raise _endless(row, (*chain, name))
                follow(plan, draft.act, (*chain, name))


def are_due(act: Act, work: Work) -> bool:
    """Tell whether a command has any follow-ups."""
    return any(_rows(act, work))


def _rows(act: Act, work: Work) -> Iterator[tuple[str, FollowUp]]:
    """Give the rows that a command calls for."""
    world = work.world
    for name, row in rows_on(work.policy.rows.followups, drafts.today(work)).items():
        if not applies(row.on, act.kind.kind, act.type):
            continue
        if act.do in (row.on.do or ("open",)) and holds(row.on.match, act, world):
            yield name, row


def _endless(row: FollowUp, chain: tuple[str, ...]) -> Refused:
    return Refused(
        _("too many follow-ups follow from one another: {rows}").format(rows=", ".join(chain)),
        rule=row.ref,
        hint=_("look at these rows with: cs policy list"),
    )


def _happens(plan: Plan, cause: Cause) -> Iterator[Draft]:
    """Draft what one cause makes happen, each draft added to the plan before it is given."""
    if cause.row.verb is None:
        yield from _made(plan, cause)
        return
    for id_ in cause.ids(cause.row.at or "", plan.work.world):
        yield from _done(plan, cause, cause.row.verb, id_)


def _done(plan: Plan, cause: Cause, do: str, id_: str) -> Iterator[Draft]:
    """Do a verb on another record."""
    work = plan.work
    plan.reveal()
    kind, record, document = plan.load(_kind_of(work, cause, id_), id_)
    drafts.known(kind, record, do)
    verb = drafts.EVERY.get(do) or kind.verbs[do]
    values = _values(cause, {**kind.fields, **verb.fields}, work)
    note = cause.value(cause.row.fields.get(NOTE, ()), work.world)
    try:
        draft = drafts.change(work, kind, record, do, values, str(note) if note else None)
    except Missing as missing:
        message = _("{id} cannot {verb} as {row} wants it: {message}")
        said = message.format(id=id_, verb=do, row=cause.name, message=missing.message)
        raise Refused(said, rule=cause.row.ref) from None
    if not is_nothing(draft):
        plan.add(draft, document)
        yield draft


def _kind_of(work: Work, cause: Cause, id_: str) -> str:
    try:
        found = work.records.get(find_id(work, id_))
    except NotFound:
        found = None
    if found is None:
        raise Refused(
            _("there is no record {id}, on which {row} does {verb}").format(
                id=id_, row=cause.name, verb=cause.row.verb
            ),
            rule=cause.row.ref,
        )
    return found.kind


def _made(plan: Plan, cause: Cause) -> Iterator[Draft]:
    """Make a record, unless it is there or such a one is still open."""
    work, row = plan.work, cause.row
    plan.reveal()
    if row.create == ROSTER:
        _rostered(plan, cause)
        return
    kind = work.policy.kinds[row.create or ""].of(row.type)
    id_ = _id(cause, kind, work)
    values = {kind.title: _title(cause, work), **_values(cause, kind.fields, work)}
    values.update(_about(cause, kind, values.get("about")))
    path = path_of(kind.kind, id_)
    if plan.has(path) or _owed_already(cause, kind, values, work):
        return
    draft = made(work, kind, id_, values, cause.name, row.ref, judged=False)
    plan.add(draft, None)
    plan.rules[path] = row.ref
    yield draft


def _rostered(plan: Plan, cause: Cause) -> None:
    """Change a line of the roster, which is what a record of the kind ``shift`` is."""
    # Deferred: few rules change who works when.
    from cs_cli.app import roster_lines

    work = plan.work
    values = _values(cause, work.policy.kinds[ROSTER].fields, work)
    lacking = [name for name in ("date", "shift") if name not in values]
    if lacking:
        message = _("{row} makes an incomplete {kind}: {message}")
        kind = work.policy.kinds[ROSTER].label
        said = message.format(row=cause.name, kind=kind, message=", ".join(lacking))
        raise Refused(said, rule=cause.row.ref)
    turn = roster_lines.Turn(
        day(values["date"]), str(values["shift"]), tuple(values.get("people", ()))
    )
    days = roster_lines.after(work, [turn], plan.files)
    for saved in roster_lines.planned(work, days, str(values.get("reason", "")), plan.files):
        plan.files[saved.path] = saved


def _id(cause: Cause, kind: Kind, work: Work) -> str:
    """Give the id: the same cause makes the same record in every clone."""
    act = cause.act
    times = sum(event.do == act.do for event in act.before.log) if act.before else 0
    each = (cause.item.key,) if cause.item else ()
    return derived(kind.prefix, drafts.today(work), act.id, cause.name, act.do, str(times), *each)


def _values(cause: Cause, fields: Mapping[str, FieldDef], work: Work) -> dict[str, Any]:
    """Give the values that a row sets, those that are filled."""
    world = work.world
    found = {name: cause.value(options, world) for name, options in cause.row.fields.items()}
    return {n: shaped(fields[n], v) for n, v in found.items() if n in fields and v not in EMPTY}


def _about(cause: Cause, kind: Kind, told: object) -> dict[str, Any]:
    """Link the record: to what its row says, to the one acted on, to the one it is made for."""
    field = kind.fields.get("about")
    if field is None:
        return {}
    ids = [*(told if isinstance(told, list) else [told])] if told else []
    found = cause.item.found if cause.item else None
    others = [(cause.act.id, cause.act.kind.kind), *([(found.id, found.kind)] if found else [])]
    ids += [id_ for id_, name in others if not field.to or name in field.to]
    return {"about": shaped(field, list(dict.fromkeys(ids)))} if ids else {}


def _owed_already(cause: Cause, kind: Kind, values: Mapping[str, Any], work: Work) -> bool:
    """Tell whether such a record is still open: one at a time is enough.

    That is one of the same type about the same records, with the same values from what the
    follow-up is repeated for; where nothing of this tells two apart, their titles do.
    """
    links = _links(values.get("about"))
    copied = [name for name, options in cause.row.fields.items() if cause.copies(options)]
    found = cause.item.found if cause.item else None
    told_apart = bool(copied) or cause.item is None or (found is not None and found.id in links)
    alike = copied if told_apart and kind.type else [*copied, kind.title]

    def is_same(other: Found) -> bool:
        linked = set(links) <= set(_links(other.values.get("about")))
        same = all(other.values.get(name) == values.get(name) for name in alike)
        return linked and same and other.type == kind.type

    open_ones = work.records.find(kind.kind, {}, open_only=True, about=links[0]) if links else ()
    return any(is_same(other) for other in open_ones)


def _links(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str)]


def _title(cause: Cause, work: Work) -> str:
    """Say the title in the desk's own language, so that every clone says the same."""
    act = cause.act
    words = {
        "{title}": _called(act.id, act.seen, act.kind),
        "{each}": _item_called(cause.item, work) if cause.item else "",
    }
    if cause.row.title is None:
        return words["{title}"]
    sentence = cause.row.title.said_in(work.desk.settings.language)
    return re.sub(r"\{(title|each)\}", lambda found: words[found[0]], sentence).strip()


def _called(id_: str, values: Mapping[str, Any], kind: Kind) -> str:
    """Give a record's title, or its id where the title is personal data."""
    field = kind.fields.get(kind.title)
    private = field is not None and field.pii
    return id_ if private else str(values.get(kind.title) or id_)


def _item_called(item: Item, work: Work) -> str:
    """Give what a title calls a record, a value or an entry of a list; no personal data."""
    if item.found is not None:
        kind = work.policy.kinds[item.found.kind].of(item.found.type)
        return _called(item.found.id, item.found.values, kind)
    field = item.field
    if isinstance(item.value, Mapping):
        open_ = [n for n, what in field.fields.items() if not what.pii] if field else []
        return next((str(item.value[n]) for n in open_ if item.value.get(n)), "")
    if field is None or field.pii:
        return "" if field else str(item.value)
    choice = field.choices.get(str(item.value))
    return choice.label.said_in(work.desk.settings.language) if choice else str(item.value)
