"""What people type for a field, read as the value to store."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from gettext import gettext as _
from types import ModuleType
from typing import Any, NoReturn

from cs_cli.app.find import find_id
from cs_cli.app.work import Work
from cs_cli.domain.errors import CsError, Invalid, Refused, UsageError
from cs_cli.domain.kind import FieldDef
from cs_cli.domain.schema import is_blank, scalar

Typed = Mapping[str, Any]
"""Field name to what was typed: a text, several, or (from JSON) data."""

_EXACT = re.compile(r"\s*[0-9]{4}-")


def read_values(fields: Mapping[str, FieldDef], typed: Typed, work: Work) -> dict[str, Any]:
    """Give the values to store.

    Raises :class:`UsageError` naming every one that is wrong; :class:`Refused` where all of them
    are what a rule does not know.
    """
    values: dict[str, Any] = {}
    wrong: dict[str, tuple[str, ...]] = {}
    for name, given in typed.items():
        if name not in fields:
            known = ", ".join(fields)
            message = _("{field}: not a field here; known: {known}")
            wrong[message.format(field=name, known=known)] = ()
            continue
        try:
            values[name] = read_value(fields[name], given, work)
            _hear(fields[name], name, given, values[name], work)
        except (Invalid, CsError) as fault:
            hint = f" - {fault.hint}" if fault.hint else ""
            said = f"--{name.replace('_', '-')}: {fault.message}{hint}"
            wrong[said] = fault.ref if isinstance(fault, Invalid) else ()
    if wrong:
        _refuse(wrong, work)
    return values


def _refuse(wrong: Mapping[str, tuple[str, ...]], work: Work) -> NoReturn:
    """Refuse what only rules in force are against; anything else is a wrong command line."""
    said = "\n".join(wrong)
    held = [_in_force(refs, work) for refs in wrong.values()]
    if all(held):
        rules = dict.fromkeys(ref for refs in held for ref in refs)
        raise Refused(said, rule=", ".join(rules))
    raise UsageError(said)


def _in_force(refs: tuple[str, ...], work: Work) -> list[str]:
    """Give those of the rows that the desk has; a field of every desk may be a rule of few."""
    if not refs:
        return []
    # Deferred: only a value that no rule knows needs where every rule stands.
    from cs_cli.app.policy import rules

    found = {rule.ref for rule in rules(work)}
    return [ref for ref in refs if ref in found]


def _hear(field: FieldDef, name: str, given: Any, value: Any, work: Work) -> None:  # noqa: ANN401
    """Remember how a phrase for a time was understood, so that it can be said back."""
    said = [text for text in _listed(given) if isinstance(text, str) and not _EXACT.match(text)]
    if field.type in ("instant", "date", "moment") and said and isinstance(value, str):
        work.heard.append((f"--{name.replace('_', '-')} {said[0]}", value))


def read_value(field: FieldDef, given: Any, work: Work) -> Any:  # noqa: ANN401 - values are data
    """Read one field; an empty text, or one of nothing but blanks, takes its value away."""
    if field.type == "list":
        entries = (_entry(field, item, work) for item in _listed(given) if not is_blank(item))
        return [entry for entry in entries if entry]
    if field.many:
        return [_one(field, item, work) for item in _listed(given) if not is_blank(item)]
    texts = _listed(given)
    if len(texts) > 1:
        raise Invalid(_("given more than once"))
    return _one(field, texts[0], work) if texts and not is_blank(texts[0]) else None


def _listed(given: Any) -> list[Any]:  # noqa: ANN401
    if given is None:
        return []
    return list(given) if isinstance(given, (list, tuple)) else [given]


def _one(field: FieldDef, item: object, work: Work) -> Any:  # noqa: ANN401
    text = _text(item)
    reader = _READERS.get(field.type)
    value = reader(field, text, work) if reader else text
    return scalar(field, value)


def _text(item: object) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, bool):
        return "true" if item else "false"
    # Deferred: only a program gives numbers.
    from decimal import Decimal

    if isinstance(item, Decimal):
        return f"{item:f}"
    if isinstance(item, (int, float)):
        return str(item)
    raise Invalid(_("expected one value"))


def _person(_field: FieldDef, text: str, work: Work) -> str:
    return work.actor.id if text in ("me", "我") else work.desk.people.named(text).id


def _record(field: FieldDef, text: str, work: Work) -> str:
    return find_id(work, text, field.to[0] if len(field.to) == 1 else None)


def _instant(field: FieldDef, text: str, work: Work) -> str:
    if field.exact and _said_day(text, work) is not None:
        message = _("{field}: say the time as well, such as {day} 10:00")
        said = message.format(field=field.label, day=_said_day(text, work))
        raise Invalid(said, ref=field.ref)
    return written(_phrases().instant(text, work.now, work.desk.calendar))


def _date(_field: FieldDef, text: str, work: Work) -> str:
    return str(_phrases().day(text, work.now, work.desk.calendar).isoformat())


def _phrases() -> ModuleType:
    # Deferred: its many patterns cost 15 ms, and most commands are told no time.
    from cs_cli.domain import phrases

    return phrases


def _moment(_field: FieldDef, text: str, work: Work) -> str:
    """Keep a bare day a day."""
    return _said_day(text, work) or _instant(_field, text, work)


def _said_day(text: str, work: Work) -> str | None:
    """Give the day that was said without a time: one whose start and end differ."""
    calendar, phrases = work.desk.calendar, _phrases()
    start = phrases.instant(text, work.now, calendar, default="start")
    end = phrases.instant(text, work.now, calendar, default="end")
    return None if end - start < timedelta(hours=1) else str(start.date().isoformat())


def _shift(_field: FieldDef, text: str, work: Work) -> str:
    shifts = work.desk.calendar.shifts
    if text not in shifts:
        raise Invalid(
            _("{shift} is not a shift of this desk").format(shift=text),
            hint=_("known: {values}").format(values=", ".join(shifts)),
        )
    return text


def written(instant: Any) -> str:  # noqa: ANN401
    """Give an instant as records hold it: with seconds and offset."""
    return str(instant.replace(microsecond=0).isoformat())


def _entry(field: FieldDef, item: object, work: Work) -> dict[str, Any]:
    """Read an entry: JSON, or ``TEXT, key=value, …`` where the text is the first field."""
    typed = item if isinstance(item, Mapping) else _entry_parts(field, _text(item))
    unknown = [name for name in typed if name not in field.fields]
    if unknown:
        raise Invalid(
            _("{word} is not known here").format(word=unknown[0]),
            hint=_("known: {values}").format(values=", ".join(field.fields)),
        )
    read = {name: read_value(field.fields[name], value, work) for name, value in typed.items()}
    return {name: value for name, value in read.items() if value is not None}


def _entry_parts(field: FieldDef, text: str) -> dict[str, Any]:
    if text.lstrip().startswith("{"):
        try:
            # Deferred: as above.
            from decimal import Decimal

            found = json.loads(text, parse_float=Decimal)
        except ValueError as error:
            raise Invalid(_("not JSON: {error}").format(error=error)) from None
        return dict(found)
    parts: dict[str, Any] = {}
    for number, part in enumerate(_split(field, text)):
        key, equals, value = part.replace("＝", "=").partition("=")
        if equals and _field_name(field, key.strip()):
            parts[_field_name(field, key.strip())] = value.strip()
        elif number == 0:
            parts[next(iter(field.fields))] = part.strip()
        else:
            raise Invalid(
                _("{word} is not known here").format(word=part),
                hint=_("write KEY=VALUE with: {values}").format(values=", ".join(field.fields)),
            )
    return parts


def _split(field: FieldDef, text: str) -> Sequence[str]:
    """Split before every ``KEY=``, whatever stands between: commas of either sort, spaces."""
    keys = [word for n, inner in field.fields.items() for word in (n, inner.label.zh)]
    known = "|".join(re.escape(key) for key in keys)
    return re.split(rf"\s*[,，;；\s]\s*(?=(?:{known})\s*[=＝])", text)


def _field_name(field: FieldDef, word: str) -> str:
    for name, inner in field.fields.items():
        if word in (name, name.replace("_", "-"), inner.label.zh):
            return name
    return ""


_READERS = {
    "person": _person,
    "record": _record,
    "instant": _instant,
    "date": _date,
    "moment": _moment,
    "shift": _shift,
}
