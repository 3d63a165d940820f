"""``cs seal [MONTH…]``."""

from collections.abc import Iterable, Iterator
from gettext import gettext as _

import click

from cs_cli.app import seal as job
from cs_cli.app.records import Done
from cs_cli.app.seal import Month
from cs_cli.cli import answers, list_views, record_answers
from cs_cli.cli.context import Run
from cs_cli.cli.speech import tell
from cs_cli.cli.words import N_, Command
from cs_cli.domain.seals import KIND
from cs_cli.render.table import Column, Listing


@click.command(
    "seal",
    cls=Command,
    help=N_(
        "Close months for good: what lies in them is guarded by a digest and may not change until "
        "the month is unsealed. Without a month: list all months."
    ),
)
@click.argument("months", nargs=-1, metavar="[MONTH | -]...")
@click.option("-m", "note", metavar="NOTE", help=N_("a remark for the log"))
@click.pass_obj
def command(run: Run, /, *, months: tuple[str, ...], note: str | None) -> None:
    """Seal months, or list them."""
    if months or note is not None:
        named = answers.ids_of(months) if months else ()
        record_answers.done(run, _told(run, job.seal(run.work, named, note)))
    else:
        _list(run)


def _told(run: Run, done: Iterable[Done]) -> Iterator[Done]:
    """Tell which kinds stay open, unless a program listens."""
    for one in done:
        yield one
        left = [] if run.work.dry_run or run.speaks_json else job.left_out(run.work, one)
        for lot in left:
            message = _("not sealed: {kind}, {open} of {records} not done with")
            kind = run.work.policy.kinds[lot.kind].label
            tell(message.format(kind=kind, open=len(lot.open), records=len(lot.files)))


def _list(run: Run) -> None:
    columns = (
        Column("month", _("month")),
        Column("status", _("status")),
        Column("records", _("records"), align="right"),
        Column("sealed", _("sealed"), align="right"),
        Column("open", _("not done with"), align="right"),
        Column("id", _("seal")),
    )
    found = list(job.months(run.work))
    rows = [_row(run, one) for one in found]
    listing = Listing(columns, rows, [_data(one) for one in found])
    answers.written(run, listing, nothing=_("there are no records yet"))
    answers.unreadable(run, run.work.index.problems)


def _row(run: Run, one: Month) -> dict[str, object]:
    data = _data(one)
    kind = run.work.policy.kinds[KIND]
    state = list_views.state_label(kind, one.status) if one.status else _("not sealed")
    return {**data, "status": state, "id": one.id or "-"}


def _data(one: Month) -> dict[str, object]:
    return {
        "month": one.month, "status": one.status or "open", "id": one.id,
        "records": sum(count.records for count in one.counts),
        "sealed": sum(count.records for count in one.counts if one.is_covered(count.kind)),
        "open": sum(count.open for count in one.counts),
        "kinds": sorted(count.kind for count in one.counts if one.is_covered(count.kind)),
    }  # fmt: skip
