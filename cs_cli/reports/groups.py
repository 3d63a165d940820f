"""The lines of a report: which values there are, in which order, and what they are called."""

from collections.abc import Mapping, Sequence
from gettext import gettext as _

from cs_cli.domain.kind import VOID, VOIDED, FieldDef
from cs_cli.domain.reporting import Report
from cs_cli.reports.items import definition
from cs_cli.reports.sight import Sight

Key = tuple[str | None, ...]
"""The value of every field a report is grouped by; None for none."""


def keys_in_order(
    row: Report, counts: Mapping[Key, int], then: Sequence[Key], sight: Sight
) -> list[Key]:
    """Give the lines: choices in their order, zeros too, then what else there is, most first.

    Of two fields only the pairs that occur have a line; a choice of the first that never occurs
    has one line without the second.
    """
    if not row.by:
        return []
    seen = list(dict.fromkeys([*counts, *then]))
    orders = [_order(n, position, row, counts, seen, sight) for position, n in enumerate(row.by)]
    if len(row.by) == 1:
        return [(value,) for value in orders[0]]
    there = {key[0] for key in seen}
    empty = [(value, *(None for _more in row.by[1:])) for value in orders[0] if value not in there]
    rank = [{value: number for number, value in enumerate(order)} for order in orders]
    ranked = [*seen, *empty]
    ranked.sort(key=lambda key: tuple(rank[n].get(v, -1) for n, v in enumerate(key)))
    return ranked


def _order(
    name: str, position: int, row: Report, counts: Mapping[Key, int], seen: Sequence[Key],
    sight: Sight,
) -> list[str | None]:  # fmt: skip
    """Give the values of one field in the order of their lines; nothing comes last."""
    occurring: dict[str | None, int] = {}
    for key in seen:
        occurring[key[position]] = occurring.get(key[position], 0) + counts.get(key, 0)
    known = _known(name, row, sight)
    if name == "status":
        known = [value for value in known if value in occurring]
    others = [value for value in occurring if value is not None and value not in known]
    if _is_person(definition(name, row, sight)):
        others.sort(key=lambda value: label_of(name, value, row, sight))
    else:
        others.sort(key=lambda value: -occurring[value])
    return [*known, *others, *([None] if None in occurring else [])]


def _known(name: str, row: Report, sight: Sight) -> list[str]:
    """Give the values that have a line even when nothing counts for them."""
    if row.of is None:
        return []
    kind = sight.policy.kinds[row.of.kind]
    every = kind.among(row.of.match.get("type", ()))
    if name == "type":
        return [variant.type for variant in every if variant.type]
    if name == "status":
        return [*dict.fromkeys(state for variant in every for state in variant.states), VOID]
    field = definition(name, row, sight)
    if field is not None and field.type == "flag":
        return ["true", "false"]
    return list(field.choices) if field is not None else []


def _is_person(field: FieldDef | None) -> bool:
    return field is not None and field.type == "person"


def label_of(name: str, value: str | None, row: Report, sight: Sight) -> str:
    """Say a value of a field as people know it."""
    if value is None:
        return "-"
    if name in ("type", "status"):
        return _label_of_own(name, value, row, sight)
    field = definition(name, row, sight)
    if field is None:
        return value
    if field.type == "flag":
        return _("yes") if value == "true" else _("no")
    if _is_person(field):
        person = sight.people.get(value)
        return person.name if person else value
    return str(field.choices[value].label) if value in field.choices else value


def _label_of_own(name: str, value: str, row: Report, sight: Sight) -> str:
    if row.of is None:
        return value
    for variant in sight.policy.kinds[row.of.kind].among(row.of.match.get("type", ())):
        if name == "type" and variant.type == value:
            return str(variant.label)
        if name == "status" and value in variant.states:
            return str(variant.states[value].label)
    return str(VOIDED) if value == VOID else value
