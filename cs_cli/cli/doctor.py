"""``cs doctor``."""

from dataclasses import asdict
from gettext import gettext as _

import click

from cs_cli.app.doctor import examine
from cs_cli.app.findings import Finding
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command


@click.command(cls=Command, help=N_("Find what crashes and half-made clones leave, and mend it."))
@click.option("--mend", is_flag=True, help=N_("mend what can be mended"))
@click.pass_obj
def command(run: Run, /, *, mend: bool) -> int:
    """Look, and mend when asked; 1 while anything is left to do."""
    found = examine(run.work, mend=mend)
    if not answers.data(run, [asdict(one) for one in found]):
        _tell(run, found)
    return 0 if all(one.mended for one in found) else 1


def _tell(run: Run, found: list[Finding]) -> None:
    for one in found:
        said = _("mended: {what}").format(what=one.message) if one.mended else one.message
        say(said + (f" - {one.hint}" if one.hint else ""))
    if not found and run.format == "table":
        say(_("nothing is wrong"))
