"""``cs diff``."""

from gettext import gettext as _

import click

from cs_cli.app.history import diff
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.history_views import listing
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_("Show what differs in records, in words, for a review; other files are named."),
)
@click.argument("revisions", required=False, metavar="[RANGE]")
@click.option("--no-mask", is_flag=True, help=N_("show personal data"))
@click.pass_obj
def command(run: Run, /, *, revisions: str | None, no_mask: bool) -> None:
    """Show what a range changed, or what is not committed yet."""
    stories, beside, problems = diff(run.work, revisions)
    zone = run.work.desk.calendar.zone
    shown = listing(stories, zone, masked=not no_mask, named=True, beside=beside)
    answers.written(run, shown, nothing=_("nothing differs"))
    answers.unreadable(run, problems)
