"""The verbs of every kind of record, and the verb of any event."""

from collections.abc import Mapping

from cs_cli.domain.kind import ADJUDICATE, ERASE, OPENED, UNDO, VOID, Kind, Verb
from cs_cli.domain.language import Text

EVERY: Mapping[str, Verb] = {
    "set": Verb(Text("change fields", "修改"), from_=("any", "final")),
    "note": Verb(Text("note", "备注"), from_=("any", "final"), note=True),
    VOID: Verb(Text("void", "作废"), from_=("any", "final"), note=True),
    ERASE: Verb(
        Text("erase personal data", "抹除个人信息"), from_=("any", "final", VOID), note=True
    ),
}
"""Verbs that every kind has; to erase is no command of a kind, but ``cs erase``."""

CORRECTING: Mapping[str, Verb] = {
    UNDO: Verb(Text("undo", "撤销"), from_=("any", "final")),
    ADJUDICATE: Verb(Text("settle", "裁定"), from_=("any", "final")),
}
"""What ``cs undo`` and ``cs settle`` log; no commands of a kind."""


def verb_of(kind: Kind, do: str) -> Verb | None:
    """Give the verb of any event, None where the kind knows no such verb."""
    if do == "open":
        return kind.open
    return EVERY.get(do) or CORRECTING.get(do) or kind.verbs.get(do)


def label_of(kind: Kind, do: str) -> str:
    """Give what people call an event, in their language; what nobody knows as it stands."""
    verb = verb_of(kind, do)
    return str(verb.label if verb else OPENED if do == "open" else do)
