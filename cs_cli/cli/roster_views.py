"""How rosters are shown: who is on duty, days, what is wrong, what was written."""

from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.app import roster as job
from cs_cli.app.roster import Checked, Day, Finding
from cs_cli.app.roster_edit import Written
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, tell
from cs_cli.domain.coverage import Stint
from cs_cli.render import instants
from cs_cli.render.diff import diff
from cs_cli.render.table import Column, Listing

_DATE = ""  # no shift is called so, while one may well be called day


def on_duty(run: Run, found: Sequence[Stint]) -> None:
    """Print who is on duty; at a terminal who comes next where nobody is."""
    columns = (
        Column("person", _("person")), Column("name", _("name")), Column("roles", _("roles")),
        Column("shift", _("shift")), Column("until", _("until")),
    )  # fmt: skip
    data = [_stint(run, one) for one in found]
    zone = run.work.desk.calendar.zone
    rows = [
        {**item, "roles": _roles(run, one), "until": instants.instant(one.end, zone)}
        for item, one in zip(data, found, strict=True)
    ]
    coming = job.next_on_duty(run.work) if run.format == "table" and not found else []
    answers.written(run, Listing(columns, rows, data), nothing=_nobody(run, coming))


def _nobody(run: Run, coming: Sequence[Stint]) -> str:
    if not coming:
        return _("nobody is on duty")
    at = instants.instant(coming[0].start, run.work.desk.calendar.zone)
    said = _("nobody is on duty; next, at {time}: {people}")
    return said.format(time=at, people=", ".join(one.person for one in coming))


def _stint(run: Run, one: Stint) -> dict[str, Any]:
    person = job.person_of(run.work, one)
    return {
        "person": one.person, "name": person.name if person else None,
        "roles": list(person.roles) if person else [], "date": one.day.isoformat(),
        "shift": one.shift, "start": one.start.isoformat(), "end": one.end.isoformat(),
    }  # fmt: skip


def _roles(run: Run, one: Stint) -> str:
    person, known = job.person_of(run.work, one), run.work.policy.roles
    roles = person.roles if person else ()
    return ", ".join(str(known[role].label) if role in known else role for role in roles)


def days(run: Run, found: Sequence[Day]) -> None:
    """Print one line for every day, one column for every shift."""
    shifts = list(run.work.desk.calendar.shifts)
    shifts += sorted({shift for one in found for shift in one.shifts} - set(shifts))
    columns = [Column(_DATE, _("date")), *(Column(s, s, wide=True) for s in shifts)]
    rows = [
        {_DATE: _day(one), **{s: _people(one, s) for s in one.shifts}}
        for one in found
    ]  # fmt: skip
    data = [
        {
            "date": one.day.isoformat(), "holiday": one.is_holiday,
            "shifts": {shift: list(people) for shift, people in one.shifts.items()},
            "away": [{"person": p, "shift": s} for p, s in sorted(one.away)],
        }
        for one in found
    ]  # fmt: skip
    answers.written(run, Listing(tuple(columns), rows, data))


def _day(one: Day) -> str:
    shown = instants.day(one.day)
    return _("{day} holiday").format(day=shown) if one.is_holiday else shown


def _people(one: Day, shift: str) -> str:
    said = (
        _("{person} (on leave)").format(person=person) if (person, shift) in one.away else person
        for person in one.shifts[shift]
    )
    return ", ".join(said)


def findings(run: Run, found: Checked) -> None:
    """Print what is wrong with a roster."""
    columns = (
        Column("time", _("time")), Column("shift", _("shift")), Column("what", _("what")),
        Column("text", _("asked for"), wide=True), Column("people", _("people")),
        Column("rule", _("rule")),
    )  # fmt: skip
    data = [_finding(one) for one in found.findings]
    rows = [
        {
            "time": _span(run, one), "shift": one.shift or "", "what": _sort(one),
            "text": str(one.gap.row.label) if one.gap else "",
            "people": ", ".join(one.people) or _("nobody"), "rule": item["rule"] or "",
        }
        for item, one in zip(data, found.findings, strict=True)
    ]  # fmt: skip
    said = _("nothing is missing from {first} to {last}")
    nothing = said.format(first=found.first, last=found.last)
    answers.written(run, Listing(columns, rows, data), nothing=nothing)
    for name, shift in found.unknown:
        said = _("warning: {row} asks for the shift {shift}, which calendar.yaml does not have")
        tell(said.format(row=name, shift=shift))
    if found.provisional:
        tell(_("warning: the public holidays of a year in this time are not published yet"))


def _finding(one: Finding) -> dict[str, Any]:
    row = one.gap.row if one.gap else None
    return {
        "sort": one.sort, "date": one.day.isoformat(), "start": one.start.isoformat(),
        "end": one.end.isoformat(), "shift": one.shift, "name": one.gap.name if one.gap else None,
        "label": str(row.label) if row else None, "people": list(one.people),
        "least": row.least if row else None, "most": row.most if row else None,
        "rule": row.ref if row else None, "warning": one.is_warning,
    }  # fmt: skip


def _sort(one: Finding) -> str:
    names = {
        "gap": _("too few"), "crowd": _("too many"), "away": _("on leave"),
        "twice": _("two shifts at once"),
    }  # fmt: skip
    said = names[one.sort]
    return _("{what} (warning)").format(what=said) if one.gap and one.is_warning else said


def _span(run: Run, one: Finding) -> str:
    """Give ``2026-03-02 Mon 09:00-12:00``; 24:00 for the midnight at the end."""
    zone = run.work.desk.calendar.zone
    start, end = one.start.astimezone(zone), one.end.astimezone(zone)
    until = f"{end:%H:%M}" if f"{end:%H:%M}" != "00:00" else "24:00"
    return f"{instants.day(start.date())} {start:%H:%M}-{until}"


def written(run: Run, done: Written) -> None:
    """Print the shifts that were written; for a dry run the diff."""
    for warned in done.warnings if not run.speaks_json else ():
        said = _("warning ({rule}): {message}").format(rule=warned.rule, message=warned.text)
        tell(said if warned.rule else _("warning: {message}").format(message=warned.text))
    if answers.data(run, _written(done)):
        return
    if run.work.dry_run:
        changes = [(s.path, s.before, s.after) for s in done.saved]
        say(diff(changes, colour=run.colour), colour=run.colour)
        return
    for turn in done.turns:
        say(f"{instants.day(turn.day)} {turn.shift}: {', '.join(turn.people) or _('nobody')}")
    for one in done.left:
        text = f"{one.gap.row.label} ({one.gap.row.ref})" if one.gap else ""
        people = ", ".join(one.people) or _("nobody")
        say(f"  {_span(run, one)}  {_sort(one)}: {people}  {text}")


def _written(done: Written) -> dict[str, Any]:
    return {
        "written": [
            {"date": one.day.isoformat(), "shift": one.shift, "people": list(one.people)}
            for one in done.turns
        ],
        "files": [one.path for one in done.saved],
        "left": [_finding(one) for one in done.left],
        "warnings": [{"rule": one.rule, "message": one.text} for one in done.warnings],
    }  # fmt: skip
