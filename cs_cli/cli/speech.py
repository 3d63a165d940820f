"""The one way out: everything printed passes through the output gate."""

import sys
from datetime import UTC, datetime
from gettext import gettext as _
from pathlib import Path
from typing import TextIO

from cs_cli.cli.context import Run
from cs_cli.domain.errors import Ambiguous, Broken, CsError
from cs_cli.render import instants
from cs_cli.render.formats import as_json_line
from cs_cli.render.safe import clean


def say(text: str, *, colour: bool = False) -> None:
    """Print an answer to stdout; nothing at all for an empty one."""
    if text:
        _write(clean(text, colour=colour).rstrip("\n") + "\n", sys.stdout)


def say_raw(text: str) -> None:
    """Print a machine format exactly, line ends included; it has passed the gate already."""
    _write(text, sys.stdout)


def tell(text: str) -> None:
    """Print talk, which is no part of the answer, to stderr."""
    _write(clean(text).rstrip("\n") + "\n", sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    """Write at once, so that answers and talk come out in their order."""
    stream.write(text)
    stream.flush()


def tell_heard(run: Run) -> None:
    """Say back the times that phrases were read as."""
    if "work" not in run.__dict__ or run.speaks_json:
        return
    for phrase, value in run.work.heard:
        tell(f"{phrase} = {_shown(value)}")


def _shown(value: str) -> str:
    when = datetime.fromisoformat(value)
    return instants.instant(when, when.tzinfo or UTC) if "T" in value else instants.day(when)


def complain(error: CsError, run: Run) -> None:
    """Print an error: sentences for people, one JSON object for programs."""
    if run.speaks_json:
        tell(as_json_line(as_data(error)))
        return
    tell(_("error: {message}").format(message=str(error)) if error.exit_code != 3 else str(error))
    if error.hint:
        tell(_("  try: {hint}").format(hint=error.hint))


def as_data(error: CsError) -> dict[str, object]:
    """Give an error as the object that programs read; its keys never change."""
    data: dict[str, object] = {
        "error": type(error).__name__.lower(),
        "message": error.message,
        "rule": error.rule,
        "hint": error.hint,
        "exit_code": error.exit_code,
    }
    if isinstance(error, Broken):
        data["problems"] = [
            {"path": p.path, "line": p.line, "message": p.message, "rule": p.rule, "hint": p.hint}
            for p in error.problems
        ]
    if isinstance(error, Ambiguous):
        data["candidates"] = list(error.candidates)
    return data


def complain_usage(message: str, run: Run, command: str | None) -> None:
    """Print what is wrong with a command line in the same two ways; name the help that tells."""
    if run.speaks_json:
        data = {
            "error": "usageerror", "message": message, "rule": None, "hint": None, "exit_code": 2
        }  # fmt: skip
        tell(as_json_line(data))
        return
    tell(_("error: {message}").format(message=message))
    if command is not None:
        tell(_("  try: {hint}").format(hint=f"{command} --help"))


def say_interrupted(run: Run) -> None:
    """Say that the person broke it off, and what it had come to by then."""
    # Deferred: hardly any run needs it.
    from cs_cli.app import interrupted

    again = next((work.again for work in run.opened if work.again), "")
    if again:
        tell(_("interrupted; go on with: {command}").format(command=again))
        return
    said: dict[interrupted.State, str] = {
        "nothing": _("interrupted; nothing was changed"),
        "begun": _("interrupted; what was begun is finished by the next command"),
        "saved": _("interrupted; what was done by then is saved"),
        "noted": _("interrupted; what was done by then is saved, not committed: "
                   "the next command commits it"),
        "committed": _("interrupted; what was done by then is saved and committed"),
    }  # fmt: skip
    tell(said[interrupted.reached(run.opened)])


def say_fault(error: Exception) -> None:
    """Say that the program itself failed, where, and nothing of what it was reading."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    tell(
        _("internal error: {name} in {place}; please report it with the command you gave").format(
            name=type(error).__name__, place=place
        )
    )
