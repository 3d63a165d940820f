"""The commands of a kind, made from its definition: ``new list show set note void`` and verbs."""

from collections.abc import Mapping
from gettext import gettext as _

import click
from click.shell_completion import CompletionItem

from cs_cli.app import records
from cs_cli.app.draft import EVERY
from cs_cli.app.show import ListAsked, listed, show
from cs_cli.cli import answers, record_answers
from cs_cli.cli.asking import asked_until_complete
from cs_cli.cli.context import Run
from cs_cli.cli.fields import field_options, option_words
from cs_cli.cli.words import Command
from cs_cli.domain.kind import VOID, FieldDef, Kind

CHINESE = {
    "new": "新建",
    "list": "列表",
    "show": "查看",
    "set": "修改",
    "note": "备注",
    VOID: "作废",
}


class Group(Command, click.Group):
    """The commands of one kind, found by English or Chinese word."""

    chinese = ""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a verb by name, label or Chinese word."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            return found
        return next(
            (c for c in self.commands.values() if getattr(c, "chinese", "") == cmd_name), None
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the command itself, whatever word it was called by."""
        command = self.get_command(ctx, args[0])
        if command is None:
            return super().resolve_command(ctx, args)
        return command.name, command, args[1:]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order of daily work, not of the alphabet."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        Command.format_options(self, ctx, formatter)
        rows = [(_alias(n, c), c.get_short_help_str()) for n, c in self.commands.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def _alias(name: str, command: click.Command) -> str:
    chinese = getattr(command, "chinese", "")
    return f"{name}, {chinese}" if chinese and chinese != name else name


def group_of(kind: Kind) -> Group:
    """Give the command group of a kind."""
    group = Group(name=kind.kind, help=str(kind.label))
    group.chinese = kind.label.zh
    for command in (_new(kind), _list(kind), _show(kind)):
        group.add_command(command)
    for name in ("set", *_verbs(kind), "note", VOID):
        group.add_command(_verb(kind, name))
    return group


def _variants(kind: Kind) -> list[Kind]:
    return [kind, *kind.types.values()]


def _verbs(kind: Kind) -> list[str]:
    return list(dict.fromkeys(name for variant in _variants(kind) for name in variant.verbs))


def _fields(kind: Kind, do: str) -> dict[str, FieldDef]:
    """Give the options of a command: those of the kind, then those that only types have."""
    found: dict[str, FieldDef] = {}
    for variant in _variants(kind):
        if do in ("open", "set") or do in EVERY or do in variant.verbs:
            for name, field in records.fields_of(variant, do).items():
                found.setdefault(name, field)
    return found


def _command(name: str, chinese: str, help: str, fields: Mapping[str, FieldDef]) -> Command:
    command = Command(
        name=name, help=help, params=list(field_options(fields)), words=option_words(fields)
    )
    command.chinese = chinese  # type: ignore[attr-defined]
    return command


def _new(kind: Kind) -> Command:
    fields = _fields(kind, "open")
    text = _("Make a new {kind}; print its id and what is now owed.").format(kind=kind.label)
    command = _command("new", CHINESE["new"], text, fields)
    types = ", ".join(f"{name} ({variant.label})" for name, variant in kind.types.items())
    if types:
        complete = [CompletionItem(n, help=str(v.label)) for n, v in kind.types.items()]
        command.params.insert(0, click.Option(
            ["--type"], metavar="TYPE", help=types,
            shell_complete=lambda _c, _p, start: [i for i in complete if i.value.startswith(start)],
        ))  # fmt: skip
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


def _list(kind: Kind) -> Command:
    command = Command(name="list", help=_("List {kind} records.").format(kind=kind.label))
    command.chinese = CHINESE["list"]  # type: ignore[attr-defined]
    command.params += [
        click.Option(
            ["--where"], multiple=True, metavar="FIELD=VALUE", help=_("only with this value")
        ),
        *(click.Option([f"--{n}"], metavar=n.upper()) for n in ("status", "owner", "type")),
        click.Option(["--since"], metavar="TIME", help=_("opened at or after")),
        click.Option(["--until"], metavar="TIME", help=_("opened before")),
        click.Option(["--open", "open_only"], is_flag=True, help=_("only those not done with")),
        click.Option(["--sort"], metavar="FIELD", help=_("sort by a field, -FIELD downwards")),
        click.Option(
            ["--limit"], type=click.IntRange(min=0), metavar="N", help=_("at most so many")
        ),
        click.Option(["--no-mask", "unmasked"], is_flag=True, help=_("show personal data")),
    ]

    @click.pass_obj
    def list_records(run: Run, /, *, unmasked: bool, **given: object) -> None:
        found = listed(run.work, kind.kind, ListAsked(**given))  # type: ignore[arg-type]
        record_answers.records(run, found, masked=not unmasked)

    command.callback = list_records
    return command


def _show(kind: Kind) -> Command:
    command = Command(name="show", help=_("Show one record in full."))
    command.chinese = CHINESE["show"]  # type: ignore[attr-defined]
    command.params.append(id_argument(kind.kind))

    @click.pass_obj
    def show_record(run: Run, /, *, ids: tuple[str, ...]) -> None:
        record_answers.shown(run, [show(run.work, part, kind.kind) for part in answers.ids_of(ids)])

    command.callback = show_record
    return command


def _verb(kind: Kind, do: str) -> Command:
    verb = EVERY.get(do) or next(v.verbs[do] for v in _variants(kind) if do in v.verbs)
    fields = _fields(kind, do)
    chinese = CHINESE.get(do, verb.label.zh)
    command = _command(do, chinese, str(verb.help or verb.label), fields)
    command.params.insert(0, id_argument(kind.kind))
    command.params.append(
        click.Option(["-m", "message"], metavar="NOTE", help=_("a remark for the log"))
    )

    @click.pass_obj
    def change(run: Run, /, *, ids: tuple[str, ...], **given: object) -> None:
        for part in answers.ids_of(ids):
            record_answers.done(run, asked_until_complete(run, kind, do, given, part))

    command.callback = change
    return command


def id_argument(kind: str | None) -> click.Argument:
    """Give the argument for ids: whole, any unique part, several, or ``-`` for stdin."""

    def complete(ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
        run: Run = ctx.find_root().obj
        return [CompletionItem(i, help=t) for i, t in run.work.records.titles(kind, start, 50)]

    return click.Argument(["ids"], nargs=-1, required=True, metavar="ID", shell_complete=complete)
