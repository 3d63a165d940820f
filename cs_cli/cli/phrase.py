"""``cs phrase list | show NAME``."""

from gettext import gettext as _

import click

from cs_cli.app import phrase as job
from cs_cli.app.phrase import Spoken
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command
from cs_cli.domain.form import Line, Phrase
from cs_cli.render.table import Column, Listing


@click.command(
    cls=Group,
    help=N_("What to say: phrases and call scripts."),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the phrases when nothing else is asked."""
    if ctx.invoked_subcommand is None:
        _print(ctx.obj, job.listed(ctx.obj.work, None))


@command.command("list", cls=Command, help=N_("List the phrases of this desk."))
@click.option("--pack", metavar="CODE", help=N_("those of this pack"))
@click.pass_obj
def list_phrases(run: Run, /, *, pack: str | None) -> None:
    """List phrases."""
    _print(run, job.listed(run.work, pack))


@command.command("show", cls=Command, help=N_("Show a phrase, line by line."))
@click.argument("name")
@click.option("--for", "part", metavar="ID", help=N_("fill it in for this record"))
@click.pass_obj
def show_phrase(run: Run, /, *, name: str, part: str | None) -> None:
    """Show a phrase."""
    spoken = job.spoken_for(run.work, name, part)
    columns = (
        Column("sort", _("sort")), Column("text", _("text"), wide=True),
        Column("field", _("answer goes to")),
    )  # fmt: skip
    rows = [_row(line, text) for line, text in spoken.lines]
    answers.written(run, Listing(columns, rows, [_item(spoken, *one) for one in spoken.lines]))


def _row(line: Line, text: str) -> dict[str, str]:
    sort = {"say": _("say"), "ask": _("ask"), "check": "☐"}[line.sort]
    return {"sort": sort, "text": text, "field": _option(line.field) or ""}


def _item(spoken: Spoken, line: Line, text: str) -> dict[str, str | None]:
    name = spoken.phrase.phrase
    return {"phrase": name, "sort": line.sort, "text": text, "field": line.field}


def _option(field: str | None) -> str | None:
    return f"--{field.replace('_', '-')}" if field else None


def _print(run: Run, found: list[Phrase]) -> None:
    columns = (
        Column("phrase", _("name")), Column("label", _("text"), wide=True),
        Column("packs", _("pack")), Column("ref", _("rule")),
    )  # fmt: skip
    data = [
        {"phrase": p.phrase, "label": str(p.label), "packs": list(p.packs), "ref": list(p.ref)}
        for p in found
    ]
    rows = [{**one, "packs": ", ".join(one["packs"]), "ref": ", ".join(one["ref"])} for one in data]
    answers.written(run, Listing(columns, rows, data), nothing=_("there are no phrases here"))
