"""``cs when``: the calendar calculator."""

import sys

import click

from cs_cli.app import when as job
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, say_raw, tell
from cs_cli.cli.words import N_, Command
from cs_cli.render import instants
from cs_cli.render.formats import as_json_line


@click.command(
    cls=Command,
    help=N_('Work out when a limit ends: cs when "2026-02-14 17:50" "30 business minutes".'),
)
@click.argument("words", nargs=-1, required=True, metavar="[START] LIMIT | -")
@click.pass_obj
def command(run: Run, /, *, words: tuple[str, ...]) -> None:
    """Work out when a limit ends."""
    if words == ("-",):
        for answer in job.lines(run.work, sys.stdin):
            say_raw(as_json_line(answer))
        return
    found = job.when(run.work, words)
    value = {"due_at": found.at.isoformat() if found.at else None, "provisional": found.provisional}
    if answers.data(run, value):
        return
    say(instants.instant(found.at, found.at.tzinfo, seconds=True) if found.at else job.unlimited())  # type: ignore[arg-type]
    if found.provisional:
        tell(job.warning())
