"""``cs due``."""

from collections.abc import Sequence

import click

from cs_cli.app.due import Asked, Item, due
from cs_cli.cli import answers, due_views
from cs_cli.cli.context import Run
from cs_cli.cli.fields import complete_people
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
        _as_calendar(run, found.items)
    else:
        answers.written(run, due_views.due_listing(found, masked=not unmasked))
    if not found.items and run.format == "table":
        say(due_views.nothing_due())
    answers.unreadable(run, found.problems)
    return 1 if fail and found.overdue else 0


def _as_calendar(run: Run, items: Sequence[Item]) -> None:
    """Print what is owed as tasks for a calendar program."""
    # Deferred: only one format of many needs it, and a plain list is what cron waits for.
    from cs_cli.render.ics import CalendarItem, calendar

    found = [
        CalendarItem(
            uid=f"{item.owed.id or 'duty'}-{item.owed.what}-{item.owed.period or ''}",
            summary=due_views.due_summary(item),
            due=item.due_at,
            owner=item.owed.owner or "",
            urgent=item.owed.urgent,
        )
        for item in items
    ]
    say_raw(calendar(found, now=run.now))
