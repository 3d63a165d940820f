"""The plain command lines that people and cron wait for most, answered without loading click.

What is not certain is left to click: a word that is not known here, ``--help``, an option given
twice or without its value. What both read, both read alike; a test holds them together.
"""

from collections.abc import Mapping, Sequence

from cs_cli.cli.context import Run

Given = dict[str, str | bool | None]


def answer(run: Run, words: Sequence[str]) -> int | None:
    """Answer a plain line and give its exit code; None where click has to read it."""
    if not words or words[0] not in ("due", "到期"):
        return None
    from cs_cli.cli import due_answer

    given = read(words[1:], due_answer.FLAGS, due_answer.VALUES)
    return None if given is None else due_answer.answer(run, **given)  # type: ignore[arg-type]


def read(words: Sequence[str], flags: Mapping[str, str], values: Mapping[str, str]) -> Given | None:
    """Give what the options of a line say, by name; None where anything else stands in it.

    ``flags`` and ``values`` name the options that stand alone and those that take a value.
    """
    given: Given = {**dict.fromkeys(flags.values(), False), **dict.fromkeys(values.values())}
    seen: set[str] = set()
    stream = iter(words)
    for word in stream:
        option, equals, value = word.partition("=")
        if option in seen:
            return None
        seen.add(option)
        if option in flags and not equals:
            given[flags[option]] = True
        elif option in values:
            found = value if equals else next(stream, "-")
            if found.startswith("-"):
                return None
            given[values[option]] = found
        else:
            return None
    return given
