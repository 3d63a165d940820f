"""``cs duty list | done NAME``."""

from gettext import gettext as _

import click

from cs_cli.app import duty as job
from cs_cli.app.duty import Coverage, Standing
from cs_cli.cli import answers, kind, record_answers
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command
from cs_cli.render import instants
from cs_cli.render.table import Column, Listing


class Duties(Group):
    """The commands about duties, and those for the records that say they were done."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command; ``show``, ``note`` and ``void`` are those of any record."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            return found
        made = kind.Group(ctx.find_root().obj.work.policy.kinds["duty"])
        found = made.get_command(ctx, cmd_name)
        return found if found is not None and found.name in ("show", "note", "void") else None


@click.command(
    cls=Duties,
    help=N_("Recurring duties: what was missed, what is next."),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the duties when nothing else is asked."""
    if ctx.invoked_subcommand is None:
        _print(ctx.obj)


@command.command("list", cls=Command, help=N_("List every duty with its next period."))
@click.pass_obj
def list_duties(run: Run, /) -> None:
    """List every duty."""
    _print(run)


@command.command("done", cls=Command, help=N_("Record that a duty was done."))
@click.argument("name")
@click.option(
    "--period",
    metavar="PERIOD",
    help=N_("such as 2026-03, 2026-W10, 2026-03-04; else the oldest missed"),
)
@click.option("--for", "for_", metavar="ID", help=N_("the record it was done for"))
@click.option("-m", "note", metavar="COMMENT", help=N_("a remark for the record"))
@click.pass_obj
def done(run: Run, /, *, name: str, period: str | None, for_: str | None, note: str | None) -> None:
    """Record that a duty was done."""
    record_answers.done(run, [job.done(run.work, name, period, note, for_)])


def _print(run: Run) -> None:
    columns = (
        Column("name", _("duty")),
        Column("record", _("record")),
        Column("label", _("what"), wide=True),
        Column("owner", _("owner")),
        Column("missed", _("missed"), align="right"),
        Column("due", _("due")),
        Column("covered", _("covered")),
        Column("rule", _("rule")),
    )
    found = job.standings(run.work)
    rows = [
        {
            **_data(one), "record": one.id or "-", "missed": len(one.missed),
            "due": _due(run, one), "covered": ", ".join(map(_covered, one.coverage)),
        }
        for one in found
    ]  # fmt: skip
    listing = Listing(columns, rows, [_data(one) for one in found])
    answers.written(run, listing, nothing=_("the packs of this desk have no duties"))
    answers.unreadable(run, run.work.index.problems)


def _due(run: Run, one: Standing) -> str:
    oldest = one.missed[0] if one.missed else one.next
    if oldest is None:
        return "" if one.duty.rrule else _("no limit set")
    due = instants.instant(oldest.due_at, run.work.desk.calendar.zone)
    # Several periods of one record may be missed: say which.
    keys = " ".join(period.key for period in one.missed)
    return f"{due} ({keys})" if one.id else due


def _covered(one: Coverage) -> str:
    """Say ``2026-03 7/8 (87.5 %), 1 late``."""
    share = "" if one.percent is None else f" ({one.percent:g} %)"
    said = f"{one.period} {one.covered}/{one.of}{share}"
    late = len(one.late)
    return _("{coverage}, {count} late").format(coverage=said, count=late) if late else said


def _data(one: Standing) -> dict[str, object]:
    rules = one.duty.rrule
    return {
        "name": one.name, "id": one.id, "label": str(one.duty.label), "rule": one.duty.ref,
        "role": one.duty.role, "owner": one.holder,
        "rrule": (rules[0] if len(rules) == 1 else list(rules)) if rules else None,
        "missed": [p.key for p in one.missed], "next": one.next.key if one.next else None,
        "due_at": one.next.due_at.isoformat() if one.next else None,
        "coverage": [
            {
                "period": c.period, "covered": c.covered, "of": c.of, "percent": c.percent,
                "late": list(c.late),
            }
            for c in one.coverage
        ],
    }  # fmt: skip
