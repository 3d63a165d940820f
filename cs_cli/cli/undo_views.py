"""How what was taken back, or settled, is told."""

from collections.abc import Iterator
from gettext import gettext as _
from typing import Any

from cs_cli.app.undo import TakenBack, Undone
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.history_views import Words
from cs_cli.cli.list_views import state_label
from cs_cli.cli.record_answers import owed_lines, warn
from cs_cli.cli.speech import say
from cs_cli.render import instants
from cs_cli.render.diff import diff


def taken_back(run: Run, found: TakenBack, done: str) -> None:
    """Print what was taken back, and what became of the records; for a dry run the diff."""
    zone = run.work.desk.calendar.zone
    when = instants.instant(found.at, zone)
    _told(run, found, _("taken back: {what}, {at}").format(what=done, at=when))


def settled(run: Run, found: TakenBack) -> None:
    """Print what became of a record whose contradictions were settled."""
    _told(run, found, _("settled"))


def _told(run: Run, found: TakenBack, heading: str) -> None:
    warn(run, found.warnings)
    if run.work.dry_run and run.format not in ("json", "jsonl"):
        changes = [(one.path, one.before, one.after) for one in found.saved]
        say(diff(changes, colour=run.colour), colour=run.colour)
    elif not answers.data(run, _data(run, found)):
        say(heading)
        for one in found.records:
            for line in _lines(run, one):
                say(line)
        for saved in found.saved:
            if not saved.path.endswith(".md"):
                say(saved.path)


def _lines(run: Run, one: Undone) -> Iterator[str]:
    words = _words(run, one)
    yield f"{one.id}: {state_label(one.kind, one.status)}"
    for change in one.changes:
        if change.name != "status":
            yield f"  {words.change(change)}"
    yield from owed_lines(run, one.id)


def _words(run: Run, one: Undone) -> Words:
    zone, private = run.work.desk.calendar.zone, run.work.records.private_words(one.id)
    return Words(one.kind, zone, private, masked=True)


def _data(run: Run, found: TakenBack) -> dict[str, Any]:
    return {
        "op": found.op, "at": found.at.isoformat(),
        "records": [
            {
                "id": one.id, "kind": one.kind.kind, "status": one.status,
                "undoes": [{"at": e.at.isoformat(), "by": e.by, "do": e.do} for e in one.events],
                "changes": [_words(run, one).change_data(change) for change in one.changes],
            }
            for one in found.records
        ],
        "files": [one.path for one in found.saved],
        "dry_run": run.work.dry_run,
    }  # fmt: skip
