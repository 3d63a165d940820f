"""Everybody concerned has signed (CMP-17, ORD-19).

``with`` names the field that lists the departments, and the list whose entries say in
``signed_for`` which of them signed; for people instead of departments ``entry: by`` names the key
of whoever signed. Where no department is concerned nobody has to sign.

    given:   departments: [Sales, Engineering]
    passes:  signoffs for Engineering and Sales
    refused: signoffs for Sales alone, or for Sales and Finance
"""

from collections.abc import Mapping

from cs_cli.domain.act import Act, World
from cs_cli.domain.language import Text

SIGNED_FOR = "signed_for"


def check(act: Act, _world: World, with_: Mapping[str, str]) -> Text | None:
    """Refuse while a department is missing, and name it."""
    key = with_.get("entry", SIGNED_FOR)
    signed = {_plain(entry, key) for entry in _listed(act.seen.get(with_["signoffs"]))}
    concerned = [one for one in _listed(act.seen.get(with_["departments"])) if str(one).strip()]
    missing = [str(one) for one in concerned if _same(one) not in signed]
    if not missing:
        return None
    names, way = ", ".join(missing), f"cs {act.kind.kind} sign-off {act.id}"
    for_ = Text(" --signed-for DEPARTMENT", " --signed-for 部门") if key == SIGNED_FOR else None
    return Text(
        f"not signed yet by: {names} ({way}{for_.en if for_ else ''})",
        f"尚未签字：{'、'.join(missing)}（{way}{for_.zh if for_ else ''}）",
    )


def _plain(entry: object, key: str) -> str:
    return _same(entry.get(key)) if isinstance(entry, Mapping) else ""


def _same(name: object) -> str:
    """Let names that differ in capitals and spaces alone be the same."""
    return str(name or "").strip().casefold()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []
