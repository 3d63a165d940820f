"""The commands of a kind, made from its definition: ``new list show set note void`` and verbs."""

from collections.abc import Callable, Iterable, Mapping
from gettext import gettext as _
from itertools import chain

import click
from click.exceptions import NoSuchCommand
from click.shell_completion import CompletionItem

from cs_cli.cli import answers, kind_words, record_answers, show_answer
from cs_cli.cli.asking import asked_until_complete
from cs_cli.cli.context import Run
from cs_cli.cli.field_words import with_label
from cs_cli.cli.fields import field_options
from cs_cli.cli.handover import check_command
from cs_cli.cli.kind_words import labels
from cs_cli.cli.lists import list_command, types_of
from cs_cli.cli.printing import print_command
from cs_cli.cli.verb_help import verb_help
from cs_cli.cli.words import Command
from cs_cli.domain.kind import Kind


class Group(Command, click.Group):
    """The commands of one kind, found by English or Chinese word, each made when asked for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(name=kind.kind, help=str(kind.label))
        self.kind = kind
        self.chinese = kind.label.zh

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order of daily work, not of the alphabet."""
        return kind_words.commands(self.kind)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by name, label or Chinese word."""
        name = kind_words.command(self.kind, cmd_name)
        if name is None:
            return None
        if name not in self.commands:
            maker = {**_OWN.get(self.kind.kind, {}), **_MAKERS}.get(name)
            self.add_command(maker(self.kind) if maker else _verb(self.kind, name))
        return self.commands[name]

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese words of the commands."""
        return [word for name in self.list_commands(ctx) for word in labels(self.kind, name)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the command itself, whatever word it was called by."""
        command = self.get_command(ctx, args[0])
        if command is None and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = [*self.list_commands(ctx), *self.chinese_words(ctx)]
            raise NoSuchCommand(args[0], possibilities=near, ctx=ctx)
        if command is None:
            return super().resolve_command(ctx, args)
        return command.name, command, args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Command.format_options(self, ctx, formatter)
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(self._alias(name), c.get_short_help_str()) for name, c in found if c]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)

    def _alias(self, name: str) -> str:
        chinese = labels(self.kind, name)[0]
        return f"{name}, {chinese}" if chinese != name else name


def _command(kind: Kind, do: str, help: str) -> Command:
    """Give a command with the options of a kind; types may have other Chinese words for them."""
    options = list(field_options(kind_words.fields(kind, do)))
    name = "new" if do == "open" else do
    return Command(name=name, help=help, params=options, words=kind_words.words(kind, do))


def _new(kind: Kind) -> Command:
    text = _("Make a new {kind}; print its id and what is now owed.").format(kind=kind.label)
    command = _command(kind, "open", text)
    types = ", ".join(with_label(n, str(v.label)) for n, v in kind.types.items())
    if types:
        option = click.Option(["--type"], metavar="TYPE", help=types, shell_complete=types_of(kind))
        command.params.insert(0, option)
    command.params += [
        click.Argument(["source"], required=False, metavar="[-|FILE]"),
        click.Option(["-m", "message"], metavar="TEXT", help=_("the text of the record")),
        click.Option(
            ["-F", "file"], metavar="FILE", help=_("read the text from a file, - for stdin")
        ),
        click.Option(["--edit"], is_flag=True, help=_("write it in the editor")),
    ]

    @click.pass_obj
    def create(run: Run, /, **given: object) -> None:
        record_answers.done(run, asked_until_complete(run, kind, "open", given))

    command.callback = create
    return command


def _show(kind: Kind) -> Command:
    command = Command(name="show", help=_("Show one record in full."))
    command.params.append(id_argument(kind.kind))

    @click.pass_obj
    def show_record(run: Run, /, *, ids: tuple[str, ...]) -> None:
        show_answer.answer(run, answers.ids_of(ids), kind.kind)

    command.callback = show_record
    return command


def _verb(kind: Kind, do: str) -> Command:
    command = _command(kind, do, verb_help(kind, do))
    command.params.insert(0, id_argument(kind.kind))
    command.params.append(
        click.Option(["-m", "message"], metavar="NOTE", help=_("a remark for the log"))
    )

    @click.pass_obj
    def change(run: Run, /, *, ids: tuple[str, ...], **given: object) -> None:
        parts = answers.ids_of(ids)
        every = (asked_until_complete(run, kind, do, given, part) for part in parts)
        record_answers.done(run, chain.from_iterable(every))

    command.callback = change
    return command


def _print(kind: Kind) -> Command:
    return print_command(kind, id_argument(kind.kind))


_MAKERS: Mapping[str, Callable[[Kind], Command]] = {
    "new": _new, "list": list_command, "show": _show, "print": _print,
}  # fmt: skip
# What only one kind of record is asked.
_OWN: Mapping[str, Mapping[str, Callable[[Kind], Command]]] = {
    "handover": {"check": check_command},
}


def one_id(ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
    """Complete the id of one record of any kind."""
    run: Run = ctx.find_root().obj
    return [CompletionItem(i, help=t) for i, t in run.work.records.titles(None, start, 50)]


def id_argument(kind: str | None) -> click.Argument:
    """Give the argument for ids: whole, any unique part, several, or ``-`` for stdin."""

    def complete(ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
        run: Run = ctx.find_root().obj
        return [CompletionItem(i, help=t) for i, t in run.work.records.titles(kind, start, 50)]

    return click.Argument(["ids"], nargs=-1, required=True, metavar="ID", shell_complete=complete)
