"""``cs sync``."""

from dataclasses import asdict
from gettext import gettext as _

import click

from cs_cli.app.sync import Synced, sync
from cs_cli.cli import answers
from cs_cli.cli.check import problem_data
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command


@click.command(cls=Command, help=N_("Exchange the desk with its remote repository."))
@click.pass_obj
def command(run: Run, /) -> int:
    """Exchange; 1 when what came in is wrong."""
    found = sync(run.work)
    told = {**asdict(found), "problems": [problem_data(one) for one in found.problems]}
    if not answers.data(run, told):
        _tell(found, dry_run=run.work.dry_run)
    return 1 if found.problems else 0


def _tell(found: Synced, *, dry_run: bool) -> None:
    where = f"{found.remote}/{found.branch}"
    for one in found.problems:
        say(str(one).replace("\n", "\\n"))
    if found.held:
        say(_("{where}: received {n}, nothing was sent: put this right first").format(
            where=where, n=found.received))  # fmt: skip
    elif found.review:
        say(_("{where} takes changes by review only: {n} commits wait on {branch}").format(
            where=where, n=found.sent, branch=found.review))  # fmt: skip
    elif dry_run:
        say(_("{where}: to receive {n}, to send {m}").format(
            where=where, n=found.received, m=found.sent))  # fmt: skip
    else:
        say(_("{where}: received {n}, sent {m}").format(
            where=where, n=found.received, m=found.sent))  # fmt: skip
