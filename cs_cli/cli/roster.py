"""``cs roster``, ``cs roster check | set | plan``."""

import click

from cs_cli.app import roster as job
from cs_cli.app import roster_edit
from cs_cli.app.roster import Span
from cs_cli.cli import roster_views
from cs_cli.cli.completers import complete_people
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command

_WORDS = {
    "起": "from", "止": "to", "月份": "month", "周期": "period", "人员": "person",
    "原因": "reason", "重排": "replace", "我的": "mine",
}  # fmt: skip
_FROM = click.option("--from", "first", metavar="DAY", help=N_("the first day, else today"))
_TO = click.option("--to", "last", metavar="DAY", help=N_("the last day, else six days later"))
_PERIOD = click.option(
    "--month", "--period", "period", metavar="PERIOD", help=N_("such as 2026-03, 2026-W10")
)


@click.command(
    cls=Group,
    words=_WORDS,
    help=N_(
        "Who is on duty now, or at the time of --at; with days or a period, who works when.\n\n"
        "What a pack or policy/ asks for is in its coverage rows: see cs roster check."
    ),
    invoke_without_command=True,
)
@_FROM
@_TO
@_PERIOD
@click.option(
    "--person", metavar="PERSON", shell_complete=complete_people, help=N_("only their shifts")
)
@click.option("--mine", is_flag=True, help=N_("only my shifts (--as or CS_AS)"))
@click.pass_context
def command(
    ctx: click.Context, /, *, first: str | None, last: str | None, period: str | None,
    person: str | None, mine: bool,
) -> None:  # fmt: skip
    """Tell who is on duty, or list days."""
    if ctx.invoked_subcommand is not None:
        return
    run, span = ctx.obj, Span(first, last, period)
    who = run.work.me.id if mine else person
    if span.is_said or who:
        roster_views.days(run, job.shown(run.work, span, who))
    else:
        roster_views.on_duty(run, job.on_duty(run.work))


@command.command(
    "check", cls=Command, words=_WORDS,
    help=N_("Find shifts that nobody or too few work, people on leave, people on two shifts."),
)  # fmt: skip
@_FROM
@_TO
@_PERIOD
@click.pass_obj
def check(run: Run, /, *, first: str | None, last: str | None, period: str | None) -> int:
    """End with 1 where the roster does not do."""
    found = job.checked(run.work, Span(first, last, period))
    roster_views.findings(run, found)
    return 1 if found.is_wrong else 0


@command.command(
    "set", cls=Command, words=_WORDS,
    help=N_("Say who works a shift of a day: all of them, or none."),
)  # fmt: skip
@click.argument("day")
@click.argument("shift")
@click.argument("people", nargs=-1, shell_complete=complete_people)
@click.option("--reason", metavar="TEXT", help=N_("why, kept at the end of the line"))
@click.pass_obj
def put(run: Run, /, *, day: str, shift: str, people: tuple[str, ...], reason: str | None) -> None:
    """Write one shift."""
    roster_views.written(run, roster_edit.put(run.work, day, shift, people, reason))


@command.command(
    "plan", cls=Command, words=_WORDS,
    help=N_(
        "Draw up shifts in turns, as coverage rows with turns ask for them.\n\n"
        "PEOPLE take turns in the order given; without any, everybody with the role. Days that "
        "somebody works already stay as they are."
    ),
)  # fmt: skip
@click.argument("people", nargs=-1, shell_complete=complete_people)
@_FROM
@_TO
@_PERIOD
@click.option("--replace", is_flag=True, help=N_("draw up again what is there"))
@click.pass_obj
def plan(
    run: Run, /, *, people: tuple[str, ...], first: str | None, last: str | None,
    period: str | None, replace: bool,
) -> None:  # fmt: skip
    """Write many shifts."""
    span = Span(first, last, period)
    roster_views.written(run, roster_edit.plan(run.work, span, people, replace=replace))
