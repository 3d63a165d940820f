"""Find the words in a duty that name nothing, and those that contradict each other."""

from collections.abc import Iterator
from datetime import date
from gettext import gettext as _

from cs_cli.domain import recurrence
from cs_cli.domain.errors import Invalid
from cs_cli.domain.policy import Duty, Policy
from cs_cli.domain.shape import build
from cs_cli.domain.verify_words import all_fields, defined, known, query_faults

_DAYS = ("date", "instant", "moment")


def duty_faults(row: Duty, policy: Policy) -> Iterator[Invalid]:
    """Complain about every word of a duty that is not right."""
    yield from known([row.role] if row.role else [], policy.roles, "role")
    for key, query in (("for", row.for_), ("by", row.by), ("covers", row.covers)):
        if query is not None:
            yield from query_faults(query, policy, [key])
    yield from _contradictions(row)
    try:
        recurrence.check(row.rrule)
    except Invalid as fault:
        yield fault
    yield from _start_faults(row, policy)
    yield from _owner_faults(row, policy)
    yield from _by_faults(row, policy)


def _contradictions(row: Duty) -> Iterator[Invalid]:
    if row.covers is not None and (row.by or row.for_ or not row.rrule):
        yield Invalid(_("covers goes with an rrule, and without for and by"), "covers")
    if not (row.role or row.covers or (row.for_ and row.owner)):
        yield Invalid(_("say whose duty it is"), "role")
    if row.window is not None and row.window.clock != "before":
        message = _('a window is a time before the end, such as "{form}"')
        yield Invalid(message.format(form="30 calendar days before"), "window")
    if row.for_ is not None and not row.rrule:
        yield Invalid(_("say how often, such as FREQ=MONTHLY;SKIP=BACKWARD"), "rrule")


def _start_faults(row: Duty, policy: Policy) -> Iterator[Invalid]:
    if row.start is None:
        return
    if row.for_ is None:
        try:
            build(date, row.start)
        except Invalid as fault:
            yield fault.within("start")
        return
    if row.for_.kind not in policy.kinds:
        return
    kinds = policy.kinds[row.for_.kind].variants
    dated = [n for kind in kinds for n, what in kind.fields.items() if what.type in _DAYS]
    yield from known([row.start], ["opened_at", *dated], "start")


def _owner_faults(row: Duty, policy: Policy) -> Iterator[Invalid]:
    if row.owner and row.for_ is None:
        yield Invalid(_("owner names fields of a record; say with for which records"), "owner")
        return
    named = [name for name in row.owner if not name.startswith("role:")]
    roles = [name.removeprefix("role:") for name in row.owner if name.startswith("role:")]
    yield from known(roles, policy.roles, "owner")
    if row.for_ is not None and row.for_.kind in policy.kinds:
        yield from known(named, all_fields(policy.kinds[row.for_.kind].variants), "owner")


def _by_faults(row: Duty, policy: Policy) -> Iterator[Invalid]:
    if row.by is None or row.by.kind not in policy.kinds:
        return
    if row.by.open:
        yield Invalid(_("a record that is still open proves nothing; name a status"), "by", "open")
    links = list(defined("about", policy.kinds[row.by.kind].variants))
    if row.for_ is not None and not links:
        message = _("a {kind} is about no other record, so it cannot say for which one it was")
        yield Invalid(message.format(kind=row.by.kind), "by", "kind")
