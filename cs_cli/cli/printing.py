"""``cs KIND print``: a record in a form, as Markdown or as a page of HTML."""

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say_raw
from cs_cli.cli.words import Command
from cs_cli.domain.errors import UsageError
from cs_cli.domain.kind import Kind

if TYPE_CHECKING:
    from cs_cli.app.print import Printed


def print_command(kind: Kind, ids: click.Argument) -> Command:
    """Give the command that prints records of a kind."""
    text = _(
        "Print records in a form, as Markdown or HTML. Personal data is not masked: "
        "printing is on purpose."
    )
    command = Command(name="print", help=text)
    command.params += [
        ids,
        click.Option(["--form"], metavar="NAME", help=_("this form, where there are several")),
        click.Option(
            ["--html", "as_html"], is_flag=True, help=_("one page to print from a browser")
        ),
    ]

    @click.pass_obj
    def print_records(
        run: Run, /, *, ids: tuple[str, ...], form: str | None, as_html: bool
    ) -> None:  # fmt: skip
        # Deferred: every command of a kind passes here, few of them print.
        from cs_cli.app.print import printed

        if run.format in ("csv", "ics"):
            raise UsageError(_("a form is printed as Markdown, HTML or JSON"))
        parts = answers.ids_of(ids)
        _write(run, [printed(run.work, part, kind.kind, form) for part in parts], as_html=as_html)

    command.callback = print_records
    return command


def _write(run: Run, sheets: "list[Printed]", *, as_html: bool) -> None:
    from cs_cli.render import form as render

    def page(of: "list[Printed]") -> str:
        filled = [one.filled for one in of]
        if not as_html:
            return render.markdown(filled)
        head = of[0].form.head
        language = "zh-CN" if head.language == "zh" else "en"
        title = " ".join([head.label.said_in(head.language), *(one.id for one in of)])
        return render.html(filled, title=title, language=language)

    data = [{"id": one.id, "form": one.form.head.form, "text": page([one])} for one in sheets]
    if not answers.data(run, data[0] if len(data) == 1 else data):
        say_raw(page(sheets))
