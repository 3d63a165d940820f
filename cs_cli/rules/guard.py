"""Judge a command by a guard row: each check a row may name, in one place.

The sentence of a refusal is the row's ``says``; ``{id}``, ``{ids}``, ``{fields}``, the record's
own values and paths such as ``{customer.callback_owner}`` may stand in it; with ``entries``
also ``{numbers}``, ``{count}``, ``{least}`` and ``{most}``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from gettext import gettext as _

from cs_cli.domain import limit as limits
from cs_cli.domain.act import Act, Warned, World
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text
from cs_cli.domain.match import Match, Query, fits
from cs_cli.domain.meaning import find, holds, is_private, resolved, value_at, values_at
from cs_cli.domain.policy import Guard, applies, rows_on
from cs_cli.domain.record import day, instant

Details = Mapping[str, str]
Check = Callable[[Guard, Act, World], Details | None]
"""Give what was wrong, to be filled into the sentence, or None when the check holds."""

Rule = Callable[[Act, World, Mapping[str, str]], Text | None]
"""A named rule: give the sentence of the refusal, or None when it has nothing against it."""


def judge(act: Act, world: World, rules: Mapping[str, Rule]) -> tuple[Warned, ...]:
    """Give the warnings; raise :class:`Refused` for the first guard against the command."""
    warned: list[Warned] = []
    for guard in rows_on(world.policy.rows.guards, world.calendar.date_of(world.now)).values():
        if not _concerns(guard, act, world):
            continue
        said = _objection(guard, act, world, rules)
        if said is not None and not guard.warn:
            raise Refused(said, rule=guard.ref)
        if said is not None:
            warned.append(Warned(said, guard.ref))
    return tuple(warned)


def _concerns(guard: Guard, act: Act, world: World) -> bool:
    on = guard.on
    return (
        applies(on, act.kind.kind, act.type)
        and (not on.do or act.do in on.do)
        and holds(on.match, act, world)
    )


def _objection(guard: Guard, act: Act, world: World, rules: Mapping[str, Rule]) -> str | None:
    """Give what a guard has against the command; without any check it is always against it."""
    if not guard.has_check:
        return fill(str(guard.says), act, world, {})
    for check in CHECKS:
        details = check(guard, act, world)
        if details is not None:
            return fill(str(guard.says), act, world, details)
    said = rules[guard.rule](act, world, guard.with_) if guard.rule is not None else None
    return None if said is None else str(said)


def fill(sentence: str, act: Act, world: World, details: Details) -> str:
    """Put details, the record's own short values and paths into a sentence.

    Unknown words stay as they are; what is personal or leads nowhere is shown as a dash.
    """
    known = {**_plain(act), **details}

    def told(found: re.Match[str]) -> str:
        key = found[1]
        return known[key] if key in known else _told(key, act, world) or found[0]

    return _PLACE.sub(told, sentence)


_PLACE = re.compile(r"\{([a-z_.]+)\}")


def _told(path: str, act: Act, world: World) -> str | None:
    """Give what stands at a path, None for a word that is none."""
    if "." not in path:
        return None
    value = None if is_private(path, act, world) else value_at(path, act, world)
    return ", ".join(_texts(value)) or "–"


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and item]


def _plain(act: Act) -> dict[str, str]:
    shown = {
        key: value
        for key, value in act.seen.items()
        if isinstance(value, str) and not _is_private(act, key)
    }
    return {**shown, "id": act.id} if act.before else shown


def _is_private(act: Act, key: str) -> bool:
    return key in act.kind.fields and act.kind.fields[key].pii


def _labels(act: Act, names: Iterable[str], world: World) -> Details:
    fields = {**act.kind.fields}
    verb = act.kind.verbs.get(act.do)
    if verb is not None:
        fields.update(verb.fields)
    return {"fields": ", ".join(_label(name, fields, world) for name in names)}


def _label(name: str, fields: Mapping[str, FieldDef], world: World) -> str:
    if name in fields:
        option = "" if fields[name].fixed else f" (--{name.replace('_', '-')})"
        return f"{fields[name].label}{option}"
    head, _dot, inner = name.partition(".")
    if head not in fields:
        return name
    kinds = [world.policy.kinds[kind] for kind in fields[head].to if kind in world.policy.kinds]
    said = next((kind.fields[inner].label for kind in kinds if inner in kind.fields), inner)
    return f"{fields[head].label} / {said}"


def _require(guard: Guard, act: Act, world: World) -> Details | None:
    values = values_at(guard.require, act, world)
    missing = [name for name, value in values.items() if value in (None, "", [])]
    return _labels(act, missing, world) if missing else None


def _must(guard: Guard, act: Act, world: World) -> Details | None:
    wrong = [n for n, wanted in guard.must.items() if not holds({n: wanted}, act, world)]
    return _labels(act, wrong, world) if wrong else None


def _future(guard: Guard, act: Act, world: World) -> Details | None:
    late = [n for n in guard.future if not _ahead_of(act.seen.get(n), world.now)]
    return _labels(act, late, world) if late else None


def _ahead_of(value: object, now: datetime) -> bool:
    try:
        return instant(value) > now
    except Invalid:
        return False


def _notice(guard: Guard, act: Act, world: World) -> Details | None:
    if guard.ahead is None:
        return None
    event = moment_of(act.seen.get(guard.ahead.field), act, world)
    if event is None:
        return None
    latest = limits.due(event, guard.ahead.limit, world.calendar).at
    if latest is None or world.now <= latest:
        return None
    zone = world.calendar.zone
    return {
        "latest": latest.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "begins": event.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        "limit": str(guard.ahead.limit),
    }


def moment_of(value: object, act: Act, world: World) -> datetime | None:
    """Give the instant in a field; a bare day means the person's shift on it.

    The shift is the one on the roster, else the opening of the desk, else midnight.
    """
    try:
        return instant(value)
    except Invalid:
        pass
    try:
        on = day(value)
    except Invalid:
        return None
    person = str(act.seen.get("person") or world.actor.id)
    return shift_start(person, on, world) or world.calendar.midnight(on)


def shift_start(person: str, day: date, world: World) -> datetime | None:
    """Give when somebody starts on a day: by the roster, else when the desk opens."""
    shifts = [s for s, people in world.roster.get(day, {}).items() if person in people]
    starts = [world.calendar.shift_bounds(s, day)[0] for s in shifts if s in world.calendar.shifts]
    if starts:
        return min(starts)
    begins = world.calendar.midnight(day)
    if not world.calendar.is_working(day):
        return None
    return world.calendar.opening_after(begins)


def _keep(guard: Guard, act: Act, world: World) -> Details | None:
    if act.before is None:
        return None
    old = act.before.values
    lost = [n for n in guard.keep if old.get(n) and act.values.get(n) != old.get(n)]
    return _labels(act, lost, world) if lost else None


def _roles(guard: Guard, act: Act, world: World) -> Details | None:
    if not guard.roles or world.actor.has(*guard.roles):
        return None
    labels = (world.policy.roles[r].label if r in world.policy.roles else r for r in guard.roles)
    return {"roles": ", ".join(str(label) for label in labels), "actor": world.actor.id}


def _by(guard: Guard, act: Act, world: World) -> Details | None:
    values = values_at(guard.by, act, world).values()
    allowed = [person for value in values for person in _texts(value)]
    if not guard.by or world.actor.id in allowed:
        return None
    return {"allowed": ", ".join(allowed) or _("nobody"), "actor": world.actor.id}


def _same(guard: Guard, act: Act, world: World) -> Details | None:
    named = {str(value) for value in values_at(guard.same, act, world).values()}
    return {"names": ", ".join(sorted(named))} if len(named) > 1 else None


def _entries(guard: Guard, act: Act, world: World) -> Details | None:
    """Look at the entries that match: how many there are, and what each of them lacks."""
    row = guard.entries
    if row is None:
        return None
    wanted = resolved(row.when, act, world)
    meant = [(n, e) for n, e in _numbered(act.seen.get(row.list)) if not wanted or _is(e, wanted)]
    wrong = [str(number) for number, entry in meant if _lacks(entry, row.require)]
    count = len(meant)
    few = row.least is not None and count < row.least
    many = row.most is not None and count > row.most
    if not (wrong or few or many):
        return None
    what = act.kind.fields.get(row.list)
    inner = what.fields if what else {}
    names = [str(inner[n].label) if n in inner else n for n in row.require]
    return {
        "numbers": ", ".join(wrong), "fields": ", ".join(names), "count": str(count),
        "least": str(row.least or 0), "most": str(row.most or 0),
    }  # fmt: skip


def _numbered(value: object) -> Iterator[tuple[int, object]]:
    return enumerate(value if isinstance(value, list) else [], start=1)


def _is(entry: object, wanted: Match) -> bool:
    return isinstance(entry, Mapping) and fits(wanted, entry)


def _lacks(entry: object, names: Iterable[str]) -> bool:
    return isinstance(entry, Mapping) and any(not entry.get(name) for name in names)


def _forbid(guard: Guard, act: Act, world: World) -> Details | None:
    found = _look_up(guard.forbid, act, world) if guard.forbid else []
    return {"id": found[0], "ids": ", ".join(found)} if found else None


def _exists(guard: Guard, act: Act, world: World) -> Details | None:
    if guard.exists is None or _look_up(guard.exists, act, world):
        return None
    return {}


def _look_up(query: Query, act: Act, world: World) -> list[str]:
    """Give the other records that a query finds from here."""
    return [found.id for found in find(query, act, world) if found.id != act.id]


CHECKS: tuple[Check, ...] = (
    _roles, _by, _same, _keep, _require, _must, _future, _notice, _entries, _forbid, _exists,
)  # fmt: skip
