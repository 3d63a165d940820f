"""What a field may hold: the text in a file checked and brought to its one canonical form."""

import re
from collections.abc import Iterator, Mapping
from gettext import gettext as _
from typing import Any

from cs_cli.domain.errors import Invalid
from cs_cli.domain.ids import is_id
from cs_cli.domain.kind import FieldDef, Kind
from cs_cli.domain.record import day, instant

YES = frozenset({"true", "yes", "y", "是", "有", "1"})
NO = frozenset({"false", "no", "n", "否", "无", "没有", "0"})
COMMON = frozenset({"id", "kind", "type", "status", "opened_at", "log", "contested"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
# White space of every width, and what is pasted along with text and shows nothing at all.
_BLANK = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*")


def is_blank(value: object) -> bool:
    """Tell whether a value is nothing, or a text that is nothing but white space."""
    if not isinstance(value, str):
        return value is None
    return not value[:1].isalnum() and _BLANK.fullmatch(value) is not None


def canonical(field: FieldDef, value: Any) -> Any:  # noqa: ANN401 - values are data
    """Give the value in its canonical form; raise :class:`Invalid` when it does not fit."""
    if is_blank(value):
        return None
    if field.many and field.type != "list":
        items = value if isinstance(value, list) else [value]
        return [_within(n, field, item) for n, item in enumerate(items) if not is_blank(item)]
    if field.type == "list":
        return _entries(field, value)
    if not isinstance(value, str):
        raise Invalid(_("expected one value"))
    return scalar(field, value)


def _within(number: int, field: FieldDef, item: object) -> Any:  # noqa: ANN401
    try:
        if not isinstance(item, str):
            raise Invalid(_("expected one value"))
        return scalar(field, item)
    except Invalid as fault:
        raise fault.within(number) from None


def _entries(field: FieldDef, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise Invalid(_("expected a list of entries"))
    return [_entry(field, entry, number) for number, entry in enumerate(value)]


def _entry(field: FieldDef, entry: object, number: int) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise Invalid(_("expected keys and values"), number)
    result = {}
    for key, value in entry.items():
        try:
            inner = field.fields.get(key)
            result[key] = canonical(inner, value) if inner else value
        except Invalid as fault:
            raise fault.within(number, key) from None
    return result


def scalar(field: FieldDef, text: str) -> str:
    """Give one value of a field in its canonical form; raise :class:`Invalid`."""
    reader = _READERS.get(field.type)
    return reader(field, text) if reader else text


def _choice(field: FieldDef, text: str) -> str:
    if not field.choices or text in field.choices:
        return text
    wanted = text.strip().casefold()
    for name, choice in field.choices.items():
        words = (name, choice.label.en, choice.label.zh, *choice.also)
        if wanted in (word.casefold() for word in words):
            return name
    known = ", ".join(f"{name} ({choice.label})" for name, choice in field.choices.items())
    raise Invalid(
        _("{value} is not a {field}").format(value=text, field=field.label),
        hint=_("known: {values}").format(values=known),
        ref=field.ref,
    )


def _flag(_field: FieldDef, text: str) -> str:
    word = text.strip().casefold()
    if word in YES:
        return "true"
    if word in NO:
        return "false"
    raise Invalid(_("{value} is neither yes nor no").format(value=text))


def _number(_field: FieldDef, text: str) -> str:
    if not _NUMBER.fullmatch(text.strip()):
        raise Invalid(_("{value} is not a number").format(value=text))
    return text.strip()


def _money(field: FieldDef, text: str) -> str:
    # Deferred: most records hold no amount.
    from cs_cli.domain import money

    return str(money.read(text, field.currency))


def _date(_field: FieldDef, text: str) -> str:
    return day(text).isoformat()


def _instant(_field: FieldDef, text: str) -> str:
    instant(text)
    return text


def _moment(field: FieldDef, text: str) -> str:
    return _date(field, text) if len(text) == len("2026-03-02") else _instant(field, text)


def _record(_field: FieldDef, text: str) -> str:
    if not is_id(text):
        raise Invalid(_("{value} is not the id of a record").format(value=text))
    return text


_READERS = {
    "choice": _choice,
    "flag": _flag,
    "number": _number,
    "money": _money,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "record": _record,
}


def canonical_values(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give all values in canonical form, in the log as well; those that do not fit stay."""
    result = _canonical_fields(kind, values)
    log = values.get("log")
    if isinstance(log, list):
        result["log"] = [_logged(kind, entry) for entry in log]
    return result


def _logged(kind: Kind, entry: Any) -> Any:  # noqa: ANN401 - a log may hold anything by hand
    return _canonical_fields(kind, entry) if isinstance(entry, Mapping) else entry


def _canonical_fields(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(values)
    for name, value in values.items():
        field = kind.fields.get(name)
        if field is None:
            continue
        try:
            result[name] = canonical(field, value)
        except Invalid:
            continue
    return result


def faults(kind: Kind, values: Mapping[str, Any]) -> Iterator[Invalid]:
    """Give a complaint for every value that does not fit and every key nobody knows."""
    for name, value in values.items():
        if name in COMMON:
            continue
        field = kind.fields.get(name)
        if field is None:
            yield Invalid(
                _("{field} is not a field of {kind}").format(field=name, kind=kind.kind), name
            )
            continue
        try:
            canonical(field, value)
        except Invalid as fault:
            yield fault.within(name)
