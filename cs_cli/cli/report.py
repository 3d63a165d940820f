"""``cs report [NAME] [--period P] [--save]``."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from gettext import gettext as _

import click

from cs_cli.app import report as job
from cs_cli.cli import answers, kind, record_answers, report_views
from cs_cli.cli.context import Run
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import CsError, NotFound
from cs_cli.domain.kind import COMMANDS
from cs_cli.domain.language import Language, speak, spoken
from cs_cli.domain.shape import unknown
from cs_cli.render import document
from cs_cli.render.table import Column, Listing


class Reports(Command, click.Group):
    """One command for every report of the desk, and those for the records of filed ones."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the reports."""
        try:
            return list(job.reports(ctx.find_root().obj.work))
        except CsError:
            return []

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a report by its name or label, or a command for filed reports."""
        work = ctx.find_root().obj.work
        made = kind.Group(work.policy.kinds[job.KIND])
        found = made.get_command(ctx, cmd_name)
        if found is not None and found.name in COMMANDS:
            return found
        name = job.name_of(work, cmd_name)
        return None if name is None else _command(name, str(job.reports(work)[name].label))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the report, or say which one may have been meant."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            known = self.list_commands(ctx)
            raise NotFound(
                _("there is no report {name}").format(name=args[0]),
                hint=unknown(args[0], known).hint if known else None,
            )
        return (command.name if command else None), command, args[1:]

    def chinese_words(self, ctx: click.Context) -> Iterable[str]:
        """Give the Chinese names of the reports."""
        work = ctx.find_root().obj.work
        return (row.label.zh for row in job.reports(work).values())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, the reports and the commands for filed ones."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the reports of the desk, each with its label."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, c.get_short_help_str()) for name, c in found if c]
        if rows:
            with formatter.section(_("Reports")):
                formatter.write_dl(rows)


@click.command(
    cls=Reports,
    help=N_(
        "Count or list what was done in a period: name a report, or see which there are.\n\n"
        "The commands list, show, new and void are for reports that were filed with --save."
    ),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the reports when none is named."""
    if ctx.invoked_subcommand is None:
        _print(ctx.obj)


def _print(run: Run) -> None:
    labels = {"name": _("report"), "label": _("what"), "period": _("period"), "rule": _("rule")}
    columns = tuple(Column(key, label, wide=key == "label") for key, label in labels.items())
    rows = [
        {"name": name, "rule": row.ref, "label": str(row.label), "period": row.period}
        for name, row in job.reports(run.work).items()
    ]
    found = Listing(columns, rows, rows, ("name", "rule", "label", "period"))
    answers.written(run, found, nothing=_("the packs of this desk have no reports"))


def _command(name: str, label: str) -> Command:
    """Give the command of one report."""
    made = Command(name=name, help=label)
    made.params += [
        click.Option(
            ["--period"], metavar="PERIOD",
            help=_("such as 2026-03, 2026-W10, 2026-Q1, 2026-03-04, last; else the running one"),
        ),
        click.Option(["--save"], is_flag=True, help=_("file it as a record")),
        click.Option(["--no-mask", "unmasked"], is_flag=True, help=_("show personal data")),
    ]  # fmt: skip

    @click.pass_obj
    def make(run: Run, /, *, period: str | None, save: bool, unmasked: bool) -> None:
        found = job.make(run.work, name, period)
        if save:
            record_answers.done(run, [job.save(run.work, found, _body(run, found))])
        else:
            _tell(run, found, masked=not unmasked)
            answers.unreadable(run, run.work.index.problems)

    made.callback = make
    return made


def _tell(run: Run, found: job.Made, *, masked: bool) -> None:
    if run.format in ("json", "jsonl"):
        answers.data(run, report_views.data(found, masked=masked))
    elif run.format in ("csv", "ics"):
        answers.written(run, report_views.listing(found, masked=masked))
    else:
        answers.sheet(run, report_views.sheet(found, masked=masked))


def _body(run: Run, found: job.Made) -> str:
    """Write the text of a filed report in the desk's language, the same for whoever files it."""
    with _speaking(run.work.desk.settings.language):
        return document.markdown(report_views.sheet(found, masked=True))


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    before, named = spoken(), os.environ.get("LANGUAGE", "")
    os.environ["LANGUAGE"] = language
    speak(language)
    try:
        yield
    finally:
        os.environ["LANGUAGE"] = named
        speak(before)
