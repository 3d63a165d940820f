"""The order of a list that is asked for by a field."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from gettext import gettext as _

from cs_cli.app.listing import field_name
from cs_cli.domain import money
from cs_cli.domain.errors import UsageError
from cs_cli.domain.found import Found
from cs_cli.domain.kind import DUE, Kind

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
# Texts come after all numbers.
_ANY = Decimal("Infinity")
_NONE = ("", Decimal(), "")


def in_order(
    found: list[Found], kind: Kind, field: str, due: Mapping[str, datetime | None]
) -> list[Found]:
    """Sort by a field, ``-FIELD`` downwards; records without it come last."""
    name = field_name(kind, field.removeprefix("-"))
    names = {"id", "status", "type", "opened_at", DUE, *kind.every_field}
    if name not in names:
        raise UsageError(
            _("{field} is not a field of {kind}").format(field=name, kind=kind.kind),
            hint=_("known: {values}").format(values=", ".join(sorted(names))),
        )
    keys = {f.id: _key(f, name, due) for f in found}
    having = [f for f in found if keys[f.id] is not None]
    lacking = [f for f in found if keys[f.id] is None]
    return (
        sorted(having, key=lambda f: keys[f.id] or _NONE, reverse=field.startswith("-")) + lacking
    )


def _key(
    found: Found, name: str, due: Mapping[str, datetime | None]
) -> tuple[str, Decimal, str] | None:
    """Give what a record is sorted by: numbers by size, amounts by currency before that."""
    next_ = due.get(found.id)
    own = {
        "id": found.id, "status": found.status, "type": found.type,
        DUE: next_.astimezone(UTC).isoformat() if next_ else None,
    }  # fmt: skip
    value = str(own.get(name) or found.values.get(name) or "")
    amount = money.held(value)
    if amount is not None:
        return amount.currency, amount.amount, ""
    if _NUMBER.fullmatch(value):
        return "", Decimal(value), value
    return ("", _ANY, value) if value else None
