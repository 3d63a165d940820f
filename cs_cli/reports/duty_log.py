"""The log of a shift, written by itself: what came in, who was sent, what was promised and done.

It holds the tickets received, dispatches, promises made and moved, callbacks done, and what was
entered in the duty log within the period, by time (TKT-02, TKT-22). With ``parts``, those of its
row come one after another, each under its own heading (HND-12): calls and visits apart, promises
only where they were moved. What happens between two shifts is in the log of
neither: the log of the day has all of them and what came between.

    given:  a ticket that Li received at 09:00, two people of Engineering sent to it at 09:20
    gives:  two lines, the first with Li, the second with Engineering, both people and the ticket
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.found import Found
from cs_cli.domain.kind import Choice, FieldDef, Kind
from cs_cli.domain.language import Text
from cs_cli.domain.match import Query
from cs_cli.domain.record import Step, instant
from cs_cli.reports.sight import Asked, Column, Sight, Table, received

_WHAT = {
    "called": Choice(Text("incoming calls", "来电")),
    "visited": Choice(Text("visitors", "来访")),
    "received": Choice(Text("received", "受理")),
    "dispatched": Choice(Text("dispatched", "派单")),
    "promised": Choice(Text("promised", "承诺")),
    "promise-moved": Choice(Text("promise moved", "承诺改期")),
    "called-back": Choice(Text("called back", "已回访")),
    "entered": Choice(Text("entered", "登记事项")),
}
_CHANNELS = {"phone": "called", "visit": "visited", "on-site": "visited"}
_LOG = "duty-log"
_COLUMNS = (
    Column("at", FieldDef(Text("time", "时间"), "instant")),
    Column("what", FieldDef(Text("what", "事项"), "choice", choices=_WHAT)),
    Column("id", FieldDef(Text("record", "记录"))),
    Column("people", FieldDef(Text("people", "人员"), many=True)),
    Column("department", FieldDef(Text("department", "部门"))),
    Column("planned_at", FieldDef(Text("planned time", "计划时间"), "moment")),
    Column("reason", FieldDef(Text("reason", "原因"))),
    Column("title", FieldDef(Text("title", "标题"))),
)


def fill(sight: Sight, asked: Asked) -> Table:
    """List the entries of the period by time."""
    rows = [
        row
        for name, kind in sight.policy.kinds.items()
        if _may_tell(kind)
        for found in sight.found(Query(name))
        for row in _entries(sight, found)
        if asked.period.holds(row["at"])
    ]
    rows.sort(key=lambda row: (row["at"], row["id"]))
    if "parts" not in asked.with_:
        return Table(_COLUMNS, rows)
    named = [part.strip() for part in asked.with_["parts"].split(",")]
    order = {part: number for number, part in enumerate([*named, "received", "entered"])}
    parted = [{**row, "what": _CHANNELS.get(row["channel"] or "", row["what"])} for row in rows]
    kept = [row for row in parted if row["what"] in order]
    return Table(_COLUMNS, sorted(kept, key=lambda row: order[row["what"]]), by="what")


def _may_tell(kind: Kind) -> bool:
    if kind.kind in ("ticket", "callback", _LOG) or "promised_at" in kind.every_field:
        return True
    return any("dispatch" in one.verbs for one in kind.variants)


def _entries(sight: Sight, found: Found) -> Iterator[dict[str, Any]]:
    kind = sight.kind_of(found)
    if found.kind == _LOG:
        yield from _entered(sight, found)
        return
    promised: object = None
    for step in sight.steps(found):
        for what in _said(kind, step, promised):
            yield _entry(sight, found, kind, step, what)
        promised = step.values.get("promised_at")


def _entered(sight: Sight, found: Found) -> Iterator[dict[str, Any]]:
    """Give what was entered by hand, with what has come of it since."""
    for entry in found.values.get("entries") or []:
        with suppress(Invalid):
            at = instant(entry.get("at")).astimezone(sight.calendar.zone)
            yield {
                "at": at.isoformat(), "what": "entered", "id": found.id,
                "people": [entry.get("by")], "department": None, "planned_at": None,
                "reason": entry.get("result") or entry.get("progress"),
                "title": entry.get("text"), "channel": None,
            }  # fmt: skip


def _said(kind: Kind, step: Step, promised: object) -> Iterator[str]:
    """Give what an event is an entry for; one may be several."""
    if step.event.do == "open" and kind.kind == "ticket":
        yield "received"
    if step.event.do == "dispatch":
        yield "dispatched"
    if step.event.do == "done" and kind.kind == "callback":
        yield "called-back"
    now = step.values.get("promised_at")
    if now not in (None, "", promised):
        yield "promise-moved" if promised else "promised"


def _entry(sight: Sight, found: Found, kind: Kind, step: Step, what: str) -> dict[str, Any]:
    values = step.values
    planned = {
        "dispatched": values.get("planned_done_at"),
        "called-back": values.get("due_at"),
        "received": None,
    }
    reasons = [step.event.values.get(name) for name in ("reason", "because", "result")]
    reasons += [values.get("result")] if what == "called-back" else []
    at = received(step) if what == "received" else step.event.at
    return {
        "at": at.astimezone(sight.calendar.zone).isoformat(),
        "what": what,
        "id": found.id,
        "people": _people(kind, step, what),
        "department": _department(step) if what == "dispatched" else None,
        "planned_at": planned.get(what, values.get("promised_at")),
        "reason": next((text for text in (*reasons, step.event.note) if text), None),
        "title": values.get(kind.title),
        "channel": values.get("channel") if what == "received" else None,
    }


def _department(step: Step) -> object:
    return step.event.values.get("department") or step.values.get("department")


def _people(kind: Kind, step: Step, what: str) -> list[str]:
    """Give who received a matter, who was sent, else who did it."""
    if what == "received":
        return [str(step.values.get("received_by") or step.event.by)]
    if what != "dispatched":
        return [step.event.by]
    sent = _sent(kind, step)
    return sent if sent or _department(step) else [step.event.by]


def _sent(kind: Kind, step: Step) -> list[str]:
    """Give the people an event names."""
    verb = kind.verbs.get(step.event.do)
    fields: Mapping[str, FieldDef] = {**kind.fields, **(verb.fields if verb else {})}
    named: list[str] = []
    for name, value in step.event.values.items():
        if name in fields and fields[name].type == "person":
            named += value if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, named)))
