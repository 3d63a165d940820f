"""``cs log``."""

import click

from cs_cli.app.history import log
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.history_views import listing
from cs_cli.cli.kind import id_argument
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_("Show what happened to records, event by event."),
    params=[id_argument(None)],
)
@click.option("--no-mask", is_flag=True, help=N_("show personal data"))
@click.pass_obj
def command(run: Run, /, *, ids: tuple[str, ...], no_mask: bool) -> None:
    """Show the history of records."""
    stories = [log(run.work, part) for part in answers.ids_of(ids)]
    zone = run.work.desk.calendar.zone
    answers.written(run, listing(stories, zone, masked=not no_mask, named=len(stories) > 1))
