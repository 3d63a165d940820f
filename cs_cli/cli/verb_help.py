"""What the help says of a verb: what it does, the state it leads to, the types that know it."""

from gettext import gettext as _

from cs_cli.app.draft import EVERY
from cs_cli.cli.list_views import state_label
from cs_cli.domain.kind import Kind, Verb
from cs_cli.domain.language import spoken


def verb_help(kind: Kind, do: str) -> str:
    """Give the help of a verb; where it has none, the state it leads to tells what it is for."""
    general = EVERY.get(do) or kind.verbs.get(do)
    if general:
        return _said(kind, do, general)
    having = [(one, one.verbs[do]) for one in kind.types.values() if do in one.verbs]
    # Types may mean different things by the same word.
    texts = dict.fromkeys(_said(one, do, verb) for one, verb in having)
    said = "; ".join(text for text in texts if text)
    types = ", ".join(_named(one) for one, _verb in having)
    return _("{text} ({types})").format(text=said, types=types) if said else f"({types})"


def _said(kind: Kind, do: str, verb: Verb) -> str:
    """Say what a verb does, but not its own name once more."""
    if verb.help:
        return str(verb.help)
    # In Chinese the label stands beside the name of the command already.
    label = verb.label.en if spoken() == "en" else ""
    repeated = label.lower().replace(" ", "-") == do
    states = dict.fromkeys(state_label(kind, case.state) for case in verb.to)
    leads = f"→ {' / '.join(states)}" if states else ""
    return " ".join(part for part in ("" if repeated else label, leads) if part)


def _named(kind: Kind) -> str:
    return kind.label.zh if spoken() == "zh" else str(kind.type)


__all__ = ["verb_help"]
