"""``cs KIND list``: its options, one for every field of the kind among them."""

from gettext import gettext as _
from typing import Any

import click

from cs_cli.cli import list_answer
from cs_cli.cli.completers import complete_people, items_of
from cs_cli.cli.context import Run
from cs_cli.cli.field_words import option_words, typed_fields
from cs_cli.cli.fields import Completer, field_options
from cs_cli.cli.words import Command, option_of
from cs_cli.domain.kind import Kind
from cs_cli.domain.language import spoken


class FieldOption(click.Option):
    """An option that is completed as any other, but has no line of its own in the help."""

    def get_help_record(self, ctx: click.Context) -> None:
        """Give nothing: all fields share one line."""


class List(Command):
    """A list, whose options for fields are told in one line."""

    def __init__(self, *args: Any, kind: Kind, **kw: Any) -> None:  # noqa: ANN401
        self.kind = kind
        super().__init__(*args, **kw)

    def option_rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Give the options of every list, then the fields of the kind in one row."""
        zh, fields = spoken() == "zh", self.kind.fields
        named = [f.label.zh if zh else name.replace("_", "-") for name, f in fields.items()]
        text = _("only with this value of a field; given several times, any of them: {fields}")
        said = text.format(fields=", ".join(named))
        if self.kind.types:
            more = _("and the fields of a type, see cs {kind} new --help")
            said += f"; {more.format(kind=self.kind.kind)}"
        return [*super().option_rows(ctx), ("--FIELD VALUE", said)]


def list_command(kind: Kind) -> Command:
    """Give the command that lists the records of a kind."""
    options = _own_options(kind)
    taken = {str(option.name) for option in options} | {"open", "no_mask"}
    fields = {name: field for name, field in kind.every_field.items() if name not in taken}
    command = List(
        name="list", help=_("List {kind} records.").format(kind=kind.label), kind=kind,
        params=[*options, *field_options(fields, FieldOption)], words=_words(kind, taken),
    )  # fmt: skip

    @click.pass_obj
    def list_records(run: Run, /, **given: Any) -> None:  # noqa: ANN401
        own = {name: value for name, value in given.items() if not name.startswith("field_")}
        list_answer.answer(run, kind.kind, fields=typed_fields(given), **own)

    command.callback = list_records
    return command


def _own_options(kind: Kind) -> list[click.Parameter]:
    return [
        click.Option(
            ["--where"], multiple=True, metavar="FIELD=VALUE", help=_("only with this value")
        ),
        click.Option(
            ["--status"], multiple=True, metavar="STATUS", help=_("only in this state"),
            shell_complete=_states_of(kind),
        ),
        click.Option(
            ["--owner"], multiple=True, metavar="PERSON", help=_("only of this person"),
            shell_complete=complete_people,
        ),
        click.Option(
            ["--type"], multiple=True, metavar="TYPE", help=_("only of this type"),
            shell_complete=types_of(kind),
        ),
        click.Option(["--since"], metavar="TIME", help=_("opened at or after")),
        click.Option(["--until"], metavar="TIME", help=_("opened before")),
        click.Option(["--open", "open_only"], is_flag=True, help=_("only those not done with")),
        click.Option(
            ["--sort"], metavar="FIELD",
            help=_("sort by a field or due, -FIELD downwards; else urgent first, then the oldest"),
        ),
        click.Option(
            ["--limit"], type=click.IntRange(min=0), metavar="N", help=_("at most so many")
        ),
        click.Option(
            ["--no-mask", "unmasked"], is_flag=True,
            help=_("show personal data, and the names of the records named"),
        ),
    ]  # fmt: skip


def _words(kind: Kind, taken: set[str]) -> dict[str, str]:
    """Give the Chinese words of the fields; types may call the same field by another word.

    Words that mean an option of every list keep that meaning; only who owes it is called so
    differently from kind to kind that the word of the field comes first.
    """
    words: dict[str, str] = {}
    for variant in kind.variants:
        words = {**option_words(variant.fields), **words}
    kept = {"owner", *([] if kind.types else ["type"])}
    return {
        word: name
        for word, name in words.items()
        if (own := option_of(word)) is None or own in kept or own.replace("-", "_") not in taken
    }


def types_of(kind: Kind) -> Completer:
    """Complete a type of the kind."""
    return lambda _c, _p, start: items_of(((n, v.label) for n, v in kind.types.items()), start)


def _states_of(kind: Kind) -> Completer:
    states = {n: s.label for variant in kind.variants for n, s in variant.states.items()}
    return lambda _c, _p, start: items_of(states.items(), start)
