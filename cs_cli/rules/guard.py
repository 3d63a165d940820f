"""Judge a command by a guard row: each check a row may name, in one place.

The sentence of a refusal is the row's ``says``, filled by :mod:`cs_cli.rules.sentence`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from gettext import gettext as _

from cs_cli.domain import limit as limits
from cs_cli.domain.act import Act, Warned, World
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.ids import day_of, is_id
from cs_cli.domain.language import Text, spoken
from cs_cli.domain.match import Match, Query, fits
from cs_cli.domain.meaning import find, holds, resolved, values_at
from cs_cli.domain.policy import Guard, applies, rows_on
from cs_cli.domain.record import day, instant
from cs_cli.domain.seals import KIND, SEALED, Seal
from cs_cli.rules.sentence import Details, fill, labels, texts

Check = Callable[[Guard, Act, World], Details | None]
"""Give what was wrong, to be filled into the sentence, or None when the check holds."""

Rule = Callable[[Act, World, Mapping[str, str]], Text | None]
"""A named rule: give the sentence of the refusal, or None when it has nothing against it."""


def judge(act: Act, world: World, rules: Mapping[str, Rule]) -> tuple[Warned, ...]:
    """Give the warnings; raise :class:`Refused` for the first guard against the command."""
    ensure_open(act, world)
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


def ensure_open(act: Act, world: World) -> None:
    """Raise :class:`Refused` for a record that lies under a seal, or would come to lie there."""
    month = sealed_month(act.kind.kind, act.id, world, new=act.before is None)
    if month is not None:
        message = _("{id} lies in {month}, which is sealed").format(id=act.id, month=month)
        raise Refused(message, hint=way_in([month]))


def sealed_month(kind: str, id_: str, world: World, *, new: bool = False) -> str | None:
    """Give the sealed month that a record lies in, None where it lies in an open one.

    A ``new`` one may join those of its kind that the seal has left out, where there are any.
    """
    if kind == KIND or not is_id(id_):
        return None
    month = f"{day_of(id_):%Y-%m}"
    found = world.records.find(KIND, {"month": (month,), "status": (SEALED,)})
    seals = [seal for one in found if (seal := Seal.of(one.values)).month == month]
    if any(kind in seal.kinds for seal in seals):
        return month
    return month if seals and new and not _lies(kind, month, world) else None


def _lies(kind: str, month: str, world: World) -> bool:
    return any(lot.kind == kind and lot.files for lot in world.records.in_month(month))


def way_in(months: Iterable[str]) -> str:
    """Say how months are opened again."""
    return _("open it again: cs unseal {months} -m REASON").format(months=" ".join(months))


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


def _require(guard: Guard, act: Act, world: World) -> Details | None:
    values = values_at(guard.require, act, world)
    missing = [name for name, value in values.items() if value in (None, "", [])]
    return labels(act, missing, world) if missing else None


def _must(guard: Guard, act: Act, world: World) -> Details | None:
    wrong = [n for n, wanted in guard.must.items() if not holds({n: wanted}, act, world)]
    return labels(act, wrong, world) if wrong else None


def _future(guard: Guard, act: Act, world: World) -> Details | None:
    late = [n for n in guard.future if not _ahead_of(act.seen.get(n), world.now)]
    return labels(act, late, world) if late else None


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
    return labels(act, lost, world) if lost else None


def _roles(guard: Guard, act: Act, world: World) -> Details | None:
    if not guard.roles or world.actor.has(*guard.roles):
        return None
    labels = (world.policy.roles[r].label if r in world.policy.roles else r for r in guard.roles)
    comma = "、" if spoken() == "zh" else ", "
    return {"roles": comma.join(str(label) for label in labels), "actor": world.actor.id}


def _by(guard: Guard, act: Act, world: World) -> Details | None:
    values = values_at(guard.by, act, world).values()
    allowed = [person for value in values for person in texts(value)]
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
    listed = enumerate(_differing(act.seen.get(row.list)), start=1)
    meant = [(n, e) for n, e in listed if not wanted or _is(e, wanted)]
    wrong = [str(number) for number, entry in meant if _lacks(entry, row.require)]
    count = len(meant)
    few = row.least is not None and count < row.least
    many = row.most is not None and count > row.most
    wrong = wrong or [str(number) for number, _entry in meant if many]
    if not (wrong or few or many):
        return None
    what = act.kind.fields.get(row.list)
    inner = what.fields if what else {}
    names = [str(inner[n].label) if n in inner else n for n in row.require]
    return {
        "numbers": ", ".join(wrong), "fields": ", ".join(names), "count": str(count),
        "least": str(row.least or 0), "most": str(row.most or 0),
    }  # fmt: skip


def _differing(value: object) -> list[object]:
    """Give the entries of a list; of values only those that differ."""
    listed = value if isinstance(value, list) else []
    is_new = [isinstance(one, Mapping) or one not in listed[:n] for n, one in enumerate(listed)]
    return [one for one, new in zip(listed, is_new, strict=True) if new]


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
