"""Find the words in the guards of a policy that name nothing."""

from collections.abc import Iterator, Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain.errors import Invalid
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.policy import Entries, Guard, Policy
from cs_cli.domain.verify_words import (
    act_match_faults,
    all_fields,
    defined,
    known,
    path_faults,
    query_faults,
    stands_for_faults,
)

IN_TIME = "in-time"


def guard_faults(
    row: Guard, kinds: Sequence[Kind], policy: Policy, rules: Sequence[str]
) -> Iterator[Invalid]:
    """Complain about a guard on these sorts of records."""
    fields = all_fields(kinds)
    for key in ("require", "by", "same"):
        yield from path_faults(getattr(row, key), kinds, policy, key)
    for key in ("future", "keep"):
        yield from known(getattr(row, key), fields, key)
    yield from act_match_faults(row.must, kinds, policy, "must")
    yield from known(row.roles, policy.roles, "roles")
    yield from known([row.rule] if row.rule else [], rules, "rule")
    if row.rule == IN_TIME:
        yield from _in_time_faults(row.with_, fields, policy)
    yield from known([row.ahead.field] if row.ahead else [], fields, "ahead", "field")
    if row.entries is not None:
        yield from _entries_faults(row.entries, kinds, policy)
    for key, query in (("forbid", row.forbid), ("exists", row.exists)):
        if query is not None:
            yield from query_faults(query, policy, (key,), kinds)


def _in_time_faults(
    with_: Mapping[str, str], fields: Sequence[str], policy: Policy
) -> Iterator[Invalid]:
    for key in ("from", "at"):
        yield from known([with_.get(key, "")], fields, "with", key)
    # One that the desk has taken off is no mistake: nothing is refused then.
    written = [name for section, name in policy.origins if section == "deadlines"]
    yield from known([with_.get("window", "")], written, "with", "window")


def _entries_faults(row: Entries, kinds: Sequence[Kind], policy: Policy) -> Iterator[Invalid]:
    found = [what for what in defined(row.list, kinds) if what.type == "list" or what.many]
    if not found:
        lists = [n for n in all_fields(kinds) if any(_is_list(f) for f in defined(n, kinds))]
        yield from known([row.list], lists, "entries", "list")
        return
    if not row.require and row.least is None and row.most is None:
        message = _("say what is asked of the entries: require, least or most")
        yield Invalid(message, "entries")
    inner = [name for what in found for name in what.fields]
    yield from known(row.require, inner, "entries", "require")
    yield from known(row.when, inner, "entries", "when")
    for name, options in row.when.items():
        yield from stands_for_faults(options, kinds, policy, "entries", "when", name)


def _is_list(field: FieldDef) -> bool:
    return field.type == "list" or field.many
