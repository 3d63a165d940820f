"""What ``cs show`` prints."""

from collections.abc import Iterable

from cs_cli.app.show import show
from cs_cli.cli.answers import data, sheet
from cs_cli.cli.context import Run
from cs_cli.cli.tellings import told_data, told_lines
from cs_cli.cli.views import record_sheet, shown_data
from cs_cli.domain.frozen import replace


def answer(run: Run, parts: Iterable[str], kind: str | None = None) -> None:
    """Print records in full, named by parts of their ids."""
    found = [show(run.work, part, kind) for part in parts]
    values = [{**shown_data(one), "told": told_data(one.told)} for one in found]
    if data(run, values[0] if len(values) == 1 else values):
        return
    for one in found:
        first = told_lines((*one.banner, *one.told), one.zone)
        sheet(run, replace(record_sheet(one), banner=tuple(first)))
