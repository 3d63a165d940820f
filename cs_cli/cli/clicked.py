"""Command lines that click reads: all but the plain ones of :mod:`cs_cli.cli.quick`."""

from collections.abc import Sequence

import click

from cs_cli.cli.context import Run
from cs_cli.cli.root import root
from cs_cli.cli.speech import complain_usage, say_interrupted, tell_heard


def run(this: Run, words: Sequence[str], *, complete_var: str) -> int:
    """Run the words of one command line; give its exit code."""
    try:
        result = root.main(
            args=list(words), prog_name="cs", standalone_mode=False, obj=this,
            complete_var=complete_var,
        )  # fmt: skip
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else None
        complain_usage(error.format_message(), this, command)
        return 2
    except click.Abort:
        say_interrupted(this)
        return 130
    tell_heard(this)
    return result if isinstance(result, int) else 0
