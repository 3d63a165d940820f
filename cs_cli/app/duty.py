"""Recurring duties: the jobs behind ``cs duty list`` and ``cs duty done``."""

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from cs_cli.app import draft as drafts
from cs_cli.app import records
from cs_cli.app.draft import Draft
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain.act import Act
from cs_cli.domain.duty import Period, periods
from cs_cli.domain.errors import NotFound, Refused, UsageError
from cs_cli.domain.ids import derived, path_of
from cs_cli.domain.kind import VOID
from cs_cli.domain.policy import Duty, in_force
from cs_cli.domain.shape import unknown
from cs_cli.rules import RULES
from cs_cli.rules.guard import judge


@dataclass(frozen=True, slots=True)
class Standing:
    """One duty: what it is, who holds it, its last missed and its next period."""

    name: str
    duty: Duty
    holder: str | None
    missed: tuple[Period, ...]
    next: Period | None


def standings(work: Work) -> list[Standing]:
    """Give every duty of the desk with what was missed and what is next."""
    return [_standing(work, name, duty) for name, duty in _duties(work).items()]


def _duties(work: Work) -> dict[str, Duty]:
    today = work.now.astimezone(work.desk.calendar.zone).date()
    rows = ((name, in_force(v, today)) for name, v in work.policy.rows.duties.items())
    return {name: row for name, row in rows if row is not None}


def _standing(work: Work, name: str, duty: Duty) -> Standing:
    holder = work.desk.people.holder(duty.role)
    done = work.records.periods_done(name)
    open_ones = [p for p in _periods(work, duty) if p.key not in done]
    missed = tuple(p for p in open_ones if p.due_at < work.now)
    coming = next((p for p in open_ones if p.due_at >= work.now), None)
    return Standing(name, duty, holder.id if holder else None, missed, coming)


def _periods(work: Work, duty: Duty) -> list[Period]:
    today = work.now.astimezone(work.desk.calendar.zone).date()
    last = date(min(today.year + 1, 2099), 12, 31)
    return list(periods(duty, work.desk.calendar, work.index.first_day(work.now), last))


def done(work: Work, name: str, period: str | None, note: str | None) -> Done:
    """Record that a duty was done for a period: the oldest one missed, else the next.

    Raises :class:`NotFound`, :class:`Refused` for somebody without the role, UsageError.
    """
    duty = _duties(work).get(name)
    if duty is None:
        raise NotFound(
            _("there is no duty {name}").format(name=name),
            hint=unknown(name, list(_duties(work))).hint,
        )
    _may(work, duty)
    chosen = _chosen(work, name, duty, period)
    with records.changing(work, "duty done"):
        return records.finish(work, _draft(work, name, duty, chosen, note), None)


def _may(work: Work, duty: Duty) -> None:
    holder = work.desk.people.holder(duty.role)
    if work.actor.has(duty.role) or (holder and holder.deputy == work.actor.id):
        return
    role = work.policy.roles[duty.role].label
    raise Refused(
        _("{person} does not hold the role {role}").format(person=work.actor.id, role=role),
        rule=duty.ref,
        hint=_("it is the duty of {person}").format(person=holder.id if holder else role),
    )


def _chosen(work: Work, name: str, duty: Duty, period: str | None) -> Period:
    every = [p for p in _periods(work, duty) if _has_begun(p, work, duty)]
    undone = [p for p in every if p.key not in work.records.periods_done(name)]
    found = undone if period is None else [p for p in every if p.key == period]
    if not found and every and period is None:
        raise UsageError(_("{duty} has nothing left to do until now").format(duty=name))
    if not found:
        raise NotFound(
            _("{duty} has no period {period}").format(duty=name, period=period or ""),
            hint=_("periods look like {period}").format(period=every[0].key if every else "-"),
        )
    if period is not None and found[0] not in undone:
        raise UsageError(_("{duty} {period} is done already").format(duty=name, period=period))
    return found[0]


def _has_begun(period: Period, work: Work, duty: Duty) -> bool:
    """Tell whether it is over, or the one that is running now."""
    coming = (p.due_at for p in _periods(work, duty) if p.due_at >= work.now)
    return period.due_at <= next(coming, work.now)


def _free_id(work: Work, name: str, period: Period) -> str:
    """Give the id every clone gives to this period; the next one where that record is void."""
    prefix = work.policy.kinds["duty"].prefix
    cause = [name, period.key]
    while True:
        id_ = derived(prefix, period.day, *cause)
        if not (work.root / path_of("duty", id_)).exists():
            return id_
        found = work.records.get(id_)
        if found is None or found.status != VOID:
            message = _("{duty} {period} is done already")
            raise UsageError(message.format(duty=name, period=period.key))
        cause.append(id_)


def _draft(work: Work, name: str, duty: Duty, period: Period, note: str | None) -> Draft:
    kind = work.policy.kinds["duty"]
    label = duty.label.zh if work.desk.settings.language == "zh" else duty.label.en
    values = {"title": f"{label} {period.key}", "duty": name, "period": period.key,
              "owner": work.actor.id, **({"comment": note} if note else {})}  # fmt: skip
    id_ = _free_id(work, name, period)
    act = Act(id_, kind, None, "open", values, {}, frozenset(values))
    judge(act, work.world, RULES)
    event = {"at": work.now, "by": work.actor.id, "do": "open"}
    return Draft(act, drafts.first_state(kind.start, values), event)
