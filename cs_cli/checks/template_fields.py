"""A form or phrase of a desk names only fields that its records have.

A misspelt field prints a blank on every sheet, and nobody sees why.

Passes::

    {title}, {customer.phone}, {log.at}

Fails::

    {titel}, {customer.fone}, {log.when}
"""

from collections.abc import Iterator, Mapping

from cs_cli.checks.subject import Fault
from cs_cli.domain import form_paths
from cs_cli.domain.form import Form, Phrase, placeholders
from cs_cli.domain.kind import Kind
from cs_cli.domain.policy import On
from cs_cli.domain.shape import unknown

RULE = "template-fields"

Kinds = Mapping[str, Kind]


def check_form(form: Form, kinds: Kinds) -> Iterator[Fault]:
    """Complain about kinds, types and fields that there are none of."""
    wrong = list(_on(form.head.on, kinds))
    yield from wrong
    if wrong:
        return
    among = kinds[form.head.on.kind].among(form.head.on.type)
    named = [(name, ("red", name)) for name in form.head.red]
    named += [(name, ("on", name)) for name in form.head.on.match]
    for name, place in named:
        fault = form_paths.fault(name, among, kinds)
        if fault is not None:
            yield Fault(fault.message, place, fault.hint)
    for number, path in placeholders(form.text):
        fault = form_paths.fault(path, among, kinds)
        if fault is not None:
            yield Fault(fault.message, (), fault.hint, line=form.first_line + number)


def check_phrase(phrase: Phrase, kinds: Kinds) -> Iterator[Fault]:
    """Complain about kinds, types and fields that there are none of."""
    wrong = list(_on(phrase.on, kinds)) if phrase.on else []
    yield from wrong
    if wrong:
        return
    every = [one for kind in kinds.values() for one in kind.variants]
    among = kinds[phrase.on.kind].among(phrase.on.type) if phrase.on else every
    for number, line in enumerate(phrase.lines):
        for place, path in _named(phrase, number):
            fault = form_paths.fault(path, among, kinds)
            if fault is not None:
                yield Fault(fault.message, ("lines", number, line.sort, *place), fault.hint)
        if line.field is not None and not any(line.field in kind.fields for kind in among):
            known = list(dict.fromkeys(name for kind in among for name in kind.fields))
            fault = unknown(line.field, known)
            yield Fault(fault.message, ("lines", number, "field"), fault.hint)


def _named(phrase: Phrase, number: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the paths of a line, with the language they stand in."""
    for language, text in phrase.lines[number].text.both().items():
        for _line, path in placeholders(text):
            yield (language,), path


def _on(on: On, kinds: Kinds) -> Iterator[Fault]:
    if on.kind not in kinds:
        fault = unknown(on.kind, list(kinds))
        yield Fault(fault.message, ("on", "kind"), fault.hint)
        return
    for name in on.type:
        if name != "none" and name not in kinds[on.kind].types:
            fault = unknown(name, list(kinds[on.kind].types))
            yield Fault(fault.message, ("on", "type"), fault.hint)
