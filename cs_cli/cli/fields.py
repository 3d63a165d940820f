"""Options for the fields of a kind."""

from collections.abc import Callable, Iterator, Mapping
from gettext import gettext as _

import click
from click.shell_completion import CompletionItem

from cs_cli.cli.completers import items_of
from cs_cli.cli.context import Run
from cs_cli.cli.field_words import option_for, parameter_for, with_label
from cs_cli.domain.errors import CsError
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.language import Text

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_HINTS = {
    "date": "DAY", "instant": "TIME", "moment": "TIME", "person": "PERSON", "record": "ID",
    "flag": "yes|no", "number": "NUMBER", "money": "AMOUNT", "shift": "SHIFT", "list": "ENTRY",
    "choice": "WORD",
}  # fmt: skip


def field_options(
    fields: Mapping[str, FieldDef], made: type[click.Option] = click.Option
) -> Iterator[click.Option]:
    """Give one option per field; what it may hold is judged when it is read."""
    for name, field in fields.items():
        flag = (
            {"is_flag": False, "flag_value": "true"} if field.type == "flag" else {"multiple": True}
        )
        yield made(
            [option_for(name), parameter_for(name)],
            metavar=_HINTS.get(field.type, "TEXT"),
            help=_help(field),
            shell_complete=_completer(field),
            **flag,
        )


def _help(field: FieldDef) -> str:
    said = str(field.label)
    if field.choices:
        said += ": " + ", ".join(with_label(n, str(c.label)) for n, c in field.choices.items())
    if field.type == "list":
        said += ": " + ", ".join(f"{n} ({f.label})" for n, f in field.fields.items())
    if field.required:
        said += _(" (needed)")
    if field.many or field.type == "list":
        said += _(" (may be given several times)")
    return said


def _completer(field: FieldDef) -> Completer:
    def complete(ctx: click.Context, _param: click.Parameter, start: str) -> list[CompletionItem]:
        try:
            words = list(_words(field, ctx.find_root().obj, start))
        except CsError:
            return []
        return items_of(words, start)

    return complete


def _words(field: FieldDef, run: Run, start: str) -> Iterator[tuple[str, Text | str]]:
    if field.type == "person":
        yield from ((p.id, p.name) for p in run.work.desk.people)
    elif field.type == "record":
        yield from run.work.records.titles(field.to[0] if len(field.to) == 1 else None, start, 50)
    elif field.type == "shift":
        yield from ((name, str(hours)) for name, hours in run.work.desk.calendar.shifts.items())
    elif field.type == "flag":
        yield from (("yes", ""), ("no", ""))
    else:
        yield from ((name, choice.label) for name, choice in field.choices.items())
