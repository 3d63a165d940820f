"""``cs completion SHELL``."""

import click
from click.shell_completion import get_completion_class

from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command, help=N_("Print the completion script of a shell."))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print a completion script."""
    cls = get_completion_class(shell)
    if cls is not None:
        run: Run = ctx.obj
        say(cls(ctx.find_root().command, {"obj": run}, "cs", "_CS_COMPLETE").source())
