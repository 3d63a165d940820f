"""Find the words in rows of reports and audits that name nothing."""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import COMMANDS, Kind, Moment
from cs_cli.domain.match import Match, Query
from cs_cli.domain.named import AUDITS, REPORTS
from cs_cli.domain.policy import Audit, On, Policy
from cs_cli.domain.report_period import Sort
from cs_cli.domain.reporting import Mean, Report, Share
from cs_cli.domain.verify_kinds import moment_faults
from cs_cli.domain.verify_words import all_fields, known, match_faults, query_faults

VIOLATION = "violation"
FIGURES = ("count", "fits", "percent", "mean", "max", "sum", "before", "change")
_MOST = 2  # fields a report is grouped by


def faults(policy: Policy) -> Iterator[Invalid]:
    """Give a complaint for every word that names nothing, with its place."""
    for name, reports in policy.rows.reports.items():
        for report in reports:
            found = (*_name_faults(name), *_report_faults(report, policy))
            yield from (fault.within("reports", name) for fault in found)
    for name, audits in policy.rows.audits.items():
        for audit in audits:
            found = (*_audit_faults(audit, policy),)
            yield from (fault.within("audits", name) for fault in found)


def _name_faults(name: str) -> Iterator[Invalid]:
    if name in COMMANDS:
        yield Invalid(_("{name} has a meaning of its own; choose another name").format(name=name))


def _report_faults(row: Report, policy: Policy) -> Iterator[Invalid]:
    yield from known([row.fill] if row.fill else [], REPORTS, "fill")
    try:
        Sort.parse(row.period)
    except Invalid as fault:
        yield fault.within("period")
    if row.of is None:
        if row.fill is None:
            yield Invalid(_("{key} is missing").format(key="of"))
        return
    yield from query_faults(row.of, policy, ("of",))
    kinds = _kinds(row.of, policy)
    if kinds:
        yield from _field_faults(row, kinds)
        yield from _share_faults(row.share, kinds, policy)
        yield from _mean_faults(row.mean, kinds)
    if row.max and row.mean is None:
        yield Invalid(_("{key} is missing").format(key="mean"), "max")


def _field_faults(row: Report, kinds: list[Kind]) -> Iterator[Invalid]:
    fields = all_fields(kinds)
    named: Mapping[str, Sequence[str]] = {
        "at": (row.at,), "by": row.by, "sum": (row.sum,) if row.sum else (), "columns": row.columns,
    }  # fmt: skip
    for key, names in named.items():
        yield from known(map(_first, names), fields, key)
    if len(row.by) > _MOST:
        yield Invalid(_("a report is grouped by one field or two"), "by")
    for name in row.by:
        if name in FIGURES:
            message = _("{name} has a meaning of its own; choose another name")
            yield Invalid(message.format(name=name), "by")


def _share_faults(share: Share | None, kinds: list[Kind], policy: Policy) -> Iterator[Invalid]:
    if share is None:
        return
    plain: Match = {name: options for name, options in share.match.items() if "." not in name}
    yield from match_faults(plain, kinds, "share")
    dotted = [_first(name) for name in share.match if "." in name]
    yield from known(dotted, all_fields(kinds), "share")
    if share.linked is not None:
        yield from query_faults(share.linked, policy, ("share", "linked"))


def _mean_faults(mean: Mean | None, kinds: list[Kind]) -> Iterator[Invalid]:
    if mean is None:
        return
    for key, word in (("", mean.field), ("from", mean.from_), ("to", mean.to)):
        place = ("mean", key) if key else ("mean",)
        if ":" in word:
            yield from _moment_faults(word, kinds, *place)
        elif word:
            yield from known([_first(word)], all_fields(kinds), *place)


def _moment_faults(word: str, kinds: list[Kind], *place: str) -> Iterator[Invalid]:
    """Complain about a moment that none of the types knows."""
    try:
        moment = Moment.parse(word)
    except Invalid as fault:
        yield fault.within(*place)
        return
    found = [list(moment_faults(moment, kind, *place)) for kind in kinds]
    if all(found):
        yield found[0][0]


def _kinds(query: Query, policy: Policy) -> list[Kind]:
    kind = policy.kinds.get(query.kind)
    return [] if kind is None else list(kind.among(query.match.get("type", ())))


def _first(name: str) -> str:
    return name.partition(".")[0]


def _audit_faults(row: Audit, policy: Policy) -> Iterator[Invalid]:
    # One that the desk has taken off is no mistake: it is missed by nobody.
    written = [name for section, name in policy.origins if section == "deadlines"]
    yield from known(row.late, written, "late")
    yield from known([row.rule] if row.rule else [], AUDITS, "rule")
    if row.rule is None and not row.late:
        yield Invalid(_("say what is looked for: late or rule"))
    if row.rule is not None and row.on is None:
        yield Invalid(_("{key} is missing").format(key="on"))
    if row.on is not None:
        yield from _on_faults(row.on, policy)
    named = [row.with_["kind"]] if "kind" in row.with_ else []
    yield from known(named, list(policy.kinds), "with", "kind")
    yield from known([row.person] if row.person else [], _fields(row, policy), "person")
    yield from _proposal_faults(row, policy)


def _on_faults(on: On, policy: Policy) -> Iterator[Invalid]:
    yield from known([on.kind], policy.kinds, "on", "kind")
    if on.kind in policy.kinds:
        kind = policy.kinds[on.kind]
        yield from known(on.type, [*kind.types, "none"], "on", "type")
        yield from match_faults(on.match, kind.variants, "on")


def _fields(row: Audit, policy: Policy) -> list[str]:
    kinds = [row.on.kind] if row.on and row.on.kind in policy.kinds else list(policy.kinds)
    every = [policy.kinds[name] for name in kinds]
    return all_fields([one for kind in every for one in kind.variants])


def _proposal_faults(row: Audit, policy: Policy) -> Iterator[Invalid]:
    if not row.proposes:
        return
    yield from known([VIOLATION], list(policy.kinds), "proposes")
    if VIOLATION in policy.kinds:
        wanted = {name: (value,) for name, value in row.proposes.items()}
        yield from match_faults(wanted, [policy.kinds[VIOLATION]], "proposes")
