"""Clock in and out without naming a record: the job behind ``cs clock``."""

from gettext import gettext as _

from cs_cli.app import records
from cs_cli.app.records import Done
from cs_cli.app.work import Work
from cs_cli.domain import attendance
from cs_cli.domain.absence import Hours
from cs_cli.domain.errors import NotFound, UsageError
from cs_cli.domain.found import Found

KIND = "attendance"


def clock_in(work: Work) -> Done:
    """Clock the acting person in; a further time of the same day is kept beside the first.

    Raises :class:`NotFound` where no pack keeps attendance, :class:`Refused`.
    """
    found = _of_today(work)
    if found is None:
        return records.create(work, KIND, {}, note=None, body="")
    return records.change(work, found.id, KIND, "clock-in", {}, note=None)


def clock_out(work: Work) -> Done:
    """Clock the acting person out; raises :class:`UsageError` for who did not clock in."""
    found = _of_today(work)
    if found is None:
        raise UsageError(
            _("{person} has not clocked in").format(person=work.actor.id), hint="cs clock in"
        )
    return records.change(work, found.id, KIND, "clock-out", {}, note=None)


def _of_today(work: Work) -> Found | None:
    """Give the attendance of the acting person for the day, or for the night that runs."""
    if KIND not in work.policy.kinds:
        raise NotFound(
            _("no pack of this desk keeps attendance"),
            hint=_("switch it on in policy/: {row}").format(row=f"kinds: {{{KIND}: {{}}}}"),
        )
    hours, me = Hours(work.desk.calendar, work.desk.roster), work.actor.id
    day = attendance.day_of(me, work.now, hours).isoformat()
    states = tuple(work.policy.kinds[KIND].states)
    found = work.records.find(KIND, {"person": (me,), "date": (day,), "status": states})
    return found[0] if found else None
