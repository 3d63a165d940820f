"""``cs show``."""

import click

from cs_cli.cli import answers, show_answer
from cs_cli.cli.context import Run
from cs_cli.cli.kind import id_argument
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command, help=N_("Show records of any kind in full."), params=[id_argument(None)]
)
@click.pass_obj
def command(run: Run, /, *, ids: tuple[str, ...]) -> None:
    """Show records."""
    show_answer.answer(run, answers.ids_of(ids))
