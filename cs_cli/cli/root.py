"""The command tree: fixed commands load when called, record commands come from the kinds."""

from collections.abc import Iterable
from gettext import gettext as _
from importlib import import_module
from typing import NoReturn

import click

from cs_cli import __version__
from cs_cli.cli.context import Run
from cs_cli.cli.fixed import FIXED, HIDDEN
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import Broken, CsError, NotFound, UsageError


class Root(Command, click.Group):
    """``cs``: fixed commands, and one group for every kind of the desk."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands; without a desk only the fixed ones."""
        try:
            kinds = list(ctx.find_root().obj.work.policy.kinds)
        except CsError:
            kinds = []
        return list(dict.fromkeys([*FIXED, *kinds]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name or Chinese word, loading only that one."""
        for name, (module, chinese) in FIXED.items():
            if cmd_name in (name, chinese):
                command: click.Command = import_module(f"cs_cli.cli.{module}").command
                command.name = name
                return command
        if cmd_name in HIDDEN:
            hidden: click.Command = import_module(f"cs_cli.cli.{HIDDEN[cmd_name]}").command
            return hidden
        return self._kind(ctx, cmd_name)

    def _kind(self, ctx: click.Context, name: str) -> click.Command | None:
        # Deferred: only commands of records need them.
        from cs_cli.cli.kind import Group
        from cs_cli.cli.kind_words import named

        run: Run = ctx.find_root().obj
        try:
            kinds = run.work.policy.kinds
        except NotFound:
            return None
        kind = named(kinds.values(), name)
        if kind is None:
            return None
        # Records of a duty or a report are made by the command of that name alone.
        return self.get_command(ctx, kind.kind) if kind.kind in FIXED else Group(kind)

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese words of all commands."""
        fixed = [chinese for _module, chinese in FIXED.values()]
        try:
            return [*fixed, *(k.label.zh for k in ctx.find_root().obj.work.policy.kinds.values())]
        except CsError:
            return fixed

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            self._unknown(ctx, args[0])
        return (command.name if command else None), command, args[1:]

    def _unknown(self, ctx: click.Context, word: str) -> NoReturn:
        run: Run = ctx.find_root().obj
        try:
            run.work.policy  # noqa: B018 - without a desk there are no kinds to know
        except NotFound as error:
            raise NotFound(
                _("there is no command {word} without a desk").format(word=word), hint=error.hint
            ) from None
        except Broken:
            raise
        # Deferred: only a wrong word is compared with the right ones.
        from difflib import get_close_matches

        known = self.list_commands(ctx)
        near = get_close_matches(word, known, n=3, cutoff=0.5)
        raise UsageError(
            _("there is no command {word}").format(word=word),
            hint=_("did you mean {word}?").format(word=", ".join(near)) if near else "cs --help",
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write fixed commands and kinds, each with its Chinese word."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(_with_alias(name, c), c.get_short_help_str()) for name, c in found if c]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def _with_alias(name: str, command: click.Command) -> str:
    chinese = FIXED[name][1] if name in FIXED else getattr(command, "chinese", "")
    return f"{name}, {chinese}" if chinese else name


@click.command(
    cls=Root,
    name="cs",
    help=N_("A customer-service department's work as plain files in git."),
    invoke_without_command=True,
    no_args_is_help=False,
)
@click.option("--version", "version", is_flag=True, help=N_("Print the version."))
@click.pass_context
def root(ctx: click.Context, *, version: bool) -> None:
    """Print the version, or the help when no command is named."""
    if version:
        say(f"cs {__version__}")
    elif ctx.invoked_subcommand is None:
        say(ctx.get_help())
