"""``cs policy list | show CODE | explain REF``."""

from collections.abc import Iterable, Sequence
from gettext import gettext as _

import click

from cs_cli.app import policy as job
from cs_cli.app.policy import Rule
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.words import N_, Command
from cs_cli.domain.policy import Deadline, Duty
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing

CHINESE = {"列表": "list", "查看": "show", "解释": "explain", "完成": "done"}


class Group(Command, click.Group):
    """A fixed group of commands with words and help in both languages."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by its name or Chinese word."""
        return super().get_command(ctx, CHINESE.get(cmd_name, cmd_name))

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese words of the commands."""
        return (word for word, name in CHINESE.items() if name in self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)


@click.command(
    cls=Group,
    help=N_("The rules in force, and where each comes from."),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the rules when nothing else is asked."""
    if ctx.invoked_subcommand is None:
        _print(ctx.obj, job.rules(ctx.obj.work))


@command.command("list", cls=Command, help=N_("List every rule in force."))
@click.pass_obj
def list_rules(run: Run, /) -> None:
    """List every rule."""
    _print(run, job.rules(run.work))


@command.command("show", cls=Command, help=N_("List the rules that one pack brings."))
@click.argument("code")
@click.pass_obj
def show_pack(run: Run, /, *, code: str) -> None:
    """List the rules of a pack."""
    _print(run, job.of_pack(run.work, code))


@command.command(
    "explain", cls=Command, help=N_("Explain one row of the rulebook, in both languages.")
)
@click.argument("ref")
@click.pass_obj
def explain(run: Run, /, *, ref: str) -> None:
    """Explain a rule."""
    found = job.explain(run.work, ref)
    if not answers.data(run, [{**_data(rule), **rule.text.both()} for rule in found]):
        for rule in found:
            answers.sheet(run, _sheet(rule))


def _print(run: Run, rules: Sequence[Rule]) -> None:
    columns = (
        Column("ref", _("rule")), Column("pack", _("pack")), Column("section", _("sort")),
        Column("text", _("text"), wide=True), Column("where", _("where")),
    )  # fmt: skip
    rows = [{**_data(rule), "section": rule.section} for rule in rules]
    answers.written(run, Listing(columns, rows, [_data(rule) for rule in rules]))


def _data(rule: Rule) -> dict[str, str | None]:
    return {
        "ref": rule.row.ref, "pack": rule.origin.pack, "where": rule.where, "text": str(rule.text),
        "name": rule.name, "section": rule.section,
    }  # fmt: skip


def _sheet(rule: Rule) -> Sheet:
    facts = [
        (_("pack"), rule.origin.pack), (_("where"), rule.where), (_("sort"), rule.section),
        (_("name"), rule.name), ("English", rule.text.en), ("中文", rule.text.zh), *_figures(rule),
    ]  # fmt: skip
    return Sheet(rule.row.ref or rule.name, facts)


def _figures(rule: Rule) -> list[tuple[str, str]]:
    """Give the figure of a deadline or duty."""
    if isinstance(rule.row, Deadline):
        return [(_("limit"), str(rule.row.limit) if rule.row.limit else _("at that time"))]
    if isinstance(rule.row, Duty):
        return [(_("repeats"), rule.row.rrule or _("no limit set"))]
    return []
