"""``cs pre-receive``: what git calls on a server before it takes a push."""

import sys
from gettext import gettext as _

import click

from cs_cli.app import receive
from cs_cli.app.receive import Refusal
from cs_cli.cli.context import Run, use_language
from cs_cli.cli.speech import tell
from cs_cli.cli.words import N_, Command

MOST = 50
"""How many problems a pusher is told of."""


@click.command("pre-receive", cls=Command, help=N_("Look at a push before a server takes it."))
@click.pass_obj
def command(run: Run, /) -> int:
    """Look at what is pushed; 1 keeps git from taking it."""
    folder = receive.repository_of(run.here, run.environment.get("GIT_DIR"))
    pushed = {name: run.environment[name] for name in receive.PUSHED if name in run.environment}
    work = run.work_at(folder)
    updates = receive.read(sys.stdin)
    named = run.named_language or receive.language(work, folder, pushed, updates)
    if named:
        use_language(named)
    refusals = receive.receive(work, folder, pushed, updates)
    for refusal in refusals:
        _tell(refusal)
    return 1 if refusals else 0


def _tell(refusal: Refusal) -> None:
    """Say it to whoever pushed: git passes it on line by line."""
    tell(_("{branch} is refused: {reason}").format(branch=refusal.name, reason=refusal.reason))
    for problem, commit in refusal.problems[:MOST]:
        text = str(problem).replace("\n", "\\n")
        tell(
            _("{problem} [commit {commit}]").format(problem=text, commit=commit) if commit else text
        )
    more = len(refusal.problems) - MOST
    if more > 0:
        tell(_("and {n} more").format(n=more))
    tell(_("  try: {hint}").format(hint=refusal.hint))
