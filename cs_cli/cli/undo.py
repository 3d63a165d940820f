"""``cs undo``."""

from gettext import gettext as _

import click

from cs_cli.app.undo import undo
from cs_cli.cli.context import Run
from cs_cli.cli.undo_views import taken_back
from cs_cli.cli.words import N_, Command


@click.command(
    cls=Command,
    help=N_(
        "Take your last command back by a new, logged change. Once more takes back the one "
        "before it; what was taken back is done again by its own command."
    ),
)
@click.option("-m", "message", metavar="NOTE", help=N_("a remark for the log"))
@click.pass_obj
def command(run: Run, /, *, message: str | None) -> None:
    """Take the last own command back."""
    found = undo(run.work, message)
    kind, _dot, verb = found.op.partition(".")
    done = verb_label(run, kind, verb)
    taken_back(run, found, done)


def verb_label(run: Run, kind: str, do: str) -> str:
    """Say what a command did to what sort of record."""
    from cs_cli.app.draft import verb_of
    from cs_cli.domain.kind import OPENED

    known = run.work.policy.kinds.get(kind)
    if known is None:
        return f"{kind} {do}"
    verb = next((found for one in known.variants if (found := verb_of(one, do))), None)
    label = verb.label if verb else OPENED if do == "open" else do
    return _("{kind}: {verb}").format(kind=known.label, verb=label)
