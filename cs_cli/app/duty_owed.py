"""Who owes which periods of a duty: of one for nobody's record, or for a single record."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from gettext import gettext as _

from cs_cli.app.find import find_id, load
from cs_cli.app.why import facts
from cs_cli.app.work import Work
from cs_cli.domain.duty import Period, Proof, periods, periods_of, uncovered
from cs_cli.domain.errors import UsageError
from cs_cli.domain.policy import Duty


@dataclass(frozen=True, slots=True)
class Owing:
    """The periods of a duty, which of them are left, and who owes them for which record."""

    every: tuple[Period, ...]
    left: list[Period]
    owner: str | None
    id: str | None = None


def of_nobody(work: Work, name: str, duty: Duty, for_: str | None = None) -> Owing:
    """Give what is owed of a duty that is for no record."""
    if for_ is not None:
        raise UsageError(_("{duty} is owed for no record; leave --for out").format(duty=name))
    calendar = work.desk.calendar
    every = tuple(periods(duty, calendar, work.index.first_day(work.now), _last(work)))
    proofs = [
        Proof(datetime.fromtimestamp(at, UTC), period)
        for period, at in work.records.duty_proofs(name)
    ]
    holder = work.desk.people.holder(duty.role) if duty.role else None
    return Owing(every, uncovered(every, proofs), holder.id if holder else None)


def of_record(work: Work, name: str, duty: Duty, for_: str | None) -> Owing:
    """Give what is owed of a duty for the record that ``for_`` is a part of the id of."""
    # Deferred: most duties are for no record.
    from cs_cli.store.duties import holder_of, open_periods

    if for_ is None or duty.for_ is None:
        raise UsageError(_("{duty} is owed for records: say with --for which").format(duty=name))
    id_ = find_id(work, for_, duty.for_.kind)
    kind, record, _document = load(work, duty.for_.kind, id_)
    desk, last = work.desk, _last(work)
    every = tuple(
        periods_of(duty, record, kind, desk.calendar, desk.settings.started or date.min, last)
    )
    if not every:
        raise UsageError(_("{duty} is not owed for {id}").format(duty=name, id=id_))
    left = open_periods(name, duty, record, kind, desk, facts(work, id_), last)
    return Owing(every, left, holder_of(duty, record, desk), id_)


def _last(work: Work) -> date:
    """Give the end of next year."""
    today = work.desk.calendar.date_of(work.now)
    return date(min(today.year + 1, 2099), 12, 31)
