"""``cs undo``."""

import click

from cs_cli.app.undo import label_of_command, undo
from cs_cli.cli.context import Run
from cs_cli.cli.undo_views import taken_back
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_(
        "Take your last command back by a new, logged change. Once more takes back the one "
        "before it; what was taken back is done again by its own command."
    ),
)
@click.option("-m", "message", metavar="NOTE", help=N_("a remark for the log"))
@click.pass_obj
def command(run: Run, /, *, message: str | None) -> None:
    """Take the last own command back."""
    found = undo(run.work, message)
    taken_back(run, found, label_of_command(run.work, found.op))
