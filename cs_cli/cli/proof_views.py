"""How the proof of a history is shown."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from gettext import gettext as _
from typing import Any

from cs_cli.app.proof import Proved
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.domain.errors import CsError
from cs_cli.domain.proof import Flaw
from cs_cli.render import instants
from cs_cli.render.table import Column, Listing

_KEYS = (
    "commit", "path", "id", "line", "rule", "person", "code", "message", "hint", "at",
)  # fmt: skip
_SHORT = 12  # digits of a commit, as git shows it


def data(proved: Proved | None) -> dict[str, Any]:
    """Give it as an object: what was found, remarks, and how much was proven."""
    flaws, remarks = (proved.findings, proved.remarks) if proved else ((), ())
    return {
        "history": [_data(one) for one in flaws],
        "remarks": [_data(one) for one in remarks],
        "proven": None
        if proved is None
        else {
            "commits": proved.commits, "events": proved.events, "unproven": proved.unproven,
            "since": proved.since,
        },
    }  # fmt: skip


def _data(one: Flaw) -> dict[str, Any]:
    values = (
        one.commit or None, one.path, one.id, one.line, one.rule, one.person, one.code,
        one.message, one.hint, one.at.isoformat() if one.at else None,
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))


def listing(run: Run, proved: Proved | None) -> Listing:
    """Give what was found, one row each; remarks of one sort in one row."""
    columns = (
        Column("commit", _("commit")), Column("at", _("date")), Column("path", _("file")),
        Column("code", _("rule")), Column("person", _("person")),
        Column("message", _("what"), wide=True),
    )  # fmt: skip
    flaws = proved.findings if proved else ()
    rows = [_row(run, one) for one in flaws] + _remarks(run, proved.remarks if proved else ())
    return Listing(columns, rows, [_data(one) for one in flaws], _KEYS)


def _row(run: Run, one: Flaw) -> dict[str, str]:
    place = one.path or "-"
    hint = f" - {one.hint}" if one.hint else ""
    return {
        "commit": one.commit[:_SHORT] or "-",
        "at": instants.instant(one.at, _zone(run, one.at)) if one.at else "",
        "path": f"{place}:{one.line}" if one.line else place,
        "code": f"{one.code} {one.rule}" if one.rule else one.code,
        "person": one.person or "-",
        "message": f"{one.message}{hint}",
    }


def _zone(run: Run, at: datetime) -> tzinfo:
    """Give the zone of the desk; where it cannot be read, that of the time itself."""
    try:
        return run.work.desk.calendar.zone
    except CsError:
        return at.tzinfo or UTC


def _remarks(run: Run, remarks: Sequence[Flaw]) -> list[dict[str, str]]:
    """Give remarks, the first of its sort each with how many there are more."""
    first: dict[str, Flaw] = {}
    count: dict[str, int] = {}
    for one in remarks:
        first.setdefault(one.code, one)
        count[one.code] = count.get(one.code, 0) + 1
    rows = []
    for code, one in first.items():
        row = _row(run, one)
        more = _(" (and {n} more of this sort)").format(n=count[code] - 1)
        row["message"] += more if count[code] > 1 else ""
        rows.append(row)
    return rows


def summary(run: Run, proved: Proved | None) -> None:
    """End with how much was proven; that is worth saying to a person only."""
    if proved is None or run.format != "table":
        return
    if proved.silent:
        say(_("the desk says that its history proves nothing (cs.yaml: identity: none)"))
        return
    said = _("history: commits proven: {commits}, events: {events}")
    said = said.format(commits=proved.commits, events=proved.events)
    if proved.since:
        said += _(", since the proof up to {commit}").format(commit=proved.since[:_SHORT])
    if proved.unproven:
        said += _(", commits that prove nothing: {n}").format(n=proved.unproven)
    found = _("; found: {n}").format(n=len(proved.findings)) if proved.findings else ""
    say(said + found)
