"""``cs init``."""

from gettext import gettext as _

import click

from cs_cli.app.init import Made, init
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import UsageError


@click.command(cls=Command, help=N_("Make a desk: settings, people, calendar, a git repository."))
@click.argument("folder", required=False, default=".", metavar="[DIR]")
@click.option(
    "--pack",
    "packs",
    required=True,
    multiple=True,
    metavar="CODE[,CODE…]",
    help=N_("the packs of rules, later ones win; cs policy packs lists them"),
)
@click.pass_obj
def command(run: Run, /, *, folder: str, packs: tuple[str, ...]) -> None:
    """Make a desk."""
    codes = [code.strip() for given in packs for code in given.split(",") if code.strip()]
    if not codes:
        raise UsageError(_("name at least one pack: --pack CODE"))
    where = (run.here / folder).resolve()
    made = init(where, run.work_at(where), codes, run.language)
    data = {
        "desk": str(made.root),
        "packs": list(made.packs),
        "person": made.person.id,
        "files": list(made.files),
    }
    if not answers.data(run, data):
        _tell(made, folder)


def _tell(made: Made, folder: str) -> None:
    say(_("desk in {folder}, packs {packs}").format(folder=folder, packs=", ".join(made.packs)))
    say(_("first person: {person} (manager)").format(person=made.person.id))
    if made.unchecked:
        say(_("commits by hand are not checked yet: {hint}").format(hint=made.unchecked))
    say(_("next: list your staff in people.yaml, then: cs ticket new --title …"))
