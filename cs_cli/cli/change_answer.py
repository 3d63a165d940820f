"""A change of records as a plain line asks for it: ``new``, ``set``, ``note`` and every verb."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from cs_cli.cli import answers, kind_words, record_answers
from cs_cli.cli.asking import asked_until_complete
from cs_cli.cli.context import Run
from cs_cli.cli.field_words import option_for, parameter_for
from cs_cli.domain.kind import Kind

_READERS = ("list", "show", "print")
# Of a new record, and of a change; the texts of records that programs give are left to click.
_OF_NEW = {"--type": "type", "-m": "message", "-F": "file"}
_OF_CHANGE = {"-m": "message"}


def command_of(kind: Kind, word: str) -> str | None:
    """Give what a word does to a record of this kind, None where it changes none."""
    name = kind_words.command(kind, word)
    if name in _READERS or name in kind_words.OWN.get(kind.kind, {}):
        return None
    return "open" if name == "new" else name


def values(kind: Kind, do: str) -> Mapping[str, str]:
    """Give the options that take one value, with the names of what they give."""
    if do != "open":
        return _OF_CHANGE
    return {option: name for option, name in _OF_NEW.items() if kind.types or name != "type"}


def several(kind: Kind, do: str) -> Mapping[str, str]:
    """Give the options of fields, in both languages, but those that may stand without a value."""
    fields = kind_words.fields(kind, do)
    taken = {name: parameter_for(name) for name, field in fields.items() if field.type != "flag"}
    chinese = {
        f"--{word}": name.replace("-", "_") for word, name in kind_words.words(kind, do).items()
    }
    options = {**{option_for(name): name for name in fields}, **chinese}
    return {option: taken[name] for option, name in options.items() if name in taken}


def answer(run: Run, kind: Kind, do: str, ids: Sequence[str], given: Mapping[str, Any]) -> None:
    """Do it, and print what came of it."""
    parts = answers.ids_of(ids) if do != "open" else [""]
    every = (asked_until_complete(run, kind, do, given, part) for part in parts)
    record_answers.done(run, chain.from_iterable(every))
