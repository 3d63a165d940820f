"""``cs search``."""

from gettext import gettext as _
from typing import Any

import click
from click.shell_completion import CompletionItem

from cs_cli.app.listing import ListAsked
from cs_cli.app.search import search
from cs_cli.cli import answers
from cs_cli.cli.completers import complete_people, items_of
from cs_cli.cli.context import Run
from cs_cli.cli.search_views import search_listing
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import CsError
from cs_cli.domain.kind import Kind


def _kinds(ctx: click.Context) -> list[Kind]:
    try:
        return list(ctx.find_root().obj.work.policy.kinds.values())
    except CsError:
        return []


def _complete_kinds(
    ctx: click.Context, _param: click.Parameter, start: str
) -> list[CompletionItem]:
    return items_of(((kind.kind, kind.label) for kind in _kinds(ctx)), start)


def _complete_types(
    ctx: click.Context, _param: click.Parameter, start: str
) -> list[CompletionItem]:
    found = {n: one.label for kind in _kinds(ctx) for n, one in kind.types.items()}
    return items_of(found.items(), start)


def _complete_states(
    ctx: click.Context, _param: click.Parameter, start: str
) -> list[CompletionItem]:
    found = {
        name: state.label
        for kind in _kinds(ctx)
        for variant in kind.variants
        for name, state in variant.states.items()
    }
    return items_of(found.items(), start)


@click.command(
    cls=Command,
    help=N_(
        "Find records that have every TEXT somewhere: in a field, the text below, the log or "
        "the id.\n\n"
        "Any part is found, in Chinese one character too; capitals and full-width letters make "
        "no difference, nor do blanks and dashes in a number of five digits or more. Newest first."
    ),
)
@click.argument("texts", metavar="TEXT…", nargs=-1, required=True)
@click.option(
    "--kind", "kinds", multiple=True, metavar="KIND", shell_complete=_complete_kinds,
    help=N_("only of this kind"),
)  # fmt: skip
@click.option(
    "--type", multiple=True, metavar="TYPE", shell_complete=_complete_types,
    help=N_("only of this type"),
)  # fmt: skip
@click.option(
    "--status", multiple=True, metavar="STATUS", shell_complete=_complete_states,
    help=N_("only in this state"),
)  # fmt: skip
@click.option(
    "--owner", multiple=True, metavar="PERSON", shell_complete=complete_people,
    help=N_("only of this person"),
)  # fmt: skip
@click.option("--since", metavar="TIME", help=N_("opened at or after"))
@click.option("--until", metavar="TIME", help=N_("opened before"))
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help=N_("at most so many"))
@click.option("--no-mask", "unmasked", is_flag=True, help=N_("show personal data"))
@click.pass_obj
def command(
    run: Run, /, *, texts: tuple[str, ...], kinds: tuple[str, ...], unmasked: bool,
    **asked: Any,  # noqa: ANN401 - options as click read them
) -> None:  # fmt: skip
    """Look for texts in records."""
    found = search(run.work, texts, kinds, ListAsked(**asked))
    nothing = _("nothing was found")
    answers.written(run, search_listing(found, masked=not unmasked), nothing=nothing)
    answers.unreadable(run, found.problems)
