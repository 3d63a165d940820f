"""What erasing somebody's personal data makes of a record, and how a reader of history knows it.

The one exception to "what a log says stays said". A text that was erased leaves a mark in its
place, an event ``erase`` says who did it, when and why::

    name: 周小燕              name: (erased)
    note: 周小燕 called       note: (erased) called

Events keep when, who and what was done; only texts that were personal data have gone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cs_cli.domain.kind import ERASE, FieldDef, Kind

MARK = "(erased)"
_FIXED = frozenset({"id", "kind", "type", "status", "opened_at", "at", "by", "do", "undoes"})
_GAP = r"[ ()\-.\u2010-\u2015\uff0d]{0,2}"
_SHORT = 2
_TELLING = 6
_PHONE = 7  # digits


def words_of(kind: Kind, data: Mapping[str, Any]) -> frozenset[str]:
    """Give the personal data that a record holds, or held by its log: every line of it."""
    texts = _private(kind.fields, data)
    for entry in _entries(data):
        fields = {**kind.fields, **_own(kind, entry)}
        texts += [*_private(fields, entry), *_private(fields, entry.get("was"))]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return frozenset(line for line in lines if len(line) >= _SHORT and MARK not in line)


def pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Give what finds these words in a text, telephone numbers however they are grouped."""
    found = sorted(map(_word, sorted(words, key=len, reverse=True)), key=len, reverse=True)
    return re.compile("|".join(found)) if found else None


def telling(words: Iterable[str]) -> frozenset[str]:
    """Give the words that mean this person wherever they stand: long ones, with figures or @.

    A short name may be that of somebody else, too.
    """
    return frozenset(
        word
        for word in words
        if sum(map(str.isdigit, word)) >= _PHONE
        or (len(word) >= _TELLING and re.search(r"[\d@]", word))
    )


def emptied(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record without its personal data: fields marked so, and every note."""
    gone = _without(kind.fields, data)
    if isinstance(data.get("log"), list):
        gone["log"] = [_emptied(kind, entry) for entry in data["log"]]
    return gone


def blotted(value: Any, words: re.Pattern[str], fields: Mapping[str, FieldDef]) -> Any:  # noqa: ANN401
    """Give a record, an entry or a value with these words gone from its texts."""
    if isinstance(value, str):
        return words.sub(MARK, value)
    if isinstance(value, list):
        return [blotted(one, words, fields) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: one if name in _FIXED or _is_typed(fields.get(name)) else blotted(one, words, fields)
        for name, one in value.items()
    }


def is_erasing(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Tell whether a log has a new event that erases."""
    return _erasing(after) > _erasing(before)


def like(before: Any, after: Any, private: frozenset[str] = frozenset()) -> Any:  # noqa: ANN401
    """Give an earlier state as it would be if what was erased since had never stood in it.

    Whatever else differs still does. ``private`` are fields that may have gone altogether.
    """
    if isinstance(before, str) and isinstance(after, str):
        return after if _is_erased(before, after) else before
    if isinstance(before, list) and isinstance(after, list):
        rest = before[len(after) :]
        return [*(like(a, b, private) for a, b in zip(before, after, strict=False)), *rest]
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return {
            name: value
            if name in _FIXED or name not in after
            else like(value, after[name], private)
            for name, value in before.items()
            if name in after or name not in private
        }
    return before


def _is_erased(before: str, after: str) -> bool:
    """Tell whether a text is another one with marks in place of parts of it."""
    if MARK not in after:
        return False
    kept = ".+?".join(map(re.escape, after.split(MARK)))
    return re.fullmatch(kept, before, re.DOTALL) is not None


def _erasing(log: Sequence[Any]) -> int:
    return sum(isinstance(entry, Mapping) and entry.get("do") == ERASE for entry in log)


def _entries(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    log = data.get("log")
    return (entry for entry in (log if isinstance(log, list) else ()) if isinstance(entry, Mapping))


def _own(kind: Kind, entry: Mapping[str, Any]) -> Mapping[str, FieldDef]:
    verb = kind.verbs.get(str(entry.get("do")))
    return verb.fields if verb else {}


def _private(fields: Mapping[str, FieldDef], data: object) -> list[str]:
    found: list[str] = []
    for name, value in data.items() if isinstance(data, Mapping) else ():
        field = fields.get(name)
        if field is not None and field.pii:
            found += _texts(value)
        elif field is not None:
            for entry in value if isinstance(value, list) else ():
                found += _private(field.fields, entry)
    return found


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else []


def _without(fields: Mapping[str, FieldDef], data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in data.items():
        field = fields.get(name)
        if field is not None and field.pii:
            if _is_typed(field) or field.type == "list":
                continue
            found[name] = [MARK] if isinstance(value, list) else MARK
        elif field is not None and field.fields and isinstance(value, list):
            found[name] = [
                _without(field.fields, one) if isinstance(one, Mapping) else one for one in value
            ]
        else:
            found[name] = value
    return found


def _emptied(kind: Kind, entry: object) -> object:
    if not isinstance(entry, Mapping):
        return entry
    fields = {**kind.fields, **_own(kind, entry)}
    found = _without(fields, entry)
    if isinstance(entry.get("was"), Mapping):
        found["was"] = _without(fields, entry["was"])
    told = isinstance(entry.get("note"), str) and entry.get("do") != ERASE  # that one says why
    return {**found, "note": MARK} if told else found


def _is_typed(field: FieldDef | None) -> bool:
    """Tell whether a field holds something else than free text."""
    return field is not None and field.type not in ("text", "list") and not (
        field.type == "choice" and not field.choices
    )  # fmt: skip


def _word(word: str) -> str:
    digits = [character for character in word if character.isdigit()]
    if len(digits) >= _PHONE and re.fullmatch(r"[\d\s()+\-.\u2010-\u2015]+", word):
        return rf"(?<!\d)[+]?{_GAP.join(digits)}(?!\d)"
    begin = r"(?<![A-Za-z0-9])" if word[:1].isascii() and word[:1].isalnum() else ""
    end = r"(?![A-Za-z0-9])" if word[-1:].isascii() and word[-1:].isalnum() else ""
    return f"{begin}{re.escape(word)}{end}"
