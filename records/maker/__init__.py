"""How the example desk comes about: settings, then a year of commands in the order of time."""

from pathlib import Path

from records.maker import duties, handovers, routine, settings
from records.maker.keyboard import Keyboard, in_a_hurry
from records.maker.script import Line, read

STORIES = Path(__file__).parent / "stories"


def make(desk: Path) -> int:
    """Make the desk in a folder; give the number of commands it took."""
    settings.write(desk)
    keyboard = Keyboard(desk)
    lines = sorted(_lines(), key=lambda line: line.at)
    with in_a_hurry():
        for line in lines:
            keyboard.do(line)
    return len(lines)


def _lines() -> list[Line]:
    """Give every command of the year; those of one minute stay in the order written."""
    told = [line for file in sorted(STORIES.glob("*.txt")) for line in read(file)]
    return [*told, *routine.lines(STORIES), *handovers.lines(STORIES), *duties.lines(STORIES)]
