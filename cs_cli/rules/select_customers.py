"""Whom a campaign calls: every customer that its selection finds (CBK-01, CBK-03).

The selection is texts ``FIELD=VALUE`` as in ``list --where``: of one field any of the values,
of several fields all. Without one it is the setting ``campaign.selection``. Customers who were
named are called as they were named; those out of use are left out.

    given:  --selection member=true, three active members and one who is inactive
    chosen: the three; with --customers C-260101-0A1B2C only that one
"""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from typing import Any

from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid, UsageError
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.match import Match
from cs_cli.domain.schema import scalar
from cs_cli.domain.shape import unknown

SETTING = "campaign.selection"
CUSTOMER = "customer"


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Give the customers, and the selection they were chosen by; nothing where some are named."""
    usual = world.policy.settings.get(SETTING)
    selection = act.seen.get("selection") or ([usual] if usual else [])
    if act.seen.get("customers") or not selection:
        return {}
    wanted = _wanted(selection, world.policy.kinds[CUSTOMER])
    found = world.records.find(CUSTOMER, wanted, open_only=True)
    return {"selection": list(selection), "customers": [one.id for one in found]}


def _wanted(selection: Sequence[str], kind: Kind) -> Match:
    """Read the texts; raise :class:`UsageError` for what no customer can be."""
    wanted: dict[str, tuple[str, ...]] = {}
    for text in selection:
        word, equals, value = text.replace("＝", "=").partition("=")
        if not equals:
            raise UsageError(_("write --selection FIELD=VALUE, not {text}").format(text=text))
        name = _name(word.strip(), kind)
        wanted[name] = (*wanted.get(name, ()), _value(kind.fields[name], value.strip()))
    return wanted


def _name(word: str, kind: Kind) -> str:
    """Give the name of a field from its name, option or label."""
    name = word.replace("-", "_")
    if name in kind.fields:
        return name
    for known, field in kind.fields.items():
        if word in (field.label.en, field.label.zh):
            return known
    fault = unknown(word, list(kind.fields))
    raise UsageError(f"--selection: {fault.message}", hint=fault.hint)


def _value(field: FieldDef, text: str) -> str:
    """Give a value as it is stored; ``any`` and ``none`` mean filled and empty."""
    if text in ("any", "none"):
        return text
    try:
        return scalar(field, text)
    except Invalid as fault:
        raise UsageError(f"--selection: {fault.message}", hint=fault.hint) from None
