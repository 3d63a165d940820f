"""Kinds and packs as files: found, read, and merged into the policy of a desk.

They lie in ``templates/kinds`` and ``templates/packs``, installed or in the repository; a desk
may have its own in the same folders of its own, and ``policy/*.yaml`` on top of everything.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from gettext import gettext as _
from pathlib import Path
from typing import Any

from cs_cli.domain import definitions, verify
from cs_cli.domain.definitions import BASE
from cs_cli.domain.errors import Broken, Invalid, NotFound, Problem
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import Text
from cs_cli.domain.named import FILLS, RULES
from cs_cli.domain.policy import Policy
from cs_cli.domain.reasons import reason
from cs_cli.domain.shape import mapping
from cs_cli.domain.source import Source, blame
from cs_cli.store import files as store
from cs_cli.store import yamltext
from cs_cli.store.templates import built_in

KEPT = 8
"""How many policies a process remembers; one takes some megabytes."""

_built: dict[tuple[int, ...], tuple[tuple[Source, ...], Policy]] = {}


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as a list of them has it: its name, and what it is."""

    name: str
    label: Text
    about: Text | None = None

    @property
    def labels(self) -> tuple[str, str]:
        """Give its label in both languages, by which it goes as well."""
        return self.label.en, self.label.zh


def load(packs: Sequence[str], desk: Path | None) -> Policy:
    """Give the policy of these packs, in order, and of the desk's own files on top.

    Raises :class:`NotFound` for a pack that does not exist, :class:`Broken` with file and line.
    """
    kinds, chain = sources(packs, desk)
    return built(kinds, [*chain, *_own(desk)])


def sources(packs: Sequence[str], desk: Path | None) -> tuple[list[Source], list[Source]]:
    """Read the kinds and the packs in force; raises as :func:`load` does."""
    return _kinds(desk), _chain(packs, desk)


def built(kinds: Sequence[Source], chain: Sequence[Source]) -> Policy:
    """Give the policy of what was read; raises :class:`Broken` with file and line.

    It is worked out once for the same files: a run that checks or proves a desk asks for it in
    several places, and for every state of the desk.
    """
    sources = (*kinds, *chain)
    key = (len(kinds), *map(id, sources))
    if key not in _built:
        policy = definitions.policy(kinds, chain)
        problems = [blame(sources, fault) for fault in verify.faults(policy, RULES, FILLS)]
        if problems:
            raise Broken(problems)
        if len(_built) >= KEPT:
            del _built[next(iter(_built))]
        # With its sources: as long as they are held, nothing else goes by their identities.
        _built[key] = sources, policy
    return _built[key][1]


def files(packs: Sequence[str], desk: Path | None) -> list[Path]:
    """Give every file the policy is read from; raises as :func:`load` does."""
    chain = [_pack_files(desk)[source.name] for source in _chain(packs, desk)]
    return [*_kind_files(desk), *chain, *_policy_files(desk)]


def pack_names(desk: Path | None = None) -> list[str]:
    """Give the packs there are, ``base`` first."""
    return sorted(_pack_files(desk), key=lambda name: (name != BASE, name))


def packs(desk: Path | None = None) -> list[Pack]:
    """Give what each pack is, without those that cannot be read: they matter to who names them."""
    found = []
    for name in pack_names(desk):
        try:
            data = _source(_pack_files(desk)[name], name, desk).data
            about = Text.parse(data["about"]) if "about" in data else None
            found.append(Pack(name, Text.parse(data.get("label")), about))
        except (Broken, Invalid):
            continue
    return found


def canonical_names(packs: Iterable[str], desk: Path | None = None) -> list[str]:
    """Give the packs as their files spell them; raise :class:`NotFound` for an unknown one.

    A pack goes by its code, in any case, and by its label in either language.
    """
    return [_canonical(word, desk) for word in packs]


def desk_defaults(packs: Sequence[str], desk: Path | None = None) -> dict[str, Any]:
    """Give what packs write into a new desk (``desk:``), later packs winning key by key."""
    defaults: dict[str, Any] = {}
    for source in _chain(packs, desk):
        defaults = definitions.merge(defaults, definitions.mapping_at(source.data, "desk"))
    return defaults


def _canonical(word: str, desk: Path | None) -> str:
    known = _pack_files(desk)
    wanted = word.strip().casefold()
    for name in known:
        if name.casefold() == wanted:
            return name
    words = {name.casefold(): name for name in known}
    for pack in packs(desk):
        words.update({said.casefold(): pack.name for said in pack.labels})
    if wanted in words:
        return words[wanted]
    near = get_close_matches(wanted, words, n=3)
    meant = ", ".join(dict.fromkeys(words[one] for one in near))
    every = _("cs policy packs lists every pack")
    raise NotFound(
        _("there is no pack {word}").format(word=word),
        hint=_("did you mean {word}?").format(word=meant) + f" {every}" if meant else every,
    )


def _chain(packs: Iterable[str], desk: Path | None) -> list[Source]:
    """Give base, then each pack after those it extends, each once."""
    chain: dict[str, Source] = {}
    for name in canonical_names([BASE, *packs], desk):
        _follow(name, desk, chain, ())
    return list(chain.values())


def _follow(name: str, desk: Path | None, chain: dict[str, Source], above: Sequence[str]) -> None:
    if name in chain or name in above:
        return
    source = _source(_pack_files(desk)[name], name, desk, says="pack")
    for under in _extends(source):
        try:
            found = _canonical(under, desk)
        except NotFound as fault:
            raise _broken(source, Invalid(fault.message, "extends", hint=fault.hint)) from None
        _follow(found, desk, chain, (*above, name))
    chain[name] = source


def _extends(source: Source) -> list[str]:
    found = source.data.get("extends")
    names = found if isinstance(found, list) else [found] if found is not None else []
    if not all(isinstance(name, str) for name in names):
        raise _broken(source, Invalid(_("expected the names of packs"), "extends"))
    return names


def _kinds(desk: Path | None) -> list[Source]:
    return [_kind(path, desk) for path in _kind_files(desk)]


def _kind(path: Path, desk: Path | None) -> Source:
    source = _source(path, path.stem, desk)
    says = "type" if "extends" in source.data else "kind"
    _check_name(source, says)
    return source


def _own(desk: Path | None) -> Iterator[Source]:
    for path in _policy_files(desk):
        yield _source(path, f"policy/{path.stem}", desk)


def _source(path: Path, name: str, desk: Path | None, *, says: str | None = None) -> Source:
    shown = _shown(path, desk)
    if desk is not None and path.is_relative_to(desk):
        return _read(store.read(desk, shown), shown, name, says)
    return _shipped(path, shown, name, says)


@cache
def _shipped(path: Path, shown: str, name: str, says: str | None) -> Source:
    """Read what comes with ``cs``: once in a process, which may look at many states of a desk."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise Broken([Problem(shown, reason(error))]) from None
    return _read(text, shown, name, says)


@lru_cache(maxsize=256)
def _read(text: bytes, shown: str, name: str, says: str | None) -> Source:
    """Read a file; what says the same is the same source, whichever state of a desk it is of."""
    node = yamltext.parse(text, path=shown)
    source = Source(shown, name, node.data, node.line)
    try:
        mapping(node.data)
    except Invalid as fault:
        raise _broken(source, fault) from None
    source = Source(shown, name, node.data or {}, node.line)
    if says is not None:
        _check_name(source, says)
    return source


def _check_name(source: Source, key: str) -> None:
    """Hold what a file says it is against its name: a copied file must not pass for another."""
    said = source.data.get(key)
    if said != source.name:
        message = _("the file's name says {name}, so {key}: {name} is expected")
        raise _broken(source, Invalid(message.format(name=source.name, key=key), key))


def _broken(source: Source, fault: Invalid) -> Broken:
    line = source.line(*fault.place)
    return Broken([Problem(source.path, fault.message, line, hint=fault.hint)])


def _shown(path: Path, desk: Path | None) -> str:
    """Give the path from the desk, or from the folder that ``templates`` lies in."""
    root = desk if desk is not None and path.is_relative_to(desk) else built_in().parent
    return path.relative_to(root).as_posix()


def _kind_files(desk: Path | None) -> list[Path]:
    own = sorted((desk / "templates" / "kinds").glob("*.yaml")) if desk is not None else []
    return [*sorted((built_in() / "kinds").glob("*.yaml")), *own]


def _pack_files(desk: Path | None) -> dict[str, Path]:
    own = sorted((desk / "templates" / "packs").glob("*.yaml")) if desk is not None else []
    return {path.stem: path for path in [*sorted((built_in() / "packs").glob("*.yaml")), *own]}


def _policy_files(desk: Path | None) -> list[Path]:
    return sorted((desk / "policy").glob("*.yaml")) if desk is not None else []


__all__ = [
    "Pack", "built", "canonical_names", "desk_defaults", "files", "load", "pack_names", "packs",
    "sources",
]  # fmt: skip
