"""A command that only holds other commands, such as ``policy`` and ``duty``."""

from collections.abc import Iterable
from gettext import gettext as _

import click

from cs_cli.cli.words import Command

CHINESE = {
    "列表": "list", "查看": "show", "解释": "explain", "完成": "done", "规则包": "packs",
    "上班": "in", "下班": "out", "检查": "check", "安排": "set", "生成": "plan",
}  # fmt: skip


class Group(Command, click.Group):
    """A fixed group of commands with words and help in both languages."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name or Chinese word."""
        return super().get_command(ctx, CHINESE.get(cmd_name, cmd_name))

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese words of the commands."""
        return (word for word, name in CHINESE.items() if name in self.commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order they are written in."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Command.format_options(self, ctx, formatter)
        chinese = {name: word for word, name in CHINESE.items()}
        rows = [
            (f"{name}, {chinese[name]}", command.get_short_help_str())
            for name, command in self.commands.items()
        ]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)
