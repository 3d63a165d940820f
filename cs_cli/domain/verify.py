"""Find the words in a policy that name nothing: kinds, verbs, fields, states, roles, rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cs_cli.domain import (
    apology,
    attendance,
    cashier,
    early,
    leave_settings,
    money,
    objects,
    order_terms,
    quiet,
    silence,
    taking_back,
    verify_reports,
    warranty,
)
from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import Kind, Moment
from cs_cli.domain.policy import (
    Audit,
    Cover,
    Deadline,
    Duty,
    FollowUp,
    Guard,
    On,
    Policy,
    Report,
    Row,
)  # fmt: skip
from cs_cli.domain.verify_coverage import cover_faults
from cs_cli.domain.verify_duties import duty_faults
from cs_cli.domain.verify_followups import follow_up_faults
from cs_cli.domain.verify_guards import guard_faults
from cs_cli.domain.verify_kinds import kind_faults, moment_faults
from cs_cli.domain.verify_words import act_match_faults, all_fields, all_verbs, known, match_faults


def faults(policy: Policy, rules: Iterable[str], fills: Iterable[str]) -> Iterator[Invalid]:
    """Give a complaint for every word that names nothing.

    Its place is ``kinds, KIND, …`` or ``kinds, KIND, types, TYPE, …``, or that of a row:
    ``deadlines, NAME, …``.
    """
    known_fills = list(fills)
    for name, kind in policy.kinds.items():
        own = list(kind_faults(kind, policy, known_fills))
        yield from (fault.within("kinds", name) for fault in own)
        # A type inherits the faults of its kind, which are told once.
        told = {(fault.message, fault.place) for fault in own}
        for type_, variant in kind.types.items():
            for fault in kind_faults(variant, policy, known_fills):
                if (fault.message, fault.place) not in told:
                    yield fault.within("kinds", name, "types", type_)
    yield from _all_row_faults(policy, list(rules))
    yield from apology.faults(policy.settings)
    yield from money.faults(policy.settings)
    yield from objects.faults(policy.settings)
    yield from leave_settings.faults(policy)
    yield from order_terms.faults(policy.settings)
    yield from quiet.faults(policy.settings)
    yield from cashier.faults(policy.settings)
    yield from attendance.faults(policy.settings)
    yield from silence.faults(policy)
    yield from early.faults(policy.settings)
    yield from warranty.faults(policy.settings)
    yield from taking_back.faults(policy.settings)
    yield from verify_reports.faults(policy)


def _all_row_faults(policy: Policy, rules: list[str]) -> Iterator[Invalid]:
    rows = policy.rows
    sections: Mapping[str, Mapping[str, Sequence[Row]]] = {
        "guards": rows.guards, "deadlines": rows.deadlines, "followups": rows.followups,
        "duties": rows.duties, "coverage": rows.coverage, "urgent": rows.urgent,
    }  # fmt: skip
    for section, named in sections.items():
        for name, versions in named.items():
            for row in versions:
                for fault in _row_faults(row, policy, rules):
                    yield fault.within(section, name)


def _row_faults(row: Row, policy: Policy, rules: list[str]) -> Iterator[Invalid]:
    if isinstance(row, Duty):
        yield from duty_faults(row, policy)
        return
    if isinstance(row, Cover):
        yield from cover_faults(row, policy)
        return
    if isinstance(row, Report | Audit):
        return  # see verify_reports
    yield from _on_faults(row.on, policy, acted_on=isinstance(row, Guard | FollowUp))
    kinds = variants(row.on, policy)
    if isinstance(row, Guard) and kinds:
        yield from guard_faults(row, kinds, policy, rules)
    elif isinstance(row, Deadline) and kinds:
        yield from _deadline_faults(row, kinds, policy)
    elif isinstance(row, FollowUp) and kinds:
        yield from follow_up_faults(row, kinds, policy)


def variants(on: On, policy: Policy) -> list[Kind]:
    """Give the kind, or the types of it, that a row is for."""
    kind = policy.kinds.get(on.kind)
    return [] if kind is None else list(kind.among(on.type))


def _on_faults(on: On, policy: Policy, *, acted_on: bool = False) -> Iterator[Invalid]:
    yield from known([on.kind], list(policy.kinds), "on", "kind")
    if on.kind not in policy.kinds:
        return
    yield from known(on.type, [*policy.kinds[on.kind].types, "none"], "on", "type")
    kinds = variants(on, policy)
    yield from known(on.do, all_verbs(kinds), "on", "do")
    if acted_on:
        yield from act_match_faults(on.match, kinds, policy, "on")
    else:
        yield from match_faults(on.match, kinds, "on")


def _deadline_faults(row: Deadline, kinds: list[Kind], policy: Policy) -> Iterator[Invalid]:
    for key in ("start", "until"):
        for moment in getattr(row, key):
            yield from _any_moment_faults(moment, kinds, policy, key)
    states = [state for kind in kinds for state in kind.states]
    yield from known(row.pauses, states, "pauses")
    owners = [name for name in row.owner if not name.startswith("role:")]
    yield from known(owners, [*all_fields(kinds), "owner", "first_responsible"], "owner")
    roles = [name.removeprefix("role:") for name in row.owner if name.startswith("role:")]
    yield from known(roles, list(policy.roles), "owner")
    yield from known([row.escalate] if row.escalate else [], list(policy.roles), "escalate")


def _any_moment_faults(
    moment: Moment, kinds: list[Kind], policy: Policy, key: str
) -> Iterator[Invalid]:
    """Complain about a moment that none of the types knows."""
    if moment.sort == "linked":
        found = [list(_linked_faults(moment, policy, key))]
    else:
        found = [list(moment_faults(moment, kind, key)) for kind in kinds]
    if all(found):
        yield found[0][0]


def _linked_faults(moment: Moment, policy: Policy, key: str) -> Iterator[Invalid]:
    yield from known([moment.name], list(policy.kinds), key)
    if moment.name in policy.kinds:
        yield from match_faults(moment.match, policy.kinds[moment.name].variants, key)


__all__ = ["faults", "variants"]
