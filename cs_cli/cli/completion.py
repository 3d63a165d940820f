"""``cs completion SHELL``."""

import re

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
)

from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command
from cs_cli.render.safe import clean

SHELLS = ("bash", "zsh", "fish")
# A shell puts what is offered on the command line as it is.
_INERT = re.compile(r"[\w.,:@%+=/-]*")


class _Inert(ShellComplete):
    """Offers only words in which a shell finds no command, explained in what a terminal shows."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Give what may follow."""
        found = super().get_completions(args, incomplete)
        return [
            CompletionItem(item.value, item.type, item.help and clean(item.help).replace("\n", " "))
            for item in found
            if item.type != "plain" or _INERT.fullmatch(str(item.value))
        ]


for _shell in (BashComplete, ZshComplete, FishComplete):
    add_completion_class(type(f"Inert{_shell.__name__}", (_Inert, _shell), {}), _shell.name)


@click.command(cls=Command, help=N_("Print the completion script of a shell."))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print a completion script."""
    cls = get_completion_class(shell)
    if cls is not None:
        run: Run = ctx.obj
        say(cls(ctx.find_root().command, {"obj": run}, "cs", "_CS_COMPLETE").source())
