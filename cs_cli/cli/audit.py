"""``cs audit [RANGE] [--period P] [--propose] [--whole]``."""

from collections.abc import Iterable, Sequence
from gettext import gettext as _
from typing import Any

import click

from cs_cli.app import audit as job
from cs_cli.app import proof
from cs_cli.app.audit import Audited, Finding, Proposal
from cs_cli.app.proof import Proved
from cs_cli.cli import answers, proof_views, record_answers
from cs_cli.cli.context import Run
from cs_cli.cli.list_views import cell
from cs_cli.cli.speech import say
from cs_cli.cli.words import N_, Command
from cs_cli.domain.errors import Broken, Problem, UsageError
from cs_cli.render import instants
from cs_cli.render.document import Sheet
from cs_cli.render.table import Column, Listing

_KEYS = (
    "id", "kind", "what", "rule", "owner", "due_at", "done_at", "late_s", "state", "message",
    "audits",
)  # fmt: skip


@click.command(
    "audit", cls=Command,
    help=N_(
        "List missed deadlines and duties, kept late or not at all, and what the rows of an audit"
        " find; prove that the history in git obeyed the rules: of this branch, or of a RANGE such"
        " as main..HEAD alone."
    ),
)  # fmt: skip
@click.argument("revisions", required=False, metavar="[RANGE]")
@click.option("--period", metavar="PERIOD", help=N_("only what fell due then, such as 2026-03"))
@click.option("--propose", is_flag=True, help=N_("record the violations that are proposed"))
@click.option("--fail", is_flag=True, help=N_("end with 1 when something is found"))
@click.option("--whole", is_flag=True, help=N_("prove all of the history again"))
@click.pass_obj
def command(
    run: Run, /, *, revisions: str | None, period: str | None, propose: bool, fail: bool,
    whole: bool,
) -> int:  # fmt: skip
    """Audit the desk and its history."""
    if revisions is not None and (propose or period):
        raise UsageError(_("--period and --propose look at records, not at a range of history"))
    if propose:
        record_answers.done(run, job.propose(run.work, period))
        return 0
    found, problems = _audited(run, period) if revisions is None else (None, ())
    proved = _proved(run, revisions, period, whole=whole)
    if found is not None or proved is not None:
        _tell(run, found, proved)
    answers.unreadable(run, problems)
    missed = fail and found is not None and found.findings
    return 1 if missed or (proved is not None and proved.findings) else 0


def _audited(run: Run, period: str | None) -> tuple[Audited | None, Sequence[Problem]]:
    """Look at the desk of today; where its settings are broken, its history still is proven."""
    try:
        found = job.audit(run.work, period)
    except Broken as error:
        return None, error.problems
    return found, found.problems


def _proved(run: Run, revisions: str | None, period: str | None, *, whole: bool) -> Proved | None:
    """Prove the history, unless only a period of records was asked for, or there is none."""
    if revisions is None and not whole and (period or not proof.is_kept(run.work)):
        return None
    return proof.prove(run.work, revisions, whole=whole)


def _tell(run: Run, found: Audited | None, proved: Proved | None) -> None:
    data = {
        "findings": [_data(one) for one in found.findings] if found else [],
        "proposals": [_proposal(one) for one in found.proposals] if found else [],
        **proof_views.data(proved),
    }
    if answers.data(run, data):
        return
    if run.format in ("csv", "ics"):
        listed = proof_views.listing(run, proved) if found is None else _findings(found)
        answers.written(run, listed)
        return
    sections = []
    if found is not None and found.findings:
        sections += [(_("findings"), _findings(found)), (_("proposals"), _proposals(run, found))]
    if proved is not None and (proved.findings or (proved.remarks and run.format == "table")):
        sections.append((_("history"), proof_views.listing(run, proved)))
    if sections:
        answers.sheet(run, Sheet(_("audit"), (), sections))
    if run.format == "table" and found is not None and not found.findings:
        say(_("nothing was missed, and no rule found anything"))
    proof_views.summary(run, proved)


def _data(one: Finding) -> dict[str, Any]:
    values = (
        one.id, one.kind, one.what, one.rule, one.owner,
        one.due_at.isoformat() if one.due_at else None,
        one.done_at.isoformat() if one.done_at else None, one.late, one.state,
        str(one.says) if one.says else None, list(one.audits),
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))


def _findings(found: Audited) -> Listing:
    columns = (
        Column("due", _("due")), Column("late", _("state")), Column("id", _("record")),
        Column("what", _("what"), wide=True), Column("owner", _("owner")),
        Column("done", _("done")), Column("rule", _("rule")),
    )  # fmt: skip
    rows = [_row(one, found) for one in found.findings]
    return Listing(columns, rows, [_data(one) for one in found.findings], _KEYS)


def _row(one: Finding, found: Audited) -> dict[str, str]:
    return {
        "due": instants.instant(one.due_at, found.zone) if one.due_at else "",
        "late": _state(one),
        "id": one.id or "-",
        "what": str(one.label),
        "owner": one.owner or "-",
        "done": instants.instant(one.done_at, found.zone) if one.done_at else "",
        "rule": one.rule or "",
    }


def _state(one: Finding) -> str:
    if one.late is None:
        return str(one.says or "")
    sentences = {
        "late": _("{time} late"),
        "open": _("overdue {time}"),
        "closed": _("closed without it, overdue {time}"),
    }
    return sentences[one.state].format(time=instants.duration(one.late))


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id, "about": one.record.id, "person": one.person, "rule": one.row.ref,
        "audit": one.name, "values": dict(one.row.proposes), "made": one.is_made,
    }  # fmt: skip


def _proposals(run: Run, found: Audited) -> Listing:
    columns = (
        Column("id", _("record")), Column("about", _("about")), Column("person", _("person")),
        Column("what", _("what"), wide=True), Column("values", _("violation")),
        Column("made", _("recorded")),
    )  # fmt: skip
    fields = run.work.policy.kinds[job.KIND].fields if found.proposals else {}
    items = [_proposal(one) for one in found.proposals]
    rows = [
        {
            **_proposal(one),
            "what": str(one.row.label),
            "values": ", ".join(cell(fields.get(n), v, found.zone) for n, v in _values(one)),
            "made": _("yes") if one.is_made else _("no"),
        }
        for one in found.proposals
    ]
    return Listing(columns, rows, items)


def _values(one: Proposal) -> Iterable[tuple[str, str]]:
    return one.row.proposes.items()
