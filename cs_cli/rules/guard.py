"""Judge a command by a guard row: each check a row may name, in one place.

The sentence of a refusal is the row's ``says``; ``{id}``, ``{ids}``, ``{fields}`` and the
record's own values may stand in it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from gettext import gettext as _

from cs_cli.domain import limit as limits
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid, Refused
from cs_cli.domain.language import Text
from cs_cli.domain.match import fits
from cs_cli.domain.policy import Guard, applies, in_force
from cs_cli.domain.record import day, instant

Details = Mapping[str, str]
Check = Callable[[Guard, Act, World], Details | None]
"""Give what was wrong, to be filled into the sentence, or None when the check holds."""

Rule = Callable[[Act, World, Mapping[str, str]], Text | None]
"""A named rule: give the sentence of the refusal, or None when it has nothing against it."""


def judge(act: Act, world: World, rules: Mapping[str, Rule]) -> None:
    """Raise :class:`Refused` for the first guard in force that is against the command."""
    today = world.now.astimezone(world.calendar.zone).date()
    for versions in world.policy.rows.guards.values():
        guard = in_force(versions, today)
        if guard is not None and _concerns(guard, act):
            _ask(guard, act, world, rules)


def _concerns(guard: Guard, act: Act) -> bool:
    on = guard.on
    return (
        applies(on, act.kind.kind, act.type)
        and (not on.do or act.do in on.do)
        and fits(on.match, act.seen)
    )


def _ask(guard: Guard, act: Act, world: World, rules: Mapping[str, Rule]) -> None:
    for check in CHECKS:
        details = check(guard, act, world)
        if details is not None:
            raise Refused(fill(str(guard.says), act, details), rule=guard.ref)
    if guard.rule is not None:
        said = rules[guard.rule](act, world, guard.with_)
        if said is not None:
            raise Refused(str(said), rule=guard.ref)


def fill(sentence: str, act: Act, details: Details) -> str:
    """Put details and the record's own short values into a sentence; leave unknown ones out."""
    for key, value in {**_plain(act), **details}.items():
        sentence = sentence.replace("{" + key + "}", value)
    return sentence


def _plain(act: Act) -> dict[str, str]:
    shown = {
        key: value
        for key, value in act.seen.items()
        if isinstance(value, str) and not _is_private(act, key)
    }
    return {**shown, "id": act.id} if act.before else shown


def _is_private(act: Act, key: str) -> bool:
    return key in act.kind.fields and act.kind.fields[key].pii


def _labels(act: Act, names: list[str]) -> Details:
    fields = {**act.kind.fields}
    verb = act.kind.verbs.get(act.do)
    if verb is not None:
        fields.update(verb.fields)
    said = [f"{fields[n].label} (--{n.replace('_', '-')})" if n in fields else n for n in names]
    return {"fields": ", ".join(said)}


def _require(guard: Guard, act: Act, _world: World) -> Details | None:
    missing = [name for name in guard.require if act.seen.get(name) in (None, "", [])]
    return _labels(act, missing) if missing else None


def _must(guard: Guard, act: Act, _world: World) -> Details | None:
    wrong = [n for n, wanted in guard.must.items() if not fits({n: wanted}, act.seen)]
    return _labels(act, wrong) if wrong else None


def _future(guard: Guard, act: Act, world: World) -> Details | None:
    late = [n for n in guard.future if not _ahead_of(act.seen.get(n), world.now)]
    return _labels(act, late) if late else None


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


def _keep(guard: Guard, act: Act, _world: World) -> Details | None:
    if act.before is None:
        return None
    old = act.before.values
    lost = [n for n in guard.keep if old.get(n) and act.values.get(n) != old.get(n)]
    return _labels(act, lost) if lost else None


def _roles(guard: Guard, act: Act, world: World) -> Details | None:
    if not guard.roles or world.actor.has(*guard.roles):
        return None
    labels = (world.policy.roles[r].label if r in world.policy.roles else r for r in guard.roles)
    return {"roles": ", ".join(str(label) for label in labels), "actor": world.actor.id}


def _by(guard: Guard, act: Act, world: World) -> Details | None:
    allowed = [str(act.seen[n]) for n in guard.by if act.seen.get(n)]
    if not guard.by or world.actor.id in allowed:
        return None
    return {"allowed": ", ".join(allowed) or _("nobody"), "actor": world.actor.id}


def _same(guard: Guard, act: Act, _world: World) -> Details | None:
    named = {str(act.seen.get(n)) for n in guard.same}
    return {"names": ", ".join(sorted(named))} if len(named) > 1 else None


def _entries(guard: Guard, act: Act, _world: World) -> Details | None:
    if guard.entries is None:
        return None
    listed = act.seen.get(guard.entries.list) or []
    wrong = [
        str(number)
        for number, entry in enumerate(listed, start=1)
        if fits(guard.entries.when, entry)
        and any(not entry.get(name) for name in guard.entries.require)
    ]
    inner = act.kind.fields[guard.entries.list].fields
    names = [str(inner[n].label) if n in inner else n for n in guard.entries.require]
    return {"numbers": ", ".join(wrong), "fields": ", ".join(names)} if wrong else None


def _forbid(guard: Guard, act: Act, world: World) -> Details | None:
    found = list(_look_up(guard, act, world, forbidden=True))
    return {"id": found[0], "ids": ", ".join(found)} if found else None


def _exists(guard: Guard, act: Act, world: World) -> Details | None:
    if guard.exists is None or any(_look_up(guard, act, world, forbidden=False)):
        return None
    return {}


def _look_up(guard: Guard, act: Act, world: World, *, forbidden: bool) -> Iterator[str]:
    query = guard.forbid if forbidden else guard.exists
    if query is None:
        return
    about = act.id if query.linked else None
    for found in world.records.find(query.kind, query.match, open_only=query.open, about=about):
        if found.id != act.id:
            yield found.id


CHECKS: tuple[Check, ...] = (
    _roles, _by, _same, _keep, _require, _must, _future, _notice, _entries, _forbid, _exists,
)  # fmt: skip
