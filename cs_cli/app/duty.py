"""Recurring duties: the jobs behind ``cs duty list`` and ``cs duty done``."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from gettext import gettext as _
from itertools import groupby

from cs_cli.app import opening, records
from cs_cli.app.draft import Draft
from cs_cli.app.duty_owed import Owing, duties_of, of_nobody, owing
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain.duty import Period
from cs_cli.domain.errors import NotFound, Refused, UsageError
from cs_cli.domain.fact import Fact
from cs_cli.domain.found import Found
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.kind import SETTLED
from cs_cli.domain.policy import Duty, rows_on
from cs_cli.domain.record import Record
from cs_cli.domain.schema import is_blank
from cs_cli.domain.shape import unknown
from cs_cli.store.owed import Owed
from cs_cli.store.query import Wanted

_REPORT = "report"  # the kind, and its field that names the report


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the records of a period were done in it; ``late`` are those done afterwards.

    A void record counts as not done: what had to be done stays what it was.
    """

    period: str
    covered: int
    of: int
    late: tuple[str, ...] = ()

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
    return [one for name, duty in _in_force(work).items() for one in _standings(work, name, duty)]


def _in_force(work: Work) -> dict[str, Duty]:
    return rows_on(work.policy.rows.duties, work.desk.calendar.date_of(work.now))


def _standings(work: Work, name: str, duty: Duty) -> Iterator[Standing]:
    """Tell a duty; an earlier version of it may have been owed in another way."""
    holder = duties_of(work).holder(duty)
    missed, coming = _parted(work, of_nobody(work, name).left)
    found = work.obligations.periods(name)
    later = (one for one in found if one.due is not None and one.due >= work.now.timestamp())
    soonest = min(later, key=lambda one: one.due or 0, default=None)
    next_ = coming or (_period(work, soonest) if soonest else None)
    coverage = tuple(_coverage(work, name)) if duty.covers else ()
    yield Standing(name, duty, holder, missed, next_, coverage=coverage)
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


def _coverage(work: Work, name: str) -> Iterator[Coverage]:
    duties = duties_of(work)
    every = duties.periods(name, work.index.first_day(work.now), covering=True)
    over = [period for period in every if period.due_at <= work.now]
    for period in (*over[-1:], *every[len(over) : len(over) + 1]):
        yield _covered(work, duties.row(name, period.day), period)


def _covered(work: Work, duty: Duty, period: Period) -> Coverage:
    query = duty.covers
    if query is None:
        return Coverage(period.key, 0, 0)
    match = {name: values for name, values in query.match.items() if name != "status"}
    since = int(period.after.timestamp()) if period.after else None
    wanted = Wanted(match, since, int(period.due_at.timestamp()))
    found = list(work.records.listed(query.kind, wanted))
    done = {one.id: _done_at(work, one, query.match.get("status", ())) for one in found}
    late = tuple(id_ for id_, at in done.items() if at is not None and at > period.due_at)
    covered = sum(at is not None for at in done.values()) - len(late)
    return Coverage(period.key, covered, len(found), late)


def _done_at(work: Work, found: Found, named: Sequence[str]) -> datetime | None:
    """Give when a record was first done; None for one that is not."""
    kind = work.policy.kinds[found.kind].of(found.type)

    def is_done(status: str) -> bool:
        return status in named or kind.is_in(status, SETTLED)

    if not is_done(found.status):
        return None
    history = Fact.of(Record.parse(found.values), kind).history
    return next((at for at, values in history if is_done(values["status"])), None)


def done(
    work: Work, name: str, period: str | None, note: str | None, for_: str | None = None
) -> Done:
    """Record that a duty was done for a period: the oldest one missed, else the next.

    Raises :class:`NotFound`, :class:`Refused` for somebody without the role, UsageError.
    """
    known = _in_force(work)
    duty = known.get(name)
    if duty is None:
        raise NotFound(
            _("there is no duty {name}").format(name=name), hint=unknown(name, list(known)).hint
        )
    duties = duties_of(work)
    if not any(_is_recorded(row) for row in duties.versions(name)):
        _by_itself(name, duty)
    owed = owing(work, name, for_)
    chosen = _chosen(work, name, owed, period)
    duty = duties.row(name, chosen.day)
    _by_itself(name, duty)
    _may(work, duty, duties.holder(duty, owed.record))
    with records.changing(work, "duty done"):
        return records.finish(work, _draft(work, name, duty, owed, chosen, note), None)


def _is_recorded(duty: Duty) -> bool:
    """Tell whether it is done with a record that ``duty done`` makes."""
    return duty.covers is None and duty.by is None


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
    if duty.by.kind == _REPORT and _REPORT in duty.by.match:
        return f"cs {_REPORT} {duty.by.match[_REPORT][0]} --save"
    words = [f"cs {duty.by.kind} new"]
    for field, values in duty.by.match.items():
        if field != "status" and values[0] not in ("any", "none"):
            words.append(f"--{field.replace('_', '-')} {values[0]}")
    return " ".join([*words, *(["--about ID"] if duty.for_ else [])])


def _may(work: Work, duty: Duty, holder: str | None) -> None:
    owner = work.desk.people.get(holder) if holder else None
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


def _chosen(work: Work, name: str, owed: Owing, period: str | None) -> Period:
    coming = (p.due_at for p in owed.every if p.due_at >= work.now)
    last = next(coming, work.now)
    begun = [p for p in owed.every if p.due_at <= last]
    left = [p for p in begun if p in owed.left]
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


def _draft(
    work: Work, name: str, duty: Duty, owed: Owing, period: Period, note: str | None
) -> Draft:
    kind, about = work.policy.kinds["duty"], [owed.record.id] if owed.record else []
    label = duty.label.said_in(work.desk.settings.language)
    values = {kind.title: f"{label} {period.key}", "duty": name, "period": period.key,
              "owner": work.actor.id, **({"about": about} if about else {}),
              **({} if is_blank(note) else {"comment": note})}  # fmt: skip
    taken = _("{duty} {period} is done already").format(duty=name, period=period.key)
    id_ = opening.free_id(work, kind, period.day, name, *about, period.key, taken=taken)
    return opening.made(work, kind, id_, values, name, duty.ref)
