"""Days and instants as records hold them."""

from datetime import date, datetime
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.years import YEARS


def instant(text: object) -> datetime:
    """Read an instant with seconds and offset, as records hold it."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        raise Invalid(
            _("{text} is not a time such as 2026-03-02T09:14:05+08:00").format(text=text)
        ) from None
    if found.tzinfo is None:
        raise Invalid(_("{text} has no offset such as +08:00").format(text=text))
    _counted(found)
    return found


def day(text: object) -> date:
    """Read a day; raise :class:`Invalid` for one that does not exist or that nobody means."""
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        raise Invalid(_("{value} is not a date such as 2026-03-02").format(value=text)) from None
    _counted(found)
    return found


def moment(value: object) -> date | datetime | None:
    """Give the day or the instant that a value is; None where it is neither."""
    for read in (day, instant):
        try:
            return read(value)
        except Invalid:
            continue
    return None


def _counted(found: date) -> None:
    """Refuse far years: with them a limit runs past the end of Python's calendar."""
    if found.year not in YEARS:
        message = _("{value} is not between {first} and {last}")
        raise Invalid(message.format(value=found.isoformat(), first=YEARS[0], last=YEARS[-1]))
