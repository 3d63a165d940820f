"""Printed forms and phrases: text with ``{path}`` placeholders, filled from one record.

One plain rule for lists: a line that names what is inside a list (``{signoffs.by}``,
``{log.at}``, ``{linked.callback.result}``, or ``{alerts.}`` for the values of a field that has
many) is written once for every entry, and once with blanks where there is none.
"""

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from itertools import chain
from typing import Any, Literal

from cs_cli.domain.errors import Invalid
from cs_cli.domain.frozen import dataclass, field
from cs_cli.domain.kind import Kind
from cs_cli.domain.language import Language, Text
from cs_cli.domain.match import fits
from cs_cli.domain.policy import On, applies
from cs_cli.domain.record import Record
from cs_cli.domain.worded import Desk, Said, said

_PLACEHOLDER = re.compile(r"(?<!\\)\{([^{}\n]*[^{}\s][^{}\n]*)\}")
BLANK = "____"
_STOP: Mapping[Language, str] = {"en": ", ", "zh": "、"}
_NUMBER: Mapping[Language, str] = {"en": "Form no.: ", "zh": "表单编号："}
NUMBERS = "form."
"""The settings of a policy that number forms begin so: ``form.handover-record: R03—WKF07``."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a form: its name, which records it is for, who uses it.

    ``number`` is the number that the source gives the form. ``red``: when the record matches,
    its own texts are printed red. ``language`` is that of the form, and so of its labels.
    """

    form: str
    label: Text
    on: On
    ref: tuple[str, ...] = ()
    number: str | None = None
    packs: tuple[str, ...] = ()
    red: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: Language = "zh"


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its file holds it; ``first_line`` is where its text begins in the file."""

    head: Head
    text: str
    path: str
    first_line: int = 1
    own: bool = False
    """Whether the desk has it itself."""

    def fits(self, record: Record) -> bool:
        """Tell whether the form is for such a record."""
        on = self.head.on
        return applies(on, record.kind, record.type) and fits(on.match, _seen(record))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a phrase: something to say, to ask, or to tick; ``field`` takes the answer."""

    say: Text | None = None
    ask: Text | None = None
    check: Text | None = None
    field: str | None = None

    @property
    def sort(self) -> Literal["say", "ask", "check"]:
        """Tell which of the three it is."""
        return "say" if self.say else "ask" if self.ask else "check"

    @property
    def text(self) -> Text:
        """Give its words."""
        return self.say or self.ask or self.check or Text("", "")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said on an occasion, line by line."""

    phrase: str
    label: Text
    lines: tuple[Line, ...]
    ref: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    on: On | None = None

    def __post_init__(self) -> None:
        """Insist that every line is one thing, and that only a question has an answer."""
        for number, line in enumerate(self.lines):
            if sum(text is not None for text in (line.say, line.ask, line.check)) != 1:
                raise Invalid(_("write one of say, ask and check"), "lines", number)
            if line.field is not None and line.ask is None:
                raise Invalid(_("only a question has a field"), "lines", number, "field")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a filled line: words of the form, a value, a value in red, or a blank."""

    text: str
    sort: Literal["form", "value", "red", "blank"] = "form"


Filled = tuple[tuple[Piece, ...], ...]
"""Lines of pieces."""


def form_number(settings: Mapping[str, str], name: str) -> str | None:
    """Give the number that the policy gives to a form or report (HND-14)."""
    return settings.get(NUMBERS + name)


def fill(form: Form, record: Record, kind: Kind, desk: Desk, number: str | None = None) -> Filled:
    """Fill a form from a record; its ``number`` stands in its head, above everything."""
    is_red = bool(form.head.red) and fits(form.head.red, _seen(record))
    lines = chain.from_iterable(
        _lines(line, record, kind, desk, "red" if is_red else "value")
        for line in form.text.split("\n")
    )
    said = number or form.head.number
    above = ((Piece(_NUMBER[form.head.language] + said),), ()) if said else ()
    return (*above, *lines)


def filled_text(text: str, record: Record, kind: Kind, desk: Desk) -> str:
    """Fill one text, for the screen; a list is told in one breath."""

    def words(found: re.Match[str]) -> str:
        texts = said(found[1].strip(), record, kind, desk).texts
        return _STOP[desk.language].join(filter(None, texts)) or BLANK

    return _PLACEHOLDER.sub(words, text)


def blanks(text: str) -> str:
    """Give a text with nothing filled in."""
    return _PLACEHOLDER.sub(BLANK, text)


def placeholders(text: str) -> Iterator[tuple[int, str]]:
    """Give the paths a text names, with the number of the line from 0."""
    for number, line in enumerate(text.split("\n")):
        for found in _PLACEHOLDER.finditer(line):
            yield number, found[1].strip()


def _lines(
    line: str, record: Record, kind: Kind, desk: Desk, own: Literal["red", "value"]
) -> Iterator[tuple[Piece, ...]]:
    """Fill a line of a form, as often as the longest list on it has entries."""
    # Text and paths take turns.
    parts: list[str] = _PLACEHOLDER.split(line)
    found = [said(path.strip(), record, kind, desk) for path in parts[1::2]]
    times = max((len(one.texts) for one in found if one.each), default=1)
    for number in range(times or 1):
        pieces: list[Piece] = []
        for text, one in zip(parts[::2], [*found, None], strict=True):
            pieces += [Piece(text)] if text else []
            pieces += [_piece(one, number, own)] if one else []
        yield tuple(pieces)


def _piece(one: Said, number: int, own: Literal["red", "value"]) -> Piece:
    text = one.at(number)
    if not text:
        return Piece("", "blank")
    return Piece(text, own if one.own else "value")


def _seen(record: Record) -> dict[str, Any]:
    return {**record.values, "type": record.type, "status": record.status}
