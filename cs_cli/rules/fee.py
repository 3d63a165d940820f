"""What a repair may cost: nothing within the warranty, after it the parts alone (REP-08, REP-09).

``with`` says by ``basis`` what is charged: ``parts`` as above, ``free`` nothing at all. Where the
policy sets the length of the warranty it is counted from the date of purchase to the day the
repair was asked for; else ``in_warranty`` says it. Labour is written down and never charged.

    given:   out of warranty, parts 80, labour 50
    passes:  charge 80
    refused: charge 130, or 50; within the warranty every charge but 0
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from cs_cli.domain import money, warranty
from cs_cli.domain.act import Act, World
from cs_cli.domain.errors import Invalid
from cs_cli.domain.language import Text
from cs_cli.domain.record import day, instant

_DECIDES = frozenset({"charge", "parts_cost", "in_warranty", "purchase_date", "received_at"})
_YES, _NO = "true", "false"


def check(act: Act, world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse a charge that is not the fee, and a warranty that the dates do not bear out."""
    if act.do == "set" and not act.changed & _DECIDES:
        return None
    charge = money.held(act.seen.get("charge"))
    if with_.get("basis") == "free":
        return _free(charge)
    known, said = _by_dates(act, world), act.seen.get("in_warranty")
    if known is not None and said in (_YES, _NO) and said != known:
        return _contradiction(act, known)
    return None if charge is None else _against(charge, known or said, act)


def fill(act: Act, world: World) -> Mapping[str, Any]:
    """Set the charge where nobody typed it and it can be told."""
    covered = _by_dates(act, world) or act.seen.get("in_warranty")
    fee = money.held(act.seen.get("parts_cost")) if covered == _NO else None
    if covered == _YES:
        usual = world.policy.settings.get(money.SETTING, money.USUAL)
        fee = money.Money(Decimal(), usual)
    return {} if fee is None or "charge" in act.changed else {"charge": str(fee)}


def _by_dates(act: Act, world: World) -> str | None:
    """Tell whether the repair was asked for within the warranty; None where nobody can tell."""
    try:
        bought = day(act.seen.get("purchase_date"))
    except Invalid:
        return None
    end = warranty.ends(bought, world.policy.settings, world.calendar)
    if end is None:
        return None
    return _YES if _asked_at(act, world) <= end else _NO


def _asked_at(act: Act, world: World) -> datetime:
    """Give when the repair was asked for, which may be before it was registered."""
    registered = act.before.opened_at if act.before else world.now
    try:
        return min(registered, instant(act.seen.get("received_at")))
    except Invalid:
        return registered


def _free(charge: money.Money | None) -> Text | None:
    if charge is None or not charge.amount:
        return None
    return Text(
        "design and installation on site are free of charge: --charge 0, or none at all",
        "上门设计、安装免费，不得收费：--charge 0，或不填收费",
    )


def _contradiction(act: Act, known: str) -> Text:
    bought = act.seen["purchase_date"]
    if known == _YES:
        return Text(
            f"bought on {bought}, it was still within the warranty: --in-warranty yes",
            f"购买日期 {bought}，报修时仍在保修期：--in-warranty 是",
        )
    return Text(
        f"bought on {bought}, it was no longer within the warranty: --in-warranty no",
        f"购买日期 {bought}，报修时已过保修期：--in-warranty 否",
    )


def _against(charge: money.Money, covered: object, act: Act) -> Text | None:
    """Hold a charge against the fee."""
    if covered == _YES:
        free = Text("within the warranty a repair is free: --charge 0", "保修期内免费：--charge 0")
        return free if charge.amount else None
    if covered != _NO:
        return Text(
            "whether it is charged depends on the warranty: --in-warranty yes|no",
            "是否收费取决于是否在保修期内：--in-warranty 是|否",
        )
    parts = money.held(act.seen.get("parts_cost"))
    if charge == parts or (parts is None and not charge.amount):
        return None
    if parts is None:
        return Text(
            "after the warranty only the parts are charged; what they cost: --parts-cost AMOUNT",
            "过保修期只收材料费，请填写材料费：--parts-cost 金额",
        )
    return Text(
        f'after the warranty only the parts are charged, never labour: --charge "{parts}"',
        f'过保修期只收材料费，不收工时费：--charge "{parts}"',
    )
