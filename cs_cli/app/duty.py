"""Recurring duties: the jobs behind ``cs duty list`` and ``cs duty done``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import gettext as _
from itertools import groupby

from cs_cli.app import draft as drafts
from cs_cli.app import records
from cs_cli.app.draft import Draft
from cs_cli.app.duty_owed import Owing, of_nobody, of_record
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain.act import Act
from cs_cli.domain.duty import Period, periods
from cs_cli.domain.errors import NotFound, Refused, UsageError
from cs_cli.domain.ids import derived, path_of
from cs_cli.domain.kind import SETTLED, VOID
from cs_cli.domain.policy import Duty, in_force
from cs_cli.domain.shape import unknown
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge
from cs_cli.store.query import Owed, Wanted


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the records of a period are done."""

    period: str
    covered: int
    of: int

    @property
    def percent(self) -> float | None:
        """Give the share, None where there was no record."""
        return round(100 * self.covered / self.of, 1) if self.of else None


@dataclass(frozen=True, slots=True)
class Standing:
    """One duty: what it is, who holds it, its missed and its next periods.

    ``id`` is the record it was missed for; ``coverage`` is that of the last period that is over
    and of the one that runs.
    """

    name: str
    duty: Duty
    holder: str | None
    missed: tuple[Period, ...]
    next: Period | None
    id: str | None = None
    coverage: tuple[Coverage, ...] = ()


def standings(work: Work) -> list[Standing]:
    """Give every duty of the desk with what was missed and what is next.

    A duty that is owed for records comes once for itself and once for each it was missed for.
    """
    return [one for name, duty in _duties(work).items() for one in _standings(work, name, duty)]


def _duties(work: Work) -> dict[str, Duty]:
    today = work.now.astimezone(work.desk.calendar.zone).date()
    rows = ((name, in_force(v, today)) for name, v in work.policy.rows.duties.items())
    return {name: row for name, row in rows if row is not None}


def _standings(work: Work, name: str, duty: Duty) -> Iterator[Standing]:
    holder = work.desk.people.holder(duty.role) if duty.role else None
    who = holder.id if holder else None
    if duty.covers is not None:
        yield Standing(name, duty, who, (), None, coverage=tuple(_coverage(work, duty)))
    elif duty.for_ is not None:
        yield from _of_records(work, name, duty, who)
    else:
        missed, coming = _parted(work, of_nobody(work, name, duty).left)
        yield Standing(name, duty, who, missed, coming)


def _of_records(work: Work, name: str, duty: Duty, holder: str | None) -> Iterator[Standing]:
    found = work.obligations.periods(name)
    coming = (one for one in found if one.due is not None and one.due >= work.now.timestamp())
    soonest = min(coming, key=lambda one: one.due or 0, default=None)
    yield Standing(name, duty, holder, (), _period(work, soonest) if soonest else None)
    for id_, rows in groupby(found, key=lambda one: one.id):
        of_one = list(rows)
        missed, following = _parted(work, [_period(work, row) for row in of_one])
        if missed:
            yield Standing(name, duty, of_one[0].owner, missed, following, id_)


def _period(work: Work, row: Owed) -> Period:
    due = datetime.fromtimestamp(row.due or 0, UTC).astimezone(work.desk.calendar.zone)
    return Period(row.period or "", due.date(), due)


def _parted(work: Work, left: list[Period]) -> tuple[tuple[Period, ...], Period | None]:
    """Give what was missed of some open periods, and the next of them."""
    missed = tuple(period for period in left if period.due_at < work.now)
    return missed, next((period for period in left if period.due_at >= work.now), None)


def _coverage(work: Work, duty: Duty) -> Iterator[Coverage]:
    today = work.desk.calendar.date_of(work.now)
    last = date(today.year + 1, 12, 31)
    every = list(periods(duty, work.desk.calendar, work.index.first_day(work.now), last))
    over = [period for period in every if period.due_at <= work.now]
    for period in (*over[-1:], *every[len(over) : len(over) + 1]):
        yield _covered(work, duty, period)


def _covered(work: Work, duty: Duty, period: Period) -> Coverage:
    query = duty.covers
    if query is None:
        return Coverage(period.key, 0, 0)
    match = {name: values for name, values in query.match.items() if name != "status"}
    since = int(period.after.timestamp()) if period.after else None
    wanted = Wanted(match, since, int(period.due_at.timestamp()))
    found = [one for one in work.records.listed(query.kind, wanted) if one.status != VOID]
    kind, named = work.policy.kinds[query.kind], query.match.get("status", ())
    done = [o for o in found if o.status in named or kind.of(o.type).is_in(o.status, SETTLED)]
    return Coverage(period.key, len(done), len(found))


def done(
    work: Work, name: str, period: str | None, note: str | None, for_: str | None = None
) -> Done:
    """Record that a duty was done for a period: the oldest one missed, else the next.

    Raises :class:`NotFound`, :class:`Refused` for somebody without the role, UsageError.
    """
    duty = _duties(work).get(name)
    if duty is None:
        raise NotFound(
            _("there is no duty {name}").format(name=name),
            hint=unknown(name, list(_duties(work))).hint,
        )
    _by_itself(name, duty)
    owing = of_record(work, name, duty, for_) if duty.for_ else of_nobody(work, name, duty, for_)
    _may(work, duty, owing)
    chosen = _chosen(work, name, owing, period)
    with records.changing(work, "duty done"):
        return records.finish(work, _draft(work, name, duty, owing, chosen, note), None)


def _by_itself(name: str, duty: Duty) -> None:
    """Raise :class:`Refused` for a duty that records of other kinds say to be done."""
    if duty.covers is not None:
        raise Refused(
            _("{duty} is done when the records it is about are").format(duty=name),
            rule=duty.ref,
            hint=_("see which are open: {command}").format(
                command=f"cs {duty.covers.kind} list --open"
            ),
        )
    if duty.by is not None:
        raise Refused(
            _("{duty} is done with a record of its own").format(duty=name),
            rule=duty.ref,
            hint=_("make it: {command}").format(command=_command(duty)),
        )


def _command(duty: Duty) -> str:
    """Give the command that makes the record a duty is done with."""
    if duty.by is None:
        return ""
    words = [f"cs {duty.by.kind} new"]
    for field, values in duty.by.match.items():
        if field != "status" and values[0] not in ("any", "none"):
            words.append(f"--{field.replace('_', '-')} {values[0]}")
    return " ".join([*words, *(["--about ID"] if duty.for_ else [])])


def _may(work: Work, duty: Duty, owing: Owing) -> None:
    owner = work.desk.people.get(owing.owner) if owing.owner else None
    if duty.role and work.actor.has(duty.role):
        return
    if owner is not None and work.actor.id in (owner.id, owner.deputy):
        return
    if duty.role:
        role = work.policy.roles[duty.role].label
        message = _("{person} does not hold the role {role}")
        said, who = message.format(person=work.actor.id, role=role), str(role)
    else:
        said, who = _("{person} does not owe this").format(person=work.actor.id), _("nobody")
    hint = _("it is the duty of {person}").format(person=owner.id if owner else who)
    raise Refused(said, rule=duty.ref, hint=hint)


def _chosen(work: Work, name: str, owing: Owing, period: str | None) -> Period:
    coming = (p.due_at for p in owing.every if p.due_at >= work.now)
    last = next(coming, work.now)
    begun = [p for p in owing.every if p.due_at <= last]
    left = [p for p in begun if p in owing.left]
    found = left if period is None else [p for p in begun if p.key == period]
    if not found and begun and period is None:
        raise UsageError(_("{duty} has nothing left to do until now").format(duty=name))
    if not found:
        raise NotFound(
            _("{duty} has no period {period}").format(duty=name, period=period or ""),
            hint=_("periods look like {period}").format(period=begun[0].key if begun else "-"),
        )
    if period is not None and found[0] not in left:
        raise UsageError(_("{duty} {period} is done already").format(duty=name, period=period))
    return found[0]


def _free_id(work: Work, name: str, owing: Owing, period: Period) -> str:
    """Give the id every clone gives to this period; the next one where that record is void."""
    prefix = work.policy.kinds["duty"].prefix
    cause = [name, *([owing.id] if owing.id else []), period.key]
    while True:
        id_ = derived(prefix, period.day, *cause)
        if not (work.root / path_of("duty", id_)).exists():
            return id_
        found = work.records.get(id_)
        if found is None or found.status != VOID:
            message = _("{duty} {period} is done already")
            raise UsageError(message.format(duty=name, period=period.key))
        cause.append(id_)


def _draft(
    work: Work, name: str, duty: Duty, owing: Owing, period: Period, note: str | None
) -> Draft:
    kind = work.policy.kinds["duty"]
    label = duty.label.zh if work.desk.settings.language == "zh" else duty.label.en
    values = {"title": f"{label} {period.key}", "duty": name, "period": period.key,
              "owner": work.actor.id, **({"about": [owing.id]} if owing.id else {}),
              **({"comment": note} if note else {})}  # fmt: skip
    id_ = _free_id(work, name, owing, period)
    act = Act(id_, kind, None, "open", values, {}, frozenset(values))
    judge(act, work.world, RULES)
    event = {"at": work.now, "by": work.actor.id, "do": "open"}
    return Draft(act, drafts.first_state(kind.start, values), event)
