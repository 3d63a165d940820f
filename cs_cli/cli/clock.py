"""``cs clock in | out``."""

import click

from cs_cli.app import clock as job
from cs_cli.cli import record_answers
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Group, help=N_("Clock in and out; every time is kept as attendance (cs attendance list).")
)
def command() -> None:
    """Hold the two commands."""


@command.command("in", cls=Command, help=N_("I am here."))
@click.pass_obj
def clock_in(run: Run, /) -> None:
    """Clock in."""
    record_answers.done(run, [job.clock_in(run.work)])


@command.command("out", cls=Command, help=N_("I am leaving."))
@click.pass_obj
def clock_out(run: Run, /) -> None:
    """Clock out."""
    record_answers.done(run, [job.clock_out(run.work)])
