"""What ``cs KIND list`` prints, and its options as a plain line has them."""

from collections.abc import Mapping
from gettext import gettext as _
from itertools import chain

from cs_cli.app.due import private_items
from cs_cli.app.listing import ListAsked, listed
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.due_views import as_calendar
from cs_cli.cli.list_views import record_listing
from cs_cli.cli.speech import say_raw

FLAGS = {"--open": "open_only", "--no-mask": "unmasked"}
VALUES = {"--since": "since", "--until": "until", "--sort": "sort", "--limit": "limit"}
SEVERAL = {"--where": "where", "--status": "status", "--owner": "owner", "--type": "type"}


def answer(
    run: Run, kind: str, *, unmasked: bool, fields: Mapping[str, object],
    **own: object,
) -> None:  # fmt: skip
    """Print a list of records, then what could not be read."""
    found = listed(run.work, kind, ListAsked(**own, fields=fields, named=unmasked))  # type: ignore[arg-type]
    if run.format == "ics" and kind == "callback":
        rows = chain.from_iterable(run.work.obligations.of(one.id) for one in found.found)
        say_raw(as_calendar(private_items(run.work, rows, found.zone), run.now))
    else:
        nothing = _("there are no such records")
        answers.written(run, record_listing(found, masked=not unmasked), nothing=nothing)
    answers.unreadable(run, run.work.index.problems)
