"""Who stands in for whom during leave, and what falls due meanwhile."""

from cs_cli.app.due import Item, private_items
from cs_cli.app.work import Work
from cs_cli.domain.absence import ASKED, AWAY, EVER, Hours, span
from cs_cli.domain.record import Record

KIND = "leave"


def stood_in_for(work: Work, person: str) -> list[str]:
    """Give those on leave now whose deputy, or replacement, somebody is."""
    every = [
        leave
        for role in ("deputy", "replacement")
        for leave in work.records.find(KIND, {role: (person,), "status": AWAY})
    ]
    if not every:
        return []
    hours = Hours(work.desk.calendar, work.desk.roster)
    spans = [(span(leave.values, hours), str(leave.values.get("person"))) for leave in every]
    now = [absent for found, absent in spans if found and found[0] <= work.now < found[1]]
    return [absent for absent in dict.fromkeys(now) if absent != person]


def meanwhile(work: Work, record: Record) -> tuple[Item, ...]:
    """Give what the person of a leave owes that falls due before it ends, the leave aside."""
    if record.kind != KIND or record.status not in ASKED:
        return ()
    desk = work.desk
    found = span(record.values, Hours(desk.calendar, desk.roster))
    person = record.person("person")
    if found is None or found[1] == EVER or person is None:
        return ()
    now, until = (int(at.timestamp()) for at in (work.now, found[1]))
    rows = work.obligations.open(now=now, until=until, kind=None, owners=[person])
    kept = [row for row in rows if row.id != record.id and not row.paused]
    return tuple(private_items(work, kept, desk.calendar.zone))
