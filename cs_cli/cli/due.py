"""``cs due``."""

from typing import Any

import click

from cs_cli.cli import due_answer
from cs_cli.cli.completers import complete_people
from cs_cli.cli.context import Run
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_(
        "List what is overdue, and what has no limit set.\n\n"
        "In the desk's quiet hours calls that may wait are left out at a terminal, and it says "
        "how many; with --within, --date or --all, and in a pipe, they are listed."
    ),
)
@click.option("--within", metavar="TIME", help=N_("also what is due within, such as 4h or fri"))
@click.option(
    "--date", metavar="DAY",
    help=N_("everything owed on that day: overdue at its start, or due until its end"),
)  # fmt: skip
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
def command(run: Run, /, **asked: Any) -> int:  # noqa: ANN401 - options as click read them
    """List what is owed."""
    return due_answer.answer(run, **asked)
