"""A month of ``roster/`` names days of that month, shifts of the calendar and people of the desk.

Passes::

    # in roster/2026-03.yaml
    2026-03-02: {day: [li.na], night: [wu.gang]}

Fails::

    # in roster/2026-03.yaml
    2026-04-02: {evening: [li.na], night: [wu.gangg]}
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from gettext import gettext as _

from cs_cli.checks.subject import Fault
from cs_cli.domain.errors import Invalid
from cs_cli.domain.shape import build, unknown

RULE = "roster-file"
Known = Iterable[str] | None


def check(data: object, month: str, people: Known, shifts: Known) -> Iterator[Fault]:
    """Complain about days outside ``month`` (2026-03), unknown shifts and unknown people."""
    if data is not None and not isinstance(data, Mapping):
        yield Fault(_("expected keys and values"))
        return
    for day, worked in (data or {}).items():
        if _date(day) is None:
            yield Fault(_("{day} is not a date such as 2026-03-02").format(day=day), (day,))
        elif not day.startswith(f"{month}-"):
            message = _("{day} is not in {month}, the month of the file")
            yield Fault(message.format(day=day, month=month), (day,))
        yield from _day(day, worked, people, shifts)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else None
    except ValueError:
        return None


def _day(day: str, worked: object, people: Known, shifts: Known) -> Iterator[Fault]:
    try:
        on_duty = build(dict[str, tuple[str, ...]], worked)
    except Invalid as fault:
        yield Fault(fault.message, (day, *fault.place), fault.hint)
        return
    for shift, names in on_duty.items():
        if shifts is not None and shift not in shifts:
            message = _("{shift} is not a shift of this desk").format(shift=shift)
            yield Fault(message, (day, shift), unknown(shift, list(shifts)).hint)
        for at, name in enumerate(names):
            if people is not None and name not in people:
                message = _("there is nobody called {id}").format(id=name)
                yield Fault(message, (day, shift, at), unknown(name, list(people)).hint)
