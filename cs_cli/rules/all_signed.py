"""Every department concerned has signed (CMP-17).

``with`` names the field that lists the departments, and the list whose entries say in
``signed_for`` which of them signed. Where no department is concerned nobody has to sign.

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
    signed = {_plain(entry) for entry in _listed(act.seen.get(with_["signoffs"]))}
    concerned = [one for one in _listed(act.seen.get(with_["departments"])) if str(one).strip()]
    missing = [str(one) for one in concerned if _same(one) not in signed]
    if not missing:
        return None
    names, id_ = ", ".join(missing), act.id
    return Text(
        f"not signed yet by: {names} (cs {act.kind.kind} sign-off {id_} --signed-for DEPARTMENT)",
        f"尚未签字：{'、'.join(missing)}（cs {act.kind.kind} sign-off {id_} --signed-for 部门）",
    )


def _plain(entry: object) -> str:
    return _same(entry.get(SIGNED_FOR)) if isinstance(entry, Mapping) else ""


def _same(name: object) -> str:
    """Let names that differ in capitals and spaces alone be the same."""
    return str(name or "").strip().casefold()


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []
