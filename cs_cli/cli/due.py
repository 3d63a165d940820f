"""``cs due``."""

import click

from cs_cli.app.due import Asked, due
from cs_cli.cli import answers, due_views
from cs_cli.cli.completers import complete_people
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, say_raw
from cs_cli.cli.words import N_, Command


@click.command(cls=Command, help=N_("List what is overdue, and what has no limit set."))
@click.option("--within", metavar="TIME", help=N_("also what is due within, such as 4h or fri"))
@click.option("--all", "everything", is_flag=True, help=N_("every open obligation"))
@click.option(
    "--owner", metavar="PERSON", shell_complete=complete_people,
    help=N_("only what this person owes"),
)  # fmt: skip
@click.option("--mine", is_flag=True, help=N_("only what I owe (--as or CS_AS)"))
@click.option("--team", metavar="DEPARTMENT", help=N_("only what this department owes"))
@click.option("--kind", metavar="KIND", help=N_("only of this kind"))
@click.option("--fail", is_flag=True, help=N_("end with 1 when something is overdue"))
@click.option("--no-mask", "unmasked", is_flag=True, help=N_("show personal data"))
@click.pass_obj
def command(run: Run, /, *, fail: bool, unmasked: bool, **asked: str) -> int:
    """List what is owed."""
    found = due(run.work, Asked(**asked))  # type: ignore[arg-type]
    if run.format == "ics":
        say_raw(due_views.as_calendar(found.items, run.now))
    elif found.items or run.format != "csv":
        # A head without rows would still make cron send a mail.
        answers.written(run, due_views.due_listing(found, masked=not unmasked))
    if not found.items and run.format == "table":
        say(due_views.nothing_due())
    answers.unreadable(run, found.problems)
    return 1 if fail and found.overdue else 0
