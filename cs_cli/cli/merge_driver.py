"""``cs merge-driver``: what git calls to merge a record; people have ``cs sync``."""

from pathlib import Path

import click

from cs_cli.app.merge_driver import merge_files
from cs_cli.cli.context import Run
from cs_cli.cli.speech import tell
from cs_cli.cli.words import N_, Command


@click.command("merge-driver", cls=Command, help=N_("Merge three versions of a record for git."))
@click.argument("base")
@click.argument("ours")
@click.argument("theirs")
@click.argument("path")
@click.pass_obj
def command(run: Run, /, *, base: str, ours: str, theirs: str, path: str) -> int:
    """Merge for git; 1 leaves the file to a person."""
    first, one, other = (Path(run.here, name) for name in (base, ours, theirs))
    found = merge_files(first, one, other, path, run.here)
    for told in found.told:
        tell(str(told))
    return 0 if found.done else 1
