"""Phrases and call scripts: the jobs behind ``cs phrase``."""

from collections.abc import Callable, Mapping
from functools import partial
from gettext import gettext as _

from cs_cli.app.find import record_of
from cs_cli.app.paper import desk_of, root_of, used_here
from cs_cli.app.work import Work
from cs_cli.domain.errors import NotFound
from cs_cli.domain.form import Line, Phrase, blanks, filled_text
from cs_cli.domain.frozen import dataclass
from cs_cli.domain.language import spoken
from cs_cli.store import phrases


@dataclass(frozen=True, slots=True)
class Spoken:
    """A phrase and its lines, each with its words filled in."""

    phrase: Phrase
    lines: tuple[tuple[Line, str], ...]


def listed(work: Work, pack: str | None) -> list[Phrase]:
    """Give the phrases of one pack, else those that the desk uses."""
    known = phrases.load(root_of(work))
    if pack is not None:
        wanted = pack.strip().casefold()
        return [p for p in known.values() if wanted in (name.casefold() for name in p.packs)]
    is_used = used_here(work)
    return [phrase for phrase in known.values() if is_used(phrase.packs)]


def spoken_for(work: Work, name: str, part: str | None) -> Spoken:
    """Give a phrase, filled from the record that ``part`` of an id stands for."""
    phrase = _named(phrases.load(root_of(work)), name)
    fill = blanks if part is None else _filling(work, part)
    return Spoken(phrase, tuple((line, fill(str(line.text))) for line in phrase.lines))


def _filling(work: Work, part: str) -> Callable[[str], str]:
    kind, record = record_of(work, part, None)
    return partial(filled_text, record=record, kind=kind, desk=desk_of(work, spoken()))


def _named(known: Mapping[str, Phrase], word: str) -> Phrase:
    wanted = word.strip().casefold()
    for name, phrase in known.items():
        if wanted in (name.casefold(), phrase.label.en.casefold(), phrase.label.zh):
            return phrase
    raise NotFound(
        _("there is no phrase {word}").format(word=word),
        hint=_("known: {values}").format(values=", ".join(known) or "-"),
    )
