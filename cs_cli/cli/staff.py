"""``cs staff list | show PERSON``."""

from gettext import gettext as _
from typing import Any

import click

from cs_cli.app import staff as job
from cs_cli.app.staff import Seen
from cs_cli.cli import answers
from cs_cli.cli.completers import complete_people
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing


@click.command(cls=Group, help=N_("Who works here; what is private is shown to superiors alone."))
def command() -> None:
    """Hold the commands."""


@command.command("list", cls=Command, help=N_("List everybody."))
@click.pass_obj
def list_staff(run: Run, /) -> None:
    """List everybody."""
    found = list(job.everybody(run.work))
    columns = (
        Column("id", _("person")), Column("name", _("name")),
        Column("roles", _("roles"), wide=True),
        Column("department", _("department")), Column("reports_to", _("reports to")),
    )  # fmt: skip
    data = [_data(one) for one in found]
    rows = [{**item, "roles": _roles(run, one)} for item, one in zip(data, found, strict=True)]
    answers.written(run, Listing(columns, rows, data))


@command.command("show", cls=Command, help=N_("Show one person."))
@click.argument("person", shell_complete=complete_people)
@click.pass_obj
def show(run: Run, /, *, person: str) -> None:
    """Show one person."""
    found = job.one(run.work, person)
    if not answers.data(run, _data(found)):
        answers.sheet(run, _sheet(run, found))


def _data(one: Seen) -> dict[str, Any]:
    who = one.person
    return {
        "id": who.id, "name": who.name, "roles": list(who.roles), "department": who.department,
        "reports_to": who.reports_to, "deputy": who.deputy, "lodging": one.lodging,
    }  # fmt: skip


def _sheet(run: Run, one: Seen) -> Sheet:
    who = one.person
    facts = [
        (_("roles"), _roles(run, one)), (_("department"), who.department),
        (_("reports to"), who.reports_to), (_("deputy"), who.deputy),
        (_("lodging"), _("(for superiors)") if one.is_hidden else one.lodging),
    ]  # fmt: skip
    told = [(label, text) for label, text in facts if text]
    return Sheet(f"{who.id} {who.name}", told, [])


def _roles(run: Run, one: Seen) -> str:
    known = run.work.policy.roles
    return ", ".join(str(known[r].label) if r in known else r for r in one.person.roles)
