"""``cs unseal MONTH… -m REASON``."""

import click

from cs_cli.app.seal import unseal
from cs_cli.cli import answers, record_answers
from cs_cli.cli.context import Run
from cs_cli.cli.words import N_, Command


@click.command("unseal", cls=Command, help=N_("Open months again that were sealed."))
@click.argument("months", nargs=-1, required=True, metavar="[MONTH | -]...")
@click.option("-m", "note", metavar="REASON", help=N_("why; it stays in the log"))
@click.pass_obj
def command(run: Run, /, *, months: tuple[str, ...], note: str | None) -> None:
    """Unseal months."""
    record_answers.done(run, unseal(run.work, answers.ids_of(months), note))
