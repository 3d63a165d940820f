"""``cs erase``."""

from gettext import gettext as _

import click

from cs_cli.app.erase import erase
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.kind import id_argument
from cs_cli.cli.speech import say, tell
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_(
        "Erase the personal data of a record, such as a customer, here and wherever else it "
        "stands. It cannot be taken back. Clones keep what they have."
    ),
)
@click.option("-m", "message", metavar="REASON", help=N_("why, for the log"))
@click.option(
    "--history", is_flag=True,
    help=N_("also write the history in git anew without it; every clone must then be made anew"),
)  # fmt: skip
@click.pass_obj
def command(run: Run, /, *, ids: tuple[str, ...], message: str | None, history: bool) -> None:
    """Erase, and say where it stood and what is left to do."""
    for part in answers.ids_of(ids):
        done = erase(run.work, part, message, history=history)
        data = {"id": done.id, "also": list(done.also), "named": list(done.named),
                "rewritten": done.rewritten}  # fmt: skip
        if answers.data(run, data):
            continue
        say(_("{id}: personal data erased").format(id=done.id))
        if done.also:
            say(_("  also in: {ids}").format(ids=", ".join(done.also)))
        if done.named:
            say(_("  left, as it may be somebody else: {ids}").format(ids=", ".join(done.named)))
        tell(_rest(rewritten=done.rewritten))


def _rest(*, rewritten: bool) -> str:
    if rewritten:
        return _(
            "the history here is clean; make the remote so with: git push --force --all, and let "
            "everybody clone anew: old clones keep what they have"
        )
    return _("the history in git still has it; --history writes it anew without it")


command.params.insert(0, id_argument(None))
