"""``cs why``."""

from typing import Any

import click

from cs_cli.app.why import Reason, why
from cs_cli.cli import answers, why_views
from cs_cli.cli.context import Run
from cs_cli.cli.kind import id_argument
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_("Explain how each deadline of a record came out."),
    params=[id_argument(None)],
)
@click.pass_obj
def command(run: Run, /, *, ids: tuple[str, ...]) -> None:
    """Explain deadlines."""
    found = [why(run.work, part) for part in answers.ids_of(ids)]
    data = [[_data(reason) for reason in one.reasons] for one in found]
    if answers.data(run, data[0] if len(data) == 1 else data):
        return
    for one in found:
        answers.sheet(run, why_views.sheet(one))


def _data(reason: Reason) -> dict[str, Any]:
    clock = reason.clock
    return {
        "what": clock.name,
        "rule": clock.row.ref,
        "pack": reason.origin.pack,
        "where": f"{reason.origin.path}:{reason.origin.line}",
        "owner": reason.owner,
        "limit": str(clock.row.limit) if clock.row.limit else None,
        "clock": clock.row.limit.clock if clock.row.limit else "at",
        "start": clock.base.isoformat(),
        "due_at": clock.due.isoformat() if clock.due else None,
        "verdict": clock.verdict,
        "decided_at": clock.decided.isoformat() if clock.decided else None,
        "pauses": [[start.isoformat(), end.isoformat()] for start, end in clock.pauses],
        "moves": clock.moves,
        "first_due_at": clock.first_due.isoformat() if clock.first_due else None,
        "provisional": clock.provisional,
        "open_by_day": {day.isoformat(): int(t.total_seconds()) for day, t in reason.by_day},
    }
