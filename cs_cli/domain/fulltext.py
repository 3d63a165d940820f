"""Texts looked for in records: in any case and width, broken or spaced as it may be.

Both what is looked for and what is looked through are folded alike: compatibility forms (such as
full-width letters) to their usual ones, capitals to small letters. Chinese is found by any part,
one character too; there are no word limits and no stems.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from cs_cli.domain.record import Event, Record

_GAP = r"[ ()./\-\u2010-\u2015]{0,3}"  # folded; between the digits of a number, as people write it
_NUMBER = rf"[0-9](?:{_GAP}[0-9]){{4,}}"
_RUN = r"[a-z]+|[0-9]+|[\u3400-\u9fff]+"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<space>\s+)|(?P<run>{_RUN})|.", re.DOTALL)
_NO_FIELDS = frozenset({"kind", "type", "status", "opened_at", "log"})

# Where characters stand that fold to others, below the supplementary planes: all of these count.
_FOLDING = (range(0x80, 0x3400), range(0xA640, 0xAC00), range(0xF900, 0x10000))
# Characters that may become one with the character before them, though they are no marks.
_JOINING = frozenset(map(chr, chain(range(0x1160, 0x1200), (0xFF9E, 0xFF9F))))


class Place(NamedTuple):
    """Where something was found: the names that lead there, and the whole text that stands there.

    The names are those of a field and of those inside it; ``log`` comes before those of an event
    (``note`` is its note, ``was`` what it replaced), ``body`` alone is the text below.
    """

    names: tuple[str, ...]
    text: str


class Hit(NamedTuple):
    """A record that has all of the texts, and where; ``values`` are as they are written, no log."""

    id: str
    kind: str
    type: str | None
    status: str
    owner: str | None
    opened_at: datetime
    values: Mapping[str, Any]
    places: Sequence[Place]

    @classmethod
    def of(cls, record: Record, found: Sequence[Place]) -> "Hit":
        """Give what is told of a record in which something was found."""
        values = {name: value for name, value in record.values.items() if name != "log"}
        owner = record.person("owner", "person", "first_responsible")
        opened = record.opened_at
        return cls(record.id, record.kind, record.type, record.status, owner, opened, values, found)


def folded(text: str) -> str:
    """Give a text in the form in which texts are compared."""
    if text.isascii():
        return text.lower()
    return normalize("NFKC", normalize("NFKC", text).casefold())


class Sought:
    """One text that is looked for.

    Blanks and line breaks count as one blank. A number of five digits or more is also found
    where it is written with blanks, dots, dashes or brackets in between, or without those it has.
    """

    def __init__(self, text: str) -> None:
        self.text = folded(text.strip()).strip()
        self._tokens = list(_TOKEN.finditer(self.text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(map(_matching, self._tokens)))

    def is_in(self, text: str) -> bool:
        """Tell whether a text has it somewhere."""
        return self._pattern.search(folded(text)) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Give where a text has it, as begin and end in the text as it is written."""
        low = folded(text)
        found = [match.span() for match in self._pattern.finditer(low)]
        if text.isascii() or not found:
            return found
        starts, ends = _origins(text)
        if len(starts) != len(low):  # letters that join in yet another way: all of it
            return [(0, len(text))]
        return [(starts[begin], ends[end - 1]) for begin, end in found]

    def may_be_in(self, raw: bytes, low: bytes) -> bool:
        """Tell, quickly and never wrongly with no, whether a file may have it.

        ``low`` are the same bytes with small letters. A backslash may stand for any character
        in YAML, and a character that folds to one of those looked for is as good as that.
        """
        if self._probe is None or self._probe.search(low) or b"\\" in raw:
            return True
        return self._odd.search(raw.decode(errors="replace")) is not None

    @cached_property
    def _probe(self) -> re.Pattern[bytes] | None:
        """Find the longest part that a file has byte by byte, unless odd characters make it up."""
        part = self._longest
        if part is None:
            return None
        if part["number"]:
            return re.compile(b"[^0-9]{0,9}".join(d.encode() for d in _digits(part[0])))
        return re.compile(re.escape(part[0].encode()))

    @cached_property
    def _longest(self) -> re.Match[str] | None:
        parts = [token for token in self._tokens if token["number"] or token["run"]]
        return max(parts, key=lambda part: len(part[0].encode()), default=None)

    @cached_property
    def _odd(self) -> re.Pattern[str]:
        part = self._longest[0] if self._longest else ""
        wanted = {character for character in part if re.match(_RUN, character)}
        found = (chr(code) for codes in _FOLDING for code in codes)
        odd = "".join(one for one in found if not wanted.isdisjoint(_becoming(one)))
        return re.compile(f"[{re.escape(odd)}\U00010000-\U0010ffff]")


def _becoming(character: str) -> str:
    """Give all that a character may become, alone or joined to others, when it is folded."""
    return normalize("NFKD", normalize("NFKD", character).casefold())


def _matching(token: re.Match[str]) -> str:
    if token["number"]:
        return _GAP.join(_digits(token[0]))
    return r"\s+" if token["space"] else re.escape(token[0])


def _digits(number: str) -> list[str]:
    return [character for character in number if character in "0123456789"]


def _origins(text: str) -> tuple[list[int], list[int]]:
    """Give, for each character of the folded text, where what it comes from begins and ends."""
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (combining(text[end]) or text[end] in _JOINING):
            continue
        size = len(folded(text[begin:end]))
        starts += [begin] * size
        ends += [end] * size
        begin = end
    return starts, ends


def places(record: Record, sought: Sequence[Sought]) -> list[Place]:
    """Give where a record has what is looked for, nothing unless it has every one of the texts.

    The first place of each text comes first, in the order of the texts; then all others.
    """
    every = list(dict.fromkeys(_texts(record)))
    firsts: list[Place] = []
    for one in sought:
        first = next((place for place in every if one.is_in(place.text)), None)
        if first is None:
            return []
        firsts.append(first)
    others = (place for place in every if any(one.is_in(place.text) for one in sought))
    return list(dict.fromkeys([*firsts, *others]))


def _texts(record: Record) -> Iterator[Place]:
    """Give every text of a record: its fields, its body, its log."""
    for name, value in record.values.items():
        if name not in _NO_FIELDS:
            yield from _within((name,), value)
    yield Place(("body",), record.body)
    for event in record.log:
        yield from _of_event(event)


def _of_event(event: Event) -> Iterator[Place]:
    if event.note:
        yield Place(("log", "note"), event.note)
    yield from _within(("log",), event.values)
    yield from _within(("log", "was"), event.was)


def _within(names: tuple[str, ...], value: Any) -> Iterator[Place]:  # noqa: ANN401
    if isinstance(value, str):
        yield Place(names, value)
    elif isinstance(value, list):
        for item in value:
            yield from _within(names, item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _within((*names, name), item)
