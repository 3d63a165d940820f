"""What the commands of a kind and their options are called; knows nothing of click."""

from collections.abc import Iterable, Mapping, Sequence

from cs_cli.app.draft import EVERY
from cs_cli.cli.field_words import option_words
from cs_cli.domain.kind import VOID, FieldDef, Kind
from cs_cli.domain.options import options_of

CHINESE = {
    "new": "新建",
    "list": "列表",
    "show": "查看",
    "print": "打印",
    "set": "修改",
    "note": "备注",
    VOID: "作废",
}
MAKERS = ("new", "list", "show", "print")
# What only one kind of record is asked.
OWN: Mapping[str, Mapping[str, str]] = {"handover": {"check": "核对"}}


def named(kinds: Iterable[Kind], word: str) -> Kind | None:
    """Give the kind that a word names: by its name, its label, or as many of them."""
    return next((k for k in kinds if word in (k.kind, k.label.zh, f"{k.kind}s")), None)


def commands(kind: Kind) -> list[str]:
    """Give the commands of a kind in the order of daily work, not of the alphabet."""
    verbs = dict.fromkeys(name for variant in kind.variants for name in variant.verbs)
    return [*MAKERS, "set", *verbs, "note", VOID, *OWN.get(kind.kind, ())]


def command(kind: Kind, word: str) -> str | None:
    """Give the command that a word names, by its name or in Chinese."""
    names = commands(kind)
    if word in names:
        return word
    return next((name for name in names if word in labels(kind, name)), None)


def labels(kind: Kind, name: str) -> Sequence[str]:
    """Give the Chinese words of a command; types may have other words for the same verb."""
    if name in CHINESE:
        return [CHINESE[name]]
    if name in OWN.get(kind.kind, {}):
        return [OWN[kind.kind][name]]
    return [v.verbs[name].label.zh for v in kind.variants if name in v.verbs]


def fields(kind: Kind, do: str) -> dict[str, FieldDef]:
    """Give the options of a command: those of the kind, then those that only types have."""
    found: dict[str, FieldDef] = {}
    for own in _fields_of_variants(kind, do):
        found = {**own, **found}
    return found


def words(kind: Kind, do: str) -> dict[str, str]:
    """Give the Chinese words of the options; types may have other words for the same one."""
    found: dict[str, str] = {}
    for own in _fields_of_variants(kind, do):
        found = {**option_words(own), **found}
    return found


def _fields_of_variants(kind: Kind, do: str) -> list[Mapping[str, FieldDef]]:
    always = do in ("open", "set") or do in EVERY
    return [options_of(v, do) for v in kind.variants if always or do in v.verbs]
