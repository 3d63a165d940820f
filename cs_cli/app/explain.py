"""One row of the rulebook in words, and everything that puts it into force."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.app.policy import Rule, from_carrier, is_stated, of_pack, rules
from cs_cli.app.work import Work
from cs_cli.domain.definitions import BASE
from cs_cli.domain.errors import Ambiguous, NotFound
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.language import Text
from cs_cli.domain.policy import Origin, Row
from cs_cli.domain.rule_text import EVERY_PACK, RuleText, carriers
from cs_cli.domain.shape import unknown
from cs_cli.reports import AUDITS, REPORTS
from cs_cli.rules import FILLS, RULES
from cs_cli.store import definitions, rulebook

PYTHON = "python"
_ZEROS = re.compile(r"-0+(?=[0-9])")
_NAMED: Sequence[Mapping[str, Callable[..., Any]]] = (RULES, FILLS, REPORTS, AUDITS)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rule: its words, an example, the packs that have it, and the places that make it work.

    In force, the places are those on the desk; else those of the packs it is not on with.
    """

    ref: str | None
    rule: Text
    example: Text | None
    packs: tuple[str, ...]
    in_force: bool
    places: tuple[Rule, ...]


def explain(work: Work, word: str) -> Explanation:
    """Explain a row of the rulebook, or a rule by its name; raise :class:`NotFound`."""
    here, there = rules(work), everywhere(work.root)
    texts = rulebook.texts(work.root)
    refs = {rule.ref: None for rule in [*here, *there] if rule.ref}
    known = sorted({**texts, **refs})
    ref = next((one for one in known if _alike(one) == _alike(word)), None)
    if ref is None:
        named = _named(word, here, there)
        if named is None:
            said = _("no rule is called {ref}").format(ref=word)
            raise NotFound(said, hint=unknown(word.upper(), known).hint)
        if named.ref is None:
            return Explanation(None, named.text, None, (), in_force=True, places=(named,))
        ref = named.ref
    found = _explained(ref, here, there, texts.get(ref), definitions.pack_names(work.root))
    return found if found.in_force else replace(found, places=tuple(_with_rows(work, found)))


def _alike(ref: str) -> str:
    """Give a row's name as people may type it: ``cbk-8`` is ``CBK-08``."""
    return _ZEROS.sub("-", ref.casefold())


def everywhere(desk: Path | None) -> list[Rule]:
    """Give every place that carries a ``ref``, whether or not a desk has it in force."""
    found = [*carriers(rulebook.sources(desk)), *rulebook.written(desk)]
    return with_python(rule for one in found for rule in from_carrier(one))


def with_python(found: Iterable[Rule]) -> list[Rule]:
    """Put after the rules the Python functions that they name."""
    listed = list(found)
    python = {(one.ref, one.origin.path): one for rule in listed for one in _python(rule)}
    return [*listed, *python.values()]


def _explained(
    ref: str, here: Sequence[Rule], there: Sequence[Rule], text: RuleText | None,
    known: Sequence[str],
) -> Explanation:  # fmt: skip
    in_force = with_python(rule for rule in here if rule.ref == ref)
    elsewhere = [rule for rule in there if rule.ref == ref]
    places = in_force or elsewhere
    # Without words of its own it says what its places say.
    said = text.rule if text else _joined([rule.text for rule in places if rule.section != PYTHON])
    return Explanation(
        ref, said, text.example if text else None, _packs(elsewhere, text, known),
        in_force=bool(in_force), places=tuple(places),
    )  # fmt: skip


def _with_rows(work: Work, found: Explanation) -> Iterator[Rule]:
    """Give places that are not in force the rows of the packs, in which their figures are."""
    rows: dict[tuple[str, str], Row | None] = {}
    for pack in dict.fromkeys([*(one.origin.pack for one in found.places), *found.packs]):
        if pack in definitions.pack_names(work.root):
            for rule in of_pack(work, pack):
                rows.setdefault((rule.section, rule.name), rule.row)
    for place in found.places:
        yield replace(place, row=rows.get((place.section, place.name)))


def _named(word: str, here: Sequence[Rule], there: Sequence[Rule]) -> Rule | None:
    """Give the rule of that name; on the desk before those of other packs."""
    for found in (here, there):
        named = [rule for rule in found if rule.name.casefold() == word.casefold()]
        refs = sorted({rule.ref or rule.where for rule in named})
        if len(refs) > 1:
            said = _("{name} is the name of more than one rule: {refs}")
            raise Ambiguous(said.format(name=word, refs=", ".join(refs)), candidates=refs)
        if named:
            return named[0]
    return None


def _packs(found: Sequence[Rule], text: RuleText | None, known: Sequence[str]) -> tuple[str, ...]:
    """Give the packs that bring a rule themselves or make use of what every desk has."""
    packs = {code for rule in found for code in _bringing(rule, text)}
    if BASE in packs:
        packs.remove(BASE)
        if is_stated(text, ()):
            return (EVERY_PACK,)
        packs |= {code for code in text.packs if code in known} if text else set()
    return tuple(sorted(packs))


def _bringing(rule: Rule, text: RuleText | None) -> Iterator[str]:
    """Give the packs that a place brings a rule to: a form, those of its packs that have it."""
    if not rule.packs:
        yield rule.origin.pack
    yield from (code for code in rule.packs if is_stated(text, (code,)))


def _python(rule: Rule) -> Iterator[Rule]:
    for name in rule.calls:
        for functions in _NAMED:
            if name in functions:
                code, module = functions[name].__code__, functions[name].__module__
                path = f"{module.replace('.', '/')}.py"
                origin = Origin(rule.origin.pack, path, code.co_firstlineno)
                yield replace(rule, section=PYTHON, name=name, origin=origin, row=None, calls=())


def _joined(texts: Sequence[Text]) -> Text:
    said = list(dict.fromkeys(texts))
    return Text("; ".join(one.en for one in said), "；".join(one.zh for one in said))
