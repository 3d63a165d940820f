"""``cs check``."""

import sys
from gettext import gettext as _
from pathlib import Path
from typing import Any

import click

from cs_cli.app.check import Asked, Checked, check
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import Problem
from cs_cli.render.table import Column, Listing


@click.command("check", cls=Command, help=N_("Say everything that is wrong on the desk."))
@click.option("--staged", is_flag=True, help=N_("only what git has staged, as it is staged"))
@click.option("--rev", metavar="RANGE", help=N_("only what a range such as main... has changed"))
@click.option("--whole", is_flag=True, help=N_("sealed months too, record by record"))
@click.argument("paths", nargs=-1, metavar="[PATH | -]...")
@click.pass_obj
def command(
    run: Run, /, *, staged: bool, rev: str | None, whole: bool, paths: tuple[str, ...]
) -> int:
    """Check the desk, or a part of it."""
    asked = Asked(staged, rev, _listed(paths), run.desk_folder, _index(run), whole)
    found = check(run.work, asked)
    if run.format in ("table", "plain"):
        _tell(run, found)
    elif not answers.data(run, [problem_data(one) for one in found.problems]):
        answers.written(run, _listing(found))
    return 5 if found.broken else 1 if found.problems else 0


def _listed(paths: tuple[str, ...]) -> tuple[str, ...] | None:
    """Give the paths, None for no bounds; ``-`` stands for those on stdin, one a line."""
    if not paths:
        return None
    stdin = sys.stdin.read().splitlines() if "-" in paths else []
    return (*(path for path in paths if path != "-"), *(line for line in stdin if line))


def _index(run: Run) -> Path | None:
    """Give the index that git made for the hook this runs in."""
    named = run.environment.get("GIT_INDEX_FILE")
    return run.here / named if named else None


def _tell(run: Run, found: Checked) -> None:
    """Print one problem a line; that nothing is wrong is worth saying to a person only."""
    for one in found.problems:
        say(str(one).replace("\n", "\\n"))
    if run.format == "table" and not found.problems:
        say(_("records checked: {n}; nothing is wrong").format(n=found.records))


def problem_data(one: Problem) -> dict[str, Any]:
    """Give what is wrong as an object."""
    return {
        "path": one.path, "line": one.line, "message": one.message, "rule": one.rule,
        "hint": one.hint, "events": [event._asdict() for event in one.events],
    }  # fmt: skip


def _listing(found: Checked) -> Listing:
    labels = {
        "path": _("file"), "line": _("line"), "message": _("problem"), "rule": _("rule"),
        "hint": _("hint"),
    }  # fmt: skip
    columns = tuple(Column(key, label) for key, label in labels.items())
    items = [problem_data(one) for one in found.problems]
    rows = [{key: "" if i[key] is None else str(i[key]) for key in labels} for i in items]
    return Listing(columns, rows, items, keys=tuple(labels))
