"""``cs settle``."""

import click

from cs_cli.app.settle import settle
from cs_cli.cli.context import Run
from cs_cli.cli.kind import one_id
from cs_cli.cli.undo_views import settled
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_(
        "Say what holds where two clones contradict each other (cs check names it); what cannot "
        "hold beside it is taken back by a new, logged change."
    ),
    words={"保留": "keep"},
)
@click.argument("id_", metavar="ID", shell_complete=one_id)
@click.option(
    "--keep", multiple=True, metavar="ENTRY",
    help=N_("the event that holds: its number in the log, or its verb, person or time"),
)  # fmt: skip
@click.option("-m", "message", metavar="NOTE", help=N_("a remark for the log"))
@click.pass_obj
def command(run: Run, /, *, id_: str, keep: tuple[str, ...], message: str | None) -> None:
    """Settle what two clones did to a record at once."""
    settled(run, settle(run.work, id_, keep, message))
