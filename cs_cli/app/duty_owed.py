"""Which periods of a duty are owed: of one for nobody's record, or for a single record."""

from datetime import UTC, date, datetime
from gettext import gettext as _

from cs_cli.app.find import record_of
from cs_cli.app.why import facts
from cs_cli.app.work import Work
from cs_cli.domain.duties import Duties
from cs_cli.domain.duty import Period, Proof, done_within, left
from cs_cli.domain.errors import UsageError
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.record import Record


@dataclass(frozen=True, slots=True)
class Owing:
    """The periods of a duty, which of them are left, and the record they are owed for."""

    every: list[Period]
    left: list[Period]
    record: Record | None = None


def duties_of(work: Work) -> Duties:
    """Give the duties of the desk, laid out until the end of next year."""
    desk = work.desk
    last = date(min(desk.calendar.date_of(work.now).year + 1, 2099), 12, 31)
    started = desk.settings.started or date.min
    return Duties(desk.policy, desk.calendar, desk.people, last, started)


def owing(work: Work, name: str, for_: str | None) -> Owing:
    """Give what is owed of a duty: for the record that ``for_`` is a part of the id of, if any.

    Raises :class:`UsageError` where a record must be named, or none.
    """
    rows = duties_of(work).versions(name)
    kinds = {row.for_.kind for row in rows if row.for_ is not None}
    if for_ is not None and not kinds:
        raise UsageError(_("{duty} is owed for no record; leave --for out").format(duty=name))
    if for_ is None and all(row.for_ is not None for row in rows):
        raise UsageError(_("{duty} is owed for records: say with --for which").format(duty=name))
    return of_nobody(work, name) if for_ is None else _of_record(work, name, for_, kinds)


def of_nobody(work: Work, name: str) -> Owing:
    """Give what is owed of a duty for no record."""
    every = duties_of(work).periods(name, work.index.first_day(work.now))
    proofs = [
        Proof(datetime.fromtimestamp(at, UTC), period)
        for period, at in work.records.duty_proofs(name)
    ]
    return Owing(every, left(done_within(every, proofs)))


def _of_record(work: Work, name: str, part: str, kinds: set[str]) -> Owing:
    duties = duties_of(work)
    kind, record = record_of(work, part, next(iter(kinds)) if len(kinds) == 1 else None)
    every = duties.periods_of(name, record, kind)
    if not every:
        raise UsageError(_("{duty} is not owed for {id}").format(duty=name, id=record.id))
    left = duties.left_of(name, record, kind, facts(work, record.id))
    return Owing(every, left, record)
