"""How the example desk comes about: settings, then a year of commands in the order of time."""

from datetime import date
from pathlib import Path

from records.maker import duties, handovers, routine, settings
from records.maker.keyboard import Keyboard, in_a_hurry
from records.maker.script import Line, read

STORIES = Path(__file__).parent / "stories"


def make(desk: Path, *, history: bool = False, until: date | None = None) -> int:
    """Make the desk in a folder; give the number of commands it took.

    With ``history`` the folder is a repository, and every command a commit by who typed it;
    ``until`` is the last day of which commands are typed.
    """
    settings.write(desk, history=history)
    if history:
        settings.begin(desk)
    keyboard = Keyboard(desk)
    lines = sorted(_lines(), key=lambda line: line.at)
    typed = [line for line in lines if until is None or line.at.date() <= until]
    with in_a_hurry():
        for line in typed:
            keyboard.do(line)
    return len(typed)


def _lines() -> list[Line]:
    """Give every command of the year; those of one minute stay in the order written."""
    told = [line for file in sorted(STORIES.glob("*.txt")) for line in read(file)]
    return [*told, *routine.lines(STORIES), *handovers.lines(STORIES), *duties.lines(STORIES)]
