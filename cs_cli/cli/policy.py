"""``cs policy list | show CODE | explain REF``."""

from collections.abc import Iterator, Sequence
from gettext import gettext as _
from typing import Any

import click

from cs_cli.app import explain as explaining
from cs_cli.app import policy as job
from cs_cli.app.explain import Explanation
from cs_cli.app.policy import Rule
from cs_cli.cli import answers
from cs_cli.cli.context import Run
from cs_cli.cli.group import Group
from cs_cli.cli.words import N_, Command
from cs_cli.domain import limit_words
from cs_cli.domain.policy import Cover, Deadline, Duty
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing


@click.command(
    cls=Group,
    help=N_("The rules in force, and where each comes from."),
    invoke_without_command=True,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List the rules when nothing else is asked."""
    if ctx.invoked_subcommand is None:
        _print(ctx.obj, job.rules(ctx.obj.work))


@command.command("list", cls=Command, help=N_("List every rule in force."))
@click.pass_obj
def list_rules(run: Run, /) -> None:
    """List every rule."""
    _print(run, job.rules(run.work))


@command.command("show", cls=Command, help=N_("List the rules that one pack brings."))
@click.argument("code")
@click.pass_obj
def show_pack(run: Run, /, *, code: str) -> None:
    """List the rules of a pack."""
    _print(run, job.of_pack(run.work, code))


@command.command("packs", cls=Command, help=N_("List every pack that a desk can be made with."))
@click.pass_obj
def list_packs(run: Run, /) -> None:
    """List the packs."""
    columns = (
        Column("pack", _("pack")), Column("label", _("name"), wide=True),
        Column("about", _("text"), wide=True),
    )  # fmt: skip
    found = job.packs(run.work)
    rows = [{"pack": p.name, "label": p.label, "about": p.about or ""} for p in found]
    data = [
        {"pack": p.name, "label": p.label.both(), "about": p.about.both() if p.about else None}
        for p in found
    ]
    answers.written(run, Listing(columns, rows, data))


@command.command(
    "explain", cls=Command, help=N_("Explain one row of the rulebook, in both languages.")
)
@click.argument("ref")
@click.pass_obj
def explain(run: Run, /, *, ref: str) -> None:
    """Explain a rule."""
    found = explaining.explain(run.work, ref)
    if not answers.data(run, _explained(found)):
        answers.sheet(run, _sheet(found))


def _print(run: Run, rules: Sequence[Rule]) -> None:
    columns = (
        Column("ref", _("rule")), Column("pack", _("pack")), Column("section", _("sort")),
        Column("text", _("text"), wide=True), Column("where", _("where")),
    )  # fmt: skip
    data = [_data(rule) for rule in rules]
    pairs = zip(data, rules, strict=True)
    rows = [{**one, "section": _sort(rule), "text": _said(rule)} for one, rule in pairs]
    answers.written(run, Listing(columns, rows, data))


def _data(rule: Rule) -> dict[str, str | None]:
    return {
        "ref": rule.ref, "pack": rule.origin.pack, "where": rule.where, "text": str(rule.text),
        "name": rule.name, "section": rule.section,
    }  # fmt: skip


def _explained(found: Explanation) -> dict[str, Any]:
    return {
        "ref": found.ref,
        "rule": found.rule.both(),
        "example": found.example.both() if found.example else None,
        "packs": list(found.packs),
        "in_force": found.in_force,
        "places": [_place(rule) for rule in found.places],
    }


def _place(rule: Rule) -> dict[str, str]:
    return {
        "sort": rule.section, "name": rule.name, "pack": rule.origin.pack, "where": rule.where,
        "text": str(rule.text),
    }  # fmt: skip


def _sheet(found: Explanation) -> Sheet:
    facts = [("English", found.rule.en), ("中文", found.rule.zh)]
    if found.example:
        facts += [("Example", found.example.en), ("举例", found.example.zh)]
    if found.packs:
        facts.append((_("packs"), ", ".join(found.packs)))
    facts.append((_("in force here"), _in_force(found)))
    places = "\n".join(line for rule in found.places for line in _place_lines(rule))
    return Sheet(found.ref or found.places[0].name, facts, [(_("defined in"), places)])


def _place_lines(rule: Rule) -> Iterator[str]:
    """Give what a place is and where it stands, then what it says: too much for a table."""
    yield f"- {_sort(rule)} {rule.name} ({rule.origin.pack}), {rule.where}"
    yield f"  {_said(rule)}"


def _said(rule: Rule) -> str:
    """Give what a rule says, with its limit or its recurrence."""
    return ": ".join(part for part in (str(rule.text), _figure(rule)) if part)


def _in_force(found: Explanation) -> str:
    if found.in_force:
        return _("yes")
    if not found.packs:
        return _("no, and no pack has it")
    return _("no; to switch it on, add a pack that has it to packs in cs.yaml")


def _sort(rule: Rule) -> str:
    """Name what a rule is by the part of the pack it stands in."""
    names = {
        "deadlines": _("deadline"), "guards": _("guard"), "followups": _("follow-up"),
        "duties": _("duty"), "urgent": _("urgent"), "reports": _("report"),
        "audits": _("audit"), "coverage": _("coverage"), "kinds": _("kind"), "forms": _("form"),
        "phrases": _("phrase"), "python": _("Python"),
    }  # fmt: skip
    return names.get(rule.section, rule.section)


def _figure(rule: Rule) -> str:
    """Give the figure of a deadline, a duty or a coverage in force."""
    if isinstance(rule.row, Cover):
        return _numbers(rule.row)
    if isinstance(rule.row, Deadline):
        return _limit(rule.row)
    if isinstance(rule.row, Duty):
        return ", ".join(rule.row.rrule) or _("no limit set")
    return ""


def _numbers(row: Cover) -> str:
    """Give how many must and may be there: ``1``, ``1-2``, ``-2``."""
    if row.least == row.most:
        return str(row.least)
    most = "" if row.most is None else f"-{row.most}"
    return f"{row.least}{most}" if row.least is not None else most


def _limit(row: Deadline) -> str:
    """Give a limit; what the source leaves open is said to be open, never left blank."""
    if row.limit is None and all(moment.sort == "field" for moment in row.start):
        return _("at that time")
    if row.limit is None or row.limit.clock == "none":
        return _("no limit set")
    return limit_words.said(row.limit)
