"""The rules in force and where each comes from: the job behind ``cs policy list`` and ``show``."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from gettext import gettext as _
from pathlib import Path

from cs_cli.app.work import Work
from cs_cli.domain.definitions import BASE
from cs_cli.domain.errors import NotFound
from cs_cli.domain.frozen import dataclass, replace
from cs_cli.domain.language import Text
from cs_cli.domain.policy import SECTIONS, Guard, Origin, Policy, Row
from cs_cli.domain.rule_text import EVERY_PACK, KINDS, Carrier, RuleText, carriers
from cs_cli.domain.shape import unknown
from cs_cli.domain.source import Source
from cs_cli.store import definitions, rulebook
from cs_cli.store.definitions import Pack


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a pack, or one element of a kind, a form or a phrase that carries a ``ref``.

    ``calls`` names the Python it needs, ``packs`` those a form or phrase is only for.
    """

    section: str
    name: str
    ref: str | None
    origin: Origin
    text: Text
    row: Row | None = None
    calls: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """Give file and line."""
        return f"{self.origin.path}:{self.origin.line}"


def rules(work: Work) -> list[Rule]:
    """Give everything in force on the desk, by rulebook row."""
    kinds, chain = definitions.sources(work.desk.settings.packs, work.root)
    sources = [*kinds, *chain, *rulebook.own(work.root)]
    return _all(work.policy, sources, {one.name for one in chain}, work.root)


def of_pack(work: Work, code: str) -> list[Rule]:
    """Give what one pack brings; raise :class:`NotFound` for no such pack."""
    known = definitions.pack_names(work.root)
    wanted = next((name for name in known if name.casefold() == code.casefold()), None)
    if wanted is None:
        raise NotFound(
            _("there is no pack {code}").format(code=code), hint=unknown(code, known).hint
        )
    kinds, chain = definitions.sources([wanted], work.root)
    policy = definitions.built(kinds, chain)
    everything = _all(policy, [*kinds, *chain], {wanted}, work.root)
    # A pack that only puts others together has no rows of its own.
    own = [rule for rule in everything if rule.origin.pack == wanted]
    return own or [rule for rule in everything if rule.origin.pack != BASE]


def packs(work: Work) -> list[Pack]:
    """Give what packs there are, those of the desk too where there is one."""
    try:
        desk = work.root
    except NotFound:
        desk = None
    return [pack for pack in definitions.packs(desk) if pack.name != BASE]


def from_carrier(one: Carrier) -> Iterator[Rule]:
    """Give a rule for every row of the rulebook that something carries."""
    for ref in one.refs:
        yield Rule(one.section, one.name, ref, one.origin, one.text, None, one.calls, one.packs)


def is_stated(text: RuleText | None, packs: Collection[str]) -> bool:
    """Tell whether a row of the rulebook is one of these packs (one without words: of any)."""
    return text is None or EVERY_PACK in text.packs or any(code in packs for code in text.packs)


def _all(
    policy: Policy, sources: Sequence[Source], packs: Collection[str], desk: Path
) -> list[Rule]:
    """Give the rows of a policy, and the elements, forms and phrases its packs make use of."""
    texts = rulebook.texts(desk)
    elements = [one for one in carriers(sources) if one.kind in policy.kinds]
    used = _used([*elements, *rulebook.written(desk)], packs, texts)
    found = [*_rows(policy), *used]
    return sorted(found, key=lambda r: (r.ref is None, r.ref or "", r.section, r.name))


def _used(
    found: Iterable[Carrier], packs: Collection[str], texts: Mapping[str, RuleText]
) -> Iterator[Rule]:
    """Leave out what every desk has for rules that only other packs have."""
    for one in found:
        for rule in from_carrier(one):
            given = one.packs or (one.origin.pack,)
            pack = next((code for code in given if code in packs), given[0])
            of_pack = pack in packs or not one.packs
            is_own = pack != BASE and not one.packs
            if of_pack and (is_own or is_stated(texts.get(rule.ref or ""), packs)):
                yield replace(rule, origin=replace(one.origin, pack=pack))


def _rows(policy: Policy) -> Iterator[Rule]:
    for section in SECTIONS:
        for name, versions in getattr(policy.rows, section).items():
            for row in versions:
                origin, text = policy.origins[section, name], _text(name, row)
                yield Rule(section, name, row.ref, origin, text, row, _calls(row))


def _text(name: str, row: Row) -> Text:
    """Give what a row says, in both languages."""
    if isinstance(row, Guard):
        return row.label or row.says
    return row.label if row.label is not None else Text(name, name)


def _calls(row: Row) -> tuple[str, ...]:
    named = (getattr(row, word, None) for word in ("rule", "fill"))
    return tuple(name for name in named if name)


__all__ = ["KINDS", "Rule", "from_carrier", "is_stated", "of_pack", "packs", "rules"]
