"""``cs due``."""

from collections.abc import Mapping

import click

from cs_cli.app.due import Asked, DueList, due
from cs_cli.cli import answers, due_views
from cs_cli.cli.completers import complete_people
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say, say_raw, tell
from cs_cli.cli.words import N_, Command
from cs_cli.render.colour import paint


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
def command(run: Run, /, *, fail: bool, unmasked: bool, **asked: str) -> int:
    """List what is owed."""
    found = due(run.work, Asked(**asked, now_only=_is_now_only(run, asked)))  # type: ignore[arg-type]
    if run.format == "ics":
        say_raw(due_views.as_calendar(found.items, found.now))
    elif found.items or run.format != "csv":
        # A head without rows would still make cron send a mail.
        _print(run, found, masked=not unmasked)
    if found.left_out:
        tell(due_views.left_out(found))
    answers.unreadable(run, found.problems)
    return 1 if fail and found.overdue else 0


def _is_now_only(run: Run, asked: Mapping[str, str]) -> bool:
    """Tell whether somebody at a terminal looks for what to do at this moment.

    Cron and other programs get everything: whoever reads that reads it later.
    """
    wider = any(asked[name] for name in ("within", "date", "everything"))
    return run.on_terminal and run.format == "table" and not wider


def _print(run: Run, found: DueList, *, masked: bool) -> None:
    """Print what is owed; for people, each state that owes apart under its own heading."""
    if run.format not in ("table", "plain", "md"):
        answers.written(run, due_views.due_listing(found, masked=masked))
        return
    above = ""
    for heading, part in due_views.blocks(found):
        if heading:
            mark = "## " if run.format == "md" else ""
            say(above + paint(mark + heading, "title", colour=run.colour), colour=run.colour)
        answers.written(run, due_views.due_listing(part, masked=masked))
        above = "\n" if above or part.items else ""
    if not found.items and run.format == "table":
        say(due_views.nothing_due())
